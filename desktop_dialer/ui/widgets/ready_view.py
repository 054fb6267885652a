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
    """Shown while there is no call. What a press would do is made when it is known: the first paint does without."""

    ring_first: Label
    via: Label
    sends: Label

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = Label("Ready to call", self, size=19, weight=700)
        self._wire = IdleWire(self)
        self._captions: list[Label] = []
        self._rows = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.headline)
        self._column.addSpacing(scaled(14))
        self._column.addWidget(self._wire)
        self._column.addSpacing(scaled(6))
        self._column.addLayout(self._rows)
        self._column.addStretch(1)
        self._fit()

    def set_ready(self, ring_first: str, via: str, sends: str) -> None:
        """Say what a press of Call would do; what is empty is left out. Without an account, nothing would be done."""
        if not self._captions:
            self._make_rows()
        self.headline.setText("Ready to call" if via else "No account yet")
        labels, texts = (self.ring_first, self.via, self.sends), (ring_first, via, sends)
        for caption, label, text in zip(self._captions, labels, texts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))
            caption.setVisible(bool(text))

    def _make_rows(self) -> None:
        self.ring_first = Label("", self, size=_LARGE, weight=600, wrap=True)
        self.via = Label("", self, size=_LARGE, weight=600, wrap=True)
        self.sends = Label("", self, size=_LARGE, weight=600, figures=True, wrap=True)
        self._captions = [Label(text, self, size=12, tone=Tone.DIM) for text in ("Rings first", "via", "Sends")]
        for caption, label in zip(self._captions, (self.ring_first, self.via, self.sends), strict=True):
            self._rows.addSpacing(scaled(8))
            self._rows.addWidget(caption)
            self._rows.addWidget(label)

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
