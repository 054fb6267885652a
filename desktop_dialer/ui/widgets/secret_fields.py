"""A password that a call lacked, typed in for this session: a field for each that the account needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping


class SecretFields(QWidget):
    """`given` carries what was typed, by the parameters' names; nothing of it stays here."""

    given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, Entry] = {}
        self._fields = QVBoxLayout()
        self._keep = Button("Keep", self, kind=Kind.PRIMARY)
        self._keep.clicked.connect(self._on_keep)
        foot = QHBoxLayout()
        foot.addWidget(Label("It is forgotten when the program ends.", self, size=12, tone=Tone.DIM), 1)
        foot.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addLayout(self._fields)
        column.addLayout(foot)
        self.hide()

    def ask(self, needed: Mapping[str, str]) -> None:
        """Show a field for each of these: names of parameters, and what they are called."""
        self.clear()
        for name, label in needed.items():
            entry = Entry(label, self, placeholder=label, secret=True)
            entry.edit.returnPressed.connect(self._on_keep)
            self._fields.addWidget(entry)
            self._entries[name] = entry
        self.show()
        next(iter(self._entries.values()), self).setFocus()

    def clear(self) -> None:
        """Forget what was typed."""
        for entry in self._entries.values():
            entry.edit.clear()
            self._fields.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self._entries = {}
        self.hide()

    def _on_keep(self) -> None:
        typed = {name: entry.text() for name, entry in self._entries.items()}
        empty = next((entry for entry in self._entries.values() if not entry.text()), None)
        if empty is not None:
            empty.set_bad(bad=True)
            empty.setFocus()
            return
        self.clear()
        self.given.emit(typed)
