"""The window's start: it is painted first, and everything else is loaded beside it.

The order counts. From its import on, PySide reads the source text of every module that is imported later; so what is
needed of the others comes first, and `first_paint`, which brings Qt, after it. Loop, engine and presenters are
imported in a thread beside the painted window.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, NamedTuple

from desktop_dialer.core.settings import Settings
from desktop_dialer.storage.contacts_list import first_look
from desktop_dialer.storage.paths import find_paths
from desktop_dialer.storage.settings import TomlSettings

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from PySide6.QtWidgets import QApplication

    from desktop_dialer.ui.appearance import Appearance
    from desktop_dialer.ui.main_window import MainWindow


BESIDE = ("net.http_client", "wiring", "storage.contacts", "ui.presenters.calls", "ui.presenters.window", "app.serving")
"""What is imported beside the painted window, in this order; the last one serves it."""


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
    contacts = None if is_demo else first_look(paths.contacts)
    from desktop_dialer.app.first_paint import paint_first

    application, window, appearance = paint_first(settings, contacts)
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
    import importlib
    import linecache
    import threading

    from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop

    loaded: list[ModuleType | BaseException] = []
    loop = QAbstractEventDispatcher.instance()

    def load() -> None:
        try:
            for name in BESIDE:
                module = importlib.import_module(f"desktop_dialer.{name}")
                linecache.clearcache()  # PySide has read the source of each module, and it would stay
            loaded.append(module)
        except BaseException as fault:  # noqa: BLE001 - it is raised again where the program began
            loaded.append(fault)
        loop.wakeUp()

    threading.Thread(target=load, name="imports", daemon=True).start()
    while not loaded:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    if isinstance(loaded[0], BaseException):
        raise loaded[0]
    return loaded[0]
