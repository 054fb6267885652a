"""A call's timeline for people: one line an entry, with the two legs and the wire between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.core.call import State
from desktop_dialer.core.legs import Legs, LegState
from desktop_dialer.core.wording import STATE_WORDS, Names, detail, sentence

if TYPE_CHECKING:
    from desktop_dialer.core.call import Event

_OPEN = "?"
_LINES = {
    LegState.NOT_REPORTED: "╌╌╌",
    LegState.MAY_RING: "╌╌╌",
    LegState.RINGING: "···",
    LegState.ANSWERED: "━━━",
    LegState.FAILED: "━×━",
    LegState.OVER: "───",
}
_ASCII = {
    LegState.NOT_REPORTED: "---",
    LegState.MAY_RING: "---",
    LegState.RINGING: "...",
    LegState.ANSWERED: "===",
    LegState.FAILED: "=x=",
    LegState.OVER: "___",
}


class Wire:
    """Which of the two legs is known to be in which way; it knows only what was reported."""

    def __init__(self, *, unicode: bool) -> None:
        self._signs = _LINES if unicode else _ASCII
        self._legs = Legs()

    def take(self, event: Event) -> str:
        """The wire after the entry: `A ━━━ ··· B`; `?` in its middle where nobody knows how it is now."""
        self._legs = legs = self._legs.after(event)
        middle = " "
        if legs.is_bridged:
            middle = self._signs[LegState.ANSWERED][0]
        elif event.state is State.UNTRACKED or LegState.MAY_RING in {legs.a, legs.b}:
            middle = _OPEN
        return f"A {self._signs[legs.a]}{middle}{self._signs[legs.b]} B"


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
        if more := detail(event, self._names, changed=changed):
            lines.append(f"{'':46}{more}")
        return lines
