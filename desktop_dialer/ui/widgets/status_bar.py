"""The line at the bottom: how the chosen account stands, where its secret lies, and what the day brought so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_dialer.ui.ink import disc, painter_of
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled, tokens
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.card import Ground

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QPaintEvent

TOLD_MILLISECONDS = 8_000
"""How long what is told in passing stands."""


class Dot(QWidget):
    """A small disc in a tone; the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.DIM
        self.setFixedSize(scaled(8), scaled(8))

    def set_tone(self, tone: Tone) -> None:
        """Mean this."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint it."""
        disc(painter_of(self), QRectF(self.rect()), fill=tokens(self.palette()).of(self._tone))


class StatusBar(Ground):
    """Shows finished sentences; one that was told in passing stands in the middle, and can carry an Undo."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = Dot(self)
        self._account = Label("", self, size=12, tone=Tone.DIM)
        self._secret = Label("", self, size=12, tone=Tone.DIM)
        self._told = Label("", self, size=12)
        self.undo = Button("Undo", self, kind=Kind.LINK)
        self.undo.hide()
        self._day = Label("", self, size=12, tone=Tone.DIM)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(TOLD_MILLISECONDS)
        self._fade.timeout.connect(self._on_told_long_enough)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(scaled(7))
        self._row.addWidget(self._dot)
        self._row.addWidget(self._account)
        self._row.addSpacing(scaled(12))
        self._row.addWidget(self._secret)
        self._row.addStretch(1)
        self._row.addWidget(self._told, 4)
        self._row.addWidget(self.undo)
        self._row.addStretch(1)
        self._row.addWidget(self._day)
        self._fit()

    def show_account(self, text: str, tone: Tone) -> None:
        """How the account stands, as far as it is known."""
        self._dot.set_tone(tone)
        self._dot.setVisible(bool(text))
        self._account.setText(text)

    def show_secret_place(self, text: str) -> None:
        """Where its secret lies."""
        self._secret.setText(text)

    def show_day(self, text: str) -> None:
        """What the day brought so far."""
        self._day.setText(text)

    def tell(self, text: str, tone: Tone = Tone.TEXT, *, can_undo: bool = False) -> None:
        """Say something in passing; an empty text takes it away."""
        self._told.setText(text)
        self._told.set_tone(tone)
        self._told.setAccessibleName(text)
        self._fade.start()
        self.undo.setVisible(can_undo and bool(text))

    def _on_told_long_enough(self) -> None:
        self._told.setText("")
        self._told.setAccessibleName("")
        self.undo.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == event.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self._row.setContentsMargins(scaled(16), 0, scaled(16), 0)
