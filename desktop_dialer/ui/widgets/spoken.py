"""A sentence on a ground in the colour of what it means; absent where there is nothing to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.card import Message

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Spoken(Message):
    """A `Message` with its text in it; further widgets go behind the text with `row`."""

    shown = Signal()
    """It came, or went."""

    def __init__(self, parent: QWidget | None = None, *, tone: Tone = Tone.DIM) -> None:
        super().__init__(tone, parent)
        self.label = Label("", self, size=13, wrap=True)
        self.row = QHBoxLayout(self)
        self.row.addWidget(self.label, 1, Qt.AlignmentFlag.AlignVCenter)
        self._fit()
        self.hide()

    def say(self, sentence: str, tone: Tone) -> None:
        """Say this; nothing where it is empty."""
        self.set_tone(tone)
        self.label.set_tone(Tone.TEXT if tone is Tone.DIM else tone)
        if sentence != self.label.text():
            self.label.setText(sentence)
        if self.isHidden() == bool(sentence):
            self.setVisible(bool(sentence))
            self.shown.emit()

    def text(self) -> str:
        """What it says."""
        return self.label.text()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.row.setContentsMargins(scaled(14), scaled(10), scaled(14), scaled(10))
        self.row.setSpacing(scaled(10))
