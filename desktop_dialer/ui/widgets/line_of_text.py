"""Painting a line of text, and what stands beside it, in either direction of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont, QPainter


def on_its_side(box: QRectF, whole: QRectF, direction: Qt.LayoutDirection) -> QRectF:
    """The box as it is placed from left to right; within `whole`, on the other side where the window is mirrored."""
    if direction is not Qt.LayoutDirection.RightToLeft:
        return box
    return QRectF(whole.left() + whole.right() - box.right(), box.top(), box.width(), box.height())


def write_line(
    painter: QPainter, box: QRectF, text: str, *, font: QFont, colour: QColor, direction: Qt.LayoutDirection
) -> None:
    """Write the text at the start of the box, shortened where there is no room; it is `plain` already."""
    side = Qt.AlignmentFlag.AlignRight if direction is Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
    painter.setLayoutDirection(direction)
    painter.setFont(font)
    painter.setPen(colour)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
    flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(box, flags, shown)
