"""The polls of a process, spread: the rate, who goes first, and who gave up waiting."""

import asyncio

import pytest

from desktop_dialer.core.pace import Pace
from desktop_dialer.dialing.budget import PollBudget


@pytest.fixture
async def spent():
    """A budget of 100 a second whose spare turns are used up."""
    budget = PollBudget(Pace(), polls_per_second=100)
    for _ in range(11):
        await budget.turn(0.0)
    return budget


async def test_polls_pass_at_the_budgets_rate(spent):
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await asyncio.gather(*(spent.turn(0.0) for _ in range(10)))
    assert 0.08 < loop.time() - begun < 1.0


async def test_a_lone_poll_does_not_wait():
    budget = PollBudget(Pace(), polls_per_second=0.001)
    async with asyncio.timeout(1):
        await budget.turn(0.0)


async def test_the_pace_scales_the_rate():
    budget = PollBudget(Pace(0.001), polls_per_second=1)
    async with asyncio.timeout(1):
        for _ in range(50):
            await budget.turn(0.0)


async def test_the_latest_change_goes_first_and_equals_in_their_order(spent):
    served = []

    async def wait(name, changed_at):
        await spent.turn(changed_at)
        served.append(name)

    await asyncio.gather(wait("old", 1.0), wait("new", 3.0), wait("middle", 2.0), wait("middle too", 2.0))
    assert served == ["new", "middle", "middle too", "old"]


async def test_who_gave_up_waiting_takes_no_turn(spent):
    waiting = [asyncio.ensure_future(spent.turn(9.0)) for _ in range(50)]
    await asyncio.sleep(0)
    last = asyncio.ensure_future(spent.turn(0.0))
    await asyncio.sleep(0)
    for one in waiting:
        one.cancel()
    begun = asyncio.get_running_loop().time()
    await last
    assert asyncio.get_running_loop().time() - begun < 0.4
