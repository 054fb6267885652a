"""The note that belongs to a contact: read where it stands, and written there too."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout

from desktop_dialer.ui.ink import inset, painter_of
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled, sized, tokens
from desktop_dialer.ui.widgets.button import paint_focus
from desktop_dialer.ui.widgets.card import Card

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

_MOST_LINES = 12


class _Lines(QPlainTextEdit):
    """As high as what stands in it, up to a limit; then it scrolls."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self.grow)

    def grow(self) -> None:
        """Count the lines anew."""
        line = self.fontMetrics().lineSpacing()
        layout, block, height = self.document().documentLayout(), self.document().begin(), 0.0
        while block.isValid() and height < _MOST_LINES * line:
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        whole = min(max(line, math.ceil(height)), _MOST_LINES * line) + 2
        if whole != self.height():
            self.setFixedHeight(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The lines break anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.grow()


class NoteCard(Card):
    """Shows one contact's note. What is typed is told when it is left, or at Ctrl+Enter; Esc takes it back."""

    changed = Signal(str, str)
    """Contact id and the new note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contact, self._kept = "", ""
        self._base, self._told = "", ""
        """What was kept, and what was told last, as the editor spells it."""
        self._title = Label("Note for this contact", self, weight=600)
        self._hint = Label("Ctrl+Enter saves · Esc takes it back", self, size=12, tone=Tone.DIM)
        self._hint.hide()
        self.edit = _Lines(self)
        self.edit.setAccessibleName("Note for this contact")
        self.edit.setPlaceholderText("Nothing noted yet.")
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._on_text_changed)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._hint)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.edit)
        self._fit()

    def show_note(self, contact: str, note: str) -> None:
        """Show this contact's note; what is being typed for another is told first, and for this one stays."""
        if contact == self._contact and (note == self._kept or self.is_changed):
            return
        self.commit()
        self._contact, self._kept = contact, note
        if self.edit.toPlainText() != note:
            cursor = self.edit.textCursor()
            place = min(cursor.position(), len(note)) if self.edit.hasFocus() else 0
            self.edit.setPlainText(note)
            cursor.setPosition(place)
            self.edit.setTextCursor(cursor)
        # Qt has its own spelling of some characters: what nobody typed is no change.
        self._told = self._base = self.edit.toPlainText()
        self._on_text_changed()

    def refuse(self, contact: str) -> None:
        """What was told of this contact's note could not be kept: it stands here still, to be saved again."""
        if contact == self._contact:
            self._told = self._base
            self._on_text_changed()

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that nobody was told of."""
        return self.edit.toPlainText() != self._told

    def commit(self) -> None:
        """Tell what was typed, if anything was."""
        if self.is_changed:
            self._told = self.edit.toPlainText()
            self._on_text_changed()
            self.changed.emit(self._contact, self._told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Two keys of the note's own, and where the keyboard is."""
        match event.type():
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent) and self._takes(event):
                return True
            case QEvent.Type.FocusIn:
                self.update()
            case QEvent.Type.FocusOut if isinstance(event, QFocusEvent):
                self._on_left(event.reason())
            case _:
                pass
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, and a ring where the keyboard is."""
        super().paintEvent(event)
        if self.edit.hasFocus():
            room = scaled(6)
            paint_focus(painter_of(self), inset(QRectF(self.edit.geometry()), -room), room, tokens(self.palette()))

    def _takes(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.commit()
            return True
        if event.key() == Qt.Key.Key_Escape and self.is_changed:
            self.edit.setPlainText(self._told)
            return True
        return False

    def _on_left(self, reason: Qt.FocusReason) -> None:
        """While a menu of its own is open it is not left."""
        self.update()
        if reason is not Qt.FocusReason.PopupFocusReason:
            self.commit()

    def _on_text_changed(self) -> None:
        self._hint.setVisible(self.is_changed)

    def _fit(self) -> None:
        self.edit.setFont(sized(14))
        self._column.setContentsMargins(scaled(20), scaled(14), scaled(20), scaled(14))
        self._column.setSpacing(scaled(8))
        self.edit.grow()
