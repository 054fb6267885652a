"""A box to tick, with its text behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle

from desktop_dialer.ui.icons import Sign, draw_sign
from desktop_dialer.ui.plain import plain
from desktop_dialer.ui.theme import scaled, sized, tokens
from desktop_dialer.ui.widgets.button import paint_focus

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

_BOX = 18
_GAP = 9
_HEIGHT = 28


class Tick(QCheckBox):
    """A `QCheckBox` in the theme's look; its text is its accessible name."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(plain(text).replace("&", "&&"), parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFont(sized(14))

    def sizeHint(self) -> QSize:
        """As wide as box and text need."""
        return QSize(scaled(_BOX + _GAP + 4) + self.fontMetrics().horizontalAdvance(self.text()), scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The text may be shortened."""
        return QSize(scaled(_BOX + _GAP + 60), scaled(_HEIGHT))

    def hitButton(self, pos: QPoint) -> bool:
        """Box and text, and all between."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint box, tick and text."""
        theme = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        side = scaled(_BOX)
        whole = QRectF(self.rect())
        box = self._visual(QRectF(1, (whole.height() - side) / 2, side, side))
        painter.setPen(QPen(theme.accent if self.isChecked() else theme.dim, 1.5))
        painter.setBrush(theme.accent if self.isChecked() else theme.bg)
        painter.drawRoundedRect(box, scaled(5), scaled(5))
        if self.isChecked():
            inset = side * 0.15
            draw_sign(painter, Sign.CHECK, box.adjusted(inset, inset, -inset, -inset), theme.on_accent)
        painter.setPen(theme.text)
        left = side + scaled(_GAP)
        text = self._visual(QRectF(left, 0, whole.width() - left, whole.height()))
        flags = QStyle.visualAlignment(
            self.layoutDirection(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text, flags.value | Qt.TextFlag.TextShowMnemonic.value, shown)
        if self.hasFocus():
            paint_focus(painter, whole.adjusted(0, 1, -1, -1), scaled(6), theme)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(sized(14))
            self.updateGeometry()
        super().changeEvent(event)

    def _visual(self, rect: QRectF) -> QRectF:
        return QRectF(QStyle.visualRect(self.layoutDirection(), self.rect(), rect.toRect()))
