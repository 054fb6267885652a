"""The providers to add an account at, each with a line of what it can and one of what it cannot do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_dialer.ui.dialogs.provider_words import can, cannot
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button
from desktop_dialer.ui.widgets.card import Card

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_dialer.core.facts import Facts


class _ProviderCard(Card):
    """One provider."""

    chosen = Signal(str)

    def __init__(self, facts: Facts, parent: QWidget) -> None:
        super().__init__(parent)
        self._id = facts.id
        self.button = Button("Choose", self, name=f"Add an account at {facts.name}")
        self.button.clicked.connect(self._on_clicked)
        head = QHBoxLayout()
        head.addWidget(Label(facts.name, self, size=15, weight=600), 1)
        head.addWidget(self.button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(Label(can(facts), self, size=13, wrap=True))
        self._column.addWidget(Label(cannot(facts), self, size=12, tone=Tone.DIM, wrap=True))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self._column.setContentsMargins(scaled(16), scaled(12), scaled(12), scaled(12))
        self._column.setSpacing(scaled(3))

    def _on_clicked(self) -> None:
        self.chosen.emit(self._id)


class ProviderChoice(QWidget):
    """`chosen` carries the provider's id."""

    chosen = Signal(str)

    def __init__(self, providers: Iterable[Facts], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.addWidget(Label("Through whom do you call?", self, size=18, weight=600))
        self.cards = [_ProviderCard(facts, self) for facts in providers]
        for card in self.cards:
            card.chosen.connect(self.chosen)
            self._column.addWidget(card)
        self._column.addStretch(1)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        margin = scaled(20)
        self._column.setContentsMargins(margin, scaled(18), margin, margin)
        self._column.setSpacing(scaled(10))
