"""A call's timeline as plain text, for whoever is asked to help: no telephone number, name or secret is in it."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from desktop_dialer.ui.plain import plain

if TYPE_CHECKING:
    from desktop_dialer.core.call import Event
    from desktop_dialer.ui.models.call import CallModel

_DOT = "•"
_SHOWN_DIGITS = 2
# Five digits or more, whatever stands between them but for what separates one thing from the next.
_NUMBER = re.compile(r"\d(?:(?:%2[0-9A-Fa-f]|[^\w,;:=&]|_){0,3}\d){4,}")
_HEAD = ("time (UTC)", "elapsed", "state", "leg", "reason", "evidence", "code", "text")


def trace(model: CallModel) -> str:
    """The timeline as a table under a head that says through whom the call went; numbers by their last two digits."""
    own = (model.a_number, model.b_number)
    head = (
        f"Call through {model.facts.name}, account {masked(model.account, own)}, "
        f"from {masked(model.a_number, own)} to {masked(model.b_number, own)}"
    )
    rows = [_HEAD, *(_row(event, own) for event in model.events)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join((plain(head), "", *lines, ""))


def masked(text: str, numbers: tuple[str, ...]) -> str:
    """The text on one line, each telephone number in it by its last two digits: these, and all of five digits or more.

    A shorter one is masked where it is one of `numbers` (an extension).
    """
    line = _NUMBER.sub(_hide, plain(text))
    for number in numbers:
        line = re.sub(rf"(?<![\d{_DOT}]){re.escape(number)}(?!\d)", _hide, line) if number else line
    return line


def _hide(match: re.Match[str]) -> str:
    hidden = len(re.findall(r"\d", match[0])) - _SHOWN_DIGITS
    return re.sub(r"\d", _DOT, match[0], count=hidden) if hidden > 0 else match[0]


def _row(event: Event, own: tuple[str, ...]) -> tuple[str, ...]:
    return (
        f"{event.time.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"[:-3],
        f"{event.elapsed:+.3f}",
        event.state.value,
        event.leg.value if event.leg else "",
        event.verdict.value if event.verdict else event.reason or "",
        event.evidence.value,
        masked(event.code or "", ()),
        masked(event.text, own),
    )
