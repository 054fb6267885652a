"""Every state, reason and code of a call as a sentence: the only place where they become words for a person.

Window and command line speak through this file; no sentence holds an exception's text or an internal name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from desktop_dialer.core.call import Evidence, Leg, Reason, State, Verdict
from desktop_dialer.core.due import due_of

if TYPE_CHECKING:
    from desktop_dialer.core.call import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How a call's parties are named in sentences."""

    provider: str
    a_party: str
    b_party: str


STATE_WORDS = {
    State.ARMED: "Ready",
    State.SENDING: "Asking",
    State.NOT_SENT: "Not sent",
    State.REJECTED: "Refused",
    State.UNKNOWN: "Outcome unknown",
    State.ACCEPTED: "Accepted",
    State.ACCEPTED_UNCONFIRMED: "Delivered",
    State.SCHEDULED: "Scheduled",
    State.DIALING: "Dialling",
    State.A_RINGING: "Your phone rings",
    State.A_ANSWERED: "You answered",
    State.B_RINGING: "Ringing",
    State.B_ANSWERED: "Answered",
    State.ANSWERED: "Answered",
    State.CONNECTED: "Connected",
    State.ENDING: "Hanging up",
    State.ENDED: "Ended",
    State.FAILED: "No call",
    State.UNTRACKED: "No more news",
}
"""One word, or few, for each state."""

_STATES = {
    State.ARMED: "Written down; nothing has been sent yet.",
    State.SENDING: "Asked {provider} to connect.",
    State.ACCEPTED: "{provider} accepted the call.",
    State.ACCEPTED_UNCONFIRMED: "Delivered; the reply confirms nothing.",
    State.SCHEDULED: "{provider} accepted the call for later.",
    State.DIALING: "{provider} is dialling.",
    State.A_RINGING: "Your phone is ringing.",
    State.A_ANSWERED: "You answered.",
    State.B_RINGING: "{b_party} is ringing.",
    State.B_ANSWERED: "{b_party} answered.",
    State.ANSWERED: "Answered; {provider} does not say by whom.",
    State.CONNECTED: "Both connected – talking.",
    State.ENDING: "Hang-up accepted; the end is not reported yet.",
}
_SESSION_OPENED = "Accepted, session opened."
_PLAIN = frozenset({
    State.DIALING, State.A_RINGING, State.A_ANSWERED, State.B_RINGING, State.B_ANSWERED, State.ANSWERED,
    State.CONNECTED, State.ENDING, State.ENDED,
})  # fmt: skip
"""The states that say it all: the provider's own words for them add nothing."""

