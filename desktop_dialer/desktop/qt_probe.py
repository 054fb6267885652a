"""Qt, tried in a process of its own: `python -m desktop_dialer.desktop.qt_probe` prints its version and how it drew.

A Qt that lacks a library ends its process: whoever asks for this must not be that process. Sets the platform itself:
neither a display nor a session is needed.
"""

import os
import sys


def main() -> int:
    """Draw a window of one colour without a display. The exit code is 1 where that came out wrong."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QFontDatabase
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication(["desktop-dialer"])
    window = QWidget()
    window.setStyleSheet("background: #2040ff")
    window.resize(20, 20)
    window.show()
    application.processEvents()
    colour = window.grab().toImage().pixelColor(10, 10).name()
    fonts = len(QFontDatabase.families())
    sys.stdout.write(f"version {qVersion()}, {fonts} {'font' if fonts == 1 else 'fonts'}\n")
    if colour != "#2040ff":
        sys.stderr.write(f"a window that should be #2040ff came out {colour}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
