"""`self-test`: each check of `desktop.self_test` with a line, and one simulated call through the whole program."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit
from desktop_dialer.core.call import State
from desktop_dialer.desktop.self_test import (
    Check,
    CheckFailed,
    Outcome,
    check_home,
    check_journal,
    check_keyring,
    check_qt,
    check_tls,
    findings,
)
from desktop_dialer.dialing.drafting import Press, draft
from desktop_dialer.dialing.parts import Call
from desktop_dialer.stage import ACCOUNTS, CONTACTS, Stage

if TYPE_CHECKING:
    import argparse

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.core.call import Event
    from desktop_dialer.wiring import Program

PROVIDER = "business_isp"
"""The dialect that reports most of a call, and keeps a session besides."""
_PACE = "0.1"


async def self_test(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:  # noqa: ARG001
    """Try everything; the exit is 1 where anything failed."""
    ended = Exit.DONE
    with tempfile.TemporaryDirectory(prefix="desktop-dialer-self-test-") as folder:
        scratch = Path(folder)
        checks: dict[str, Check] = {
            "Qt": check_qt,
            "TLS": check_tls,
            "keyring": partial(check_keyring, program.secrets),
            "journal": partial(check_journal, scratch / "journal"),
            "own folder": partial(check_home, program.paths.journal.parent),
            "simulated call": simulated_call,
        }
        async for finding in findings(checks):
            terminal.line(f"{finding.check:16}{finding.outcome:9}{finding.text}")
            if finding.outcome is Outcome.FAILED:
                ended = Exit.OWN_FAULT
    return ended


async def simulated_call() -> str:
    """One call on the simulator, by all that a real one takes but keyring and telephone."""
    events: list[Event] = []
    async with Stage(pace=_PACE) as stage, stage.program.engine() as engine:
        accounts = stage.program.accounts
        account = accounts.named(ACCOUNTS[PROVIDER].name)
        engine.log.subscribe(events.append)
        press = Press(to=CONTACTS[0].numbers[0][1], given={})
        call = Call()
        await engine.dialer.dial(draft(account, accounts.provider(account), press), call=call)
        await call.finished.wait()
        if await engine.journal.events(call.id) != events:
            raise CheckFailed("The journal does not hold what was shown of the call.")
        starts = sum(entry.dialled for entry in stage.simulator.log)
    states = [event.state for event in events]
    if State.CONNECTED not in states or states[-1] is not State.ENDED or starts != 1:
        raise CheckFailed(f"It went otherwise than it was played: {', '.join(states)}; {starts} calls were placed.")
    return f"connected and ended, {len(events)} entries, one call placed"
