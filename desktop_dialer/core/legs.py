"""What is known of a call's two legs: folded from its events, and no more than they say.

The wire in the window, and the one in the terminal, draw this and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_dialer.core.call import Leg, Reason, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_dialer.core.call import Event


class LegState(StrEnum):
    """What was reported of one leg."""

    NOT_REPORTED = "not_reported"
    RINGING = "ringing"
    ANSWERED = "answered"
    MAY_RING = "may_ring"
    """Nobody knows: the request may have gone out."""
    FAILED = "failed"
    OVER = "over"
    """It was up or ringing, and the call has ended."""


_REPORTS = {
    State.A_RINGING: (Leg.A, LegState.RINGING),
    State.A_ANSWERED: (Leg.A, LegState.ANSWERED),
    State.B_RINGING: (Leg.B, LegState.RINGING),
    State.B_ANSWERED: (Leg.B, LegState.ANSWERED),
}
"""The states that say something of one leg."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Legs:
    """Both legs, and whether the provider's last word is that they are bridged."""

    a: LegState = LegState.NOT_REPORTED
    b: LegState = LegState.NOT_REPORTED
    is_bridged: bool = False
    is_closed: bool = False
    """An `unknown` was closed without an answer: what is noted of it later asks nothing any more."""

    def of(self, leg: Leg) -> LegState:
        """What was reported of that leg."""
        return self.a if leg is Leg.A else self.b

    def after(self, event: Event) -> Legs:
        """What is known once this event is."""
        # An answer, even a late one, takes the place of what might have been.
        known = Legs() if LegState.MAY_RING in {self.a, self.b} else self
        if event.state in _REPORTS:
            return _with(known, *_REPORTS[event.state])
        match event.state:
            case State.CONNECTED:
                return Legs(a=LegState.ANSWERED, b=LegState.ANSWERED, is_bridged=True)
            case State.UNKNOWN:
                is_closed = self.is_closed or event.verdict is not None
                return Legs(is_closed=True) if is_closed else Legs(a=LegState.MAY_RING, b=LegState.MAY_RING)
            case State.FAILED if event.leg is not None:
                return _with(_over(known), event.leg, LegState.FAILED)
            case State.FAILED | State.ENDED:
                return _over(known)
            case State.NOT_SENT | State.REJECTED:
                return Legs()
            case State.UNTRACKED:
                return known if event.reason == Reason.REPORTS_NOTHING_MORE else Legs()
            case _:  # says nothing of a leg; while a hang-up is under way, what was up may still be
                return replace(known, is_bridged=known.is_bridged and event.state is State.ENDING)


def legs_of(events: Iterable[Event]) -> Legs:
    """What is known after all of these."""
    legs = Legs()
    for event in events:
        legs = legs.after(event)
    return legs


def _with(legs: Legs, leg: Leg, state: LegState) -> Legs:
    return replace(legs, a=state, is_bridged=False) if leg is Leg.A else replace(legs, b=state, is_bridged=False)


def _over(legs: Legs) -> Legs:
    return Legs(a=_ended(legs.a), b=_ended(legs.b))


def _ended(state: LegState) -> LegState:
    return LegState.OVER if state in {LegState.RINGING, LegState.ANSWERED} else state
