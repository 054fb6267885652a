"""A scroll bar that takes little room: a handle, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QScrollBar

from desktop_dialer.ui.ink import box, inset, painter_of
from desktop_dialer.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

WIDTH = 12
_SHORTEST = 28


class SlimBar(QScrollBar):
    """Standing; hand it to a view's `setVerticalScrollBar`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()  # with a parent Qt looks whether it is an orientation: see `ui.ink`
        if parent is not None:
            self.setParent(parent)
        self.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """Narrow."""
        return QSize(WIDTH, 60)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint the handle where there is anything to scroll."""
        painter = painter_of(self)
        theme = tokens(self.palette())
        reach = self.maximum() - self.minimum()
        if reach <= 0:
            return
        height = max(_SHORTEST, self.height() * self.pageStep() / (reach + self.pageStep()))
        top = (self.height() - height) * (self.value() - self.minimum()) / reach
        handle = inset(QRectF(0, top, self.width(), height), 3, 2)
        is_held = self.isSliderDown() or self.underMouse()
        box(painter, handle, handle.width() / 2, fill=theme.dim if is_held else theme.edge)
