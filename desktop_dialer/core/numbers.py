"""Numbers: from what a person typed to what is sent, and which of them are refused or asked about.

Only visual separators are ever removed. Everything else that is not a number is refused with its reason.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, shortnumberinfo

from desktop_dialer.core.errors import NumberRefused

MAX_TYPED = 100
MAX_DIGITS = 32
_E164_DIGITS = re.compile(r"[1-9][0-9]{6,14}")
_DIALLED = re.compile(r"\+?[0-9*#]+", re.ASCII)
_SEPARATORS = set(" \t\u00a0().-/") | set("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2007\u2009\u202f\u2060")
_BIDI = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")
_TRUNK_ZERO = re.compile(r"\+[\s\d]*\(\s*0\s*\)")
_GENERIC_EMERGENCY = frozenset({"112", "911", "999", "000"})
_PREMIUM = {
    PhoneNumberType.PREMIUM_RATE: "a premium-rate number",
    PhoneNumberType.SHARED_COST: "a shared-cost number",
}
_SATELLITE_CODES = frozenset({870, 881, 882, 883})
_PREMIUM_CODES = frozenset({979})


class NumberFormat(StrEnum):
    """How numbers are written in a request."""

    AS_TYPED = "as_typed"
    E164_PLUS = "e164_plus"
    E164_DIGITS = "e164_digits"
    INTERNATIONAL_00 = "international_00"
    NATIONAL = "national"
    """`0…` at home, `00…` abroad: as dialled on a handset."""


class NumberKind(StrEnum):
    """What a typed number is."""

    INTERNATIONAL = "international"
    NATIONAL = "national"
    INTERNAL = "internal"
    FEATURE_CODE = "feature_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as a person gave it: `typed` without separators, `e164` with its plus where it is known."""

    typed: str
    kind: NumberKind
    e164: str | None = None

    @property
    def key(self) -> str:
        """What two spellings of one number have in common."""
        return self.e164 or self.typed

    @property
    def country(self) -> str | None:
        """Two letters, or None where the number does not tell (internal, satellite, unknown)."""
        if self.e164 is None:
            return None
        region = phonenumbers.region_code_for_number(_parsed(self.e164))
        return region if region and region.isalpha() else None


@lru_cache(maxsize=4096)
def _parsed(e164: str) -> phonenumbers.PhoneNumber:
    return phonenumbers.parse(e164, None)


def strip_separators(text: str) -> str:
    """The text without spaces, dashes of any kind, `( ) . /` and bidi marks; full-width digits become digits."""
    if len(text) > MAX_TYPED:
        message = f"A number has at most {MAX_TYPED} characters; this has {len(text)}."
        raise NumberRefused(message)
    if _TRUNK_ZERO.search(text):
        message = "The number has both a country code and a “(0)”: write +31 20 … or 020 …, not both."
        raise NumberRefused(message)
    return "".join(
        str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() and unicodedata.decimal(char, None) is not None
        else char
        for char in text
        if char not in _SEPARATORS and char not in _BIDI
    )  # fmt: skip


def read_number(
    text: str, *, country: str | None = None, internal: str | None = None, internal_digits: int = 0
) -> Number:
    """Read a number that a person typed. Raises `NumberRefused`.

    `country` (two letters) is where a national number belongs; `internal` is the account's own pattern of the
    exchange's numbers, `internal_digits` what is taken for internal where there is no pattern.
    """
    typed = strip_separators(text)
    if not typed:
        message = "There is no number: type digits, with a country code or as you would dial them."
        raise NumberRefused(message)
    if not _DIALLED.fullmatch(typed):
        wrong = next(char for i, char in enumerate(typed) if char not in "0123456789*#" and (char != "+" or i))
        shown = wrong if wrong.isprintable() else f"U+{ord(wrong):04X}"
        message = f"“{shown}” is not part of a telephone number: use digits, with a + only in front."
        raise NumberRefused(message)
    if len(typed) > MAX_DIGITS:
        message = f"A number has at most {MAX_DIGITS} digits; this has {len(typed)}."
        raise NumberRefused(message)
    if is_internal(typed, internal=internal, internal_digits=internal_digits):
        return Number(typed=typed, kind=NumberKind.INTERNAL)
    if not typed.lstrip("+").isdigit():
        return Number(typed=typed, kind=NumberKind.FEATURE_CODE)
    e164 = _e164(typed, country)
    abroad = typed.startswith("+") or (e164 is not None and typed.lstrip("0") == e164[1:])
    return Number(typed=typed, kind=NumberKind.INTERNATIONAL if abroad else NumberKind.NATIONAL, e164=e164)


def is_internal(typed: str, *, internal: str | None, internal_digits: int) -> bool:
    """Whether the typed number is one of the exchange's own."""
    if internal is not None:
        return re.fullmatch(internal, typed) is not None
    return typed.isdigit() and len(typed) <= internal_digits


