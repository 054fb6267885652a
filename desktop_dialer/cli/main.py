"""The command line's entry: reads the words, runs the command, turns what went wrong into a sentence and an exit."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import sys
from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit
from desktop_dialer.cli.parser import build_parser
from desktop_dialer.cli.terminal import Terminal, close_broken_output
from desktop_dialer.core.errors import DialerError, NoAnswer, NotSent, SecretUnavailable, StorageFailed

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

_log = logging.getLogger(__name__)


def run(words: Sequence[str]) -> int:
    """Run the command that `words` ask for; its exit code. Never raises, and never shows a traceback."""
    terminal = Terminal()
    try:
        args = build_parser().parse_args(words)
        terminal = Terminal(says_yes=getattr(args, "yes", False))
        return _run(args, terminal)
    except DialerError as fault:
        terminal.note(f"desktop-dialer: {fault}")
        return _exit_of(fault)
    except KeyboardInterrupt:
        terminal.note("Interrupted.")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        close_broken_output()
        return Exit.INTERRUPTED
    except Exception as fault:  # noqa: BLE001 - the last border: a person never sees a traceback
        _log.critical("%s in %s", type(fault).__name__, " ".join(words[:1]), exc_info=fault)
        with contextlib.suppress(OSError):
            terminal.note("desktop-dialer: something went wrong inside the program; its log says more.")
        return Exit.OWN_FAULT


def _run(args: argparse.Namespace, terminal: Terminal) -> int:
    from desktop_dialer.cli.links import open_link, open_window
    from desktop_dialer.net.log import start_log
    from desktop_dialer.wiring import Program

    if args.link is not None:
        return open_link(terminal, args.link)
    if args.command is None:
        return open_window(terminal)
    program = Program()
    start_log(program.paths.log, program.redactor, debug=args.debug)
    module, _, function = args.runs.partition(".")
    work = getattr(importlib.import_module(f"desktop_dialer.cli.{module}"), function)
    result: int = asyncio.run(work(program, terminal, args))
    return result


def _exit_of(fault: DialerError) -> Exit:
    match fault:
        case SecretUnavailable():
            return Exit.NO_SECRET
        case StorageFailed():
            return Exit.OWN_FAULT
        case NotSent():
            return Exit.NOT_SENT
        case NoAnswer():
            return Exit.UNKNOWN
        case _:
            return Exit.WRONG_WORDS


def main() -> int:
    """The command's own arguments."""
    return run(sys.argv[1:])
