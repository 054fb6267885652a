"""What the history is filtered and found by: a row beside each call, in step with what is known of it."""

import sqlite3
from collections.abc import Sequence

from desktop_dialer.core.call import Event, Intent
from desktop_dialer.core.folding import digits, folded
from desktop_dialer.core.reached import Reached, reached, wants_call_back
from desktop_dialer.storage.connection import transaction
from desktop_dialer.storage.journal_queries import events_of
from desktop_dialer.storage.journal_rows import INTENT_COLUMNS, Press, read_press

_BATCH = 500
"""So many calls of an older file are entered in one commit: a press gets its turn between two."""
_POSITION = "(SELECT position FROM intent WHERE call = ?)"
_ENTER = f"INSERT INTO digest (position, reached, call_back, sought) VALUES ({_POSITION}, ?, ?, ?)"  # noqa: S608
# Most entries change nothing here, and what is not written again costs nothing.
_CHANGE = (
    f"UPDATE digest SET reached = ?1, call_back = ?2 WHERE position = {_POSITION.replace('?', '?3')} "  # noqa: S608
    "AND (reached, call_back) <> (?1, ?2)"
)
_MISSING = (
    f"SELECT {INTENT_COLUMNS} FROM intent "  # noqa: S608
    "WHERE position > (SELECT coalesce(max(position), 0) FROM digest) ORDER BY position LIMIT ?"
)


def enter(connection: sqlite3.Connection, press: Press, events: Sequence[Event]) -> None:
    """Add a new call's row."""
    sought = _sought(press.intent, "")
    connection.execute(_ENTER, (press.intent.call, reached(events), wants_call_back(events), sought))


def update(connection: sqlite3.Connection, call: str, events: Sequence[Event]) -> None:
    """Bring the call's row up to date with its events, the new one included."""
    connection.execute(_CHANGE, (reached(events), wants_call_back(events), call))


def set_note(connection: sqlite3.Connection, press: Press, note: str) -> None:
    """Let the call be found by this note, and by no other any more."""
    statement = f"UPDATE digest SET sought = ? WHERE position = {_POSITION}"  # noqa: S608
    connection.execute(statement, (_sought(press.intent, note), press.intent.call))


def complete(connection: sqlite3.Connection) -> bool:
    """Enter calls that have no row yet, for the file is an older one or was salvaged; whether there may be more."""
    if not connection.execute(_MISSING, (1,)).fetchone():
        return False
    with transaction(connection):
        rows = connection.execute(_MISSING, (_BATCH,)).fetchall()
        for row in rows:
            press = read_press(row)
            events = events_of(connection, press.intent.call) if press else []
            note = connection.execute("SELECT note FROM note WHERE call = ?", (row[0],)).fetchone()
            sought = _sought(press.intent, note[0] if note else "") if press else ""
            said = (reached(events), wants_call_back(events)) if events else (Reached.OPEN, False)
            connection.execute(_ENTER, (row[0], *said, sought))
    return len(rows) == _BATCH


def _sought(intent: Intent, note: str) -> str:
    words = (digits(intent.called), digits(intent.b_number), intent.b_number, folded(intent.account), folded(note))
    return " ".join(dict.fromkeys(filter(None, words)))
