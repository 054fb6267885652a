"""Hanging up: a person's press, entered before it is sent, and never taken for the end."""

import asyncio
from html import escape

import pytest

from desktop_dialer.core.errors import NothingFound, NotOffered, SecretUnavailable
from desktop_dialer.core.secret import Secret
from desktop_dialer.dialing.hang_up import Outcome
from tests.unit.dialing.desk import CANARY, C
from tests.unit.dialing.test_stopping import Gate
from tests.unit.dialing.test_tracker import TAKEN, listed, refused
from tests.unit.dialing.wire import LOST, hanging, isp, no_answer, not_sent, opened, reply, taken_by_anveo


@pytest.fixture
async def talk(desk, wire):
    """A call of Business ISP that is connected."""
    wire.on("login", opened())
    wire.on("getStatus", isp(9))
    await desk.account("business_isp")
    call = await desk.press("business_isp")
    await desk.until(call, "connected")
    return call


async def test_an_accepted_hang_up_is_entered_before_it_is_sent_and_is_not_the_end(desk, wire, talk):
    act = hanging(isp(100))
    wire.on("hangUp", act)
    pressed = asyncio.ensure_future(desk.hang_up(talk))
    await act.leaves.wait()
    assert (await desk.course(talk))[-1] == "=Hang up."
    act.answers.set()
    assert (await pressed).outcome is Outcome.ACCEPTED
    assert (await desk.course(talk))[-1] == "ending"
    assert (await desk.record(talk)).is_live
    wire.on("getStatus", isp(4))
    await desk.finished(talk)
    assert (await desk.course(talk))[-2:] == ["ending", "ended/hung_up"]


@pytest.mark.parametrize(
    ("answer", "outcome", "entry"),
    [
        (isp(101, "Failed"), Outcome.REFUSED, "=101"),
        (isp(104, "WrongParameters"), Outcome.REFUSED, "=104"),
        (isp(105, "NoChanges"), Outcome.NOTHING_TO_END, "=105"),
        (isp(103, "x"), Outcome.UNANSWERED, "=103"),
        (reply("<html>"), Outcome.UNANSWERED, "=The answer to the hang-up could not be read."),
        (reply("", 500), Outcome.UNANSWERED, "=500"),
        (LOST, Outcome.UNANSWERED, "=The hang-up got no answer. The connection ended."),
        (not_sent(), Outcome.NOT_SENT, "=The hang-up got no answer. The connection was refused."),
    ],
)
async def test_a_hang_up_without_success_changes_nothing(desk, wire, talk, answer, outcome, entry):
    wire.on("hangUp", answer)
    ending = await desk.hang_up(talk)
    assert ending.outcome is outcome
    assert await desk.course(talk) == ["armed", "sending", "accepted", "connected", "=Hang up.", entry]
    assert (await desk.record(talk)).is_live


async def test_the_providers_words_are_handed_back(desk, wire, talk):
    wire.on("hangUp", isp(101, f"refused for {escape(CANARY)} 5ae2a5rw47w"))
    assert (await desk.hang_up(talk)).text == "refused for *** ***"


async def test_a_hang_up_has_15_s(desk, wire, talk):
    wire.on("hangUp", hanging())
    assert (await desk.hang_up(talk)).outcome is Outcome.UNANSWERED


async def test_a_session_that_is_gone_leaves_the_call_untracked(desk, wire, talk):
    wire.on("hangUp", isp(102))
    assert (await desk.hang_up(talk)).outcome is Outcome.SESSION_LOST
    await desk.finished(talk)
    assert (await desk.course(talk))[-1] == "untracked/session_lost"
    assert await desk.handles.find(talk.id) is None


async def test_a_hang_up_from_another_process_shows_here_within_2_s(desk, open_desk, wire, talk):
    wire.on("hangUp", isp(100))
    other = await open_desk()
    begun = asyncio.get_running_loop().time()
    assert (await other.hang_up(talk)).outcome is Outcome.ACCEPTED
    await desk.until(talk, "ending")
    assert asyncio.get_running_loop().time() - begun < 2.0
    wire.on("getStatus", isp(4))
    await desk.finished(talk)
    assert desk.shown(talk) == await desk.course(talk)
    assert desk.shown(talk)[-3:] == ["=Hang up.", "ending", "ended/hung_up"]


async def test_from_another_process_the_session_is_spoken_to_only_where_it_was_opened(desk, open_desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(9))
    wire.on("hangUp", isp(100))
    await desk.account("business_isp")
    call = await desk.press("business_isp", base_url="https://own.example/api/")
    await desk.until(call, "connected")
    other = await open_desk()
    await other.hang_up(call)
    assert all(url.startswith("https://own.example/api/") for url in wire.urls)


async def test_an_answer_after_the_end_is_only_told(desk, wire, talk):
    act = hanging(isp(100))
    wire.on("hangUp", act)
    pressed = asyncio.ensure_future(desk.hang_up(talk))
    await act.leaves.wait()
    wire.on("getStatus", isp(30))
    await desk.finished(talk)
    act.answers.set()
    assert (await pressed).text == ""
    assert (await desk.course(talk))[-1] == "ended/b_party"


async def test_a_call_that_is_over_is_not_hung_up_though_its_session_is_open(desk, wire, talk):
    wire.on("getStatus", isp(30))
    await desk.finished(talk)
    assert await desk.handles.find(talk.id) is not None
    with pytest.raises(NothingFound, match="nothing by which"):
        await desk.hang_up(talk)
    assert wire.count("hangUp") == 0


