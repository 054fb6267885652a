"""One process of the program at work on a folder: the real journal, handles and providers, over a scripted wire."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from desktop_dialer.core.account import Account
from desktop_dialer.core.pace import Pace
from desktop_dialer.core.secret import Secret
from desktop_dialer.dialing.accounts import Accounts
from desktop_dialer.dialing.budget import PollBudget
from desktop_dialer.dialing.checking import Checker
from desktop_dialer.dialing.dialer import Dialer
from desktop_dialer.dialing.drafting import Press, draft, track_plan
from desktop_dialer.dialing.event_log import EventLog
from desktop_dialer.dialing.following import Following
from desktop_dialer.dialing.hang_up import hang_up
from desktop_dialer.dialing.limits import Limits
from desktop_dialer.dialing.parts import Parts
from desktop_dialer.dialing.recovery import Recovery
from desktop_dialer.dialing.sessions import Sessions
from desktop_dialer.dialing.task_scope import TaskScope
from desktop_dialer.dialing.tracker import Tracker
from desktop_dialer.dialing.watching import Watching
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.storage.accounts import TomlAccounts
from desktop_dialer.storage.handles import FileHandles
from desktop_dialer.storage.journal import SqliteJournal

CANARY = "cAnary-p4ss&word"
A, B, C = "+31201234567", "+31301234567", "+442079460000"
SETTINGS = {"country": "NL", "proxy": "none"}
ACCOUNTS = {
    "tel2": ({"user": "442034567890"}, {"proxy": "none"}, "password"),
    "voiptech": (
        {"user": "u", "org": "o", "dial1": "100"},
        {**SETTINGS, "base_url": "https://pbx.example/API/dialup.php"},
        "pass",
    ),
    "anveo": ({"PHONENUMBER": A}, SETTINGS, "USERKEY"),
    "vprovider": (
        {"auth_username": "u", "snumber": A},
        {**SETTINGS, "base_url": "https://sip.example/api/json/calls/make/"},
        "auth_password",
    ),
    "business_isp": ({"login": "u", "source": A, "type": "1"}, SETTINGS, "password"),
}


class Clock:
    """The time, which a test can move on."""

    def __init__(self):
        self.offset = timedelta()

    def now(self):
        return datetime.now(UTC) + self.offset

    def move(self, **span):
        self.offset += timedelta(**span)


class Desk:
    """Made by the fixture `open_desk`; `seen` are the events that were published."""

    def __init__(self, folder, wire, *, secrets, clock, scale=0.01, keyring=None):
        self.wire, self.clock, self.pace = wire, clock, Pace(scale)
        self.memory = secrets
        self.known_secrets = []
        self.accounts = Accounts(
            store=TomlAccounts(folder / "accounts.toml"),
            secrets=keyring or secrets,
            providers=PROVIDERS,
            on_secret=self.known_secrets.append,
        )
        self.handles = FileHandles(folder / "live")
        self.journal = SqliteJournal(
            folder / "journal.db", process=lambda: self.handles.process, now=clock.now, monotonic=time.monotonic
        )
        self.scope = TaskScope()
        self.log = EventLog(journal=self.journal, pace=self.pace, now=clock.now)
        self.sessions = Sessions(
            handles=self.handles,
            http=wire,
            pace=self.pace,
            scope=self.scope,
            base=lambda account: track_plan(account, PROVIDERS[account.provider]).base_url,
            providers=PROVIDERS,
        )
        self.tracker = Tracker(
            http=wire,
            log=self.log,
            pace=self.pace,
            budget=PollBudget(self.pace),
            now=clock.now,
            on_refused=self.accounts.switch_tracking_off,
        )
        self.following = Following(
            tracker=self.tracker,
            journal=self.journal,
            handles=self.handles,
            sessions=self.sessions,
            scope=self.scope,
            pace=self.pace,
        )
        self.parts = Parts(
            accounts=self.accounts,
            journal=self.journal,
            log=self.log,
            http=wire,
            handles=self.handles,
            sessions=self.sessions,
            tracker=self.tracker,
            following=self.following,
            scope=self.scope,
            pace=self.pace,
            now=clock.now,
            on_secret=self.known_secrets.append,
        )
        self.dialer = Dialer(self.parts)
        self.limits = Limits(journal=self.journal, pace=self.pace, now=clock.now)
        self.recovery = Recovery(self.parts)
        self.watching = Watching(self.parts, self.recovery)
        self.checker = Checker(self.parts, self.dialer)
        self.seen = []
        self._is_open = False

    async def open(self):
        await self.journal.open()
        await self.accounts.refresh()
        self._is_open = True
        self.log.subscribe(self.seen.append)
        self.scope.spawn(self.log.follow_others(), "entries of other processes")

    async def close(self):
        """As `wiring` takes it down."""
        if self._is_open:
            self._is_open = False
            await self.scope.close(2.0)
            await self.sessions.close()
            await self.journal.aclose()
            await self.handles.aclose()

    async def die(self):
        """As a crash leaves things: nothing is entered, ended or removed any more."""
        self._is_open = False

        async def refuse(*_, **__):
            raise asyncio.CancelledError

        self.journal.append = self.journal.arm = self.handles.keep = self.handles.drop = refuse
        await self.scope.close(2.0)
        await self.journal.aclose()
        self.handles._worker.stop()
        self.handles._folder._own_lock and self.handles._folder._own_lock.release()

    async def account(self, provider, *, name=None, secrets=True, **more):
        """An account at the provider with sensible values; `more` are further values and settings."""
        values, settings, secret = ACCOUNTS[provider]
        kept = {secret: Secret(CANARY)} if secrets else {}
        given = {**values, **settings, **more}
        return await self.accounts.add(name or provider, provider, given, kept)

    def draft(self, account, to=B, from_=None, **given):
        account = account if isinstance(account, Account) else self.accounts.named(account)
        return draft(account, PROVIDERS[account.provider], Press(to=to, from_=from_, given=given))

    async def press(self, account, to=B, from_=None, *, answered=(), call=None, **given):
        return await self.dialer.dial(self.draft(account, to, from_, **given), answered, call=call)

    async def call(self, account, to=B, from_=None, **given):
        """Press, and wait until nothing more will be heard; the course of the call."""
        call = await self.press(account, to, from_, **given)
        await self.finished(call)
        return await self.course(call)

    async def finished(self, call):
        async with asyncio.timeout(5):
            await call.finished.wait()

    async def answered(self, call):
        async with asyncio.timeout(5):
            await call.answered.wait()

    async def record(self, call):
        return await self.journal.call(call if isinstance(call, str) else call.id)

    async def hang_up(self, call):
        return await hang_up(self.parts, await self.record(call))

    async def course(self, call):
        """The call's entries in the journal, in short: `failed/busy`; `=` and a code where nothing changes."""
        return in_short(await self.journal.events(call if isinstance(call, str) else call.id))

    def shown(self, call):
        """The call's entries as they were published, in short."""
        return in_short([event for event in self.seen if event.call == call.id])

    async def until(self, call, state):
        """Wait until the call has been shown in this state."""
        await self.when(lambda: any(e.call == call.id and e.state == state for e in self.seen))

    async def when(self, condition):
        async with asyncio.timeout(5):
            while not condition():  # noqa: ASYNC110 - of anything that a test wants to see happen
                await asyncio.sleep(0.002)


def in_short(events):
    course, last = [], None
    for event in events:
        short = event.state + (f"/{event.reason}" if event.reason else "")
        if event.verdict:
            short = f"+{event.verdict}"
        elif last is not None and (event.state, event.reason) == (last.state, last.reason):
            short = f"={event.code or event.text}"
        course.append(str(short))
        last = event
    return course