_HAPPENED = {
    State.NOT_SENT: {
        Reason.DNS: "Nothing was sent: the provider's address was not found.",
        Reason.REFUSED: "Nothing was sent: the provider could not be reached.",
        Reason.TLS: "Nothing was sent: the provider's certificate is not trusted.",
        Reason.TIMEOUT_CONNECTING: "Nothing was sent: no connection came about in time.",
        Reason.PROXY: "Nothing was sent: the proxy did not let the connection through.",
        Reason.JOURNAL: "Nothing was sent: the call could not be written down first.",
        Reason.CANCELLED: "Nothing was sent: cancelled.",
        Reason.INTERRUPTED: "Nothing was sent: the program stopped before.",
        Reason.NO_SECRET: "Nothing was sent: the account's secret is not stored.",
        Reason.KEYRING: "Nothing was sent: the keyring could not be opened.",
    },
    State.REJECTED: {
        Reason.CREDENTIALS: "{provider} refused the login.",
        Reason.PERMISSION: "{provider} does not allow this to your login.",
        Reason.RATE_PLAN: "{provider}: your rate plan does not allow this call.",
        Reason.PARAMETERS: "{provider} refused a value of the request.",
        Reason.FUNDS: "{provider} refused: the credit is used up.",
        Reason.A_NUMBER: "{provider} does not accept your own number.",
        Reason.B_NUMBER: "{provider} does not accept the number to call.",
        Reason.RATE_LIMITED: "{provider} takes no more calls just now.",
        Reason.PROVIDER_MESSAGE: "{provider} refused the call.",
    },
    State.UNKNOWN: {
        Reason.TIMEOUT: "No answer from {provider}.",
        Reason.DISCONNECTED: "The connection broke before {provider} answered.",
        Reason.REDIRECT: "The answer pointed to another address, which was not followed.",
        Reason.HTML_PAGE: "A web page came back instead of an answer.",
        Reason.EMPTY_BODY: "The answer was empty.",
        Reason.MALFORMED: "The answer was damaged.",
        Reason.UNRECOGNISED: "The answer could not be understood.",
        Reason.BODY_TOO_LARGE: "The answer was far too long.",
        Reason.NOT_HTTP: "What came back was no answer of a web service.",
        Reason.INTERRUPTED: "The program stopped while it waited for the answer.",
        Reason.UNTRUSTED_CHANNEL: "A refusal came unencrypted: anybody could have written it.",
    },
    State.ENDED: {
        Reason.HUNG_UP: "The call has ended.",
        Reason.A_PARTY: "The call has ended: your side hung up.",
        Reason.B_PARTY: "The call has ended: {b_party} hung up.",
        Reason.FUNDS: "The call was ended: the credit is used up.",
        Reason.NOT_REPORTED: "The call has ended; why is not reported.",
    },
    State.FAILED: {
        Reason.BUSY: "Busy.",
        Reason.NO_ANSWER: "No answer.",
        Reason.DECLINED: "The call was declined.",
        Reason.FUNDS: "No call: the credit does not suffice.",
        Reason.A_NUMBER: "No call: your own number is wrong.",
        Reason.B_NUMBER: "No call: the number to call is wrong.",
        Reason.FIRST_LEG: "Your phone was not reached: no answer, busy or not connected.",
    },
    State.UNTRACKED: {
        Reason.REPORTS_NOTHING_MORE: "{provider} reports nothing further.",
        Reason.SESSION_LOST: "{provider} has closed the session; the call may still be running.",
        Reason.CONTACT_LOST: "Lost contact with {provider}; the call may still be running.",
    },
}
_REMEDIES = {
    State.NOT_SENT: {
        Reason.DNS: "Check the network and the account's address.",
        Reason.REFUSED: "Check the network and the account's address.",
        Reason.TLS: "Check the account's address and this computer's clock.",
        Reason.TIMEOUT_CONNECTING: "Check the network, then call again.",
        Reason.PROXY: "Check the proxy in the account's settings.",
        Reason.JOURNAL: "Make room on the disk, then call again.",
        Reason.INTERRUPTED: "Call again if you still want to.",
        Reason.NO_SECRET: "Enter it in the account's settings.",
        Reason.KEYRING: "Unlock it, then call again.",
    },
    State.REJECTED: {
        Reason.CREDENTIALS: "Check user name and password in the account's settings.",
        Reason.PERMISSION: "Ask {provider} to allow it.",
        Reason.RATE_PLAN: "Ask {provider} for another plan.",
        Reason.PARAMETERS: "Check the account's settings and both numbers.",
        Reason.FUNDS: "Top up your credit with {provider}.",
        Reason.A_NUMBER: "Check the number that rings first.",
        Reason.B_NUMBER: "Check the number, then call again.",
        Reason.RATE_LIMITED: "Wait a little, then call again.",
    },
    State.ENDED: {Reason.FUNDS: "Top up your credit with {provider}."},
    State.FAILED: {
        Reason.FUNDS: "Top up your credit with {provider}.",
        Reason.A_NUMBER: "Check the number that rings first.",
        Reason.B_NUMBER: "Check the number, then call again.",
    },
}
_CHECK_ADDRESS = "Check the account's address."
_LEGS = {Leg.A: " It was your leg.", Leg.B: " It was the leg of {b_party}."}
_NAMES_THE_LEG = frozenset({Reason.FIRST_LEG, Reason.A_NUMBER, Reason.B_NUMBER})
_VERDICTS = {
    Verdict.RANG: "You said: it rang.",
    Verdict.DID_NOT_RING: "You said: it did not ring.",
    Verdict.CALLED_ANYWAY: "You called again anyway.",
    Verdict.EXPIRED: "Nobody said within a day what became of it.",
}
_MAY_HAVE_RUNG = "We don't know if this call went out. {cause} Check your phone before you try again."
_SAID = "{provider} says: “{text}”."


