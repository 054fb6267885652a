"""The contacts read beside whoever writes them: a connection and a thread of their own, and a search that gives way."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from desktop_dialer.core.contact_list import ContactRow
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.storage.connection import BUSY_SECONDS
from desktop_dialer.storage.contacts_list import open_to_read
from desktop_dialer.storage.contacts_search import find
from desktop_dialer.storage.database import CLOSE_SECONDS
from desktop_dialer.storage.faults import as_storage_failed
from desktop_dialer.storage.worker import Worker

T = TypeVar("T")


class ContactReader:
    """Opened by the first question. An import that takes half a minute holds up nothing here."""

    def __init__(self, path: Path, *, what: str) -> None:
        self._path, self._what = path, what
        self._worker = Worker(f"{what} reader")
        self._connection: sqlite3.Connection | None = None
        self._closed = False
        self._newest = 0
        self._lock = threading.Lock()
        """Held to look at, and to change, which search is running."""
        self._searching: int | None = None

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns, or raises; what SQLite and the disk raise becomes `StorageFailed`."""
        if self._closed:
            raise StorageFailed(f"The {self._what} ({self._path}) is closed.")
        return await self._worker.run(lambda: self._guarded(work))

    async def find(self, text: str, country: str | None, limit: int) -> list[ContactRow]:
        """The search of `contacts_search`; broken off, with nothing found, by the next one."""
        with self._lock:
            self._newest += 1
            number = self._newest
            if self._searching is not None and self._connection is not None:
                self._connection.interrupt()

        def look(connection: sqlite3.Connection) -> list[ContactRow]:
            with self._lock:
                if number != self._newest:
                    return []
                self._searching = number
            try:
                return find(connection, text, country, limit)
            except sqlite3.OperationalError:
                if number == self._newest:
                    raise
                return []  # a newer one broke it off
            finally:
                with self._lock:
                    self._searching = None

        return await self.run(look)

    async def aclose(self) -> None:
        """Close the connection; a disk that hangs is left behind after a second."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._worker.run(self._close)
        self._worker.stop()

    def _guarded(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with as_storage_failed(self._what, self._path):
            if self._connection is None:
                self._connection = open_to_read(self._path, seconds=BUSY_SECONDS)
            return work(self._connection)

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None
