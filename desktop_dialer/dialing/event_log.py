"""The one way into the journal and out to whoever watches: each entry is on disk before anybody sees it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_dialer.core.call import LAST, Event, Reason, Report, State, follows
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
        self._minded: set[str] = set()
        self._is_minding = asyncio.Event()
        self._published: dict[str, int] = {}
        self._shown: dict[str, int] = {}
        self._last: dict[str, Event] = {}
        self._publishing = asyncio.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each event from now on; what is returned ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def arm(self, intent: Intent, reports: Sequence[Report]) -> None:
        """Write the intent and its first events. Raises `LineBusy`, `StorageFailed`."""
        events = await self._journal.arm(intent, reports)
        self.mind(intent.call, 0)
        self._publish(events)

    async def record(self, call: str, report: Report, secrets: Iterable[Secret] = ()) -> Event | None:
        """Enter a report, its texts cleaned and scrubbed; None where it came too late. Raises as the journal."""
        event = await self._journal.append(call, _kept(report, list(secrets)))
        if event is not None:
            await self.catch_up(call, upto=event)
        return event

    async def enter(self, call: str, report: Report, secrets: Iterable[Secret] = ()) -> Event | None:
        """As `record`, but what the disk refuses is still shown: a call that runs is not lost sight of."""
        try:
            return await self.record(call, report, secrets)
        except StorageFailed as fault:
            _log.error("An entry of call %s could not be kept: %s", call, fault)
            kept = _kept(report, list(secrets))
            return self.show_unrecorded(call, replace(kept, text=f"{kept.text} (Not written down: {fault})".strip()))

    def show_unrecorded(self, call: str, report: Report) -> Event | None:
        """Show a report that has no row, for the journal could not take it; None where it comes too late.

        Its number goes on from what was shown last; the next entry on disk has the number that the journal gives it.
        """
        last = self._last.get(call)
        state = follows(last.state, last.verdict, last.reason, report) if last else report.state or State.SENDING
        if state is None:
            return None
        is_same = last is not None and last.state is state
        now = self._now()
        event = Event(
            call=call,
            seq=self._shown.get(call, 0) + 1,
            time=now,
            elapsed=round(last.elapsed + max((now - last.time).total_seconds(), 0.0), 3) if last else 0.0,
            state=state,
            leg=report.leg or (last.leg if last and is_same else None),
            reason=report.reason or (last.reason if last and is_same else None),
            evidence=report.evidence,
            code=report.code,
            text=report.text,
            verdict=report.verdict,
        )
        self._tell(event)
        return event

    def mind(self, call: str, seq: int) -> None:
        """Publish what is entered for this call after `seq`, by whichever process, up to its last state."""
        self._published[call] = max(seq, self._published.get(call, 0))
        self._minded.add(call)
        self._is_minding.set()

    def forget(self, call: str) -> None:
        """Nobody watches the call any more."""
        self._mind_no_more(call)
        self._published.pop(call, None)
        self._shown.pop(call, None)
        self._last.pop(call, None)

    def is_over(self, call: str) -> bool:
        """Whether an entry was seen here, by whichever process, after which nothing more is expected of the call."""
        last = self._last.get(call)
        return last is not None and last.state in LAST and last.reason != Reason.CONTACT_LOST

    async def follow_others(self) -> None:
        """Publish what other processes enter for the calls minded here; asleep while there are none.

        Runs until cancelled.
        """
        is_due = False
        while True:
            await self._is_minding.wait()
            await asyncio.sleep(self._pace.seconds(FOREIGN_SECONDS))
            try:
                if await self._journal.changed() or is_due:
                    is_due = True
                    for call in list(self._minded):
                        await self.catch_up(call)
                    is_due = False
            except StorageFailed as fault:
                _log.warning("What other processes entered could not be read: %s", fault)
                is_due = True

    async def catch_up(self, call: str, upto: Event | None = None) -> None:
        """Publish what was entered and not seen yet of a call that is minded; of any other `upto` alone."""
        async with self._publishing:
            seen = self._published.get(call)
            if seen is None:
                self._publish([upto] if upto else [])
            elif upto is not None and upto.seq == seen + 1:
                self._publish([upto])
            else:
                self._publish(await self._journal.events(call, after=seen))

    def _publish(self, events: Sequence[Event]) -> None:
        for event in events:
            self._tell(event)
            if event.call in self._published:
                self._published[event.call] = event.seq
                self._last[event.call] = event
            if event.state in LAST:
                self._mind_no_more(event.call)

    def _mind_no_more(self, call: str) -> None:
        self._minded.discard(call)
        if not self._minded:
            self._is_minding.clear()

    def _tell(self, event: Event) -> None:
        self._shown[event.call] = max(event.seq, self._shown.get(event.call, 0))
        for listener in list(self._listeners):
            try:
                listener(event)
            except Exception:  # noqa: BLE001 - a call does not depend on who watches it
                _log.exception("An entry of call %s could not be shown", event.call)


def _kept(report: Report, secrets: list[Secret]) -> Report:
    """The report as it may be kept: the provider's words cleaned, and no secret in them."""
    code = keep(report.code, secrets) if report.code is not None else None
    return replace(report, code=code, text=keep(report.text, secrets))
