"""One start request: sent once, bounded by one deadline, and what its answer, or the lack of one, proves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_dialer.core.call import Evidence, Reason, State
from desktop_dialer.core.errors import NoAnswer, NotSent
from desktop_dialer.core.reading import Reading

if TYPE_CHECKING:
    from desktop_dialer.core.pace import Pace
    from desktop_dialer.core.ports import Http
    from desktop_dialer.core.wire import Reply, Request

_log = logging.getLogger(__name__)

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
        if self.is_open and self._is_sent:
            return Reading(state=State.UNKNOWN, reason=Reason.TIMEOUT)
        return await self.give_up(unsent=Reason.TIMEOUT_CONNECTING, sent=Reason.TIMEOUT)

    async def late(self) -> Reading | None:
        """The answer that came up to one more deadline later; None where none came that says anything."""
        try:
            await asyncio.wait({self._task}, timeout=self._deadline)
        finally:
            reading = await self.give_up(unsent=Reason.CANCELLED, sent=Reason.TIMEOUT)
        return None if reading.state is State.UNKNOWN else reading

    async def give_up(self, *, unsent: Reason, sent: Reason) -> Reading:
        """Close the connection, and say what is proved: by the answer where it is there, else by whether a byte left.

        What was sent stays sent: that is `unknown` with the reason `sent`.
        """
        self._task.cancel()
        await asyncio.wait({self._task})
        return self._by_bytes(unsent=unsent, sent=sent) if self._task.cancelled() else self._settled()

    def _on_sent(self) -> None:
        self._is_sent = True

    def _settled(self) -> Reading:
        try:
            reading = self._read(self._task.result())
        except NotSent as fault:
            return Reading(state=State.NOT_SENT, reason=fault.reason, text=str(fault))
        except NoAnswer as fault:
            return Reading(state=State.UNKNOWN, reason=fault.reason, text=str(fault))
        except Exception:  # noqa: BLE001 - what it proves is entered, and the call has its way out
            _log.exception("A start request met a fault of this program")
            return self._by_bytes(unsent=Reason.INTERRUPTED, sent=Reason.INTERRUPTED)
        self.evidence = Evidence.REPLY
        return reading

    def _by_bytes(self, *, unsent: Reason, sent: Reason) -> Reading:
        """What is proved without an answer: nothing was sent, or nobody knows."""
        if self._is_sent:
            return Reading(state=State.UNKNOWN, reason=sent)
        return Reading(state=State.NOT_SENT, reason=unsent)
