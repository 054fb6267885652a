"""What a check of the account found: a line for each thing that was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_dialer.core.reading import CheckResult
from desktop_dialer.ui.dialogs.sentences import capital, spoken
from desktop_dialer.ui.plain import Label, plain
from desktop_dialer.ui.theme import Tone, scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_dialer.core.reading import Check

_WORDS = {
    CheckResult.OK: ("ok", Tone.GO),
    CheckResult.FAILED: ("failed", Tone.STOP),
    CheckResult.NOT_CHECKED: ("not checked", Tone.DIM),
}


class CheckList(QWidget):
    """Absent until a check was made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(2, 1)
        self._fit()
        self.hide()

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show these, and nothing of those before; none: be gone."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        said = []
        for row, check in enumerate(checks):
            word, tone = _WORDS[check.result]
            parts = (capital(check.subject), word, spoken(check.text))
            said.append(plain(f"{parts[0]}: {word}. {parts[2]}"))
            self._grid.addWidget(Label(parts[0], self, size=13, weight=600), row, 0)
            self._grid.addWidget(Label(word, self, size=13, weight=600, tone=tone), row, 1)
            self._grid.addWidget(Label(parts[2], self, size=13, wrap=True), row, 2)
        self.setAccessibleName("\n".join(said))
        self.setVisible(bool(checks))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scaled(12))
        self._grid.setVerticalSpacing(scaled(4))
