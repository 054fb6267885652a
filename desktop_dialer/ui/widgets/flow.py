"""A layout that fills lines: what has no room in one goes into the next, and the chosen ones share what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QStyle

from desktop_dialer.ui.theme import scaled

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayoutItem, QWidget

GAP = 8


class Flow(QLayout):
    """Lays its widgets out in reading order; those added with `grows` take the room that is left in their line.

    Those added with `stays` are the last ones, and go into the next line together.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._growing: set[QWidget] = set()
        self._staying: set[QWidget] = set()
        self.setContentsMargins(QMargins())

    def add(self, widget: QWidget, *, grows: bool = False, stays: bool = False) -> None:
        """Add a widget at the end."""
        if grows:
            self._growing.add(widget)
        if stays:
            self._staying.add(widget)
        self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt hands the item over."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are, hidden ones too."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item there, None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take it out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Wide is fine."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Fewer lines where it is wide."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as that width takes."""
        heights = [max(item.sizeHint().height() for item in line) for line in self._lines(width)]
        return sum(heights) + scaled(GAP) * max(0, len(heights) - 1)

    def sizeHint(self) -> QSize:
        """All in one line."""
        items = self._visible()
        return QSize(self._wanted(items), max((item.sizeHint().height() for item in items), default=0))

    def minimumSize(self) -> QSize:
        """One below the other."""
        sizes = [item.minimumSize() for item in self._visible()]
        widest = max((size.width() for size in sizes), default=0)
        return QSize(widest, max((size.height() for size in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:
        """Place each."""
        super().setGeometry(rect)
        top = rect.top()
        direction = QGuiApplication.layoutDirection()
        for line in self._lines(rect.width()):
            height = max(item.sizeHint().height() for item in line)
            left = rect.left()
            for item, width in zip(line, self._widths(line, rect.width()), strict=True):
                place = QRect(left, top, width, height)
                item.setGeometry(QStyle.visualRect(direction, rect, place))
                left += width + scaled(GAP)
            top += height + scaled(GAP)

    def _visible(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        room = 0
        items = self._visible()
        staying = [item for item in items if item.widget() in self._staying]
        for item in items:
            wanted = item.sizeHint().width()
            needed = self._wanted(staying) if staying and item is staying[0] else wanted
            if lines and (wanted if needed > width else needed) <= room:
                lines[-1].append(item)
            else:
                lines.append([item])
                room = width
            room -= wanted + scaled(GAP)
        return lines

    def _wanted(self, items: list[QLayoutItem]) -> int:
        """The width of these side by side."""
        return sum(item.sizeHint().width() for item in items) + scaled(GAP) * max(0, len(items) - 1)

    def _widths(self, line: list[QLayoutItem], width: int) -> list[int]:
        wanted = [min(item.sizeHint().width(), width) for item in line]
        growing = [place for place, item in enumerate(line) if item.widget() in self._growing]
        left = width - sum(wanted) - scaled(GAP) * (len(line) - 1)
        for share, place in enumerate(growing):
            part = left // (len(growing) - share)
            wanted[place] += part
            left -= part
        return wanted
