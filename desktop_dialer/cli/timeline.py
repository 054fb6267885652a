"""A call's timeline for people: one line an entry, with the two legs and the wire between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.core.call import Leg, Reason, State
from desktop_dialer.core.wording import STATE_WORDS, Names, detail, sentence

if TYPE_CHECKING:
    from desktop_dialer.core.call import Event

_LINES = {"quiet": "╌╌╌", "ringing": "···", "up": "━━━", "failed": "━×━", "open": "?"}
_ASCII = {"quiet": "---", "ringing": "...", "up": "===", "failed": "=x=", "open": "?"}


_PLAIN = frozenset({
    State.DIALING, State.A_RINGING, State.A_ANSWERED, State.B_RINGING, State.B_ANSWERED, State.ANSWERED,
    State.CONNECTED, State.ENDING, State.ENDED,
})  # fmt: skip
"""The states that say it all: the provider's own words for them add nothing."""


class Wire:
    """Which of the two legs is known to be in which way; it knows only what was reported."""

    def __init__(self, *, unicode: bool) -> None:
        self._signs = _LINES if unicode else _ASCII
        self._legs = {Leg.A: "quiet", Leg.B: "quiet"}

    def take(self, event: Event) -> str:
        """The wire after the entry: `A ━━━ ··· B`."""
        match event.state:
            case State.A_RINGING:
                self._legs[Leg.A] = "ringing"
            case State.A_ANSWERED:
                self._legs[Leg.A] = "up"
            case State.B_RINGING:
                self._legs[Leg.B] = "ringing"
            case State.B_ANSWERED:
                self._legs[Leg.B] = "up"
            case State.CONNECTED:
                self._legs = dict.fromkeys(Leg, "up")
            case State.FAILED if event.leg is not None:
                self._legs[event.leg] = "failed"
            case State.FAILED | State.ENDED:
                self._legs = dict.fromkeys(Leg, "quiet")
            case _:
                pass
        a, b = (self._signs[self._legs[leg]] for leg in (Leg.A, Leg.B))
        middle = self._signs["up"][0] if event.state is State.CONNECTED else " "
        if event.state is State.UNKNOWN or (event.state is State.UNTRACKED and event.reason != Reason.SESSION_LOST):
            middle = self._signs["open"]
        return f"A {a}{middle}{b} B"


class Timeline:
    """Turns a call's events into lines."""

    def __init__(self, names: Names, *, unicode: bool) -> None:
        self._names = names
        self._wire = Wire(unicode=unicode)
        self._last: tuple[State, str | None] | None = None

    def lines(self, event: Event) -> list[str]:
        """The entry: when, the wire, what it says, the provider's raw code; a second line for the provider's words."""
        changed = self._last != (event.state, event.reason)
        self._last = (event.state, event.reason)
        tag = f"  [{event.code}]" if event.code else ""
        when = event.time.astimezone().strftime("%H:%M:%S")
        word = STATE_WORDS[event.state]
        text = sentence(event, self._names, changed=changed)
        lines = [f"{when} {event.elapsed:+7.1f} s  {self._wire.take(event)}  {word:16}  {text}{tag}"]
        more = detail(event, self._names) if changed and event.state not in _PLAIN else ""
        if more and more != text:
            lines.append(f"{'':46}{more}")
        return lines
