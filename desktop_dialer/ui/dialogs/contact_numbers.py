"""A contact's numbers while they are written: label and number, checked and grouped as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_dialer.core.contact import ContactNumber, contact_number
from desktop_dialer.core.errors import InvalidInput, NumberRefused
from desktop_dialer.core.numbers import grouped, read_number
from desktop_dialer.ui.dialogs.sentences import capital
from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.ink import is_mirrored
from desktop_dialer.ui.plain import Label, isolated, number, set_tip
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

LABELS = ("Work", "Mobile", "Home", "Desk", "Fax", "Other")
_LABEL_WIDTH = 132


class NumberRow(QWidget):
    """One number. What cannot be dialled is kept, and said; what is no number at all is a fault."""

    changed = Signal()
    removed = Signal(object)
    raised = Signal(object)
    """It is to change places with the one above."""

    def __init__(self, one: ContactNumber, country: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._country = country
        self.label = Entry("Label", self, placeholder="Label")
        self.number = Entry("Number", self, placeholder="+31 20 555 0142")
        self.label.set_text(one.label)
        self.number.set_text(one.text)
        self.labels = Button("", self, kind=Kind.FLAT, sign=Sign.DOWN)
        self.up = Button("", self, kind=Kind.FLAT, sign=Sign.UP)
        self.off = Button("", self, kind=Kind.FLAT, sign=Sign.CLOSE)
        self.note = Label("", self, size=12, tone=Tone.DIM, wrap=True)
        self._line = QHBoxLayout()
        for widget, stretch in ((self.label, 0), (self.labels, 0), (self.number, 1), (self.up, 0), (self.off, 0)):
            self._line.addWidget(widget, stretch)
        self._below = QHBoxLayout()
        self._below.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._line)
        column.addLayout(self._below)
        self.label.changed.connect(self.changed)
        self.number.changed.connect(self._on_typed)
        self.labels.clicked.connect(self._on_labels)
        self.up.clicked.connect(self._on_up)
        self.off.clicked.connect(self._on_off)
        self._fit()
        self.check()

    def set_place(self, place: int) -> None:
        """Be the number of that place, from 1; the first cannot move up."""
        self.up.setEnabled(place > 1)
        for widget, name in (
            (self.label.edit, f"Label of number {place}"),
            (self.labels, f"Labels for number {place}"),
            (self.number.edit, f"Number {place}"),
            (self.up, f"Move number {place} up"),
            (self.off, f"Remove number {place}"),
        ):
            widget.setAccessibleName(name)
        set_tip(self.labels, "Labels")
        set_tip(self.up, "Move up")
        set_tip(self.off, "Remove")

    def take_place_of(self, other: NumberRow) -> None:
        """Change places with it: what stands in the one stands in the other."""
        for mine, its in ((self.label, other.label), (self.number, other.number)):
            text = mine.text()
            mine.set_text(its.text())
            its.set_text(text)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return self.label.edit, self.labels, self.number.edit, self.up, self.off

    @property
    def is_empty(self) -> bool:
        """Whether no number is written in it; a label alone is nothing."""
        return not self.number.text().strip()

    def check(self) -> ContactNumber | None:
        """The number, and below the line what it is; None where it is empty, or none."""
        self.number.set_bad(bad=False)
        if self.is_empty:
            self._say("", Tone.DIM)
            return None
        text = self.number.text()
        try:
            one = contact_number(self.label.text(), text, country=self._country)
        except InvalidInput as fault:
            self._say(_sentence(fault), Tone.STOP)
            self.number.set_bad(bad=True)
            return None
        try:
            read_number(text, country=self._country)
        except NumberRefused as fault:
            self._say(f"Kept, but it cannot be called. {fault}", Tone.WARN)
        else:
            self._say(number(grouped(one.key, None)) if one.key else "Kept as it is written.", Tone.DIM)
        return one

    @property
    def fault(self) -> str:
        """What is wrong with it; empty where nothing is."""
        return self.note.text() if self.check() is None and not self.is_empty else ""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _say(self, sentence: str, tone: Tone) -> None:
        self.note.setText(isolated(sentence) if sentence else "")
        self.note.set_tone(tone)
        self.note.setVisible(bool(sentence))
        self.number.edit.setAccessibleDescription(self.note.text())

    def _fit(self) -> None:
        self.label.setFixedWidth(scaled(_LABEL_WIDTH))
        self._line.setSpacing(scaled(4))
        before = scaled(_LABEL_WIDTH + 4 + 34 + 4)
        self._below.setContentsMargins(*((0, 0, before, 0) if is_mirrored() else (before, 0, 0, 0)))

    def _on_typed(self) -> None:
        self.check()
        self.changed.emit()

    def _on_labels(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for label in LABELS:
            menu.addAction(QAction(label, menu))
        menu.triggered.connect(self._on_label_chosen)
        menu.popup(self.label.mapToGlobal(self.label.rect().bottomLeft()))

    def _on_label_chosen(self, action: QAction) -> None:
        self.label.set_text(action.text())
        self.number.setFocus()

    def _on_up(self) -> None:
        self.raised.emit(self)

    def _on_off(self) -> None:
        self.removed.emit(self)


class NumberRows(QWidget):
    """All of them, and a button for one more. There always is a row to type in."""

    changed = Signal()

    def __init__(self, numbers: Sequence[ContactNumber], country: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._country = country
        self.rows: list[NumberRow] = []
        self.more = Button("Add a number", self, kind=Kind.LINK, sign=Sign.PLUS)
        self.more.clicked.connect(self._on_more)
        self._table = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(6))
        column.addLayout(self._table)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        for one in numbers or (ContactNumber(label=LABELS[0], text=""),):
            self.add(one)

    @property
    def value(self) -> tuple[ContactNumber, ...]:
        """The numbers that are written, without those that are wrong."""
        return tuple(one for row in self.rows if (one := row.check()) is not None)

    @property
    def written(self) -> tuple[tuple[str, str], ...]:
        """Labels and numbers as they stand there."""
        return tuple((row.label.text(), row.number.text()) for row in self.rows if not row.is_empty)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (*(stop for row in self.rows for stop in row.stops), self.more)

    @property
    def fault(self) -> str:
        """The first thing that is wrong; empty where nothing is."""
        return next((fault for row in self.rows if (fault := row.fault)), "")

    def add(self, one: ContactNumber) -> NumberRow:
        """A further row, with this in it; the first one is used where it is empty."""
        if one.text and len(self.rows) == 1 and self.rows[0].is_empty:
            row = self.rows[0]
            row.number.set_text(one.text)
            return row
        row = NumberRow(one, self._country, self)
        row.changed.connect(self.changed)
        row.removed.connect(self._on_removed)
        row.raised.connect(self._on_raised)
        self.rows.append(row)
        self._table.addWidget(row)
        row.show()
        self._order()
        return row

    def _order(self) -> None:
        """Each knows its place."""
        for place, row in enumerate(self.rows, 1):
            row.set_place(place)

    def _on_more(self) -> None:
        used = {row.label.text() for row in self.rows}
        label = next((label for label in LABELS if label not in used), LABELS[-1])
        self.add(ContactNumber(label=label, text="")).number.setFocus()
        self.changed.emit()

    def _on_removed(self, row: NumberRow) -> None:
        self.rows.remove(row)
        self._table.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._order()
        self.more.setFocus()
        self.changed.emit()

    def _on_raised(self, row: NumberRow) -> None:
        """What moves is what is written: the keyboard stays with it."""
        place = self.rows.index(row)
        if place:
            above = self.rows[place - 1]
            above.take_place_of(row)
            (above.up if above.up.isEnabled() else above.number).setFocus()


def _sentence(fault: InvalidInput) -> str:
    text = str(fault).removeprefix("its ")
    return capital(text if text.endswith(".") else f"{text}.")
