"""A page that may be longer than its window: it scrolls down, never sideways, on the ground of whatever holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea

from desktop_dialer.ui.widgets.slim_bar import SlimBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class ScrollPage(QScrollArea):
    """Holds `page`; the keyboard goes to what is in it."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(SlimBar(self))
        self.viewport().setAutoFillBackground(False)
        fills = page.autoFillBackground()
        self.setWidget(page)
        page.setAutoFillBackground(fills)  # `setWidget` turns it on
