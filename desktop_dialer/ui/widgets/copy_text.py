"""A text that a press copies: a number, a path, a command. It says so for a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop_dialer.ui.ink import brush, elided, is_mirrored, painter_of, write
from desktop_dialer.ui.plain import number, plain, set_tip
from desktop_dialer.ui.theme import scaled, sized, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QFont, QPaintEvent
    from PySide6.QtWidgets import QWidget

COPIED = "Copied"
_SHOWN_MILLISECONDS = 1_200


class CopyText(QAbstractButton):
    """Shows a text left to right, in figures of one width; `whole` is never shortened."""

    def __init__(
        self, parent: QWidget | None = None, *, size: float = 14, weight: int = 400, whole: bool = True
    ) -> None:
        super().__init__(parent)
        self._size, self._weight, self._whole = size, weight, whole
        self._shown, self._copied = "", ""
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(_SHOWN_MILLISECONDS)
        self._moment.timeout.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)

    def set_text(self, shown: str, copied: str) -> None:
        """Show the one and copy the other."""
        if (shown, copied) == (self._shown, self._copied):
            return
        self._shown, self._copied = plain(shown), copied
        self._moment.stop()
        self.setAccessibleName(self._shown)
        self.setAccessibleDescription("Copies it")
        set_tip(self, f"Copy {plain(copied)}")
        self.updateGeometry()
        self.update()

    @property
    def shown(self) -> str:
        """What stands there now."""
        return COPIED if self._moment.isActive() else self._shown

    def sizeHint(self) -> QSize:
        """As wide as the text."""
        metrics = QFontMetrics(self._font())
        widest = max(metrics.horizontalAdvance(self._shown), metrics.horizontalAdvance(COPIED))
        return QSize(widest + 1, metrics.height() + scaled(4))

    def minimumSizeHint(self) -> QSize:
        """The whole text, or a few letters of it."""
        hint = self.sizeHint()
        return hint if self._whole else QSize(min(hint.width(), scaled(80)), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint the text, or that it was copied."""
        theme = tokens(self.palette())
        painter, room = painter_of(self), QRectF(self.rect())
        painter.setFont(self._font())
        is_hot = self.underMouse() or self.isDown() or self.hasFocus()
        colour = theme.go if self._moment.isActive() else theme.accent if is_hot else theme.text
        width = write(painter, room, number(elided(painter.fontMetrics(), self.shown, room.width())), colour)
        if self.hasFocus():
            left = room.right() - width if is_mirrored() else room.left()
            painter.fillRect(QRectF(left, room.bottom() - 2, width, 2), brush(theme.accent))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it is pointed at."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No more."""
        self.update()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _font(self) -> QFont:
        return sized(self._size, self._weight, figures=True)

    def _on_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._copied)
        self._moment.start()
        self.update()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, COPIED))
