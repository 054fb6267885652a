"""Business ISP's sessions: one call each, hung up before the next, ended when idle, and never spoken to in doubt."""

import asyncio

import pytest

from desktop_dialer.core.call import State
from desktop_dialer.core.errors import StorageFailed
from tests.unit.dialing.desk import B, C
from tests.unit.dialing.wire import LOST, hanging, isp, no_answer, not_sent, opened

OTHER_LINE = "+31207654321"


@pytest.fixture
async def desk(desk):
    await desk.account("business_isp")
    return desk


@pytest.fixture
async def idle(desk, wire):
    """A session whose first call is over, ended by the B-party."""
    wire.on("login", opened())
    wire.on("getStatus", isp(9), isp(30))
    assert (await desk.call("business_isp"))[-1] == "ended/b_party"
    wire.sent.clear()
    return desk


def guids(wire):
    return {url.split("guid=")[1].split("&")[0] for url in wire.urls if "guid=" in url}


async def test_a_further_call_connects_in_the_session_after_it_was_hung_up(idle, wire):
    wire.on("hangUp", isp(105))
    wire.on("connect", isp(100))
    wire.on("getStatus", isp(27), isp(31))
    course = await idle.call("business_isp", C)
    assert course == ["armed", "sending", "accepted", "a_ringing", "ended/a_party"]
    assert wire.sent == ["hangUp", "connect", "getStatus", "getStatus"]
    assert guids(wire) == {"5ae2a5rw47w"}


@pytest.mark.parametrize("answer", [isp(100), isp(101), isp(105)])
async def test_connect_waits_for_the_answer_to_hang_up(idle, wire, answer):
    act = hanging(answer)
    wire.on("hangUp", act)
    wire.on("connect", isp(101))
    call = await idle.press("business_isp", C)
    await act.leaves.wait()
    await asyncio.sleep(0.01)
    assert wire.sent == ["hangUp"]
    assert await idle.course(call) == ["armed"]
    act.answers.set()
    await idle.finished(call)
    assert wire.sent == ["hangUp", "connect"]


@pytest.mark.parametrize("answer", [isp(102), isp(104), isp("x"), LOST, not_sent()])
async def test_a_session_that_does_not_hang_up_is_left_for_a_login(idle, wire, answer):
    wire.on("hangUp", answer)
    wire.on("login", opened("fresh"))
    wire.on("end", isp(102))
    wire.on("getStatus", isp(30))
    course = await idle.call("business_isp", C)
    assert course == ["armed", "sending", "accepted", "ended/b_party"]
    assert wire.count("login") == 1
    assert wire.count("connect") == 0


async def test_a_hang_up_that_is_not_answered_is_left_after_5_s(idle, wire):
    wire.on("hangUp", hanging())
    wire.on("login", isp(101))
    wire.on("end", isp(100))
    begun = asyncio.get_running_loop().time()
    assert (await idle.call("business_isp", C))[-1] == "rejected/provider_message"
    assert asyncio.get_running_loop().time() - begun >= 0.05


async def test_a_connect_answered_102_is_followed_by_one_login_and_the_journal_shows_both(idle, wire):
    wire.on("hangUp", isp(100))
    wire.on("connect", isp(102, "AutorizationFailed"))
    wire.on("login", opened("fresh"))
    wire.on("getStatus", isp(27), isp(30))
    course = await idle.call("business_isp", C)
    assert course == ["armed", "sending", "=102", "accepted", "a_ringing", "ended/b_party"]
    assert wire.sent[:3] == ["hangUp", "connect", "login"]
    assert wire.count("login", "connect") == 2


async def test_a_login_after_a_lost_session_that_is_refused_is_the_end(idle, wire):
    wire.on("hangUp", isp(100))
    wire.on("connect", isp(102))
    wire.on("login", isp(102))
    assert (await idle.call("business_isp", C))[-1] == "rejected/credentials"
    assert wire.sent == ["hangUp", "connect", "login"]


async def test_a_login_after_a_lost_session_that_was_not_sent_leaves_the_connects_refusal(idle, wire):
    """`not_sent` would say that no byte left."""
    wire.on("hangUp", isp(100))
    wire.on("connect", isp(102))
    wire.on("login", not_sent())
    course = await idle.call("business_isp", C)
    assert course[2] == "=102"
    assert course[3].startswith("=The login after it was not sent.")
    assert course[4:] == ["rejected/credentials"]
    assert wire.sent == ["hangUp", "connect"]


