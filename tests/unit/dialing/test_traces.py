"""The traces of the providers' page, 8.4 and 8.5: polls in their order, and the entries that they make."""

import asyncio

import pytest

from tests.unit.dialing.desk import C
from tests.unit.dialing.wire import LOST, Act, anveo, hanging, isp, opened, taken_by_anveo

FAIL = "fail"


def polls(desk, wire, *codes):
    """Let `getStatus` answer so; `hangUp:100` is a hang-up that overtakes the next poll, answered by that code."""
    codes = list(codes)
    acts = []
    while codes:
        code = codes.pop(0)
        if isinstance(code, str) and code.startswith("hangUp:"):
            wire.on("hangUp", isp(code.removeprefix("hangUp:")))
            acts.append(overtaken(desk, isp(codes.pop(0))))
        else:
            acts.append(LOST if code == FAIL else isp(code))
    wire.on("getStatus", *acts)


def overtaken(desk, answer):
    async def hang_up_first(_):
        await desk.hang_up((await desk.journal.unfinished())[0].intent.call)
        return answer

    return Act(hang_up_first)


TALK = ["a_ringing", "a_answered", "b_ringing", "b_answered", "connected"]


@pytest.mark.usefixtures("quick_back_off")
@pytest.mark.parametrize(
    ("codes", "entries"),
    [
        ((27, 27, 28, 26, 26, 29, 9, 9, 9, 30), [*TALK, "ended/b_party"]),
        (
            (26, 27, 29, 28, 9, 31),
            ["b_ringing", "a_ringing", "b_answered", "a_answered", "connected", "ended/a_party"],
        ),
        ((27, 9, 4), ["a_ringing", "connected", "ended/hung_up"]),
        ((27, 27, 27, 11), ["a_ringing", "failed/no_answer"]),
        (
            (27, 105, 17, FAIL, 105, 3, 28, 9, 30),
            ["a_ringing", "=17", "=3", "a_answered", "connected", "ended/b_party"],
        ),
        ((27, 28, 9, 102), ["a_ringing", "a_answered", "connected", "untracked/session_lost"]),
        ((27, 28, *[FAIL] * 10, 9), ["a_ringing", "a_answered", "untracked/contact_lost"]),
        ((27, *[FAIL] * 9, 28, 9, 30), ["a_ringing", "a_answered", "connected", "ended/b_party"]),
        (
            (27, 28, "hangUp:100", 28, 4),
            ["a_ringing", "a_answered", "=Hang up.", "ending", "ended/hung_up"],
        ),
        ((9, "hangUp:101", 9, 30), ["connected", "=Hang up.", "=101", "ended/b_party"]),
        ((27, 28, 26, 33), ["a_ringing", "a_answered", "b_ringing", "failed/funds"]),
        ((5, 5, 27, 28, 26, 10), ["=5", "a_ringing", "a_answered", "b_ringing", "failed/busy"]),
    ],
    ids=[f"B-S{number}" for number in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 14, 15)],  # 6 and 7: test_sessions.py
)
async def test_a_trace_of_business_isp(desk, wire, codes, entries):
    wire.on("login", opened())
    polls(desk, wire, *codes)
    await desk.account("business_isp")
    assert await desk.call("business_isp") == ["armed", "sending", "accepted", *entries]


@pytest.mark.parametrize(("code", "leg"), [(33, "b"), (32, "a"), (24, "a"), (25, "b"), (10, None)])
async def test_a_failure_names_its_leg_where_the_provider_does(desk, wire, code, leg):
    wire.on("login", opened())
    polls(desk, wire, 26, code)
    await desk.account("business_isp")
    await desk.call("business_isp")
    assert desk.seen[-1].leg == leg


