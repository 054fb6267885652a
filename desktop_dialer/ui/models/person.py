"""The person in the middle column as finished texts: what the widgets there show, and all they know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLine:
    """One number. Texts from outside may hold anything; whoever shows them makes them plain."""

    label: str
    number: str
    """As it was written: what is called."""
    shown: str
    """Grouped for reading."""
    clean: str
    """What a copy gives."""
    where: str
    """The country in words, or what else the number is; empty where that is not known."""
    sends: str
    """What a call would send, and whom it would ring first; or why it cannot be made."""
    is_first: bool = False
    """The one that is called where nobody chooses."""
    can_call: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A contact, or a number that belongs to nobody: then `contact_id` is empty."""

    contact_id: str
    title: str
    about: str
    """Company, place and local time, as far as they are known."""
    numbers: tuple[NumberLine, ...]
    favourite: bool = False
    note: str = ""
