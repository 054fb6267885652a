"""Numbers: from what a person typed to what is sent, and which of them are refused or asked about.

Only visual separators are ever removed. Everything else that is not a number is refused with its reason.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import assert_never

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType, shortnumberinfo

from desktop_dialer.core.errors import NumberRefused
from desktop_dialer.core.pattern import compiled

MAX_TYPED = 100
MAX_DIGITS = 32
_E164_DIGITS = re.compile(r"[1-9][0-9]{6,14}", re.ASCII)
_DIALLED = re.compile(r"\+[0-9]+|[0-9*#]+", re.ASCII)
_SEPARATOR = re.compile(
    r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000"  # spaces
    r"./\uff0e\uff0f"
    r"\u2010-\u2015\u2212\ufe58\ufe63\uff0d\-"  # dashes
    r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"  # bidi marks and what takes no room
)
_BRACKET = re.compile(r"[()\uff08\uff09]")
_TRUNK_ZERO = re.compile(r"[(\uff08]*(?:\+|00).*[(\uff08]0[)\uff09]")
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
        parsed = _parsed(self.e164)
        region = phonenumbers.region_code_for_number(parsed) if parsed else None
        return region if region and region.isalpha() else None


@lru_cache(maxsize=4096)
def _parsed(e164: str) -> phonenumbers.PhoneNumber | None:
    """The number, valid or not; None where its country code is nobody's."""
    try:
        return phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return None


def strip_separators(text: str) -> str:
    """The text without spaces, dashes of any kind, `( ) . /`, bidi marks and line breaks around it.

    Digits and a plus of other scripts and widths become 0 to 9 and +; nothing else is changed. Raises `NumberRefused`.
    """
    if len(text) > MAX_TYPED:
        message = f"A number has at most {MAX_TYPED} characters; this has {len(text)}."
        raise NumberRefused(message)
    bracketed = "".join(_plain(char) for char in _SEPARATOR.sub("", text.strip()))
    if _TRUNK_ZERO.match(bracketed):
        message = "The number has both a country code and a “(0)”: write +31 20 … or 020 …, not both."
        raise NumberRefused(message)
    return _BRACKET.sub("", bracketed)


def _plain(char: str) -> str:
    if char == "\uff0b":
        return "+"
    return str(unicodedata.decimal(char)) if char.isdecimal() else char


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
        raise NumberRefused(_fault(typed))
    if (count := len(typed.removeprefix("+"))) > MAX_DIGITS:
        message = f"A number has at most {MAX_DIGITS} digits; this has {count}."
        raise NumberRefused(message)
    if is_internal(typed, internal=internal, internal_digits=internal_digits):
        return Number(typed=typed, kind=NumberKind.INTERNAL)
    if not typed.lstrip("+").isdigit():
        return Number(typed=typed, kind=NumberKind.FEATURE_CODE)
    e164 = _e164(typed, country)
    abroad = typed.startswith("+") or (e164 is not None and typed in {e164[1:], f"00{e164[1:]}"})
    if abroad and e164 is not None and country is not None and typed == _trunk_form(e164, country):
        abroad = False
    return Number(typed=typed, kind=NumberKind.INTERNATIONAL if abroad else NumberKind.NATIONAL, e164=e164)


def _fault(typed: str) -> str:
    wrong = next((char for i, char in enumerate(typed) if char not in "0123456789*#" and (char != "+" or i)), None)
    if wrong is None:
        return "After a + come the country code and the number, digits alone."
    shown = wrong if wrong.isprintable() else f"U+{ord(wrong):04X}"
    return f"“{shown}” is not part of a telephone number: use digits, with a + only in front."


def is_internal(typed: str, *, internal: str | None, internal_digits: int) -> bool:
    """Whether the typed number is one of the exchange's own. Raises `InvalidInput` for a pattern that is none."""
    if internal is not None:
        return compiled(internal).fullmatch(typed) is not None
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
            if number.kind is NumberKind.INTERNATIONAL and number.e164 is not None:
                return _dialled(number.e164, country)
            return _refuse_plus(number.typed)
        case NumberFormat.INTERNATIONAL_00:
            return f"00{_digits(number, country)}"
        case NumberFormat.E164_PLUS:
            return f"+{_digits(number, country)}"
        case NumberFormat.E164_DIGITS:
            return _digits(number, country)
        case _:
            assert_never(style)


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
        parsed = _parsed(f"+{number.typed}")
        if country is None or (parsed is not None and phonenumbers.is_valid_number(parsed)):
            return number.typed
    if number.typed.startswith("+"):
        return _refuse_plus(number.typed)
    where = f"is no number of {country}" if country else "has no country code"
    message = f"{number.typed} {where}: write it with + and its country code, or set the account's country."
    raise NumberRefused(message)


