"""One call as the window shows it: who, through whom, what is known of its legs, and its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_dialer.core.call import LAST, STANDING, State
from desktop_dialer.core.due import due_of
from desktop_dialer.core.legs import Legs
from desktop_dialer.ui.models.timeline import TimelineModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop_dialer.core.call import Event, Verdict
    from desktop_dialer.core.facts import Facts
    from desktop_dialer.core.wording import Names


class CallModel(QObject):
    """Takes the call's events as they come; `changed` follows each."""

    changed = Signal()

    def __init__(  # noqa: PLR0913 - what a call is, by name
        self,
        *,
        call: str,
        names: Names,
        facts: Facts,
        can_hang_up: bool,
        account: str,
        a_number: str,
        b_number: str,
        b_title: str,
        note: str = "",
        is_test: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.id = call
        self.names = names
        """How the parties are named in sentences; `a_party` and `b_party` are fit to be shown."""
        self.facts = facts
        self.can_hang_up = can_hang_up
        """Whether the provider, with this account, takes a hang-up."""
        self.account = account
        self.a_number, self.b_number = a_number, b_number
        """As they are sent."""
        self.b_title = b_title
        """The contact's name, or the number grouped."""
        self.note = note
        self.is_test = is_test
        """Whether the provider was asked not to dial."""
        self.events: list[Event] = []
        self.legs = Legs()
        self.due: datetime | None = None
        """When a scheduled call is due, where that is known."""
        self.notice = ""
        """A sentence on what a person asked for here and did not get; empty where there is none."""
        self.is_hanging_up = False
        """Whether a hang-up is under way and not answered yet."""
        self.is_watched = True
        """Whether somebody looks after what becomes of it, as long as it is live."""
        self.timeline = TimelineModel(names, parent=self)

    def take(self, events: Sequence[Event]) -> None:
        """Take further events, in their order; one that is here already is passed over.

        An entry that the disk refused has a number of its own, and the next one on disk may have the same: then it is
        the later one by its time.
        """
        fresh: list[Event] = []
        for event in events:
            last = fresh[-1] if fresh else self.events[-1] if self.events else None
            if last is None or event.seq > last.seq or event.time > last.time:
                fresh.append(event)
                self.legs = self.legs.after(event)
                self.due = due_of(event) or self.due
        if fresh:
            self.events += fresh
            self.timeline.append(fresh)
            self.changed.emit()

    def set_note(self, note: str) -> None:
        """The note that is stored now."""
        if note != self.note:
            self.note = note
            self.changed.emit()

    def set_notice(self, notice: str) -> None:
        """Say this with the call, until something else is to be said or the state changes."""
        self.notice = notice
        self.changed.emit()

    def set_hanging_up(self, *, under_way: bool) -> None:
        """A hang-up was asked for, or is answered."""
        self.is_hanging_up = under_way
        self.changed.emit()

    def set_watched(self, *, watched: bool) -> None:
        """Somebody looks after it, or nobody can."""
        self.is_watched = watched
        self.changed.emit()

    @property
    def last(self) -> Event:
        """The newest event; there is one as soon as the call is shown."""
        return self.events[-1]

    @property
    def is_live(self) -> bool:
        """Whether it may be ringing or talking now, as far as we know."""
        return bool(self.events) and self.last.state not in STANDING

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be heard."""
        return bool(self.events) and self.last.state in LAST

    @property
    def is_open_unknown(self) -> bool:
        """Whether nobody has said yet what became of it."""
        return bool(self.events) and self.last.state is State.UNKNOWN and self.verdict is None

    @property
    def verdict(self) -> Verdict | None:
        """How an `unknown` was closed."""
        return next((event.verdict for event in reversed(self.events) if event.verdict is not None), None)

    @property
    def connected_at(self) -> datetime | None:
        """Since when both parties are connected, by the provider's report."""
        return next((event.time for event in self.events if event.state is State.CONNECTED), None)
