"""A number as a row: what it is, where it is, and the button that calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.plain import Label, plain
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.card import Rule
from desktop_dialer.ui.widgets.copy_text import CopyText

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent

    from desktop_dialer.ui.models.person import NumberLine

MARGIN = 20
_LABEL_WIDTH, _ABOVE, _GAP = 58, 11, 14


def below_a_rule(widget: QWidget) -> QHBoxLayout:
    """The widget's row, below a hairline that stays within the card's outline."""
    column, row = QVBoxLayout(widget), QHBoxLayout()
    column.setContentsMargins(1, 0, 1, 0)
    column.setSpacing(0)
    column.addWidget(Rule(widget))
    column.addLayout(row)
    return row


class NumberRow(QWidget):
    """One number. Where there is little room, label and country stand below it."""

    call_requested = Signal(str)
    attention_changed = Signal()
    """The pointer or the keyboard came to it, or left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line: NumberLine | None = None
        self.label = Label(parent=self, size=12, tone=Tone.DIM)
        self.number = CopyText(self, size=15, weight=500)
        self.where = Label(parent=self, tone=Tone.DIM)
        self.below = Label(parent=self, size=12.5, tone=Tone.DIM)
        self.call = Button("Call", self, sign=Sign.PHONE)
        self.call.clicked.connect(self._on_call)
        for part in (self.number, self.call):
            part.installEventFilter(self)
        row = QHBoxLayout()
        row.addWidget(self.number)
        row.addWidget(self.where, 1)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(row)
        middle.addWidget(self.below)
        self._between = row
        self._row = below_a_rule(self)
        self._row.addWidget(self.label)
        self._row.addLayout(middle, 1)
        self._row.addWidget(self.call)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit()
        self.set_shape(narrow=False, labelled=True)

    def show_line(self, line: NumberLine) -> None:
        """Show this number."""
        if line == self.line:
            return
        self.line = line
        self.label.setText(line.label)
        self.number.set_text(line.shown, line.clean)
        self.where.setText(line.where)
        self.below.setText(" · ".join(plain(text) for text in (line.label, line.where) if text))
        self.call.set_kind(Kind.GO if line.is_first else Kind.GHOST)
        self.call.setAccessibleName(plain(f"Call {line.label}, {line.shown}" if line.label else f"Call {line.shown}"))
        self.call.setVisible(line.can_call)

    def set_shape(self, *, narrow: bool, labelled: bool) -> None:
        """Stand on two lines, or on one; a column of labels is kept free only where some row has one."""
        self.label.setVisible(labelled and not narrow)
        self.where.setVisible(not narrow)
        self.below.setVisible(narrow)

    def width_on_one_line(self) -> int:
        """How much room it needs to stand on one."""
        gaps = 2 * MARGIN + _LABEL_WIDTH + 3 * _GAP
        return scaled(gaps) + self.number.sizeHint().width() + self.where.sizeHint().width() + self._call_width()

    def has_keyboard(self) -> bool:
        """Whether the keyboard is on it."""
        return self.number.hasFocus() or self.call.hasFocus()

    def minimumSizeHint(self) -> QSize:
        """The number is never shortened; label and country are."""
        width = scaled(2 * MARGIN + _GAP) + self.number.sizeHint().width() + self._call_width()
        return QSize(width, super().minimumSizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell it."""
        self.attention_changed.emit()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell it."""
        self.attention_changed.emit()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell where the keyboard is."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.attention_changed.emit()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _call_width(self) -> int:
        return self.call.sizeHint().width()

    def _fit(self) -> None:
        self.label.setFixedWidth(scaled(_LABEL_WIDTH))
        self._row.setContentsMargins(scaled(MARGIN), scaled(_ABOVE), scaled(MARGIN), scaled(_ABOVE))
        self._row.setSpacing(scaled(_GAP))
        self._between.setSpacing(scaled(_GAP))

    def _on_call(self) -> None:
        if self.line is not None:
            self.call_requested.emit(self.line.number)
