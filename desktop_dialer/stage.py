"""The simulator's stage: a program in a private, passing home, with five accounts, some contacts and nobody to pay.

The demonstrations of window and terminal are made on it by the very program that makes real calls.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from desktop_dialer.core.account import OwnNumber
from desktop_dialer.core.contact import contact, contact_number
from desktop_dialer.core.secret import Secret
from desktop_dialer.simulator import Scenario, Simulator
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.wiring import Program

if TYPE_CHECKING:
    from desktop_dialer.core.ports import ContactBook

HEADER = "The simulator plays the provider: no account, no money, no telephone rings."
_PACE = "0.5"
"""A simulated call of a quarter of a minute is long to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedContact:
    """Somebody to call; numbers are (label, number)."""

    name: str
    company: str
    numbers: tuple[tuple[str, str], ...]
    favourite: bool = False
    note: str = ""


# The numbers are those that Ofcom and the North American plan keep free for films and examples.
_OWN_LINE = "+442079460100"
_OWN_MOBILE = "+447700900100"
CONTACTS = (
    StagedContact(
        name="Grace Hopper",
        company="Compilers, Eckert–Mauchly",
        numbers=(("Work", "+44 20 7946 0142"), ("Mobile", "+44 7700 900117"), ("Desk", "1906")),
        favourite=True,
        note="Asked for the COBOL quote again – send before Friday.",
    ),
    StagedContact(name="Ada Lovelace", company="Analytical", numbers=(("Work", "020 7946 0958"),), favourite=True),
    StagedContact(
        name="Katherine Johnson", company="Trajectories", numbers=(("Work", "+1 202-555-0171"),), favourite=True
    ),
    StagedContact(name="Alan Turing", company="Bletchley", numbers=(("Work", "01632 960123"),)),
    StagedContact(
        name="Andrey Kolmogorov", company="", numbers=(("Work", "0113 496 0456"), ("Mobile", "07700 900456"))
    ),
    StagedContact(name="Barbara Liskov", company="Abstraction", numbers=(("Work", "+1 617-555-0108"),)),
    StagedContact(name="Carl Gauss", company="Number theory", numbers=(("Work", "0161 496 0137"),)),
    StagedContact(name="Donald Knuth", company="", numbers=(("Desk", "204"),)),
    StagedContact(name="Dennis Ritchie", company="", numbers=(("Mobile", "07700 900190"),)),
    StagedContact(name="Edsger Dijkstra", company="Shortest Paths", numbers=(("Work", "0117 496 0321"),)),
    StagedContact(name="Hedy Lamarr", company="Frequency hopping", numbers=(("Mobile", "07700 900789"),)),
    StagedContact(name="Margaret Hamilton", company="Apollo guidance", numbers=(("Work", "+1 617-555-0169"),)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedAccount:
    """What an account on the simulator takes besides address and country."""

    name: str
    values: Mapping[str, str]
    keyring_entry: str
    """The name of its secret."""
    own_numbers: tuple[OwnNumber, ...] = ()


_TELEPHONES = (
    OwnNumber(name="Desk phone", number=_OWN_LINE),
    OwnNumber(name="Mobile", number=_OWN_MOBILE),
)
ACCOUNTS: Mapping[str, StagedAccount] = {
    "business_isp": StagedAccount(
        name="Business ISP",
        values={"login": "demo", "source": _OWN_LINE, "type": "1"},
        keyring_entry="password",
        own_numbers=_TELEPHONES,
    ),
    "tel2": StagedAccount(
        name="Tel2", values={"user": _OWN_LINE[1:]}, keyring_entry="password", own_numbers=_TELEPHONES
    ),
    "voiptech": StagedAccount(
        name="VoipTech",
        values={"user": "demo", "org": "demo", "dial1": "101", "Response": "yes"},
        keyring_entry="pass",
        own_numbers=(OwnNumber(name="Desk phone", number="101"),),
    ),
    "anveo": StagedAccount(
        name="Anveo", values={"PHONENUMBER": _OWN_LINE}, keyring_entry="USERKEY", own_numbers=_TELEPHONES
    ),
    "vprovider": StagedAccount(
        name="VProvider",
        values={"auth_username": "demo", "snumber": _OWN_LINE, "wait": "5", "track": "yes"},
        keyring_entry="auth_password",
        own_numbers=_TELEPHONES,
    ),
}
"""By provider."""


class Stage:
    """`async with` it: the simulator listens, and `program` has its accounts. Nothing of a person's is touched."""

    def __init__(self, *, pace: str = _PACE) -> None:
        self._stack = AsyncExitStack()
        # The checks of the program by itself have their own pace; whoever looks on may set another.
        self._pace = os.environ.get("DESKTOP_DIALER_TIME_SCALE", pace)

    async def __aenter__(self) -> Self:
        """Make home, simulator and accounts."""
        home = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="desktop-dialer-demo-"))
        try:
            environment = {"DESKTOP_DIALER_HOME": home, "DESKTOP_DIALER_TIME_SCALE": self._pace}
            self.program = Program(environment, keyring=MemorySecrets())
            self.simulator = await self._stack.enter_async_context(Simulator(pace=self.program.pace.scale))
            for provider, account in ACCOUNTS.items():
                await self._add(provider, account)
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the simulator and remove the home."""
        await self._stack.aclose()

    def play(self, scenario: Scenario) -> None:
        """What becomes of the calls from now on."""
        self.simulator.scenario = scenario

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The names of what can become of a call."""
        return tuple(scenario.value for scenario in Scenario)

    async def invite(self, book: ContactBook) -> None:
        """Put somebody to call into the contacts."""
        for one in CONTACTS:
            numbers = tuple(contact_number(label, number, country="GB") for label, number in one.numbers)
            await book.save(
                contact(name=one.name, company=one.company, numbers=numbers, favourite=one.favourite, note=one.note)
            )

    def play_named(self, scenario: str) -> None:
        """The same by the course's name."""
        self.play(Scenario(scenario))

    async def _add(self, provider: str, account: StagedAccount) -> None:
        address = {
            "base_url": self.simulator.base_url(provider),
            "allow_http": "yes",
            "country": "GB",
            "internal": "[0-9]{3,4}",
        }
        secrets = {account.keyring_entry: Secret("demo")}
        given = {**account.values, **address}
        await self.program.accounts.add(account.name, provider, given, secrets, own_numbers=account.own_numbers)
