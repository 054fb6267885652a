"""A scroll area that is as high as what lies in it, and scrolls only where there is no room for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy

from desktop_dialer.ui.theme import scaled
from desktop_dialer.ui.widgets.slim_bar import SlimBar

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

_LEAST_HEIGHT = 80


class Snug(QScrollArea):
    """Holds one widget, whose height goes with its width. It is as wide as its parent."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setWidgetResizable(True)
        self.setVerticalScrollBar(SlimBar(self))
        self.viewport().setAutoFillBackground(False)
        self._content, self._parent = content, parent
        self.setWidget(content)
        content.setAutoFillBackground(False)
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """As high as the content wants to be at this width."""
        content = self._content
        hint = content.sizeHint()
        # Its own width is old where it is about to be laid out anew.
        width = self._parent.width()
        height = content.heightForWidth(width) if content.hasHeightForWidth() else hint.height()
        return QSize(hint.width(), height)

    def minimumSizeHint(self) -> QSize:
        """A part of it can be seen at least."""
        return QSize(self._content.minimumSizeHint().width(), min(scaled(_LEAST_HEIGHT), self.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content changed what it wants."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width takes another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