async def test_a_call_in_a_session_is_not_hung_up_before_it_was_taken_nor_while_it_is_unknown(desk, wire, talk):
    wire.on("getStatus", isp(30))
    await desk.finished(talk)
    wire.on("hangUp", isp(105))
    act = hanging()
    wire.on("connect", act)
    call = await desk.press("business_isp", C)
    await act.leaves.wait()
    for _ in ("sending", "unknown"):
        with pytest.raises(NothingFound):
            await desk.hang_up(call)
        await desk.answered(call)
    assert wire.count("hangUp") == 1


async def test_a_hang_up_that_the_keyring_held_up_does_not_reach_the_next_call(desk, wire, talk):
    """The session is the same."""
    gate = Gate(desk.memory, "get")
    pressed = asyncio.ensure_future(desk.hang_up(talk))
    await gate.reached.wait()
    wire.on("getStatus", isp(30))
    await desk.finished(talk)
    wire.on("hangUp", isp(105))
    wire.on("connect", isp(100))
    wire.on("getStatus", isp(9))
    other = await desk.press("business_isp", C)
    await desk.until(other, "connected")
    wire.sent.clear()
    gate.opened.set()
    assert (await pressed).outcome is Outcome.NOTHING_TO_END
    assert wire.count("hangUp") == 0
    assert (await desk.course(talk))[-2:] == ["ended/b_party", "=Hang up."]


@pytest.mark.usefixtures("quick_back_off")
async def test_a_lost_contact_can_be_hung_up_and_stays_lost(desk, wire, talk):
    wire.on("getStatus", LOST)
    await desk.finished(talk)
    wire.on("hangUp", isp(100, "OK"))
    assert (await desk.hang_up(talk)).outcome is Outcome.ACCEPTED
    assert (await desk.course(talk))[-3:] == ["untracked/contact_lost", "=Hang up.", "=100"]


async def test_a_provider_without_hang_up_says_so(desk, wire):
    wire.on("connectcall", reply("ok"))
    wire.on("DIAL.CONNECT", taken_by_anveo())
    wire.on("DIAL.GETSTATUS", hanging())
    for account, command in (("tel2", "Tel2"), ("anveo", "Anveo")):
        await desk.account(account)
        call = await desk.press(account)
        await desk.answered(call)
        with pytest.raises(NotOffered, match=f"{command} offers no remote hang-up"):
            await desk.hang_up(call)


async def test_vprovider_hangs_up_where_the_account_allows_it(desk, wire):
    wire.on("calls/make", TAKEN)
    wire.on("calls/active/list", listed(5))
    await desk.account("vprovider", wait="10")
    call = await desk.press("vprovider")
    await desk.finished(call)
    with pytest.raises(NotOffered, match="track=yes"):
        await desk.hang_up(call)
    await desk.accounts.change(desk.accounts.named("vprovider"), {"track": "yes"}, {})
    call = await desk.press("vprovider", C)
    await desk.until(call, "answered")
    wire.on("calls/hangup", reply('{"responses":[{"code":"204"}]}'))
    assert (await desk.hang_up(call)).outcome is Outcome.ACCEPTED
    assert (await desk.course(call))[-1] == "ending"


@pytest.mark.parametrize(
    ("text", "kept"), [(f"no {CANARY}", "role: no ***"), (" ", "role"), ("", "role")], ids=["words", "blank", "none"]
)
async def test_a_role_that_may_not_hang_up_switches_it_off_with_the_reason(desk, wire, text, kept):
    wire.on("calls/make", TAKEN)
    wire.on("calls/active/list", listed(5))
    wire.on("calls/hangup", refused(text))
    await desk.account("vprovider", track="yes", wait="10")
    call = await desk.press("vprovider")
    await desk.until(call, "answered")
    assert (await desk.hang_up(call)).outcome is Outcome.REFUSED
    assert desk.accounts.named("vprovider").track_refused.rstrip(": ") == kept
    with pytest.raises(NotOffered, match="refused it to this account"):
        await desk.hang_up(call)


async def test_a_refusal_without_any_words_has_some_of_ours(desk, wire):
    wire.on("calls/make", TAKEN)
    wire.on("calls/active/list", listed(5))
    wire.on("calls/hangup", reply('{"responses":[{"code":"402"}]}'))
    await desk.account("vprovider", track="yes", wait="10")
    call = await desk.press("vprovider")
    await desk.until(call, "answered")
    await desk.hang_up(call)
    assert "does not allow" in desk.accounts.named("vprovider").track_refused


async def test_a_call_whose_account_was_removed_cannot_be_hung_up(desk, wire, talk):
    await desk.accounts.remove(desk.accounts.named("business_isp"))
    with pytest.raises(NothingFound, match="was removed"):
        await desk.hang_up(talk)


async def test_an_account_of_the_same_name_is_not_taken_for_the_calls_own(desk, wire, talk):
    await desk.accounts.remove(desk.accounts.named("business_isp"))
    await desk.account("business_isp", login="other")
    with pytest.raises(NothingFound):
        await desk.hang_up(talk)
    assert wire.count("hangUp") == 0


async def test_without_its_secret_nothing_is_entered(desk, wire, talk):
    account = desk.accounts.named("business_isp")
    await desk.memory.remove(account.id, "password")
    with pytest.raises(SecretUnavailable):
        await desk.hang_up(talk)
    assert (await desk.course(talk))[-1] == "connected"
    await desk.memory.put(account.id, "password", Secret(CANARY))


async def test_no_hang_up_makes_a_start(desk, wire, talk):
    wire.on("hangUp", no_answer())
    for _ in range(3):
        await desk.hang_up(talk)
    assert wire.count("login", "connect") == 1
