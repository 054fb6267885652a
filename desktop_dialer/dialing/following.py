"""Following a call that the provider knows by a handle, and what becomes of the handle when the call is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_dialer.core.call import Reason, State
from desktop_dialer.core.ports import Tracks
from desktop_dialer.dialing.sessions import LEAVES_IDLE
from desktop_dialer.dialing.tracker import Watched

if TYPE_CHECKING:
    from desktop_dialer.core.account import Account
    from desktop_dialer.core.plan import Plan
    from desktop_dialer.core.ports import Handles, Journal, Provider
    from desktop_dialer.core.reading import Kept
    from desktop_dialer.core.secret import Secret
    from desktop_dialer.dialing.sessions import Sessions
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
    """Follows calls by their handles."""

    def __init__(self, *, tracker: Tracker, journal: Journal, handles: Handles, sessions: Sessions) -> None:
        self._tracker = tracker
        self._journal = journal
        self._handles = handles
        self._sessions = sessions

    async def follow(self, lead: Lead, state: State | None) -> None:
        """Watch until nothing more will be heard, then settle the handle. `state` is what the call is known to be."""
        if (watched := watched_by(lead, state)) is not None:
            await self._tracker.follow(watched)
        await self.settle(lead.account, lead.kept)

    async def look_once(self, lead: Lead, state: State | None) -> None:
        """One poll at once; the handle is settled if the call turns out to be over."""
        if (watched := watched_by(lead, state)) is not None:
            await self._tracker.look_once(watched)
        if not (await self._journal.call(lead.kept.call)).is_live:
            await self.settle(lead.account, lead.kept)

    async def settle(self, account: Account, kept: Kept) -> None:
        """The call is over: a session that is idle rests, a lost contact keeps its handle, all else is forgotten."""
        last = (await self._journal.call(kept.call)).last
        if kept.is_session and last.state in LEAVES_IDLE:
            self._sessions.rest(account, kept, last)
        elif last.state is not State.UNTRACKED or last.reason != Reason.CONTACT_LOST:
            self._handles.drop(kept.key)


def watched_by(lead: Lead, state: State | None) -> Watched | None:
    """The watch of the call; None where its provider reports nothing."""
    if not isinstance(lead.provider, Tracks):
        return None
    return Watched(
        call=lead.kept.call,
        account=lead.account,
        watch=lead.provider.watch(lead.plan, lead.kept.handle),
        since=lead.kept.since,
        state=state,
        secrets=lead.secrets,
    )
