"""Every state, reason and code of a call as a sentence: the only place where they become words for a person.

Window and command line speak through this file; no sentence holds an exception's text or an internal name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from desktop_dialer.core.call import Evidence, Leg, Reason, State, Verdict

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
    State.UNKNOWN: "Not known",
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
    State.SENDING: "Asking {provider} to place the call…",
    State.ACCEPTED: "{provider} took the call.",
    State.ACCEPTED_UNCONFIRMED: "The request was delivered. The reply does not say whether it was accepted.",
    State.SCHEDULED: "{provider} took the call for later.",
    State.DIALING: "{provider} is dialling.",
    State.A_RINGING: "Your phone is ringing: pick up {a_party}.",
    State.A_ANSWERED: "Your phone answered. {provider} calls {b_party} now.",
    State.B_RINGING: "{b_party} is ringing.",
    State.B_ANSWERED: "{b_party} answered.",
    State.ANSWERED: "Answered. {provider} does not say by whom.",
    State.CONNECTED: "Connected: both parties are on the line.",
    State.ENDING: "The hang-up was accepted; the end is not reported yet.",
}

_NOT_SENT = {
    Reason.DNS: "Nothing was sent: the provider's address was not found. Check the network and the address.",
    Reason.REFUSED: "Nothing was sent: the provider could not be reached. Check the network and the address.",
    Reason.TLS: "Nothing was sent: the provider's certificate is not trusted.",
    Reason.TIMEOUT_CONNECTING: "Nothing was sent: the provider did not answer the connection in time.",
    Reason.PROXY: "Nothing was sent: the proxy did not let the connection through.",
    Reason.JOURNAL: "Nothing was sent: the call could not be written down first.",
    Reason.CANCELLED: "Nothing was sent: cancelled.",
    Reason.INTERRUPTED: "Nothing was sent: the program stopped before.",
    Reason.NO_SECRET: "Nothing was sent: the account's secret is not stored.",
    Reason.KEYRING: "Nothing was sent: the keyring could not be opened.",
}
_REJECTED = {
    Reason.CREDENTIALS: "{provider} refused the login: check user name and password.",
    Reason.PERMISSION: "{provider} does not allow this to your login.",
    Reason.RATE_PLAN: "{provider}: your rate plan does not allow this call.",
    Reason.PARAMETERS: "{provider} refused a value of the request.",
    Reason.FUNDS: "{provider} refused: the credit is used up.",
    Reason.A_NUMBER: "{provider} does not accept your own number.",
    Reason.B_NUMBER: "{provider} does not accept the number to call.",
    Reason.RATE_LIMITED: "{provider} takes no more calls just now; wait a little.",
    Reason.PROVIDER_MESSAGE: "{provider} refused the call.",
}
_UNKNOWN = {
    Reason.TIMEOUT: "{provider} did not answer in time.",
    Reason.DISCONNECTED: "The connection broke before {provider} answered.",
    Reason.REDIRECT: "The answer pointed to another address, which was not followed.",
    Reason.HTML_PAGE: "A web page came back instead of an answer.",
    Reason.EMPTY_BODY: "The answer was empty.",
    Reason.MALFORMED: "The answer was damaged.",
    Reason.UNRECOGNISED: "The answer could not be understood.",
    Reason.BODY_TOO_LARGE: "The answer was far too long.",
    Reason.NOT_HTTP: "What came back was no answer of a web service.",
    Reason.INTERRUPTED: "The program stopped while it waited for the answer.",
    Reason.UNTRUSTED_CHANNEL: "The refusal came over an unencrypted connection, where anybody could have written it.",
}
_ENDED = {
    Reason.HUNG_UP: "The call has ended.",
    Reason.A_PARTY: "The call has ended: your side hung up.",
    Reason.B_PARTY: "The call has ended: {b_party} hung up.",
    Reason.FUNDS: "The call was ended: the credit is used up.",
    Reason.NOT_REPORTED: "The call has ended; why is not reported.",
}
_FAILED = {
    Reason.BUSY: "Busy.",
    Reason.NO_ANSWER: "No answer.",
    Reason.DECLINED: "The call was declined.",
    Reason.FUNDS: "No call: the credit does not suffice.",
    Reason.A_NUMBER: "No call: your own number is wrong.",
    Reason.B_NUMBER: "No call: the number to call is wrong.",
    Reason.FIRST_LEG: "Your phone was not reached: no answer, busy or not connected.",
}
_UNTRACKED = {
    Reason.REPORTS_NOTHING_MORE: "{provider} reports nothing further.",
    Reason.SESSION_LOST: "{provider} has closed the session; the call may still be running.",
    Reason.CONTACT_LOST: "Lost contact with {provider}. The call may still be running.",
}
_BY_REASON = {
    State.NOT_SENT: _NOT_SENT,
    State.REJECTED: _REJECTED,
    State.UNKNOWN: _UNKNOWN,
    State.ENDED: _ENDED,
    State.FAILED: _FAILED,
    State.UNTRACKED: _UNTRACKED,
}
_LEGS = {Leg.A: " It was your leg.", Leg.B: " It was the leg of {b_party}."}
_VERDICTS = {
    Verdict.RANG: "You said: it rang.",
    Verdict.DID_NOT_RING: "You said: it did not ring.",
    Verdict.CALLED_ANYWAY: "You called again anyway.",
    Verdict.EXPIRED: "Nobody said within a day what became of it.",
}
_MAY_HAVE_RUNG = "We don't know if this call went out. {cause} Check your phone before you try again."
_SAID = "{provider} says: “{text}”."


def sentence(event: Event, names: Names, *, changed: bool = True) -> str:
    """What the entry says, for a person. `changed` False: it repeats the state, and only what was said is new."""
    if event.verdict is not None:
        return _VERDICTS[event.verdict]
    if not changed:
        return _said(event, names)
    words = {"provider": names.provider, "a_party": names.a_party, "b_party": names.b_party}
    by_reason = _BY_REASON.get(event.state)
    if by_reason is None:
        text = _STATES[event.state].format(**words)
    elif event.reason in set(by_reason):
        text = by_reason[Reason(event.reason)].format(**words)
    elif event.reason:
        text = f"{names.provider} answered with the web error {event.reason.removeprefix('http_')}."
    else:
        text = f"{STATE_WORDS[event.state]}."
    if event.state is State.UNKNOWN:
        text = _MAY_HAVE_RUNG.format(cause=text)
    if event.state is State.FAILED and event.leg is not None and event.reason != Reason.FIRST_LEG:
        text += _LEGS[event.leg].format(**words)
    return text


def detail(event: Event, names: Names) -> str:
    """What the provider itself said, or what this program adds; empty where there is nothing more."""
    if not event.text or event.verdict is not None:
        return ""
    return _said(event, names)


def _said(event: Event, names: Names) -> str:
    if event.evidence in {Evidence.LOCAL, Evidence.PERSON}:
        return event.text
    text = event.text or event.code or ""
    return _SAID.format(provider=names.provider, text=text)


def evidence_word(evidence: Evidence) -> str:
    """Where an entry comes from."""
    match evidence:
        case Evidence.LOCAL:
            return "this program"
        case Evidence.REPLY:
            return "the provider's answer"
        case Evidence.POLL:
            return "the provider's report"
        case Evidence.PERSON:
            return "you"
        case _:
            assert_never(evidence)
