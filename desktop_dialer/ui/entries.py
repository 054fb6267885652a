"""A timeline's entries in words: sentence, second line, tag, evidence, and the colour of the dot."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from desktop_dialer.core import wording
from desktop_dialer.core.call import Evidence, Reason, State
from desktop_dialer.core.wording import evidence_words, happened, http_status
from desktop_dialer.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_dialer.core.call import Event
    from desktop_dialer.core.wording import Names

TONES = {
    State.NOT_SENT: Tone.STOP,
    State.REJECTED: Tone.STOP,
    State.UNKNOWN: Tone.WARN,
    State.A_ANSWERED: Tone.GO,
    State.B_ANSWERED: Tone.GO,
    State.ANSWERED: Tone.GO,
    State.CONNECTED: Tone.GO,
    State.ENDED: Tone.TEXT,
    State.FAILED: Tone.STOP,
    State.UNTRACKED: Tone.WARN,
}
"""The colour of a state by its one meaning; one that is not listed is in progress."""
_TAGS = {
    Reason.TIMEOUT: "timeout",
    Reason.TIMEOUT_CONNECTING: "timeout",
    Reason.DNS: "DNS",
    Reason.TLS: "TLS",
    Reason.PROXY: "proxy",
}
_UNSOUGHT = {
    State.NOT_SENT: Reason.CANCELLED,
    State.UNTRACKED: Reason.REPORTS_NOTHING_MORE,
}
"""States that are no alarm with this reason."""


def tone_of(event: Event) -> Tone:
    """The colour of what the event says of the call."""
    if event.state is State.ENDED and event.reason == Reason.FUNDS:
        return Tone.STOP
    if event.reason is not None and _UNSOUGHT.get(event.state) == event.reason:
        return Tone.TEXT
    return TONES.get(event.state, Tone.ACCENT)


def dot(event: Event, *, changed: bool = True) -> Tone:
    """The colour of the entry's dot: what this program noted is grey, unless it says that something went wrong."""
    if event.evidence is Evidence.PERSON:
        return Tone.TEXT
    tone = tone_of(event) if changed and event.verdict is None else Tone.ACCENT
    if event.evidence is Evidence.LOCAL and tone not in {Tone.WARN, Tone.STOP}:
        return Tone.DIM
    return tone


def entry(event: Event, names: Names, *, changed: bool = True) -> str:
    """The sentence, without a final stop; `changed` False: it repeats the state, and only what was said is new."""
    return happened(event, names, changed=changed).removesuffix(".")


def detail(event: Event, names: Names, *, changed: bool = True) -> str:
    """The second line: the provider's own words; often empty."""
    return wording.detail(event, names, changed=changed).removesuffix(".")


def tag(event: Event) -> str:
    """The provider's raw code, else the technical word for what went wrong, for whoever is asked to help."""
    if event.code:
        return event.code
    if event.evidence is Evidence.PERSON or event.verdict is not None:
        return ""
    if status := http_status(event):
        return f"HTTP {status}"
    return _TAGS[Reason(event.reason)] if event.reason in set(_TAGS) else ""


def evidence(event: Event) -> str:
    """Where the entry comes from: `Reported by the provider (poll), code 27, 14:03:20.4 UTC`."""
    code = f", code {event.code}" if event.code else ""
    moment = event.time.astimezone(UTC)
    return f"{evidence_words(event.evidence)}{code}, {moment:%H:%M:%S}.{moment.microsecond // 100_000} UTC"
