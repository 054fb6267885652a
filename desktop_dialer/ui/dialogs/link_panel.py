"""A link from another program: what it asks to call is shown, and nothing is called but by the person's own press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled, tokens
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.flow import Flow
from desktop_dialer.ui.widgets.picker import Picker
from desktop_dialer.ui.widgets.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from desktop_dialer.ui.widgets.picker import Choice

DEAD_MILLISECONDS = 500
"""A press so soon after something appeared or changed was meant for something else."""
_WIDTH = 380
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A link, ready to be shown; `refusal` says why it cannot be called, and then there is no number."""

    number: str = ""
    """What is pressed: as the link has it."""
    shown: str = ""
    """The same grouped for reading; of a refused link its text."""
    who: str = ""
    """`Grace Hopper, Work`, where that is known."""
    contact: str = ""
    title: str = ""
    scheme: str = "tel"
    sends: str = ""
    """The very string that would be sent."""
    details: tuple[str, ...] = ()
    """An extension, and other things that no provider can send, a sentence each."""
    refusal: str = ""


class LinkPanel(QDialog):
    """Cancel is what Enter does; Call is dead for half a second whenever something appears or changes."""

    called = Signal(str, str, str)
    """Number, contact id, title."""
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, *, dead: int = DEAD_MILLISECONDS) -> None:
        super().__init__(parent)
        self.setWindowTitle("A link asks to call")
        self._view = LinkView()
        self.title = Label("", self, size=18, weight=700, wrap=True)
        self.who = Label("", self, tone=Tone.DIM, wrap=True)
        self.sends = Label("", self, figures=True, wrap=True)
        self.details = Label("", self, size=13, tone=Tone.WARN, wrap=True)
        self.refusal = Spoken(self, tone=Tone.STOP)
        self.ring_first = Picker("Ring first", self)
        self.via = Picker("via", self)
        self.more = Label("", self, size=12, tone=Tone.DIM)
        self.cancel = Button("Cancel", self)
        self.call = Button("Call", self, kind=Kind.GO, sign=Sign.PHONE)
        self.cancel.setDefault(True)
        self._dead = QTimer(self)
        self._dead.setSingleShot(True)
        self._dead.setTimerType(Qt.TimerType.PreciseTimer)  # others may be early
        self._dead.setInterval(dead)
        self._dead.timeout.connect(self._come_alive)
        self._lay_out()
        self.cancel.clicked.connect(self.reject)
        self.call.clicked.connect(self._on_call)
        self.rejected.connect(self.dismissed)

    def show_link(self, view: LinkView, waiting: int = 0) -> None:
        """Show this link; `waiting` more stand behind it."""
        self.more.setText(f"{waiting} more {'link waits' if waiting == 1 else 'links wait'}" if waiting else "")
        if view == self._view and self.isVisible():
            return
        self._view = view
        is_callable = not view.refusal
        self.title.setText(f"Call {view.shown}?" if is_callable else "This link cannot be called")
        by_whom = f"asked for by a {view.scheme}: link"
        self.who.setText(f"{view.who} · {by_whom}" if view.who else by_whom[:1].upper() + by_whom[1:])
        self.sends.setText(f"Sends {view.sends}" if is_callable else view.shown)
        self.details.setText("\n".join(view.details))
        self.details.setVisible(bool(view.details))
        self.refusal.say(view.refusal, Tone.STOP)
        for part in (self.ring_first, self.via, self.call):
            part.setVisible(is_callable or (part is not self.call and bool(view.number)))
        self.cancel.setText("Cancel" if is_callable else "Close")
        self._die()
        self._grow()
        if not self.isVisible():
            self.open()
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_choices(
        self, ring_first: tuple[Sequence[Choice], str | None], via: tuple[Sequence[Choice], str | None]
    ) -> None:
        """Offer these telephones and accounts, each with the key of the one that is chosen."""
        if (self.ring_first.current, self.via.current) != (ring_first[1], via[1]):
            self._die()
        self.ring_first.set_choices(*ring_first)
        self.via.set_choices(*via)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that is held down decides nothing."""
        if not (event.isAutoRepeat() and event.key() in _ENTER):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, it is higher."""
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == event.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        QPainter(self).fillRect(event.rect(), tokens(self.palette()).panel)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        for part in (self.title, self.who, self.sends, self.details, self.refusal):
            self._column.addWidget(part)
        pickers = Flow()
        pickers.add(self.ring_first)
        pickers.add(self.via)
        self._column.addLayout(pickers)
        foot = QHBoxLayout()
        foot.addWidget(self.more, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.call)
        self._column.addStretch(1)
        self._column.addLayout(foot)
        self._fit()

    def _fit(self) -> None:
        margin = scaled(20)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(scaled(10))
        self.setMinimumWidth(scaled(_WIDTH))

    def _grow(self) -> None:
        self.setMinimumHeight(self._column.totalHeightForWidth(self.width()))

    def _die(self) -> None:
        self.call.setEnabled(False)
        self._dead.start()

    def _come_alive(self) -> None:
        self.call.setEnabled(True)

    def _on_call(self) -> None:
        view = self._view
        if view.refusal or not view.number:
            return
        self._view = LinkView()
        self.accept()
        self.called.emit(view.number, view.contact, view.title)
