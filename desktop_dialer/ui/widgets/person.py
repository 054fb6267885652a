"""The middle column: one person, all numbers with a Call each, the note, and the earlier calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button
from desktop_dialer.ui.widgets.card import Card
from desktop_dialer.ui.widgets.empty import Nobody
from desktop_dialer.ui.widgets.note_card import NoteCard
from desktop_dialer.ui.widgets.number_rows import NumberRows
from desktop_dialer.ui.widgets.person_head import PersonHead

if TYPE_CHECKING:
    from desktop_dialer.ui.models.person import PersonCard


class PersonView(QWidget):
    """Shows one card at a time, in the same widgets; the earlier calls are handed in by whoever keeps them."""

    call_requested = Signal(str, str, str)
    """Number as written, contact id, title."""
    edit_requested = Signal(str)
    favourite_changed = Signal(str, bool)
    note_changed = Signal(str, str)
    add_requested = Signal(str)
    """Make a contact of this number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: PersonCard | None = None
        self._earlier: QWidget | None = None
        self.nobody = Nobody(self)
        self._person = Card(self)
        self._person.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.head = PersonHead(self._person)
        self.numbers = NumberRows(self._person)
        self._no_numbers = self._make_no_numbers()
        self.note = NoteCard(self)
        self._inner = QVBoxLayout(self._person)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(0)
        for part in (self.head, self.numbers, self._no_numbers):
            self._inner.addWidget(part)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.nobody, 1)
        self._column.addWidget(self._person)
        self._column.addWidget(self.note)
        self._column.addStretch()
        self.head.favourite_changed.connect(self._on_favourite)
        self.head.edit_requested.connect(self._on_edit)
        self.head.add_requested.connect(self._on_add)
        self.numbers.call_requested.connect(self._on_call)
        self.note.changed.connect(self.note_changed)
        self._fit()
        self.show_person(None)

    def set_earlier(self, widget: QWidget) -> None:
        """The card of earlier calls: below the note, and there only while somebody is shown."""
        self._earlier = widget
        self._column.insertWidget(self._column.count() - 1, widget)
        widget.setVisible(self.card is not None)

    def show_person(self, card: PersonCard | None) -> None:
        """Show this one; None: nobody is chosen."""
        is_contact = card is not None and bool(card.contact_id)
        self.note.show_note(card.contact_id if card else "", card.note if card else "")
        self.card = card
        if card is not None:
            self.head.show_person(card)
            self.numbers.show_lines(card.numbers)
            self._no_numbers.setVisible(not card.numbers)
        self.nobody.setVisible(card is None)
        self._person.setVisible(card is not None)
        self.note.setVisible(is_contact)
        if self._earlier is not None:
            self._earlier.setVisible(card is not None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _make_no_numbers(self) -> QWidget:
        strip = QWidget(self._person)
        row = QHBoxLayout(strip)
        row.setContentsMargins(scaled(20), 0, scaled(20), scaled(16))
        row.addWidget(Label("There is no number to call yet.", strip, tone=Tone.DIM), 1)
        button = Button("Add a number", strip, sign=Sign.PLUS)
        button.clicked.connect(self._on_edit)
        row.addWidget(button)
        return strip

    def _fit(self) -> None:
        margin = scaled(20)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(scaled(14))

    def _on_call(self, number: str) -> None:
        if self.card is not None:
            self.call_requested.emit(number, self.card.contact_id, self.card.title if self.card.contact_id else "")

    def _on_favourite(self, is_favourite: bool) -> None:  # noqa: FBT001 - Qt's signal
        if self.card is not None:
            self.favourite_changed.emit(self.card.contact_id, is_favourite)

    def _on_edit(self) -> None:
        if self.card is not None:
            self.edit_requested.emit(self.card.contact_id)

    def _on_add(self) -> None:
        if self.card is not None and self.card.numbers:
            self.add_requested.emit(self.card.numbers[0].number)
