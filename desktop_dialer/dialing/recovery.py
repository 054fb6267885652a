"""Recovery at start-up: what a dead process left is closed, before any press is taken. It sends no start request."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from desktop_dialer.core.call import CallRecord, Evidence, Reason, Report, State, Verdict
from desktop_dialer.core.errors import NothingFound, SecretUnavailable
from desktop_dialer.core.ports import Tracks
from desktop_dialer.dialing.drafting import as_pressed, track_plan
from desktop_dialer.dialing.following import Lead, is_lost
from desktop_dialer.dialing.sessions import LEAVES_IDLE

if TYPE_CHECKING:
    from desktop_dialer.core.reading import Kept
    from desktop_dialer.dialing.parts import Parts

UNKNOWN_EXPIRES_SECONDS = 24 * 3600.0
HANDLE_LASTS_SECONDS = 12 * 3600.0

_log = logging.getLogger(__name__)


class Recovery:
    """Closes what dead processes left; touches no call of a living one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def close_left_behind(self) -> None:
        """Close their rows, let go of handles that serve nothing any more, end their idle sessions.

        Any command that opens the journal does this first.
        """
        async with self._parts.handles.recovering():
            for record in await self._parts.journal.unfinished():
                await self._close(record)
            orphans = await self._parts.handles.orphans()
            idle = [orphan for orphan in orphans if await self._is_idle_session(orphan)]
        await asyncio.gather(*(self._end(kept) for kept in idle))

    async def take_up(self) -> list[Lead]:
        """Make the dead processes' live calls this one's own, and poll each at once.

        Returns those that are still live. Only the window, `call` and `watch` do this.
        """
        leads = []
        for orphan in await self._parts.handles.orphans():
            record = await self._record(orphan)
            if record is None or not record.is_live:
                continue
            try:
                lead = await self.lead(orphan)
            except SecretUnavailable as fault:
                # It stays where it is: who has the secret can take it up.
                _log.info("Call %s cannot be followed now: %s", orphan.call, fault)
                continue
            except NothingFound as fault:
                await self._give_up(orphan, str(fault))
                continue
            if await self._parts.handles.adopt(orphan):
                self._parts.log.mind(orphan.call, record.last.seq)
                leads.append(lead)
        await asyncio.gather(*(self._look(lead) for lead in leads))
        return [lead for lead in leads if (await self._parts.journal.call(lead.kept.call)).is_live]

    async def lead(self, kept: Kept) -> Lead:
        """What is needed to follow the call. Raises `NothingFound` without its account, `SecretUnavailable`."""
        await self._parts.accounts.refresh()
        account = self._parts.accounts.by_id(kept.account)
        if account is None:
            sentence = "The account of this call was removed: it cannot be followed any more."
            raise NothingFound(sentence)
        account = as_pressed(account, kept)
        provider = self._parts.accounts.provider(account)
        plan = await self._parts.accounts.with_secrets(account, provider, track_plan(account, provider))
        self._parts.on_secret(kept.handle.value)
        return Lead(account=account, provider=provider, plan=plan, kept=kept)

    async def _look(self, lead: Lead) -> None:
        record = await self._parts.journal.call(lead.kept.call)
        await self._parts.following.look_once(lead, record.last.state)

    async def _close(self, record: CallRecord) -> None:
        if record.last.state is State.UNKNOWN:
            await self._expire(record)
            return
        if await self._parts.handles.is_alive(record.process) or record.last.state is State.SCHEDULED:
            return
        # As the dead process left it: while it lived it may have gone on from what was read before.
        record = await self._parts.journal.call(record.intent.call)
        is_kept = await self._parts.handles.find(record.intent.call) is not None
        match record.last.state:
            case State.ARMED:
                state, reason = State.NOT_SENT, Reason.INTERRUPTED
            case State.SENDING:
                state, reason = State.UNKNOWN, Reason.INTERRUPTED
            case _ if record.is_live and not is_kept:
                state, reason = State.UNTRACKED, self._why_untracked(record)
            case _:
                return
        report = Report(evidence=Evidence.LOCAL, state=state, reason=reason, text="The program had stopped.")
        await self._parts.log.enter(record.intent.call, report)

    async def _expire(self, record: CallRecord) -> None:
        age = self._parts.now() - record.time
        if record.is_open_unknown and age > self._parts.pace.span(UNKNOWN_EXPIRES_SECONDS):
            report = Report(
                evidence=Evidence.LOCAL, verdict=Verdict.EXPIRED, text="Nobody said what became of it within 24 hours."
            )
            await self._parts.log.enter(record.intent.call, report)

    def _why_untracked(self, record: CallRecord) -> Reason:
        """Nothing was kept to ask by: the provider had nothing more to tell, or it is out of reach now."""
        reports = isinstance(self._parts.accounts.provider_of(record.intent.provider), Tracks)
        had_more = reports and record.last.state not in {State.ACCEPTED, State.ACCEPTED_UNCONFIRMED}
        return Reason.CONTACT_LOST if had_more else Reason.REPORTS_NOTHING_MORE

    async def _record(self, kept: Kept) -> CallRecord | None:
        try:
            return await self._parts.journal.call(kept.call)
        except NothingFound:
            return None

    async def _is_idle_session(self, orphan: Kept) -> bool:
        """Adopt what serves nothing any more: it is dropped at once, but for an idle session, which is to be ended."""
        record = await self._record(orphan)
        if record is not None and self._may_be_needed(record, orphan):
            return False
        if not await self._parts.handles.adopt(orphan):
            return False
        if record is not None and record.is_live:
            await self._lose(orphan, "Not followed for 12 hours.")
        if record is not None and orphan.is_session and record.last.state in LEAVES_IDLE:
            return True
        await self._parts.handles.drop(orphan)
        return False

    def _may_be_needed(self, record: CallRecord, kept: Kept) -> bool:
        age = self._parts.now() - kept.since
        return (record.is_live or is_lost(record)) and age <= self._parts.pace.span(HANDLE_LASTS_SECONDS)

    async def _give_up(self, orphan: Kept, why: str) -> None:
        """A live call that nobody can follow any more: it does not hold its line for ever."""
        if await self._parts.handles.adopt(orphan):
            await self._lose(orphan, why)
            await self._parts.handles.drop(orphan)

    async def _lose(self, kept: Kept, why: str) -> None:
        report = Report(evidence=Evidence.LOCAL, state=State.UNTRACKED, reason=Reason.CONTACT_LOST, text=why)
        await self._parts.log.enter(kept.call, report)

    async def _end(self, kept: Kept) -> None:
        await self._parts.accounts.refresh()
        account = self._parts.accounts.by_id(kept.account)
        if account is None:
            await self._parts.handles.drop(kept)
        else:
            await self._parts.sessions.end(as_pressed(account, kept), kept)
