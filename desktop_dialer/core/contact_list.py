"""The contact list as it is shown: which contact stands in which row, and what a row says. Quick to import and small.

A contact's `position` is its number in the store: stable while it exists, and four bytes, not a name. These values
are named tuples: the window's start needs them, and making a dataclass takes six times as long.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

POSITIONS = "q"
"""The type code of an array of positions."""
UNREAD = 0
"""Stands for a position that is not read yet; no contact has it."""
FAVOURITES = "Favourites"
"""The heading above those; they stand there alone, and not under their letters too."""
OTHERS = "#"
"""The last heading: what begins with no letter."""


class ContactRow(NamedTuple):
    """What one row shows; texts are as stored, and may hold anything."""

    position: int
    id: str
    title: str
    company: str
    favourite: bool
    numbers: int
    """How many numbers the contact has."""
    label: str = ""
    number: str = ""
    """Its first choice: the number that was called last, else the first; as it was written."""
    shown: str = ""
    """The same grouped for reading; empty without a number."""


class Section(NamedTuple):
    """A heading and the row, counted from 0 without the headings, that it stands above."""

    title: str
    first: int


class ContactIndex(NamedTuple):
    """The whole list in the order in which it is shown: favourites first, then by title under their letters."""

    positions: array[int]
    sections: tuple[Section, ...]
