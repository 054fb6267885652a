"""One start: from the row on disk to the last that will be heard of the call."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_dialer.core.call import LAST, Event, Evidence, Reason, Report, State
from desktop_dialer.core.due import with_due
from desktop_dialer.core.errors import LineBusy, StorageFailed, WireFault
from desktop_dialer.core.ports import KeepsSession, ObservesExtension, Tracks
from desktop_dialer.core.reading import Handle, Kept, Reading
from desktop_dialer.core.wording import STATE_WORDS
from desktop_dialer.dialing.exchange import Exchange
from desktop_dialer.dialing.following import Lead
from desktop_dialer.dialing.task_scope import unbroken
from desktop_dialer.dialing.tracker import LONGEST_WATCH_SECONDS, Watched

if TYPE_CHECKING:
    from desktop_dialer.core.secret import Secret
    from desktop_dialer.core.wire import Reply, Request
    from desktop_dialer.dialing.drafting import Draft
    from desktop_dialer.dialing.parts import Call, Parts

_log = logging.getLogger(__name__)

ARMED = Report(evidence=Evidence.LOCAL, state=State.ARMED)
SENDING = Report(evidence=Evidence.LOCAL, state=State.SENDING)
CLEAR_SECONDS = 5.0
"""How long the hang-up before a further call in a session may take; after that a login is the way."""


class Start:
    """Sends one start request and enters what comes of it."""

    def __init__(self, parts: Parts, draft: Draft, call: Call) -> None:
        self._parts = parts
        self._draft = draft
        self._call = call
        self._account = replace(draft.account, values=draft.plan.values, settings=draft.plan.settings)
        """As this press has it: a session that it opens is used again, and ended, under the same address and login."""
        self._pressed = parts.now()
        self._exchange: Exchange | None = None
        self._sent_secrets: tuple[Secret, ...] = ()
        self._is_decided = False
        self._taken: Kept | None = None
        """An open session that is taken and carries no call yet."""
        self._kept: Kept | None = None
        """By what the provider knows this call."""
        self._gone: Reading | None = None
        """The answer to a `connect` whose session was gone."""
        self.waits_for_session = parts.sessions.has_idle(self._account, draft.plan.base_url)
        """Whether an open session is asked for the way first, before the start request is handed to the network."""

    async def run(self) -> None:
        """The whole course. Stopped on the way, it enters what is proved so far and leaves the call alone."""
        with self._parts.following.minding(self._call.id):
            try:
                await self._course()
            except BaseException as stop:
                await unbroken(self._stopped(stop), f"end of call {self._call.id}")
                raise
            finally:
                if self._taken is not None:
                    self._parts.sessions.put_back(self._account, self._taken)
                self._call.close()

    async def _course(self) -> None:
        provider, plan = self._draft.provider, self._draft.plan
        if self.waits_for_session and isinstance(provider, KeepsSession):
            session = await self._free_session(provider)
            await self._parts.log.record(self._call.id, SENDING)
            if session is not None and await self._in_session(provider, session):
                return
        await self._send(provider.start(plan), lambda reply: provider.read_start(plan, reply))

    async def _free_session(self, provider: KeepsSession) -> Kept | None:
        """An open session, hung up first as its manual demands; None where a login is needed."""
        kept = self._taken = self._parts.sessions.take(self._account, self._draft.plan.base_url, self._call.id)
        if kept is None:
            return None
        try:
            reply = await self._parts.http.ask(
                provider.hang_up(self._draft.plan, kept.handle),
                seconds=self._parts.pace.seconds(CLEAR_SECONDS),
                proxy=self._draft.proxy,
            )
            is_free = provider.is_free(reply)
        except WireFault:
            is_free = False
        if is_free:
            return kept
        self._taken = None
        self._parts.scope.spawn(self._parts.sessions.end(self._account, kept), "end of a session")
        return None

    async def _in_session(self, provider: KeepsSession, session: Kept) -> bool:
        """Call in the open session. False where it is gone and nothing was placed: then a login follows, once."""
        plan, handle = self._draft.plan, session.handle
        await unbroken(self._move_in(session), f"session of call {self._call.id}")
        return await self._send(
            provider.connect(plan, handle), lambda reply: provider.read_connect(plan, handle, reply)
        )

    async def _move_in(self, session: Kept) -> None:
        """Without this on disk, a crash would leave the session to be ended as that of the call before."""
        kept = replace(session, call=self._call.id, since=self._pressed)
        await self._parts.handles.keep(kept)
        self._kept, self._taken = kept, None

    async def _send(self, request: Request, read: Callable[[Reply], Reading]) -> bool:
        """The exchange and all that follows from it. False where only the session turned out to be gone."""
        self._sent_secrets = request.secrets
        exchange = self._exchange = Exchange(
            self._parts.http,
            self._parts.pace,
            request=request,
            read=read,
            deadline=self._draft.provider.deadline(self._draft.plan),
            proxy=self._draft.proxy,
        )
        reading = await self._outcome(exchange)
        if reading.session_gone and self._kept is not None:
            self._gone = reading
            await self._forget_session(self._kept)
            gone = Report(evidence=exchange.evidence, code=reading.code, text=reading.text)
            await self._parts.log.enter(self._call.id, gone, self._secrets(None))
            return False
        event = await self._decide(reading, exchange.evidence)
        if exchange.is_open:
            late = await exchange.late()
            if late is not None:
                reading = late
                event = await self._decide(late, exchange.evidence)
            if reading.session_gone and self._kept is not None:
                await self._forget_session(self._kept)
        await self._afterwards(reading, event)
        return True

    async def _outcome(self, exchange: Exchange) -> Reading:
        """The outcome, with a look at the A-party's extension meanwhile where the account wants it."""
        provider, plan = self._draft.provider, self._draft.plan
        watch = provider.observe(plan) if isinstance(provider, ObservesExtension) else None
        if watch is None:
            return await exchange.outcome()
        aside = Watched(
            call=self._call.id,
            account=self._account,
            watch=watch,
            since=self._pressed,
            state=State.SENDING,
            secrets=self._secrets(None),
            is_aside=True,
        )
        look = self._parts.scope.spawn(self._parts.tracker.follow(aside), "extension state")
        try:
            return await exchange.outcome()
        finally:
            look.cancel()

    async def _decide(self, reading: Reading, evidence: Evidence) -> Event | None:
        """Enter the outcome, whole and once, whatever happens meanwhile."""
        self._is_decided = True
        event = await unbroken(self._take(reading, evidence), f"outcome of call {self._call.id}")
        self._call.answered.set()
        return event

    async def _take(self, reading: Reading, evidence: Evidence) -> Event | None:
        """Enter a reading; its handle is on disk first, so that a crash between the two loses nothing."""
        if self._gone is not None and reading.state is State.NOT_SENT:
            # Something left: a `connect`, which was refused.
            text = f"The login after it was not sent. {reading.text}".strip()
            await self._parts.log.enter(self._call.id, Report(evidence=evidence, text=text))
            reading, evidence = self._gone, Evidence.REPLY
        if reading.handle is not None and reading.handle.is_key:
            self._parts.on_secret(reading.handle.value)
        if reading.handle is not None and reading.state not in LAST | {State.SCHEDULED}:
            await self._keep(reading.handle)
        report = Report(
            evidence=evidence,
            state=reading.state,
            leg=reading.leg,
            reason=reading.reason,
            code=reading.code,
            text=self._with_due(reading),
        )
        secrets = self._secrets(reading.handle)
        try:
            return await self._parts.log.enter(self._call.id, report, secrets)
        except LineBusy as busy:  # only a state of a live call takes the line
            said = STATE_WORDS[reading.state or State.ACCEPTED]
            text = f"{busy} A late answer says: {said}. {reading.text}"
            return await self._parts.log.enter(self._call.id, replace(report, state=None, text=text), secrets)

    async def _keep(self, handle: Handle) -> None:
        if not (self._draft.plan.track and isinstance(self._draft.provider, Tracks)):
            return
        self._kept = Kept(
            key=self._kept.key if self._kept else self._call.id,
            call=self._call.id,
            account=self._account.id,
            values=self._account.values,
            settings=self._account.settings,
            handle=handle,
            is_session=isinstance(self._draft.provider, KeepsSession),
            since=self._pressed,
        )
        try:
            await self._parts.handles.keep(self._kept)
        except StorageFailed as fault:  # the call runs: it is followed from memory
            _log.error("What call %s is known by could not be kept: %s", self._call.id, fault)

    async def _forget_session(self, session: Kept) -> None:
        """It is gone on the server."""
        self._kept = None
        await unbroken(self._parts.handles.drop(session), f"lost session of call {self._call.id}")

    async def _afterwards(self, reading: Reading, event: Event | None) -> None:
        """What is left to hear: the provider's reports, a due time to wait for, or nothing."""
        state = event.state if event else None
        if state is State.SCHEDULED:
            self._call.close()
            await self._when_due(reading)
        elif state is None or state in LAST or state is State.UNKNOWN:
            if self._kept is not None:
                await self._parts.following.settle(self._account, self._kept)
        elif self._kept is None:
            nothing = Report(evidence=Evidence.LOCAL, state=State.UNTRACKED, reason=Reason.REPORTS_NOTHING_MORE)
            await self._parts.log.enter(self._call.id, nothing)
        else:
            await self._follow(self._kept, state)

    async def _when_due(self, reading: Reading) -> None:
        """Follow a scheduled call from its due time on, in this process; on disk nothing of it is kept till then."""
        due = reading.due_in
        if due is None or reading.handle is None or due.total_seconds() > LONGEST_WATCH_SECONDS:
            return
        await asyncio.sleep(self._parts.pace.seconds(due.total_seconds()))
        self._pressed = self._parts.now()
        await unbroken(self._keep(reading.handle), f"handle of call {self._call.id}")
        if self._kept is not None:
            await self._follow(self._kept, State.SCHEDULED)

    async def _follow(self, kept: Kept, state: State) -> None:
        lead = Lead(account=self._account, provider=self._draft.provider, plan=self._draft.plan, kept=kept)
        await self._parts.following.see_through(lead, state)

    async def _stopped(self, stop: BaseException) -> None:
        """The program is closing, or cannot go on: enter what is proved so far, if nothing was entered yet."""
        if self._is_decided:
            if self._exchange is not None and self._exchange.is_open:
                await self._exchange.give_up(unsent=Reason.CANCELLED, sent=Reason.INTERRUPTED)
            return
        reason, text = Reason.INTERRUPTED, ""
        if isinstance(stop, asyncio.CancelledError):
            reason = Reason.CANCELLED
        elif isinstance(stop, StorageFailed):
            reason, text = Reason.JOURNAL, str(stop)
        reading, evidence = Reading(state=State.NOT_SENT, reason=reason, text=text), Evidence.LOCAL
        if self._exchange is not None:
            reading = await self._exchange.give_up(unsent=reason, sent=Reason.INTERRUPTED)
            evidence = self._exchange.evidence
        await self._decide(reading, evidence)
        if self._kept is not None:
            await self._parts.following.settle(self._account, self._kept)

    def _secrets(self, handle: Handle | None) -> tuple[Secret, ...]:
        """All that may not be kept of what the provider says."""
        handles = (handle, self._kept.handle if self._kept else None)
        keys = (known.value for known in handles if known is not None and known.is_key)
        return (*self._draft.plan.secrets.values(), *self._sent_secrets, *keys)

    def _with_due(self, reading: Reading) -> str:
        if reading.due_in is None:
            return reading.text
        return with_due(self._parts.now() + reading.due_in, reading.text)
