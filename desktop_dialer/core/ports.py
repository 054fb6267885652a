"""Every Protocol of the program in one place: what the use cases need from the world outside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from desktop_dialer.core.history import History

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from desktop_dialer.core.account import Account
    from desktop_dialer.core.call import CallRecord, Event, Intent, Report
    from desktop_dialer.core.contact import Contact
    from desktop_dialer.core.contact_list import ContactIndex, ContactRow
    from desktop_dialer.core.facts import Facts
    from desktop_dialer.core.plan import Plan
    from desktop_dialer.core.reading import Check, Handle, HangUpReading, Kept, PollReading, Reading
    from desktop_dialer.core.secret import Secret
    from desktop_dialer.core.settings import Settings
    from desktop_dialer.core.wire import Reply, Request


class Provider(Protocol):
    """One web API: declares its facts, builds its requests, reads its replies. Never waits, never opens a socket."""

    @property
    def facts(self) -> Facts:
        """What it declares."""

    def check(self, plan: Plan) -> Plan:
        """The plan by this manual's own rules, completed where a rule completes it. Raises `InvalidInput`."""

    def deadline(self, plan: Plan) -> float:
        """Seconds for the whole exchange of a start request."""

    def start(self, plan: Plan) -> Request:
        """The request that rings telephones."""

    def read_start(self, plan: Plan, reply: Reply) -> Reading:
        """What the reply to `start` says. Never raises, whatever the reply holds."""


class Watch(Protocol):
    """The polling of one call: builds each poll, reads each answer, remembers what it has to between them."""

    @property
    def interval(self) -> float:
        """Seconds to the next poll, while all is well."""

    def request(self) -> Request:
        """The next poll."""

    def read(self, reply: Reply) -> PollReading:
        """What the answer says. Never raises."""


@runtime_checkable
class Tracks(Protocol):
    """A provider that reports on a call after it took it (`Capability.STATUS`)."""

    def watch(self, plan: Plan, handle: Handle) -> Watch:
        """A fresh watch of the call that `handle` names."""


@runtime_checkable
class HangsUp(Protocol):
    """A provider that can end a call (`Capability.HANG_UP`)."""

    def hang_up(self, plan: Plan, handle: Handle) -> Request:
        """The request that ends the call."""

    def read_hang_up(self, reply: Reply) -> HangUpReading:
        """The answer to it. Never raises."""


@runtime_checkable
class KeepsSession(Protocol):
    """A provider whose first start request opens a session that later calls use (`Capability.SESSION`)."""

    def connect(self, plan: Plan, handle: Handle) -> Request:
        """The start request of a further call in the session."""

    def read_connect(self, plan: Plan, handle: Handle, reply: Reply) -> Reading:
        """What the reply says; `session_gone` where the session is gone and nothing was placed. Never raises."""

    def hang_up(self, plan: Plan, handle: Handle) -> Request:
        """The request that must be answered before each `connect`."""

    def is_free(self, reply: Reply) -> bool:
        """Whether the answer to that leaves the way free for `connect`. Never raises."""

    def end(self, base_url: str, handle: Handle) -> Request:
        """The request that closes the session on the server."""


@runtime_checkable
class ObservesExtension(Protocol):
    """A provider that can tell what an extension is doing (`Capability.EXTENSION_STATE`)."""

    def observe(self, plan: Plan) -> Watch | None:
        """A watch of the A-party's extension while the start request is open; None where it has none."""


@runtime_checkable
class ChecksAccount(Protocol):
    """A provider with a request that tries the credentials (`Capability.CHECK`)."""

    def check_request(self, plan: Plan) -> Request | None:
        """The request; None where this account has not what it takes (a plan says why in `check_question`)."""

    def read_check(self, plan: Plan, reply: Reply) -> Check:
        """What the answer says of the credentials. Never raises."""


class Http(Protocol):
    """The wire. `proxy` is the account's setting: `system`, `none` or an address."""

    async def start(
        self, request: Request, *, connect_seconds: float, proxy: str, on_sent: Callable[[], None]
    ) -> Reply:
        """Send once on a fresh connection. `on_sent` is called just before the first byte of the request leaves.

        Raises `NotSent` where no byte left, else `NoAnswer`. Sets no limit on the whole: the caller does.
        """

    async def ask(self, request: Request, *, seconds: float, proxy: str) -> Reply:
        """Send a request that may be repeated (a poll, a hang-up), within `seconds` in all. Raises as `start`."""

    async def probe(self, url: str, *, seconds: float, proxy: str) -> None:
        """Connect, through the proxy and with TLS where they apply, and hang up without a request. Raises `NotSent`."""

    async def aclose(self) -> None:
        """Close every connection."""


class SecretStore(Protocol):
    """Where secrets lie. Never blocks the event loop; every method raises `SecretUnavailable` (reason `keyring`)."""

    @property
    def place(self) -> str:
        """What it is, for a person: "GNOME Keyring (Secret Service)"; "this session's memory"."""

    async def get(self, account: str, key: str) -> Secret | None:
        """The secret; None where the store is open and holds none."""

    async def put(self, account: str, key: str, secret: Secret) -> None:
        """Store it and read it back."""

    async def remove(self, account: str, key: str) -> None:
        """Remove it; no fault where there is none."""