def _dialled(e164: str, country: str | None) -> str:
    """As dialled on a handset at home in `country`: `0…` there, `00…` for abroad."""
    parsed = _parsed(e164)
    if country is None or parsed is None or parsed.country_code != phonenumbers.country_code_for_region(country):
        return f"00{e164[1:]}"
    if not phonenumbers.is_valid_number(parsed):
        return _trunk_form(e164, country)
    return "".join(char for char in phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL) if char.isdigit())


def _trunk_form(e164: str, country: str) -> str:
    """The digits after the country code, behind the country's own trunk prefix."""
    prefix = phonenumbers.ndd_prefix_for_region(country, True) or ""
    parsed = _parsed(e164)
    return f"{prefix}{phonenumbers.national_significant_number(parsed)}" if parsed else e164[1:]


def is_emergency(number: Number, sent: str, country: str | None) -> bool:
    """Whether it is an emergency number of the country, as typed or as sent; 112, 911, 999, 000 where none is known.

    A plus, `00`, a country code, a trunk prefix and the `#` around it do not hide it: they may not stop an exchange.
    """
    return any(_is_emergency(part, country) for form in {number.typed, sent} for part in form.split("#"))


def _is_emergency(form: str, country: str | None) -> bool:
    if form.startswith(("+", "00")):
        digits = form.removeprefix("+").removeprefix("00")
        for length in (1, 2, 3):
            code, rest = digits[:length], digits[length:]
            regions = phonenumbers.region_codes_for_country_code(int(code)) if code.isdigit() and rest.isdigit() else ()
            if any(region.isalpha() and shortnumberinfo.is_emergency_number(rest, region) for region in regions):
                return True
    else:
        digits = form
    trunk = phonenumbers.ndd_prefix_for_region(country, True) if country else None
    spellings = {form, form.removeprefix("0"), digits, digits.removeprefix("0"), digits.removeprefix(trunk or "")}
    known = PhoneMetadata.short_metadata_for_region(country, None) if country else None
    if known is None or known.emergency is None or country is None:
        return bool(spellings & _GENERIC_EMERGENCY)
    return any(shortnumberinfo.is_emergency_number(digits, country) for digits in spellings if digits.isdigit())


def costs_extra(number: Number, country: str | None) -> str | None:
    """What makes the number dearer than others ("a premium-rate number"), or None.

    Digits that may be a country code and a number, with nothing to say so, count as that: some providers take them so.
    """
    if number.kind in {NumberKind.INTERNAL, NumberKind.FEATURE_CODE}:
        return None
    parsed = _parsed(number.e164 or f"+{number.typed}")
    if parsed is not None and (number.e164 or phonenumbers.is_valid_number(parsed)):
        if parsed.country_code in _SATELLITE_CODES:
            return "a satellite or global network number"
        if parsed.country_code in _PREMIUM_CODES:
            return "an international premium-rate number"
        return _PREMIUM.get(phonenumbers.number_type(parsed))
    return _short_cost(number.typed, country) if country else None


def _short_cost(typed: str, country: str) -> str | None:
    try:
        short = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None
    if not shortnumberinfo.is_valid_short_number_for_region(short, country):
        return None
    cost = shortnumberinfo.expected_cost_for_region(short, country)
    return "a premium-rate short number" if cost == shortnumberinfo.ShortNumberCost.PREMIUM_RATE else None


def grouped(sent: str, country: str | None) -> str:
    """The number grouped for reading, left to right; unchanged where it is no number of a known country."""
    e164 = _e164(sent, country) if _DIALLED.fullmatch(sent) else None
    number = _parsed(e164) if e164 else None
    if number is None or not phonenumbers.is_possible_number(number):
        return sent
    at_home = country is not None and number.country_code == phonenumbers.country_code_for_region(country)
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)
