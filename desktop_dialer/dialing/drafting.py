"""From a press to a draft: the account's values and the press's own, merged and checked, the numbers in their form."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_dialer.core.account import COMMON, Account, check_address, check_setting
from desktop_dialer.core.errors import InvalidInput, NumberRefused
from desktop_dialer.core.facts import Facts, Role
from desktop_dialer.core.numbers import (
    Number,
    NumberFormat,
    NumberKind,
    costs_extra,
    is_emergency,
    is_internal,
    read_number,
    wire_form,
)
from desktop_dialer.core.plan import Plan

if TYPE_CHECKING:
    from desktop_dialer.core.ports import Provider
    from desktop_dialer.core.reading import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a person asked for: whom to call, from which own telephone (None: the account's), and other values."""

    to: str
    from_: str | None = None
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A call that could be made: checked in everything that needs neither secret nor journal."""

    account: Account
    provider: Provider
    plan: Plan
    """Without secrets yet."""
    a_number: str
    """What stands for the A-party in the record: what is sent, or the account's own line where nothing is."""
    line: str
    called: str
    country: str | None
    home: str | None
    costs_extra: str | None
    is_test: bool = False
    """The provider is asked not to dial (Anveo's TEST)."""

    @property
    def proxy(self) -> str:
        """The account's proxy setting."""
        return self.plan.settings.get("proxy", "system")


