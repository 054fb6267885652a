"""Qt's event loop as asyncio's: qasync's, with timers that are gone as soon as they are cancelled and never early."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from contextvars import Context

import qasync
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimerEvent

from desktop_dialer.desktop.daemon_executor import DaemonExecutor


class QtLoop(qasync.QEventLoop):  # type: ignore[misc]  # it is published without types
    """An asyncio loop that runs Qt's: `asyncio.Runner(loop_factory=lambda: QtLoop(application))`.

    WORKAROUND qasync 0.28: it leaves a cancelled timer to Qt until its time has come, so that a request leaves its
    deadline behind (200 polls a second: 1,140 timers live instead of 200). Its timers are Qt's coarse ones, which may
    fire 5 % early. And its threads are waited for at the end, a name look-up that hangs included.
    """

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._timer = _Timers()
        self.set_default_executor(DaemonExecutor())

    def call_soon(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self, context=context)
        self._timer.add_callback(handle)
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.TimerHandle:
        handle = _Timed(self.time() + delay, callback, args, self, context=context)
        handle.timer = self._timer.add_callback(handle, delay)
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Asyncio's own word to a loop that a timer of its was cancelled."""
        if isinstance(handle, _Timed):
            self._timer.drop(handle.timer, handle)


class _Timed(asyncio.TimerHandle):
    """A callback with the id of the Qt timer that is to call it."""

    __slots__ = ("timer",)
    timer: int


class _Timers(QObject):
    """What `qasync._SimpleTimer` is to its loop: a Qt timer for each callback."""

    def __init__(self) -> None:
        super().__init__()
        self._due: dict[int, asyncio.Handle] = {}

    def add_callback(self, handle: asyncio.Handle, delay: float = 0.0) -> int:
        """Run it after so many seconds; the timer's id."""
        timer = self.startTimer(math.ceil(max(delay, 0.0) * 1000), Qt.TimerType.PreciseTimer)
        self._due[timer] = handle
        return timer

    def drop(self, timer: int, handle: asyncio.Handle) -> None:
        """Run it no more; no fault where it ran. Qt may have given the timer's id to another one by now."""
        if self._due.get(timer) is handle:
            del self._due[timer]
            self.killTimer(timer)

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802 - Qt's
        timer = event.timerId()
        handle = self._due.get(timer)
        if handle is not None:
            self.drop(timer, handle)
            if not handle.cancelled():
                handle._run()  # noqa: SLF001 - as every loop does

    def stop(self) -> None:
        """The loop is closed: nothing is run any more."""
        for timer, handle in list(self._due.items()):
            self.drop(timer, handle)

    def set_debug(self, enabled: bool) -> None:  # noqa: FBT001 - qasync's
        """Nothing more is told in debug mode."""
