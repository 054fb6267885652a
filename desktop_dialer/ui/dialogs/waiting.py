"""What a dialog waits for: said once it takes a while, and given up when the person likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_dialer.ui.theme import Tone
from desktop_dialer.ui.widgets.button import Kind

if TYPE_CHECKING:
    from desktop_dialer.ui.dialogs.accounts_frame import AccountsFrame

PATIENCE_MILLISECONDS = 250
"""What is done sooner needs no word."""
STOP = "stop"
"""The answer of a person who does not want to wait any longer."""


class Waiting(QObject):
    """While something is under way nothing else is to be begun (`is_on`)."""

    def __init__(self, frame: AccountsFrame) -> None:
        super().__init__(frame)
        self._frame, self._sentence = frame, ""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._on_impatient)

    @property
    def is_on(self) -> bool:
        """Whether something is under way."""
        return bool(self._sentence)

    def begin(self, sentence: str) -> None:
        """Work has begun."""
        self._sentence = sentence
        self._patience.start(PATIENCE_MILLISECONDS)

    def end(self) -> None:
        """It is over."""
        self._sentence = ""
        self._patience.stop()
        self._frame.set_busy(busy=False)
        self._frame.notice.say("")

    def _on_impatient(self) -> None:
        self._frame.set_busy(busy=True)
        self._frame.notice.ask(self._sentence, {STOP: ("Stop waiting", Kind.GHOST)}, Tone.ACCENT)
