"""The call: its states, its reasons, what may follow what (`design: the law of a call`).

The same words are used in the journal, on the command line and in the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

MAX_TEXT = 200


class State(StrEnum):
    """Where a call stands, by what we did or by what the provider reported."""

    ARMED = "armed"
    """The row is on disk, nothing has been sent."""
    SENDING = "sending"
    """The request was handed to the network."""
    NOT_SENT = "not_sent"
    """Proved: no byte of the request left."""
    REJECTED = "rejected"
    """The provider refused in its own form; nothing was placed."""
    UNKNOWN = "unknown"
    """It may have been placed; open until a person, a late answer or 24 h closes it."""
    ACCEPTED = "accepted"
    """The provider's documented success."""
    ACCEPTED_UNCONFIRMED = "accepted_unconfirmed"
    """Delivered; the reply is undocumented or says nothing usable."""
    SCHEDULED = "scheduled"
    """Accepted for a later time."""
    DIALING = "dialing"
    """A dial is under way, the leg is not named."""
    A_RINGING = "a_ringing"
    """The A-party's telephone is alerting."""
    A_ANSWERED = "a_answered"
    """The A-party answered."""
    B_RINGING = "b_ringing"
    """The B-party's telephone is alerting."""
    B_ANSWERED = "b_answered"
    """The B-party answered."""
    ANSWERED = "answered"
    """Answered; by whom is not reported."""
    CONNECTED = "connected"
    """The provider says that both parties are connected."""
    ENDING = "ending"
    """Our hang-up was accepted; the end is not reported yet."""
    ENDED = "ended"
    """The provider says that it is over."""
    FAILED = "failed"
    """The provider says that it did not come about."""
    UNTRACKED = "untracked"
    """Nothing more will be heard."""


class Leg(StrEnum):
    """One of the two connections of a call."""

    A = "a"
    B = "b"


class Evidence(StrEnum):
    """Where an entry of the timeline comes from; only `reply` and `poll` may state what a telephone did."""

    LOCAL = "local"
    REPLY = "reply"
    POLL = "poll"
    PERSON = "person"


class Verdict(StrEnum):
    """How an `unknown` was closed."""

    RANG = "rang"
    DID_NOT_RING = "did_not_ring"
    CALLED_ANYWAY = "called_anyway"
    EXPIRED = "expired"


class Reason(StrEnum):
    """Why a call is in its state; `http_NNN` is made by `http_reason`."""

    CREDENTIALS = "credentials"
    PERMISSION = "permission"
    RATE_PLAN = "rate_plan"
    PARAMETERS = "parameters"
    FUNDS = "funds"
    A_NUMBER = "a_number"
    B_NUMBER = "b_number"
    RATE_LIMITED = "rate_limited"
    PROVIDER_MESSAGE = "provider_message"
    DNS = "dns"
    REFUSED = "refused"
    TLS = "tls"
    TIMEOUT_CONNECTING = "timeout_connecting"
    PROXY = "proxy"
    JOURNAL = "journal"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    NO_SECRET = "no_secret"
    KEYRING = "keyring"
    TIMEOUT = "timeout"
    DISCONNECTED = "disconnected"
    REDIRECT = "redirect"
    HTML_PAGE = "html_page"
    EMPTY_BODY = "empty_body"
    MALFORMED = "malformed"
    UNRECOGNISED = "unrecognised"
    BODY_TOO_LARGE = "body_too_large"
    NOT_HTTP = "not_http"
    UNTRUSTED_CHANNEL = "untrusted_channel"
    HUNG_UP = "hung_up"
    A_PARTY = "a_party"
    B_PARTY = "b_party"
    NOT_REPORTED = "not_reported"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"
    FIRST_LEG = "first_leg"
    REPORTS_NOTHING_MORE = "reports_nothing_more"
    SESSION_LOST = "session_lost"
    CONTACT_LOST = "contact_lost"


def http_reason(status: int) -> str:
    """The reason that carries an HTTP status: `http_404`."""
    return f"http_{status}"


