"""`demo`: calls on the built-in simulator in a private, passing home, made by the very program that makes real ones."""

from __future__ import annotations

import os
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from desktop_dialer.cli.call import Caller
from desktop_dialer.cli.exits import Exit
from desktop_dialer.cli.opened import opened
from desktop_dialer.core.secret import Secret
from desktop_dialer.dialing.drafting import Press, draft
from desktop_dialer.simulator import Scenario, Simulator
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.wiring import Program

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from desktop_dialer.cli.terminal import Terminal

HEADER = "The simulator plays the provider: no account, no money, no telephone rings."
_PACE = "0.5"
"""A simulated call of a quarter of a minute is long to look at."""
_T = TypeVar("_T")

# The numbers are those that Ofcom keeps free for films and examples.
_OWN_LINE = "+442079460100"
CONTACTS = (
    ("Ada Okafor", "+442079460123"),
    ("Bram de Wit", "+441134960456"),
    ("Chen Li, mobile", "+447700900789"),
    ("Dana Levi", "+441614960321"),
)
ACCOUNTS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "business_isp": ({"login": "demo", "source": _OWN_LINE, "type": "1"}, "password"),
    "tel2": ({"user": _OWN_LINE[1:]}, "password"),
    "voiptech": ({"user": "demo", "org": "demo", "dial1": "101", "Response": "yes"}, "pass"),
    "anveo": ({"PHONENUMBER": _OWN_LINE}, "USERKEY"),
    "vprovider": ({"auth_username": "demo", "snumber": _OWN_LINE, "wait": "5", "track": "yes"}, "auth_password"),
}
"""For each provider what its account takes besides address and country, and the name of its secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the next call is: through which provider, with what outcome, to which contact."""

    provider: str = "business_isp"
    scenario: Scenario = Scenario.TALK
    contact: tuple[str, str] = CONTACTS[0]


async def demo(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:  # noqa: ARG001
    """One call that is talked on; on a terminal as many more as a person likes. `program`, the real one, is left alone.

    Without a terminal the exit is that of the call.
    """
    terminal.line(HEADER)
    async with AsyncExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="desktop-dialer-demo-"))
        staged = _program(home)
        simulator = await stack.enter_async_context(Simulator(pace=staged.pace.scale))
        await _add_accounts(staged, simulator)
        engine = await stack.enter_async_context(opened(staged, terminal))
        caller = Caller(engine=engine, terminal=terminal)
        choice: Choice | None = Choice()
        while choice is not None:
            ended = await _call(staged, simulator, caller, choice)
            if ended is Exit.INTERRUPTED or not terminal.is_interactive:
                return ended
            choice = _choose_next(terminal, choice)
    return Exit.DONE


def _program(home: str) -> Program:
    """A program of its own: nothing of a person's settings, journal or keyring."""
    pace = os.environ.get("DESKTOP_DIALER_TIME_SCALE", _PACE)
    environment = {"DESKTOP_DIALER_HOME": home, "DESKTOP_DIALER_TIME_SCALE": pace}
    return Program(environment, keyring=MemorySecrets())


async def _add_accounts(program: Program, simulator: Simulator) -> None:
    for provider, (values, secret) in ACCOUNTS.items():
        address = {"base_url": simulator.base_url(provider), "allow_http": "yes", "country": "GB"}
        await program.accounts.add(provider, provider, {**values, **address}, {secret: Secret("demo")})


async def _call(program: Program, simulator: Simulator, caller: Caller, choice: Choice) -> Exit:
    simulator.scenario = choice.scenario
    account = program.accounts.named(choice.provider)
    name, number = choice.contact
    caller.terminal.line(f"Calling {name}; the outcome is {choice.scenario.replace('_', ' ')}.")
    press = Press(to=number, given={})
    return await caller.one(draft(account, program.accounts.provider(account), press))


def _choose_next(terminal: Terminal, choice: Choice) -> Choice | None:
    """The next call; None where a person has seen enough."""
    terminal.note("\nAnother call? A number chooses, Enter keeps what is marked, q ends the demo.")
    providers = tuple(ACCOUNTS)
    scenarios = tuple(Scenario)
    names = [name for name, _ in CONTACTS]
    try:
        chosen = choice
        chosen = replace(chosen, provider=_pick(terminal, "Provider", providers, providers, choice.provider))
        outcomes = [scenario.replace("_", " ") for scenario in scenarios]
        chosen = replace(chosen, scenario=_pick(terminal, "Outcome", outcomes, scenarios, choice.scenario))
        return replace(chosen, contact=_pick(terminal, "Contact", names, CONTACTS, choice.contact))
    except _EnoughError:
        return None


class _EnoughError(Exception):
    """The person ends the demo."""


def _pick(terminal: Terminal, title: str, labels: Sequence[str], values: Sequence[_T], now: _T) -> _T:
    """One of the values, by its number; Enter keeps the one that is chosen now."""
    marks = ["*" if value == now else " " for value in values]
    entries = [f"{number}{mark}{label}" for number, (mark, label) in enumerate(zip(marks, labels, strict=True), 1)]
    terminal.note(f"{title}:  {'   '.join(entries)}")
    while True:
        answer = terminal.read_line("> ")
        if answer is None or answer.lower() in {"q", "quit"}:
            raise _EnoughError
        if not answer:
            return now
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(values):
            return values[int(answer) - 1]
        terminal.note(f"Type a number from 1 to {len(values)}, Enter or q.")
