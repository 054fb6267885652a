"""The real program as a process of its own, in a home of its own, against a simulator in the test's own loop."""

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass
from urllib.parse import quote

import pytest

from desktop_dialer.core.secret import Secret
from desktop_dialer.simulator import Simulator
from desktop_dialer.wiring import Program

SCALE = 0.1
PASSWORD = "S3cret/of the test"
TO = "+31207654321"
LIMIT_SECONDS = 30.0

ACCOUNTS = {
    "tel2": {"user": "442034567890"},
    "voiptech": {"user": "me", "org": "we", "dial1": "101", "Response": "yes"},
    "anveo": {"PHONENUMBER": "+31201234501"},
    "vprovider": {"auth_username": "me", "snumber": "+31201234502", "wait": "5", "track": "yes"},
    "business_isp": {"login": "me", "source": "+31201234503", "type": "1"},
}
SECRET_OF = {
    "tel2": "password",
    "voiptech": "pass",
    "anveo": "USERKEY",
    "vprovider": "auth_password",
    "business_isp": "password",
}
_NOWHERE = "http://127.0.0.1:1"


# A platform for Qt counts as a display; without one the program speaks to the terminal.
_DISPLAYS = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}


def bare_environment():
    """This process's environment without a display, and without what is the program's own."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("DESKTOP_DIALER_") and name not in _DISPLAYS
    }


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What a process left: its exit, and all that it wrote."""

    code: int
    out: str
    err: str

    @property
    def objects(self):
        """The output as JSON, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def states(self):
        """The states that `--json` printed, repetitions left out."""
        states = [one["state"] for one in self.objects]
        return [state for i, state in enumerate(states) if i == 0 or states[i - 1] != state]

    @property
    def last(self):
        """The last state that `--json` printed, with its reason."""
        last = self.objects[-1]
        return last["state"], last["reason"]


class Running:
    """A process under way; its output is read as it comes."""

    def __init__(self, process):
        self._process = process
        self._out = []

    async def line(self, *, holds=""):
        """The next line that holds a text; the test fails where the output ends before."""
        async with asyncio.timeout(LIMIT_SECONDS):
            while line := await self._process.stdout.readline():
                self._out.append(line.decode())
                if holds in self._out[-1]:
                    return self._out[-1]
        pytest.fail(f"the output ended without {holds!r}: {''.join(self._out)}{(await self.end()).err}")

    async def note(self):
        """The next line beside the output."""
        async with asyncio.timeout(LIMIT_SECONDS):
            return (await self._process.stderr.readline()).decode()

    def interrupt(self, number=signal.SIGINT):
        self._process.send_signal(number)

    async def end(self, stdin=None):
        """Wait for the end."""
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                out, err = await self._process.communicate(stdin.encode() if stdin is not None else None)
        except TimeoutError:
            self.kill()
            raise
        return Ended(code=self._process.returncode, out="".join(self._out) + out.decode(), err=err.decode())

    @property
    def is_running(self):
        return self._process.returncode is None

    def kill(self):
        self._process.kill()


class Dialer:
    """Starts `python -m desktop_dialer` in one home. No secret may ever stand in what it writes."""

    def __init__(self, home, scale=SCALE):
        self.home = home
        self._scale = scale
        self._running = []

    async def start(self, *words, scale=None):
        environment = {
            **bare_environment(),
            "DESKTOP_DIALER_HOME": str(self.home),
            "DESKTOP_DIALER_TIME_SCALE": str(scale or self._scale),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "desktop_dialer",
            *words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment,
        )
        self._running.append(Running(process))
        return self._running[-1]

    async def run(self, *words, stdin="", scale=None):
        """From start to end."""
        ended = await (await self.start(*words, scale=scale)).end(stdin)
        assert "Traceback" not in ended.err
        assert PASSWORD not in ended.out + ended.err
        return ended

    async def call(self, provider, *words, to=TO, scale=None):
        """`call --json --yes` on the account that bears the provider's name."""
        return await self.run("call", to, "--account", provider, "--json", "--yes", *words, scale=scale)

    async def close(self):
        for running in self._running:
            if running.is_running:
                running.kill()
                await running.end()


@pytest.fixture
async def dialer(home):
    """The program in an empty home."""
    program = Dialer(home)
    yield program
    await program.close()
    for path in (path for path in home.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert not [form for form in (PASSWORD, quote(PASSWORD, safe="")) if form.encode() in content], path


@pytest.fixture(scope="session")
def _accounts(tmp_path_factory):
    """The list of accounts as the program writes it, their secrets in the keyring of the test session."""
    if "DESKTOP_DIALER_TEST_SESSION" not in os.environ:
        pytest.skip("needs the keyring of the session that packaging/dev test makes")
    home = tmp_path_factory.mktemp("accounts")
    program = Program({"DESKTOP_DIALER_HOME": str(home)})

    async def add():
        for provider, values in ACCOUNTS.items():
            given = {**values, "base_url": f"{_NOWHERE}/{provider}/", "allow_http": "yes", "country": "NL"}
            await program.accounts.add(provider, provider, given, {SECRET_OF[provider]: Secret(PASSWORD)})

    with asyncio.Runner() as runner:
        runner.run(add())
    return program.paths.accounts.read_text()


@pytest.fixture
async def simulator():
    """All five providers; the scenario is TALK until a test sets another."""
    async with Simulator(pace=SCALE) as server:
        yield server


@pytest.fixture
def ready(dialer, _accounts, simulator):
    """The program with an account on the simulator for each provider, named like it."""
    point_at(dialer, _accounts, simulator)
    return dialer


def point_at(dialer, accounts, simulator):
    """Write the list of accounts with the simulator's addresses in it."""
    for provider in ACCOUNTS:
        accounts = accounts.replace(f"{_NOWHERE}/{provider}/", simulator.base_url(provider))
    (dialer.home / "accounts.toml").write_text(accounts)