@pytest.mark.parametrize(
    ("answer", "last"),
    [
        (isp(105), "unknown/unrecognised"),
        (isp(103, "guid"), "unknown/unrecognised"),
        (no_answer(), "unknown/disconnected"),
        (hanging(), "unknown/timeout"),
    ],
)
async def test_a_session_whose_call_is_unknown_is_never_spoken_to_again(idle, wire, answer, last):
    wire.on("hangUp", isp(105))
    wire.on("connect", answer)
    assert (await idle.call("business_isp", C))[-1] == last
    wire.sent.clear()
    wire.on("login", opened("fresh"))
    wire.on("getStatus", isp(27))
    call = await idle.press("business_isp", B)
    await idle.until(call, State.A_RINGING)
    await idle.close()
    assert wire.count("hangUp", "end", "connect") == 0
    assert guids(wire) == {"5ae2a5rw47w", "fresh"}


async def test_a_late_loss_of_the_session_refuses_the_call_and_no_login_follows(idle, wire):
    act = hanging(isp(102))
    wire.on("hangUp", isp(105))
    wire.on("connect", act)
    call = await idle.press("business_isp", C)
    await idle.answered(call)
    act.answers.set()
    await idle.finished(call)
    assert (await idle.course(call))[-2:] == ["unknown/timeout", "rejected/credentials"]
    await idle.close()
    assert wire.sent == ["hangUp", "connect"]


@pytest.mark.usefixtures("quick_back_off")
@pytest.mark.parametrize(
    ("polls", "last"), [([isp(102)], "untracked/session_lost"), ([LOST] * 10, "untracked/contact_lost")]
)
async def test_a_session_whose_call_is_untracked_is_never_spoken_to_again(desk, wire, polls, last):
    wire.on("login", opened("lost"), opened("fresh"))
    wire.on("getStatus", isp(9), *polls, isp(27))
    assert (await desk.call("business_isp"))[-1] == last
    call = await desk.press("business_isp", C)
    await desk.until(call, State.A_RINGING)
    await desk.close()
    assert wire.count("hangUp", "end", "connect") == 0
    assert wire.count("login") == 2


@pytest.mark.parametrize("answer", [isp(101), isp(104), not_sent()])
async def test_a_session_in_which_nothing_was_placed_is_still_idle(idle, wire, answer):
    wire.on("hangUp", isp(105))
    wire.on("connect", answer, isp(100))
    wire.on("getStatus", isp(30), isp(27), isp(30))
    await idle.call("business_isp", C)
    assert (await idle.call("business_isp", C))[-2:] == ["a_ringing", "ended/b_party"]
    assert wire.count("login") == 0


async def test_another_line_opens_a_session_of_its_own(desk, wire):
    wire.on("login", opened("one"), opened("two"))
    wire.on("getStatus", isp(27))
    one = await desk.press("business_isp")
    await desk.until(one, State.A_RINGING)
    two = await desk.press("business_isp", C, OTHER_LINE)
    await desk.until(two, State.A_RINGING)
    assert guids(wire) == {"one", "two"}


async def test_two_presses_at_once_do_not_share_the_idle_session(idle, wire):
    wire.on("hangUp", isp(105))
    wire.on("connect", isp(100))
    wire.on("login", opened("two"))
    wire.on("getStatus", isp(27))
    calls = await asyncio.gather(idle.press("business_isp"), idle.press("business_isp", C, OTHER_LINE))
    for call in calls:
        await idle.until(call, State.A_RINGING)
    assert wire.count("connect", "login") == 2
    assert wire.count("connect") == 1


async def test_an_idle_session_is_ended_after_60_s(idle, wire, tmp_path):
    wire.on("end", isp(100))
    await asyncio.sleep(0.3)
    assert wire.sent == []
    await idle.when(lambda: wire.sent == ["end"])
    await idle.when(lambda: not list((tmp_path / "live").rglob("*.json")))
    assert not idle.sessions._idle


async def test_a_call_within_60_s_keeps_the_session(idle, wire):
    wire.on("hangUp", isp(105))
    wire.on("connect", isp(100))
    wire.on("getStatus", isp(27))
    call = await idle.press("business_isp", C)
    await idle.until(call, State.A_RINGING)
    await asyncio.sleep(0.7)
    assert wire.count("end") == 0


