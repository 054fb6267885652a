"""Faults of the wire after a call was taken: at polls, at a person's hang-up, at `hangUp`, `connect` and `end`.

Whatever breaks, no second start goes out, nothing is called the end that is none, and a session whose call is unknown
is never spoken to again. The tables are written from `design: the law of a call`.
"""

import asyncio
import itertools
import time

import pytest

from desktop_dialer.dialing.hang_up import Outcome
from tests.faults.crew import CANARY, HANGS_UP, found_on_disk, let_the_day_pass, until
from tests.faults.evidence import END, HANG_UP, START
from tests.faults.fault import Fault
from tests.faults.hostile_provider import CONNECT, GOOD, GUID, REQUEST_ID, STATUS, HostileProvider, isp
from tests.faults.scene import Scene
from tests.faults.test_exchange_faults import AFTER_THE_FIRST_BYTE

SCALE = 0.05
QUICK = 0.02
"""For what takes ten failures running: three minutes of real time."""
REPORTING = ("anveo", "vprovider", "business_isp")
STALLS = (Fault.STALL_AFTER_READING, Fault.STALL_AFTER_HEADERS, Fault.STALL_MID_BODY, Fault.DRIP)
IN_ITS_REPLY = {fault: reason for fault, reason in AFTER_THE_FIRST_BYTE.items() if not fault.before_reading}
"""The faults that can hit one request of many, with what they make of a start."""
FOLLOW_UP_FAULTS = (*IN_ITS_REPLY, *STALLS, Fault.STATUS)


async def lines_to(scene, servers):
    return [await scene.line(server) for server in servers]


async def a_call_that_ended(scene, line):
    """The first call of a session; its last poll says 30, and the session is idle."""
    call = await scene.call(line)
    assert await scene.finished(call) == "ended/b_party"
    return call


def isp_server(journal, fault=Fault.NONE, on=(), **replies):
    """Business ISP; each login opens a session of its own, and the call in it is over at the first poll."""
    guids = (f"{GUID}{n}" for n in range(100))

    def log_in(_arrival):
        return isp(103, next(guids))

    answers = {START: log_in, STATUS: isp(30), **replies}
    return HostileProvider("business_isp", journal, fault, on=on, replies=answers)


async def test_polls_that_fail_lose_contact_and_are_never_the_end(home):
    servers = [
        HostileProvider(provider, home / "journal.db", fault, on=(STATUS,))
        for fault, provider in zip(FOLLOW_UP_FAULTS, itertools.cycle(REPORTING), strict=False)
    ]
    async with Scene(home, QUICK) as scene:
        calls = [await scene.call(line) for line in await lines_to(scene, servers)]
        for call, server in zip(calls, servers, strict=True):
            what = f"{server.provider} {server.hit}"
            assert await scene.comes_to(call, "untracked", "ended", "failed") == "untracked/contact_lost", what
            assert 8 <= len(server.of(STATUS)) <= 10, what  # one that is given up early was not read by anybody
            assert not server.of(END), "the session may carry a call"
    scene.holds()
    await let_the_day_pass(home)
    assert not found_on_disk(home, [CANARY, GUID, REQUEST_ID])


async def test_a_server_that_is_gone_while_polled_loses_contact(home):
    servers = [HostileProvider(provider, home / "journal.db") for provider in REPORTING]
    async with Scene(home, QUICK) as scene:
        calls = [await scene.call(line) for line in await lines_to(scene, servers)]
        for server in servers:
            await scene.first_poll(server)
            await server.__aexit__(None, None, None)
        for call in calls:
            assert await scene.comes_to(call, "untracked", "ended", "failed") == "untracked/contact_lost"
    scene.holds()


async def test_a_hang_up_that_gets_no_answer_changes_nothing(home):
    servers = [
        HostileProvider(provider, home / "journal.db", fault, on=(HANG_UP,))
        for fault, provider in zip(FOLLOW_UP_FAULTS, itertools.cycle(HANGS_UP), strict=False)
    ]
    async with Scene(home, SCALE) as scene:
        calls = [await scene.call(line) for line in await lines_to(scene, servers)]
        records = [await scene.engine.journal.call(call) for call in calls]
        endings = await asyncio.gather(*(scene.person.hang_up(record) for record in records))
        for server, call, ending in zip(servers, calls, endings, strict=True):
            what = f"{server.provider} {server.hit}"
            assert ending.outcome is Outcome.UNANSWERED, what
            assert len(server.of(HANG_UP)) == 1, what
            assert {entry.state for entry in scene.entries(call)}.isdisjoint({"ending", "ended", "untracked"}), what
    scene.holds()


