"""A command run in this very process: an empty home, secrets in memory, output as it was printed."""

import io
import json
import sys
from dataclasses import dataclass
from importlib import import_module

import pytest

from desktop_dialer.cli.parser import build_parser
from desktop_dialer.cli.terminal import Terminal
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.wiring import Program


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A command's exit and what it printed."""

    code: int
    out: str
    err: str

    @property
    def objects(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def program(home):
    return Program({"DESKTOP_DIALER_HOME": str(home), "DESKTOP_DIALER_TIME_SCALE": "0.1"}, keyring=MemorySecrets())


@pytest.fixture
def run(program, monkeypatch, capsys):
    """`await run("account", "list", stdin=…)`; what is refused is raised."""

    async def run_command(*words, stdin=""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        args = build_parser().parse_args(words)
        module, _, function = args.runs.partition(".")
        command = getattr(import_module(f"desktop_dialer.cli.{module}"), function)
        capsys.readouterr()
        code = await command(program, Terminal(says_yes=getattr(args, "yes", False)), args)
        printed = capsys.readouterr()
        return Ran(code=code, out=printed.out, err=printed.err)

    return run_command
