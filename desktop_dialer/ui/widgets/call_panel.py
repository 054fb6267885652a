"""One call: where it stands and since when, its two parties, what can be done about it, and its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_dialer.core.call import Verdict
from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.models.call_actions import Do, may_be_dismissed, offered, why_no_hang_up
from desktop_dialer.ui.plain import Label, set_tip
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.action_row import ActionRow
from desktop_dialer.ui.widgets.button import HEIGHT, Button, Kind
from desktop_dialer.ui.widgets.call_clock import CallClock
from desktop_dialer.ui.widgets.card import Rule
from desktop_dialer.ui.widgets.note_editor import NoteEditor
from desktop_dialer.ui.widgets.secret_fields import SecretFields
from desktop_dialer.ui.widgets.snug import Snug
from desktop_dialer.ui.widgets.spoken import Spoken
from desktop_dialer.ui.widgets.timeline import TimelineView
from desktop_dialer.ui.widgets.wire import Wire
from desktop_dialer.ui.wording import advice, headline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_dialer.ui.models.call import CallModel


class CallPanel(QWidget):
    """One panel for many calls: it shows the one that it was given last. Each signal begins with that call's id."""

    hang_up_requested = Signal(str)
    verdict_given = Signal(str, str)
    again_requested = Signal(str)
    told = Signal(str, str)
    watch_requested = Signal(str)
    secret_requested = Signal(str)
    secret_given = Signal(str, object)
    """The call, and what was typed by the parameters' names."""
    redial_requested = Signal(str)
    copy_requested = Signal(str)
    dismissed = Signal(str)
    note_typed = Signal(str, str)
    note_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: CallModel | None = None
        self._upper = QWidget(self)
        self.headline = Label("", self._upper, size=19, weight=700)
        self.clock = CallClock(self._upper)
        self.dismiss = Button("", self._upper, kind=Kind.FLAT, sign=Sign.CLOSE, name="Dismiss this call")
        self.wire = Wire(self._upper)
        self.advice = Spoken(self._upper)
        self.notice = Spoken(self._upper, tone=Tone.WARN)
        self.row = ActionRow(self._upper)
        self.no_hang_up = Label("", self._upper, size=13, tone=Tone.DIM, wrap=True)
        self.secrets = SecretFields(self._upper)
        self.note = NoteEditor(self._upper)
        self.note.hide()
        self._title = Label("TIMELINE", self, size=11, weight=600, tone=Tone.DIM)
        self.timeline = TimelineView(self)
        self._lay_out()
        self.dismiss.clicked.connect(self._on_dismiss)
        self.row.chosen.connect(self._on_chosen)
        self.row.told.connect(self._on_told)
        self.note.typed.connect(self._on_note_typed)
        self.note.left.connect(self.note_left)
        self.note.closed.connect(self.toggle_note)
        self.secrets.given.connect(self._on_secret_given)

    @property
    def model(self) -> CallModel | None:
        """The call that is shown."""
        return self._model

    def show_call(self, model: CallModel | None) -> None:
        """Show this call from now on; None: none at all."""
        if model is self._model:
            return
        self._leave()
        self._model = model
        self.wire.show_call(model)
        self.timeline.setModel(model.timeline if model else None)
        self.clock.show_call(model)
        if model is None:
            self.row.offer((), "")
            return
        model.changed.connect(self._on_changed)
        self.note.show_note(model.note)
        self.note.setVisible(bool(model.note))
        self._refresh(model)

    def ask_secrets(self, needed: Mapping[str, str]) -> None:
        """Let the person type these secrets: names of parameters, and what they are called."""
        self.secrets.ask(needed)

    def toggle_note(self) -> None:
        """Open the note and go to it; where the keyboard is in it, leave it, and close it if it is empty."""
        if self._model is None:
            return
        if self.note.isVisible() and self.note.edit.hasFocus():
            self.row.button(Do.NOTE).setFocus()
            self.note.setVisible(bool(self.note.text()))
        else:
            self.note.show()
            self.note.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(scaled(8))
        head.addStrut(scaled(HEIGHT))
        head.addWidget(self.headline, 1)
        head.addWidget(self.clock)
        head.addWidget(self.dismiss)
        self._top = QVBoxLayout(self._upper)
        self._top.addLayout(head)
        self._top.addSpacing(scaled(2))
        for part in (
            self.wire, self.advice, self.notice, self.row, self.no_hang_up, self.secrets, self.note,
        ):  # fmt: skip
            self._top.addWidget(part)
        self._heading = QVBoxLayout()
        self._heading.addWidget(self._title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Snug(self._upper, self))
        column.addWidget(Rule(self))
        column.addLayout(self._heading)
        self.timeline.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        column.addWidget(self.timeline, 1)
        self._fit()

    def _fit(self) -> None:
        margin = scaled(20)
        self._top.setContentsMargins(margin, scaled(14), margin, scaled(16))
        self._top.setSpacing(scaled(12))
        self._heading.setContentsMargins(margin, scaled(12), margin, scaled(4))
        self.timeline.setMinimumHeight(scaled(72))

    def _leave(self) -> None:
        """What belongs to the call that was shown does not stay for the next one."""
        if self._model is not None:
            self._model.changed.disconnect(self._on_changed)
            self.note_left.emit()
        self.secrets.clear()

    def _refresh(self, model: CallModel) -> None:
        text, tone = headline(model)
        self.headline.setText(text)
        self.headline.set_tone(tone)
        set_tip(self.headline, text)
        said = advice(model)
        self.advice.say(*(said or ("", Tone.DIM)))
        self.notice.say(model.notice, Tone.WARN)
        actions = offered(model)
        self.row.offer(actions, model.id)
        self.row.set_hanging_up(under_way=model.is_hanging_up)
        self.no_hang_up.setText(why_no_hang_up(model))
        self.no_hang_up.setVisible(bool(self.no_hang_up.text()))
        self.dismiss.setVisible(may_be_dismissed(model))
        if Do.KEEP_SECRET not in actions:
            self.secrets.clear()
        if not self.note.edit.hasFocus():
            self.note.show_note(model.note)

    def _on_changed(self) -> None:
        if self._model is not None:
            self._refresh(self._model)

    def _on_chosen(self, do: Do) -> None:
        if self._model is None:
            return
        call = self._model.id
        match do:
            case Do.HANG_UP:
                self.hang_up_requested.emit(call)
            case Do.RANG:
                self.verdict_given.emit(call, Verdict.RANG)
            case Do.DID_NOT_RING:
                self.verdict_given.emit(call, Verdict.DID_NOT_RING)
            case Do.CALL_AGAIN:
                self.again_requested.emit(call)
            case Do.WATCH:
                self.watch_requested.emit(call)
            case Do.KEEP_SECRET:
                self.secret_requested.emit(call)
            case Do.REDIAL:
                self.redial_requested.emit(call)
            case Do.NOTE:
                self.toggle_note()
            case _:
                self.copy_requested.emit(call)
                self.row.say_copied()

    def _on_told(self, way: str) -> None:
        if self._model is not None:
            self.told.emit(self._model.id, way)

    def _on_note_typed(self, note: str) -> None:
        if self._model is not None:
            self.note_typed.emit(self._model.id, note)

    def _on_secret_given(self, typed: object) -> None:
        if self._model is not None:
            self.secret_given.emit(self._model.id, typed)

    def _on_dismiss(self) -> None:
        if self._model is not None:
            self.dismissed.emit(self._model.id)
