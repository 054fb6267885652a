"""The person's own telephones, each with a name: “Desk”, “Mobile”."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_dialer.core.account import MAX_OWN_NAME, OwnNumber
from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_WIDTH = 90
"""Of a line, at any text size: a row has two beside each other."""
_NAMES = ("Desk", "Mobile", "Home")


class _Row(QWidget):
    """One telephone."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, place: int, own: OwnNumber, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = Entry(f"Name of telephone {place}", self, placeholder=_NAMES[(place - 1) % len(_NAMES)])
        self.name.edit.setMaxLength(MAX_OWN_NAME)
        self.number = Entry(f"Number of telephone {place}", self, placeholder="its number")
        self.name.set_text(own.name)
        self.number.set_text(own.number)
        for entry in (self.name, self.number):
            # Tab would find the frame where it was made, not where its line was put. (The stub leaves None out.)
            entry.setMinimumWidth(_LEAST_WIDTH)
            entry.setFocusProxy(None)  # type: ignore[arg-type]
        self.button = Button("", self, kind=Kind.FLAT, sign=Sign.CLOSE, name=f"Take telephone {place} off the list")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addWidget(self.name, 2)
        row.addWidget(self.number, 3)
        row.addWidget(self.button)
        self.name.changed.connect(self.changed)
        self.number.changed.connect(self.changed)
        self.button.clicked.connect(self._on_clicked)

    @property
    def own(self) -> OwnNumber:
        """What is written in it."""
        return OwnNumber(name=self.name.text().strip(), number=self.number.text().strip())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is."""
        return not (self.own.name or self.own.number)

    def mark(self, *, is_bad: bool) -> None:
        """Show that it cannot be taken."""
        for entry in (self.name, self.number):
            entry.set_bad(bad=is_bad)

    def _on_clicked(self) -> None:
        self.removed.emit(self)


def _stop_before(widget: QWidget) -> QWidget:
    """Where the keyboard is before that."""
    before = widget.previousInFocusChain()
    while before is not None and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
        before = before.previousInFocusChain()
    return before or widget


class OwnNumbers(QWidget):
    """A small table of names and numbers; `value` leaves out rows in which nothing is written."""

    changed = Signal()

    def __init__(self, own: Sequence[OwnNumber], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = tuple(own)
        self._rows: list[_Row] = []
        self._made = 0
        self.note = Label("", self, size=12, tone=Tone.STOP, wrap=True)
        self.note.hide()
        self.add_button = Button("Add a telephone", self, kind=Kind.LINK, sign=Sign.PLUS)
        self.add_button.clicked.connect(self._on_add)
        self._table = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._table)
        self._column.addWidget(self.note)
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        for one in own:
            self._add(one)
        self._fit()

    @property
    def value(self) -> tuple[OwnNumber, ...]:
        """The telephones as they are written."""
        return tuple(row.own for row in self._rows if not row.is_empty)

    @property
    def is_changed(self) -> bool:
        """Whether a person changed anything."""
        return self.value != self._before

    def rebase(self) -> None:
        """What is written is stored now."""
        self._before = self.value

    @property
    def rows(self) -> Sequence[_Row]:
        """The rows, the empty ones too."""
        return self._rows

    def show_fault(self, sentence: str) -> None:
        """Say what is wrong, and mark the row that the sentence names."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        named = [row for row in self._rows if row.own.name and sentence.startswith(f"{row.own.name}: ")]
        nameless = [row for row in self._rows if not row.own.name and not row.is_empty]
        for row in self._rows:
            row.mark(is_bad=bool(sentence) and row in (named or nameless))

    @property
    def fault(self) -> str:
        """What is said to be wrong."""
        return self.note.text()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self._column.setSpacing(scaled(6))
        self._table.setSpacing(scaled(8))

    def _add(self, own: OwnNumber) -> _Row:
        self._made += 1
        before = self._rows[-1].button if self._rows else _stop_before(self.add_button)
        row = _Row(self._made, own, self)
        row.changed.connect(self.changed)
        row.removed.connect(self._on_removed)
        self._rows.append(row)
        self._table.addWidget(row)
        for one, after in pairwise((before, row.name.edit, row.number.edit, row.button)):
            QWidget.setTabOrder(one, after)
        row.show()  # the layout would show it later, and what is hidden takes no keyboard
        return row

    def _on_add(self) -> None:
        row = self._add(OwnNumber(name="", number=""))
        row.name.edit.setFocus()
        self.changed.emit()

    def _on_removed(self, row: _Row) -> None:
        self._rows.remove(row)
        self._table.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add_button.setFocus()
        self.changed.emit()
