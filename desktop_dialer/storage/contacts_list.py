"""The contact list read quickly: its order and its rows. The window's first paint needs it: it imports little."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_right
from contextlib import closing
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from desktop_dialer.core.contact_list import FAVOURITES, OTHERS, POSITIONS, UNREAD, ContactIndex, ContactRow, Section
from desktop_dialer.storage.contacts_schema import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

_FIRST_LOOK_SECONDS = 0.05
"""A file that somebody keeps locked is not waited for: the list comes a moment later."""
# One row for the whole list: fetching each by itself would hand the interpreter back and forth for every one. The
# inner order, which is the index's own, is the order in which they are put together. A title of accents alone folds
# to nothing, and stands among the others.
_ORDER = """
SELECT group_concat(position), group_concat(letter, '') FROM (
    SELECT position, substr(sort || '#', 1, 1) AS letter FROM contact WHERE favourite = ? ORDER BY sort, position
)
"""
# The same in two parts, and much quicker: how many there are of each letter, and who stands first.
_LETTERS = "SELECT unicode(sort), count(*) FROM contact WHERE favourite = 0 GROUP BY 1"
_FIRST = "SELECT position FROM contact WHERE favourite = ? ORDER BY sort, position LIMIT ? OFFSET ?"
# A contact's first choice is the number that was called last, else its first.
_ROWS = """
SELECT c.position, c.id, c.name, c.company, c.favourite, n.label, n.text, n.shown,
    (SELECT count(*) FROM number WHERE contact = c.position),
    (SELECT text FROM number WHERE contact = c.position ORDER BY place LIMIT 1)
FROM contact c LEFT JOIN number n ON n.position =
    (SELECT position FROM number WHERE contact = c.position ORDER BY used DESC, place LIMIT 1)
WHERE c.position IN ({})
"""
_MOST_AT_ONCE = 500


def first_look(path: Path, rows: int = 40) -> tuple[ContactIndex, list[ContactRow]] | None:
    """The headings, and the first rows; None where there is no file yet, or none that can be read as it is.

    Those behind the first rows have their places in the index; who stands there is `UNREAD`.
    """
    try:
        with closing(open_to_read(path, seconds=_FIRST_LOOK_SECONDS)) as connection:
            if connection.execute("PRAGMA user_version").fetchone() != (len(STEPS),):
                return None
            connection.execute("BEGIN")  # what is read now belongs together
            first, index = _read_beginning(connection, rows)
            return index, read_rows(connection, first)
    except (OSError, ValueError, sqlite3.Error):
        return None


def open_to_read(path: Path, *, seconds: float) -> sqlite3.Connection:
    """A connection that changes nothing; it waits so long for a locked file. Raises `sqlite3.Error`."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=seconds, isolation_level=None)
    connection.text_factory = _decoded
    return connection


def read_index(connection: sqlite3.Connection) -> ContactIndex:
    """The whole list in its order: favourites, the letters, and under `#` what begins with none."""
    favourites, _ = _read_order(connection, favourite=True)
    rest, letters = _read_order(connection, favourite=False)
    positions = array(POSITIONS, favourites)
    sections = [Section(title=FAVOURITES, first=0)] if favourites else []
    others = array(POSITIONS)
    place = 0
    while place < len(rest):
        letter = letters[place]
        end = bisect_right(letters, letter, place)  # the letters stand in order
        run, place = rest[place:end], end
        if letter.isalpha():
            sections.append(Section(title=letter.upper(), first=len(positions)))
            positions += run
        else:
            others += run
    if others:
        sections.append(Section(title=OTHERS, first=len(positions)))
        positions += others
    return ContactIndex(positions=positions, sections=tuple(sections))


def read_rows(connection: sqlite3.Connection, positions: Sequence[int]) -> list[ContactRow]:
    """What these rows show, in their order; those that are gone are left out."""
    found: dict[int, ContactRow] = {}
    for start in range(0, len(positions), _MOST_AT_ONCE):
        part = positions[start : start + _MOST_AT_ONCE]
        rows = connection.execute(_ROWS.format(",".join("?" * len(part))), tuple(part))
        found.update((row.position, row) for row in _as_rows(rows))
    return [found[position] for position in positions if position in found]


def _read_beginning(connection: sqlite3.Connection, rows: int) -> tuple[list[int], ContactIndex]:
    """The first positions, `rows` at most, and the index that knows no others."""
    (favourites,) = connection.execute("SELECT count(*) FROM contact WHERE favourite = 1").fetchone()
    runs = [("" if code is None else chr(code), count) for code, count in connection.execute(_LETTERS)]
    sections = [Section(title=FAVOURITES, first=0)] if favourites else []
    total = favourites
    for letter, count in runs:
        if letter.isalpha():
            sections.append(Section(title=letter.upper(), first=total))
            total += count
    if others := favourites + sum(count for _, count in runs) - total:
        sections.append(Section(title=OTHERS, first=total))
        total += others
    # What begins with no letter stands behind the others, and has its places in front of them in the table's order.
    passed = sum(count for _, count in takewhile(_is_other, runs))
    lettered = sum(count for _, count in takewhile(_is_lettered, dropwhile(_is_other, runs)))
    if not lettered:
        passed, lettered = 0, passed
    limits = [(1, rows, 0), (0, min(max(0, rows - favourites), lettered), passed)]
    first = [position for values in limits for (position,) in connection.execute(_FIRST, values)]
    positions = array(POSITIONS, first)
    positions.extend(array(POSITIONS, [UNREAD]) * (total - len(first)))
    return first, ContactIndex(positions=positions, sections=tuple(sections))


def _is_lettered(run: tuple[str, int]) -> bool:
    return run[0].isalpha()


def _is_other(run: tuple[str, int]) -> bool:
    return not run[0].isalpha()


def _read_order(connection: sqlite3.Connection, *, favourite: bool) -> tuple[array[int], str]:
    """The positions and, one for each, the first letters of what they are sorted by."""
    positions, letters = connection.execute(_ORDER, (int(favourite),)).fetchone()
    return array(POSITIONS, map(int, positions.split(",")) if positions else ()), letters or ""


def _as_rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[ContactRow]:
    for position, identity, name, company, favourite, label, text, shown, count, first in rows:
        yield ContactRow(
            position=position,
            id=identity,
            title=name or company or first or "",
            company=company,
            favourite=bool(favourite),
            numbers=count,
            label=label or "",
            number=text or "",
            shown=shown or text or "",
        )


def _decoded(text: bytes) -> str:
    """A stored text; bytes that are none show as such, and do not hide the row's other fields."""
    return str(text, "utf-8", "replace")
