"""The window's start: it is painted first, and everything else is loaded beside it.

The order counts. From its import on, PySide reads the source text of every module that is imported later; so what is
needed of the others comes first, and `first_paint`, which brings Qt, after it. The contacts are read while Qt is
loaded. Loop, engine and presenters are imported in a thread beside the painted window.
"""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING, NamedTuple

from desktop_dialer.core.settings import Settings
from desktop_dialer.storage.contacts_list import first_look
from desktop_dialer.storage.paths import find_paths
from desktop_dialer.storage.settings import TomlSettings

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from PySide6.QtWidgets import QApplication

    from desktop_dialer.core.contact_list import ContactIndex, ContactRow
    from desktop_dialer.ui.appearance import Appearance
    from desktop_dialer.ui.main_window import MainWindow


class Started(NamedTuple):
    """What stands when the first paint is done; `link` is what the program was called with."""

    application: QApplication
    window: MainWindow
    appearance: Appearance
    settings: Settings
    link: str | None
    is_demo: bool
    debug: bool


def run_window(*, link: str | None = None, is_demo: bool = False, debug: bool = False) -> int:
    """Show the window until a person closes it; the program's exit code."""
    gc.disable()  # what is made now stays: there is nothing to collect before the window is up
    paths = find_paths()
    settings = _settings(paths.settings)
    look = None if is_demo else _FirstLook(paths.contacts)
    from desktop_dialer.app.first_paint import paint_first

    application, window, appearance = paint_first(settings, look)
    serving = _import_beside(application)
    gc.collect()
    gc.freeze()
    gc.enable()
    started = Started(
        application=application,
        window=window,
        appearance=appearance,
        settings=settings,
        link=link,
        is_demo=is_demo,
        debug=debug,
    )
    code: int = serving.serve(started)
    return code


class _FirstLook(threading.Thread):
    """Reads the contacts that are shown first; called, it waits and gives them."""

    def __init__(self, path: Path) -> None:
        super().__init__(name="first look", daemon=True)
        self._path = path
        self._found: tuple[ContactIndex, list[ContactRow]] | None = None
        self.start()

    def run(self) -> None:
        self._found = first_look(self._path)

    def __call__(self) -> tuple[ContactIndex, list[ContactRow]] | None:
        self.join()
        return self._found


def _settings(path: Path) -> Settings:
    """What is chosen; where the file cannot be read, the window comes up all the same, and its settings say so."""
    try:
        return TomlSettings(path).read()
    except Exception as fault:
        from desktop_dialer.core.errors import StorageFailed

        if not isinstance(fault, StorageFailed):
            raise
        return Settings()


def _import_beside(application: QApplication) -> ModuleType:
    """Import everything else in a thread, while the window takes what is typed."""
    from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop

    loaded: list[ModuleType | BaseException] = []
    loop = QAbstractEventDispatcher.instance()

    def load() -> None:
        try:
            from desktop_dialer.app import serving

            loaded.append(serving)
        except BaseException as fault:  # noqa: BLE001 - it is raised again where the program began
            loaded.append(fault)
        loop.wakeUp()

    threading.Thread(target=load, name="imports", daemon=True).start()
    while not loaded:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    if isinstance(loaded[0], BaseException):
        raise loaded[0]
    return loaded[0]
