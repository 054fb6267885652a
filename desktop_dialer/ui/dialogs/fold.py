"""A part of a form that can be folded away under its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.theme import scaled
from desktop_dialer.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

_LEAST_WIDTH = 90
"""Its title may be shortened down to this, where the text is large and the window small."""


class Fold(QWidget):
    """Closed at first; what is in it is added to `inner`."""

    opened = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.button = Button(title, self, kind=Kind.LINK, sign=Sign.DOWN)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._on_toggled)
        self._body = QWidget(self)
        self.inner = QVBoxLayout(self._body)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self._column.addWidget(self._body)
        self._body.hide()
        self._fit()

    @property
    def is_open(self) -> bool:
        """Whether its inside is shown."""
        return self.button.isChecked()

    def open(self) -> None:
        """Show its inside."""
        self.button.setChecked(True)

    def set_note(self, note: str) -> None:
        """Say something beside the title: “More options · 2 given”."""
        self.button.setText(f"{self._title} · {note}" if note else self._title)
        self.button.updateGeometry()

    def add(self, part: QWidget | QLayout) -> None:
        """Add a part at the end of its inside."""
        if isinstance(part, QWidget):
            self.inner.addWidget(part)
        else:
            self.inner.addLayout(part)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.button.setMinimumWidth(scaled(_LEAST_WIDTH))
        self._column.setSpacing(scaled(6))
        self.inner.setContentsMargins(0, 0, 0, scaled(4))
        self.inner.setSpacing(scaled(12))

    def _on_toggled(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.button.set_sign(Sign.UP if is_open else Sign.DOWN)
        self._body.setVisible(is_open)
        if is_open:
            self.opened.emit()
