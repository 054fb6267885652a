"""What a dead process left is closed before any press is taken; the living are left alone, and nothing is started."""

import asyncio

import pytest

from desktop_dialer.core.call import Verdict
from desktop_dialer.core.secret import Secret
from tests.unit.dialing.desk import CANARY, C
from tests.unit.dialing.test_stopping import Gate
from tests.unit.dialing.wire import LOST, Act, hanging, isp, no_answer, opened, reply, taken_by_anveo

STARTS = ("login", "connect", "connectcall", "DIAL.CONNECT", "calls/make")


@pytest.fixture
async def first(open_desk):
    """The process that is going to die."""
    desk = await open_desk()
    await desk.account("business_isp")
    return desk


async def recovered(open_desk, wire, **more):
    """A second process that has closed what the first left; what the wire saw of that alone is in `sent`."""
    wire.sent.clear()
    desk = await open_desk(**more)
    await desk.recovery.close_left_behind()
    assert wire.count(*STARTS) == 0
    return desk


async def connected(desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(9))
    call = await desk.press("business_isp")
    await desk.until(call, "connected")
    return call


async def idle(desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(30))
    call = await desk.press("business_isp")
    await desk.finished(call)
    return call


def entries(tmp_path):
    return list((tmp_path / "live").rglob("*.json"))


async def test_what_was_armed_was_not_sent(first, open_desk, wire):
    await idle(first, wire)
    act = hanging()
    wire.on("hangUp", act)
    call = await first.press("business_isp", C)
    await act.leaves.wait()
    await first.die()
    wire.on("end", isp(100))
    second = await recovered(open_desk, wire)
    assert await second.course(call) == ["armed", "not_sent/interrupted"]


async def test_what_was_being_sent_is_unknown(first, open_desk, wire):
    act = hanging()
    wire.on("login", act)
    call = await first.press("business_isp")
    await act.leaves.wait()
    await first.die()
    second = await recovered(open_desk, wire)
    assert await second.course(call) == ["armed", "sending", "unknown/interrupted"]
    assert (await second.record(call)).is_open_unknown
    assert wire.sent == []


async def test_a_process_that_goes_on_and_dies_while_it_is_judged_is_judged_by_its_last_word(first, open_desk, wire):
    """Its row was `armed` as it was read: by that, what was sent since would count as not sent."""
    await idle(first, wire)
    cleared, sent = hanging(isp(105)), hanging()
    wire.on("hangUp", cleared)
    wire.on("connect", sent)
    call = await first.press("business_isp", C)
    await cleared.leaves.wait()
    second = await open_desk()
    is_alive = second.handles.is_alive

    async def asked_after_its_end(process):
        if not sent.leaves.is_set():
            cleared.answers.set()
            await sent.leaves.wait()
            await first.die()
        return await is_alive(process)

    second.handles.is_alive = asked_after_its_end
    await second.recovery.close_left_behind()
    assert await second.course(call) == ["armed", "sending", "unknown/interrupted"]


async def test_rows_of_a_living_process_are_left_alone(first, open_desk, wire):
    act = hanging()
    wire.on("login", act)
    call = await first.press("business_isp")
    await act.leaves.wait()
    second = await recovered(open_desk, wire)
    assert await second.course(call) == ["armed", "sending"]
    await second.recovery.take_up()
    assert wire.count("getStatus") == 0


async def test_a_live_call_is_left_for_who_polls(first, open_desk, wire):
    call = await connected(first, wire)
    await first.die()
    second = await recovered(open_desk, wire)
    assert (await second.course(call))[-1] == "connected"
    assert wire.sent == []


async def test_a_live_call_is_polled_at_once_and_adopted(first, open_desk, wire):
    call = await connected(first, wire)
    await first.die()
    second = await recovered(open_desk, wire)
    wire.on("getStatus", isp(9))
    (lead,) = await second.recovery.take_up()
    assert wire.sent == ["getStatus"]
    assert (await second.handles.find(call.id))[0] == second.handles.process
    assert await second.recovery.take_up() == []
    wire.on("getStatus", isp(30))
    await second.following.follow(lead, "connected")
    assert (await second.course(call))[-1] == "ended/b_party"
    assert second.shown(call) == ["ended/b_party"]


