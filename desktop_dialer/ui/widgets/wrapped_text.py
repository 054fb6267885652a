"""A foreign text on a few lines, painted as what it is: broken between words, shortened where it is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QFont, QPainter


def draw_wrapped(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    line: float,
    most: int,
    align: Qt.AlignmentFlag,
    tail: tuple[QColor, int] | None = None,
) -> int:
    """Paint into `rect` with the painter's font and pen; how many lines it took, `most` at most, each `line` high.

    `tail`: the last so many characters have a colour of their own. The text's own direction decides how it is read,
    `align` alone at which side it stands.
    """
    shown = _shortened(text, painter.font(), rect.width(), most)
    layout = _layout(shown, painter.font(), align)
    if tail is not None and shown == text:
        colour, length = tail
        part = QTextLayout.FormatRange()
        part.start, part.length = _units(text[:-length]), _units(text[-length:])
        part.format = QTextCharFormat()
        part.format.setForeground(QBrush(colour))
        layout.setFormats([part])
    count = 0
    layout.beginLayout()
    while (row := layout.createLine()).isValid():
        row.setLineWidth(rect.width())
        row.setPosition(QPointF(0, count * line + (line - row.height()) / 2))
        count += 1
    layout.endLayout()
    layout.draw(painter, rect.topLeft())
    return count


def _shortened(text: str, font: QFont, room: float, most: int) -> str:
    """The text, cut so that it takes no more lines."""
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(text) <= room:
        return text
    layout = _layout(text, font, Qt.AlignmentFlag.AlignLeft)
    cut = 0
    layout.beginLayout()
    for _ in range(most - 1):
        if (row := layout.createLine()).isValid():
            row.setLineWidth(room)
            cut = row.textStart() + row.textLength()
    layout.endLayout()
    # Qt counts in units of UTF-16.
    units = text.encode("utf-16-le")
    rest = metrics.elidedText(units[2 * cut :].decode("utf-16-le"), Qt.TextElideMode.ElideRight, room)
    return units[: 2 * cut].decode("utf-16-le") + rest


def _layout(text: str, font: QFont, align: Qt.AlignmentFlag) -> QTextLayout:
    option = QTextOption(align)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    return layout


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
