"""A choice between a few views of one place, side by side: Contacts, Recents, Call-backs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QSizePolicy, QTabBar

from desktop_dialer.ui.ink import Place, box, inset, painter_of, write
from desktop_dialer.ui.theme import scaled, sized, tokens
from desktop_dialer.ui.widgets.button import paint_focus

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

HEIGHT = 38


class Segments(QTabBar):
    """A tab bar whose tabs share the width."""

    def __init__(self, texts: tuple[str, ...], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setExpanding(True)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for text in texts:
            self.addTab(text)

    def tabSizeHint(self, index: int) -> QSize:  # noqa: ARG002 - all are of one size
        """Each has its share."""
        return QSize(max(1, self.width() // max(1, self.count())), scaled(HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: ARG002 - all are of one size
        """A tab's text may be shortened."""
        return QSize(scaled(40), scaled(HEIGHT))

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(scaled(240), scaled(HEIGHT))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == event.Type.ApplicationFontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint the groove and, raised in it, the tab that is open."""
        theme = tokens(self.palette())
        painter = painter_of(self)
        box(painter, inset(QRectF(self.rect()), 0.5), 9, fill=theme.bg, outline=theme.line)
        for index in range(self.count()):
            tab = inset(QRectF(self.tabRect(index)), 3.5)
            is_open = index == self.currentIndex()
            if is_open:
                box(painter, tab, 7, fill=theme.panel, outline=theme.line)
                if self.hasFocus():
                    paint_focus(painter, tab, 7, theme)
            colour = theme.text if is_open else theme.dim
            write(painter, tab, self.tabText(index), colour, sized(14, 500), Place.CENTRE)