async def test_a_hang_up_that_was_accepted_comes_to_the_end_that_the_provider_reports(home):
    """The switch says 200 to every poll: the end is told by what it lists, not by another code."""
    ringing = GOOD["vprovider"][STATUS]
    answered, gone = ringing.replace(b'"answered":0', b'"answered":1'), b'{"responses":[{"code":"200"}],"data":[]}'
    listed = [ringing]
    server = HostileProvider("vprovider", home / "journal.db", replies={STATUS: lambda _arrival: listed[-1]})
    async with Scene(home, SCALE) as scene:
        (line,) = await lines_to(scene, [server])
        call = await scene.call(line)
        await scene.comes_to(call, "dialing")
        ending = await scene.person.hang_up(await scene.engine.journal.call(call))
        assert ending.outcome is Outcome.ACCEPTED
        listed.append(answered)
        seen = len(server.of(STATUS))
        await until(lambda: len(server.of(STATUS)) > seen + 2)
        assert scene.last(call) == "ending/None"
        listed.append(gone)
        assert await scene.comes_to(call, "ended") == "ended/not_reported"
    scene.holds()


async def test_a_hang_up_before_a_further_call_that_fails_leads_to_a_fresh_login(home):
    faulty = [isp_server(home / "journal.db", fault, on=(HANG_UP,)) for fault in FOLLOW_UP_FAULTS]
    refused = [isp_server(home / "journal.db", **{HANG_UP: isp(code)}) for code in (102, 104)]
    async with Scene(home, SCALE) as scene:
        lines = await lines_to(scene, [*faulty, *refused])
        for line in lines:
            await a_call_that_ended(scene, line)
            call = await scene.call(line, nth=2)
            assert scene.outcome(call)[0] == "accepted/None"
            assert [start.session for start in line.server.of(START)] == [None, None], line.server.hit
    scene.holds()


async def test_a_hang_up_that_leaves_the_way_free_leads_to_a_call_in_the_session(home):
    servers = [isp_server(home / "journal.db", **{HANG_UP: isp(code)}) for code in (100, 101, 105)]
    async with Scene(home, SCALE) as scene:
        lines = await lines_to(scene, servers)
        for line in lines:
            await a_call_that_ended(scene, line)
            call = await scene.call(line, nth=2)
            assert scene.outcome(call)[0] == "accepted/None"
            assert [start.session for start in line.server.of(START)] == [None, f"{GUID}0"]
    scene.holds()


CONNECT_CODES = {
    100: "accepted/None",
    101: "rejected/provider_message",
    103: "unknown/unrecognised",
    104: "rejected/parameters",
    105: "unknown/unrecognised",
}


async def test_a_connect_that_fails_is_never_followed_by_a_login(home):
    journal = home / "journal.db"
    expected = {
        **{isp_server(journal, fault, on=(CONNECT,)): f"unknown/{reason}" for fault, reason in IN_ITS_REPLY.items()},
        **{isp_server(journal, fault, on=(CONNECT,)): "unknown/timeout" for fault in STALLS},
        isp_server(journal, Fault.STATUS, on=(CONNECT,)): "unknown/http_503",
        **{isp_server(journal, **{CONNECT: isp(code)}): outcome for code, outcome in CONNECT_CODES.items()},
    }
    for server, outcome in expected.items():
        server.dials_in_session = not outcome.startswith("rejected")
    async with Scene(home, SCALE) as scene:
        lines = await lines_to(scene, expected)
        calls = []
        for line in lines:
            await a_call_that_ended(scene, line)
            calls.append(await scene.call(line, nth=2))
        assert [scene.outcome(call)[0] for call in calls] == list(expected.values())
    for server, outcome in expected.items():
        assert [start.session for start in server.of(START)] == [None, f"{GUID}0"], server.hit
        if outcome.startswith("unknown"):
            after = server.arrivals[server.arrivals.index(server.of(START)[1]) + 1 :]
            assert after == [], "nothing is sent on a session whose call is unknown"
    scene.holds()
    await let_the_day_pass(home)
    assert not found_on_disk(home, [GUID])


async def test_a_connect_that_finds_its_session_gone_is_followed_by_one_login(home):
    server = isp_server(home / "journal.db", **{CONNECT: isp(102)})
    server.dials_in_session = False
    async with Scene(home, SCALE) as scene:
        (line,) = await lines_to(scene, [server])
        await a_call_that_ended(scene, line)
        call = await scene.call(line, nth=2)
        assert [entry.state for entry in scene.entries(call) if entry.code == "102"] == ["sending"], "it is shown"
        assert await scene.comes_to(call, "ended") == "ended/b_party"
        assert [start.session for start in server.of(START)] == [None, f"{GUID}0", None]
    scene.holds()


@pytest.mark.parametrize("fault", [*FOLLOW_UP_FAULTS], ids=lambda fault: fault.name)
async def test_the_end_of_a_session_that_fails_holds_nobody_up_and_leaves_nothing(home, fault):
    server = isp_server(home / "journal.db", fault, on=(END,))
    async with Scene(home, SCALE) as scene:
        (line,) = await lines_to(scene, [server])
        await a_call_that_ended(scene, line)
        began = time.monotonic()
        await scene.close_program()
        assert time.monotonic() - began < 3.0 * SCALE + 0.5
    assert len(server.of(END)) == 1
    scene.holds()
    assert not found_on_disk(home, [GUID, CANARY])
