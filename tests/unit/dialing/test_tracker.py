"""Polling as policy: how often, for how long, and what a fault or a refusal does."""

import asyncio

import pytest

from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.core.reading import Reading
from desktop_dialer.dialing.tracker import Course
from tests.unit.dialing.desk import CANARY, C
from tests.unit.dialing.wire import LOST, Act, anveo, hanging, isp, no_answer, opened, reply, taken_by_anveo

CALL_ID = "1234567890.123456"
TAKEN = reply(
    '{"responses":[{"code":"200","key":"","message":"OK"}],'
    f'"data":{{"machine":1,"server":"s","callid":"{CALL_ID}"}}}}'
)


def listed(*answered):
    rows = ",".join(f'{{"callid":"{CALL_ID}","answered":"{seconds}"}}' for seconds in answered)
    return reply(f'{{"responses":[{{"code":"200","key":"","message":"OK"}}],"data":[{rows}]}}')


def refused(text="Your role does not allow this"):
    return reply(f'{{"responses":[{{"code":"402","key":"role","message":"{text}"}}]}}')


class Times:
    """When polls were sent."""

    def __init__(self):
        self.at = []

    def __call__(self, answer):
        def poll(_):
            self.at.append(asyncio.get_running_loop().time())
            return answer

        return Act(poll)

    @property
    def gaps(self):
        return [later - earlier for earlier, later in zip(self.at, self.at[1:], strict=False)]


@pytest.fixture
async def isp_desk(desk, wire):
    wire.on("login", opened())
    await desk.account("business_isp")
    desk.tracker._jitter = lambda: 1.0
    return desk


async def test_a_healthy_call_is_polled_each_second(isp_desk, wire):
    times = Times()
    wire.on("getStatus", *[times(isp(9))] * 5, times(isp(30)))
    await isp_desk.call("business_isp")
    assert all(gap > 0.009 for gap in times.gaps)


async def test_the_next_poll_is_counted_from_the_last_ones_start(open_desk, wire):
    desk = await open_desk(scale=0.4)
    wire.on("login", opened())
    await desk.account("business_isp")
    times = Times()

    async def slow(_):
        times.at.append(asyncio.get_running_loop().time())
        await asyncio.sleep(0.3)
        return isp(9)

    wire.on("getStatus", Act(slow), Act(slow), isp(30))
    await desk.call("business_isp")
    assert 0.39 < times.gaps[0] < 0.65


async def test_one_poll_is_in_flight_and_missed_beats_are_skipped(isp_desk, wire):
    act = hanging(isp(9))
    wire.on("getStatus", act, isp(30))
    call = await isp_desk.press("business_isp")
    await act.leaves.wait()
    await asyncio.sleep(0.04)
    assert wire.count("getStatus") == 1
    act.answers.set()
    await isp_desk.finished(call)
    assert wire.count("getStatus") == 2


async def test_a_poll_has_5_s(isp_desk, wire):
    wire.on("getStatus", hanging(), isp(30))
    begun = asyncio.get_running_loop().time()
    assert (await isp_desk.call("business_isp"))[-1] == "ended/b_party"
    assert asyncio.get_running_loop().time() - begun >= 0.05


async def test_after_faults_the_polls_come_ever_less_often_with_jitter(open_desk, wire):
    desk = await open_desk(scale=0.001)
    wire.on("login", opened())
    await desk.account("business_isp")
    times, spread = Times(), [0.8, 1.2]
    desk.tracker._jitter = lambda: spread.pop(0) if spread else 1.0
    wire.on("getStatus", *[times(LOST)] * 9, times(isp(30)))
    await desk.call("business_isp")
    planned = [0.0008, 0.0024, 0.004, 0.008, 0.016, 0.03, 0.03, 0.03, 0.03]
    assert all(plan <= gap for plan, gap in zip(planned, times.gaps, strict=True))
    assert sum(times.gaps) < 10 * sum(planned)


def test_the_jitter_spreads_by_a_fifth(desk):
    assert all(0.8 <= desk.tracker._jitter() <= 1.2 for _ in range(50))


def test_the_pauses_after_faults_are_1_2_4_8_16_30():
    course = Course(state=None, changed_at=0.0)
    pauses = []
    for course.failures in range(9):
        pauses.append(course.pause(3.0))
    assert pauses == [3, 1, 2, 4, 8, 16, 30, 30, 30]


