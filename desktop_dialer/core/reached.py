"""Whether a call reached somebody, as far as is known: what the history is filtered, counted and called back by."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_dialer.core.call import LAST, Evidence, Reason, State, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_dialer.core.call import Event


class Reached(StrEnum):
    """Each call is one of these."""

    ANSWERED = "answered"
    """The provider reported an answer other than our own, or the person said that they talked."""
    NOT_REACHED = "not_reached"
    """It is known that nobody was reached."""
    NOT_KNOWN = "not_known"
    """It is over, or stands open as `unknown`, and nobody said whether anybody answered."""
    OPEN = "open"
    """It is under way or still to come."""


class Told(StrEnum):
    """What a person says of a call whose provider says nothing: the text of their entry in its timeline."""

    TALKED = "Talked."
    NO_ANSWER = "No answer."
    BUSY = "Busy."
    VOICEMAIL = "Voicemail."
    WRONG_NUMBER = "Wrong number."


_ANSWERED = frozenset({State.CONNECTED, State.ANSWERED, State.B_ANSWERED})
_PROVED = frozenset({State.NOT_SENT, State.REJECTED, State.FAILED})
_IN_VAIN = frozenset({Reason.A_NUMBER, Reason.B_NUMBER})
"""Why a failed call would fail again."""
_FOR_NOW = frozenset({Reason.FUNDS, Reason.RATE_PLAN, Reason.RATE_LIMITED})
"""Why a provider may take tomorrow what it refuses today."""


def reached(events: Sequence[Event]) -> Reached:
    """What a call's events, one at least, say of it."""
    last = events[-1].state
    if any(event.state in _ANSWERED for event in events):
        return Reached.ANSWERED
    if (said := told(events)) is not None:
        return Reached.ANSWERED if said is Told.TALKED else Reached.NOT_REACHED
    if last in _PROVED or (last is State.UNKNOWN and _did_not_ring(events)):
        return Reached.NOT_REACHED
    return Reached.NOT_KNOWN if last in LAST or last is State.UNKNOWN else Reached.OPEN


def wants_call_back(events: Sequence[Event]) -> bool:
    """Whether nobody was reached and the same call, made again, may reach somebody."""
    if reached(events) is not Reached.NOT_REACHED or told(events) is Told.WRONG_NUMBER:
        return False
    match events[-1].state:
        case State.REJECTED:
            return events[-1].reason in _FOR_NOW
        case State.FAILED:
            return events[-1].reason not in _IN_VAIN
        case _:
            return True


def told(events: Sequence[Event]) -> Told | None:
    """What the person said of how it went; the last time counts."""
    said = (event.text for event in reversed(events) if event.evidence is Evidence.PERSON)
    return next((Told(text) for text in said if text in set(Told)), None)


def _did_not_ring(events: Sequence[Event]) -> bool:
    return any(event.verdict is Verdict.DID_NOT_RING for event in events)
