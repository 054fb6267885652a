"""The checker's evidence as values: what the journal holds, what reached a server, and what a person pressed.

`read_journal` is a reader of its own: the checker does not believe the code that it checks. All times are seconds of
the monotonic clock, which is one for all processes of a machine.
"""

import contextlib
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

START = "start"
HANG_UP = "hang_up"
END = "end"


class Pressed(StrEnum):
    """What a person asked for."""

    CALL = "call"
    HANG_UP = "hang_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event row of the journal; `position` is the order in which rows were committed, over all calls."""

    position: int
    seq: int
    time: float
    state: str
    reason: str | None = None
    evidence: str = "local"
    code: str | None = None
    verdict: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalCall:
    """One intent row and its events in order."""

    call: str
    provider: str
    a_number: str
    b_number: str
    line: str
    pressed: float
    test: bool = False
    entries: tuple[Entry, ...] = ()

    @property
    def last(self):
        return self.entries[-1]

    @property
    def states(self):
        return [entry.state for entry in self.entries]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One request as a server read it, and what the journal held at that very moment."""

    time: float
    provider: str
    action: str
    """`start`, `check`, `status`, `hang_up`, `end` or `unknown`."""
    a_number: str = ""
    b_number: str = ""
    dialled: bool = False
    session: str | None = None
    """The GUID that the request carried; a start that carries one is a `connect`."""
    talking: bool = False
    """Whether the call that a hang-up or the end of a session is about was not over yet."""
    answered: float | None = None
    """When the answer went out; None: never."""
    row: str | None = None
    """For a start: the state in which the journal held this call before the answer; None: no such row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A person's press, as the test made it: the numbers as they are sent."""

    time: float
    what: Pressed
    provider: str
    a_number: str
    b_number: str


def read_journal(path):
    """Every call of the journal, in the order of the presses."""
    with _opened(path) as connection:
        rows = connection.execute(
            "SELECT call, position, seq, monotonic, state, reason, evidence, code, verdict FROM event ORDER BY seq"
        ).fetchall()
        entries = {}
        for call, position, seq, time, state, reason, evidence, code, verdict in rows:
            entries.setdefault(call, []).append(
                Entry(
                    position=position,
                    seq=seq,
                    time=time,
                    state=state,
                    reason=reason,
                    evidence=evidence,
                    code=code,
                    verdict=verdict,
                )
            )
        return [
            JournalCall(
                call=call,
                provider=provider,
                a_number=a_number,
                b_number=b_number,
                line=line,
                pressed=pressed,
                test=bool(test),
                entries=tuple(entries.get(call, ())),
            )
            for call, provider, a_number, b_number, line, pressed, test in connection.execute(
                "SELECT call, provider, a_number, b_number, line, monotonic, test FROM intent ORDER BY position"
            )
        ]


def rows_of(path):
    """Every row of the journal's two tables, whole: what was once here must stay."""
    with _opened(path) as connection:
        return {(table, *row) for table in ("intent", "event") for row in connection.execute(f"SELECT * FROM {table}")}


def state_in_journal(path, provider, a_number, b_number):
    """The state of the latest call between these numbers, read past the program; None where there is no row."""
    if not path.exists():
        return None
    with _opened(path) as connection:
        found = connection.execute(
            "SELECT event.state FROM intent JOIN event USING (call) "
            "WHERE provider = ? AND a_number = ? AND b_number = ? ORDER BY intent.position DESC, seq DESC LIMIT 1",
            (provider, a_number, b_number),
        ).fetchone()
        return found and found[0]


def is_sound(path):
    """Whether SQLite finds nothing wrong with the file."""
    with _opened(path) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@contextlib.contextmanager
def _opened(path):
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)
    try:
        yield connection
    finally:
        connection.close()
