"""What a call's entries say together: what the next one is, and how the history shows the call."""

from collections.abc import Sequence

from desktop_dialer.core.call import (
    LAST,
    MAX_TEXT,
    STANDING,
    CallRecord,
    Event,
    Reason,
    Report,
    State,
    Verdict,
    follows,
)
from desktop_dialer.storage.journal_rows import Moment, Press, storable

_AFTER_TALK = frozenset({State.ENDED, State.FAILED})


def next_event(press: Press, past: Sequence[Event], report: Report, seq: int, moment: Moment) -> Event | None:
    """The entry that a report makes; None where it comes too late.

    Where the state stays as it was, so do the leg and the reason that belong to it, unless the report names others.
    """
    last = past[-1] if past else None
    state = follows(last.state, verdict_of(past), last.reason, report) if last else report.state
    if state is None:
        return None
    leg, reason = (report.leg, report.reason) if report.state == state else (None, None)
    if last and last.state is State.ARMED and state is State.NOT_SENT and seq > last.seq + 1:
        # An entry between the two is damaged, and it may have been `sending`: nothing is proved any more.
        state, reason = State.UNKNOWN, Reason.INTERRUPTED
    if last and last.state == state:
        leg, reason = leg or last.leg, reason or last.reason
    return Event(
        call=press.intent.call,
        seq=seq,
        time=moment.time,
        elapsed=moment.seconds_since(press.moment),
        state=state,
        leg=leg,
        reason=reason and str(reason),
        evidence=report.evidence,
        code=report.code and storable(report.code)[:MAX_TEXT],
        text=storable(report.text)[:MAX_TEXT],
        verdict=report.verdict,
    )


def verdict_of(events: Sequence[Event]) -> Verdict | None:
    """How an `unknown` was closed; a later note on the call leaves that alone."""
    return next((event.verdict for event in reversed(events) if event.verdict), None)


def holds_line(press: Press, events: Sequence[Event]) -> bool:
    """Whether the call keeps others off its line; a test is no call."""
    return not press.intent.test and events[-1].state not in STANDING


def is_over(events: Sequence[Event]) -> bool:
    """Whether nothing is open about the call: a last state, or an `unknown` that was closed."""
    state = events[-1].state
    return state in LAST or (state is State.UNKNOWN and verdict_of(events) is not None)


def record_of(press: Press, events: Sequence[Event], note: str) -> CallRecord:
    """The call for the history; it has one event at least."""
    return CallRecord(
        intent=press.intent,
        time=press.moment.time,
        last=events[-1],
        verdict=verdict_of(events),
        note=note,
        talk_seconds=_talk_seconds(events),
        process=press.process,
    )


def _talk_seconds(events: Sequence[Event]) -> float | None:
    """From the first `connected` to the reported end; None while it lasts, or where either was not reported."""
    began = next((event.elapsed for event in events if event.state is State.CONNECTED), None)
    ended = next((event.elapsed for event in events if event.state in _AFTER_TALK), None)
    return None if began is None or ended is None else round(max(ended - began, 0.0), 3)
