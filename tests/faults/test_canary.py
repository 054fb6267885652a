"""A canary sweep: no secret stands anywhere after calls on a server that repeats it in every spelling, and crashes.

Everything that the program writes is searched: files with their free pages, the log at DEBUG, output, command lines,
environments, tracebacks. That a planted canary is found in each of these places is shown in `test_canary_sweep.py`.
"""

import contextlib
import itertools
import json
import signal
import subprocess

import pytest

from tests.faults import canary
from tests.faults.canary import SPELLINGS, Sweep
from tests.faults.canary_program import ACCOUNTS, KEPT, NUMBER, Program
from tests.faults.echo_server import SECRETS, EchoServer, echoes
from tests.unit.storage.keyrings import SecretService

CRASH = """
import sys
from desktop_dialer.cli.main import run
from desktop_dialer.{module} import {name}
from tests.faults.canary import ALL, SPELLINGS

def crash(*args, **kwargs):
    raise RuntimeError("; ".join(spell(value) for value in {values} for spell in SPELLINGS.values()))

{name}.{method} = crash
sys.exit(run(sys.argv[1:]))
"""
"""A program with a fault planted in it: an exception that has every spelling in its words."""


@pytest.fixture(scope="module")
def keyring(tmp_path_factory):
    with SecretService(tmp_path_factory.mktemp("keyring")) as service:
        yield service


@pytest.fixture
def server():
    with EchoServer() as server:
        yield server


@pytest.fixture
def program(tmp_path, server, keyring, monkeypatch):
    """The program with an account for each provider, its secrets in a real keyring."""
    keyring.offer(monkeypatch)
    program = Program(tmp_path)
    program.add_accounts(server)
    return program


@pytest.mark.parametrize("kind", ["accepted", "rejected"])
@pytest.mark.parametrize("provider", ACCOUNTS)
def test_no_echo_of_a_secret_is_kept_or_shown(program, server, provider, kind):
    server.answer(kind)
    times = len(echoes(provider, kind))
    expected = {"accepted": {"accepted", "a_answered"}, "rejected": {"rejected"}}[kind]
    _, out = program.call(provider, "--json", times=times)
    assert program.states(out) & expected
    program.call(provider, times=len(SPELLINGS) // 3)  # the same for people
    assert server.starts >= times
    assert set(KEPT[provider].values()) - {canary.PHRASE} <= server.seen
    assert program.leaks() == []


@pytest.mark.parametrize("kind", ["unknown", "page", "redirect", "fault"])
def test_no_echo_in_an_answer_of_no_use_is_kept_or_shown(program, server, kind):
    times = len(SPELLINGS) if kind == "unknown" else len(ACCOUNTS)
    for number, provider in zip(range(times), itertools.cycle(ACCOUNTS), strict=False):
        server.answer(kind, start_from=number)
        program.call(provider, *(["--json"] if number % 2 else []))
    assert server.starts == times
    assert program.leaks() == []


def test_no_command_shows_or_keeps_a_secret(program, server):
    for provider in ACCOUNTS:
        program.call(provider, "--json")
        program.call(provider, "--dry-run")
        program.call(provider, "--dry-run", "--json")
        for words in (("show", provider), ("show", provider, "--json"), ("check", provider, "--yes")):
            program.run("account", *words)
    _, out = program.run("history", "--json", "--limit", "1000")
    calls = [json.loads(line)["call"] for line in out.splitlines()]
    assert len(calls) >= len(ACCOUNTS)
    for call in calls:
        program.run("history", "show", call)
        program.run("history", "show", call, "--json")
    for words in (
        ("history",),
        ("history", "export", str(program.home / "calls.csv")),
        ("history", "export", str(program.home / "calls.jsonl")),
        ("account", "list", "--json"),
        ("watch",),
        ("hangup",),
        ("call", NUMBER, "--account", "tel2", "--set", "password=no"),
    ):
        program.run(*words)
    assert (program.home / "calls.csv").stat().st_size > 0
    assert program.leaks() == []


@pytest.mark.parametrize("provider", ["anveo", "business_isp"])
def test_a_handle_is_on_the_disk_while_its_call_lives_and_gone_after_it(program, server, provider):
    server.goes_on = True
    handle = {"anveo": canary.REQUESTID, "business_isp": canary.GUID}[provider]
    with program.start("call", NUMBER, "--account", provider, "--yes", "--json") as process:
        for line in process.stdout:
            if b'"poll"' in line:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
    living = Sweep()
    living.add_files(program.folder)
    assert {leak.split(" ")[0] for leak in living.leaks()} == {repr(handle).split(" ")[0]}
    server.goes_on = False
    program.run("watch", "--json")
    assert program.leaks() == []


@pytest.mark.parametrize(
    ("module", "name", "method"),
    [
        ("providers.tel2", "Tel2", "read_start"),
        ("storage.journal", "SqliteJournal", "arm"),
        ("net.http_client", "HttpClient", "start"),
        ("storage.journal", "SqliteJournal", "append"),
    ],
)
def test_a_traceback_holds_no_secret(program, module, name, method):
    code = CRASH.format(module=module, name=name, method=method, values=repr((canary.PASSWORD,)))
    program.sweep = Sweep()  # the words of this child hold the canary, as its command line shows
    with contextlib.suppress(subprocess.TimeoutExpired):
        program.call("tel2", "--json", code=code)
    assert "RuntimeError" in program.log
    said = Sweep()
    said.add_files(program.folder)
    assert said.leaks() == []


def test_every_secret_of_every_provider_is_echoed():
    assert set(SECRETS) == set(ACCOUNTS)
    assert {secret for secrets in SECRETS.values() for secret in secrets} == set(canary.ALL)
