"""A link, and the program called without words, where there is no display for the window that both belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit
from desktop_dialer.core.tel_uri import read_link

if TYPE_CHECKING:
    from desktop_dialer.cli.terminal import Terminal

_NO_DISPLAY = "There is no display for the window: see desktop-dialer --help, or try desktop-dialer demo."


def open_link(terminal: Terminal, text: str) -> Exit:
    """Refuse a link with its own fault, or for want of a window to show it in: a link never starts a call."""
    link = read_link(text)
    terminal.note(f"desktop-dialer: a link only fills the window's panel, and there is no display for {link.number}.")
    return Exit.WRONG_WORDS


def open_window(terminal: Terminal) -> Exit:
    """Say that there is none."""
    terminal.note(f"desktop-dialer: {_NO_DISPLAY}")
    return Exit.WRONG_WORDS
