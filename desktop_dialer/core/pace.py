"""Time as the program keeps it: every deadline and interval passes through here, so that tests can shorten them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from desktop_dialer.core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Pace:
    """`scale` multiplies every deadline and interval; 1 is real time."""

    scale: float = 1.0

    def seconds(self, seconds: float) -> float:
        """A span in scaled seconds."""
        return seconds * self.scale

    def span(self, seconds: float) -> timedelta:
        """The same as a timedelta."""
        return timedelta(seconds=seconds * self.scale)


def read_pace(text: str | None) -> Pace:
    """The pace from `DESKTOP_DIALER_TIME_SCALE`. Raises `InvalidInput`."""
    if not text:
        return Pace()
    try:
        scale = float(text)
    except ValueError:
        scale = math.nan
    if not 0 < scale <= 1000:
        sentence = f"DESKTOP_DIALER_TIME_SCALE is {text!r}; it takes a number above 0, such as 0.1."
        raise InvalidInput(sentence, name="DESKTOP_DIALER_TIME_SCALE")
    return Pace(scale)
