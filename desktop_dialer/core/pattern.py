"""Patterns of the exchange's own numbers: regular expressions that are matched in no time, whatever the number."""

from __future__ import annotations

import re
from functools import lru_cache

from desktop_dialer.core.errors import InvalidInput

MAX_PATTERN = 200
MAX_OPEN_REPEATS = 4
MAX_BRANCHES = 64

_PART = re.compile(
    r"""
    (?P<atom>   [0-9.] | \\[d*#+.] | [#] | \[ \^? (?:[0-9*#+-]|\\d)+ \] | \^ | \$ )
    | (?P<open>   \( (?:\?:)? )
    | (?P<close>  \) )
    | (?P<bar>    \| )
    | (?P<exact>  \{ [0-9]{1,2} \} )
    | (?P<range>  \? | [*+] | \{ [0-9]{0,2} , [0-9]{0,2} \} )
    """,
    re.VERBOSE | re.ASCII,
)


@lru_cache(maxsize=64)
def compiled(pattern: str) -> re.Pattern[str]:
    r"""The pattern, fit for `fullmatch` on a number. Raises `InvalidInput`.

    It may hold digits, `*` and `#` (written `\*`, `#`), `.`, `\d`, `[…]`, `|`, groups and repeats. A group that is
    repeated, and more than a few open repeats or branches, are refused: matching them can take for ever.
    """
    fault = _fault(pattern)
    if fault is None:
        try:
            return re.compile(pattern, re.ASCII)
        except re.error:
            fault = "is no regular expression"
    shown = pattern if len(pattern) <= MAX_PATTERN else f"{pattern[:20]}…"
    sentence = rf"internal is {shown!r}, which {fault}: write it like 2\d\d or [1-7]\d{{2,3}}|\*9\d."
    raise InvalidInput(sentence, name="internal")


def _fault(pattern: str) -> str | None:
    """What stands against the pattern, or None. The time to match is bounded by its branches and open repeats."""
    if len(pattern) > MAX_PATTERN:
        return f"is longer than {MAX_PATTERN} characters"
    bars: list[int] = []
    branches, repeats, position, last = 1, 0, 0, ""
    while position < len(pattern):
        part = _PART.match(pattern, position)
        if part is None:
            return f"holds {pattern[position]!r}, which is no part of a number's pattern"
        position, kind = part.end(), str(part.lastgroup)
        if kind == "open":
            bars.append(1)
        elif kind == "bar" and bars:
            bars[-1] += 1
        elif kind == "close" and bars:
            branches *= bars.pop()
        elif kind in {"exact", "range"}:
            if last == "close" and part[0] != "?":
                return "repeats a group"
            repeats += kind == "range"
        last = kind
    if repeats > MAX_OPEN_REPEATS or branches > MAX_BRANCHES:
        return "has too many repeats or branches"
    return None
