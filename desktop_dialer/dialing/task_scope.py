"""One owner of all tasks: what is spawned here is watched for faults and cancelled on close."""

from __future__ import annotations

import asyncio
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

    def spawn(self, work: Coroutine[Any, Any, _T], name: str) -> asyncio.Task[_T]:
        """Run `work` as a task of this scope."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    async def close(self, seconds: float) -> None:
        """Cancel what still runs and wait for it, at most `seconds`."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    def _on_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            _log.error("%s stopped: %s", task.get_name(), type(fault).__name__, exc_info=fault)
