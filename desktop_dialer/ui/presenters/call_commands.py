"""What a person does about a call in sight, brought to the use cases; what does not work out is said with the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop_dialer.core.call import Evidence, Report, Verdict
from desktop_dialer.core.errors import DialerError
from desktop_dialer.dialing.hang_up import Outcome, hang_up
from desktop_dialer.dialing.verdicts import close_unknown
from desktop_dialer.ui.presenters.notes import NoteKeeper
from desktop_dialer.ui.trace import trace

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping
    from typing import Any

    from desktop_dialer.dialing.following import Lead
    from desktop_dialer.ui.models.call import CallModel
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.shown_call import ShownCall
    from desktop_dialer.ui.widgets.call_column import CallColumn

_HANG_UP = {
    Outcome.ACCEPTED: "",
    Outcome.NOTHING_TO_END: "There was nothing to hang up any more.",
    Outcome.REFUSED: "The hang-up was refused: hang up on your phone.",
    Outcome.SESSION_LOST: "The provider has closed the session; the call may still be running: hang up on your phone.",
    Outcome.NOT_SENT: "The hang-up was not sent: hang up on your phone.",
    Outcome.UNANSWERED: "The hang-up got no usable answer: look at your phone.",
}
NOTHING_HEARD = "Nothing more was heard of this call. Look at your phone."


class CallCommands(QObject):
    """`shown` are the calls in sight by their ids; whoever shows them keeps it up to date."""

    note_kept = Signal(str)
    """The id of a call whose note is in the journal now."""

    def __init__(
        self, backend: Backend, shown: Mapping[str, ShownCall], column: CallColumn, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._backend, self._shown = backend, shown
        self._parts, self._journal = backend.parts, backend.parts.journal
        self.notes = NoteKeeper(self._journal, backend.tasks, self)
        self.notes.kept.connect(self.note_kept)
        self.notes.refused.connect(self._on_note_refused)
        panel = column.panel
        panel.hang_up_requested.connect(self.hang_up)
        panel.verdict_given.connect(self._on_verdict_given)
        panel.told.connect(self._on_told)
        panel.watch_requested.connect(self._on_watch_requested)
        panel.copy_requested.connect(self._on_copy_requested)
        panel.note_typed.connect(self._on_note_typed)
        panel.note_left.connect(self.notes.write)

    def hang_up(self, call: str) -> None:
        """Ask the provider to end the call; once, until it has answered."""
        shown = self._shown.get(call)
        if shown is not None and not shown.model.is_hanging_up:
            shown.model.set_hanging_up(under_way=True)
            self._backend.tasks.spawn(self._hang_up(shown.model), f"hang-up of call {call}")

    def watch(self, model: CallModel, lead: Lead | None = None) -> None:
        """Follow the call until nothing more will be heard; `lead` where the call was taken up here already."""
        model.set_watched(watched=True)
        self._backend.tasks.spawn(self._watch(model, lead), f"watch of call {model.id}")

    async def _hang_up(self, model: CallModel) -> None:
        try:
            ending = await hang_up(self._parts, await self._journal.call(model.id))
            model.set_notice(" ".join(filter(None, (_HANG_UP[ending.outcome], _more(ending.outcome, ending.text)))))
        except DialerError as fault:
            model.set_notice(str(fault))
        finally:
            model.set_hanging_up(under_way=False)

    async def _watch(self, model: CallModel, lead: Lead | None) -> None:
        before = model.last
        try:
            if lead is not None:
                await self._parts.following.follow(lead, before.state)
            else:
                await self._backend.watching.watch(await self._journal.call(model.id))
                if model.last is before:
                    model.set_notice(NOTHING_HEARD)
        except DialerError as fault:
            model.set_watched(watched=False)
            model.set_notice(str(fault))

    def _on_verdict_given(self, call: str, verdict: str) -> None:
        self._enter(call, self._close_unknown(call, Verdict(verdict)))

    async def _close_unknown(self, call: str, verdict: Verdict) -> None:
        await close_unknown(self._parts.log, await self._journal.call(call), verdict)

    def _on_told(self, call: str, way: str) -> None:
        self._enter(call, self._tell_how_it_went(call, way))

    async def _tell_how_it_went(self, call: str, way: str) -> None:
        await self._parts.log.enter(call, Report(evidence=Evidence.PERSON, text=f"{way}."))

    def _enter(self, call: str, work: Coroutine[Any, Any, None]) -> None:
        self._backend.tasks.spawn(self._say_what_fails(call, work), f"a person's entry in call {call}")

    async def _say_what_fails(self, call: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except DialerError as fault:
            self._say(call, str(fault))

    def _say(self, call: str, sentence: str) -> None:
        """With the call, where it is in sight."""
        shown = self._shown.get(call)
        if shown is not None:
            shown.model.set_notice(sentence)
        else:
            self._backend.tell(sentence)

    def _on_watch_requested(self, call: str) -> None:
        shown = self._shown.get(call)
        if shown is not None:
            shown.model.set_notice("")
            self.watch(shown.model)

    def _on_copy_requested(self, call: str) -> None:
        shown = self._shown.get(call)
        if shown is not None:
            QGuiApplication.clipboard().setText(trace(shown.model))

    def _on_note_typed(self, call: str, note: str) -> None:
        shown = self._shown.get(call)
        if shown is not None:
            shown.model.set_note(note)
            self.notes.type(call, note)

    def _on_note_refused(self, call: str, sentence: str) -> None:
        self._say(call, sentence)


def _more(outcome: Outcome, text: str) -> str:
    """What was said besides: of an accepted hang-up the state tells all."""
    return "" if outcome is Outcome.ACCEPTED else text
