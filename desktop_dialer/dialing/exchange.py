"""One start request: sent once, bounded by one deadline, and what its answer, or the lack of one, proves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_dialer.core.call import Evidence, Reason, State
from desktop_dialer.core.errors import NoAnswer, NotSent
from desktop_dialer.core.reading import Reading

if TYPE_CHECKING:
    from desktop_dialer.core.pace import Pace
    from desktop_dialer.core.ports import Http
    from desktop_dialer.core.wire import Reply, Request

CONNECT_SECONDS = 10.0


class Exchange:
    """A request on its way: `outcome` is what is known at the deadline, `late` what an answer after it adds."""

    def __init__(
        self,
        http: Http,
        pace: Pace,
        *,
        request: Request,
        read: Callable[[Reply], Reading],
        deadline: float,
        proxy: str,
    ) -> None:
        self._read = read
        self._deadline = pace.seconds(deadline)
        self._is_sent = False
        self.evidence = Evidence.LOCAL
        """`reply` once an answer was read."""
        connect_seconds = pace.seconds(min(CONNECT_SECONDS, deadline))
        sending = http.start(request, connect_seconds=connect_seconds, proxy=proxy, on_sent=self._on_sent)
        self._task = asyncio.ensure_future(sending)

    @property
    def is_open(self) -> bool:
        """Whether an answer may still come."""
        return not self._task.done()

    async def outcome(self) -> Reading:
        """What is known at the answer or at the deadline, whichever comes first."""
        await asyncio.wait({self._task}, timeout=self._deadline)
        if self._task.done():
            return self._settled()
        if self._is_sent:
            return Reading(state=State.UNKNOWN, reason=Reason.TIMEOUT)
        await self.abandon()
        return self.abandoned(unsent=Reason.TIMEOUT_CONNECTING, sent=Reason.TIMEOUT)

    async def late(self) -> Reading | None:
        """The answer that came up to one more deadline later; None where none came that says anything."""
        try:
            await asyncio.wait({self._task}, timeout=self._deadline)
        finally:
            if not self._task.done():
                await self.abandon()
        if self._task.cancelled():
            return None
        reading = self._settled()
        return None if reading.state is State.UNKNOWN else reading

    async def abandon(self) -> None:
        """Give up the connection; what was sent stays sent."""
        self._task.cancel()
        await asyncio.wait({self._task})

    def abandoned(self, *, unsent: Reason, sent: Reason) -> Reading:
        """What an abandoned exchange proves: nothing was sent, or nobody knows."""
        if self._is_sent:
            return Reading(state=State.UNKNOWN, reason=sent)
        return Reading(state=State.NOT_SENT, reason=unsent)

    def _on_sent(self) -> None:
        self._is_sent = True

    def _settled(self) -> Reading:
        try:
            reply = self._task.result()
        except NotSent as fault:
            return Reading(state=State.NOT_SENT, reason=fault.reason, text=str(fault))
        except NoAnswer as fault:
            return Reading(state=State.UNKNOWN, reason=fault.reason, text=str(fault))
        self.evidence = Evidence.REPLY
        return self._read(reply)
