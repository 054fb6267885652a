"""Sessions on a provider's server (Business ISP): opened by a call, used again while idle, never left behind."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_dialer.core.call import State
from desktop_dialer.core.errors import StorageFailed, WireFault
from desktop_dialer.core.facts import Role
from desktop_dialer.core.ports import KeepsSession

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop_dialer.core.account import Account
    from desktop_dialer.core.call import Event
    from desktop_dialer.core.pace import Pace
    from desktop_dialer.core.ports import Handles, Http, Provider
    from desktop_dialer.core.reading import Kept
    from desktop_dialer.dialing.task_scope import TaskScope

_log = logging.getLogger(__name__)

IDLE_SECONDS = 60.0
END_SECONDS = 3.0
"""How long the end of a session may take before it is given up."""
DISK_SECONDS = 1.0
"""Real seconds that the disk has, at the program's end, to forget the sessions that were ended."""
_NOBODY = ""

LEAVES_IDLE = frozenset({State.ENDED, State.FAILED, State.REJECTED, State.NOT_SENT})
"""The states of a session's last call that prove that the session carries none."""


class Sessions:
    """This process's open sessions. One carries one call; a session whose call is unknown is never spoken to again."""

    def __init__(
        self,
        *,
        handles: Handles,
        http: Http,
        pace: Pace,
        scope: TaskScope,
        base: Callable[[Account], str],
        providers: Mapping[str, Provider],
    ) -> None:
        self._handles = handles
        self._http = http
        self._pace = pace
        self._scope = scope
        self._base = base
        self._providers = providers
        self._used_by: dict[str, str] = {}
        """Whose the sessions are that were idle once: the call that took it last, or nobody's."""
        self._idle: dict[str, tuple[Account, Kept]] = {}
        self._ending: dict[str, tuple[Account, Kept]] = {}
        self._timers: dict[str, asyncio.Task[None]] = {}

    def take(self, account: Account, base_url: str, call: str) -> Kept | None:
        """An idle session of the account, from now on that call's; None where a login is needed.

        `account` is as the press has it: one that logs in otherwise does not share the session.
        """
        kept = self._find(account, base_url)
        if kept is not None:
            self._wake(kept.key)
            self._used_by[kept.key] = call
        return kept

    def has_idle(self, account: Account, base_url: str) -> bool:
        """Whether `take` would find one."""
        return self._find(account, base_url) is not None

    def put_back(self, account: Account, kept: Kept) -> None:
        """It was taken, or its call is over: it is idle, and is kept for the next call for a while."""
        self._wake(kept.key)
        self._used_by[kept.key] = _NOBODY
        self._idle[kept.key] = (account, kept)
        self._timers[kept.key] = self._scope.spawn(self._end_when_idle(kept.key), "end of an idle session")

    async def rest(self, account: Account, kept: Kept, last: Event) -> None:
        """The session's call is over and left it idle; `last` is the entry that ended it.

        Nothing is done where it rested before: another call may talk in it by now.
        """
        if self._used_by.get(kept.key, kept.call) != kept.call:
            return
        code = last.code if last.state in {State.ENDED, State.FAILED} else kept.handle.last_code
        kept = replace(kept, handle=replace(kept.handle, last_code=code))
        # At once: a session in nobody's hands would not be ended at a quit. Who takes it meanwhile writes after this.
        self.put_back(account, kept)
        try:
            await self._handles.keep(kept)
        except StorageFailed as fault:  # the entry before it, of the same call, lies there still
            _log.error("What the session of call %s said last could not be kept: %s", kept.call, fault)

    async def end(self, account: Account, kept: Kept) -> None:
        """Close the session on the server, and forget it whatever the server says."""
        self._let_go(account, kept)
        await self._close_on_server(account, kept)
        await self._forget(kept)

    async def close(self) -> None:
        """End every idle session, and each whose end was cut short, side by side; at a normal quit.

        A disk that hangs keeps what it holds: the next start ends those sessions once more.
        """
        left = list({**self._idle, **self._ending}.values())
        for account, kept in left:
            self._let_go(account, kept)
        await asyncio.gather(*(self._close_on_server(account, kept) for account, kept in left))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DISK_SECONDS):
                await asyncio.gather(*(self._forget(kept) for _, kept in left))

    def _let_go(self, account: Account, kept: Kept) -> None:
        """It is on its way out: no call gets it any more."""
        self._wake(kept.key)
        self._used_by[kept.key] = _NOBODY
        self._ending[kept.key] = (account, kept)

    async def _close_on_server(self, account: Account, kept: Kept) -> None:
        provider = self._providers[account.provider]
        if isinstance(provider, KeepsSession):
            request = provider.end(self._base(account), kept.handle)
            try:
                await self._http.ask(request, seconds=self._pace.seconds(END_SECONDS), proxy=account.proxy)
            except WireFault as fault:
                _log.info("The end of a session got no answer: %s", fault)

    async def _forget(self, kept: Kept) -> None:
        try:
            await self._handles.drop(kept)
        except StorageFailed as fault:
            _log.error("A session that is over could not be removed: %s", fault)
        self._ending.pop(kept.key, None)

    def _find(self, account: Account, base_url: str) -> Kept | None:
        for owner, kept in self._idle.values():
            if self._base(owner) == base_url and self._login(owner) == self._login(account):
                return kept
        return None

    def _login(self, account: Account) -> tuple[str | None, ...]:
        """By what the account is known to its provider."""
        parameters = self._providers[account.provider].facts.parameters
        names = (parameter.name for parameter in parameters if parameter.role is Role.CREDENTIAL)
        return (account.id, *(account.values.get(name) for name in names))

    def _wake(self, key: str) -> None:
        self._idle.pop(key, None)
        timer = self._timers.pop(key, None)
        if timer is not None and timer is not asyncio.current_task():
            timer.cancel()

    async def _end_when_idle(self, key: str) -> None:
        await asyncio.sleep(self._pace.seconds(IDLE_SECONDS))
        await self.end(*self._idle[key])
