"""Quick dial: the box and its matches in a small window of their own, for the tray and the global key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_dialer.ui.ink import box, inset, painter_of
from desktop_dialer.ui.theme import scaled, tokens
from desktop_dialer.ui.widgets.box import Box
from desktop_dialer.ui.widgets.card import RADIUS
from desktop_dialer.ui.widgets.contact_list import ContactList
from desktop_dialer.ui.widgets.contact_row import ROW

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QCloseEvent, QPaintEvent

_WIDTH, _MOST_ROWS = 420, 6


class Searches(Protocol):
    """What serves a box and a list, as the contacts' presenter does."""

    @property
    def call_requested(self) -> SignalInstance:
        """Number as written, contact id, title."""


class QuickDial(QWidget):
    """Type, arrows, Enter calls; Esc closes it, and so does looking elsewhere. Made once, shown with `appear`."""

    call_requested = Signal(str, str, str)
    """Number as written, contact id, title; the window is closed by then."""

    def __init__(self, serve: Callable[[ContactList, Box], Searches], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("Quick dial")
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.box = Box(self)
        self.box.set_hint("Enter")
        self.matches = ContactList(self)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.box)
        self._column.addWidget(self.matches)
        self._search = serve(self.matches, self.box)
        self._search.call_requested.connect(self._on_call)
        for changed in (self.box.typed, self.matches.found.rowsInserted, self.matches.found.rowsRemoved):
            changed.connect(self._grow)
        self.box.cleared.connect(self.close)
        self.box.left.connect(self.close)
        self._fit()

    def appear(self) -> None:
        """Come up empty, in the upper part of the screen that the pointer is on."""
        self.box.set_text("")
        self._fit()
        screen = QGuiApplication.screenAt(QCursor.pos()) or self.screen()
        room = screen.availableGeometry()
        self.move(room.center().x() - self.width() // 2, room.top() + room.height() // 5)
        self.show()
        self.raise_()
        self.activateWindow()
        self.box.edit.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Close where the keyboard goes to another window; follow the text size."""
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.close()
        elif event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed is of no use later."""
        self.box.set_text("")
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint the rounded ground."""
        theme = tokens(self.palette())
        rect = inset(QRectF(self.rect()), 0.5)
        box(painter_of(self), rect, RADIUS, fill=theme.panel, outline=theme.edge)

    def _grow(self) -> None:
        """As high as what was found, up to a limit; the box alone while nothing is typed."""
        rows = self.matches.found.rowCount() if self.box.text().strip() else 0
        self.matches.setVisible(rows > 0)
        self.matches.setFixedHeight(min(rows, _MOST_ROWS) * scaled(ROW))
        self.adjustSize()

    def _on_call(self, number: str, contact: str, title: str) -> None:
        self.close()
        self.call_requested.emit(number, contact, title)

    def _fit(self) -> None:
        margin = scaled(10)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(scaled(8))
        self.setFixedWidth(scaled(_WIDTH))
        self._grow()
