"""A link on the command line, and the program called without words: both belong to the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit
from desktop_dialer.core.tel_uri import read_link

if TYPE_CHECKING:
    from desktop_dialer.cli.terminal import Terminal

_NO_WINDOW = "This version has no window yet: see desktop-dialer --help, or try desktop-dialer demo."


def open_link(terminal: Terminal, text: str) -> Exit:
    """Refuse a link with its own fault, or for want of a window to show it in: a link never starts a call."""
    link = read_link(text)
    terminal.note(f"desktop-dialer: a link only fills the window's panel, and no window is open for {link.number}.")
    return Exit.WRONG_WORDS


def open_window(terminal: Terminal) -> Exit:
    """Say that there is none."""
    terminal.note(f"desktop-dialer: {_NO_WINDOW}")
    return Exit.WRONG_WORDS
