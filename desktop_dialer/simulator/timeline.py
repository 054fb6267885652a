"""What happens to a simulated call, and when: the whole course of its two legs, known before it starts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop_dialer.simulator.scenario import Scenario


class Phase(StrEnum):
    """Where a call stands. The A-party is the telephone of whoever asked for the call, the B-party the other one."""

    PENDING = "pending"
    """Taken by the provider; no telephone rings yet."""
    A_RINGING = "a_ringing"
    A_ANSWERED = "a_answered"
    B_RINGING = "b_ringing"
    B_ANSWERED = "b_answered"
    CONNECTED = "connected"
    """The two legs are bridged."""
    B_ENDED = "b_ended"
    """The B-party put down the telephone."""
    HUNG_UP = "hung_up"
    """Ended by a command of the provider's interface."""
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"
    NO_FUNDS = "no_funds"
    WRONG_NUMBER = "wrong_number"

    @property
    def is_over(self) -> bool:
        """Whether no other phase follows."""
        return self in _OVER


_OVER: Final = frozenset(
    {
        Phase.B_ENDED,
        Phase.HUNG_UP,
        Phase.BUSY,
        Phase.NO_ANSWER,
        Phase.DECLINED,
        Phase.NO_FUNDS,
        Phase.WRONG_NUMBER,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """A phase and the time at which it begins, in simulated seconds after the call was placed."""

    at: float
    phase: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class DialPlan:
    """What a start request says about how to dial."""

    delay: float = 0.0
    """Simulated seconds before the first dial."""
    both_at_once: bool = False
    """Ring both parties together, instead of the B-party once the A-party has answered."""
    first_leg_fails: bool = False
    """Let the A-party, not the B-party, be the one that is busy, absent or unwilling."""
    ring_limit: float = 6.0
    """Simulated seconds after which a telephone that nobody answers stops ringing."""


_A_FIRST: Final = (
    Step(0.5, Phase.A_RINGING),
    Step(2.5, Phase.A_ANSWERED),
    Step(3.0, Phase.B_RINGING),
    Step(5.5, Phase.B_ANSWERED),
    Step(6.0, Phase.CONNECTED),
    Step(14.0, Phase.B_ENDED),
)
_BOTH_AT_ONCE: Final = (
    Step(0.5, Phase.B_RINGING),
    Step(0.8, Phase.A_RINGING),
    Step(4.0, Phase.B_ANSWERED),
    Step(5.5, Phase.A_ANSWERED),
    Step(6.0, Phase.CONNECTED),
    Step(14.0, Phase.B_ENDED),
)
_A_RINGS_FOR: Final = 2.0
_REFUSED_AFTER: Final = 0.5
"""Simulated seconds in which the provider finds out that it will not or cannot dial, or meets an engaged telephone."""
_DECLINED_AFTER: Final = 1.5


def timeline(scenario: Scenario, plan: DialPlan) -> tuple[Step, ...]:
    """The steps of a call in order of time; the last one is over."""
    steps = _steps(scenario, plan)
    return tuple(Step(step.at + plan.delay, step.phase) for step in steps) if plan.delay else steps


def _steps(scenario: Scenario, plan: DialPlan) -> tuple[Step, ...]:
    match scenario:
        case Scenario.BUSY:
            return _failure(Phase.BUSY, _REFUSED_AFTER, plan)
        case Scenario.DECLINED:
            return _failure(Phase.DECLINED, _DECLINED_AFTER, plan)
        case Scenario.NO_ANSWER:
            return _failure(Phase.NO_ANSWER, plan.ring_limit, plan)
        case Scenario.NO_FUNDS:
            return (Step(_REFUSED_AFTER, Phase.NO_FUNDS),)
        case Scenario.WRONG_NUMBER:
            return (Step(_REFUSED_AFTER, Phase.WRONG_NUMBER),)
        case _ if plan.ring_limit < _A_RINGS_FOR:
            return (Step(0.5, Phase.A_RINGING), Step(0.5 + plan.ring_limit, Phase.NO_ANSWER))
        case _:
            return _BOTH_AT_ONCE if plan.both_at_once else _A_FIRST


def _failure(reason: Phase, patience: float, plan: DialPlan) -> tuple[Step, ...]:
    """A call that ends for `reason`, `patience` seconds after the failing leg was dialled."""
    before: tuple[Step, ...]
    if plan.first_leg_fails:
        before, dialled = (), Step(0.5, Phase.A_RINGING)
    elif plan.both_at_once:
        before, dialled = (Step(0.8, Phase.A_RINGING),), Step(0.5, Phase.B_RINGING)
    else:
        before, dialled = _A_FIRST[:2], Step(3.0, Phase.B_RINGING)
    rings = () if reason is Phase.BUSY else (dialled,)
    return tuple(sorted((*before, *rings, Step(dialled.at + patience, reason)), key=_time_of))


def _time_of(step: Step) -> float:
    return step.at
