"""The law of a call: at most once, row before byte, and only proof counts.

A press becomes an intent row, and then one request (`start.py`). Nothing is ever sent again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_dialer.core.call import Evidence, Intent, Reason, Report, State, Verdict
from desktop_dialer.core.errors import SecretUnavailable, StorageFailed
from desktop_dialer.dialing.parts import Call, Parts
from desktop_dialer.dialing.start import ARMED, SENDING, Start

if TYPE_CHECKING:
    from desktop_dialer.dialing.drafting import Draft
    from desktop_dialer.dialing.limits import Question


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
        if not await self._arm(call, draft, *((ARMED,) if start.waits_for_session else (ARMED, SENDING))):
            call.close()
            return call
        for question in answered:
            if question.key == "open_unknown" and question.call is not None:
                verdict = Report(evidence=Evidence.PERSON, verdict=Verdict.CALLED_ANYWAY, text="Called anyway.")
                await self._parts.log.enter(question.call, verdict)
        self._parts.scope.spawn(start.run(), f"call {call.id}")
        return call

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
            await self._parts.log.arm(intent, first)
        except StorageFailed as fault:
            self._parts.log.show_unrecorded(call.id, _not_sent(Reason.JOURNAL, fault))
            return False
        return True


def _not_sent(reason: Reason, fault: Exception) -> Report:
    return Report(evidence=Evidence.LOCAL, state=State.NOT_SENT, reason=reason, text=str(fault))
