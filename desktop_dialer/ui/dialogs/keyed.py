"""A dialog in which Enter presses the button that has the keyboard, and elsewhere does what the dialog is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget


class KeyedDialog(QDialog):
    """Gone once it is closed."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def enter(self, focused: QWidget | None) -> None:
        """Enter was pressed where `focused` has the keyboard, which is no button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is told from the other keys; held down it counts once."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if event.isAutoRepeat():
            return
        if isinstance(focused, QAbstractButton):
            focused.click()
        else:
            self.enter(focused)
