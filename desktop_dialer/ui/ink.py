"""Painting in few words, and without the namespace `Qt`.

Naming `Qt` makes its 140 enumerations, which takes a fifth of the time in which a bare window starts. So does many a
call that could take one of them, such as `QPainter.setPen`; `QStyle` and `QIcon` are like it. What is painted first
goes through here, where numbers stand for their values and a palette brings the colours; the rest may as well.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QBrush, QGuiApplication, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QStylePainter

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QFont, QFontMetrics
    from PySide6.QtWidgets import QWidget

_LEFT, _RIGHT, _MIDDLE, _TOP, _HALFWAY = 0x1, 0x2, 0x4, 0x20, 0x80
_AS_GIVEN, _ONE_LINE, _WRAPPED = 0x10, 0x100, 0x1000
_FIRST_STRONG, _END = "\u2068", "\u2069"
_ROLE = QPalette.ColorRole.WindowText


class Place(IntEnum):
    """Where a line of text stands in its rectangle; START is the right side in a right-to-left window."""

    START = 0
    CENTRE = 1
    END = 2


def painter_of(widget: QWidget) -> QStylePainter:
    """A painter with smooth edges for a widget's `paintEvent`."""
    painter = QStylePainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def is_mirrored() -> bool:
    """Whether the window reads from right to left."""
    return QGuiApplication.isRightToLeft()


def brush(colour: QColor) -> QBrush:
    """A brush of one colour."""
    return _palette(colour.rgba()).brush(_ROLE)


def elided(metrics: QFontMetrics, text: str, room: float) -> str:
    """The text, shortened where it is wider than the room."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    from PySide6.QtCore import Qt

    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(room)))


def write(
    painter: QPainter, rect: QRectF, text: str, colour: QColor, font: QFont | None = None, place: Place = Place.START
) -> float:
    """Write one line into the middle of the rectangle's height, shortened to its width; the width it takes."""
    if font is not None:
        painter.setFont(font)
    metrics = painter.fontMetrics()
    shown = elided(metrics, text, rect.width())
    _draw(painter, rect, _side(place) | _HALFWAY | _ONE_LINE, shown, colour)
    return metrics.horizontalAdvance(shown)


def write_lines(
    painter: QPainter, rect: QRectF, text: str, colour: QColor, font: QFont | None = None, place: Place = Place.START
) -> None:
    """Write a text from the top of the rectangle, in as many lines as it takes."""
    if font is not None:
        painter.setFont(font)
    _draw(painter, rect, _side(place) | _TOP | _WRAPPED, text, colour)


def box(
    painter: QPainter, rect: QRectF, radius: float, *, fill: QColor | None = None, outline: QColor | None = None,
    width: float = 1,
) -> None:  # fmt: skip
    """A rectangle with round corners; the outline is drawn on its edge."""
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    paint_path(painter, path, fill=fill, outline=outline, width=width)


def disc(
    painter: QPainter, rect: QRectF, *, fill: QColor | None = None, outline: QColor | None = None, width: float = 1
) -> None:
    """A circle that fills the rectangle; the outline is drawn on its edge."""
    path = QPainterPath()
    path.addEllipse(rect)
    paint_path(painter, path, fill=fill, outline=outline, width=width)


def paint_path(
    painter: QPainter,
    path: QPainterPath,
    *,
    fill: QColor | None = None,
    outline: QColor | None = None,
    width: float = 1,
) -> None:
    """Fill a path, and draw its outline."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if fill is not None:
        painter.fillPath(path, brush(fill))
    if outline is not None:
        painter.strokePath(path, QPen(brush(outline), width))


def inset(rect: QRectF, x: float, y: float | None = None) -> QRectF:
    """The rectangle, smaller by that much on each side."""
    y = x if y is None else y
    return rect.adjusted(x, y, -x, -y)


def _side(place: Place) -> int:
    if place is Place.CENTRE:
        return _MIDDLE | _AS_GIVEN
    return (_RIGHT if (place is Place.END) != is_mirrored() else _LEFT) | _AS_GIVEN


def _draw(painter: QPainter, rect: QRectF, flags: int, text: str, colour: QColor) -> None:
    if is_mirrored():  # Qt takes the window's direction for the text's, and would put its stop in front
        text = f"{_FIRST_STRONG}{text}{_END}"
    if isinstance(painter, QStylePainter):
        whole = QRect(round(rect.x()), round(rect.y()), round(rect.width()), round(rect.height()))
        painter.drawItemText(whole, flags, _palette(colour.rgba()), True, text, _ROLE)
    else:
        painter.setPen(colour)
        painter.drawText(rect, flags, text)


@lru_cache(maxsize=256)
def _palette(rgba: int) -> QPalette:
    """A palette that carries the colour: text and brushes get it from there without an overload that asks for `Qt`."""
    from PySide6.QtGui import QColor

    palette = QPalette()
    palette.setColor(_ROLE, QColor.fromRgba(rgba))
    return palette
