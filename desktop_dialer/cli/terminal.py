"""The person at the other end: what is printed, what is asked, and what is read without being shown."""

from __future__ import annotations

import getpass
import json
import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from desktop_dialer.core.errors import InvalidInput, QuestionOpen, StorageFailed
from desktop_dialer.core.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from desktop_dialer.core.call import Event

MAX_SECRET = 4096


class Terminal:
    """Standard input and output. `says_yes`: every question is answered beforehand (`--yes`)."""

    def __init__(self, *, says_yes: bool = False) -> None:
        self._says_yes = says_yes
        _open_missing_output()
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")

    @property
    def is_interactive(self) -> bool:
        """Whether somebody is there to answer."""
        return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def takes_unicode(self) -> bool:
        """Whether lines and arrows can be drawn."""
        return (sys.stdout.encoding or "").lower().replace("-", "") in {"utf8", "utf16"}

    def line(self, text: str = "") -> None:
        """A line of output. Raises `BrokenPipeError` where nobody reads any more, `StorageFailed` where it fails."""
        self._write(sys.stdout, text)

    def note(self, text: str) -> None:
        """A line beside the output: a remark, a refusal, a question's context."""
        self._write(sys.stderr, text)

    def json(self, value: Mapping[str, object]) -> None:
        """One JSON object on a line, ASCII only."""
        self.line(json.dumps(value))

    def ask(self, question: str, *, key: str) -> bool:
        """A yes or no. Raises `QuestionOpen` where nobody is there to answer."""
        if self._says_yes:
            return True
        if not self.is_interactive:
            sentence = f"{question} Nobody is here to answer: add --yes to say yes beforehand."
            raise QuestionOpen(sentence, key=key)
        return (self.read_line(f"{question} [y/N] ") or "").lower() in {"y", "yes"}

    def read_line(self, prompt: str) -> str | None:
        """What a person types on a line, without the space around it; None at the end of the input."""
        with _ending_by_signal():
            sys.stderr.write(prompt)
            sys.stderr.flush()
            line = sys.stdin.readline()
        return line.strip() if line else None

    def read_secret(self, key: str) -> Secret:
        """One line, everything but its end: asked for unseen on a terminal, else taken from standard input."""
        if self.is_interactive:
            with _ending_by_signal():
                return Secret(getpass.getpass(f"{key}: "))
        line = sys.stdin.buffer.readline(MAX_SECRET + 2) if sys.stdin is not None else b""
        if not line:
            raise InvalidInput(f"{key}: standard input has no line for it.", name=key)
        try:
            return Secret(line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8"))
        except UnicodeDecodeError:
            raise InvalidInput(f"{key}: standard input holds bytes that are no UTF-8 text.", name=key) from None

    def table(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Columns, aligned."""
        lines = list(rows)
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)] if lines else []
        for row in lines:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            self.line("  ".join(cells).rstrip())

    def _write(self, stream: TextIO, text: str) -> None:
        try:
            stream.write(f"{text}\n")
            stream.flush()
        except BrokenPipeError:
            raise
        except OSError as fault:
            close_broken_output(stream)
            cause = (fault.strerror or type(fault).__name__).lower()
            raise StorageFailed(f"The output could not be written: {cause}.") from fault


@contextmanager
def _ending_by_signal() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the wait for a person: asyncio's own handler only notes them for its loop."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def close_broken_output(stream: TextIO | None = None) -> None:
    """Let the interpreter end quietly after the reader of our output went away; None is standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), (stream or sys.stdout).fileno())


def _open_missing_output() -> None:
    """Where the caller closed standard output or error, Python has none: what is written there goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the process


def utc_text(moment: datetime) -> str:
    """A moment as JSON and exports carry it: UTC, milliseconds, a `Z`."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def event_line(event: Event) -> dict[str, object]:
    """An event as `call --json` and `history show --json` print it."""
    return {
        "call": event.call,
        "seq": event.seq,
        "time": utc_text(event.time),
        "elapsed": round(event.elapsed, 3),
        "state": event.state,
        "leg": event.leg,
        "reason": event.reason,
        "evidence": event.evidence,
        "code": event.code,
        "text": event.text,
    }
