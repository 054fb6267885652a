"""Limits on damage: what asks first before a call is made (`design: the law of a call`, limits on damage)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_dialer.core.call import State

if TYPE_CHECKING:
    from desktop_dialer.core.call import CallRecord
    from desktop_dialer.core.pace import Pace
    from desktop_dialer.core.ports import Journal
    from desktop_dialer.dialing.drafting import Draft

REPEAT_SECONDS = 30.0
RATE_SECONDS = 60.0
STARTS_WITHOUT_ASKING = 6

OPEN_UNKNOWN = "open_unknown"
"""The key of the question whose yes closes an earlier call."""

_NOTHING_PLACED = {State.NOT_SENT, State.REJECTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that stands before a call; `key` names it, `call` is the earlier call that it is about."""

    key: str
    sentence: str
    call: str | None = None


class Limits:
    """Asks the journal what speaks for asking first."""

    def __init__(self, *, journal: Journal, pace: Pace, now: Callable[[], datetime]) -> None:
        self._journal = journal
        self._pace = pace
        self._now = now

    async def questions(self, draft: Draft) -> list[Question]:
        """The questions that the draft raises, none where it may be called at a press."""
        asked: list[Question] = []
        recent = [
            record
            for record in await self._journal.since(self._now() - self._pace.span(RATE_SECONDS))
            if not record.intent.test and record.last.state is not State.NOT_SENT
        ]
        asked += self._repeat(draft, recent)
        asked += await self._open_unknown(draft)
        if draft.costs_extra:
            asked.append(Question(key="premium", sentence=f"{draft.plan.b_number} is {draft.costs_extra}. Call it?"))
        if draft.country and draft.country != draft.home and not await self._journal.has_called(draft.country):
            sentence = f"This is the first call to a number of {draft.country}. Call it?"
            asked.append(Question(key="new_country", sentence=sentence))
        if len(recent) >= STARTS_WITHOUT_ASKING:
            sentence = f"{len(recent)} calls were started within the last minute. Start another?"
            asked.append(Question(key="rate", sentence=sentence))
        return asked

    def _repeat(self, draft: Draft, recent: list[CallRecord]) -> list[Question]:
        earliest = self._now() - self._pace.span(REPEAT_SECONDS)
        for record in recent:
            is_placed = record.last.state not in _NOTHING_PLACED
            if is_placed and record.intent.called == draft.called and record.time >= earliest:
                ago = round((self._now() - record.time).total_seconds())
                sentence = f"{draft.plan.b_number} was called {ago} s ago. Call anyway?"
                return [Question(key="repeat", sentence=sentence, call=record.intent.call)]
        return []

    async def _open_unknown(self, draft: Draft) -> list[Question]:
        return [
            Question(
                key=OPEN_UNKNOWN,
                sentence=(
                    f"We don't know if the call to {record.intent.b_number} at {record.time:%H:%M:%S} UTC went out: "
                    "check your telephone. Call anyway?"
                ),
                call=record.intent.call,
            )
            for record in await self._journal.unfinished()
            if record.intent.line == draft.line and record.is_open_unknown and not record.intent.test
        ]
