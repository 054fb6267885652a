"""The record of calls on disk: rows are only added, and each is durable before its method returns."""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from desktop_dialer.core.call import CallRecord, Event, Intent, Report
from desktop_dialer.core.errors import LineBusy
from desktop_dialer.core.reached import Reached
from desktop_dialer.storage import journal_digest as digest
from desktop_dialer.storage import journal_history as history
from desktop_dialer.storage import journal_queries as queries
from desktop_dialer.storage.boot import boot_id
from desktop_dialer.storage.connection import transaction
from desktop_dialer.storage.database import Database, Schema
from desktop_dialer.storage.journal_rows import (
    ADD_EVENT,
    ADD_INTENT,
    Moment,
    Press,
    event_row,
    intent_row,
    storable,
    time_text,
)
from desktop_dialer.storage.journal_salvage import salvage_journal
from desktop_dialer.storage.journal_schema import STEPS
from desktop_dialer.storage.journal_timeline import holds_line, is_over, next_event

_BATCH = 200
"""So many calls are read at once: a press gets its turn between two batches of a long history."""


class _ReadBatch(Protocol):
    def __call__(
        self, connection: sqlite3.Connection, /, *, before: int, size: int
    ) -> tuple[list[CallRecord], int | None]:
        """So many calls from before that position, newest first, and the position to go on from; None at the end."""