async def test_a_late_answer_of_the_call_before_says_nothing_of_this_one(open_desk, wire):
    """B-S13."""
    desk = await open_desk(scale=0.1)
    late = hanging(isp(30))
    wire.on("login", opened("one"), opened("two"))
    wire.on("getStatus", isp(27), late)
    wire.on("hangUp", isp(102))
    await desk.account("business_isp")
    one = await desk.press("business_isp")
    await late.leaves.wait()
    await desk.hang_up(one)
    assert (await desk.course(one))[-1] == "untracked/session_lost"

    async def overtaken_by_the_late_answer(_):
        late.answers.set()
        await desk.finished(one)
        return isp(28)

    wire.on("getStatus", isp(27), overtaken_by_the_late_answer, isp(9), isp(4))
    assert (await desk.call("business_isp", C))[3:] == ["a_ringing", "a_answered", "connected", "ended/hung_up"]
    assert (await desk.course(one))[-1] == "untracked/session_lost"


@pytest.mark.usefixtures("quick_back_off")
@pytest.mark.parametrize(
    ("results", "entries"),
    [
        (("NONE", "NONE", "INIT", "START", "START", "END"), ["dialing", "answered", "ended/not_reported"]),
        (("INIT", "END"), ["dialing", "ended/not_reported"]),
        (("INIT", *["ERROR"] * 10), ["dialing", "untracked/contact_lost"]),
        (("INIT", "HOLD", "END"), ["dialing", "=HOLD", "ended/not_reported"]),
    ],
    ids=["A-S1", "A-S2", "A-S4", "A-S5"],
)
async def test_a_trace_of_anveo(desk, wire, results, entries):
    wire.on("DIAL.CONNECT", taken_by_anveo())
    answers = (anveo("", "<ERROR>no</ERROR>") if result == "ERROR" else anveo(result) for result in results)
    wire.on("DIAL.GETSTATUS", *answers)
    await desk.account("anveo")
    assert await desk.call("anveo") == ["armed", "sending", "accepted", *entries]


async def test_a_delayed_call_of_anveo_is_followed_from_its_time_on(open_desk, wire, tmp_path):
    """A-S3; on disk nothing is kept of it until then."""
    desk = await open_desk(scale=0.0001)
    wire.on("DIAL.CONNECT", taken_by_anveo())
    wire.on("DIAL.GETSTATUS", anveo("NONE"), anveo("NONE"), anveo("INIT"), anveo("END"))
    await desk.account("anveo")
    call = await desk.press("anveo", DELAY="30")
    await desk.finished(call)
    assert await desk.course(call) == ["armed", "sending", "scheduled"]
    assert "Due at" in desk.seen[-1].text
    assert wire.count("DIAL.GETSTATUS") == 0
    assert not list((tmp_path / "live").rglob("*.json"))
    await desk.when(lambda: desk.shown(call)[-1] == "ended/not_reported")
    assert desk.shown(call) == ["armed", "sending", "scheduled", "dialing", "ended/not_reported"]
    await asyncio.sleep(0)


async def test_a_call_that_is_due_in_more_than_12_hours_is_not_waited_for(open_desk, wire):
    desk = await open_desk(scale=0.000001)
    wire.on("DIAL.CONNECT", taken_by_anveo())
    await desk.account("anveo")
    call = await desk.press("anveo", DELAY="721")
    await desk.finished(call)
    await asyncio.sleep(0.1)
    assert wire.sent == ["DIAL.CONNECT"]


async def test_a_delayed_call_of_an_account_that_does_not_track_is_not_followed(open_desk, wire):
    desk = await open_desk(scale=0.0001)
    wire.on("DIAL.CONNECT", taken_by_anveo())
    await desk.account("anveo", track="no")
    call = await desk.press("anveo", DELAY="1")
    await desk.finished(call)
    await asyncio.sleep(0.05)
    assert wire.sent == ["DIAL.CONNECT"]


async def test_a_call_whose_line_is_taken_when_it_is_due_is_not_followed(open_desk, wire):
    desk = await open_desk(scale=0.0001)
    wire.on("DIAL.CONNECT", taken_by_anveo("one"), taken_by_anveo("two"))
    wire.on("DIAL.GETSTATUS", anveo("INIT"))
    await desk.account("anveo")
    later = await desk.press("anveo", DELAY="30")
    await desk.finished(later)
    now = await desk.press("anveo", C)
    await desk.until(now, "dialing")
    await desk.when(lambda: desk.shown(later)[-1] == "untracked/contact_lost")
    assert now.id in [event for event in desk.seen if event.call == later.id][-1].text
    assert (await desk.record(now)).is_live
