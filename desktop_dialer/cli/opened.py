"""The engine as a command gets it: what dead processes left is closed before anything else is looked at."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.wiring import Engine, Program


@asynccontextmanager
async def opened(program: Program, terminal: Terminal) -> AsyncIterator[Engine]:
    """Open the journal, say what has to be said of it, and recover. Raises `StorageFailed`."""
    async with program.engine() as engine:
        if engine.notice:
            terminal.note(engine.notice)
        await engine.recovery.close_left_behind()
        yield engine
