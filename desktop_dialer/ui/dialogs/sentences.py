"""The engine's sentences as they stand beside a field: without the name that the field already shows.

The command line shows the same sentences whole; there is no second set of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_dialer.core.errors import InvalidInput

_SHOWN = r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\*\*\*|\d+)"
"""A value as a sentence repeats it."""
# What only the command line can do: how the sentence goes on there, and here.
_HERE = (
    (re.compile(r": give it with --set .*\Z|\. Give it with --set .*\Z", re.DOTALL), "."),
    (re.compile(r", or add allow_http=yes if you accept that"), ""),
    (re.compile(r":? (?:store it with )?desktop-dialer .*\Z", re.DOTALL), "."),
    (re.compile(r": give it for each call with --from"), ": choose a telephone to ring first for each call"),
    (re.compile(r"\btrack=yes\b"), "“Follow calls: yes”"),
)


def capital(text: str) -> str:
    """The text begun as a sentence is."""
    return f"{text[:1].upper()}{text[1:]}"


def spoken(sentence: str) -> str:
    """The sentence without what only the command line can do."""
    for pattern, here in _HERE:
        sentence = pattern.sub(here, sentence)
    return sentence


def beside(fault: InvalidInput, label: str) -> str:
    """What the fault says beside the field of that label."""
    text = spoken(str(fault))
    head = re.match(rf"{re.escape(fault.name)}(?: \([^)]*\))?(?=[ :])", text) if fault.name else None
    if head is None:
        return text
    rest = text[head.end() :]
    if found := re.match(rf" is {_SHOWN}(?:; |, which )", rest):
        which = "this " if found[0].endswith("which ") else ""
        return capital(which + rest[found.end() :])
    return rest.removeprefix(": ") if rest.startswith(":") else f"{capital(label)}{rest}"
