"""Recents and call-backs beside the calls that run: what happens reaches the lists, what a person does the journal."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_dialer.core.call import STANDING, Evidence
from desktop_dialer.core.errors import DialerError, NothingFound
from desktop_dialer.dialing.verdicts import check_note
from desktop_dialer.ui.presenters.call_backs import CallBacks
from desktop_dialer.ui.presenters.history_rows import RowMaker
from desktop_dialer.ui.presenters.recents import Recents

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine, Iterable, Sequence
    from datetime import date
    from typing import Any

    from desktop_dialer.core.call import CallRecord, Event
    from desktop_dialer.ui.models.history_row import HistoryRow
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.widgets.history_list import HistoryList

REFRESH_MILLISECONDS = 250
"""A call that changes all the time is read so often."""
_TYPING_MILLISECONDS = 60
_INTO_THE_DAY = 1000
"""A timer may come a little early, and must not find the old day."""


class HistoryPresenter(QObject):
    """Serves both lists and the card of earlier calls."""

    call_requested = Signal(str, str, str)
    """Number, contact id, title."""
    opened = Signal(str)
    """The id of a call whose timeline is to be shown."""
    note_needed = Signal(str)
    """The id of a call on which a note is to be written."""
    contact_needed = Signal(str)
    """A number that is to become a contact."""
    person_selected = Signal(str, str)
    """A call was chosen: its contact's id, empty where it has none, and its number as it is compared."""
    summary = Signal(str)
    """`Today: 14 calls · 9 answered`."""
    call_backs_count = Signal(int)
    ticked_off = Signal(str, str)
    """The id of a call that is called back, and with whom it was: `set_called_back` undoes it."""
    earlier_changed = Signal(object)
    """The numbers (`Intent.called`, a frozenset) whose earlier calls are other than before; empty: all."""

    def __init__(
        self, backend: Backend, recents: HistoryList, call_backs: HistoryList, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._backend, self._journal = backend, backend.parts.journal
        self._lists = (recents, call_backs)
        self._maker = RowMaker(book=backend.book, accounts=backend.parts.accounts)
        self._recents = Recents(backend, recents, self._maker, self._spawn)
        self._call_backs = CallBacks(self._journal, call_backs, self._maker)
        self._unsubscribe: Callable[[], None] | None = None
        self._changed: set[str] = set()
        self._counts_are_due = self._is_refreshing = False
        self._refresh_timer = self._timer(REFRESH_MILLISECONDS, self._on_refresh_due)
        self._typing_timer = self._timer(_TYPING_MILLISECONDS, self._recents.load)
        self._midnight = self._timer(0, self._on_new_day)
        recents.wanted_changed.connect(self._typing_timer.start)
        recents.shown.connect(self._on_shown)
        recents.model.more_wanted.connect(self._recents.more)
        call_backs.wanted_changed.connect(self._count_soon)
        call_backs.done_requested.connect(self._on_done)
        for one in self._lists:
            one.call_requested.connect(self.call_requested)
            one.opened.connect(self.opened)
            one.note_requested.connect(self.note_needed)
            one.add_requested.connect(self.contact_needed)
            one.selected.connect(self._on_selected)

    def start(self) -> None:
        """Listen to the calls, and read."""
        self._unsubscribe = self._backend.parts.log.subscribe(self._on_event)
        self._on_new_day()
        self._recents.load()

    def close(self) -> None:
        """Listen no more."""
        for timer in (self._refresh_timer, self._typing_timer, self._midnight):
            timer.stop()
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def today(self) -> date:
        """The day that it is here."""
        return self._now().date()

    def refresh(self, call: str) -> None:
        """The journal has something new on this call: a note, a word of the person."""
        self._changed.add(call)
        self._counts_are_due = True
        self._wake()

    def contacts_changed(self) -> None:
        """Numbers may be somebody else's now."""
        self._maker.forget_names()
        self._spawn("names in the history", self._rename)

    def set_note(self, call: str, note: str) -> None:
        """Keep a note on a call; an empty one removes it."""
        self._spawn("note on a call", partial(self._set_note, call, note))

    def set_called_back(self, call: str, *, done: bool) -> None:
        """Tick a call off the call-backs, or take the tick away."""
        self._spawn("call-back", partial(self._set_called_back, call, done=done))

    async def earlier(self, keys: Sequence[str], limit: int) -> list[HistoryRow]:
        """The newest calls with these numbers; none where they cannot be read, which is told."""
        try:
            return await self._maker.rows(await self._journal.calls_to(keys, limit))
        except DialerError as fault:
            self._backend.tell(str(fault))
            return []

    async def _set_note(self, call: str, note: str) -> None:
        await self._journal.set_note(call, check_note(note))
        self.refresh(call)

    async def _set_called_back(self, call: str, *, done: bool) -> None:
        row = self._lists[1].model.row_of(call)
        await self._call_backs.tick(call, done=done)
        await self._count()
        if done and row is not None:
            self.ticked_off.emit(call, row.title)

    async def _refresh(self) -> None:
        calls, self._changed = self._changed, set()
        is_due, self._counts_are_due = self._counts_are_due, False
        self._is_refreshing = True
        try:
            rows = await self._recents.take(await self._records(calls))
            self.earlier_changed.emit(frozenset(row.called for row in rows))
            if is_due:
                await self._count()
        finally:
            self._is_refreshing = False

    async def _records(self, calls: Iterable[str]) -> list[CallRecord]:
        found = []
        for call in calls:
            try:
                found.append(await self._journal.call(call))
            except NothingFound:  # its row could not be written
                continue
        return found

    async def _count(self) -> None:
        """Bring call-backs and the day's count up to date. Raises `StorageFailed`."""
        now = self._now()
        self.call_backs_count.emit(await self._call_backs.load(now))
        calls, answered = await self._journal.summary(_midnight_before(now))
        words = f"{calls} call{'' if calls == 1 else 's'} · {answered} answered" if calls else "no calls yet"
        self.summary.emit(f"Today: {words}")

    async def _rename(self) -> None:
        for one in self._lists:
            await self._maker.learn(row.called for row in one.model.calls)
            one.model.revise(self._maker.named)
        self.earlier_changed.emit(frozenset())

    def _on_event(self, event: Event) -> None:
        if event.seq == 1 or event.state in STANDING or event.evidence is Evidence.PERSON:
            self._counts_are_due = True
        self._changed.add(event.call)
        self._wake()

    def _wake(self) -> None:
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _on_refresh_due(self) -> None:
        if self._is_refreshing:
            self._wake()
            return
        self._notice_the_day()
        self._spawn("refresh of the history", self._refresh)

    def _on_new_day(self) -> None:
        """At the start, and at each midnight."""
        self._notice_the_day()
        now = self._now()
        left = _midnight_before(now + timedelta(days=1)) - now
        self._midnight.start(int(left.total_seconds() * 1000) + _INTO_THE_DAY)
        self._count_soon()
        self.earlier_changed.emit(frozenset())

    def _notice_the_day(self) -> None:
        for one in self._lists:
            one.model.set_today(self.today())

    def _on_shown(self) -> None:
        self._notice_the_day()
        self._recents.look_again()

    def _count_soon(self) -> None:
        self._spawn("call-backs and the day's count", self._count)

    def _on_done(self, call: str) -> None:
        self.set_called_back(call, done=True)

    def _on_selected(self, call: str) -> None:
        row = next(filter(None, (one.model.row_of(call) for one in self._lists)), None)
        if row is not None:
            self.person_selected.emit(row.contact, row.called)

    def _now(self) -> datetime:
        return self._backend.parts.now().astimezone()

    def _spawn(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
        return self._backend.tasks.spawn(self._telling(work), name)

    async def _telling(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """What the disk refuses is told, and that is the end of it."""
        try:
            await work()
        except DialerError as fault:
            self._backend.tell(str(fault))

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer


def _midnight_before(moment: datetime) -> datetime:
    """When this day began here."""
    return datetime.combine(moment.date(), time()).astimezone()
