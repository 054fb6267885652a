"""The first paint: application, look and window, with the contacts in it. What is imported here delays it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desktop_dialer.ui.appearance import Appearance
from desktop_dialer.ui.main_window import MainWindow

if TYPE_CHECKING:
    from desktop_dialer.core.contact_list import ContactIndex, ContactRow
    from desktop_dialer.core.settings import Settings


def paint_first(
    settings: Settings, contacts: tuple[ContactIndex, list[ContactRow]] | None
) -> tuple[QApplication, MainWindow, Appearance]:
    """Come back when the window is painted; `contacts`, the list and its first rows, may follow later."""
    application = QApplication([sys.argv[0], "-style", "fusion"])
    application.setApplicationName("desktop-dialer")
    application.setApplicationDisplayName("Desktop Dialer")
    application.setDesktopFileName("desktop-dialer")
    application.setQuitOnLastWindowClosed(False)
    appearance = Appearance(application, settings)
    appearance.apply_first()
    window = MainWindow()
    if contacts is not None:
        window.contacts.show_first(*contacts)
    window.show()
    application.processEvents()
    while not (window.is_painted or window.is_closed):
        _wait(application)
    return application, window, appearance


def _wait(application: QApplication) -> None:
    """For the screen to ask for the paint."""
    from PySide6.QtCore import QEventLoop

    application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
