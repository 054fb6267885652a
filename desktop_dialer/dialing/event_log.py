"""The one way into the journal and out to whoever watches: each entry is on disk before anybody sees it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_dialer.core.call import Event, Report, State
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.core.text import keep

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_dialer.core.call import Intent
    from desktop_dialer.core.pace import Pace
    from desktop_dialer.core.ports import Journal
    from desktop_dialer.core.secret import Secret

_log = logging.getLogger(__name__)

Listener = Callable[[Event], None]
FOREIGN_SECONDS = 0.5
"""How often another process's entries are looked for; a hang-up from outside shows within 2 s."""


class EventLog:
    """Enters reports and publishes the events in the order of their seq, those of other processes included."""

    def __init__(self, *, journal: Journal, pace: Pace, now: Callable[[], datetime]) -> None:
        self._journal = journal
        self._pace = pace
        self._now = now
        self._listeners: list[Listener] = []
        self._published: dict[str, int] = {}
        self._states: dict[str, State] = {}
        self._publishing = asyncio.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each event from now on; what is returned ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def arm(self, intent: Intent, reports: Sequence[Report]) -> None:
        """Write the intent and its first events. Raises `LineBusy`, `StorageFailed`."""
        events = await self._journal.arm(intent, reports)
        self._published[intent.call] = 0
        self._publish(events)

    async def record(self, call: str, report: Report, secrets: Iterable[Secret] = ()) -> Event | None:
        """Enter a report, its texts cleaned and scrubbed; None where it came too late. Raises as the journal."""
        event = await self._journal.append(call, _kept(report, list(secrets)))
        if event is not None:
            await self._catch_up(call, upto=event)
        return event

    async def enter(self, call: str, report: Report, secrets: Iterable[Secret] = ()) -> Event | None:
        """As `record`, but what the disk refuses is still shown: a call that runs is not lost sight of."""
        try:
            return await self.record(call, report, secrets)
        except StorageFailed as fault:
            _log.error("An entry of call %s could not be kept: %s", call, fault)
            return self.show_unrecorded(call, _kept(report, list(secrets)))

    def show_unrecorded(self, call: str, report: Report) -> Event:
        """Show a report that has no row: the journal could not take it."""
        event = Event(
            call=call,
            seq=self._published.get(call, 0) + 1,
            time=self._now(),
            elapsed=0.0,
            state=report.state or self._states.get(call, State.SENDING),
            leg=report.leg,
            reason=report.reason,
            evidence=report.evidence,
            code=report.code,
            text=report.text,
        )
        self._publish([event])
        return event

    def mind(self, call: str, seq: int) -> None:
        """Publish what is entered for this call after `seq`, by whichever process."""
        self._published.setdefault(call, seq)

    def forget(self, call: str) -> None:
        """The call is over: look for no more entries of it."""
        self._published.pop(call, None)
        self._states.pop(call, None)

    async def follow_others(self) -> None:
        """Publish what other processes enter for the calls minded here. Runs until cancelled."""
        while True:
            await asyncio.sleep(self._pace.seconds(FOREIGN_SECONDS))
            if self._published and await self._journal.changed():
                for call in list(self._published):
                    await self._catch_up(call)

    async def _catch_up(self, call: str, upto: Event | None = None) -> None:
        async with self._publishing:
            seen = self._published.get(call, 0)
            if upto is not None and upto.seq == seen + 1:
                self._publish([upto])
            elif call in self._published:
                self._publish(await self._journal.events(call, after=seen))
            elif upto is not None:
                self._tell(upto)

    def _publish(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.seq > self._published.get(event.call, 0):
                self._published[event.call] = event.seq
                self._states[event.call] = event.state
                self._tell(event)

    def _tell(self, event: Event) -> None:
        for listener in list(self._listeners):
            listener(event)


def _kept(report: Report, secrets: list[Secret]) -> Report:
    """The report as it may be kept: the provider's words cleaned, and no secret in them."""
    code = keep(report.code, secrets) if report.code is not None else None
    return replace(report, code=code, text=keep(report.text, secrets))