async def test_closing_ends_an_idle_session(idle, wire, tmp_path):
    wire.on("end", isp(100))
    await idle.close()
    assert wire.sent == ["end"]
    assert not list((tmp_path / "live").rglob("*.json"))


async def test_closing_gives_up_on_a_server_that_stalls_after_3_s(idle, wire, tmp_path):
    wire.on("end", hanging())
    begun = asyncio.get_running_loop().time()
    await idle.close()
    assert asyncio.get_running_loop().time() - begun < 1.0
    assert not list((tmp_path / "live").rglob("*.json"))


async def test_closing_while_a_session_is_being_ended_ends_it_once_more_and_forgets_it(idle, wire, tmp_path):
    act = hanging()
    wire.on("end", act, isp(105))
    await act.leaves.wait()
    await idle.close()
    assert wire.sent == ["end", "end"]
    assert not list((tmp_path / "live").rglob("*.json"))


async def test_closing_leaves_the_session_of_a_live_call_alone(desk, open_desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(9))
    call = await desk.press("business_isp")
    await desk.until(call, State.CONNECTED)
    await desk.close()
    assert wire.count("hangUp", "end") == 0
    assert await (await open_desk()).handles.find(call.id) is not None


@pytest.mark.parametrize("given", [{"login": "somebody"}, {"base_url": "https://custom.example/api/"}])
async def test_a_press_with_another_login_or_address_does_not_share_the_session(idle, wire, given):
    wire.on("login", isp(101))
    await idle.call("business_isp", C, **given)
    assert wire.sent == ["login"]


async def test_a_session_is_ended_where_it_was_opened(desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(30))
    wire.on("end", isp(100))
    await desk.call("business_isp", base_url="https://custom.example/api/")
    await desk.close()
    assert wire.urls[-1].startswith("https://custom.example/api/connectcall.aspx?guid=")


async def test_the_code_of_the_call_before_is_passed_over(idle, wire):
    """B-S6: the first polls of the second call still carry the first one's 30."""
    wire.on("hangUp", isp(105))
    wire.on("connect", isp(100))
    wire.on("getStatus", isp(30), isp(30), isp(27), isp(28), isp(9), isp(31))
    assert (await idle.call("business_isp", C))[3:] == ["a_ringing", "a_answered", "connected", "ended/a_party"]


async def test_the_code_of_the_call_before_counts_after_ten_polls(idle, wire):
    """B-S7."""
    wire.on("hangUp", isp(105))
    wire.on("connect", isp(100))
    wire.on("getStatus", isp(30))
    assert (await idle.call("business_isp", C))[3:] == ["ended/b_party"]
    assert wire.count("getStatus") == 11


async def test_what_crossed_the_end_does_not_hide_its_code(desk, wire):
    """A hang-up whose answer came after the end stands last; the code to pass over is the end's."""
    wire.on("login", opened())

    async def end_meanwhile(_):
        await desk.when(lambda: desk.shown(call)[-1] == "ended/b_party")
        return isp(105)

    act = hanging(isp(30))
    wire.on("getStatus", isp(9), act)
    wire.on("hangUp", end_meanwhile, isp(105))
    call = await desk.press("business_isp")
    await act.leaves.wait()
    hang_up = asyncio.ensure_future(desk.hang_up(call))
    await desk.when(lambda: wire.count("hangUp") == 1)
    act.answers.set()
    await hang_up
    await desk.finished(call)
    wire.on("connect", isp(100))
    wire.on("getStatus", isp(30), isp(27), isp(31))
    assert (await desk.call("business_isp", C))[3:] == ["a_ringing", "ended/a_party"]


async def test_an_entry_that_cannot_be_removed_is_logged_and_the_session_is_over(idle, wire, expected_log):
    expected_log("could not be removed: disk")

    async def refuse(_):
        raise StorageFailed("disk")

    wire.on("end", isp(100))
    idle.handles.drop = refuse
    await idle.close()
    assert wire.sent == ["end"]


async def test_what_is_no_session_is_only_forgotten(desk, wire, tmp_path):
    wire.on("login", opened())
    wire.on("getStatus", isp(27))
    call = await desk.press("business_isp")
    await desk.until(call, State.A_RINGING)
    tel2 = await desk.account("tel2")
    await desk.scope.close(1)
    await desk.sessions.end(tel2, (await desk.handles.find(call.id))[1])
    assert wire.count("end") == 0
    assert not list((tmp_path / "live").rglob("*.json"))
