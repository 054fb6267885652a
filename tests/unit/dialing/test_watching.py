"""Taking up watching: by polling where nobody else does, else by what the call's own process enters."""

import asyncio

import pytest

from desktop_dialer.core.errors import NothingFound, SecretUnavailable
from desktop_dialer.core.secret import Secret
from desktop_dialer.dialing.drafting import track_plan
from desktop_dialer.dialing.watching import can_be_watched
from desktop_dialer.providers import PROVIDERS
from tests.unit.dialing.desk import CANARY, C
from tests.unit.dialing.test_recovery import connected, entries
from tests.unit.dialing.test_stopping import Gate
from tests.unit.dialing.wire import LOST, hanging, isp, opened, reply


@pytest.fixture
async def first(open_desk):
    desk = await open_desk()
    await desk.account("business_isp")
    return desk


async def watch(desk, call):
    async with asyncio.timeout(5):
        await desk.watching.watch(await desk.record(call))


@pytest.mark.usefixtures("quick_back_off")
async def test_a_lost_contact_is_taken_up_in_the_same_process(first, wire):
    call = await connected(first, wire)
    wire.on("getStatus", LOST)
    await first.finished(call)
    assert can_be_watched(await first.record(call))
    wire.on("getStatus", isp(3), isp(105), isp(9), isp(30))
    await watch(first, call)
    course = ["connected", "untracked/contact_lost", "connected", "ended/b_party"]
    assert (await first.course(call))[3:] == first.shown(call)[3:] == course
    assert not can_be_watched(await first.record(call))


@pytest.mark.usefixtures("quick_back_off")
async def test_a_contact_that_is_lost_again_can_be_taken_up_again(first, wire):
    call = await connected(first, wire)
    wire.on("getStatus", LOST)
    await first.finished(call)
    await watch(first, call)
    assert (await first.course(call))[-2:] == ["untracked/contact_lost", "=No usable answer 10 times running."]
    assert await first.handles.find(call.id) is not None


@pytest.mark.usefixtures("quick_back_off")
async def test_a_lost_call_that_lives_while_its_line_is_taken_is_not_followed(first, wire):
    call = await connected(first, wire)
    wire.on("getStatus", LOST)
    await first.finished(call)
    wire.on("login", opened("second"))
    wire.on("getStatus", isp(9))
    other = await first.press("business_isp", C)
    await first.until(other, "connected")
    await watch(first, call)
    assert (await first.record(call)).last.reason == "contact_lost"
    assert (await first.record(other)).is_live


async def test_the_call_of_a_dead_process_is_adopted(first, open_desk, wire):
    call = await connected(first, wire)
    await first.die()
    second = await open_desk()
    wire.on("getStatus", isp(9), isp(31))
    await watch(second, call)
    assert second.shown(call) == ["ended/a_party"]


async def test_the_call_of_a_living_process_is_watched_through_the_journal(first, open_desk, wire):
    call = await connected(first, wire)
    second = await open_desk()
    second.log.catch_up_before = None
    watching = asyncio.ensure_future(watch(second, call))
    await asyncio.sleep(0.03)
    wire.on("getStatus", isp(30))
    await watching
    assert second.shown(call) == ["ended/b_party"]
    assert (await second.handles.find(call.id))[0] == first.handles.process


async def test_the_last_entries_are_shown_before_watching_ends(first, open_desk, wire):
    """Though nobody looks for the entries of other processes any more."""
    call = await connected(first, wire)
    second = await open_desk()
    await second.scope.close(1.0)
    watching = asyncio.ensure_future(watch(second, call))
    await asyncio.sleep(0.02)
    wire.on("getStatus", isp(30))
    await watching
    assert second.shown(call) == ["ended/b_party"]


async def test_a_process_that_dies_while_it_is_watched_is_stood_in_for(first, open_desk, wire):
    call = await connected(first, wire)
    second = await open_desk()
    watching = asyncio.ensure_future(watch(second, call))
    await asyncio.sleep(0.02)
    await first.die()
    wire.on("getStatus", isp(30))
    await watching
    assert second.shown(call) == ["ended/b_party"]


async def test_a_call_that_is_followed_here_is_not_polled_twice(first, wire):
    call = await connected(first, wire)
    polls = wire.count("getStatus")
    act = hanging(isp(30))
    wire.on("getStatus", act)
    await act.leaves.wait()
    watching = asyncio.ensure_future(watch(first, call))
    await asyncio.sleep(0.02)
    assert wire.count("getStatus") <= polls + 3
    act.answers.set()
    await watching
    assert first.shown(call)[-1] == "ended/b_party"
    assert first.shown(call).count("ended/b_party") == 1


async def test_a_call_that_is_being_sent_is_waited_for(first, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(30))
    await first.call("business_isp")
    wire.on("hangUp", isp(105))
    act = hanging(isp(101))
    wire.on("connect", act)
    call = await first.press("business_isp", C)
    await act.leaves.wait()
    wire.sent.clear()
    watching = asyncio.ensure_future(watch(first, call))
    await asyncio.sleep(0.02)
    act.answers.set()
    await watching
    assert wire.count("getStatus") == 0


