"""What can be read of a damaged journal: calls whose rows are as they were written, and a word where one is cut off."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence

from desktop_dialer.core.call import Event, Evidence, Reason, State
from desktop_dialer.storage.connection import transaction
from desktop_dialer.storage.journal_rows import (
    ADD_EVENT,
    ADD_INTENT,
    EVENT_COLUMNS,
    INTENT_COLUMNS,
    Press,
    event_row,
    read_event,
    read_press,
)
from desktop_dialer.storage.journal_timeline import holds_line, is_over
from desktop_dialer.storage.salvage import Saved, highest_row, readable_rows

_CUT_OFF = "the journal was damaged, and what followed is lost"


def salvage_journal(source: sqlite3.Connection, target: sqlite3.Connection) -> Saved:
    """Copy the sound rows, and what follows from them. Implements `storage.salvage.Salvage`."""
    with transaction(target):
        presses = _copy_presses(source, target)
        timelines, events = _copy_events(source, target, presses)
        for press in presses.values():
            timeline = timelines.get(press.intent.call, [])
            if not timeline or timeline[-1].state is State.ARMED:
                timeline = [*timeline, _cut_off(target, press, timeline)]
            if not is_over(timeline):
                _enter_unfinished(target, press, timeline)
        _copy_notes(source, target, presses)
        _copy_ticks(source, target, presses)
    rows = (highest_row(source, "intent") or 0) + (highest_row(source, "event") or 0)
    calls = "1 call" if len(presses) == 1 else f"{len(presses)} calls"
    return Saved(kept=calls if presses else "", lost=max(rows - len(presses) - events, 0))


def _copy_presses(source: sqlite3.Connection, target: sqlite3.Connection) -> dict[str, Press]:
    presses: dict[str, Press] = {}
    for _, *row in readable_rows(source, "intent", INTENT_COLUMNS):
        press = read_press(tuple(row))
        if press and press.intent.call not in presses:
            presses[press.intent.call] = press
            target.execute(ADD_INTENT, row)
    return presses


def _copy_events(
    source: sqlite3.Connection, target: sqlite3.Connection, presses: Mapping[str, Press]
) -> tuple[Mapping[str, list[Event]], int]:
    """The kept events by call, in order, and how many they are."""
    by_key: dict[tuple[str, int], Event] = {}
    for _, *row in readable_rows(source, "event", EVENT_COLUMNS):
        event = read_event(tuple(row))
        if event and event.call in presses and (event.call, event.seq) not in by_key:
            by_key[event.call, event.seq] = event
            target.execute(ADD_EVENT, row)
    timelines: defaultdict[str, list[Event]] = defaultdict(list)
    for _, event in sorted(by_key.items()):
        timelines[event.call].append(event)
    return timelines, len(by_key)


def _cut_off(target: sqlite3.Connection, press: Press, timeline: Sequence[Event]) -> Event:
    """An armed call may have been sent after all: only a whole journal could prove that it was not."""
    event = Event(
        call=press.intent.call,
        seq=timeline[-1].seq + 1 if timeline else 1,
        time=press.moment.time,
        elapsed=0.0,
        state=State.UNKNOWN,
        leg=None,
        reason=Reason.INTERRUPTED.value,
        evidence=Evidence.LOCAL,
        code=None,
        text=_CUT_OFF,
    )
    target.execute(ADD_EVENT, event_row(event, press.moment.monotonic))
    return event


def _enter_unfinished(target: sqlite3.Connection, press: Press, timeline: Sequence[Event]) -> None:
    """Of two that look live on one line, for the end of one is lost, the later has it."""
    call, line = press.intent.call, press.intent.line if holds_line(press, timeline) else None
    target.execute("UPDATE unfinished SET line = NULL WHERE line = ?", (line,))
    target.execute("INSERT INTO unfinished (call, line) VALUES (?, ?)", (call, line))


def _copy_notes(source: sqlite3.Connection, target: sqlite3.Connection, presses: Mapping[str, Press]) -> None:
    for _, call, note in readable_rows(source, "note", "call, note"):
        if call in presses:
            target.execute("INSERT OR IGNORE INTO note (call, note) VALUES (?, ?)", (call, note))


def _copy_ticks(source: sqlite3.Connection, target: sqlite3.Connection, presses: Mapping[str, Press]) -> None:
    if not highest_row(source, "called_back"):  # an older file has none, nor the table
        return
    for _, call in readable_rows(source, "called_back", "call"):
        if call in presses:
            target.execute("INSERT OR IGNORE INTO called_back (call) VALUES (?)", (call,))
