"""Painting in few words, and without the namespace `Qt`.

Naming `Qt` makes its 140 enumerations, which takes a fifth of the time in which a bare window starts. So does many a
call that could take one of them, such as `QPainter.setPen`; `QStyle` and `QIcon` are like it. What is painted first
goes through here, where numbers stand for their values and a palette brings the colours; the rest may as well.
"""

from __future__ import annotations

from enum import IntEnum
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
_MARKS = "\u0300"
"""From here on there are characters that belong to the one before them; in Latin, and before it, there is none."""
_SIGNS = "\u2010", "\u20cf"
"""Nor is one among dashes, quotation marks, isolates and currencies."""
_ROLE = QPalette.ColorRole.WindowText
_HEBREW = "\u0590"
"""Before it, everything runs from left to right."""
_ISOLATES = dict.fromkeys((0x2066, 0x2067, 0x2068, 0x2069))
_palettes: dict[int, QPalette] = {}
"""By colour; there are a few dozen."""


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
    return _palette(colour).brush(_ROLE)


def elided(metrics: QFontMetrics, text: str, room: float) -> str:
    """The text, shortened where it is wider than the room."""
    return text if metrics.horizontalAdvance(text) <= room else _shortened(metrics, text, room)


def write(
    painter: QPainter, rect: QRectF, text: str, colour: QColor, font: QFont | None = None, place: Place = Place.START
) -> float:
    """Write one line into the middle of the rectangle's height, shortened to its width; the width it takes."""
    if font is not None:
        painter.setFont(font)
    text = _without_isolates(text)
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text)
    if width > rect.width():
        text = _shortened(metrics, text, rect.width())
        width = metrics.horizontalAdvance(text)
    _draw(painter, rect, _side(place) | _HALFWAY | _ONE_LINE, text, colour)
    return width


def write_lines(
    painter: QPainter, rect: QRectF, text: str, colour: QColor, font: QFont | None = None, place: Place = Place.START
) -> None:
    """Write a text from the top of the rectangle, in as many lines as it takes."""
    if font is not None:
        painter.setFont(font)
    _draw(painter, rect, _side(place) | _TOP | _WRAPPED, _without_isolates(text), colour)


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


def _without_isolates(text: str) -> str:
    """The text without them where nothing in it runs from right to left: Qt would look for them in every font."""
    if text.isascii() or is_mirrored():
        return text
    bare = text.translate(_ISOLATES)
    return text if any(letter >= _HEBREW and not _SIGNS[0] <= letter <= _SIGNS[1] for letter in bare) else bare


def _shortened(metrics: QFontMetrics, text: str, room: float) -> str:
    """As much of it as there is room for, and an ellipsis. Where each character stands for itself, `Qt` is not."""
    if not all(letter < _MARKS or _SIGNS[0] <= letter <= _SIGNS[1] for letter in text):
        from PySide6.QtCore import Qt

        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(room)))
    fits, fails = 0, len(text)
    while fits + 1 < fails:
        middle = (fits + fails) // 2
        if metrics.horizontalAdvance(f"{text[:middle]}…") <= room:
            fits = middle
        else:
            fails = middle
    return f"{text[:fits]}…"


def _side(place: Place) -> int:
    if place is Place.CENTRE:
        return _MIDDLE | _AS_GIVEN
    return (_RIGHT if (place is Place.END) != is_mirrored() else _LEFT) | _AS_GIVEN


def _draw(painter: QPainter, rect: QRectF, flags: int, text: str, colour: QColor) -> None:
    if is_mirrored():  # Qt takes the window's direction for the text's, and would put its stop in front
        from PySide6.QtCore import Qt

        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    if isinstance(painter, QStylePainter):
        whole = QRect(round(rect.x()), round(rect.y()), round(rect.width()), round(rect.height()))
        painter.drawItemText(whole, flags, _palette(colour), True, text, _ROLE)
    else:
        painter.setPen(colour)
        painter.drawText(rect, flags, text)


def _palette(colour: QColor) -> QPalette:
    """A palette that carries the colour: text and brushes get it from there without an overload that asks for `Qt`."""
    rgba = colour.rgba()
    if (palette := _palettes.get(rgba)) is None:
        palette = _palettes[rgba] = QPalette()
        palette.setColor(_ROLE, colour)
    return palette
