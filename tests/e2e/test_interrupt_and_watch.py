"""Ctrl-C once and twice; `watch` and `hangup` from another process, beside a living one and after a dead one."""

import signal

import pytest

from desktop_dialer.simulator import Action, Simulator

PACE = 0.2
"""Slow enough for a second Ctrl-C within the scaled two seconds."""


@pytest.fixture
async def simulator():
    async with Simulator(pace=PACE) as server:
        yield server


@pytest.fixture
async def talking(ready):
    """A call of a process of its own, both parties connected."""
    running = await ready.start("call", "+31207654321", "--account", "business_isp", "--json", "--yes", scale=PACE)
    await running.line(holds='"connected"')
    return running


def actions(simulator):
    return [entry.action for entry in simulator.log if entry.action is not Action.STATUS]


async def test_ctrl_c_leaves_the_call_alone_and_watch_takes_it_up_again(ready, simulator, talking):
    talking.interrupt()
    assert "the call is left alone" in await talking.note()
    assert (await talking.end()).code == 130
    assert actions(simulator) == [Action.START]
    taken_up = await ready.run("watch", "--json", scale=PACE)
    assert (taken_up.code, taken_up.last) == (0, ("ended", "b_party"))
    assert taken_up.states[0] == "connected"


async def test_ctrl_c_twice_hangs_up(simulator, talking):
    talking.interrupt()
    await talking.note()
    talking.interrupt()
    ended = await talking.end()
    assert (ended.code, ended.last) == (0, ("ended", "hung_up"))
    assert actions(simulator) == [Action.START, Action.HANG_UP, Action.END]


async def test_sigterm_leaves_the_call_alone_too(simulator, talking):
    talking.interrupt(signal.SIGTERM)
    assert (await talking.end()).code == 130
    assert actions(simulator) == [Action.START]


async def test_a_killed_process_leaves_a_call_that_is_watched_to_its_end(ready, simulator, talking):
    talking.kill()
    await talking.end()
    taken_up = await ready.run("watch", scale=PACE)
    assert taken_up.code == 0
    assert "hung up" in taken_up.out
    assert actions(simulator).count(Action.START) == 1


async def test_a_hangup_of_another_process_shows_in_the_running_call(ready, simulator, talking):
    hangup = await ready.run("hangup", scale=PACE)
    assert (hangup.code, hangup.out) == (0, "")
    ended = await talking.end()
    assert (ended.code, ended.last) == (0, ("ended", "hung_up"))
    assert "person" in [one["evidence"] for one in ended.objects]
    assert actions(simulator).count(Action.HANG_UP) == 1


async def test_watch_beside_the_living_process_tells_what_that_enters(ready, simulator, talking):
    seen = await ready.run("watch", "--json", scale=PACE)
    told = await talking.end()
    assert (seen.code, seen.last) == (told.code, told.last) == (0, ("ended", "b_party"))
    assert seen.objects[-1] == told.objects[-1]


async def test_a_provider_without_remote_hang_up_says_so(ready, simulator):
    running = await ready.start("call", "+31207654321", "--account", "anveo", "--json", scale=PACE)
    await running.line(holds="accepted")
    refused = await ready.run("hangup", scale=PACE)
    assert refused.code == 2
    assert "hang up on your phone" in refused.err.lower()
    running.interrupt()
    assert (await running.end()).code == 130


@pytest.mark.parametrize("command", ["watch", "hangup"])
async def test_nothing_live_is_exit_2(dialer, command):
    ended = await dialer.run(command)
    assert (ended.code, ended.out) == (2, "")
    assert "no live call" in ended.err
