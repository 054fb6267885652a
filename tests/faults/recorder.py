"""The simulator's log as the checker's L, each start with the journal's row at the very moment it was read."""

from desktop_dialer.simulator import Action, Simulator
from tests.faults.evidence import START, Arrival, state_in_journal


class Recorder:
    """A simulator and what reached it. Entered with `async with`.

    `watched(arrival)` is called with each request as it is recorded, before it is answered.
    """

    def __init__(self, journal, *, pace, watched=None, ssl_context=None):
        self.arrivals = []
        self.simulator = Simulator(pace=pace, on_request=self._record, ssl_context=ssl_context)
        self._journal = journal
        self.watched = watched

    async def __aenter__(self):
        await self.simulator.start()
        return self

    async def __aexit__(self, *_):
        await self.simulator.close()

    @property
    def sessions(self):
        """The open Business ISP sessions, by GUID."""
        return self.simulator._dialects["business_isp"]._sessions

    def keys(self):
        """Every GUID and REQUESTID that was given out: what may not stay on the disk."""
        given = {arrival.session for arrival in self.arrivals if arrival.session}
        return given | self.sessions.keys() | self.simulator._dialects["anveo"]._calls.keys()

    def starts(self):
        return [arrival for arrival in self.arrivals if arrival.action == START]

    def _record(self, entry):
        is_start = entry.action in {Action.START, Action.CHECK}
        numbers = entry.provider, entry.a_number, entry.b_number
        call = next((call for call in self.simulator.calls() if call.id == entry.call), None)
        arrival = Arrival(
            time=entry.time,
            provider=entry.provider,
            action=str(entry.action),
            a_number=entry.a_number,
            b_number=entry.b_number,
            dialled=entry.dialled,
            session=entry.parameters.get("guid"),
            talking=entry.action in {Action.HANG_UP, Action.END} and call is not None and not _is_over(call, entry),
            answered=entry.time,
            row=state_in_journal(self._journal, *numbers) if is_start else None,
        )
        self.arrivals.append(arrival)
        if self.watched:
            self.watched(arrival)


def _is_over(call, entry):
    """Whether the call was over when the request came; a hang-up that this very request began ends it later."""
    return call.phase(entry.time).is_over