REASONS: dict[State, frozenset[Reason]] = {
    State.REJECTED: frozenset({
        Reason.CREDENTIALS, Reason.PERMISSION, Reason.RATE_PLAN, Reason.PARAMETERS, Reason.FUNDS, Reason.A_NUMBER,
        Reason.B_NUMBER, Reason.RATE_LIMITED, Reason.PROVIDER_MESSAGE,
    }),
    State.NOT_SENT: frozenset({
        Reason.DNS, Reason.REFUSED, Reason.TLS, Reason.TIMEOUT_CONNECTING, Reason.PROXY, Reason.JOURNAL,
        Reason.CANCELLED, Reason.INTERRUPTED, Reason.NO_SECRET, Reason.KEYRING,
    }),
    State.UNKNOWN: frozenset({
        Reason.TIMEOUT, Reason.DISCONNECTED, Reason.REDIRECT, Reason.HTML_PAGE, Reason.EMPTY_BODY, Reason.MALFORMED,
        Reason.UNRECOGNISED, Reason.BODY_TOO_LARGE, Reason.NOT_HTTP, Reason.INTERRUPTED, Reason.UNTRUSTED_CHANNEL,
    }),
    State.ENDED: frozenset({Reason.HUNG_UP, Reason.A_PARTY, Reason.B_PARTY, Reason.FUNDS, Reason.NOT_REPORTED}),
    State.FAILED: frozenset({
        Reason.BUSY, Reason.NO_ANSWER, Reason.DECLINED, Reason.FUNDS, Reason.A_NUMBER, Reason.B_NUMBER,
        Reason.FIRST_LEG,
    }),
    State.UNTRACKED: frozenset({Reason.REPORTS_NOTHING_MORE, Reason.SESSION_LOST, Reason.CONTACT_LOST}),
}  # fmt: skip
"""The reasons that a state may carry; a state that is not listed carries none. `rejected` and `unknown` may
carry `http_NNN` besides."""

LAST = frozenset({State.NOT_SENT, State.REJECTED, State.ENDED, State.FAILED, State.UNTRACKED})
"""The states after which nothing more is expected."""

STANDING = LAST | {State.UNKNOWN, State.SCHEDULED}
"""The states that do not hold the line."""

OPEN_TO_REPORTS = frozenset(State) - LAST
"""The states that a report may change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Something to be entered in a call's timeline. `state` None: said, and changes nothing."""

    evidence: Evidence
    state: State | None = None
    leg: Leg | None = None
    reason: str | None = None
    code: str | None = None
    text: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a call's timeline, as the journal holds it. `elapsed` is in seconds since the press."""

    call: str
    seq: int
    time: datetime
    elapsed: float
    state: State
    leg: Leg | None
    reason: str | None
    evidence: Evidence
    code: str | None
    text: str
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What a press asked for: the row that is on disk before a byte leaves. Numbers are as they are sent."""

    call: str
    account: str
    provider: str
    a_number: str
    b_number: str
    line: str
    called: str
    """The B-party compared across spellings: E.164 where known."""
    country: str | None
    """The B-party's country, two letters; None where it is not known."""
    test: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """A call as the history shows it: its intent, when it was pressed, and its last event."""

    intent: Intent
    time: datetime
    last: Event
    verdict: Verdict | None
    note: str
    talk_seconds: float | None
    process: str
    """The process that pressed it."""

    @property
    def is_live(self) -> bool:
        """Whether the call may be ringing or talking now, as far as we know."""
        return self.last.state not in STANDING

    @property
    def is_open_unknown(self) -> bool:
        """Whether nobody has said yet what became of it."""
        return self.last.state is State.UNKNOWN and self.verdict is None


def follows(now: State, verdict: Verdict | None, reason: str | None, report: Report) -> State | None:
    """The state after `report`; None where the report comes too late to be entered.

    Any reported state may follow any open one, for polling skips states and two legs ringing at once reorder them.
    A last state takes nothing more, but for a note of what a person or this program adds without changing it, and
    contact that is taken up again. While a hang-up is under way only the end is believed.
    """
    if report.state is None:
        return now if now in OPEN_TO_REPORTS or report.evidence is not Evidence.POLL else None
    match now:
        case State.UNTRACKED if reason == Reason.CONTACT_LOST:
            return report.state
        case State.UNKNOWN if verdict is not None:
            return None
        case State.ENDING if report.state not in LAST:
            return now
        case _ if now in LAST:
            return None
        case _:
            return report.state
