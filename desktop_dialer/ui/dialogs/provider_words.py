"""What a provider can and cannot do, in a person's words, from what it declares alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.core.facts import Capability, Source

if TYPE_CHECKING:
    from desktop_dialer.core.facts import Ability, Facts

_WORDS = {
    Capability.STATUS: "live status",
    Capability.HANG_UP: "hang up",
    Capability.SCHEDULE: "scheduled calls",
    Capability.RECORD: "recording",
    Capability.CALLER_ID: "caller ID",
    Capability.FIRST_LEG_RESULT: "whether your phone answered",
    Capability.RING_BOTH: "ringing both at once",
    Capability.AUTO_ANSWER: "auto-answer",
    Capability.RING_TIMEOUT: "ring time",
    Capability.MAX_DURATION: "longest duration",
    Capability.MEMO: "a note with the call",
    Capability.BILLING: "billing codes",
    Capability.SESSION: "further calls without a new login",
    Capability.EXTENSION_STATE: "the state of your extension",
    Capability.TEST: "test requests",
    Capability.CHECK: "a check of the login",
}
"""In the order in which they matter to somebody who calls all day."""
_SHORT = {Capability.SCHEDULE: "schedules"}
_FOR_THE_LIST = 2


def brief(facts: Facts, *, tracks: bool) -> str:
    """A few words: “Live status · hang up”; `tracks`: whether the account uses what the manual does not name."""
    words = [
        _SHORT.get(one.capability, _WORDS[one.capability])
        for one in _in_order(facts)
        if tracks or one.source is Source.MANUAL
    ]
    return _sentence(" · ".join(words[:_FOR_THE_LIST])) if words else "No status"


def can(facts: Facts) -> str:
    """A line of everything it can do, and of what it can where the person allows it."""
    there = [one for one in _in_order(facts) if one.source is Source.MANUAL or facts.tracks_by_default]
    allowed = [one for one in _in_order(facts) if one not in there]
    parts = [
        f"{before}{', '.join(_WORDS[one.capability] for one in abilities)}"
        for before, abilities in (("offers ", there), ("where you allow it, ", allowed))
        if abilities
    ]
    return _sentence(f"{'; '.join(parts) or 'places calls, and no more'}.")


def cannot(facts: Facts) -> str:
    """A line of what it cannot do."""
    return " ".join(facts.cannot)


def in_full(facts: Facts) -> list[str]:
    """Each ability with its limits, and each thing that it cannot do; a line for each."""
    return [_sentence(f"{_WORDS[one.capability]}{_limits(one)}.") for one in _in_order(facts)] + list(facts.cannot)


def order(facts: Facts) -> str:
    """Who is rung first."""
    return f"Order: {facts.order}."


def _in_order(facts: Facts) -> list[Ability]:
    return [ability for capability in _WORDS if (ability := facts.ability(capability)) is not None]


def _limits(one: Ability) -> str:
    public = "by a public page of the maker, not by the manual" if one.source is Source.PUBLIC else ""
    limits = "; ".join(filter(None, (one.note, public)))
    return f": {limits}" if limits else ""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
