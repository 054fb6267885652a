"""A sign in a coloured disc: what can be done with a row of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from desktop_dialer.ui.icons import Sign, draw_sign
from desktop_dialer.ui.theme import Tone, scaled, tokens
from desktop_dialer.ui.widgets.button import Button, paint_focus

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent
    from PySide6.QtWidgets import QWidget

SIDE = 32
_SIGN = 16


class RoundButton(Button):
    """Its name says what it does; the disc is soft in the tone of that, and full under the pointer."""

    def __init__(self, sign: Sign, tone: Tone, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent, name=name)
        self._shown, self._tone = sign, tone

    def set_name(self, name: str) -> None:
        """What it does, and with whom."""
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Round."""
        return QSize(scaled(SIDE), scaled(SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint disc and sign."""
        theme = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        is_hot = self.underMouse() or self.isDown()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.of(self._tone) if is_hot else theme.soft(self._tone))
        painter.drawEllipse(box)
        paint_sign(painter, box, self._shown, theme.panel if is_hot else theme.of(self._tone))
        if self.hasFocus():
            paint_focus(painter, box.adjusted(1, 1, -1, -1), box.width() / 2, theme)


def paint_sign(painter: QPainter, box: QRectF, sign: Sign, colour: QColor) -> None:
    """Paint the sign in the middle of the box."""
    inset = (box.width() - scaled(_SIGN)) / 2
    draw_sign(painter, sign, box.adjusted(inset, inset, -inset, -inset), colour)
