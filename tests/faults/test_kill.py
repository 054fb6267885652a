"""`kill -9` at chosen and at random moments, then recovery in a new process: the law holds over all of it.

`DESKTOP_DIALER_KILLS` is the number of deaths, those at chosen points included, of which there are some 30; at least
six more are random. The full run is 100. `DESKTOP_DIALER_SEED` repeats the run of a seed that a failure named.
"""

import os
import random
import time
from dataclasses import dataclass

import pytest

from desktop_dialer.simulator import Scenario
from tests.faults import child
from tests.faults.checker import LAST, violations
from tests.faults.child import ON_SENT, Death, Job, presses_of, run, seen_of
from tests.faults.crew import CANARY, PROVIDERS, found_on_disk, let_the_day_pass, make_program, own_line, somebody
from tests.faults.evidence import END, is_sound, read_journal, rows_of
from tests.faults.recorder import Recorder

KILLS = int(os.environ.get("DESKTOP_DIALER_KILLS", "20"))
SEED = int(os.environ.get("DESKTOP_DIALER_SEED", "20261120"))
SCALE = 0.03
KILLED = -9


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Where the calling process dies, and what the journal says in the end of the call that it hits."""

    at: Death
    last: str
    provider: str = "business_isp"
    calls: int = 1
    """The last of them is the one that is hit; on Business ISP a second call goes through the session of the first."""
    starts: int = 1
    """How many start requests of that call reach the server."""


CASES = {
    "row on disk, nothing sent": Case(at=Death(of="arm"), last="unknown/interrupted", starts=0),
    "row on disk, on the way to an open session": Case(
        at=Death(of="arm", press=2), calls=2, last="not_sent/interrupted", starts=0
    ),
    "just before the first byte": Case(at=Death(of=ON_SENT), last="unknown/interrupted", starts=0),
    "the reply has come": Case(at=Death(of="start"), last="unknown/interrupted"),
    "the reply has come, in a session": Case(at=Death(of="start", press=2), calls=2, last="unknown/interrupted"),
    "the handle is on disk, accepted is not": Case(at=Death(of="keep"), last="unknown/interrupted"),
    "about to enter accepted": Case(at=Death(of="append", before=True), last="unknown/interrupted"),
    "accepted is entered": Case(at=Death(of="append"), last="ended/b_party"),
    "polling": Case(at=Death(of="ask", nth=3), last="ended/b_party"),
    "polling, in a session": Case(at=Death(of="ask", nth=5, press=2), calls=2, last="ended/b_party"),
    "polling Anveo": Case(at=Death(of="ask", nth=2), provider="anveo", last="ended/not_reported"),
    "polling VProvider": Case(at=Death(of="ask", nth=2), provider="vprovider", last="ended/not_reported"),
    "accepted, and no more to come": Case(
        at=Death(of="append"), provider="tel2", last="untracked/reports_nothing_more"
    ),
}
IN_RECOVERY = {
    "it has seen what was left": Death(of="orphans"),
    "a live call is taken over": Death(of="adopt"),
    "it closes a row": Death(of="append"),
    "it polls": Death(of="ask", before=True),
    "it has polled": Death(of="ask"),
    "it is about to forget": Death(of="drop", before=True),
}


class Street:
    """One home, one server, and processes that come and go; `quiet` are the spans of the recoveries."""

    def __init__(self, home, recorder):
        self.home = home
        self.journal = home / "journal.db"
        self.quiet = []
        self._recorder = recorder
        self._rows = set()

    async def call(self, *calls, death=None, kill_after=None):
        """A process that makes the calls; how it ended."""
        job = Job(home=self.home, scale=SCALE, does=child.call, calls=calls, death=death)
        code = await run(job, kill_after=kill_after)
        self.nothing_committed_is_lost()
        return code

    async def recover(self, death=None):
        """A process that closes and takes up what others left, and follows it to the end."""
        begin = time.monotonic()
        code = await run(Job(home=self.home, scale=SCALE, does=child.recover, death=death))
        self.quiet.append((begin, time.monotonic()))
        self.nothing_committed_is_lost()
        return code

    def nothing_committed_is_lost(self):
        """Each row that was ever read is there unchanged, and each event that was ever shown to anybody."""
        if not self.journal.exists():
            return
        assert is_sound(self.journal)
        rows = rows_of(self.journal)
        assert self._rows <= rows
        self._rows = rows
        events = {(call.call, entry.seq) for call in read_journal(self.journal) for entry in call.entries}
        assert {(call, seq) for call, seq, *_ in seen_of(self.home)} <= events

    async def holds(self):
        """The law, and that nothing is left: no live call, no idle session, no key on the disk."""
        calls = read_journal(self.journal)
        assert violations(calls, self._recorder.arrivals, presses_of(self.home), quiet=self.quiet) == []
        for one in calls:
            assert one.last.state in LAST | {"unknown"}, one
        open_calls = {session.call.b_number for session in self._recorder.sessions.values()}
        nobody_knows = {one.b_number for one in calls if one.last.state == "unknown"}
        assert open_calls <= nobody_knows, "an idle session was left on the server"
        assert not list(self.home.glob("journal-damaged*"))
        await let_the_day_pass(self.home)
        assert not found_on_disk(self.home, [CANARY, *self._recorder.keys()])
        assert not list((self.home / "live").glob("*/*.json"))


@pytest.fixture
async def recorder(home):
    async with Recorder(home / "journal.db", pace=SCALE) as made:
        await make_program(home, SCALE, made.simulator.base_url)
        yield made


@pytest.fixture
async def street(home, recorder):
    return Street(home, recorder)


def the_last(calls):
    return f"{calls[-1].last.state}/{calls[-1].last.reason}"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_death_at_this_point_is_closed_by_recovery(street, recorder, case):
    numbers = [(case.provider, somebody(n), own_line(1), {}) for n in range(case.calls)]
    assert await street.call(*numbers, death=case.at) == KILLED
    hit = read_journal(street.journal)[-1]
    assert len(read_journal(street.journal)) == case.calls
    assert await street.recover() == 0
    assert the_last(read_journal(street.journal)) == case.last
    assert len([start for start in recorder.starts() if start.b_number == hit.b_number]) == case.starts
    await street.holds()


@pytest.mark.parametrize("death", IN_RECOVERY.values(), ids=IN_RECOVERY)
async def test_a_death_within_recovery_is_closed_by_the_next_one(street, recorder, death):
    """One process leaves a live call, the next an idle session and an armed row; recovery dies over them."""
    live, idle = own_line(1), own_line(2)
    assert await street.call(("business_isp", somebody(1), live, {}), death=Death(of="ask", nth=2)) == KILLED
    calls = [("vprovider", somebody(2), idle, {}), ("business_isp", somebody(3), idle, {})]
    assert await street.call(*calls, death=Death(of="arm", press=2)) == KILLED
    assert await street.recover(death) == KILLED
    assert await street.recover() == 0
    await street.holds()


def a_random_death(chance):
    """A death at a point, at some time of its being reached; None: by the clock."""
    if chance.random() < 0.5:
        return None
    return Death(of=chance.choice(child.POINTS), nth=chance.choice([1, 1, 1, 2, 3, 6]), before=chance.random() < 0.3)


@pytest.mark.timeout(60 + 5 * KILLS)
async def test_random_deaths_leave_the_law_whole(street, recorder):
    print(f"DESKTOP_DIALER_SEED={SEED}")
    chance = random.Random(SEED)
    deaths = max(KILLS - len(CASES) - 3 * len(IN_RECOVERY), 6)
    killed = number = 0
    while killed < deaths:
        recorder.simulator.scenario = chance.choice([Scenario.TALK] * 4 + list(Scenario))
        provider = chance.choice([*PROVIDERS, "business_isp", "business_isp"])
        line = own_line(chance.randrange(2))
        numbers = [(provider, somebody(number := number + 1), line, {}) for _ in range(2)]
        death = a_random_death(chance)
        after = None if death else chance.uniform(0.05, 1.5)
        killed += await street.call(*numbers, death=death, kill_after=after) == KILLED
        if chance.random() < 0.3:
            killed += await street.recover(a_random_death(chance) or Death(of="ask")) == KILLED
        if chance.random() < 0.5:
            assert await street.recover() == 0
    print(f"{killed} killed")
    assert await street.recover() == 0
    await street.holds()
    assert all(arrival.action != END or not arrival.talking for arrival in recorder.arrivals)
