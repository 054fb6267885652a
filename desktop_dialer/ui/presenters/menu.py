"""The menu behind the gear, and the dialogs that it opens."""

from __future__ import annotations

import asyncio
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.ui.dialogs.keys import KeysDialog
from desktop_dialer.ui.dialogs.settings import SettingsDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_dialer.core.settings import Settings
    from desktop_dialer.ui.appearance import Appearance
    from desktop_dialer.ui.dialogs.settings import Place
    from desktop_dialer.ui.main_window import MainWindow
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.desk import Desk


class Entry(Enum):
    """What the menu offers."""

    CONTACT = "New contact…"
    QUICK_DIAL = "Quick dial…"
    ACCOUNTS = "Accounts…"
    SETTINGS = "Settings…"
    KEYS = "Keys"
    QUIT = "Quit"


class MenuPresenter(QObject):
    """Keeps the settings, and applies them as they are chosen."""

    contact_wanted = Signal()
    accounts_wanted = Signal()
    quick_dial_wanted = Signal()

    def __init__(
        self,
        backend: Backend,
        desk: Desk,
        window: MainWindow,
        appearance: Appearance,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._backend, self._desk, self._window, self._appearance = backend, desk, window, appearance
        self.settings = settings
        self._places: Sequence[Place] = backend.places
        window.top.menu.clicked.connect(self._on_menu)

    def open_settings(self) -> None:
        """Show the settings."""
        dialog = SettingsDialog(self.settings, self._places, self._window)
        dialog.changed.connect(self._on_changed)
        dialog.open()

    def open_keys(self) -> None:
        """Show the page of keys."""
        KeysDialog(self._window).open()

    async def _save(self, settings: Settings) -> None:
        try:
            await asyncio.to_thread(self._backend.settings.save, settings)
        except StorageFailed as fault:
            self._backend.tell(str(fault))

    def _on_changed(self, settings: Settings) -> None:
        self.settings = settings._replace(ring_first=self._desk.choices_of_ring_first)
        self._appearance.apply(self.settings)
        self._backend.tasks.spawn(self._save(self.settings), "settings")

    def _on_menu(self) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in Entry:
            if entry is Entry.QUIT:
                menu.addSeparator()
            action = QAction(entry.value, menu)
            action.setData(entry.name)
            menu.addAction(action)
        menu.triggered.connect(self._on_chosen)
        button = self._window.top.menu
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _on_chosen(self, action: QAction) -> None:
        match Entry[action.data()]:
            case Entry.CONTACT:
                self.contact_wanted.emit()
            case Entry.QUICK_DIAL:
                self.quick_dial_wanted.emit()
            case Entry.ACCOUNTS:
                self.accounts_wanted.emit()
            case Entry.SETTINGS:
                self.open_settings()
            case Entry.KEYS:
                self.open_keys()
            case Entry.QUIT:
                self._window.close()
