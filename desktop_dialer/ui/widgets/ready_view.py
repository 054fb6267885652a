"""What is seen before a call: which telephone will ring first, through whom, and the very string that will be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.idle_wire import IdleWire

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

_LARGE = 17
_LEAST_WIDTH = 200


class ReadyView(QWidget):
    """Shown while there is no call."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = Label("Ready to call", self, size=19, weight=700)
        self._wire = IdleWire(self)
        self.ring_first = Label("", self, size=_LARGE, weight=600, wrap=True)
        self.via = Label("", self, size=_LARGE, weight=600, wrap=True)
        self.sends = Label("", self, size=_LARGE, weight=600, figures=True, wrap=True)
        self._captions = [Label(text, self, size=12, tone=Tone.DIM) for text in ("Rings first", "via", "Sends")]
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.headline)
        self._column.addSpacing(scaled(14))
        self._column.addWidget(self._wire)
        self._column.addSpacing(scaled(6))
        for caption, label in zip(self._captions, (self.ring_first, self.via, self.sends), strict=True):
            self._column.addSpacing(scaled(8))
            self._column.addWidget(caption)
            self._column.addWidget(label)
        self._column.addStretch(1)
        self._fit()
        self._show("", "", "")

    def set_ready(self, ring_first: str, via: str, sends: str) -> None:
        """Say what a press of Call would do; what is empty is left out. Without an account, nothing would be done."""
        self.headline.setText("Ready to call" if via else "No account yet")
        self._show(ring_first, via, sends)

    def _show(self, *texts: str) -> None:
        for caption, label, text in zip(self._captions, (self.ring_first, self.via, self.sends), texts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))
            caption.setVisible(bool(text))

    def hasHeightForWidth(self) -> bool:
        """It gives way to what stands above it."""
        return False

    def minimumSizeHint(self) -> QSize:
        """The headline at least."""
        return QSize(scaled(_LEAST_WIDTH), self.headline.sizeHint().height() + scaled(18))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == event.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        margin = scaled(20)
        self._column.setContentsMargins(margin, scaled(18), margin, margin)
        self._column.setSpacing(scaled(2))
