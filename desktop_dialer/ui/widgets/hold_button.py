"""A button that has to be held for a second: for what must not happen by a slip of the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor

from desktop_dialer.ui.ink import box, inset, is_mirrored
from desktop_dialer.ui.theme import scaled, tokens
from desktop_dialer.ui.widgets.announce import announce
from desktop_dialer.ui.widgets.button import RADIUS, Button, Kind

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter
    from PySide6.QtWidgets import QWidget

HOLD_MILLISECONDS = 1000
SECOND_PRESS_MILLISECONDS = 10_000
_BEAT_MILLISECONDS = 16
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_KEYS = _ENTER | {Qt.Key.Key_Space, Qt.Key.Key_Select}


class HoldButton(Button):
    """Fills while mouse, Space or Enter hold it down; `held` once it is full, and letting go before takes it back.

    Who presses it through the accessibility interface cannot hold it: there a second press within 10 s counts.
    """

    held = Signal()

    def __init__(
        self, text: str, parent: QWidget | None = None, *, kind: Kind = Kind.STOP, milliseconds: int = HOLD_MILLISECONDS
    ) -> None:
        super().__init__(text, parent, kind=kind)
        self._text = text
        self._milliseconds = milliseconds
        self._is_by_hand = False
        self._since = QElapsedTimer()
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MILLISECONDS)
        self._beat.timeout.connect(self._on_beat)
        self._second = QTimer(self)
        self._second.setSingleShot(True)
        self._second.setInterval(SECOND_PRESS_MILLISECONDS)
        self._second.timeout.connect(self._forget_first_press)
        self.pressed.connect(self._on_pressed)
        self.released.connect(self._on_released)
        self.clicked.connect(self._on_clicked)
        self.setAccessibleName(text)
        self.setAccessibleDescription("Hold for one second")

    @property
    def is_filling(self) -> bool:
        """Whether it is held down."""
        return self._beat.isActive()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A hand is on it."""
        self._is_by_hand = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The hand is off it."""
        super().mouseReleaseEvent(event)
        self._is_by_hand = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter hold it as long as they are down; that the key repeats itself is no further press."""
        if event.key() not in _KEYS:
            super().keyPressEvent(event)
            return
        if not event.isAutoRepeat() and not self.isDown():
            self._is_by_hand = True
            self.setDown(True)
            self.pressed.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The key is up again."""
        if event.key() not in _KEYS:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self._let_go()

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen is not held."""
        self._let_go()
        self._forget_first_press()
        super().hideEvent(event)

    def _let_go(self) -> None:
        if self.isDown():
            self.setDown(False)
            self.released.emit()
        self._is_by_hand = False

    def _on_pressed(self) -> None:
        if self._is_by_hand:
            self._since.start()
            self._beat.start()

    def _on_released(self) -> None:
        self._beat.stop()
        self.update()

    def _on_beat(self) -> None:
        if self._since.elapsed() >= self._milliseconds:
            self._beat.stop()
            self._let_go()
            self.held.emit()
        self.update()

    def _on_clicked(self) -> None:
        if self._is_by_hand:
            return
        if self._second.isActive():
            self._forget_first_press()
            self.held.emit()
            return
        self._second.start()
        self._name(f"{self._text}: press again to call")
        announce(self, "Press again to call.")

    def _forget_first_press(self) -> None:
        self._second.stop()
        self._name(self._text)

    def _name(self, name: str) -> None:
        if self.accessibleName() != name:
            self.setAccessibleName(name)

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        """How far it is filled, under the text."""
        if self.is_filling:
            whole = inset(QRectF(self.rect()), 1)
            width = whole.width() * min(1.0, self._since.elapsed() / self._milliseconds)
            part = QRectF(whole.right() - width if is_mirrored() else whole.left(), whole.top(), width, whole.height())
            shade = QColor(tokens(self.palette()).text)
            shade.setAlphaF(0.35)
            painter.save()
            painter.setClipRect(part)
            box(painter, whole, scaled(RADIUS), fill=shade)
            painter.restore()
        super()._paint_content(painter, ink)
