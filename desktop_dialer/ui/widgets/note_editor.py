"""The note on one call, open while a person writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout

from desktop_dialer.ui.ink import box, inset, painter_of
from desktop_dialer.ui.theme import scaled, sized, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

MAX_NOTE = 2000
_LINES = 3
_RADIUS = 9


class NoteEditor(QFrame):
    """`typed` at each change that a person makes, `left` when the keyboard goes elsewhere, `closed` at Esc."""

    typed = Signal(str)
    left = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QPlainTextEdit(self)
        self.edit.setAccessibleName("Note on this call")
        self.edit.setPlaceholderText("Write a note. It is saved by itself.")
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setTabChangesFocus(True)
        self.edit.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.viewport().setAutoFillBackground(False)
        self.edit.document().setDocumentMargin(0)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._on_text_changed)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._is_shown_only = False
        column = QVBoxLayout(self)
        column.addWidget(self.edit)
        self._fit()

    def text(self) -> str:
        """What stands in it."""
        return self.edit.toPlainText()

    def show_note(self, note: str) -> None:
        """Put the stored note in it, unless it stands there already."""
        if note != self.text():
            self._is_shown_only = True
            self.edit.setPlainText(note)
            self._is_shown_only = False

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(scaled(200), self.edit.fontMetrics().lineSpacing() * _LINES + scaled(20))

    def minimumSizeHint(self) -> QSize:
        """As many lines, less wide."""
        return QSize(scaled(80), self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where the keyboard is, and Esc."""
        match event.type():
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
            case QEvent.Type.FocusIn:
                self.update()
            case QEvent.Type.FocusOut:
                self.update()
                self.left.emit()
            case _:
                pass
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint ground and frame."""
        theme = tokens(self.palette())
        is_focused = self.edit.hasFocus()
        colour, width = (theme.accent, 2) if is_focused else (theme.edge, 1)
        box(
            painter_of(self), inset(QRectF(self.rect()), 1), scaled(_RADIUS), fill=theme.bg, outline=colour, width=width
        )

    def _on_text_changed(self) -> None:
        if self._is_shown_only:
            return
        text = self.text()
        if len(text) > MAX_NOTE:
            cursor = self.edit.textCursor()
            place = min(cursor.position(), MAX_NOTE)
            self.show_note(text[:MAX_NOTE])
            cursor.setPosition(place)
            self.edit.setTextCursor(cursor)
        self.typed.emit(self.text())

    def _fit(self) -> None:
        self.edit.setFont(sized(14))
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(scaled(10), scaled(8), scaled(10), scaled(8))
        self.updateGeometry()
