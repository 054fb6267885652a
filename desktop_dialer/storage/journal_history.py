"""Going through past calls: found by text and outcome, by number, those to call back, and a day's count."""

import re
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desktop_dialer.core.call import CallRecord
from desktop_dialer.core.folding import digits, folded
from desktop_dialer.core.reached import Reached
from desktop_dialer.storage.journal_queries import records
from desktop_dialer.storage.journal_rows import INTENT_COLUMNS

_NUMBER = re.compile(r"[\s()+./\-\d]*")
# As in `journal_queries`: names of this package and question marks alone, and a plus where an index must lead.
_INTENTS = f"SELECT {INTENT_COLUMNS} FROM intent WHERE position IN ({{}}) ORDER BY +position DESC"  # noqa: S608
_ALL_TO = "SELECT position FROM intent WHERE called IN ({})"
_NEWEST_TO = f"{_ALL_TO} AND test = 0 ORDER BY position DESC LIMIT ?"
_CALL_BACKS = _INTENTS.format(
    "SELECT i.position FROM intent i JOIN digest d USING (position) "
    "WHERE i.time >= ? AND i.test = 0 AND d.call_back "
    "AND i.position = (SELECT max(n.position) FROM intent n WHERE n.called = i.called AND n.test = 0) "
    "AND NOT EXISTS (SELECT 1 FROM called_back c WHERE c.call = i.call) "
    "ORDER BY +i.position DESC LIMIT ?"
)
_SUMMARY = (
    "SELECT count(*), coalesce(sum(d.reached = 'answered'), 0) FROM intent i JOIN digest d USING (position) "
    "WHERE i.time >= ? AND i.test = 0"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: a text or calls with these numbers, and of those the ones of these kinds; none means all."""

    text: str
    called: Sequence[str]
    kinds: Sequence[Reached]

    def statement(self) -> tuple[str, list[str]]:
        """The query for positions after a first parameter, the position to go on from, and its further values.

        It goes through the digest newest first and stops when it has enough: all that matches is never sorted.
        """
        conditions = ["position < ?"]
        values: list[str] = []
        if self.kinds:
            conditions.append(f"reached IN ({_marks(self.kinds)})")
            values += self.kinds
        if words := folded(self.text).split():
            ways = [" AND ".join("instr(sought, ?)" for _ in words)]
            values += words
            for digits_of in _spellings(self.text):
                ways.append("instr(sought, ?)")
                values.append(digits_of)
            if self.called:
                ways.append(f"position IN ({_ALL_TO.format(_marks(self.called))})")
                values += self.called
            conditions.append(f"({' OR '.join(ways)})")
        return f"SELECT position FROM digest WHERE {' AND '.join(conditions)} ORDER BY position DESC LIMIT ?", values  # noqa: S608


def find(
    connection: sqlite3.Connection, wanted: Wanted, *, before: int, size: int
) -> tuple[list[CallRecord], int | None]:
    """So many of them from before that position, newest first, and the position to go on from; None at the end."""
    statement, values = wanted.statement()
    positions = [row[0] for row in connection.execute(statement, (before, *values, size))]
    found = records(connection, connection.execute(_INTENTS.format(_marks(positions)), positions).fetchall())
    return found, positions[-1] if len(positions) == size else None


def calls_to(connection: sqlite3.Connection, called: Collection[str], limit: int) -> list[CallRecord]:
    """The newest calls with these numbers; a test is none."""
    statement = _INTENTS.format(_NEWEST_TO.format(_marks(called)))
    return records(connection, connection.execute(statement, (*called, limit)).fetchall())


def call_backs(connection: sqlite3.Connection, since: str, limit: int) -> list[CallRecord]:
    """Each number's newest call where it is to be tried again, was pressed since then and is not ticked off."""
    return records(connection, connection.execute(_CALL_BACKS, (since, limit)).fetchall())


def set_called_back(connection: sqlite3.Connection, call: str, *, done: bool) -> None:
    """Tick the call off, or take the tick away."""
    statement = (
        "INSERT OR IGNORE INTO called_back (call) VALUES (?)" if done else "DELETE FROM called_back WHERE call = ?"
    )
    connection.execute(statement, (call,))


def summary(connection: sqlite3.Connection, since: str) -> tuple[int, int]:
    """How many calls were pressed since then, and how many of them were answered."""
    calls, answered = connection.execute(_SUMMARY, (since,)).fetchone()
    return calls, answered


def _spellings(text: str) -> list[str]:
    """The digits by which the number is found that the text may be; none where it is none.

    What stands before a number at home, a trunk zero or 00, is not in its international form.
    """
    typed = digits(text) if _NUMBER.fullmatch(text) else ""
    return list(dict.fromkeys(filter(None, (typed, typed.lstrip("0")))))


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