async def test_a_call_that_turns_out_to_be_over_is_closed_and_its_session_is_idle(first, open_desk, wire):
    call = await connected(first, wire)
    await first.die()
    second = await recovered(open_desk, wire)
    wire.on("getStatus", isp(31))
    assert await second.recovery.take_up() == []
    assert (await second.course(call))[-1] == "ended/a_party"
    wire.on("hangUp", isp(105))
    wire.on("connect", isp(101))
    await second.call("business_isp", C)
    assert wire.count("connect") == 1


async def test_a_poll_that_fails_at_start_up_changes_nothing(first, open_desk, wire):
    call = await connected(first, wire)
    await first.die()
    second = await recovered(open_desk, wire)
    wire.on("getStatus", LOST)
    assert len(await second.recovery.take_up()) == 1
    assert (await second.course(call))[-1] == "connected"


async def test_a_live_call_without_its_handle_is_untracked(first, open_desk, wire, tmp_path):
    call = await connected(first, wire)
    await first.die()
    for entry in entries(tmp_path):
        entry.unlink()
    second = await recovered(open_desk, wire)
    assert (await second.course(call))[-1] == "untracked/contact_lost"


async def test_a_call_of_which_nothing_more_was_to_be_heard_says_so(first, open_desk, wire):
    wire.on("connectcall", reply("ok"))
    await first.account("tel2")
    gate = Gate(first.journal, "append", at=2)
    call = await first.press("tel2")
    await gate.reached.wait()
    await first.die()
    second = await recovered(open_desk, wire)
    assert (await second.course(call))[-1] == "untracked/reports_nothing_more"


async def test_an_idle_session_is_ended(first, open_desk, wire, tmp_path):
    await idle(first, wire)
    await first.die()
    wire.on("end", isp(100))
    await recovered(open_desk, wire)
    assert wire.sent == ["end"]
    assert entries(tmp_path) == []


async def test_an_idle_session_is_ended_once_though_two_processes_recover_at_a_time(first, open_desk, wire):
    await idle(first, wire)
    await first.die()
    act = hanging(isp(100))
    wire.on("end", act)
    second, third = await open_desk(scale=1.0), await open_desk()
    wire.sent.clear()
    recovery = asyncio.ensure_future(second.recovery.close_left_behind())
    await act.leaves.wait()
    await third.recovery.close_left_behind()
    act.answers.set()
    await recovery
    assert wire.sent == ["end"]


async def test_a_session_of_an_account_that_was_removed_is_forgotten(first, open_desk, wire, tmp_path):
    await idle(first, wire)
    await first.die()
    await first.accounts.remove(first.accounts.named(None))
    await recovered(open_desk, wire)
    assert wire.sent == []
    assert entries(tmp_path) == []


async def test_a_session_whose_call_is_unknown_is_not_spoken_to(first, open_desk, wire, tmp_path):
    await idle(first, wire)
    wire.on("hangUp", isp(105))
    act = hanging()
    wire.on("connect", act)
    call = await first.press("business_isp", C)
    await act.leaves.wait()
    await first.die()
    second = await recovered(open_desk, wire)
    assert (await second.course(call))[-1] == "unknown/interrupted"
    assert wire.sent == []
    assert entries(tmp_path) == []


async def test_a_handle_of_no_known_call_is_forgotten(first, open_desk, wire, tmp_path):
    await connected(first, wire)
    await first.die()
    for file in tmp_path.glob("journal.db*"):
        file.unlink()
    second = await recovered(open_desk, wire)
    assert await second.recovery.take_up() == []
    assert entries(tmp_path) == []
    assert wire.sent == []


@pytest.mark.usefixtures("quick_back_off")
async def test_a_lost_contact_is_kept_for_12_hours(first, open_desk, wire, clock, tmp_path):
    call = await connected(first, wire)
    wire.on("getStatus", LOST)
    await first.finished(call)
    await first.die()
    second = await recovered(open_desk, wire)
    assert len(entries(tmp_path)) == 1
    assert await second.recovery.take_up() == []
    clock.move(hours=12)
    await second.recovery.close_left_behind()
    assert entries(tmp_path) == []
    assert wire.sent == []


