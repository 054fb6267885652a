"""The window's tests: one application without a display, and Qt's own loop under every coroutine."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from desktop_dialer.desktop.qt_loop import QtLoop
from desktop_dialer.ui.theme import LIGHT, base_font, palette_of

# The platform without a display has no window manager to tell of a dialog's least size, or to bring a window forward,
# and no keyboard that a menu could have for itself.
OF_NO_MEANING = {
    f"This plugin does not support {what}" for what in ("propagateSizeHints()", "raise()", "grabbing the keyboard")
}


@pytest.fixture(scope="session", autouse=True)
def app():
    """The application, in the light theme."""
    application = QApplication.instance() or QApplication(["desktop-dialer"])
    application.setQuitOnLastWindowClosed(False)
    application.setStyle("Fusion")
    yield application
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _fresh_look(app):
    app.setPalette(palette_of(LIGHT))
    app.setFont(base_font())


@pytest.fixture(autouse=True)
def _qt_is_content():
    """What Qt complains of fails the test, and so does a window that stays."""
    said = []

    def note(kind, _context, message):
        is_grave = kind in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
        if is_grave and message not in OF_NO_MEANING:
            said.append(message)

    before = set(QApplication.topLevelWidgets())
    qInstallMessageHandler(note)
    yield
    for widget in set(QApplication.topLevelWidgets()) - before:
        if widget.parent() is None:
            widget.close()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    qInstallMessageHandler(None)
    assert not said


def pytest_asyncio_loop_factories():
    """Coroutines run in Qt's own loop, as they do in the program."""
    return {"qasync": lambda: QtLoop(QApplication.instance())}
