"""A place in a dialog where something is said or asked, one thing at a time: no second window for a yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.card import Message

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Notice(Message):
    """`answered` carries the key of the button; the first button has the keyboard, and is what Esc means."""

    answered = Signal(str)

    asked = Signal()
    """There are other buttons now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.DIM, parent)
        self.label = Label("", self, size=13, wrap=True)
        self.buttons: dict[str, Button] = {}
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.label)
        self._column.addLayout(self._row)
        self._fit()
        self.hide()

    @property
    def is_asking(self) -> bool:
        """Whether an answer is waited for."""
        return not self.isHidden() and bool(self.buttons)

    def say(self, sentence: str, tone: Tone = Tone.DIM) -> None:
        """Say this; nothing where it is empty."""
        self._show(sentence, tone)

    def ask(self, sentence: str, answers: dict[str, tuple[str, Kind]], tone: Tone = Tone.WARN) -> None:
        """Say this with a button for each answer, by key: its text and kind; the careful one first."""
        self._show(sentence, tone)
        for key, (text, kind) in answers.items():
            button = Button(text, self, kind=kind)
            button.setProperty("answer", key)
            button.clicked.connect(self._on_clicked)
            self._row.addWidget(button)
            button.show()  # the layout would show it later, and what is hidden takes no keyboard
            self.buttons[key] = button
        self.asked.emit()
        next(iter(self.buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def give_up(self) -> None:
        """Answer with the first, the careful one."""
        next(iter(self.buttons.values())).click()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _show(self, sentence: str, tone: Tone) -> None:
        for button in self.buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        self.set_tone(tone)
        self.label.set_tone(Tone.TEXT if tone is Tone.DIM else tone)
        self.label.setText(sentence)
        self.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.label.text()))

    def _fit(self) -> None:
        margin = scaled(14)
        self._column.setContentsMargins(margin, scaled(10), margin, scaled(10))
        self._column.setSpacing(scaled(8))
        self._row.setSpacing(scaled(8))

    def _on_clicked(self) -> None:
        key = self.sender().property("answer")
        self._show("", Tone.DIM)
        self.answered.emit(key)
