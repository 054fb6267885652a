"""`history`: the calls made, one call's timeline, the export, and what a person adds to a call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit
from desktop_dialer.cli.export import call_object, calls_of, chosen_form, write_calls
from desktop_dialer.cli.opened import opened
from desktop_dialer.cli.show import Shown, names_of
from desktop_dialer.core.call import Verdict
from desktop_dialer.core.numbers import grouped
from desktop_dialer.core.wording import STATE_WORDS
from desktop_dialer.dialing.verdicts import check_note, close_unknown

if TYPE_CHECKING:
    import argparse

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.core.call import CallRecord
    from desktop_dialer.wiring import Program

_TALK_MINUTE = 60


async def show_all(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """The newest calls: a table, or one JSON object a line."""
    async with opened(program, terminal) as engine:
        rows = []
        async for record in calls_of(engine.journal, limit=args.limit):
            if args.json:
                terminal.json(call_object(record))
            else:
                rows.append(_row(record))
        terminal.table(rows)
    if not rows and not args.json:
        terminal.note("There is no call yet.")
    return Exit.DONE


async def show(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """One call's events, as `call` showed them."""
    async with opened(program, terminal) as engine:
        record = await engine.journal.call(args.call)
        events = await engine.journal.events(record.intent.call)
    intent = record.intent
    provider = program.accounts.provider_of(intent.provider).facts.name
    names = names_of(provider, intent.a_number, intent.b_number, intent.country)
    if not args.json:
        test = ", a test and no call" if intent.test else ""
        when = f"{record.time.astimezone():%Y-%m-%d %H:%M:%S}"
        terminal.line(f"Call {intent.call} of {when}, account {intent.account!r}{test}")
        terminal.line(f"{names.a_party} (rings first)  to  {names.b_party}, through {names.provider}")
    shown = Shown(terminal, intent.call, names, as_json=args.json)
    for event in events:
        shown.take(event)
    if record.note and not args.json:
        terminal.line(f"Note: {record.note}")
    return Exit.DONE


async def export(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Every call, newest first, into a file of its own."""
    path = Path(args.file)
    form = chosen_form(path)
    if not _may_be_written(terminal, path):
        terminal.note("Nothing was written.")
        return Exit.WRONG_WORDS
    async with opened(program, terminal) as engine:
        count = await write_calls(path, form, calls_of(engine.journal))
    terminal.note(f"{count} {'call' if count == 1 else 'calls'} written to {path}.")
    return Exit.DONE


async def note(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Keep a note on a call."""
    text = check_note(args.text)
    async with opened(program, terminal) as engine:
        record = await engine.journal.call(args.call)
        await engine.journal.set_note(record.intent.call, text)
    terminal.note("The note is kept." if text else "The note is removed.")
    return Exit.DONE


async def verdict(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Close a call of which nobody knows whether it went out."""
    async with opened(program, terminal) as engine:
        record = await engine.journal.call(args.call)
        await close_unknown(engine.log, record, Verdict(args.verdict))
    terminal.note("Written down.")
    return Exit.DONE


def _may_be_written(terminal: Terminal, path: Path) -> bool:
    return not path.exists() or terminal.ask(f"{path} exists. Replace it?", key="overwrite")


def _row(record: CallRecord) -> tuple[str, ...]:
    intent, last = record.intent, record.last
    why = record.verdict or last.reason or ""
    return (
        intent.call,
        f"{record.time.astimezone():%Y-%m-%d %H:%M}",
        intent.account,
        grouped(intent.b_number, intent.country),
        "Test" if intent.test else STATE_WORDS[last.state],
        why,
        _duration(record.talk_seconds),
        record.note.replace("\n", " ")[:40],
    )


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), _TALK_MINUTE)
    return f"{minutes}:{rest:02}"
