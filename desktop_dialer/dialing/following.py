"""Following a call that the provider knows by a handle, and what becomes of the handle when the call is over."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_dialer.core.call import LAST, CallRecord, Event, Reason, State
from desktop_dialer.core.ports import Tracks
from desktop_dialer.dialing.sessions import LEAVES_IDLE
from desktop_dialer.dialing.task_scope import unbroken
from desktop_dialer.dialing.tracker import LONGEST_WATCH_SECONDS, Watched

if TYPE_CHECKING:
    from desktop_dialer.core.account import Account
    from desktop_dialer.core.pace import Pace
    from desktop_dialer.core.plan import Plan
    from desktop_dialer.core.ports import Handles, Journal, Provider
    from desktop_dialer.core.reading import Kept
    from desktop_dialer.core.secret import Secret
    from desktop_dialer.dialing.sessions import Sessions
    from desktop_dialer.dialing.task_scope import TaskScope
    from desktop_dialer.dialing.tracker import Tracker


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A call that can be followed: whose it is, what its provider needs, and its handle."""

    account: Account
    provider: Provider
    plan: Plan
    """With secrets."""
    kept: Kept

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """All that may not be kept of what the provider says."""
        keys = (self.kept.handle.value,) if self.kept.handle.is_key else ()
        return (*self.plan.secrets.values(), *keys)


class Following:
    """Follows calls by their handles; each call is in one hand of this process at a time, and polled by that alone."""

    def __init__(
        self,
        *,
        tracker: Tracker,
        journal: Journal,
        handles: Handles,
        sessions: Sessions,
        scope: TaskScope,
        pace: Pace,
    ) -> None:
        self._tracker = tracker
        self._journal = journal
        self._handles = handles
        self._sessions = sessions
        self._scope = scope
        self._pace = pace
        self._minded: set[str] = set()

    def is_minded(self, call: str) -> bool:
        """Whether the call is being started, followed or settled here right now."""
        return call in self._minded

    @contextmanager
    def minding(self, call: str) -> Iterator[None]:
        """Held from the start of a call, or from when it is taken up, until its handle is settled."""
        self._minded.add(call)
        try:
            yield
        finally:
            self._minded.discard(call)

    async def follow(self, lead: Lead, state: State | None) -> None:
        """Take up a call and see it through; nothing is done where it is minded here already."""
        if not self.is_minded(lead.kept.call):
            with self.minding(lead.kept.call):
                await self.see_through(lead, state)

    async def look_once(self, lead: Lead, state: State | None) -> None:
        """One poll at once; the handle is settled if the call turns out to be over. Else as `follow`."""
        if not self.is_minded(lead.kept.call):
            with self.minding(lead.kept.call):
                if (watched := watched_by(lead, state)) is not None:
                    await self._tracker.look_once(watched)
                await self.settle(lead.account, lead.kept)

    async def see_through(self, lead: Lead, state: State | None) -> None:
        """Watch a call that the caller minds until nothing more will be heard, then settle its handle.

        `state` is what the call is known to be.
        """
        if (watched := watched_by(lead, state)) is not None:
            await self._tracker.follow(watched)
        await self.settle(lead.account, lead.kept)

    async def settle(self, account: Account, kept: Kept) -> None:
        """Where the call is over: an idle session rests, a lost contact keeps its handle, all else is forgotten."""
        await unbroken(self._settle(account, kept), f"handle of call {kept.call}")

    async def _settle(self, account: Account, kept: Kept) -> None:
        record = await self._journal.call(kept.call)
        if record.is_live:
            return
        if kept.is_session and record.last.state in LEAVES_IDLE:
            await self._sessions.rest(account, kept, await self._end_of(kept.call))
        elif is_lost(record) and (seconds := self._seconds_left(record)) > 0:
            self._scope.spawn(self._forget_after(seconds, kept), "end of a lost contact")
        else:
            await self._handles.drop(kept)

    async def _end_of(self, call: str) -> Event:
        """The entry that ended the call; a hang-up that crossed it may stand after it."""
        return next(event for event in await self._journal.events(call) if event.state in LAST)

    def _seconds_left(self, record: CallRecord) -> float:
        """For how long a lost call may be taken up yet."""
        return self._pace.seconds(LONGEST_WATCH_SECONDS) - record.last.elapsed

    async def _forget_after(self, seconds: float, kept: Kept) -> None:
        """Let go of what a lost call is known by, unless it was taken up meanwhile."""
        await asyncio.sleep(seconds)
        if not self.is_minded(kept.call):
            await self._handles.drop(kept)


def is_lost(record: CallRecord) -> bool:
    """Whether contact with the call was lost and may be taken up again."""
    return record.last.state is State.UNTRACKED and record.last.reason == Reason.CONTACT_LOST


def watched_by(lead: Lead, state: State | None) -> Watched | None:
    """The watch of the call; None where its provider reports nothing."""
    if not isinstance(lead.provider, Tracks):
        return None
    watch = lead.provider.watch(lead.plan, lead.kept.handle)
    return Watched(
        call=lead.kept.call,
        account=lead.account,
        watch=watch,
        since=lead.kept.since,
        state=state,
        secrets=(*lead.secrets, *watch.request().secrets),
    )
