"""The polls of a process, spread: at most so many a second, the calls that change most recently first."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_dialer.core.pace import Pace

POLLS_PER_SECOND = 200


class PollBudget:
    """Lets polls pass one by one at the budget's rate; who waits is served by the latest change first."""

    def __init__(self, pace: Pace, polls_per_second: float = POLLS_PER_SECOND) -> None:
        self._gap = pace.seconds(1.0) / polls_per_second
        self._free_at = 0.0
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, changed_at: float) -> None:
        """Wait for a turn. `changed_at` is the loop time at which the call last changed."""
        loop = asyncio.get_running_loop()
        if not self._waiting and loop.time() >= self._free_at:
            self._take(loop.time())
            return
        turn: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (-changed_at, next(self._order), turn))
        self._plan(loop)
        await turn

    def _take(self, now: float) -> None:
        # A little of what was not used is kept: pollers that wake in the same millisecond need no turns of their own.
        self._free_at = max(self._free_at, now - 10 * self._gap) + self._gap

    def _plan(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None and self._waiting:
            self._timer = loop.call_at(self._free_at, self._serve, loop)

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        while self._waiting and loop.time() >= self._free_at:
            *_, turn = heapq.heappop(self._waiting)
            if not turn.done():
                self._take(loop.time())
                turn.set_result(None)
        self._plan(loop)
