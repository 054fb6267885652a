"""Qt's loop as asyncio's: its timers are as many as are waited for, none is early, and nothing holds up its end."""

import asyncio
import threading
import time

import pytest
from PySide6.QtCore import QAbstractEventDispatcher
from PySide6.QtWidgets import QApplication

from desktop_dialer.desktop.qt_loop import QtLoop
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.wiring import Program


def run(work):
    """Run the coroutine as the program does."""
    with asyncio.Runner(loop_factory=lambda: QtLoop(QApplication.instance())) as runner:
        return runner.run(work)


def timers():
    """The Qt timers of the loop that runs, by their intervals in ms."""
    owner = asyncio.get_running_loop()._timer
    return [timer.interval for timer in QAbstractEventDispatcher.instance().registeredTimers(owner)]


def test_a_timer_that_is_cancelled_is_gone_at_once():
    async def work():
        handle = asyncio.get_running_loop().call_later(60, print)
        assert timers() == [60_000]
        handle.cancel()
        handle.cancel()
        assert timers() == []

    run(work())


def test_a_deadline_that_was_kept_leaves_no_timer():
    async def work():
        for _ in range(20):
            async with asyncio.timeout(60):
                await asyncio.sleep(0)
        assert timers() == []

    run(work())


def test_no_timer_is_early():
    async def work():
        for seconds in (0.0305, 0.1, 0.2):
            begun = time.monotonic()
            await asyncio.sleep(seconds)
            assert time.monotonic() - begun >= seconds

    run(work())


def test_callbacks_come_in_their_order_and_a_cancelled_one_does_not():
    async def work():
        loop, came = asyncio.get_running_loop(), []
        for number in range(5):
            handle = loop.call_soon(came.append, number)
            if number == 3:
                handle.cancel()
        loop.call_later(-1, came.append, "late")
        await asyncio.sleep(0.01)
        assert came == [0, 1, 2, 4, "late"]

    run(work())


def test_a_handle_tells_when_it_is_due_and_may_be_cancelled_after_it_ran():
    async def work():
        loop, ran = asyncio.get_running_loop(), asyncio.Event()
        handle = loop.call_later(0.01, ran.set)
        assert handle.when() == pytest.approx(loop.time() + 0.01, abs=0.01)
        await ran.wait()
        handle.cancel()

    run(work())


def test_a_handle_that_ran_is_not_taken_for_the_one_that_has_its_timers_id_now():
    async def work():
        loop, ran = asyncio.get_running_loop(), asyncio.Event()
        old = loop.call_later(0, int)
        await asyncio.sleep(0.01)
        new = loop.call_later(0.01, ran.set)
        old.timer = new.timer
        old.cancel()
        async with asyncio.timeout(2):
            await ran.wait()

    run(work())


def test_what_a_callback_raises_goes_to_the_loops_handler():
    async def work():
        loop, told = asyncio.get_running_loop(), []
        loop.set_exception_handler(lambda _, context: told.append(context["exception"]))
        loop.call_soon(int, "x")
        await asyncio.sleep(0.01)
        assert [type(fault) for fault in told] == [ValueError]

    run(work())


def test_what_other_threads_bring_comes_in_its_order():
    async def work():
        loop, came = asyncio.get_running_loop(), []

        def bring():
            for number in range(100):
                loop.call_soon_threadsafe(came.append, number)

        await asyncio.to_thread(bring)
        await asyncio.sleep(0.01)
        assert came == list(range(100))

    run(work())


def test_nothing_runs_after_the_end():
    ran = []

    async def work():
        asyncio.get_running_loop().call_later(0.01, ran.append, 1)

    run(work())
    time.sleep(0.02)
    QApplication.processEvents()
    assert ran == []


def test_a_thread_that_hangs_does_not_hold_up_the_end():
    go_on = threading.Event()

    async def work():
        waiting = asyncio.ensure_future(asyncio.to_thread(go_on.wait, 20))
        await asyncio.sleep(0.01)
        waiting.cancel()

    begun = time.monotonic()
    run(work())
    assert time.monotonic() - begun < 5
    go_on.set()


def test_what_a_thread_raises_is_heard():
    async def work():
        with pytest.raises(ValueError, match="invalid literal"):
            await asyncio.to_thread(int, "x")

    run(work())


def test_an_idle_engine_has_no_timer(tmp_path):
    async def work():
        async with Program({"DESKTOP_DIALER_HOME": str(tmp_path)}, MemorySecrets()).engine() as engine:
            await engine.http.prepare()
            await engine.recovery.close_left_behind()
            await asyncio.sleep(0.05)
            assert timers() == []

    run(work())
