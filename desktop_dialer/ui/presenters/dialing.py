"""A person's press of Call: checked, asked about where something asks first, and handed to the dialer once."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from desktop_dialer.core.call import State
from desktop_dialer.core.errors import DialerError, LineBusy, StorageFailed
from desktop_dialer.core.numbers import grouped
from desktop_dialer.dialing.limits import OPEN_UNKNOWN, Question
from desktop_dialer.dialing.parts import Call
from desktop_dialer.ui.presenters.session_secret import SessionSecret
from desktop_dialer.ui.presenters.shown_call import Party, who_is

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, Mapping, Sequence
    from typing import Any

    from desktop_dialer.dialing.drafting import Draft
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.calls import CallsPresenter
    from desktop_dialer.ui.presenters.desk import Desk

DOUBLE_PRESS_MILLISECONDS = 500
"""The same number pressed again so soon is the same press: a double click, a key held down."""
PATIENCE_SECONDS = 0.3
"""How long something may take before it is said that it is waited for."""

KEYRING = "Waiting for the keyring…"
JOURNAL = "Looking at the calls before this one…"
RECOVERY = "One moment: the calls of last time are looked after first…"
ANSWER_FIRST = "A question is open: answer it first."
ONE_AT_A_TIME = "One moment: the call before is still being started."
BUSY = "{line} has a call already. Hang it up or wait for its end, or ring another phone first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A press, with all that it was made with."""

    party: Party
    draft: Draft
    options: Mapping[str, str]
    after: str | None = None
    """The unknown call after which it is made."""


