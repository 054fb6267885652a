"""The one box: a name or a number, typed or pasted; arrows and Enter in it act on the list below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent

from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.widgets.contact_keys import Key, is_bare
from desktop_dialer.ui.widgets.entry import Entry

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

LONGEST = 200
"""Characters; what is longer is neither a name nor a number."""
_PAGE = 8
"""Rows by which Page Up and Page Down move."""
_STEPS = {Key.UP: -1, Key.DOWN: 1, Key.PAGE_UP: -_PAGE, Key.PAGE_DOWN: _PAGE}
_BREAKS = r"[\r\n\v\f\x85\u2028\u2029\t]+"


class Box(Entry):
    """Says what is done in it; what follows from that is its listeners' affair."""

    typed = Signal(str)
    """The text, after every change."""
    entered = Signal()
    moved = Signal(int)
    """By so many rows, downwards."""
    cleared = Signal()
    """A person emptied it with Esc."""
    left = Signal()
    """Esc in the empty box: the keyboard belongs to the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Name or number", parent, sign=Sign.SEARCH, hint="Ctrl K", placeholder="Name or number")
        self.edit.setMaxLength(LONGEST)
        self.edit.textChanged.connect(self._on_changed)

    def take(self, text: str) -> None:
        """Type this, and go on in the box: what was typed where there is no line for it."""
        self.edit.setFocus()
        self.edit.deselect()
        self.edit.setCursorPosition(len(self.text()))
        self.edit.insert(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that move in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._takes(event):
            return True
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        key = event.key()
        if not is_bare(event):
            return False
        if key in _STEPS:
            self.moved.emit(_STEPS[Key(key)])
        elif key in {Key.RETURN, Key.ENTER}:
            if not event.isAutoRepeat():  # a key that is held down is one press
                self.entered.emit()
        elif key == Key.ESCAPE:
            self._escape()
        else:
            return False
        return True

    def _escape(self) -> None:
        if self.text():
            self.edit.clear()
            self.cleared.emit()
        else:
            self.left.emit()

    def _on_changed(self, text: str) -> None:
        """A pasted line break is a space, and at an end nothing."""
        line = text if text.isprintable() else re.sub(_BREAKS, " ", text)
        if line != text:
            self.edit.setText(line.strip())
        else:
            self.typed.emit(text)
