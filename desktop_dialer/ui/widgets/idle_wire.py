"""The wire before any call: two parties, nothing known between them. It can be painted first of all: see `ui.ink`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_dialer.ui.icons import Sign, draw_sign
from desktop_dialer.ui.ink import disc, inset, is_mirrored, paint_path, painter_of
from desktop_dialer.ui.theme import scaled, tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QPaintEvent

# As in the wire of a call.
_NODE, _OUTLINE, _SIGN = 60, 2, 24
_COLUMN = 104
_STROKE, _DASH, _GAP = 3, 6, 6


class IdleWire(QWidget):
    """Decoration: who cannot see it misses nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as a party."""
        return QSize(scaled(360), scaled(_NODE))

    def minimumSizeHint(self) -> QSize:
        """Two parties side by side."""
        return QSize(scaled(2 * _COLUMN), scaled(_NODE))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == event.Type.ApplicationFontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Two circles and a dashed line."""
        theme = tokens(self.palette())
        painter = painter_of(self)
        node, column = scaled(_NODE), scaled(_COLUMN)
        beside = (column - node) / 2
        signs = (Sign.PERSON, Sign.HANDSET) if is_mirrored() else (Sign.HANDSET, Sign.PERSON)
        for left, sign in zip((beside, self.width() - beside - node), signs, strict=True):
            circle = QRectF(left, 0, node, node)
            disc(painter, inset(circle, 1), fill=theme.bg, outline=theme.line, width=scaled(_OUTLINE))
            margin = (node - scaled(_SIGN)) / 2
            draw_sign(painter, sign, inset(circle, margin), theme.dim)
        stroke, dash, step, end = scaled(_STROKE), scaled(_DASH), scaled(_DASH) + scaled(_GAP), self.width() - column
        dashes = QPainterPath()
        for place in range(column, end, step):
            dashes.addRect(place, (node - stroke) / 2, min(dash, end - place), stroke)
        paint_path(painter, dashes, fill=theme.edge)
