"""The rounded ground on which things that belong together lie, and the hairline between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from desktop_dialer.ui.ink import box, inset, painter_of
from desktop_dialer.ui.theme import Tone, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

RADIUS = 12


class Card(QFrame):
    """A rounded panel with an outline."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint the ground."""
        theme = tokens(self.palette())
        rect = inset(QRectF(self.rect()), 0.5)
        box(painter_of(self), rect, RADIUS, fill=theme.panel, outline=theme.line)


class Message(QFrame):
    """The ground under a sentence that says what is known, in the colour of what it means."""

    def __init__(self, tone: Tone = Tone.DIM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone

    def set_tone(self, tone: Tone) -> None:
        """Change what it means."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint the ground."""
        box(painter_of(self), QRectF(self.rect()), 9, fill=tokens(self.palette()).soft(self._tone))


class Ground(QWidget):
    """A column's own ground: the panel's colour instead of the window's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)


class Rule(QWidget):
    """A hairline, lying or standing."""

    def __init__(self, parent: QWidget | None = None, *, standing: bool = False) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Mid)
        if standing:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
