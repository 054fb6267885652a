"""A SQLite file of this program: opened, checked and brought up to date, and used from one thread of its own."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.storage.connection import BUSY_SECONDS, connect, transaction, use_wal, version
from desktop_dialer.storage.faults import SQLITE_ERRORS, as_storage_failed, damage, is_damage
from desktop_dialer.storage.file_lock import FileLock
from desktop_dialer.storage.files import create_file, make_folder
from desktop_dialer.storage.salvage import Salvage, is_half_replaced, replace_damaged
from desktop_dialer.storage.worker import Worker

T = TypeVar("T")

CLOSE_SECONDS = 1.0
ALONE_SECONDS = 0.5
"""How long a damaged file is waited for that others have open; one of them may be repairing it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """What the file holds: the statements of each format, each building on the one before, and how to save rows."""

    steps: Sequence[Sequence[str]]
    salvage: Salvage


class Database:
    """One file, one thread. `what` is the thing's name in sentences ("journal"); every method raises `StorageFailed`.

    All who have the file open share a lock beside it; only who holds it alone may set a damaged file aside.
    """

    def __init__(self, path: Path, *, what: str, schema: Schema, now: Callable[[], datetime]) -> None:
        self._path = path
        self._lock_file = path.with_name(f"{path.name}-lock")
        self._what = what
        self._schema = schema
        self._now = now
        self._connection: sqlite3.Connection | None = None
        self._in_use: FileLock | None = None
        self._closed = False
        self._worker = Worker(f"{what} database", when_idle=self._checkpoint)

    async def open(self) -> str | None:
        """Make the file where there is none, set a damaged one aside; what a person has to be told of it, once."""
        try:
            return await self._worker.run(self._open)
        except BaseException:
            await self.aclose()
            raise

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns, or raises; `sqlite3.Error` and `OSError` in it become `StorageFailed`."""

        def guarded() -> T:
            with as_storage_failed(self._what, self._path):
                if self._connection is None:
                    raise sqlite3.ProgrammingError("it is not open")
                return work(self._connection)

        if self._closed:
            raise StorageFailed(f"The {self._what} ({self._path}) is closed.")
        return await self._worker.run(guarded)

    async def aclose(self) -> None:
        """Close the file; a disk that hangs is left behind after a second."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._worker.run(self._close)
        self._worker.stop()

    def _open(self) -> str | None:
        with as_storage_failed(self._what, self._path):
            make_folder(self._path.parent)
            self._share_file()
            try:
                self._connection = self._connect()
                return None
            except SQLITE_ERRORS as error:
                if not is_damage(error):
                    raise
            notice = self._repair()
            self._share_file()
            self._connection = self._connect()
            return notice

    def _share_file(self) -> None:
        self._in_use = FileLock.take(self._lock_file, shared=True, seconds=BUSY_SECONDS)
        if self._in_use is None:
            raise StorageFailed(f"Another process is repairing the {self._what} ({self._path}); try again.")

    def _repair(self) -> str | None:
        """Replace the damaged file by what can be read of it; nothing is done while others have it open."""
        if self._in_use:
            self._in_use.release()
        alone = FileLock.take(self._lock_file, seconds=ALONE_SECONDS)
        if alone is None:
            return None
        try:
            self._connect().close()  # somebody else may have been quicker
            return None
        except SQLITE_ERRORS as error:
            if not is_damage(error):
                raise
            return replace_damaged(self._path, self._what, self._make_new, self._schema.salvage, self._now())
        finally:
            alone.release()

    def _connect(self) -> sqlite3.Connection:
        """A connection to a sound and current file. Raises `sqlite3.DatabaseError` where it is damaged."""
        if is_half_replaced(self._path):
            raise damage("set aside and not yet replaced")
        create_file(self._path)
        connection = connect(self._path)
        try:
            use_wal(connection)
            # The quick check leaves the indexes out, and one of them keeps a second call off a line.
            if (finding := connection.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
                raise damage(finding)
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _make_new(self, path: Path) -> sqlite3.Connection:
        """A connection to a new file of the current format."""
        create_file(path)
        connection = connect(path)
        self._migrate(connection)
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        known = len(self._schema.steps)
        if version(connection) == known:
            return
        with transaction(connection):
            found = version(connection)  # again: another process may have been quicker
            if found > known:
                sentence = (
                    f"The {self._what} ({self._path}) was written by a newer version of this program "
                    f"(format {found}, this one knows {known}): install the newer one."
                )
                raise StorageFailed(sentence)
            for step in self._schema.steps[found:]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {known}")

    def _checkpoint(self) -> None:
        with contextlib.suppress(*SQLITE_ERRORS):  # the log simply stays longer
            if self._connection:
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None
        if self._in_use:
            self._in_use.release()
            self._in_use = None