async def test_a_live_call_that_nobody_followed_for_12_hours_is_lost(first, open_desk, wire, clock, tmp_path):
    call = await connected(first, wire)
    await first.die()
    clock.move(hours=12)
    second = await recovered(open_desk, wire)
    assert (await second.course(call))[-1] == "untracked/contact_lost"
    assert entries(tmp_path) == []
    assert await second.journal.unfinished() == []


async def test_an_unknown_expires_after_24_hours(desk, wire, clock):
    wire.on("connectcall", no_answer())
    await desk.account("tel2")
    call = await desk.press("tel2")
    await desk.finished(call)
    await desk.recovery.close_left_behind()
    assert (await desk.record(call)).is_open_unknown
    clock.move(hours=25)
    await desk.recovery.close_left_behind()
    assert (await desk.record(call)).verdict is Verdict.EXPIRED
    await desk.recovery.close_left_behind()
    assert await desk.course(call) == ["armed", "sending", "unknown/disconnected", "+expired"]


async def test_a_scheduled_call_stays_scheduled(first, open_desk, wire):
    wire.on("DIAL.CONNECT", taken_by_anveo())
    await first.account("anveo")
    call = await first.press("anveo", DELAY="600")
    await first.finished(call)
    await first.die()
    second = await recovered(open_desk, wire)
    assert (await second.course(call))[-1] == "scheduled"


async def test_a_call_whose_secret_is_not_to_be_had_is_left_for_who_has_it(first, open_desk, wire):
    call = await connected(first, wire)
    await first.die()
    account = first.accounts.named(None)
    await first.memory.remove(account.id, "password")
    second = await recovered(open_desk, wire)
    assert await second.recovery.take_up() == []
    assert (await second.handles.find(call.id))[0] != second.handles.process
    await first.memory.put(account.id, "password", Secret(CANARY))
    assert len(await second.recovery.take_up()) == 1


async def test_a_call_whose_account_was_removed_lets_go_of_the_line(first, open_desk, wire, tmp_path):
    call = await connected(first, wire)
    await first.die()
    await first.accounts.remove(first.accounts.named(None))
    second = await recovered(open_desk, wire)
    assert await second.recovery.take_up() == []
    assert (await second.course(call))[-1] == "untracked/contact_lost"
    assert "account" in second.seen[-1].text
    assert entries(tmp_path) == []


async def too_late(orphan):
    return False


@pytest.mark.parametrize("removes", [True, False])
async def test_what_somebody_else_adopts_first_is_his(first, open_desk, wire, removes):
    call = await connected(first, wire)
    await first.die()
    if removes:
        await first.accounts.remove(first.accounts.named(None))
    second = await recovered(open_desk, wire)
    second.handles.adopt = too_late
    assert await second.recovery.take_up() == []
    assert (await second.course(call))[-1] == "connected"


async def test_what_somebody_else_tidies_first_is_his(first, open_desk, wire):
    await idle(first, wire)
    await first.die()
    second = await open_desk()
    wire.sent.clear()
    second.handles.adopt = too_late
    await second.recovery.close_left_behind()
    assert wire.sent == []


async def test_the_session_id_of_a_call_taken_up_is_kept_out_of_the_log(first, open_desk, wire):
    await connected(first, wire)
    await first.die()
    second = await recovered(open_desk, wire)
    await second.recovery.take_up()
    assert Secret("5ae2a5rw47w") in second.known_secrets


async def test_after_recovery_the_line_is_free_for_a_press(first, open_desk, wire):
    act = hanging()
    wire.on("login", act)
    await first.press("business_isp")
    await act.leaves.wait()
    await first.die()
    second = await recovered(open_desk, wire)
    wire.on("login", Act(isp(101)))
    assert (await second.call("business_isp", C))[-1] == "rejected/provider_message"
