"""The calls in sight: which they are, where they come from, and how each entry of the log reaches its model."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_dialer.core.errors import DialerError
from desktop_dialer.ui.models.call_actions import Do, may_be_dismissed, may_leave, offered
from desktop_dialer.ui.presenters.call_commands import CallCommands
from desktop_dialer.ui.presenters.shown_call import Party, ShownCall, of_draft, of_record, who_is

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_dialer.core.call import CallRecord, Event
    from desktop_dialer.dialing.drafting import Draft
    from desktop_dialer.dialing.following import Lead
    from desktop_dialer.ui.models.call import CallModel
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.desk import Desk
    from desktop_dialer.ui.widgets.call_column import CallColumn

MOST_FINISHED = 20


class CallsPresenter(QObject):
    """Holds the calls that are in sight, in the column that shows them."""

    changed = Signal()
    """Something about some call is other than before."""
    state_changed = Signal(object)
    """A `CallModel` whose state or reason is new."""
    history_changed = Signal(str)
    """The id of a call, in sight or not, of which the journal has something new."""

    def __init__(self, backend: Backend, desk: Desk, column: CallColumn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backend, self._desk, self.column = backend, desk, column
        column.complete()
        self._journal = backend.parts.journal
        self._shown: dict[str, ShownCall] = {}
        """By the call's id; one that was only asked for and has no event yet is not in the column."""
        self._early: dict[str, list[Event]] = {}
        """What came in while a call was being read from the journal."""
        self._reading = asyncio.Lock()
        self.recovered = asyncio.Event()
        """Set once what dead processes left is closed: no press is taken before."""
        self.commands = CallCommands(backend, self._shown, column, self)
        self.commands.note_kept.connect(self.history_changed)
        self._unsubscribe: Callable[[], None] | None = backend.parts.log.subscribe(self._on_event)
        column.panel.dismissed.connect(self.dismiss)

    @property
    def current(self) -> CallModel | None:
        """The call that the panel shows."""
        return self.column.current

    def shown(self, call: str) -> ShownCall | None:
        """The call of that id, where it is in sight."""
        return self._shown.get(call)

    async def start(self) -> None:
        """Close what dead processes left, take up their live calls, and show all that is not over."""
        leads: list[Lead] = []
        try:
            await self._backend.recovery.close_left_behind()
            leads = await self._backend.recovery.take_up()
        except DialerError as fault:
            self._backend.tell(str(fault))
        finally:
            self.recovered.set()
        mine = {lead.kept.call: lead for lead in leads}
        for record in reversed(await self._unfinished()):
            await self._bring(record, mine.get(record.intent.call))

    async def open(self, call: str) -> None:
        """Show a call of the history. Where there is none of that id, a sentence says so."""
        if self.select(call):
            return
        try:
            record = await self._journal.call(call)
        except DialerError as fault:
            self._backend.tell(str(fault))
            return
        await self._bring(record)
        self.select(record.intent.call)

    async def close(self) -> None:
        """Write the notes that are not written yet; nothing new is shown any more."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        await self.commands.notes.flush()

    def expect(self, draft: Draft, call: str, party: Party) -> None:
        """This call is about to be dialled: its first event brings it into the column."""
        self._shown[call] = of_draft(draft, call, party)

    def give_up(self, call: str) -> None:
        """It was not dialled after all."""
        shown = self._shown.get(call)
        if shown is not None and not shown.model.events:
            del self._shown[call]

    def select(self, call: str) -> bool:
        """Let the panel show this call, where it is in sight. Whether it is."""
        shown = self._shown.get(call)
        if shown is None or not shown.model.events:
            return False
        self.column.select(shown.model)
        return True

    def hang_up_current(self) -> None:
        """End the call that the panel shows, where it can be ended from here."""
        if self.current is not None and Do.HANG_UP in offered(self.current):
            self.commands.hang_up(self.current.id)

    def dismiss(self, call: str) -> None:
        """Put a call away. A live one stays."""
        shown = self._shown.get(call)
        if shown is None or not may_be_dismissed(shown.model):
            return
        self.commands.notes.write()
        del self._shown[call]
        self.column.remove(shown.model)
        self.changed.emit()

    async def _unfinished(self) -> list[CallRecord]:
        """What is not over, and not in sight yet; newest first."""
        try:
            records = await self._journal.unfinished()
        except DialerError as fault:
            self._backend.tell(str(fault))
            return []
        return [record for record in records if not record.intent.test and record.intent.call not in self._shown]

    async def _bring(self, record: CallRecord, lead: Lead | None = None) -> None:
        """Bring a call of the journal into sight, and follow it where it is live."""
        try:
            async with self._reading:
                model = await self._read(record)
        except DialerError as fault:
            self._backend.tell(str(fault))
            return
        if model is None:
            return
        self._add(model, is_current=False)
        if model.is_live:
            self.commands.watch(model, lead)

    async def _read(self, record: CallRecord) -> CallModel | None:
        """The call as the journal has it; None where it is in sight already. Raises `DialerError`."""
        call = record.intent.call
        if call in self._shown:
            return None
        party = await who_is(self._backend.book, record.intent.called)
        provider = self._backend.parts.accounts.provider_of(record.intent.provider)
        shown = of_record(record, provider, self._desk.accounts, party)
        self._early[call] = []
        try:
            events = await self._journal.events(call)
        finally:
            early = self._early.pop(call)
        shown.model.take([*events, *early])
        self._shown[call] = shown
        return shown.model

    def _on_event(self, event: Event) -> None:
        shown = self._shown.get(event.call)
        if shown is not None:
            self._take(shown.model, event)
        elif event.call in self._early:
            self._early[event.call].append(event)
        self.history_changed.emit(event.call)

    def _take(self, model: CallModel, event: Event) -> None:
        before = (model.last.state, model.last.reason) if model.events else None
        is_news = before != (event.state, event.reason)
        if is_news:
            model.notice = ""
        model.take([event])
        if before is None:
            self._make_way()
            self._add(model, is_current=True)
        else:
            self._forget_oldest()
        if is_news:
            self.state_changed.emit(model)
        self.changed.emit()

    def _add(self, model: CallModel, *, is_current: bool) -> None:
        self.column.add(model, is_current=is_current)
        self._forget_oldest()
        self.changed.emit()

    def _make_way(self) -> None:
        """Those of which nothing is left to hear or to decide go when another call comes."""
        for one in self.column.calls:
            if may_leave(one):
                self.dismiss(one.id)

    def _forget_oldest(self) -> None:
        """Of those that are over, so many and no more stay."""
        over = [one for one in self.column.calls if one.is_over]
        others = [one for one in reversed(over) if one is not self.current]
        for one in others[: max(0, len(over) - MOST_FINISHED)]:
            self.dismiss(one.id)
