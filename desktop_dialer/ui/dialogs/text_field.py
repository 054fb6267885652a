"""Several lines to type in, in the look of `Entry`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout

from desktop_dialer.ui.ink import box, inset, painter_of
from desktop_dialer.ui.theme import scaled, sized, tokens
from desktop_dialer.ui.widgets.entry import RADIUS

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

_LINES = 3


class TextField(QFrame):
    """A `QPlainTextEdit`, `edit`, as high as a few lines; `name` is its accessible name."""

    changed = Signal()

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QPlainTextEdit(text, self)
        self.edit.setAccessibleName(name)
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setTabChangesFocus(True)
        self.edit.viewport().setAutoFillBackground(False)
        self.edit.document().setDocumentMargin(0)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self.changed)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.edit)
        self._fit()

    def text(self) -> str:
        """What stands in it."""
        return self.edit.toPlainText()

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(scaled(200), self.edit.fontMetrics().lineSpacing() * _LINES + scaled(20))

    def minimumSizeHint(self) -> QSize:
        """As many lines, less wide."""
        return QSize(scaled(80), self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The frame shows where the keyboard is."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
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
        outline = theme.accent if is_focused else theme.edge
        rect = inset(QRectF(self.rect()), 1)
        box(painter_of(self), rect, RADIUS, fill=theme.bg, outline=outline, width=2 if is_focused else 1)

    def _fit(self) -> None:
        self.edit.setFont(sized(14))
        self._column.setContentsMargins(scaled(10), scaled(8), scaled(10), scaled(8))
        self.updateGeometry()
