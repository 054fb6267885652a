"""A damaged database: what can be read moves into a new file, the damaged one stays beside it for whoever wants it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_dialer.storage.connection import connect_read_only
from desktop_dialer.storage.faults import SQLITE_ERRORS
from desktop_dialer.storage.files import sync_folder
from desktop_dialer.storage.mending import with_sound_header

_PARTS = ("", "-wal", "-shm")
_SMALL_ROW = 64
"""Bytes; bounds how many rows a file may hold where its own count cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """How much moved over: `kept` in words ("12 calls"), empty for nothing, and the rows known to be lost."""

    kept: str
    lost: int

    def __str__(self) -> str:
        if not self.kept:
            return "Nothing in it could be read."
        lost = f"; {self.lost} of its rows could not be read" if self.lost else ""
        return f"What could be read was kept ({self.kept}){lost}."


Salvage = Callable[[sqlite3.Connection, sqlite3.Connection], Saved]
"""Copies what can be read from the first connection to the second, which is empty and of the current format."""


def replace_damaged(
    path: Path, what: str, make_new: Callable[[Path], sqlite3.Connection], salvage: Salvage, now: datetime
) -> str:
    """Set the damaged file aside and put a new one with its readable rows in its place; the notice for a person.

    The caller sees to it that nobody has it open. After a crash on the way, the next call goes on.
    """
    new = _new_file(path)
    saved = "What could be read was kept."
    if not is_half_replaced(path):
        for part in _PARTS:
            _beside(new, part).unlink(missing_ok=True)
        target = make_new(new)
        try:
            with with_sound_header(path) as readable, closing(connect_read_only(readable)) as source:
                saved = str(salvage(source, target))
        finally:
            target.close()
    aside = path.with_name(f"{path.stem}-damaged-{now:%Y%m%dT%H%M%S.%fZ}{path.suffix}")
    # The old log goes before the new file comes, which would take it for its own.
    for part in _PARTS:
        if _beside(path, part).exists():
            _beside(path, part).rename(_beside(aside, part))
    new.rename(path)
    sync_folder(path.parent)
    return f"The {what} was damaged and was set aside as {aside}. {saved}"


def is_half_replaced(path: Path) -> bool:
    """Whether a crash came between the two renamings: the new file is whole, and not in its place."""
    return _new_file(path).exists() and not path.exists()


def readable_rows(source: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Every row that can be read, by rowid, which comes first in each."""
    rows_after = f"SELECT rowid, {columns} FROM {table} WHERE rowid > ? ORDER BY rowid"  # noqa: S608 - our own names
    row_at = f"SELECT rowid, {columns} FROM {table} WHERE rowid = ?"  # noqa: S608
    position, highest = 0, highest_row(source, table) or _bound(source)
    while position < highest:
        try:
            for row in source.execute(rows_after, (position,)):
                position = max(position, row[0])  # in a broken file they may come in any order
                yield row
            return
        except SQLITE_ERRORS:
            position += 1
        # A page is broken: look row by row for the next one that is not.
        while position <= highest:
            try:
                found = source.execute(row_at, (position,)).fetchone()
            except SQLITE_ERRORS:
                found = None
            if found:
                yield found
                break
            position += 1


def highest_row(source: sqlite3.Connection, table: str) -> int | None:
    """The highest rowid; None where it cannot be read or there is none."""
    try:
        highest: int | None = source.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]  # noqa: S608
    except SQLITE_ERRORS:
        return None
    return highest


def _bound(source: sqlite3.Connection) -> int:
    try:
        pages, size = (source.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages * size // _SMALL_ROW)
    except SQLITE_ERRORS:
        return 0


def _new_file(path: Path) -> Path:
    return path.with_name(f"{path.name}-salvaged")


def _beside(path: Path, part: str) -> Path:
    return path.with_name(f"{path.name}{part}")
