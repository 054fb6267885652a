"""One owner of all tasks: what is spawned here is watched for faults and cancelled on close."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class TaskScope:
    """Holds every task until it is done; a fault that nobody awaits is logged, never swallowed."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_closing = False

    def spawn(self, work: Coroutine[Any, Any, _T], name: str) -> asyncio.Task[_T]:
        """Run `work` as a task of this scope. Where the scope is closing, it begins and is cancelled."""
        loop = asyncio.get_running_loop()
        task = loop.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        if self._is_closing:
            loop.call_soon(task.cancel)
        return task

    async def close(self, seconds: float) -> None:
        """Cancel what still runs and wait for it, at most `seconds`."""
        tasks, self._is_closing = list(self._tasks), True
        # A task that is cancelled before its first step never runs at all, and could not enter how it was stopped.
        await asyncio.sleep(0)
        # Those that came since are cancelled by `spawn`: a second time would break off how they clean up.
        for task in tasks:
            task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(self._tasks)

    def _on_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        _log_fault(task)


async def unbroken(work: Coroutine[Any, Any, _T], name: str) -> _T:
    """Run `work` to its end, also where who waits for it is cancelled meanwhile; the cancellation comes after it."""
    task = asyncio.get_running_loop().create_task(work, name=name)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        _log_fault(task)
        raise


def _log_fault(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (fault := task.exception()) is not None:
        _log.error("%s stopped: %s", task.get_name(), type(fault).__name__, exc_info=fault)
