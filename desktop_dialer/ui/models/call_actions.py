"""What a person can do about a call, by what is known of it: the rest is absent."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from desktop_dialer.core.call import Evidence, Reason, State

if TYPE_CHECKING:
    from desktop_dialer.ui.models.call import CallModel

WAYS_IT_WENT = ("Talked", "No answer", "Busy", "Voicemail", "Wrong number")
"""What a person may say of a call whose provider says nothing."""

_NOT_TAKEN_YET = frozenset({State.ARMED, State.SENDING})
_SAID = frozenset(f"{way}." for way in WAYS_IT_WENT)
_MAY_STILL_RUN = frozenset({Reason.CONTACT_LOST, Reason.SESSION_LOST})


class Do(Enum):
    """An action; those that decide something come first."""

    HANG_UP = auto()
    RANG = auto()
    DID_NOT_RING = auto()
    CALL_AGAIN = auto()
    HOW_DID_IT_GO = auto()
    WATCH = auto()
    KEEP_SECRET = auto()
    REDIAL = auto()
    NOTE = auto()
    COPY = auto()


def offered(model: CallModel) -> tuple[Do, ...]:
    """The actions that the call has now, in the order in which they are shown."""
    return (*_decisions(model), Do.NOTE, Do.COPY)


def _decisions(model: CallModel) -> tuple[Do, ...]:
    state, reason = model.last.state, model.last.reason
    if model.is_open_unknown:
        return (Do.RANG, Do.DID_NOT_RING, Do.CALL_AGAIN)
    if model.is_live:
        hang_up = (Do.HANG_UP,) if model.can_hang_up and state not in _NOT_TAKEN_YET else ()
        return hang_up if model.is_watched else (*hang_up, Do.WATCH)
    if state is State.SCHEDULED:
        return ()
    if state is State.UNTRACKED and reason == Reason.CONTACT_LOST:
        return (Do.WATCH, Do.HANG_UP) if model.can_hang_up else (Do.WATCH,)
    if state is State.UNTRACKED and reason == Reason.REPORTS_NOTHING_MORE and told(model) is None:
        return (Do.HOW_DID_IT_GO, Do.REDIAL)
    if state is State.NOT_SENT and reason in {Reason.NO_SECRET, Reason.KEYRING}:
        return (Do.KEEP_SECRET, Do.REDIAL)
    return (Do.REDIAL,)


def told(model: CallModel) -> str | None:
    """What the person said of how it went, if they did."""
    said = (event.text for event in reversed(model.events) if event.evidence is Evidence.PERSON)
    return next((text.removesuffix(".") for text in said if text in _SAID), None)


def may_leave(model: CallModel) -> bool:
    """Whether nothing is left to hear or to decide: it makes room for the next call."""
    if model.last.state is State.UNKNOWN:
        return not model.is_open_unknown
    return model.is_over and model.last.reason not in _MAY_STILL_RUN


def may_be_dismissed(model: CallModel) -> bool:
    """Whether a person may put it away: a live call stays in sight."""
    return not model.is_live


def why_no_hang_up(model: CallModel) -> str:
    """The line of words that stands for a hang-up which there is not; empty where none is due."""
    if not model.is_live or model.can_hang_up or model.last.state in _NOT_TAKEN_YET:
        return ""
    if any(ability.capability == "hang_up" for ability in model.facts.abilities):
        return f"Hang up on your phone: this account may not use {model.facts.name}'s remote hang-up."
    return f"Hang up on your phone: {model.facts.name} offers no remote hang-up."
