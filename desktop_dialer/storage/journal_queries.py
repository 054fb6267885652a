"""Reading the journal: presses and events, each row checked; one that is damaged is left out and logged."""

import logging
import sqlite3
from collections.abc import Sequence

from desktop_dialer.core.call import CallRecord, Event
from desktop_dialer.core.errors import NothingFound
from desktop_dialer.storage.journal_rows import EVENT_COLUMNS, INTENT_COLUMNS, Press, Row, read_event, read_press
from desktop_dialer.storage.journal_timeline import record_of

_log = logging.getLogger(__name__)

# The statements are put together from names in this package and question marks alone. A plus keeps SQLite from going
# through all calls in their order, where an index leads to the few that are wanted.
_PRESS = f"SELECT {INTENT_COLUMNS} FROM intent WHERE call = ?"  # noqa: S608
_EVENTS = f"SELECT {EVENT_COLUMNS} FROM event WHERE call = ? AND seq > ? ORDER BY seq"  # noqa: S608
_BATCH = f"SELECT {INTENT_COLUMNS}, position FROM intent WHERE position < ? ORDER BY position DESC LIMIT ?"  # noqa: S608
_SINCE = f"SELECT {INTENT_COLUMNS} FROM intent WHERE time >= ? ORDER BY +position DESC"  # noqa: S608
_UNFINISHED = (
    f"SELECT {INTENT_COLUMNS} FROM intent WHERE call IN (SELECT call FROM unfinished) "  # noqa: S608
    "ORDER BY +position DESC"
)
_HAS_CALLED = (
    "SELECT EXISTS (SELECT 1 FROM intent WHERE country = ? AND NOT test AND (SELECT state FROM event "
    "WHERE event.call = intent.call ORDER BY seq DESC LIMIT 1) NOT IN ('not_sent', 'rejected'))"
)
_AFTER_ALL = 2**62


def press_of(connection: sqlite3.Connection, call: str) -> Press:
    """The press of that id. Raises `NothingFound`."""
    row = connection.execute(_PRESS, (call,)).fetchone()
    press = _sound_press(row) if row else None
    if press is None:
        raise NothingFound(f"There is no call {call} in the journal.")
    return press


def events_of(connection: sqlite3.Connection, call: str, after: int = 0) -> list[Event]:
    """The call's events with a higher seq than `after`, in order."""
    found = (_sound_event(row) for row in connection.execute(_EVENTS, (call, after)))
    return [event for event in found if event]


def full_id(connection: sqlite3.Connection, beginning: str) -> str:
    """The id of the one call that begins so. Raises `NothingFound`."""
    statement = "SELECT call FROM intent WHERE call >= ?1 AND call < ?1 || char(0x10ffff) ORDER BY call LIMIT 2"
    # An id is ASCII; SQLite's module cannot even take what a terminal may send instead (a byte that is no text).
    found = [row[0] for row in connection.execute(statement, (beginning,))] if beginning.isascii() else []
    if not beginning or not found:
        raise NothingFound(f"There is no call {beginning!r} in the journal.")
    if found[0] != beginning and len(found) > 1:
        raise NothingFound(f"More than one call begins with {beginning!r}: give more of its id.")
    return str(found[0])


def position_of(connection: sqlite3.Connection, call: str | None) -> int:
    """Where the call stands in the order of presses; None stands after all. Raises `NothingFound`."""
    if call is None:
        return _AFTER_ALL
    row = connection.execute("SELECT position FROM intent WHERE call = ?", (call,)).fetchone()
    if row is None:
        raise NothingFound(f"There is no call {call} in the journal.")
    return int(row[0])


def batch(connection: sqlite3.Connection, *, before: int, size: int) -> tuple[list[CallRecord], int | None]:
    """So many calls from before that position, newest first, and the position to go on from; None at the end."""
    rows = connection.execute(_BATCH, (before, size)).fetchall()
    position = rows[-1][-1] if len(rows) == size else None
    return records(connection, [row[:-1] for row in rows]), position


def next_seq(connection: sqlite3.Connection, call: str) -> int:
    """The number of the call's next event; damaged ones keep theirs."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM event WHERE call = ?", (call,)).fetchone()[0])


def since(connection: sqlite3.Connection, time: str) -> list[CallRecord]:
    """The calls pressed at that time or later, newest first."""
    return records(connection, connection.execute(_SINCE, (time,)).fetchall())


def unfinished(connection: sqlite3.Connection) -> list[CallRecord]:
    """The calls that are not over, newest first."""
    return records(connection, connection.execute(_UNFINISHED).fetchall())


def record(connection: sqlite3.Connection, call: str) -> CallRecord:
    """The call of that id. Raises `NothingFound`."""
    if found := records(connection, connection.execute(_PRESS, (call,)).fetchall()):
        return found[0]
    raise NothingFound(f"There is no call {call} in the journal that can be read.")


def has_called(connection: sqlite3.Connection, country: str) -> bool:
    """Whether a call to that country may have been placed."""
    return bool(connection.execute(_HAS_CALLED, (country,)).fetchone()[0])


def records(connection: sqlite3.Connection, rows: Sequence[Row]) -> list[CallRecord]:
    """The calls whose intents these are, in their order, without those that cannot be read."""
    found = []
    for row in rows:
        press = _sound_press(row)
        if press and (events := events_of(connection, press.intent.call)):
            note = connection.execute("SELECT note FROM note WHERE call = ?", (press.intent.call,)).fetchone()
            found.append(record_of(press, events, note[0] if note else ""))
    return found


def _sound_press(row: Row) -> Press | None:
    press = read_press(row)
    if press is None:
        _log.warning("The intent row of call %s is damaged; the call is left out.", row[0])
    return press


def _sound_event(row: Row) -> Event | None:
    event = read_event(row)
    if event is None:
        _log.warning("Event %s of call %s is damaged and is left out.", row[1], row[0])
    return event