def _e164(typed: str, country: str | None) -> str | None:
    """The E.164 form with its plus, or None where nothing proves one."""
    if typed.startswith("+"):
        return typed if _E164_DIGITS.fullmatch(typed[1:]) else None
    if country is not None:
        try:
            parsed = phonenumbers.parse(typed, country)
        except phonenumbers.NumberParseException:
            parsed = None
        if parsed is not None and phonenumbers.is_valid_number(parsed):
            return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    if typed.startswith("00") and _E164_DIGITS.fullmatch(typed[2:]):
        return f"+{typed[2:]}"
    return None


def wire_form(number: Number, style: NumberFormat, country: str | None) -> str:
    """The very string that is sent. Raises `NumberRefused` where the style cannot be made without guessing."""
    if number.kind in {NumberKind.INTERNAL, NumberKind.FEATURE_CODE}:
        return number.typed
    match style:
        case NumberFormat.AS_TYPED:
            return number.typed
        case NumberFormat.NATIONAL:
            if number.e164 is not None and number.typed.startswith(("+", "00")):
                return _dialled(number.e164, country)
            return _refuse_plus(number.typed)
        case NumberFormat.INTERNATIONAL_00:
            return f"00{_digits(number, country)}"
        case NumberFormat.E164_PLUS:
            return f"+{_digits(number, country)}"
        case NumberFormat.E164_DIGITS:
            return _digits(number, country)


def _refuse_plus(typed: str) -> str:
    if typed.startswith("+"):
        message = f"{typed} is no complete international number: 7 to 15 digits follow the +."
        raise NumberRefused(message)
    return typed


def _digits(number: Number, country: str | None) -> str:
    """Country code and number, digits only. Digits that are typed so already pass where nothing says otherwise."""
    if number.e164 is not None:
        return number.e164[1:]
    if _E164_DIGITS.fullmatch(number.typed):
        candidate = f"+{number.typed}"
        if country is None or phonenumbers.is_valid_number(phonenumbers.parse(candidate, None)):
            return number.typed
    if number.typed.startswith("+"):
        return _refuse_plus(number.typed)
    where = f"is no number of {country}" if country else "has no country code"
    message = f"{number.typed} {where}: write it with + and its country code, or set the account's country."
    raise NumberRefused(message)


def _dialled(e164: str, country: str | None) -> str:
    """As dialled on a handset at home in `country`: `0…` there, `00…` for abroad."""
    parsed = phonenumbers.parse(e164, None)
    if country is not None and parsed.country_code == phonenumbers.country_code_for_region(country):
        return strip_separators(phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL))
    return f"00{e164[1:]}"


def is_emergency(number: Number, sent: str, country: str | None) -> bool:
    """Whether it is an emergency number of the country (without one: 112, 911, 999, 000), as typed or as sent."""
    forms = {number.typed, sent}
    if number.e164 is not None:
        forms.add(phonenumbers.national_significant_number(_parsed(number.e164)))
    for form in forms.copy():
        forms.add(form.lstrip("+"))
        forms.add(_without_code(form.lstrip("+").removeprefix("00"), country))
        forms.add(form.removeprefix("0"))
    if country is None:
        return bool(forms & _GENERIC_EMERGENCY)
    return any(shortnumberinfo.is_emergency_number(form, country) for form in forms if form.isdigit())


def _without_code(digits: str, country: str | None) -> str:
    code = str(phonenumbers.country_code_for_region(country)) if country else ""
    return digits.removeprefix(code) if code else digits


def costs_extra(number: Number, country: str | None) -> str | None:
    """What makes the number dearer than others ("a premium-rate number"), or None."""
    if number.e164 is None:
        if country and number.typed.isdigit() and number.kind is NumberKind.NATIONAL:
            short = phonenumbers.parse(number.typed, country) if len(number.typed) > 1 else None
            if short and shortnumberinfo.is_valid_short_number_for_region(short, country):
                cost = shortnumberinfo.expected_cost_for_region(short, country)
                if cost == shortnumberinfo.ShortNumberCost.PREMIUM_RATE:
                    return "a premium-rate short number"
        return None
    parsed = _parsed(number.e164)
    if parsed.country_code in _SATELLITE_CODES:
        return "a satellite or global network number"
    if parsed.country_code in _PREMIUM_CODES:
        return "an international premium-rate number"
    return _PREMIUM.get(phonenumbers.number_type(parsed))


def grouped(sent: str, country: str | None) -> str:
    """The number grouped for reading, left to right; unchanged where it is no number of a known country."""
    number = None
    if _DIALLED.fullmatch(sent):
        e164 = _e164(sent, country)
        number = _parsed(e164) if e164 else None
    if number is None or not phonenumbers.is_possible_number(number):
        return sent
    at_home = country is not None and number.country_code == phonenumbers.country_code_for_region(country)
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)
