"""Where the parts of something painted stand, told from its start side: right to left it is mirrored."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt


class Mirrored:
    """A box whose parts are named by their distance from its start side, which is the right one if mirrored."""

    def __init__(self, box: QRectF, direction: Qt.LayoutDirection) -> None:
        self.box = box
        self.is_mirrored = direction is Qt.LayoutDirection.RightToLeft
        self.start = Qt.AlignmentFlag.AlignRight if self.is_mirrored else Qt.AlignmentFlag.AlignLeft
        """At which side a text stands that begins at the start."""

    def rect(self, start: float, top: float, width: float, height: float) -> QRectF:
        """A part of the box."""
        left = self.box.right() - start - width if self.is_mirrored else self.box.left() + start
        return QRectF(left, self.box.top() + top, width, height)

    def point(self, start: float, top: float) -> QPointF:
        """A point in the box."""
        return self.rect(start, top, 0, 0).topLeft()
