"""Buttons: one that goes, one that stops, one that is meant, and all the others."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop_dialer.ui.icons import Sign, draw_sign
from desktop_dialer.ui.ink import Place, box, elided, inset, is_mirrored, painter_of, write
from desktop_dialer.ui.plain import set_tip
from desktop_dialer.ui.theme import scaled, sized, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QEnterEvent, QFont, QKeyEvent, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from desktop_dialer.ui.theme import Tokens

HEIGHT = 34
RADIUS = 9


class Kind(Enum):
    """What a button is for."""

    GO = auto()
    """Calls."""
    STOP = auto()
    """Ends a call."""
    PRIMARY = auto()
    """What a dialog was opened for."""
    GHOST = auto()
    """Everything else."""
    FLAT = auto()
    """A sign among others, without an outline."""
    LINK = auto()
    """A further step, written as a link."""


class Button(QPushButton):
    """A button in the theme's look. Its text is its accessible name; one of a sign alone is given one."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        kind: Kind = Kind.GHOST,
        sign: Sign | None = None,
        name: str = "",
        tip: str = "",
    ) -> None:
        super().__init__(parent)
        self.setText(text.replace("&", "&&"))
        self._kind, self._sign, self._is_filled = kind, sign, False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if name:
            self.setAccessibleName(name)
        set_tip(self, tip or name)

    def set_sign(self, sign: Sign | None, *, filled: bool = False) -> None:
        """Change the sign."""
        self._sign, self._is_filled = sign, filled
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Change what it is for."""
        self._kind = kind
        self.update()

    @property
    def label(self) -> str:
        """Its text as it is read."""
        return self.text().replace("&&", "&")

    def sizeHint(self) -> QSize:
        """As wide as sign and text need; a sign alone is square."""
        height = scaled(HEIGHT)
        width = 0
        if self.label:
            width += QFontMetrics(self._font()).horizontalAdvance(self.label) + scaled(
                16 if self._kind is Kind.LINK else 28
            )
        if self._sign is not None:
            width += scaled(22) if self.label else height
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        """It is never shortened."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint it as it stands: pressed, pointed at, focused, or out of use."""
        theme = tokens(self.palette())
        painter = painter_of(self)
        fill, ink, outline = self._colours(theme)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        rect = inset(QRectF(self.rect()), 1)
        radius = scaled(RADIUS)
        box(painter, rect, radius, fill=fill, outline=outline)
        self._paint_content(painter, ink)
        if self.hasFocus():
            paint_focus(painter, rect, radius, theme)

    def _colours(self, theme: Tokens) -> tuple[QColor | None, QColor, QColor | None]:
        """What it is filled with, what is written on it, and its outline."""
        is_hot = self.isEnabled() and (self.underMouse() or self.isDown())
        match self._kind:
            case Kind.GO:
                fill, ink, outline = theme.go, theme.on_go, None
            case Kind.STOP:
                fill, ink, outline = theme.stop, theme.on_stop, None
            case Kind.PRIMARY:
                fill, ink, outline = theme.accent, theme.on_accent, None
            case Kind.GHOST:
                return (theme.bg if is_hot else theme.panel), theme.text, theme.edge if is_hot else theme.line
            case Kind.FLAT:
                return (theme.bg if is_hot else None), theme.text, None
            case Kind.LINK:
                return (theme.accent_soft if is_hot else None), theme.accent, None
        if is_hot:
            fill = fill.darker(115 if self.isDown() else 106)
        return fill, ink, outline

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        """Sign and text, together in the middle."""
        painter.setFont(self._font())
        label = self.label
        mark = scaled(16) if self._sign is not None else 0
        gap = scaled(7) if mark and label else 0
        room = self.width() - scaled(12) - mark - gap
        shown = elided(painter.fontMetrics(), label, room)
        width = mark + gap + painter.fontMetrics().horizontalAdvance(shown)
        left = (self.width() - width) / 2
        mark_left = left + width - mark if is_mirrored() else left
        text_left = left if is_mirrored() else left + mark + gap
        if self._sign is not None:
            rect = QRectF(mark_left, (self.height() - mark) / 2, mark, mark)
            draw_sign(painter, self._sign, rect, ink, filled=self._is_filled)
        rect = QRectF(text_left, 0, width - mark - gap + 1, self.height())
        write(painter, rect, shown, ink, place=Place.CENTRE)

    def _font(self) -> QFont:
        return sized(14, 500 if self._kind in {Kind.GHOST, Kind.FLAT, Kind.LINK} else 600)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does; that the key repeats itself is no further press."""
        from PySide6.QtCore import Qt

        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it is pointed at."""
        from PySide6.QtCore import Qt

        self.setCursor(Qt.CursorShape.PointingHandCursor)
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


def paint_focus(painter: QPainter, rect: QRectF, radius: float, theme: Tokens) -> None:
    """The ring that shows where the keyboard is."""
    painter.setOpacity(1)
    box(painter, inset(rect, 1.5), radius - 1, outline=theme.panel)
    box(painter, rect, radius, outline=theme.accent, width=2)