class SqliteJournal:
    """Implements `core.ports.Journal`. Several processes may have one file open."""

    def __init__(
        self,
        path: Path,
        *,
        process: Callable[[], str],
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        boot: str | None = None,
    ) -> None:
        """`process` gives the id under which this process can be seen to live; it is asked at the first press.

        `boot` is for tests: the id of the boot in which `monotonic` counts.
        """
        self._database = Database(path, what="journal", schema=Schema(steps=STEPS, salvage=salvage_journal), now=now)
        self._process = process
        self._now = now
        self._monotonic = monotonic
        self._boot = boot_id() if boot is None else boot
        self._seen_version: int | None = None

    async def open(self) -> str | None:
        """Open or make the file; what a person has to be told of a damaged one, once. Raises `StorageFailed`."""
        notice = await self._database.open()
        while await self._database.run(digest.complete):
            pass
        self._seen_version = await self._database.run(_data_version)
        return notice

    async def aclose(self) -> None:
        """Close the file; waits a second at most."""
        await self._database.aclose()

    async def arm(self, intent: Intent, reports: Sequence[Report]) -> list[Event]:
        """Take the line and write the intent row with its first events, in one commit. Raises `LineBusy`.

        The first report brings a state.
        """
        press = Press(intent=intent, moment=self._moment(), process=self._process())

        def write(connection: sqlite3.Connection) -> list[Event]:
            events: list[Event] = []
            for report in reports:
                event = next_event(press, events, report, len(events) + 1, press.moment)
                if event:
                    events.append(event)
            with transaction(connection):
                connection.execute(ADD_INTENT, intent_row(press))
                for event in events:
                    connection.execute(ADD_EVENT, event_row(event, press.moment.monotonic))
                _bring_up_to_date(connection, press, events)
                digest.enter(connection, press, events)
            return events

        return await self._database.run(write)

    async def append(self, call: str, report: Report) -> Event | None:
        """Enter a report; None where it came too late. Raises `NothingFound`, and `LineBusy` as the port says."""
        moment = self._moment()

        def write(connection: sqlite3.Connection) -> Event | None:
            with transaction(connection):
                press = queries.press_of(connection, call)
                past = queries.events_of(connection, call)
                event = next_event(press, past, report, queries.next_seq(connection, call), moment)
                if event:
                    connection.execute(ADD_EVENT, event_row(event, moment.monotonic))
                    _bring_up_to_date(connection, press, [*past, event])
                    digest.update(connection, call, [*past, event])
            return event

        return await self._database.run(write)

    async def events(self, call: str, after: int = 0) -> list[Event]:
        return await self._database.run(lambda connection: queries.events_of(connection, call, after))

    async def call(self, call: str) -> CallRecord:
        return await self._database.run(
            lambda connection: queries.record(connection, queries.full_id(connection, call))
        )

    async def calls(self, *, limit: int | None = None, before: str | None = None) -> list[CallRecord]:
        return await self._in_batches(queries.batch, limit, before)

    async def unfinished(self) -> list[CallRecord]:
        return await self._database.run(queries.unfinished)

    async def since(self, moment: datetime) -> list[CallRecord]:
        return await self._database.run(lambda connection: queries.since(connection, time_text(moment)))

    async def has_called(self, country: str) -> bool:
        return await self._database.run(lambda connection: queries.has_called(connection, country))

    async def changed(self) -> bool:
        version = await self._database.run(_data_version)
        changed, self._seen_version = version != self._seen_version, version
        return changed

    async def set_note(self, call: str, note: str) -> None:
        note = storable(note)

        def write(connection: sqlite3.Connection) -> None:
            with transaction(connection):
                press = queries.press_of(connection, call)
                connection.execute("DELETE FROM note WHERE call = ?", (call,))
                if note:
                    connection.execute("INSERT INTO note (call, note) VALUES (?, ?)", (call, note))
                digest.set_note(connection, press, note)

        await self._database.run(write)

    async def find(
        self,
        text: str,
        *,
        called: Collection[str] = (),
        kinds: Collection[Reached] = (),
        limit: int,
        before: str | None = None,
    ) -> list[CallRecord]:
        wanted = history.Wanted(text=storable(text), called=tuple(called), kinds=tuple(kinds))
        return await self._in_batches(partial(history.find, wanted=wanted), limit, before)

    async def calls_to(self, called: Collection[str], limit: int) -> list[CallRecord]:
        return await self._database.run(lambda connection: history.calls_to(connection, called, limit))

    async def call_backs(self, since: datetime, *, limit: int) -> list[CallRecord]:
        return await self._database.run(lambda connection: history.call_backs(connection, time_text(since), limit))

    async def set_called_back(self, call: str, *, done: bool) -> None:
        def write(connection: sqlite3.Connection) -> None:
            with transaction(connection):
                queries.press_of(connection, call)
                history.set_called_back(connection, call, done=done)

        await self._database.run(write)

    async def summary(self, since: datetime) -> tuple[int, int]:
        return await self._database.run(lambda connection: history.summary(connection, time_text(since)))

    async def _in_batches(self, read: _ReadBatch, limit: int | None, before: str | None) -> list[CallRecord]:
        """So many calls, read in batches: damaged ones are left out, and others follow in their place."""
        found: list[CallRecord] = []
        position: int | None = await self._database.run(lambda connection: queries.position_of(connection, before))
        while position is not None and (limit is None or len(found) < limit):
            size = _BATCH if limit is None else min(_BATCH, limit - len(found))
            records, position = await self._database.run(partial(read, before=position, size=size))
            found += records
        return found

    def _moment(self) -> Moment:
        return Moment(time=self._now(), monotonic=self._monotonic(), boot=self._boot)


def _bring_up_to_date(connection: sqlite3.Connection, press: Press, events: Sequence[Event]) -> None:
    """Enter in `unfinished` what the events, the new one included, make of the call. Raises `LineBusy`."""
    call, line = press.intent.call, press.intent.line if holds_line(press, events) else None
    if is_over(events):
        connection.execute("DELETE FROM unfinished WHERE call = ?", (call,))
        return
    holder = connection.execute("SELECT call FROM unfinished WHERE line = ? AND call <> ?", (line, call)).fetchone()
    if holder:
        sentence = f"The line has a live call already ({holder[0]}): watch it to its end, or hang it up first."
        raise LineBusy(sentence, call=holder[0])
    statement = (
        "INSERT INTO unfinished (call, line) VALUES (?, ?) ON CONFLICT (call) DO UPDATE SET line = excluded.line"
    )
    connection.execute(statement, (call, line))


def _data_version(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection commits."""
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version
