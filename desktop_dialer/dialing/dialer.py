"""The law of a call: at most once, row before byte, and only proof counts.

A press becomes an intent row, and then one request (`start.py`). Nothing is ever sent again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_dialer.core.call import Evidence, Intent, Reason, Report, State, Verdict
from desktop_dialer.core.errors import NothingFound, SecretUnavailable, StorageFailed
from desktop_dialer.dialing.limits import OPEN_UNKNOWN, Question
from desktop_dialer.dialing.parts import Call, Parts
from desktop_dialer.dialing.start import ARMED, SENDING, Start
from desktop_dialer.dialing.task_scope import unbroken

if TYPE_CHECKING:
    from desktop_dialer.dialing.drafting import Draft

_log = logging.getLogger(__name__)


class Dialer:
    """Makes calls."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def dial(self, draft: Draft, answered: Sequence[Question] = (), *, call: Call | None = None) -> Call:
        """Write the row, then send in the background; returns when the row is on disk.

        `answered` are the questions that a person said yes to; `call` is a fresh one that somebody watches already.
        Raises `LineBusy`, and `InvalidInput` where a secret does not fit the provider's rules. A secret that cannot be
        had, or a journal that cannot be written, ends the call before anything is sent, and the events say so.
        """
        call = call or Call()
        try:
            plan = await self._parts.accounts.with_secrets(draft.account, draft.provider, draft.plan)
            plan = draft.provider.check(plan)
        except SecretUnavailable as fault:
            await self._arm(call, draft, ARMED, _not_sent(fault.reason, fault))
            call.close()
            return call
        start = Start(self._parts, replace(draft, plan=plan), call)
        first = (ARMED,) if start.waits_for_session else (ARMED, SENDING)
        try:
            is_armed = await unbroken(self._arm(call, draft, *first), f"row of call {call.id}")
        except asyncio.CancelledError:
            await self._withdraw(call)
            raise
        if not is_armed:
            call.close()
            return call
        self._parts.scope.spawn(start.run(), f"call {call.id}")
        await self._close_unknowns(answered)
        return call

    async def _withdraw(self, call: Call) -> None:
        """The press was taken back while its row was written; nothing was sent."""
        with contextlib.suppress(NothingFound):
            withdrawn = Report(evidence=Evidence.LOCAL, state=State.NOT_SENT, reason=Reason.CANCELLED)
            await self._parts.log.enter(call.id, withdrawn)
        call.close()

    async def _close_unknowns(self, answered: Sequence[Question]) -> None:
        """Enter that a person called anyway, where it is still open what became of the call before."""
        for question in answered:
            if question.key == OPEN_UNKNOWN and question.call is not None:
                try:
                    record = await self._parts.journal.call(question.call)
                except (NothingFound, StorageFailed) as fault:  # the new call is under way: it goes on
                    _log.warning("That call %s was called anyway could not be kept: %s", question.call, fault)
                    continue
                if record.is_open_unknown:
                    verdict = Report(evidence=Evidence.PERSON, verdict=Verdict.CALLED_ANYWAY, text="Called anyway.")
                    await self._parts.log.enter(question.call, verdict)

    async def _arm(self, call: Call, draft: Draft, *first: Report) -> bool:
        """Write the row with its first entries. Whether it is on disk."""
        intent = Intent(
            call=call.id,
            account=draft.account.name,
            provider=draft.provider.facts.id,
            a_number=draft.a_number,
            b_number=draft.plan.b_number,
            line=draft.line,
            called=draft.called,
            country=draft.country,
            test=draft.is_test,
        )
        try:
            # First others have to see that this process lives, or one of them could close the row as a dead one's.
            await self._parts.handles.announce()
            await self._parts.log.arm(intent, first)
        except StorageFailed as fault:
            self._parts.log.show_unrecorded(call.id, _not_sent(Reason.JOURNAL, fault))
            return False
        return True


def _not_sent(reason: Reason, fault: Exception) -> Report:
    return Report(evidence=Evidence.LOCAL, state=State.NOT_SENT, reason=reason, text=str(fault))
