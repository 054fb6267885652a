"""`demo`: calls on the built-in simulator in a private, passing home, made by the very program that makes real ones."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from desktop_dialer.cli.call import Caller
from desktop_dialer.cli.exits import Exit
from desktop_dialer.cli.opened import opened
from desktop_dialer.dialing.drafting import Press, draft
from desktop_dialer.simulator import Scenario
from desktop_dialer.stage import ACCOUNTS, CONTACTS, HEADER, Stage, StagedContact

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.wiring import Program

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the next call is: through which provider, with what outcome, to which contact."""

    provider: str = "business_isp"
    scenario: Scenario = Scenario.TALK
    contact: StagedContact = CONTACTS[0]


async def demo(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:  # noqa: ARG001
    """One call that is talked on; on a terminal as many more as a person likes. `program`, the real one, is left alone.

    Without a terminal the exit is that of the call.
    """
    terminal.line(HEADER)
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(Stage())
        engine = await stack.enter_async_context(opened(stage.program, terminal))
        caller = Caller(engine=engine, terminal=terminal)
        choice: Choice | None = Choice()
        while choice is not None:
            ended = await _call(stage, caller, choice)
            if ended is Exit.INTERRUPTED or not terminal.is_interactive:
                return ended
            choice = _choose_next(terminal, choice)
    return Exit.DONE


async def _call(stage: Stage, caller: Caller, choice: Choice) -> Exit:
    stage.play(choice.scenario)
    accounts = stage.program.accounts
    account = accounts.named(ACCOUNTS[choice.provider].name)
    contact = choice.contact
    caller.terminal.line(f"Calling {contact.name}; the outcome is {choice.scenario.replace('_', ' ')}.")
    press = Press(to=contact.numbers[0][1], given={})
    return await caller.one(draft(account, accounts.provider(account), press))


def _choose_next(terminal: Terminal, choice: Choice) -> Choice | None:
    """The next call; None where a person has seen enough."""
    terminal.note("\nAnother call? A number chooses, Enter keeps what is marked, q ends the demo.")
    providers = tuple(ACCOUNTS)
    scenarios = tuple(Scenario)
    names = [contact.name for contact in CONTACTS]
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