@pytest.mark.parametrize("status", [200, 503])
async def test_retry_after_is_a_minimum(isp_desk, wire, status):
    times = Times()
    body = "<response><code>9</code><message/></response>"
    wire.on("getStatus", times(reply(body, status, retry_after="6")), times(isp(30)))
    await isp_desk.call("business_isp")
    assert times.gaps[0] >= 0.06


async def test_a_short_retry_after_does_not_shorten_the_pause(isp_desk, wire):
    times = Times()
    wire.on("getStatus", *[times(reply("", 503, retry_after="0"))] * 3, times(isp(30)))
    await isp_desk.call("business_isp")
    assert times.gaps[1] >= 0.02


async def test_identical_reports_make_no_entry(isp_desk, wire):
    wire.on("getStatus", *[isp(27)] * 5, *[isp(3)] * 5, isp(27), isp(30))
    assert (await isp_desk.call("business_isp"))[3:] == ["a_ringing", "=3", "ended/b_party"]


@pytest.mark.usefixtures("quick_back_off")
async def test_ten_faults_running_lose_contact_and_keep_the_handle(isp_desk, wire):
    wire.on("getStatus", isp(9), no_answer(Reason.TIMEOUT), *[reply("", 502)] * 4, *[isp(101)] * 5)
    call = await isp_desk.press("business_isp")
    await isp_desk.finished(call)
    assert await isp_desk.course(call) == ["armed", "sending", "accepted", "connected", "untracked/contact_lost"]
    assert isp_desk.seen[-1].evidence == "local"
    assert wire.count("getStatus") == 11
    assert await isp_desk.handles.find(call.id) is not None


async def test_the_handle_of_a_lost_contact_is_gone_after_12_hours(open_desk, wire):
    desk = await open_desk(scale=0.00004)
    wire.on("login", opened())
    wire.on("getStatus", LOST)
    await desk.account("business_isp")
    call = await desk.press("business_isp")
    await desk.finished(call)
    assert await desk.handles.find(call.id) is not None
    while await desk.handles.find(call.id) is not None:  # noqa: ASYNC110
        await asyncio.sleep(0.002)


async def test_after_12_hours_a_call_is_not_followed_any_longer(isp_desk, wire, clock):
    wire.on("getStatus", isp(9))
    call = await isp_desk.press("business_isp")
    await isp_desk.until(call, "connected")
    clock.move(hours=12)
    await isp_desk.finished(call)
    assert (await isp_desk.course(call))[-1] == "untracked/contact_lost"
    assert "12 hours" in isp_desk.seen[-1].text


async def test_a_retry_after_beyond_the_12_hours_does_not_hold_the_line(isp_desk, wire, clock):
    def late_in_the_watch(_):
        clock.move(seconds=431.9)
        return reply("", 503, retry_after="999999")

    wire.on("getStatus", Act(late_in_the_watch))
    assert (await isp_desk.call("business_isp"))[-1] == "untracked/contact_lost"


async def test_a_call_of_vprovider_is_followed_where_the_account_allows_it(desk, wire):
    wire.on("calls/make", TAKEN)
    wire.on("calls/active/list", listed(0), listed(0, 0), listed(5, 0), listed(), listed())
    await desk.account("vprovider", track="yes", wait="10")
    assert (await desk.call("vprovider"))[2:] == ["accepted", "dialing", "answered", "ended/not_reported"]


async def test_a_refused_poll_switches_tracking_off_with_its_reason(desk, wire):
    wire.on("calls/make", TAKEN)
    wire.on("calls/active/list", refused(f"no {CANARY}"))
    await desk.account("vprovider", track="yes", wait="10")
    assert (await desk.call("vprovider"))[2:] == ["accepted", "untracked/reports_nothing_more"]
    assert wire.count("calls/active/list") == 1
    assert desk.seen[-1].code == "402"
    assert desk.accounts.named("vprovider").track_refused == "role: no ***"
    assert (await desk.call("vprovider", C))[2:] == ["accepted", "untracked/reports_nothing_more"]
    assert wire.count("calls/active/list") == 1


