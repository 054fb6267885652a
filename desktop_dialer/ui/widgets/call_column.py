"""The right column: the calls of this moment, one of them whole, and what has to be said or asked before the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_dialer.ui.theme import scaled
from desktop_dialer.ui.widgets.ready_view import ReadyView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QEvent

    from desktop_dialer.ui.models.call import CallModel
    from desktop_dialer.ui.models.calls import CallsModel
    from desktop_dialer.ui.widgets.call_chips import CallChips
    from desktop_dialer.ui.widgets.call_panel import CallPanel
    from desktop_dialer.ui.widgets.notices import QuestionBar, RefusedBar, WaitingBar


class CallColumn(QWidget):
    """Made in two steps, so that the first paint is early: all that a call needs comes with `complete`."""

    question_answered = Signal(bool)
    given_up = Signal()
    """A person does not want to wait for what a press waits for."""
    current_changed = Signal()
    """The panel shows another call, or none."""

    refused: RefusedBar
    waiting: WaitingBar
    question: QuestionBar
    chips: CallChips
    panel: CallPanel
    _list: CallsModel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_complete = False
        self.ready = ReadyView(self)
        self._front = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._front)
        self._column.addWidget(self.ready, 1)

    def complete(self) -> None:
        """Make the rest; a second time does nothing."""
        if self._is_complete:
            return
        self._is_complete = True
        from desktop_dialer.ui.models.calls import CallsModel
        from desktop_dialer.ui.widgets.call_chips import CallChips
        from desktop_dialer.ui.widgets.call_panel import CallPanel
        from desktop_dialer.ui.widgets.notices import QuestionBar, RefusedBar, WaitingBar

        self._list = CallsModel(self)
        self.refused, self.waiting, self.question = RefusedBar(self), WaitingBar(self), QuestionBar(self)
        self.chips = CallChips(self._list, self)
        self.panel = CallPanel(self)
        for part in (self.refused, self.waiting, self.question, self.chips):
            self._front.addWidget(part)
        self._column.addWidget(self.panel, 1)
        self.chips.hide()
        self.panel.hide()
        self.chips.picked.connect(self._on_picked)
        self.question.answered.connect(self.question_answered)
        self.waiting.given_up.connect(self.given_up)
        for bar in (self.refused, self.waiting, self.question):
            bar.shown.connect(self._fit)
        self._fit()

    @property
    def calls(self) -> tuple[CallModel, ...]:
        """Those in sight, newest first."""
        return self._list.calls

    @property
    def current(self) -> CallModel | None:
        """The one that the panel shows."""
        return self.panel.model if self._is_complete else None

    def add(self, model: CallModel, *, is_current: bool) -> None:
        """Bring a call into the column; it has its first event. The first one of all is shown in any case."""
        self._list.add(model)
        if is_current or self.current is None:
            self.select(model)
        else:
            self._mark()

    def remove(self, model: CallModel) -> None:
        """Take a call out; where it was shown, its neighbour takes its place, one that is live first."""
        row = self._list.row_of(model)
        was_shown = model is self.current
        if was_shown:
            self._show(None)
        self._list.remove(model)
        if was_shown and self.calls:
            live = next((one for one in self.calls if one.is_live), None)
            self._show(live or self._list.at(min(row, len(self.calls) - 1)))
        self._mark()

    def select(self, model: CallModel) -> None:
        """Let the panel show this call."""
        self._show(model)
        self._mark()

    def show_refused(self, sentence: str) -> None:
        """Say why a press made no call; nothing where it is empty."""
        self.complete()
        self.refused.refuse(sentence)

    def show_waiting(self, sentence: str) -> None:
        """Say what a press waits for; nothing where it is empty."""
        self.waiting.wait_for(sentence)

    def ask(self, title: str, sentences: Sequence[str]) -> None:
        """Ask before a call is made; without sentences nothing is asked any more."""
        self.question.ask(title, sentences)

    def ask_secrets(self, needed: Mapping[str, str]) -> None:
        """Let the person type these secrets: names of parameters, and what they are called."""
        self.panel.ask_secrets(needed)

    def set_ready(self, ring_first: str, via: str, sends: str) -> None:
        """What a press of Call would do, shown large while there is no call."""
        self.ready.set_ready(ring_first, via, sends)

    def set_motion(self, *, allowed: bool) -> None:
        """Whether the wire may move."""
        self.panel.wire.set_motion(allowed)

    def toggle_note(self) -> None:
        """Open or leave the note of the call that is shown."""
        self.panel.toggle_note()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == event.Type.ApplicationFontChange and self._is_complete:
            self._fit()
        super().changeEvent(event)

    def _show(self, model: CallModel | None) -> None:
        if model is self.current:
            return
        self.panel.show_call(model)
        self.panel.setVisible(model is not None)
        self.ready.setVisible(model is None)
        self.current_changed.emit()

    def _mark(self) -> None:
        """The strip is there where there is something to choose, and shows what is chosen."""
        self.chips.setVisible(len(self.calls) > 1)
        if self.current is not None:
            self.chips.set_row(self._list.row_of(self.current))
        self._fit()

    def _on_picked(self, row: int) -> None:
        model = self._list.at(row)
        if model is not None:
            self._show(model)

    def _fit(self) -> None:
        """Room round what stands in front, where anything does."""
        front = (self.refused, self.waiting, self.question, self.chips)
        margin = scaled(16) if any(not part.isHidden() for part in front) else 0
        self._front.setContentsMargins(margin, margin, margin, 0)
        self._front.setSpacing(scaled(10))
