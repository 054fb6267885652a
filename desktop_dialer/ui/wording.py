"""The window's words for a call: its headline, its legs, what it means now, and its line in the history.

The sentences on states and reasons, which the terminal shares, are in `core/wording.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.core import wording
from desktop_dialer.core.call import Evidence, Leg, Reason, State, Verdict
from desktop_dialer.core.facts import Capability
from desktop_dialer.core.legs import LegState
from desktop_dialer.core.wording import STATE_WORDS, happened, http_status, remedy
from desktop_dialer.ui.entries import entry, tone_of
from desktop_dialer.ui.theme import Tone
from desktop_dialer.ui.times import clock, day, duration, short_day
from desktop_dialer.ui.trace import trace

if TYPE_CHECKING:
    from desktop_dialer.core.call import CallRecord, Event
    from desktop_dialer.core.wording import Names
    from desktop_dialer.ui.models.call import CallModel

__all__ = ["advice", "clock", "day", "duration", "entry", "headline", "leg_word", "outcome", "trace"]

_HEADLINES = {
    State.ARMED: "One moment…",
    State.SENDING: "Asking {provider}…",
    State.ACCEPTED_UNCONFIRMED: "Request delivered",
    State.DIALING: "Dialling…",
    State.A_RINGING: "Your phone is ringing",
    State.B_RINGING: "Ringing {b_party}",
    State.B_ANSWERED: "{b_party} answered",
    State.CONNECTED: "Talking",
    State.ENDING: "Hanging up…",
}
"""Where the word that history and terminal have (`STATE_WORDS`) is not the one for a call in sight."""
_BOTH_RING = "Both phones ring"
_ENDINGS = {
    State.NOT_SENT: {Reason.CANCELLED: "Cancelled"},
    State.REJECTED: {
        Reason.CREDENTIALS: "Login refused",
        Reason.PERMISSION: "Not allowed",
        Reason.RATE_PLAN: "Not in your rate plan",
        Reason.FUNDS: "Not enough credit",
        Reason.A_NUMBER: "Your number refused",
        Reason.B_NUMBER: "Number refused",
        Reason.RATE_LIMITED: "Too many calls",
    },
    State.ENDED: {Reason.FUNDS: "Credit used up"},
    State.FAILED: {
        Reason.BUSY: "Busy",
        Reason.NO_ANSWER: "No answer",
        Reason.DECLINED: "Declined",
        Reason.FUNDS: "Not enough credit",
        Reason.A_NUMBER: "Your number is wrong",
        Reason.B_NUMBER: "Wrong number",
        Reason.FIRST_LEG: "Phone not reached",
    },
    State.UNTRACKED: {Reason.CONTACT_LOST: "Contact lost", Reason.SESSION_LOST: "Session lost"},
}
"""How a call came to its end, where its state has a word for each reason."""
_CAUSES = {
    Reason.DNS: "address not found",
    Reason.REFUSED: "provider not reached",
    Reason.TLS: "certificate not trusted",
    Reason.TIMEOUT_CONNECTING: "no connection",
    Reason.PROXY: "stopped by the proxy",
    Reason.JOURNAL: "not written down",
    Reason.INTERRUPTED: "program stopped",
    Reason.NO_SECRET: "no secret stored",
    Reason.KEYRING: "keyring not open",
}
"""Why nothing was sent, behind “Not sent: ”."""
_VERDICTS = {
    Verdict.RANG: "It rang",
    Verdict.DID_NOT_RING: "It did not ring",
    Verdict.CALLED_ANYWAY: "Called again",
    Verdict.EXPIRED: "Outcome unknown",
}
_FAILED_LEGS = {
    Reason.BUSY: "Busy",
    Reason.NO_ANSWER: "No answer",
    Reason.DECLINED: "Declined",
    Reason.FUNDS: "No credit",
    Reason.A_NUMBER: "Wrong number",
    Reason.B_NUMBER: "Wrong number",
    Reason.FIRST_LEG: "Not reached",
}
_NOT_CALLED = frozenset({State.ARMED, State.NOT_SENT, State.REJECTED, State.SCHEDULED})
_TALKED = "talked"


def headline(model: CallModel) -> tuple[str, Tone]:
    """One or few words for where the call stands, in the colour of what that means."""
    last = model.last
    if model.is_hanging_up and model.is_live:
        return _HEADLINES[State.ENDING], Tone.ACCENT
    match last.state:
        case State.UNKNOWN if model.verdict is not None:
            return _VERDICTS[model.verdict], _verdict_tone(model.verdict)
        case State.SCHEDULED:
            return _scheduled(model), Tone.ACCENT
        case State.A_RINGING | State.B_RINGING if model.legs.a is model.legs.b:
            return _BOTH_RING, Tone.ACCENT
        case State.ACCEPTED_UNCONFIRMED | State.UNTRACKED if (heard := _last_heard(model)) is not None:
            return _headline(heard, model.names) if heard.state is not State.ACCEPTED else "Request accepted", Tone.TEXT
        case _:
            return _headline(last, model.names), tone_of(last)


def leg_word(model: CallModel, leg: Leg) -> tuple[str, Tone]:
    """What is known of one leg."""
    last = model.last
    match model.legs.of(leg):
        case LegState.RINGING:
            return "Ringing…", Tone.ACCENT
        case LegState.ANSWERED:
            return "Answered", Tone.GO
        case LegState.MAY_RING:
            return "may be ringing" if leg is Leg.A else "unknown", Tone.WARN
        case LegState.FAILED:
            return _FAILED_LEGS[Reason(last.reason)] if last.reason in set(_FAILED_LEGS) else "Failed", Tone.STOP
        case LegState.OVER:
            who = Reason.A_PARTY if leg is Leg.A else Reason.B_PARTY
            return "hung up" if last.reason == who else "over", Tone.DIM
        case _:
            return "not called" if last.state in _NOT_CALLED else "not reported", Tone.DIM


def advice(model: CallModel) -> tuple[str, Tone] | None:
    """What the state means and what can be done now; None where headline and legs say it all."""
    last, names = model.last, model.names
    if model.is_live and not model.is_watched:
        return "Nobody follows this call at the moment. Your phone may be ringing or in use.", Tone.WARN
    match last.state:
        case State.UNKNOWN:
            return _in_doubt(model)
        case State.SCHEDULED:
            return f"{names.provider} rings your phone then. The call cannot be cancelled from here.", Tone.DIM
        case State.UNTRACKED if last.reason in set(_ENDINGS[State.UNTRACKED]):
            return f"{happened(last, names)} Look at your phone, and hang up there if you have to.", Tone.WARN
        case State.NOT_SENT | State.REJECTED | State.ENDED | State.FAILED:
            return _what_now(last, names)
        case State.ENDING:
            return happened(last, names), Tone.DIM
        case _:
            text = _on_the_way(model)
            return (text, Tone.DIM) if text else None


def outcome(record: CallRecord) -> tuple[str, Tone]:
    """How a call went, in a line of the history."""
    last = record.last
    if record.intent.test:
        is_refused = tone_of(last) is Tone.STOP
        return ("Test refused", Tone.STOP) if is_refused else ("Test, no call", Tone.DIM)
    if record.talk_seconds is not None:
        return f"Talked {duration(record.talk_seconds)}", Tone.GO
    match last.state:
        case State.UNKNOWN if record.verdict is not None:
            return _VERDICTS[record.verdict], _verdict_tone(record.verdict)
        case State.NOT_SENT if last.reason in set(_CAUSES):
            return f"Not sent: {_CAUSES[Reason(last.reason)]}", Tone.STOP
        case State.REJECTED if status := http_status(last):
            return f"Refused: HTTP {status}", Tone.STOP
        case State.UNTRACKED if last.reason == Reason.REPORTS_NOTHING_MORE:
            return _delivered(record)
        case _:
            return _ending(last) or STATE_WORDS[last.state], tone_of(last)


def _headline(event: Event, names: Names) -> str:
    text = _ending(event) or _HEADLINES.get(event.state) or STATE_WORDS[event.state]
    return text.format(provider=names.provider, b_party=names.b_party)


def _ending(event: Event) -> str:
    words = _ENDINGS.get(event.state, {})
    return words[Reason(event.reason)] if event.reason in set(words) else ""


def _verdict_tone(verdict: Verdict) -> Tone:
    return Tone.WARN if verdict is Verdict.EXPIRED else Tone.TEXT


def _scheduled(model: CallModel) -> str:
    if model.due is None:
        return STATE_WORDS[State.SCHEDULED]
    due, taken = model.due.astimezone(), model.last.time.astimezone()
    on = "" if due.date() == taken.date() else f"{short_day(due.date())}, "
    return f"Scheduled for {on}{due:%H:%M}"


def _last_heard(model: CallModel) -> Event | None:
    """What was reported last, where nothing more is; None where more is expected, or where contact is lost."""
    if model.last.state is State.UNTRACKED and model.last.reason != Reason.REPORTS_NOTHING_MORE:
        return None
    return next((event for event in reversed(model.events) if event.state is not State.UNTRACKED), None)


def _in_doubt(model: CallModel) -> tuple[str, Tone] | None:
    """An `unknown`: what happened, and what a further call could do."""
    if (closed := next((event for event in model.events if event.verdict is not None), None)) is not None:
        return (happened(closed, model.names), Tone.WARN) if closed.verdict is Verdict.EXPIRED else None
    first = next(event for event in model.events if event.state is State.UNKNOWN)
    if first.reason == Reason.TIMEOUT:
        what = f"The request was sent but no answer came back within {first.elapsed:.0f} s."
    else:
        what = f"The request was sent. {happened(first, model.names)}"
    rings = "may have rung" if first.reason == Reason.INTERRUPTED else "may still ring"
    return f"{what} Your phone {rings}. Calling again could ring it twice.", Tone.WARN


def _what_now(event: Event, names: Names) -> tuple[str, Tone] | None:
    """A call that did not come about, or was cut off: why, and what to do."""
    what = remedy(event, names)
    if event.state is State.REJECTED:
        what = what or wording.detail(event, names)
    elif event.state in {State.ENDED, State.FAILED} and event.reason != Reason.FIRST_LEG and not what:
        return None
    return f"{happened(event, names)} {what}".strip(), tone_of(event)


def _on_the_way(model: CallModel) -> str:
    """A call that is under way as far as anybody knows."""
    last, names, facts = model.last, model.names, model.facts
    rings = "Your phone should ring now." if facts.can(Capability.RING_BOTH) else "Your phone should ring first."
    heard = _last_heard(model)
    match last.state:
        case _ if model.is_test:
            return "A test: no call should follow."
        case State.SENDING if facts.can(Capability.FIRST_LEG_RESULT):
            return f"Your phone may ring before {names.provider} answers: pick it up."
        case State.ACCEPTED:
            return rings
        case State.A_RINGING if model.legs.b is LegState.NOT_REPORTED and not facts.can(Capability.RING_BOTH):
            return f"Pick up your phone ({names.a_party}): {names.b_party} is called when you answer."
        case State.A_RINGING:
            return f"Pick up your phone ({names.a_party})."
        case State.UNTRACKED if last.evidence is Evidence.PERSON and last.text:
            return f"{happened(last, names)} You noted: {_noted(last.text)}."
        case State.UNTRACKED | State.ACCEPTED_UNCONFIRMED:
            begun = heard is not None and heard.state is State.A_ANSWERED
            first = f"{names.provider} calls {names.b_party} now. It" if begun else f"{rings} {names.provider}"
            return f"{first} reports nothing further, so the rest happens on your phone."
        case _:
            return ""


def _delivered(record: CallRecord) -> tuple[str, Tone]:
    """A call of which the provider says nothing: what the person said, where they did."""
    said = record.last.text if record.last.evidence is Evidence.PERSON else record.note
    noted = _noted(said.partition("\n")[0])
    if not noted:
        return "Delivered", Tone.DIM
    return f"Delivered; you noted: {noted}", Tone.GO if noted.startswith(_TALKED) else Tone.DIM


def _noted(text: str) -> str:
    """A person's word within a sentence."""
    word = text.strip().removesuffix(".")
    return word[:1].lower() + word[1:]
