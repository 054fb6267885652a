"""The whole program on a home of its own, accounts at five providers, and a person who presses.

Secrets lie in memory, for a keyring may be absent; all else is the program as `wiring` builds it.
"""

import asyncio
import time
from pathlib import Path

from desktop_dialer.core.errors import LineBusy
from desktop_dialer.core.secret import Secret
from desktop_dialer.dialing.drafting import Press as Asked
from desktop_dialer.dialing.drafting import draft
from desktop_dialer.dialing.hang_up import hang_up
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.wiring import Program
from tests.faults.evidence import Press, Pressed

CANARY = "canary-7d1f-password"
SECRETS = {
    "tel2": "password",
    "voiptech": "pass",
    "anveo": "USERKEY",
    "vprovider": "auth_password",
    "business_isp": "password",
}
_VALUES = {
    "tel2": {"user": "442034567890"},
    "voiptech": {"user": "u", "org": "o", "number_format": "e164_digits"},
    "anveo": {},
    "vprovider": {"auth_username": "u", "track": "yes", "number_format": "e164_digits"},
    "business_isp": {"login": "u", "type": "1", "number_format": "e164_digits"},
}
FOLLOWED = {"vprovider": {"wait": "10"}}
"""What a press adds so that the provider tells by what the call can be followed."""
PROVIDERS = tuple(SECRETS)
HANGS_UP = ("vprovider", "business_isp")


def own_line(number):
    """The n-th own telephone, as a person types it."""
    return f"+3120555{number:04}"


def somebody(number):
    """The n-th number to call."""
    return f"+3130{number:07}"


async def make_program(home, scale, base_url=None):
    """The program on `home`; with `base_url` (of a provider's id) an account at each provider, named after it."""
    environment = {"DESKTOP_DIALER_HOME": str(home), "DESKTOP_DIALER_TIME_SCALE": str(scale)}
    program = Program(environment, MemorySecrets())
    for provider in PROVIDERS if base_url else ():
        await add_account(program, provider, provider, base_url(provider))
    await program.accounts.refresh()
    for account in program.accounts.all():
        await program.session_secrets.put(account.id, SECRETS[account.provider], Secret(CANARY))
    return program


async def add_account(program, name, provider, base_url):
    """An account as a person would set it up, following calls where the provider lets it."""
    given = {**_VALUES[provider], "base_url": base_url, "allow_http": "yes", "proxy": "none"}
    await program.accounts.add(name, provider, given, {SECRETS[provider]: Secret(CANARY)})


async def until(condition, seconds=20.0):
    """Wait for what tells nobody when it comes about: a row on disk, a request at a server."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def let_the_day_pass(home):
    """Recovery as a later start sees it: 12 h and 24 h are over, what is kept for that long goes."""
    program = await make_program(home, 1e-7)
    async with program.engine() as engine:
        await engine.recovery.close_left_behind()


class Person:
    """Presses Call and Hang up, and remembers every press before it is made; `tell` hears of each."""

    def __init__(self, program, engine, tell=lambda press: None):
        self.presses = []
        self._tell = tell
        self._program = program
        self._engine = engine

    def draft(self, name, to, from_, given=None):
        """What the press would send, through the account of that name."""
        account = self._program.accounts.named(name)
        asked = Asked(to=to, from_=from_, given={**FOLLOWED.get(account.provider, {}), **(given or {})})
        return draft(account, self._program.accounts.provider(account), asked)

    async def call(self, one, *, says_yes=True, call=None):
        """Press Call and answer what is asked; None where the line is busy or the answer is no."""
        questions = await self._engine.limits.questions(one)
        if questions and not says_yes:
            return None
        press = self._remember(Pressed.CALL, one.provider.facts.id, one.a_number, one.plan.b_number)
        try:
            return await self._engine.dialer.dial(one, questions, call=call)
        except LineBusy:
            self.presses.remove(press)  # it was refused, so it pays for no start
            return None

    async def hang_up(self, record):
        """Press Hang up."""
        self._remember(Pressed.HANG_UP, record.intent.provider, record.intent.a_number, record.intent.b_number)
        return await hang_up(self._engine.parts, record)

    def _remember(self, what, provider, a_number, b_number):
        now = time.monotonic()
        press = Press(time=now, what=what, provider=provider, a_number=a_number, b_number=b_number)
        self.presses.append(press)
        self._tell(press)
        return press


def found_on_disk(home, words):
    """Which of the words lie in which files under `home`, byte by byte."""
    files = {path: path.read_bytes() for path in Path(home).rglob("*") if path.is_file()}
    return [(word, str(path)) for word in words for path, content in files.items() if word.encode() in content]
