"""`simulate`: all five dialects on loopback until it is interrupted, with a line for each request that comes."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit
from desktop_dialer.cli.interrupt import Interrupts
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.simulator import Scenario, Simulator

if TYPE_CHECKING:
    import argparse

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.simulator import LogEntry
    from desktop_dialer.wiring import Program


async def simulate(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Print `provider address` for each provider, then serve. Raises `InvalidInput` for a port that cannot be had."""

    def show(entry: LogEntry) -> None:
        with contextlib.suppress(BrokenPipeError):  # who read the addresses need not read on
            terminal.line(_line(entry))

    simulator = Simulator(scenario=Scenario(args.scenario), pace=program.pace.scale, on_request=show)
    with Interrupts() as interrupts:
        try:
            await simulator.start(args.port)
        except OSError as fault:
            cause = os.strerror(fault.errno).lower() if fault.errno else "the system refused it"
            raise InvalidInput(f"Port {args.port} of this machine cannot be used: {cause}.", name="--port") from None
        try:
            for provider in program.providers:
                terminal.line(f"{provider} {simulator.base_url(provider)}")
            await interrupts.first.wait()
        finally:
            await simulator.close()
    return Exit.DONE


def _line(entry: LogEntry) -> str:
    """When, who was asked for what, the two numbers, and whether the request itself placed a call."""
    now = datetime.now().astimezone()
    parties = f"{_shown(entry.a_number)} -> {_shown(entry.b_number)}"
    dialled = "  places a call" if entry.dialled else ""
    return f"{now:%H:%M:%S}  {entry.provider or '-':13}{entry.action:10}{parties}{dialled}"


def _shown(number: str) -> str:
    """A number as it came in: from outside, so no more than a line's worth of visible characters."""
    return "".join(char if char.isprintable() else "?" for char in number[:40]) or "-"
