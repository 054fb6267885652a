"""A small TOML file that people may edit too: what this program does not know in it stays, and damage is never lost."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.storage.faults import as_storage_failed
from desktop_dialer.storage.file_lock import FileLock
from desktop_dialer.storage.files import make_folder, write_file

LOCK_SECONDS = 5.0

Table = dict[str, Any]


class TomlFile:
    """`what` is the thing's name in sentences ("list of accounts"). Every method raises `StorageFailed`."""

    def __init__(self, path: Path, what: str) -> None:
        self.path = path
        self._what = what

    def read(self) -> Table:
        """The whole file; an empty table where there is none."""
        try:
            with as_storage_failed(self._what, self.path):
                try:
                    content = self.path.read_bytes()
                except FileNotFoundError:
                    content = b""
            return tomllib.loads(content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise self.refused(f"line {line} is not UTF-8") from None
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise self.refused(str(error) or "it is nested too deeply") from None

    @contextmanager
    def changing(self) -> Iterator[Table]:
        """The file's table, written back at the end of the block unless that raises; other processes wait."""
        with as_storage_failed(self._what, self.path):
            make_folder(self.path.parent)
            lock = FileLock.take(self.path.with_name(f"{self.path.name}.lock"), seconds=LOCK_SECONDS)
        if lock is None:
            raise StorageFailed(f"Another program keeps the {self._what} ({self.path}) locked; try again.")
        try:
            table = self.read()
            yield table
            self._write(table)
        finally:
            lock.release()

    def _write(self, table: Table) -> None:
        import tomli_w

        with as_storage_failed(self._what, self.path):
            write_file(self.path, tomli_w.dumps(table).encode())

    def refused(self, fault: str) -> StorageFailed:
        """The error for a file that cannot be used; it stays as it is."""
        return StorageFailed(f"The {self._what} ({self.path}) is damaged: {fault}. Correct it, or move it away.")
