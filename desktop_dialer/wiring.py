"""Builds what window and command line share, and takes it down in reverse."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from desktop_dialer.core.pace import Pace, read_pace
from desktop_dialer.dialing.accounts import Accounts
from desktop_dialer.dialing.budget import PollBudget
from desktop_dialer.dialing.checking import Checker
from desktop_dialer.dialing.dialer import Dialer
from desktop_dialer.dialing.drafting import track_plan
from desktop_dialer.dialing.event_log import EventLog
from desktop_dialer.dialing.following import Following
from desktop_dialer.dialing.limits import Limits
from desktop_dialer.dialing.parts import Parts
from desktop_dialer.dialing.recovery import Recovery
from desktop_dialer.dialing.sessions import Sessions
from desktop_dialer.dialing.task_scope import TaskScope
from desktop_dialer.dialing.tracker import Tracker
from desktop_dialer.dialing.watching import Watching
from desktop_dialer.net.http_client import HttpClient
from desktop_dialer.net.redaction import Redactor
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.storage.accounts import TomlAccounts
from desktop_dialer.storage.handles import FileHandles
from desktop_dialer.storage.journal import SqliteJournal
from desktop_dialer.storage.paths import Paths, find_paths
from desktop_dialer.storage.secrets import KeyringSecrets
from desktop_dialer.storage.session_secrets import LayeredSecrets, MemorySecrets

if TYPE_CHECKING:
    from desktop_dialer.core.account import Account
    from desktop_dialer.core.ports import SecretStore

CLOSE_SECONDS = 2.0
KEYRING_SECONDS = 30.0
"""How long a locked keyring may wait for its person."""


def utc_now() -> datetime:
    """The time now, UTC."""
    return datetime.now(UTC)


def uptime() -> float:
    """Seconds since the computer started, those it slept included where the system tells."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Program:
    """What every command may need and few need whole: accounts at once, the engine when a call is near."""

    def __init__(self, environment: Mapping[str, str] = os.environ, keyring: SecretStore | None = None) -> None:
        self.paths: Paths = find_paths(environment)
        self.pace: Pace = read_pace(environment.get("DESKTOP_DIALER_TIME_SCALE"))
        self.session_secrets = MemorySecrets()
        """Secrets kept for this session only."""
        self.secrets: SecretStore = LayeredSecrets(
            self.session_secrets, keyring or KeyringSecrets(limit=self.pace.seconds(KEYRING_SECONDS))
        )
        self.redactor = Redactor()
        """Keeps the secrets that are in use out of the log."""
        self.providers = PROVIDERS
        self.accounts = Accounts(
            store=TomlAccounts(self.paths.accounts),
            secrets=self.secrets,
            providers=self.providers,
            on_secret=self.redactor.remember,
        )

    def engine(self) -> Engine:
        """The engine, not running yet: `async with` it."""
        return Engine(self)


class Engine:
    """The rooms of a call, wired. `notice` is what a person has to be told of the journal, if anything."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._stack = AsyncExitStack()
        self.notice: str | None = None

    async def __aenter__(self) -> Self:
        """Open the journal; what dead processes left is for `recovery` to close."""
        program, pace = self._program, self._program.pace
        handles = FileHandles(program.paths.live)
        self._stack.push_async_callback(handles.aclose)
        self.journal = SqliteJournal(
            program.paths.journal, process=lambda: handles.process, now=utc_now, monotonic=uptime
        )
        try:
            self.notice = await self.journal.open()
            self._stack.push_async_callback(self.journal.aclose)
            self._wire(handles, pace)
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    def _wire(self, handles: FileHandles, pace: Pace) -> None:
        program = self._program
        http = HttpClient()
        self._stack.push_async_callback(http.aclose)
        scope = TaskScope()
        log = EventLog(journal=self.journal, pace=pace, now=utc_now)
        sessions = Sessions(
            handles=handles, http=http, pace=pace, scope=scope, base=self._base_url, providers=program.providers
        )
        tracker = Tracker(
            http=http,
            log=log,
            pace=pace,
            budget=PollBudget(pace),
            now=utc_now,
            on_refused=program.accounts.switch_tracking_off,
        )
        following = Following(
            tracker=tracker, journal=self.journal, handles=handles, sessions=sessions, scope=scope, pace=pace
        )
        self._stack.push_async_callback(sessions.close)
        self._stack.push_async_callback(scope.close, CLOSE_SECONDS)
        self.log = log
        self.handles = handles
        self.scope = scope
        self.parts = Parts(
            accounts=program.accounts,
            journal=self.journal,
            log=log,
            http=http,
            handles=handles,
            sessions=sessions,
            tracker=tracker,
            following=following,
            scope=scope,
            pace=pace,
            now=utc_now,
            on_secret=program.redactor.remember,
        )
        self.dialer = Dialer(self.parts)
        self.limits = Limits(journal=self.journal, pace=pace, now=utc_now)
        self.recovery = Recovery(self.parts)
        self.watching = Watching(self.parts, self.recovery)
        self.checker = Checker(self.parts, self.dialer)
        self.http = http
        scope.spawn(log.follow_others(), "entries of other processes")

    async def __aexit__(self, *_: object) -> None:
        """Stop watching, end idle sessions, close the wire, then the journal; live calls are left alone."""
        await self._stack.aclose()

    def _base_url(self, account: Account) -> str:
        return track_plan(account, self._program.accounts.provider(account)).base_url
