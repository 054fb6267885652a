"""The telephone exchange behind the five dialects: places calls and keeps them, by one clock and one scenario."""

from collections.abc import Callable

from desktop_dialer.simulator.call import SimulatedCall
from desktop_dialer.simulator.scenario import Scenario
from desktop_dialer.simulator.timeline import DialPlan, timeline


class Exchange:
    """Owns the simulated calls and what decides their course."""

    def __init__(self, *, scenario: Scenario, pace: float, clock: Callable[[], float]) -> None:
        if pace < 0:
            raise ValueError(f"the pace is a factor of 0 or more, not {pace}")
        self.scenario = scenario
        self.pace = pace
        self.now = clock
        self.calls: list[SimulatedCall] = []

    def accepts(self, password: str) -> bool:
        """Whether a password of a start or check request is right: all are but the empty one."""
        return password != "" and self.scenario is not Scenario.WRONG_PASSWORD

    def place(self, provider: str, a_number: str, b_number: str, plan: DialPlan | None = None) -> SimulatedCall:
        """Place a call under the scenario of this moment."""
        call = SimulatedCall(
            id=f"call-{len(self.calls) + 1}",
            provider=provider,
            a_number=a_number,
            b_number=b_number,
            scenario=self.scenario,
            placed_at=self.now(),
            pace=self.pace,
            steps=timeline(self.scenario, plan or DialPlan()),
        )
        self.calls.append(call)
        return call
