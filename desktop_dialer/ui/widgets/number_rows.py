"""A person's numbers, a row each; below them, what a call would send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.number_row import MARGIN, NumberRow, below_a_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop_dialer.ui.models.person import NumberLine

_FEW = 12
"""So many numbers are shown at once."""


class NumberRows(QWidget):
    """The numbers, and a line that says what a call would send: of the row at hand, else of the first choice.

    Of very many the first few are shown, and the first choice with them; a press shows the rest.
    """

    call_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[NumberRow] = []
        self._used = 0
        self._lines: Sequence[NumberLine] = ()
        self.more = Button("", self, kind=Kind.LINK)
        self.more.clicked.connect(self._on_more)
        self.sends = Label(parent=self, size=12.5, tone=Tone.DIM, wrap=True)
        self.sends.setMinimumWidth(1)  # a word without end does not widen the column
        self._foot = QWidget(self)
        self._foot_row = below_a_rule(self._foot)
        self._foot_row.addWidget(self.sends)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignCenter)
        self._column.addWidget(self._foot)
        self._add_row()
        self.show_lines(())
        self._fit()

    @property
    def rows(self) -> list[NumberRow]:
        """Those that are shown."""
        return self._rows[: self._used]

    def show_lines(self, lines: Sequence[NumberLine]) -> None:
        """Show these; rows that are there are used again."""
        is_same = [line.number for line in lines] == [line.number for line in self._lines]
        was_whole = self._used == len(self._lines)
        self._lines = lines
        if is_same and was_whole:
            self._show(lines)
        else:
            self._show([*lines[:_FEW], *(line for line in lines[_FEW:] if line.is_first)])

    def _on_more(self) -> None:
        self._show(self._lines)
        self._rows[_FEW].number.setFocus()

    def _show(self, lines: Sequence[NumberLine]) -> None:
        while len(self._rows) < len(lines):
            self._add_row()
        self._used = len(lines)
        left = len(self._lines) - len(lines)
        self.more.setText(f"Show {left} more numbers")
        self.more.setVisible(left > 0)
        for row, line in zip(self._rows, lines, strict=False):
            row.show_line(line)
            row.setVisible(True)
        for row in self._rows[self._used :]:
            row.setVisible(False)
        self._fold()
        self._show_sends()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line a number, or two, by the room there is: all rows alike."""
        self._fold()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
            self._fold()
        super().changeEvent(event)

    def _add_row(self) -> None:
        row = NumberRow(self)
        row.call_requested.connect(self.call_requested)
        row.attention_changed.connect(self._show_sends)
        self._column.insertWidget(len(self._rows), row)
        if self._rows:  # made later than what stands below it, and yet before that for the keyboard
            QWidget.setTabOrder(self._rows[-1].call, row.number)
            QWidget.setTabOrder(row.number, row.call)
        self._rows.append(row)

    def _fold(self) -> None:
        narrow = any(row.width_on_one_line() > self.width() for row in self.rows)
        labelled = any(row.line and row.line.label for row in self.rows)
        for row in self.rows:
            row.set_shape(narrow=narrow, labelled=labelled)

    def _show_sends(self) -> None:
        rows = self.rows
        at_hand = next((row for row in rows if row.underMouse()), None)
        at_hand = at_hand or next((row for row in rows if row.has_keyboard()), None)
        at_hand = at_hand or next((row for row in rows if row.line and row.line.is_first), None)
        text = at_hand.line.sends if at_hand and at_hand.line else ""
        self.sends.setText(text)
        self._foot.setVisible(bool(text))

    def _fit(self) -> None:
        self._foot_row.setContentsMargins(scaled(MARGIN), scaled(9), scaled(MARGIN), scaled(10))
