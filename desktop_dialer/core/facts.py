"""What a provider declares about itself; forms, checks, `provider show` and the README's table are made from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.secret import MASK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_dialer.core.numbers import NumberFormat


class Capability(StrEnum):
    """What a provider may be able to do."""

    STATUS = "status"
    HANG_UP = "hang_up"
    SESSION = "session"
    SCHEDULE = "schedule"
    FIRST_LEG_RESULT = "first_leg_result"
    EXTENSION_STATE = "extension_state"
    CALLER_ID = "caller_id"
    RING_BOTH = "ring_both"
    RECORD = "record"
    RING_TIMEOUT = "ring_timeout"
    MAX_DURATION = "max_duration"
    AUTO_ANSWER = "auto_answer"
    MEMO = "memo"
    BILLING = "billing"
    TEST = "test"
    CHECK = "check"


class Source(StrEnum):
    """Where an ability is documented."""

    MANUAL = "manual"
    PUBLIC = "public"
    """Another public page of the same maker; an account can switch it with `track`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """One capability that a provider has, and where that is written; `note` says its limits in a sentence."""

    capability: Capability
    source: Source = Source.MANUAL
    note: str = ""


class Kind(StrEnum):
    """What a parameter's value looks like."""

    TEXT = "text"
    NUMBER = "number"
    """A telephone number or another target; read by `core.numbers`."""
    INTEGER = "integer"
    FLAG = "flag"
    """`0` or `1`."""
    CHOICE = "choice"
    DATE = "date"
    """`YYYYMMDDhhmm`, as VoipTech's `Date`."""
    SECRET = "secret"


class Role(StrEnum):
    """What a parameter is for."""

    CREDENTIAL = "credential"
    A_PARTY = "a_party"
    B_PARTY = "b_party"
    OPTION = "option"
    PROTOCOL = "protocol"
    """Filled in by the program itself; nobody sets it (Business ISP's `guid` and `cmd`)."""


_LONGEST_VALUE = 1000
_LONGEST_INTEGER = 11
_DATE_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter, under the manual's own name. `default` is the documented one; it is not sent."""

    name: str
    label: str
    help: str
    kind: Kind = Kind.TEXT
    role: Role = Role.OPTION
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    """A regular expression that the whole value matches; `help` says it in words."""
    default: str | None = None
    needs: tuple[str, ...] = ()
    """Parameters that must be given with this one."""
    empty_is_sent: bool = False
    """An empty value has a documented meaning; elsewhere an empty value means: not given."""

    @property
    def is_secret(self) -> bool:
        """Whether its value belongs in the keyring."""
        return self.kind is Kind.SECRET

    def check(self, value: str) -> str:
        """The value as it will be sent. Raises `InvalidInput` that names the parameter, its range and the fault."""
        if any(char in value for char in "\r\n\0") or any("\ud800" <= char <= "\udfff" for char in value):
            raise self._refusal("holds a line break, a NUL or a broken character; write it on one line")
        if len(value) > _LONGEST_VALUE:
            raise self._refusal(f"is longer than {_LONGEST_VALUE} characters")
        if not value and self.empty_is_sent:
            return value
        if not value.strip():
            raise self._refusal("is empty")
        match self.kind:
            case Kind.INTEGER:
                return self._check_integer(value)
            case Kind.FLAG if value not in {"0", "1"}:
                raise self._refusal(f"is {value!r}; it takes 1 or 0")
            case Kind.CHOICE if value not in self.choices:
                raise self._refusal(f"is {value!r}; it takes {' or '.join(c or 'an empty text' for c in self.choices)}")
            case Kind.DATE:
                self._check_date(value)
            case _:
                pass
        if self.pattern and not re.fullmatch(self.pattern, value, re.ASCII):
            raise self._refusal(f"is {MASK if self.is_secret else repr(value)}; {self.help}")
        return value

    def _check_integer(self, value: str) -> str:
        if not (value.isascii() and value.isdigit() and len(value) <= _LONGEST_INTEGER):
            raise self._refusal(f"is {value!r}; it takes a whole number{self.range_text}")
        number = int(value)
        if number < (self.minimum or 0) or (self.maximum is not None and number > self.maximum):
            raise self._refusal(f"is {number}; it takes a whole number{self.range_text}")
        return str(number)

    def _check_date(self, value: str) -> None:
        try:
            if not (value.isascii() and value.isdigit() and len(value) == _DATE_DIGITS):
                raise ValueError
            datetime.strptime(value, "%Y%m%d%H%M")  # noqa: DTZ007 - the provider's own time zone, which it does not name
        except ValueError:
            raise self._refusal(f"is {value!r}; it takes year, month, day, hour, minute as YYYYMMDDhhmm") from None

    @property
    def range_text(self) -> str:
        """` from 1 to 300`, ` from 1 up`, or nothing."""
        if self.maximum is not None:
            return f" from {self.minimum or 0} to {self.maximum}"
        return f" from {self.minimum} up" if self.minimum is not None else ""

    def _refusal(self, fault: str) -> InvalidInput:
        return InvalidInput(f"{self.name} ({self.label}) {fault}.", name=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code of the manual's tables: where it appears, its text there, and how it is read (in words)."""

    code: str
    text: str
    context: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is declared of one provider."""

    id: str
    name: str
    manual_title: str
    manual_date: str
    base_url: str | None
    """The known address; None where each customer has an own one."""
    base_url_help: str
    parameters: tuple[Parameter, ...]
    settings: tuple[str, ...] = ()
    """Settings of this program that apply here besides those that apply everywhere."""
    secrets: tuple[Parameter, ...] = ()
    """Secrets that are no parameter of the manual (Anveo's secure phrase)."""
    abilities: tuple[Ability, ...] = ()
    number_formats: tuple[NumberFormat, ...]
    """The number styles that an account can choose; the first is the default, a single one is fixed."""
    home_country: str | None = None
    """The country taken for national numbers where the account names none."""
    test_parameter: str | None = None
    """The parameter that asks the provider not to dial (Anveo's `TEST`): such a row is marked and is no call."""
    a_party_default: str | None = None
    """The parameter that stands for the A-party where none is given (Tel2's `user`, in E.164 digits)."""
    internal_digits: int = 0
    """Up to how many digits are the exchange's own numbers, where the account does not say."""
    poll_seconds: float | None = None
    tracks_by_default: bool = False
    """Whether calls are followed where the account's `track` does not say."""
    codes: tuple[Code, ...] = ()
    cannot: tuple[str, ...] = ()
    """What it cannot do, a sentence each."""
    order: str
    """Who is rung first, in a sentence."""

    def can(self, capability: Capability) -> bool:
        """Whether the capability is declared."""
        return self.ability(capability) is not None

    def ability(self, capability: Capability) -> Ability | None:
        """The declared ability, if any."""
        return next((ability for ability in self.abilities if ability.capability is capability), None)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of exactly that name, case included; a secret of ours too."""
        return next((p for p in (*self.parameters, *self.secrets) if p.name == name), None)

    def of_role(self, role: Role) -> Parameter:
        """The one parameter that carries the A-party or the B-party."""
        return next(parameter for parameter in self.parameters if parameter.role is role)

    def check_values(self, values: Mapping[str, str]) -> None:
        """Check what belongs together: each given parameter has those it needs beside it."""
        for parameter in self.parameters:
            missing = [need for need in parameter.needs if need not in values] if parameter.name in values else []
            if missing:
                sentence = f"{parameter.name} needs {' and '.join(missing)} with it: give all, or none."
                raise InvalidInput(sentence, name=missing[0])