async def test_a_refusal_without_words_is_kept_by_its_code(desk, wire):
    wire.on("calls/make", TAKEN)
    wire.on("calls/active/list", reply('{"responses":[{"code":"402"}]}'))
    await desk.account("vprovider", track="yes", wait="10")
    await desk.call("vprovider")
    assert desk.accounts.named("vprovider").track_refused == "code 402"


async def test_a_refusal_that_cannot_be_kept_with_the_account_ends_no_call(desk, wire, expected_log):
    expected_log("refusal could not be kept with its account: disk")

    async def refuse(_):
        raise StorageFailed("disk")

    wire.on("calls/make", TAKEN)
    wire.on("calls/active/list", refused())
    await desk.account("vprovider", track="yes", wait="10")
    desk.accounts._store.save = refuse
    assert (await desk.call("vprovider"))[-1] == "untracked/reports_nothing_more"


async def test_a_refusal_of_an_account_that_was_removed_is_kept_nowhere(desk):
    account = await desk.account("vprovider", track="yes")
    await desk.accounts.remove(account)
    await desk.accounts.switch_tracking_off(account, "no")
    assert desk.accounts.all() == []


async def test_the_look_at_the_extension_is_told_and_never_ends_the_call(desk, wire):
    act = hanging(reply("Response: OK"))
    wire.on("dialup.php", act)
    wire.on("CHstatus.php", reply("Idle"), reply("Ringing"), reply("Ringing"), LOST)
    await desk.account("voiptech", track="yes", Response="yes")
    call = await desk.press("voiptech")
    await desk.when(lambda: wire.count("CHstatus.php") >= 5)
    assert await desk.course(call) == ["armed", "sending", "=Idle", "=Ringing"]
    act.answers.set()
    await desk.finished(call)
    course = ["armed", "sending", "=Idle", "=Ringing", "a_answered", "untracked/reports_nothing_more"]
    assert await desk.course(call) == course


async def test_an_extension_that_is_never_seen_costs_the_call_nothing(open_desk, wire):
    desk = await open_desk(scale=0.001)
    act = hanging(reply("Response: Fail"))
    wire.on("dialup.php", act)
    wire.on("CHstatus.php", LOST)
    await desk.account("voiptech", track="yes", Response="yes", Timeout="300")
    call = await desk.press("voiptech")
    await desk.when(lambda: wire.count("CHstatus.php") == 10)
    await asyncio.sleep(0.05)
    assert wire.count("CHstatus.php") == 10
    act.answers.set()
    await desk.finished(call)
    assert await desk.course(call) == ["armed", "sending", "failed/first_leg"]


async def test_an_end_that_somebody_else_entered_ends_the_polling(isp_desk, wire):
    act = hanging(isp(9))
    wire.on("getStatus", isp(27), act)
    wire.on("hangUp", isp(102))
    call = await isp_desk.press("business_isp")
    await act.leaves.wait()
    await isp_desk.hang_up(call)
    act.answers.set()
    await isp_desk.finished(call)
    assert await isp_desk.course(call) == [
        "armed",
        "sending",
        "accepted",
        "a_ringing",
        "=Hang up.",
        "untracked/session_lost",
    ]


async def test_while_a_hang_up_is_under_way_a_report_changes_nothing_and_is_told_once(isp_desk, wire):
    wire.on("hangUp", isp(100))
    wire.on("getStatus", isp(28))
    call = await isp_desk.press("business_isp")
    await isp_desk.until(call, "a_answered")
    await isp_desk.hang_up(call)
    wire.on("getStatus", isp(9), isp(9), isp(9), isp(4))
    await isp_desk.finished(call)
    assert (await isp_desk.course(call))[3:] == ["a_answered", "=Hang up.", "ending", "=9", "ended/hung_up"]


def test_what_is_taken_up_again_is_heard_of_when_a_state_is_reported():
    course = Course(state=None, changed_at=0.0)
    assert not course.is_news(Reading(code="3"))
    assert course.is_news(Reading(code="9", state="connected"))


async def test_anveos_polls_go_on_less_often_once_it_was_answered(desk, wire):
    times = Times()
    wire.on("DIAL.CONNECT", taken_by_anveo())
    wire.on("DIAL.GETSTATUS", times(anveo("INIT")), times(anveo("START")), times(anveo("END")))
    await desk.account("anveo")
    await desk.call("anveo")
    first, second = times.gaps
    assert first >= 0.03
    assert second >= 0.05
