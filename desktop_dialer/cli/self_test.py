"""`self-test`: each check of `desktop.self_test` with a line, and one simulated call through the whole program."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_dialer.cli.demo import ACCOUNTS, CONTACTS
from desktop_dialer.cli.exits import Exit
from desktop_dialer.core.call import State
from desktop_dialer.core.secret import Secret
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
from desktop_dialer.simulator import Simulator
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.wiring import Program

if TYPE_CHECKING:
    import argparse

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.core.call import Event

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
            "simulated call": partial(simulated_call, scratch / "home"),
        }
        async for finding in findings(checks):
            terminal.line(f"{finding.check:16}{finding.outcome:9}{finding.text}")
            if finding.outcome is Outcome.FAILED:
                ended = Exit.OWN_FAULT
    return ended


async def simulated_call(home: Path) -> str:
    """One call on the simulator, by all that a real one takes but keyring and telephone; `home` is a fresh folder."""
    environment = {"DESKTOP_DIALER_HOME": str(home), "DESKTOP_DIALER_TIME_SCALE": _PACE}
    program = Program(environment, keyring=MemorySecrets())
    events: list[Event] = []
    async with Simulator(pace=program.pace.scale) as simulator:
        values, secret = ACCOUNTS[PROVIDER]
        address = {"base_url": simulator.base_url(PROVIDER), "allow_http": "yes", "country": "GB"}
        account = await program.accounts.add("self-test", PROVIDER, {**values, **address}, {secret: Secret("probe")})
        async with program.engine() as engine:
            engine.log.subscribe(events.append)
            press = Press(to=CONTACTS[0][1], given={})
            call = Call()
            await engine.dialer.dial(draft(account, program.accounts.provider(account), press), call=call)
            await call.finished.wait()
            if await engine.journal.events(call.id) != events:
                raise CheckFailed("The journal does not hold what was shown of the call.")
        starts = sum(entry.dialled for entry in simulator.log)
    states = [event.state for event in events]
    if State.CONNECTED not in states or states[-1] is not State.ENDED or starts != 1:
        raise CheckFailed(f"It went otherwise than it was played: {', '.join(states)}; {starts} calls were placed.")
    return f"connected and ended, {len(events)} entries, one call placed"
