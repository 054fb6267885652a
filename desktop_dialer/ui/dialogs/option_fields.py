"""The provider's further parameters, folded away, and searched where there are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.ui.dialogs.fold import Fold
from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone
from desktop_dialer.ui.widgets.entry import Entry

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_dialer.ui.dialogs.parameter_field import ParameterField

MANY = 8


class OptionFields(Fold):
    """Says on its title how many are given."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._fields: list[ParameterField] = []
        self.search = Entry("Find an option", self, sign=Sign.SEARCH, placeholder="Find an option")
        self.search.changed.connect(self._on_searched)
        self.search.hide()
        self._nothing = Label("No option is called so.", self, size=13, tone=Tone.DIM)
        self._nothing.hide()
        self.add(self.search)
        self.add(self._nothing)

    def take(self, field: ParameterField) -> None:
        """Add a field at the end."""
        self._fields.append(field)
        self.add(field)
        self.search.setVisible(len(self._fields) > MANY)

    def count(self) -> None:
        """Say how many are given, or that one of them is wrong."""
        given = sum(field.value is not None for field in self._fields)
        is_wrong = any(field.fault for field in self._fields)
        self.set_note("look here" if is_wrong else f"{given} given" if given else "")

    def _on_searched(self, text: str) -> None:
        found = [field for field in self._fields if field.matches(text)]
        for field in self._fields:
            field.setVisible(field in found)
        self._nothing.setVisible(not found)
