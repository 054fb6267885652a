"""What a provider's reply says, as a value: the one thing that a provider hands back to the dialer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from desktop_dialer.core.call import Leg, State
    from desktop_dialer.core.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """By what the provider knows a call, or a session, from now on."""

    value: Secret
    is_key: bool = True
    """Whether knowing it is enough to steer the call: then it is a secret, gone from the disk when it has served."""
    last_code: str | None = None
    """Business ISP: the code with which the session's call before this one ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A handle as it lies on disk while it is needed.

    `key` is the id of the call that brought it: the call's own, or that of a session's first call; `call` is the
    call that it is for now. `since` is when `call` was pressed.
    """

    key: str
    call: str
    account: str
    """The account's id."""
    values: Mapping[str, str]
    settings: Mapping[str, str]
    """The account's values and settings as the press had them: the handle is good at that address alone."""
    handle: Handle
    is_session: bool
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A reply, read. `state` None: said, and changes nothing.

    `text` is the provider's own words, not cleaned yet and in no repr, for it may repeat a secret; `code` its raw code.
    """

    state: State | None = None
    leg: Leg | None = None
    reason: str | None = None
    code: str | None = None
    text: str = field(default="", repr=False)
    handle: Handle | None = field(default=None, repr=False)
    due_in: timedelta | None = None
    """For `scheduled`: how long from now, where the request named a span."""
    session_gone: bool = False
    """With `rejected`: only the session was refused; a fresh login may follow under the same press."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A poll that was answered and brings nothing to enter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A poll without a usable answer; ten running lose contact. `reason` as in `unknown`."""

    reason: str
    code: str | None = None
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A poll refused for good: the account's role forbids following calls, which is switched off with this reason."""

    code: str
    text: str = field(default="", repr=False)


PollReading = Reading | Quiet | Unread | Refused


class HangUp(StrEnum):
    """How a hang-up was answered."""

    ACCEPTED = "accepted"
    NOTHING_TO_END = "nothing_to_end"
    REFUSED = "refused"
    SESSION_LOST = "session_lost"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUpReading:
    """The answer to a hang-up, with the provider's code and words. `permission`: the account's role forbids it."""

    result: HangUp
    code: str | None = None
    text: str = field(default="", repr=False)
    permission: bool = True


class CheckResult(StrEnum):
    """How one check of an account came out."""

    OK = "ok"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of an account check: what was looked at, how it came out, in words."""

    subject: str
    result: CheckResult
    text: str
    reason: str | None = None
