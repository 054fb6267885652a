"""The window's signs, drawn as strokes on a field of 24 by 24: sharp at every scale and in every colour."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPixmap

from desktop_dialer.ui.ink import brush

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

_FIELD = 24.0
_STROKE = 2.0


class Sign(Enum):
    """Each sign as strokes: a letter (M move, L line, C curve, O circle, Z close) and its numbers."""

    SEARCH = "O 10.5 10.5 6.5 M 15.5 15.5 L 21 21"
    PHONE = (
        "M 6 3 L 9 3 L 11 8 L 8.5 9.8 C 9.6 12.2 11.8 14.4 14.2 15.5 L 16 13 L 21 15 L 21 18 "
        "C 21 20 19.5 21 18 21 C 10 20.5 3.5 14 3 6 C 3 4.5 4 3 6 3 Z"
    )
    HANDSET = (
        "M 3 9.5 C 3 3.5 21 3.5 21 9.5 L 21 11 L 16.5 11 L 16.5 8.7 C 14 7.8 10 7.8 7.5 8.7 L 7.5 11 L 3 11 Z "
        "M 8 12.5 L 16 12.5 L 19.5 20 L 4.5 20 Z O 12 16.2 1.6"
    )
    GEAR = (
        "O 12 12 3.2 M 12 2.5 L 12 5.5 M 12 18.5 L 12 21.5 M 2.5 12 L 5.5 12 M 18.5 12 L 21.5 12 "
        "M 5.3 5.3 L 7.4 7.4 M 16.6 16.6 L 18.7 18.7 M 5.3 18.7 L 7.4 16.6 M 16.6 7.4 L 18.7 5.3"
    )
    STAR = "M 12 3 L 14.7 8.7 L 21 9.5 L 16.4 13.8 L 17.6 20.1 L 12 17 L 6.4 20.1 L 7.6 13.8 L 3 9.5 L 9.3 8.7 Z"
    PLUS = "M 12 5 L 12 19 M 5 12 L 19 12"
    CLOSE = "M 6 6 L 18 18 M 18 6 L 6 18"
    CHECK = "M 5 12.5 L 10 17.5 L 19.5 7"
    DOWN = "M 6 9.5 L 12 15.5 L 18 9.5"
    UP = "M 6 14.5 L 12 8.5 L 18 14.5"
    OUT = "M 7 17 L 17 7 M 9 7 L 17 7 L 17 15"
    NOTE = "M 5 3.5 L 19 3.5 L 19 20.5 L 5 20.5 Z M 8.5 8.5 L 15.5 8.5 M 8.5 12 L 15.5 12 M 8.5 15.5 L 12.5 15.5"
    COPY = "M 9 9 L 20 9 L 20 20 L 9 20 Z M 6 15 L 4 15 L 4 4 L 15 4 L 15 6"
    EDIT = "M 4 20 L 5 15.5 L 16.5 4 L 20 7.5 L 8.5 19 Z M 14 6.5 L 17.5 10"
    TRASH = "M 4.5 6.5 L 19.5 6.5 M 9 6.5 L 9.5 3.5 L 14.5 3.5 L 15 6.5 M 6.5 6.5 L 7.5 20.5 L 16.5 20.5 L 17.5 6.5"
    PERSON = "O 12 8 4 M 4 21 C 4.5 16 8 14.5 12 14.5 C 16 14.5 19.5 16 20 21"
    CLOCK = "O 12 12 9 M 12 6.5 L 12 12 L 16 14"
    BACK = "M 20 17 C 20 11 16 8.5 9 8.5 L 5 8.5 M 9 4.5 L 5 8.5 L 9 12.5"
    ALERT = "M 12 3.5 L 22 20.5 L 2 20.5 Z M 12 9.5 L 12 14.5 M 12 17 L 12 17.6"
    INFO = "O 12 12 9 M 12 11 L 12 16.5 M 12 7.5 L 12 8"
    OPTIONS = "M 4 7 L 12 7 M 18 7 L 20 7 O 15 7 2.4 M 4 17 L 6 17 M 12 17 L 20 17 O 9 17 2.4"
    PADLOCK = "M 5.5 11 L 18.5 11 L 18.5 20.5 L 5.5 20.5 Z M 8 11 L 8 7.5 C 8 2.5 16 2.5 16 7.5 L 16 11"
    ORDER = "M 8 4 L 8 20 M 4.5 7.5 L 8 4 L 11.5 7.5 M 16 20 L 16 4 M 12.5 16.5 L 16 20 L 19.5 16.5"


_paths: dict[Sign, tuple[QPainterPath, QPainterPath, QPainterPath]] = {}
"""Of the signs that were drawn: lines, the strokes along them, and the discs that round their ends."""


def _path(sign: Sign) -> tuple[QPainterPath, QPainterPath, QPainterPath]:
    if (known := _paths.get(sign)) is None:
        known = _paths[sign] = _traced(sign)
    return known


def _traced(sign: Sign) -> tuple[QPainterPath, QPainterPath, QPainterPath]:
    path, ends = QPainterPath(), QPainterPath()
    words = sign.value.split()
    place = 0
    while place < len(words):
        letter, numbers = words[place], []
        place += 1
        while place < len(words) and not words[place].isalpha():
            numbers.append(float(words[place]))
            place += 1
        match letter:
            case "M":
                path.moveTo(*numbers)
            case "L":
                path.lineTo(*numbers)
            case "C":
                path.cubicTo(*numbers)
            case "O":
                path.addEllipse(QPointF(*numbers[:2]), numbers[2], numbers[2])
            case _:
                path.closeSubpath()
        if letter in "MLC":
            ends.addEllipse(QPointF(*numbers[-2:]), _STROKE / 2, _STROKE / 2)
    stroker = QPainterPathStroker()
    stroker.setWidth(_STROKE)
    return path, stroker.createStroke(path), ends


def draw_sign(painter: QPainter, sign: Sign, rect: QRectF, colour: QColor, *, filled: bool = False) -> None:
    """Draw the sign into `rect`."""
    lines, strokes, ends = _path(sign)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = brush(colour)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / _FIELD, rect.height() / _FIELD)
    if filled:
        painter.fillPath(lines, ink)
    painter.fillPath(strokes, ink)
    painter.fillPath(ends, ink)
    painter.restore()


def icon(sign: Sign, colour: QColor, pixels: int = 32) -> QIcon:
    """The sign for a menu, where Qt paints it itself."""
    from PySide6.QtGui import QIcon  # late: it is slow to import, see `ui.ink`

    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    draw_sign(painter, sign, QRectF(0, 0, pixels, pixels), colour)
    painter.end()
    return QIcon(pixmap)
