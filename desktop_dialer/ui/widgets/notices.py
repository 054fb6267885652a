"""What stands above the calls: why a press made none, what it waits for, and what is asked before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout
from shiboken6 import isValid

from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.announce import announce
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.card import Message
from desktop_dialer.ui.widgets.flow import Flow
from desktop_dialer.ui.widgets.hold_button import HoldButton
from desktop_dialer.ui.widgets.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

DEAD_MILLISECONDS = 500


class RefusedBar(Spoken):
    """Says why a press made no call, until the person puts it away or presses again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, tone=Tone.STOP)
        self.close_button = Button("", self, kind=Kind.FLAT, sign=Sign.CLOSE, name="Put this message away")
        self.close_button.clicked.connect(self._on_closed)
        self.row.addWidget(self.close_button)

    def refuse(self, sentence: str) -> None:
        """Say this; nothing where it is empty."""
        self.say(sentence, Tone.STOP)
        announce(self, sentence)

    def _on_closed(self) -> None:
        self.refuse("")


class WaitingBar(Spoken):
    """Says what a press waits for; `given_up` where the person does not want to wait."""

    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, tone=Tone.ACCENT)
        self.stop_button = Button("Don't call", self)
        self.stop_button.clicked.connect(self.given_up)
        self.row.addWidget(self.stop_button)

    def wait_for(self, sentence: str) -> None:
        """Say this; nothing where it is empty."""
        self.say(sentence, Tone.ACCENT)
        announce(self, sentence)


class QuestionBar(Message):
    """Asks before a call is made: not calling is what Enter does, calling is held for a second."""

    answered = Signal(bool)
    shown = Signal()
    """It came, or went."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.WARN, parent)
        self.title = Label("", self, size=15, weight=600, tone=Tone.WARN, wrap=True)
        self.sentences = Label("", self, size=13, tone=Tone.WARN, wrap=True)
        self.no = Button("Don't call", self)
        self.yes = HoldButton("Call anyway", self, kind=Kind.GHOST)
        self.hint = Label("Hold “Call anyway” for one second.", self, size=12, tone=Tone.WARN, wrap=True)
        self._asked = QElapsedTimer()
        self._before: QWidget | None = None
        """What had the keyboard before it asked."""
        self._column = QVBoxLayout(self)
        self._buttons = Flow()
        self._buttons.add(self.no, grows=True)
        self._buttons.add(self.yes, grows=True)
        for label in (self.title, self.sentences):
            self._column.addWidget(label)
        self._column.addLayout(self._buttons)
        self._column.addWidget(self.hint)
        self._fit()
        self.no.clicked.connect(self._on_no)
        self.yes.held.connect(self._on_yes)
        self.hide()

    def ask(self, title: str, sentences: Sequence[str]) -> None:
        """Ask all of these at once; none: nothing is asked any more."""
        if not sentences:
            self._go()
            return
        self.title.setText(title)
        self.sentences.setText("\n".join(sentences))
        self.setAccessibleName(title)
        self._asked.start()
        self._before = self.window().focusWidget()
        self.show()
        self.shown.emit()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, " ".join([title, *sentences]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is a no."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self._on_no()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == event.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        margin = scaled(14)
        self._column.setContentsMargins(margin, scaled(12), margin, scaled(12))
        self._column.setSpacing(scaled(8))

    def _go(self) -> None:
        """Give the keyboard back."""
        if self.isHidden():
            return
        before, self._before = self._before, None
        focused = self.window().focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        self.hide()
        self.shown.emit()
        if had_keyboard and before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_no(self) -> None:
        if self._asked.elapsed() >= DEAD_MILLISECONDS:
            self.answered.emit(False)

    def _on_yes(self) -> None:
        self.answered.emit(True)
