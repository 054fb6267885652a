"""The owner of all tasks."""

import asyncio

import pytest

from desktop_dialer.dialing.task_scope import TaskScope, unbroken


@pytest.fixture
def scope():
    return TaskScope()


async def test_a_task_gives_its_result(scope):
    async def work():
        return 7

    assert await scope.spawn(work(), "work") == 7


async def test_a_fault_that_nobody_awaits_is_logged(scope, expected_log):
    expected_log("ERROR .*the work stopped: ValueError")

    async def work():
        raise ValueError

    task = scope.spawn(work(), "the work")
    await asyncio.wait({task})


async def test_closing_cancels_and_waits_for_the_cleaning_up(scope):
    steps = []

    async def work():
        try:
            await asyncio.sleep(10)
        finally:
            await asyncio.sleep(0.01)
            steps.append("cleaned up")

    scope.spawn(work(), "work")
    await scope.close(1.0)
    assert steps == ["cleaned up"]


async def test_what_was_spawned_a_moment_ago_begins_before_it_is_cancelled(scope):
    steps = []

    async def work():
        try:
            steps.append("begun")
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            steps.append("stopped")
            raise

    scope.spawn(work(), "work")
    await scope.close(1.0)
    assert steps == ["begun", "stopped"]


async def test_what_is_spawned_while_it_closes_is_cancelled_and_waited_for(scope):
    steps = []

    async def more():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            steps.append("more")
            raise

    async def work():
        try:
            await asyncio.sleep(10)
        finally:
            scope.spawn(more(), "more")

    scope.spawn(work(), "work")
    await scope.close(1.0)
    assert steps == ["more"]


async def test_what_is_spawned_just_as_it_closes_is_cancelled_once(scope):
    steps = []

    async def cleaning_up():
        try:
            await asyncio.sleep(10)
        finally:
            await asyncio.sleep(0.01)
            steps.append("cleaned up")

    async def spawning():
        scope.spawn(cleaning_up(), "cleaning up")

    closing = asyncio.ensure_future(scope.close(1.0))
    await asyncio.sleep(0)
    await spawning()
    await closing
    assert steps == ["cleaned up"]


async def test_closing_waits_no_longer_than_it_may(scope):
    released = asyncio.Event()

    async def stubborn():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            await released.wait()

    task = scope.spawn(stubborn(), "stubborn")
    async with asyncio.timeout(1):
        await scope.close(0.02)
    assert not task.done()
    released.set()
    await task


async def test_an_empty_scope_closes_at_once(scope):
    await scope.close(1.0)


async def test_unbroken_work_runs_to_its_end_and_the_cancellation_follows(expected_log):
    expected_log("the entry stopped: ValueError")
    steps = []

    async def work(fault=None):
        await asyncio.sleep(0.01)
        steps.append("done")
        if fault:
            raise fault
        return 7

    assert await unbroken(work(), "the entry") == 7
    for fault in (None, ValueError()):
        task = asyncio.ensure_future(unbroken(work(fault), "the entry"))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert steps == ["done"] * 3
