"""`watch` and `hangup`: the live call, or the one named, from another process or after one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit
from desktop_dialer.cli.follow import follow
from desktop_dialer.cli.interrupt import Interrupts
from desktop_dialer.cli.opened import opened
from desktop_dialer.cli.show import Shown, names_of
from desktop_dialer.core.errors import NothingFound
from desktop_dialer.dialing.hang_up import Outcome, hang_up
from desktop_dialer.dialing.watching import can_be_watched

if TYPE_CHECKING:
    import argparse

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.core.call import CallRecord
    from desktop_dialer.wiring import Engine, Program

_EXITS = {
    Outcome.ACCEPTED: Exit.DONE,
    Outcome.NOTHING_TO_END: Exit.DONE,
    Outcome.REFUSED: Exit.REJECTED,
    Outcome.SESSION_LOST: Exit.UNTRACKED,
    Outcome.NOT_SENT: Exit.NOT_SENT,
    Outcome.UNANSWERED: Exit.UNKNOWN,
}
_WORDS = {
    Outcome.ACCEPTED: "The hang-up was accepted.",
    Outcome.NOTHING_TO_END: "There was nothing to hang up any more.",
    Outcome.REFUSED: "The provider refused the hang-up.",
    Outcome.SESSION_LOST: "The provider has closed the session; the call may still be running: hang up on your phone.",
    Outcome.NOT_SENT: "The hang-up was not sent.",
    Outcome.UNANSWERED: "The hang-up got no usable answer: look at your phone.",
}


async def watch(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Take up watching a call again."""
    async with opened(program, terminal) as engine:
        record = await _record(engine, args.call)
        name = program.accounts.provider_of(record.intent.provider).facts.name
        names = names_of(name, record.intent.a_number, record.intent.b_number, record.intent.country)
        shown = Shown(terminal, record.intent.call, names, as_json=args.json)
        shown.take(record.last)
        stop_showing = shown.attach(engine.log)
        over = asyncio.Event()
        task = engine.scope.spawn(engine.watching.watch(record), "watch")
        task.add_done_callback(lambda _: over.set())
        try:
            with Interrupts() as interrupts:
                ended = await follow(engine, terminal, shown, record.intent.call, over, interrupts)
            if task.done():
                task.result()
            return ended
        finally:
            stop_showing()


async def hangup(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Ask the provider to end a call."""
    async with opened(program, terminal) as engine:
        record = await _record(engine, args.call, alone=True)
        ending = await hang_up(engine.parts, record)
        terminal.note(" ".join(filter(None, (_WORDS[ending.outcome], ending.text))))
        return _EXITS[ending.outcome]


async def _record(engine: Engine, call: str | None, *, alone: bool = False) -> CallRecord:
    """The call named, or the newest live one; `alone`: without a name there must be but one. Raises `NothingFound`."""
    if call is not None:
        record = await engine.journal.call(call)
        if not can_be_watched(record):
            sentence = f"Nothing is live about this call: its state is {record.last.state}."
            raise NothingFound(sentence)
        return record
    live = [record for record in await engine.journal.unfinished() if record.is_live]
    if not live:
        sentence = "There is no live call."
        raise NothingFound(sentence)
    if alone and len(live) > 1:
        ids = ", ".join(record.intent.call for record in live)
        sentence = f"There are {len(live)} live calls: name one of {ids}."
        raise NothingFound(sentence)
    return live[0]