class AccountStore(Protocol):
    """Where accounts lie; few, kept in memory. Never blocks the event loop; every coroutine raises `StorageFailed`."""

    def all(self) -> Sequence[Account]:
        """All accounts as they were last read or written here, the default first; none before the first `refresh`."""

    async def refresh(self) -> bool:
        """Read them anew where another process, or a person, wrote them; whether that changed anything."""

    async def save(self, account: Account) -> None:
        """Add it at the end, or replace the one of the same id. Raises `InvalidInput` where another has its name."""

    async def put_first(self, account: Account) -> None:
        """Make it the default; no fault where it is gone."""

    async def remove(self, account: Account) -> None:
        """Remove it; its secrets are the caller's to remove first."""


class Journal(History, Protocol):
    """The record of calls: append-only, durable before each method returns. Raises `StorageFailed`."""

    async def arm(self, intent: Intent, reports: Sequence[Report]) -> list[Event]:
        """Take the line and write the intent row with its first events, in one commit. Raises `LineBusy`."""

    async def append(self, call: str, report: Report) -> Event | None:
        """Enter a report in the state that `core.call.follows` gives; None where it came too late.

        A report that would make the call live again raises `LineBusy` where another call has the line.
        """

    async def events(self, call: str, after: int = 0) -> list[Event]:
        """The call's events with a higher seq than `after`."""

    async def call(self, call: str) -> CallRecord:
        """One call, by its id or an unambiguous beginning of it. Raises `NothingFound`."""

    async def calls(self, *, limit: int | None = None, before: str | None = None) -> list[CallRecord]:
        """Calls, newest first; `before` continues after the call of that id."""

    async def unfinished(self) -> list[CallRecord]:
        """The calls that are not in a last state: live, scheduled and open `unknown` ones, newest first."""

    async def since(self, moment: datetime) -> list[CallRecord]:
        """The calls pressed at or after `moment`, newest first."""

    async def has_called(self, country: str) -> bool:
        """Whether a call that may have been placed went to this country before."""

    async def changed(self) -> bool:
        """Whether another process wrote since this was last asked."""

    async def set_note(self, call: str, note: str) -> None:
        """A person's note on a call; empty removes it."""


class ContactBook(Protocol):
    """The contacts. Raises `StorageFailed`."""

    async def index(self) -> ContactIndex:
        """Who stands where in the whole list."""

    async def rows(self, positions: Sequence[int]) -> list[ContactRow]:
        """What these rows show, in their order; one that was removed meanwhile is left out."""

    async def find(self, text: str, *, country: str | None, limit: int) -> list[ContactRow]:
        """Those that the text finds, the likeliest first. A newer call breaks off an older one: it returns what it has.

        `country` is where a national number belongs.
        """

    async def contact(self, identity: str) -> Contact | None:
        """The contact of that id."""

    async def who(self, key: str) -> Contact | None:
        """Whose number this is, by its E.164 form or, where it has none, its digits; a favourite first."""

    async def save(self, contact: Contact) -> Contact:
        """Add it where its id is empty, else replace the one of the same id; as it is stored now."""

    async def remove(self, identity: str) -> None:
        """Remove it; no fault where there is none."""

    async def used(self, identity: str, number: str) -> None:
        """This number (its text) of the contact was called: it is the first choice from now on."""


class SettingsStore(Protocol):
    """Where the program's own settings lie. Blocks: not to be called in the event loop. Raises `StorageFailed`."""

    def read(self) -> Settings:
        """All of them, with their defaults where the file does not say."""

    def save(self, settings: Settings) -> None:
        """Write them; what a newer version keeps in the file stays."""


class Handles(Protocol):
    """The handles of live calls and open sessions: on disk while needed, then overwritten and gone.

    Each lies under the process that minds it, and each process holds a lock while it lives. Never blocks the event
    loop; what is asked is done in the order of asking, and its effect is durable when the method returns. Who is
    cancelled finds it done wholly or not at all. Raises `StorageFailed`.
    """

    @property
    def process(self) -> str:
        """This process's id."""

    async def announce(self) -> None:
        """From now on others see that this process lives: to be awaited before a row is written under its id."""

    async def is_alive(self, process: str) -> bool:
        """Whether that process still runs (this one does)."""

    async def keep(self, kept: Kept) -> None:
        """Write durably under this process, replacing what was there under the same key."""

    async def drop(self, kept: Kept) -> None:
        """Overwrite and remove this process's entry under that key; no fault where there is none.

        One that is for another call by now stays: a session outlives its calls.
        """

    async def find(self, call: str) -> tuple[str, Kept] | None:
        """The entry whose current call is `call`, with the process that minds it."""

    async def orphans(self) -> list[Kept]:
        """The entries of processes that live no more."""

    async def adopt(self, orphan: Kept) -> bool:
        """Make an orphan this process's own; False where somebody else was quicker, or it changed since it was seen."""

    def recovering(self) -> AbstractAsyncContextManager[None]:
        """Held while one process closes what dead ones left; another waits for it, at most 10 s."""