class DialingPresenter(QObject):
    """At most one press is in hand at a time; each makes one start at most."""

    refused = Signal(str)
    """Why a press made no call; the column says it too."""
    number_used = Signal()
    """A contact has another first choice."""
    account_needed = Signal()
    """There is no account to call through yet."""

    def __init__(self, backend: Backend, desk: Desk, calls: CallsPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backend, self._desk, self._calls = backend, desk, calls
        self._column = calls.column
        self._task: asyncio.Task[None] | None = None
        """The press in hand."""
        self._answer: asyncio.Future[bool] | None = None
        """Open while a question is."""
        self._last: Party | None = None
        self._pressed = QElapsedTimer()
        self._secret = SessionSecret(backend, calls, self)
        self._column.panel.redial_requested.connect(self._on_redial_requested)
        self._column.panel.again_requested.connect(self._on_again_requested)
        self._column.question_answered.connect(self._on_question_answered)
        self._column.given_up.connect(self._on_given_up)

    def press(self, number: str, contact: str = "", title: str = "") -> None:
        """A person pressed Call on this number."""
        self._press(Party(number=number, contact=contact, title=title))

    def redial(self) -> None:
        """A person asked for the last number again."""
        if self._last is not None:
            self._press(self._last)
        elif self._may_begin(None):
            self._task = self._spawn(self._redial_from_journal())

    def _press(self, party: Party, after: str | None = None) -> None:
        if not self._may_begin(party):
            return
        wish = self._wish(party, after)
        if wish is not None:
            self._last = party
            self._pressed.start()
            self._task = self._spawn(self._take(wish))

    def _may_begin(self, party: Party | None) -> bool:
        """Whether no press is in hand; another one is told to wait."""
        is_same = party is not None and self._last is not None and party.number == self._last.number
        if is_same and self._pressed.isValid() and self._pressed.elapsed() < DOUBLE_PRESS_MILLISECONDS:
            return False
        if self._task is not None and not self._task.done():
            self._refuse(ANSWER_FIRST if self._answer is not None else ONE_AT_A_TIME)
            return False
        return True

    def _wish(self, party: Party, after: str | None) -> Wish | None:
        """What the press asks for, as the desk stands now; None where it is refused at once."""
        self._column.show_refused("")
        try:
            draft = self._desk.draft(party.number)
        except DialerError as fault:
            self._refuse(str(fault))
            return None
        if draft is None:
            self.account_needed.emit()
            return None
        return Wish(party=party, draft=draft, options=self._desk.options, after=after)

    async def _take(self, wish: Wish) -> None:
        """The whole course of one press."""
        await self._until_recovered()
        try:
            with self._waiting(JOURNAL):
                if await self._is_line_busy(wish.draft):
                    return
                questions = await self._questions(wish)
            if questions and not await self._ask(wish, questions):
                return
            await self._dial(wish, questions)
        except DialerError as fault:
            self._refuse(str(fault))

    async def _until_recovered(self) -> None:
        with self._waiting(RECOVERY):
            await self._calls.recovered.wait()

    @contextmanager
    def _waiting(self, sentence: str) -> Iterator[None]:
        """Say what is waited for, where it takes longer than a moment."""
        patience = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._column.show_waiting, sentence)
        try:
            yield
        finally:
            patience.cancel()
            self._column.show_waiting("")

    async def _is_line_busy(self, draft: Draft) -> bool:
        """Whether the line has a call: then nothing else needs to be asked. The journal has the last word on it."""
        for record in await self._backend.parts.journal.unfinished():
            if record.is_live and record.intent.line == draft.line:
                self._say_busy(record.intent.call, draft)
                return True
        return False

    def _say_busy(self, call: str, draft: Draft) -> None:
        shown = self._calls.shown(call)
        self._refuse(BUSY.format(line=shown.model.names.a_party if shown else draft.a_number))
        self._calls.select(call)

    async def _questions(self, wish: Wish) -> list[Question]:
        questions = await self._backend.limits.questions(wish.draft)
        if wish.after is None or any((one.key, one.call) == (OPEN_UNKNOWN, wish.after) for one in questions):
            return questions
        # Another line was chosen since: it is still the call of which nobody knows that is made again.
        sentence = "We don't know if the call before went out: check your telephone. Call anyway?"
        return [Question(key=OPEN_UNKNOWN, sentence=sentence, call=wish.after), *questions]

    async def _ask(self, wish: Wish, questions: Sequence[Question]) -> bool:
        self._answer = asyncio.get_running_loop().create_future()
        draft = wish.draft
        whom = ", ".join(filter(None, (wish.party.title, grouped(draft.plan.b_number, draft.home))))
        self._column.ask(f"Call {whom} via {draft.account.name}?", [question.sentence for question in questions])
        try:
            return await self._answer
        finally:
            self._answer = None
            self._column.ask("", ())
            self._column.show_refused("")

    async def _dial(self, wish: Wish, answered: Sequence[Question]) -> None:
        call = Call()
        party = wish.party if wish.party.title else await self._named(wish)
        self._calls.expect(wish.draft, call.id, party)
        try:
            with self._waiting(KEYRING):
                await self._backend.dialer.dial(wish.draft, answered, call=call)
        except LineBusy as busy:
            self._say_busy(busy.call, wish.draft)
            return
        finally:
            self._calls.give_up(call.id)
        self._column.show_refused("")
        await self._afterwards(wish, call.id)

    async def _named(self, wish: Wish) -> Party:
        """Whose number was typed."""
        found = await who_is(self._backend.book, wish.draft.called)
        return Party(number=wish.party.number, contact=wish.party.contact or found.contact, title=found.title)

    async def _afterwards(self, wish: Wish, call: str) -> None:
        """The call's own options are used up, its number is the contact's first choice; not where nothing was sent."""
        shown = self._calls.shown(call)
        if shown is not None and shown.model.events and shown.model.last.state is State.NOT_SENT:
            return
        if self._desk.options == wish.options:
            self._desk.set_options({})
        if wish.party.contact:
            found = await who_is(self._backend.book, wish.draft.called)
            # The contact's own spelling of the number, where it was dialled in another.
            number = found.number if found.contact == wish.party.contact else wish.party.number
            try:
                await self._backend.book.used(wish.party.contact, number)
            except StorageFailed as fault:
                self._backend.tell(str(fault))
                return
            self.number_used.emit()

    async def _redial_from_journal(self) -> None:
        """Nothing was called since the program began: the newest call of all is the last number."""
        await self._until_recovered()
        try:
            records = await self._backend.parts.journal.calls(limit=1)
        except StorageFailed as fault:
            self._refuse(str(fault))
            return
        if not records:
            self._refuse("No number was called yet.")
            return
        wish = self._wish(await who_is(self._backend.book, records[0].intent.called), None)
        if wish is not None:
            self._last = wish.party
            await self._take(wish)

    def _refuse(self, sentence: str) -> None:
        self._column.show_refused(sentence)
        self.refused.emit(sentence)

    def _on_redial_requested(self, call: str) -> None:
        shown = self._calls.shown(call)
        if shown is not None:
            self._press(shown.party)

    def _on_again_requested(self, call: str) -> None:
        shown = self._calls.shown(call)
        if shown is not None:
            self._press(shown.party, after=call)

    def _on_question_answered(self, yes: bool) -> None:  # noqa: FBT001 - what the signal carries
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(yes)

    def _on_given_up(self) -> None:
        """A person does not want to wait any longer: nothing is sent."""
        if self._task is not None and self._answer is None:
            self._task.cancel()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return self._backend.tasks.spawn(work, "press")
