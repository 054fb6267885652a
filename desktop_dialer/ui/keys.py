"""The window's keys in one table: the window makes its shortcuts from it, and the page of keys shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """A key, as `QKeySequence` spells it or as a word of ours, and what it does."""

    key: str
    does: str


class Shortcut(Enum):
    """What works from anywhere in the window; a `QKeySequence` is made of `value.key`."""

    BOX = KeyLine(key="Ctrl+K", does="Go to the box for names and numbers")
    CONTACTS = KeyLine(key="Ctrl+1", does="Show the contacts")
    RECENTS = KeyLine(key="Ctrl+2", does="Show the recent calls")
    CALL_BACKS = KeyLine(key="Ctrl+3", does="Show the calls to try again")
    HANG_UP = KeyLine(key="Ctrl+H", does="Hang up, where the provider can")
    REDIAL = KeyLine(key="Ctrl+R", does="Call the last number again")
    NOTE = KeyLine(key="Ctrl+N", does="Write a note on the call")
    SETTINGS = KeyLine(key="Ctrl+,", does="Open the settings")
    KEYS = KeyLine(key="F1", does="Show this page")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyGroup:
    """The keys of one place."""

    title: str
    lines: tuple[KeyLine, ...]


KEYS = (
    KeyGroup(title="Anywhere", lines=tuple(shortcut.value for shortcut in Shortcut)),
    KeyGroup(
        title="In the box",
        lines=(
            KeyLine(key="Enter", does="Call the chosen match, or the number that was typed"),
            KeyLine(key="Up / Down", does="Choose another match"),
            KeyLine(key="Esc", does="Clear the box"),
        ),
    ),
    KeyGroup(
        title="In a list",
        lines=(
            KeyLine(key="Enter", does="Call the person, or the number again"),
            KeyLine(key="Up / Down", does="Go to another row"),
            KeyLine(key="Home / End", does="Go to the first or the last row"),
        ),
    ),
    KeyGroup(
        title="In a note",
        lines=(
            KeyLine(key="Ctrl+Enter", does="Save a contact's note"),
            KeyLine(key="Esc", does="Take back what was typed there, or close a call's note"),
        ),
    ),
    KeyGroup(
        title="Everywhere else",
        lines=(
            KeyLine(key="Tab", does="Go on to the next part; with Shift, back"),
            KeyLine(key="Space", does="Press the button that has the ring"),
            KeyLine(key="Esc", does="Close a dialog"),
        ),
    ),
)