def sentence(event: Event, names: Names, *, changed: bool = True) -> str:
    """What the entry says and what it means for a person, where nothing stands beside it that tells.

    `changed` False: it repeats the state, and only what was said is new.
    """
    text = happened(event, names, changed=changed)
    if event.verdict is not None or not changed:
        return text
    if event.state is State.UNKNOWN:
        return _MAY_HAVE_RUNG.format(cause=text)
    return f"{text} {remedy(event, names)}".strip()


def happened(event: Event, names: Names, *, changed: bool = True) -> str:
    """What happened, in one short sentence; `changed` as in `sentence`."""
    if event.verdict is not None:
        return _VERDICTS[event.verdict]
    if not changed and (said := _said(event, names)):
        return said
    by_reason = _HAPPENED.get(event.state)
    if by_reason is None:
        return _filled(_SESSION_OPENED if _opens_session(event) else _STATES[event.state], names)
    if event.reason in set(by_reason):
        text = _filled(by_reason[Reason(event.reason)], names)
    elif status := http_status(event):
        text = f"{names.provider} answered with HTTP {status}."
    else:
        text = f"{STATE_WORDS[event.state]}."
    if event.state is State.FAILED and event.leg is not None and event.reason not in _NAMES_THE_LEG:
        text += _filled(_LEGS[event.leg], names)
    return text


def remedy(event: Event, names: Names) -> str:
    """What a person can do about it now; empty where there is nothing, or nothing that would have to be said."""
    by_reason = _REMEDIES.get(event.state, {})
    if event.reason in set(by_reason):
        return _filled(by_reason[Reason(event.reason)], names)
    return _CHECK_ADDRESS if event.state is State.REJECTED and http_status(event) else ""


def detail(event: Event, names: Names, *, changed: bool = True) -> str:
    """What the provider itself said, or what this program adds, where that tells more than the sentence does."""
    is_plain = event.state in _PLAIN or _opens_session(event)
    if not event.text or event.verdict is not None or not changed or is_plain:
        return ""
    is_repeated = event.text.strip(" .").casefold() in happened(event, names).casefold()
    return "" if is_repeated else _said(event, names)


def http_status(event: Event) -> str:
    """The HTTP status that is the entry's reason; empty where it has another."""
    return event.reason.removeprefix("http_") if event.reason and event.reason.startswith("http_") else ""


def evidence_words(evidence: Evidence) -> str:
    """Where an entry comes from."""
    match evidence:
        case Evidence.LOCAL:
            return "Noted by this program"
        case Evidence.REPLY:
            return "Answered by the provider (reply)"
        case Evidence.POLL:
            return "Reported by the provider (poll)"
        case Evidence.PERSON:
            return "Said by you"
        case _:
            assert_never(evidence)


def _opens_session(event: Event) -> bool:
    """Business ISP alone has this code: one answer accepts the call and opens a session for further ones."""
    return event.state is State.ACCEPTED and event.code == "103"


def _said(event: Event, names: Names) -> str:
    # When a scheduled call is due is this program's reckoning, whoever accepted it.
    if event.evidence in {Evidence.LOCAL, Evidence.PERSON} or due_of(event) is not None:
        return event.text
    text = event.text or event.code or ""
    return _SAID.format(provider=names.provider, text=text) if text else ""


def _filled(text: str, names: Names) -> str:
    return text.format(provider=names.provider, a_party=names.a_party, b_party=names.b_party)