def sort_given(facts: Facts, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Tell the provider's parameters from our settings, each checked; an empty value means: not given.

    Returns (parameters, settings). Raises `InvalidInput` for a name that neither has, for a secret, and for a value
    out of its range.
    """
    values: dict[str, str] = {}
    settings: dict[str, str] = {}
    for name, value in given.items():
        parameter = facts.parameter(name)
        if parameter is None:
            settings[name] = _setting(facts, name, value)
        elif parameter.is_secret:
            sentence = f"{name} is a secret: it is not given as a value, but read with --secret {name}."
            raise InvalidInput(sentence, name=name)
        elif parameter.role in {Role.B_PARTY, Role.PROTOCOL}:
            sentence = f"{name} is filled in by the program: give the number to call as NUMBER."
            raise InvalidInput(sentence, name=name)
        elif value or parameter.empty_is_sent:
            values[name] = parameter.check(value)
        else:
            values[name] = value
    return values, settings


def _setting(facts: Facts, name: str, value: str) -> str:
    known = (*COMMON, *facts.settings)
    if name not in known:
        names = [parameter.name for parameter in facts.parameters if parameter.role is not Role.PROTOCOL]
        close = difflib.get_close_matches(name, [*names, *known], n=1, cutoff=0.5)
        hint = f" Do you mean {close[0]}?" if close else f" See: desktop-dialer provider show {facts.id}"
        sentence = f"{facts.name} has no parameter or setting {name!r}.{hint}"
        raise InvalidInput(sentence, name=name)
    if not value:
        return value
    value = check_setting(name, value)
    if name == "number_format" and value not in facts.number_formats:
        only = " or ".join(facts.number_formats)
        sentence = f"number_format is {value!r}; {facts.name}'s manual fixes it: {only}."
        raise InvalidInput(sentence, name=name)
    return value


def draft(account: Account, provider: Provider, press: Press) -> Draft:
    """Check and complete a press. Raises `InvalidInput`; its subclass `NumberRefused` for either number."""
    facts = provider.facts
    given, own = sort_given(facts, press.given)
    settings = {name: value for name, value in {**account.settings, **own}.items() if value}
    merged = {**account.values, **given}
    values = {name: value for name, value in merged.items() if value or _keeps_empty(facts, name)}
    base_url = settings.get("base_url") or facts.base_url
    if not base_url:
        sentence = f"The account has no base_url: {facts.base_url_help}."
        raise InvalidInput(sentence, name="base_url")
    check_address(settings)
    reader = _Numbers(facts, settings, account.settings.get("internal"))
    a_party = facts.of_role(Role.A_PARTY)
    a_text = press.from_ if press.from_ is not None else values.get(a_party.name, "")
    values.pop(a_party.name, None)
    _require(facts, values, a_given=bool(a_text.strip()))
    a, a_number = reader.read(a_text) if a_text.strip() else reader.own_line(values)
    b, b_sent = reader.read(press.to)
    plan = Plan(
        base_url=base_url,
        a_number=a_number if a_text.strip() else "",
        b_number=b_sent,
        a_internal=a.kind is NumberKind.INTERNAL,
        b_internal=b.kind is NumberKind.INTERNAL,
        values=values,
        settings=settings,
        track=_tracks(account, facts, settings),
    )
    facts.check_values(values)
    return Draft(
        account=account,
        provider=provider,
        plan=provider.check(plan),
        a_number=a_number,
        line=a.e164 or f"{facts.id} {base_url} {a.typed}",
        called=b.key,
        country=b.country,
        home=reader.country or a.country,
        costs_extra=costs_extra(b, reader.country),
        is_test=_is_test(facts, values),
    )


def own_number_sent(facts: Facts, settings: Mapping[str, str], text: str) -> str:
    """The very string that stands for a telephone of the person's own, the A-party. Raises `NumberRefused`."""
    return _Numbers(facts, settings, settings.get("internal")).read(text)[1]


def as_pressed(account: Account, kept: Kept) -> Account:
    """The account as the press had it that brought this handle."""
    return replace(account, values=kept.values, settings=kept.settings)


def track_plan(account: Account, provider: Provider) -> Plan:
    """The plan of an account alone, for following, ending or checking without a press."""
    facts = provider.facts
    settings = account.settings
    return Plan(
        base_url=settings.get("base_url") or facts.base_url or "",
        values=account.values,
        settings=settings,
        track=_tracks(account, facts, settings),
    )


def _tracks(account: Account, facts: Facts, settings: Mapping[str, str]) -> bool:
    if account.track_refused is not None:
        return False
    chosen = settings.get("track")
    return facts.tracks_by_default if chosen is None else chosen == "yes"


def _is_test(facts: Facts, values: Mapping[str, str]) -> bool:
    return facts.test_parameter is not None and facts.test_parameter in values


def _keeps_empty(facts: Facts, name: str) -> bool:
    parameter = facts.parameter(name)
    return parameter is not None and parameter.empty_is_sent


def _require(facts: Facts, values: Mapping[str, str], *, a_given: bool) -> None:
    for parameter in facts.parameters:
        if not parameter.required or parameter.is_secret or parameter.role is Role.B_PARTY:
            continue
        if not (a_given if parameter.role is Role.A_PARTY else parameter.name in values):
            sentence = f"{parameter.name} ({parameter.label}) is missing: {parameter.help}."
            raise InvalidInput(sentence, name=parameter.name)


_WITH_COUNTRY_CODE = {NumberFormat.E164_DIGITS, NumberFormat.E164_PLUS, NumberFormat.INTERNATIONAL_00}
_OUTSIDE = {NumberKind.INTERNATIONAL, NumberKind.NATIONAL}


class _Numbers:
    """Reads the numbers of one press by the account's settings."""

    def __init__(self, facts: Facts, settings: Mapping[str, str], own: str | None) -> None:
        self.country = settings.get("country") or facts.home_country
        self._has_own_country = "country" in settings
        self._internal = settings.get("internal")
        self._own = own
        self._facts = facts
        self._style = NumberFormat(settings.get("number_format") or facts.number_formats[0])

    def read(self, text: str) -> tuple[Number, str]:
        """The number and the very string that is sent for it. Raises `NumberRefused`."""
        number = read_number(
            text, country=self.country, internal=self._internal, internal_digits=self._facts.internal_digits
        )
        if not self._is_own(number) and self._is_emergency(number):
            sentence = (
                f"{number.typed} is an emergency number: use a telephone. "
                "A call that is rung back and bridged does not tell where you are."
            )
            raise NumberRefused(sentence, name="number")
        sent = wire_form(number, self._style, self.country)
        if number.e164 is None and self._style in _WITH_COUNTRY_CODE and number.kind in _OUTSIDE:
            # Digits alone that this style sends as they are: it takes them for a number with its country code.
            number = replace(number, e164=f"+{sent.removeprefix('+').removeprefix('00')}")
        return number, sent

    def _is_emergency(self, number: Number) -> bool:
        """By the account's own country; without one by the provider's home, and by the numbers known everywhere."""
        countries = {self.country} if self._has_own_country else {self.country, None}
        return any(is_emergency(number, number.typed, country) for country in countries)

    def _is_own(self, number: Number) -> bool:
        """Whether the account itself names it as the exchange's own; what one press says does not count for this."""
        if number.kind is not NumberKind.INTERNAL or self._own is None:
            return False
        return is_internal(number.typed, internal=self._own, internal_digits=0)

    def own_line(self, values: Mapping[str, str]) -> tuple[Number, str]:
        """The line that the provider takes where no A-party is given, and how the account names it."""
        default = self._facts.a_party_default
        name = values[default] if default else ""
        return read_number(f"+{name}"), name
