"""One simulated call: its numbers, its timetable, and where it stands at a given moment."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from desktop_dialer.simulator.scenario import Scenario
from desktop_dialer.simulator.timeline import Phase, Step

_HANG_UP_TAKES: Final = 1.0
"""Simulated seconds between the command to hang up and the end of the call."""


class Leg(StrEnum):
    """One of the two connections that make a call."""

    A = "a"
    B = "b"


class LegState(StrEnum):
    """What the telephone at the end of a leg does."""

    IDLE = "idle"
    RINGING = "ringing"
    ANSWERED = "answered"


@dataclass(slots=True, kw_only=True, eq=False)
class SimulatedCall:
    """A call that a provider has taken on.

    Its phase is computed from the time that has passed; only `hang_up` ever changes it. `now` and all returned times
    are readings of the simulator's clock in seconds: `time.monotonic()` unless told otherwise.
    """

    id: str
    """The simulator's own name for the call, as in the log; no provider tells it."""
    provider: str
    a_number: str
    b_number: str
    scenario: Scenario
    placed_at: float
    pace: float
    """Real seconds that a simulated second takes."""
    steps: tuple[Step, ...]
    _cut_off_at: float | None = field(default=None, init=False)

    def phase(self, now: float) -> Phase:
        """The phase at `now`."""
        cut_off_at = self._cut_off_at
        if cut_off_at is not None and now >= cut_off_at and not self._planned_phase(cut_off_at).is_over:
            return Phase.HUNG_UP
        return self._planned_phase(now)

    def leg(self, leg: Leg, now: float) -> LegState:
        """What the telephone of one party does at `now`."""
        if self.phase(now).is_over:
            return LegState.IDLE
        if self.has_begun(Phase.A_ANSWERED if leg is Leg.A else Phase.B_ANSWERED, now):
            return LegState.ANSWERED
        if self.has_begun(Phase.A_RINGING if leg is Leg.A else Phase.B_RINGING, now):
            return LegState.RINGING
        return LegState.IDLE

    def begins(self, phase: Phase) -> float | None:
        """When a phase begins if nobody hangs up first, or None where the call never comes to it."""
        for step in self.steps:
            if step.phase is phase:
                return self._time_of(step)
        return None

    def has_begun(self, phase: Phase, now: float) -> bool:
        """Whether the timetable has come to a phase by `now`, even if others followed."""
        begins = self.begins(phase)
        return begins is not None and now >= begins

    def first_leg_result(self) -> tuple[bool, float]:
        """Whether the A-party answers, and after how many real seconds that is settled."""
        for step in self.steps:
            if step.phase is Phase.A_ANSWERED or step.phase.is_over:
                return step.phase is Phase.A_ANSWERED, step.at * self.pace
        raise AssertionError(self.steps)

    def is_forgotten(self, now: float) -> bool:
        """Whether the provider has lost all knowledge of the call, which may go on all the same."""
        return self.scenario is Scenario.SESSION_LOST and self.has_begun(Phase.CONNECTED, now)

    @property
    def is_hanging_up(self) -> bool:
        """Whether a command to hang up was accepted."""
        return self._cut_off_at is not None

    def hang_up(self, now: float) -> None:
        """End the call a simulated second after `now`, unless it is over before; further commands change nothing."""
        if self._cut_off_at is None:
            self._cut_off_at = now + _HANG_UP_TAKES * self.pace

    def _planned_phase(self, now: float) -> Phase:
        phase = Phase.PENDING
        for step in self.steps:
            if now < self._time_of(step):
                break
            phase = step.phase
        return phase

    def _time_of(self, step: Step) -> float:
        return self.placed_at + step.at * self.pace
