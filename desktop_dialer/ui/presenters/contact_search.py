"""The box at work on the contacts: finds with every letter, says what Enter would do, and does just that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.ui.plain import isolated, number, plain
from desktop_dialer.ui.presenters.contact_hits import country_of, hit, nobody, outcome, typed_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_dialer.core.contact_list import ContactRow
    from desktop_dialer.ui.models.found import Found
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.desk import Desk
    from desktop_dialer.ui.widgets.box import Box
    from desktop_dialer.ui.widgets.contact_list import ContactList

LIMIT = 100
"""More matches are too many to look through: another letter makes them fewer."""
PAUSE_MILLISECONDS = 30
"""What is typed within it is one question; the first letters do not wait."""
_AT_ONCE = 2
_IDLE = "Enter calls the first match · paste or type any number"
_ELSEWHERE = "Type to find in this list"


class ContactSearch(QObject):
    """Works while the list is on the screen; a box that is used for another list is not its affair."""

    call_requested = Signal(str, str, str)
    """Number as written, contact id, title."""
    hint = Signal(str)
    """What Enter would do now, for the line beside the box."""
    first_choice = Signal(str)
    """The number that it would call; empty for none."""

    def __init__(
        self,
        backend: Backend,
        desk: Desk,
        contacts: ContactList,
        box: Box,
        parent: QObject | None = None,
        *,
        owns_box: bool = False,
    ) -> None:
        super().__init__(parent)
        self._owns_box = owns_box
        """Whether the box is for this list alone, seen or not."""
        self._backend, self._desk, self._list, self._box = backend, desk, contacts, box
        self._question = 0
        """Counts up: only the newest one's answer is shown."""
        self._answered: str | None = None
        """The text whose matches the list shows."""
        self._awaited: str | None = None
        """The text for which Enter was pressed before its matches were there."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.search)
        box.typed.connect(self._on_typed)
        box.entered.connect(self._on_entered)
        box.moved.connect(self._on_moved)
        box.left.connect(self._on_left)
        contacts.typed_ahead.connect(box.take)
        contacts.chosen.connect(self._say)
        contacts.dial_typed.connect(self._on_dial_typed)
        desk.changed.connect(self._on_desk_changed)
        contacts.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list came on the screen, or left it."""
        if watched is self._list and event.type() in {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}:
            self._awaited = None
            if self._text:
                self.search()
            self._say()
        return super().eventFilter(watched, event)

    def search(self) -> None:
        """Find what stands in the box, anew."""
        self._pause.stop()
        if self._text and self._is_on:
            self._question += 1
            self._backend.tasks.spawn(self._find(self._question, self._text), "search in the contacts")

    @property
    def _text(self) -> str:
        return self._box.text().strip()

    @property
    def _is_on(self) -> bool:
        return self._owns_box or (not self._list.isHidden() and self._list.isVisibleTo(self._list.window()))

    async def _find(self, question: int, text: str) -> None:
        country = country_of(self._desk)
        try:
            rows = await self._backend.book.find(text, country=country, limit=LIMIT)
        except StorageFailed as fault:
            self._backend.tell(str(fault))
            rows = []
        if question == self._question and text == self._text:
            self._show(rows, text)

    def _show(self, rows: Sequence[ContactRow], text: str) -> None:
        found: list[Found] = [hit(row, text) for row in rows]
        if (typed := typed_row(text, self._desk)) is not None:
            found.append(typed)
        is_again = self._answered == text
        self._answered = text
        self._list.show_found(found or [nobody(text)], keeps_choice=is_again)
        if self._awaited == text:
            self._awaited = None
            self._call()

    def _on_typed(self, text: str) -> None:
        self._awaited = None
        if not text.strip():
            self._question += 1
            self._answered = None
            self._pause.stop()
            self._list.show_whole()
        elif len(text.strip()) <= _AT_ONCE:
            self.search()
        else:
            self._pause.start()

    def _on_entered(self) -> None:
        """Call; where the matches of the text are still looked for, as soon as they are there, and nothing before."""
        if not self._is_on:
            return
        if not self._text or self._answered == self._text:
            self._call()
            return
        self._awaited = self._text
        if self._pause.isActive():
            self.search()

    def _call(self) -> None:
        row = self._list.current
        if row is not None and row.number:
            self.call_requested.emit(row.number, row.id, row.title)
        elif self._list.is_on_typed:
            self._on_dial_typed()

    def _on_dial_typed(self) -> None:
        line = self._list.current_line
        if line is not None and line.can_call:
            self.call_requested.emit(self._text, "", "")

    def _on_moved(self, rows: int) -> None:
        if self._is_on:
            self._list.go(rows)

    def _on_left(self) -> None:
        if self._is_on:
            self._list.setFocus()

    def _on_desk_changed(self) -> None:
        if self._text:
            self.search()
        self._say()

    def _say(self) -> None:
        """Say what Enter would do."""
        if not self._is_on:
            self.hint.emit(_ELSEWHERE)
            self.first_choice.emit("")
            return
        row, line = self._list.current, self._list.current_line
        if row is not None and row.number:
            who = isolated(plain(row.title))
            whom = f"{who}, {f'{plain(row.label)} ' if row.label else ''}{number(plain(row.shown))}"
            self._say_call(row.number, whom)
        elif row is not None:
            self.hint.emit(f"{isolated(plain(row.title))} has no number")
            self.first_choice.emit("")
        elif self._list.is_on_typed and line is not None:
            if line.can_call:
                self._say_call(self._text, number(plain(self._text)))
            else:
                self.hint.emit(line.detail)
                self.first_choice.emit("")
        else:
            self.hint.emit(_IDLE)
            self.first_choice.emit("")

    def _say_call(self, text: str, whom: str) -> None:
        sends, fault = outcome(text, self._desk)
        self.hint.emit(f"Enter calls {whom} · {f'sends {number(sends)}' if sends else fault}")
        self.first_choice.emit(text)
