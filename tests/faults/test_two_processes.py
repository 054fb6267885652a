"""Two processes of the program on one home: one line carries one call, and each sees what the other does.

`DESKTOP_DIALER_ROUNDS` (default 50) is how often both press at once.
"""

import asyncio
import os
import time

import pytest

from desktop_dialer.simulator import Scenario
from tests.faults import child
from tests.faults.checker import violations
from tests.faults.child import Job, presses_of, run, seen_of
from tests.faults.crew import make_program, own_line, somebody, until
from tests.faults.evidence import read_journal
from tests.faults.recorder import Recorder

ROUNDS = int(os.environ.get("DESKTOP_DIALER_ROUNDS", "50"))
PACE = 0.005
"""An answer that takes 20 s takes a tenth of one here: so long the winner holds the line."""
SCALE = 0.05
SEEN_WITHIN = 2.0


@pytest.mark.timeout(60 + ROUNDS)
async def test_of_two_presses_at_once_on_one_line_one_makes_a_call(home):
    async with Recorder(home / "journal.db", pace=PACE) as recorder:
        recorder.simulator.scenario = Scenario.SLOW
        await make_program(home, SCALE, recorder.simulator.base_url)
        calls = tuple(("tel2", somebody(n), own_line(1), {}) for n in range(ROUNDS))
        job = Job(home=home, scale=SCALE, does=child.race, calls=calls, more={"barrier": child.barrier(2)})
        assert await asyncio.gather(run(job), run(job)) == [0, 0]
    starts = [start.b_number for start in recorder.starts()]
    assert len(starts) == len(set(starts)) == ROUNDS
    journal = read_journal(home / "journal.db")
    assert len(journal) == ROUNDS
    assert violations(journal, recorder.arrivals, presses_of(home)) == []


async def test_a_hang_up_from_another_process_shows_within_two_seconds(home):
    """At real time: the other process is looked for every half second."""
    async with Recorder(home / "journal.db", pace=1.0) as recorder:
        await make_program(home, 1.0, recorder.simulator.base_url)
        call = Job(home=home, scale=1.0, does=child.call, calls=(("business_isp", somebody(1), own_line(1), {}),))
        calling = asyncio.create_task(run(call))
        await until(lambda: any(state == "a_ringing" for *_, state in seen_of(home)))
        assert await run(Job(home=home, scale=1.0, does=child.hang_up)) == 0
        assert await calling == 0
    (record,) = read_journal(home / "journal.db")
    accepted = next(entry for entry in record.entries if entry.state == "ending")
    shown = next(at for _, seq, at, _ in seen_of(home) if seq == accepted.seq)
    assert shown - accepted.time <= SEEN_WITHIN
    assert record.last.state == "ended"
    assert record.last.reason == "hung_up"
    assert time.monotonic() - accepted.time < 10
    assert violations([record], recorder.arrivals, presses_of(home)) == []
