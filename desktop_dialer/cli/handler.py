"""`handler`: the system's handler for tel:, callto: and sip: links, shown, registered, taken away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit
from desktop_dialer.desktop.uri_handler import link_handler, own_command

if TYPE_CHECKING:
    import argparse

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.desktop.uri_handler import Default, Status
    from desktop_dialer.wiring import Program


async def status(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:  # noqa: ARG001
    """Who opens the links of each scheme, and whether the registered program is still there."""
    _show(terminal, await asyncio.to_thread(link_handler().status))
    return Exit.DONE


async def install(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:  # noqa: ARG001
    """Register this very program, and make it the default."""
    handler = link_handler()
    changed = await asyncio.to_thread(handler.install, own_command())
    terminal.line("Registered." if changed else "It was registered already; nothing was changed.")
    _show(terminal, await asyncio.to_thread(handler.status))
    return Exit.DONE


async def remove(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:  # noqa: ARG001
    """Take the registration away; whoever was the default before is so again."""
    handler = link_handler()
    changed = await asyncio.to_thread(handler.remove)
    terminal.line("The registration was taken away." if changed else "Nothing was registered.")
    _show(terminal, await asyncio.to_thread(handler.status))
    return Exit.DONE


def _show(terminal: Terminal, found: Status) -> None:
    for default in found.defaults:
        terminal.line(f"{default.scheme}: {_who(default)}")
    if found.program is None:
        terminal.line("This program is not registered: desktop-dialer handler install")
    elif found.program_exists:
        terminal.line(f"Registered program: {found.program}")
    else:
        terminal.line(f"Registered program: {found.program}, which is gone: desktop-dialer handler install")


def _who(default: Default) -> str:
    if default.desktop_file is None:
        return "nobody"
    who = "this program" if default.is_us else f"{default.name} ({default.desktop_file})"
    return who if default.chosen_in else f"{who}, as nothing else is chosen"
