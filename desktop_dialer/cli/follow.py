"""Following a call to its end in the terminal, with what Ctrl-C does there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit, exit_of
from desktop_dialer.core.errors import DialerError
from desktop_dialer.dialing.hang_up import hang_up

if TYPE_CHECKING:
    from desktop_dialer.cli.interrupt import Interrupts
    from desktop_dialer.cli.show import Shown
    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.wiring import Engine

SECOND_INTERRUPT_SECONDS = 2.0


async def follow(
    engine: Engine, terminal: Terminal, shown: Shown, call: str, over: asyncio.Event, interrupts: Interrupts
) -> Exit:
    """Wait until nothing more will be heard; the exit of the call's end, or of the interrupt.

    The first interrupt leaves the call alone and waits 2 s for a second one, which hangs up and waits for the end.
    """
    if await _first_of(over, interrupts.first) is over:
        return _exit(shown)
    seconds = engine.parts.pace.seconds(SECOND_INTERRUPT_SECONDS)
    terminal.note("Not watching any longer; the call is left alone. Press Ctrl-C again within 2 seconds to hang up.")
    try:
        async with asyncio.timeout(seconds):
            await interrupts.second.wait()
    except TimeoutError:
        return Exit.INTERRUPTED
    try:
        await hang_up(engine.parts, await engine.journal.call(call))
    except DialerError as fault:
        terminal.note(str(fault))
        return Exit.INTERRUPTED
    if await _first_of(over, interrupts.third) is over:
        return _exit(shown)
    return Exit.INTERRUPTED


def _exit(shown: Shown) -> Exit:
    return exit_of(shown.last) if shown.last else Exit.OWN_FAULT


async def _first_of(over: asyncio.Event, interrupted: asyncio.Event) -> asyncio.Event:
    """Whichever is set first; the end of the call goes before an interrupt."""
    waits = [asyncio.ensure_future(event.wait()) for event in (over, interrupted)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return over if over.is_set() else interrupted
