"""The menu of one contact: a call to each of its numbers, and what can be done with the contact itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop_dialer.ui.icons import Sign, icon
from desktop_dialer.ui.plain import number, plain
from desktop_dialer.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_dialer.core.contact import Contact, ContactNumber

_WIDEST = 60
_MOST = 12
"""More numbers than that are called from the contact's own page."""


class ContactMenu(QMenu):
    """Deletes itself when it closes. Numbers in the signals are as they are written in the contact."""

    call_requested = Signal(str, str, str)
    """Number, contact id, title."""
    edit_requested = Signal(str)
    favourite_requested = Signal(str, bool)
    copy_requested = Signal(str)
    """The number in clean digits."""
    remove_requested = Signal(str)

    def __init__(self, contact: Contact, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(plain(contact.title, _WIDEST))
        self._contact = contact
        numbers = contact.numbers[:_MOST]
        for one in numbers:
            self._add(f"Call {_named(one)}", Sign.PHONE).setData(("call", one.text))
        if numbers:
            self.addSeparator()
        self._add("Edit…", Sign.EDIT).setData(("edit", ""))
        favourite = "Remove from favourites" if contact.favourite else "Add to favourites"
        self._add(favourite, Sign.STAR).setData(("favourite", ""))
        if len(numbers) == 1:
            self._add("Copy number", Sign.COPY).setData(("copy", _clean(numbers[0])))
        for one in numbers if len(numbers) > 1 else ():
            self._add(f"Copy {_named(one)}", Sign.COPY).setData(("copy", _clean(one)))
        self.addSeparator()
        self._add("Delete", Sign.TRASH).setData(("remove", ""))
        self.triggered.connect(self._on_triggered)

    def _add(self, text: str, sign: Sign) -> QAction:
        action = QAction(icon(sign, tokens(self.palette()).dim), text.replace("&", "&&"), self)
        self.addAction(action)
        return action

    def _on_triggered(self, action: QAction) -> None:
        what, value = action.data()
        match what:
            case "call":
                self.call_requested.emit(value, self._contact.id, self._contact.title)
            case "edit":
                self.edit_requested.emit(self._contact.id)
            case "favourite":
                self.favourite_requested.emit(self._contact.id, not self._contact.favourite)
            case "copy":
                self.copy_requested.emit(value)
            case _:
                self.remove_requested.emit(self._contact.id)


def _named(one: ContactNumber) -> str:
    return f"{plain(one.label, _WIDEST)} {number(plain(one.text, _WIDEST))}".strip()


def _clean(one: ContactNumber) -> str:
    """The number without what only helps reading; where there are letters in it, as it is."""
    bare = "".join(char for char in plain(one.text) if not (char.isspace() or char in "()./-–"))
    return one.key or bare
