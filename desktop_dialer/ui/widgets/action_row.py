"""What can be done about a call, as buttons: those that the call does not offer are absent."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPoint, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop_dialer.ui.models.call_actions import WAYS_IT_WENT, Do
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.flow import Flow

DEAD_MILLISECONDS = 500
"""A press so soon after the buttons changed was meant for what stood there before."""
COPIED_MILLISECONDS = 1500

_LOOKS = {
    Do.HANG_UP: ("Hang up", Kind.STOP),
    Do.RANG: ("It rang", Kind.GHOST),
    Do.DID_NOT_RING: ("It did not", Kind.GHOST),
    Do.CALL_AGAIN: ("Call again…", Kind.GHOST),
    Do.HOW_DID_IT_GO: ("How did it go?", Kind.GHOST),
    Do.WATCH: ("Watch again", Kind.GHOST),
    Do.KEEP_SECRET: ("Keep a password for this session", Kind.GHOST),
    Do.REDIAL: ("Redial", Kind.GHOST),
    Do.NOTE: ("Note", Kind.GHOST),
    Do.COPY: ("Copy trace", Kind.GHOST),
}
_SMALL = frozenset({Do.NOTE, Do.COPY})


class ActionRow(QWidget):
    """`chosen` carries a `Do`, `told` one of the ways that a call may have gone."""

    chosen = Signal(object)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, dead: int = DEAD_MILLISECONDS) -> None:
        super().__init__(parent)
        self._dead = dead
        self._changed = QElapsedTimer()
        self._offered: tuple[Do, ...] = ()
        self._call = ""
        self._buttons: dict[Do, Button] = {}
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(COPIED_MILLISECONDS)
        self._copied.timeout.connect(self._on_copied_seen)
        row = Flow(self)
        for do, (text, kind) in _LOOKS.items():
            button = Button(text, self, kind=kind)
            button.hide()
            button.clicked.connect(self._on_clicked)
            row.add(button, grows=do not in _SMALL, stays=do in _SMALL)
            self._buttons[do] = button

    def offer(self, actions: tuple[Do, ...], call: str) -> None:
        """Show these, for the call of that id; where either is new, the buttons are dead for a moment."""
        if (actions, call) == (self._offered, self._call):
            return
        self._offered, self._call = actions, call
        self._changed.start()
        for do, button in self._buttons.items():
            button.setVisible(do in actions)

    def button(self, do: Do) -> Button:
        """The button of that action, shown or not."""
        return self._buttons[do]

    def set_hanging_up(self, *, under_way: bool) -> None:
        """A hang-up that was asked for is not asked for twice."""
        button = self._buttons[Do.HANG_UP]
        button.setText("Hanging up…" if under_way else "Hang up")
        button.setEnabled(not under_way)

    def say_copied(self) -> None:
        """Say on the button that the trace is on the clipboard, for a moment."""
        button = self._buttons[Do.COPY]
        button.setMinimumWidth(button.width())  # what stands beside it stays where it is
        button.setText("Copied")
        self._copied.start()

    def _on_copied_seen(self) -> None:
        self._buttons[Do.COPY].setText(_LOOKS[Do.COPY][0])
        self._buttons[Do.COPY].setMinimumWidth(0)

    def _on_clicked(self) -> None:
        if self._changed.isValid() and self._changed.elapsed() < self._dead:
            return
        do = next(do for do, button in self._buttons.items() if button is self.sender())
        if do is Do.HOW_DID_IT_GO:
            self._ask_how()
        else:
            self.chosen.emit(do)

    def _ask_how(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName("How did it go?")
        for way in WAYS_IT_WENT:
            menu.addAction(way)
        menu.triggered.connect(self._on_triggered)
        menu.aboutToHide.connect(menu.deleteLater)
        button = self._buttons[Do.HOW_DID_IT_GO]
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _on_triggered(self, action: QAction) -> None:
        self.told.emit(action.text())