async def test_a_call_by_which_nothing_was_kept_cannot_be_asked_for(first, open_desk, wire, tmp_path):
    call = await connected(first, wire)
    await first.die()
    for entry in entries(tmp_path):
        entry.unlink()
    second = await open_desk()
    with pytest.raises(NothingFound, match="Nothing was kept"):
        await watch(second, call)


async def test_a_call_of_this_process_without_a_handle_is_waited_for(first, wire):
    await first.account("tel2")
    act = hanging(reply("ok"))
    wire.on("connectcall", act)
    call = await first.press("tel2")
    await act.leaves.wait()
    watching = asyncio.ensure_future(watch(first, call))
    await asyncio.sleep(0.02)
    act.answers.set()
    await watching
    assert (await first.course(call))[-1] == "untracked/reports_nothing_more"


async def test_without_its_secret_a_call_is_left_for_who_has_it(first, open_desk, wire):
    call = await connected(first, wire)
    await first.die()
    account = first.accounts.named(None)
    await first.memory.remove(account.id, "password")
    second = await open_desk()
    with pytest.raises(SecretUnavailable):
        await watch(second, call)
    assert (await second.handles.find(call.id))[0] != second.handles.process
    await first.memory.put(account.id, "password", Secret(CANARY))
    wire.on("getStatus", isp(30))
    await watch(second, call)
    assert second.shown(call)[-1] == "ended/b_party"


async def test_who_is_slower_to_adopt_watches_through_the_journal(first, open_desk, wire):
    call = await connected(first, wire)
    await first.die()
    second, third = await open_desk(), await open_desk()
    wire.on("getStatus", isp(9))
    adopt, tries = third.handles.adopt, []

    async def too_late(orphan):
        tries.append(orphan)
        await second.handles.adopt(orphan)
        return await adopt(orphan)

    third.handles.adopt = too_late
    watching = asyncio.ensure_future(watch(third, call))
    await third.when(lambda: tries)
    wire.on("getStatus", isp(30))
    await watch(second, call)
    await watching
    assert third.shown(call) == ["ended/b_party"]
    assert len(tries) == 1


async def test_the_handle_of_a_lost_contact_that_is_followed_again_is_not_let_go(open_desk, wire):
    desk = await open_desk(scale=0.00008)
    await desk.account("business_isp")
    wire.on("login", opened())
    wire.on("getStatus", LOST)
    call = await desk.press("business_isp")
    await desk.finished(call)
    with desk.following.minding(call.id):
        await desk.when(lambda: "end of a lost contact" not in {task.get_name() for task in asyncio.all_tasks()})
    assert await desk.handles.find(call.id) is not None


async def test_of_two_who_watch_the_call_of_a_dead_process_one_polls(first, open_desk, wire):
    call = await connected(first, wire)
    await first.die()
    second = await open_desk()
    act = hanging(isp(30))
    wire.on("getStatus", act)
    wire.sent.clear()
    watchers = [asyncio.ensure_future(watch(second, call)) for _ in range(2)]
    await act.leaves.wait()
    await asyncio.sleep(0.02)
    act.answers.set()
    await asyncio.gather(*watchers)
    assert wire.sent == ["getStatus"]
    assert second.shown(call) == ["ended/b_party"]


@pytest.mark.usefixtures("quick_back_off")
async def test_who_comes_late_from_the_keyring_leaves_a_call_alone_that_is_over(first, wire):
    """Its session rests by then, and may carry another call: settled twice, it would pass for idle."""
    call = await connected(first, wire)
    wire.on("getStatus", LOST)
    await first.finished(call)
    gate = Gate(first.memory, "get")
    slow = asyncio.ensure_future(watch(first, call))
    await gate.reached.wait()
    wire.on("getStatus", isp(9), isp(30))
    await watch(first, call)
    wire.on("hangUp", isp(105))
    wire.on("connect", isp(100))
    wire.on("getStatus", isp(9))
    other = await first.press("business_isp", C)
    await first.until(other, "connected")
    gate.opened.set()
    await slow
    assert (await first.handles.find(other.id)) is not None
    account = first.accounts.named(None)
    assert not first.sessions.has_idle(account, track_plan(account, PROVIDERS["business_isp"]).base_url)


async def test_who_comes_late_from_the_keyring_does_not_poll_a_call_that_is_followed(first, open_desk, wire):
    call = await connected(first, wire)
    await first.die()
    second = await open_desk()
    wire.on("getStatus", isp(9))
    (lead,) = await second.recovery.take_up()
    gate = Gate(first.memory, "get")
    slow = asyncio.ensure_future(watch(second, call))
    await gate.reached.wait()
    act = hanging(isp(30))
    wire.on("getStatus", act)
    following = asyncio.ensure_future(second.following.follow(lead, "connected"))
    await act.leaves.wait()
    wire.sent.clear()
    gate.opened.set()
    await asyncio.sleep(0.02)
    assert wire.sent == []
    assert not slow.done()
    act.answers.set()
    await asyncio.gather(slow, following)
