"""Times as a person reads them: how long, since when, on which day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_MINUTE, _HOUR = 60, 3600
_TENTHS_BELOW = 100
# Not by `strftime`: it speaks the language of the system, and this window English.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def duration(seconds: float) -> str:
    """A length in words: `12 s`, `4 min 12 s`, `1 h 5 min`."""
    whole = max(0, round(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        minutes, rest = divmod(whole, _MINUTE)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, rest = divmod(whole, _HOUR)
    return f"{hours} h {rest // _MINUTE} min" if rest >= _MINUTE else f"{hours} h"


def clock(seconds: float) -> str:
    """A running clock: `00:42`, `1:02:03`."""
    minutes, rest = divmod(max(0, int(seconds)), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def since_press(seconds: float) -> str:
    """How long after the press: `+0.2 s`, from 100 s on `+01:40`."""
    return f"+{max(0.0, seconds):.1f} s" if seconds < _TENTHS_BELOW else f"+{clock(seconds)}"


def day(date: date, today: date) -> str:
    """`Today`, `Yesterday`, `Tuesday 17 November`; with the year where it is another than today's."""
    if date == today:
        return "Today"
    if date == today - timedelta(days=1):
        return "Yesterday"
    text = f"{_DAYS[date.weekday()]} {date.day} {_MONTHS[date.month - 1]}"
    return text if date.year == today.year else f"{text} {date.year}"


def short_day(date: date) -> str:
    """`17 Nov`."""
    return f"{date.day} {_MONTHS[date.month - 1][:3]}"
