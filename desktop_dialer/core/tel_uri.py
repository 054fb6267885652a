"""Links: what a `tel:`, `callto:` or `sip:` address asks to dial, read from its raw text (RFC 3966, RFC 3261).

A link only ever fills the panel. What is not understood is refused with its reason; `*`, `#` and letters never come in
through a link, and an extension is shown beside the number, for no provider can send it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import phonenumbers

from desktop_dialer.core.errors import NumberRefused
from desktop_dialer.core.numbers import strip_separators

MAX_LINK = 1000
SCHEMES = ("tel", "callto", "sip")

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_PERCENT_SIGN_ALONE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NUMBER = re.compile(r"\+?[0-9]{1,32}", re.ASCII)
_EXTENSION = re.compile(r"[0-9]{1,20}", re.ASCII)
_SUBADDRESS = re.compile(r"[!-~]{1,40}", re.ASCII)
_PREFIX = re.compile(r"\+[0-9]{1,15}", re.ASCII)
_DOMAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}", re.ASCII)
_PARAMETER_NAME = re.compile(r"[A-Za-z0-9-]{1,40}", re.ASCII)
_CHANGES_THE_NUMBER = ("m-", "postd")
"""Beginnings of parameters that may not be passed over: RFC 3966, 5.4; RFC 2806 (digits to send after the answer)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link, read. `number` is as typed, a plus in front where it is a global number."""

    number: str
    extension: str | None = None
    subaddress: str | None = None
    context: str | None = None
    """In whose numbering plan a local number belongs: a domain, or a prefix that does not simply stand before it."""


def is_link(text: str) -> bool:
    """Whether the text is an address of a kind this program handles."""
    match = _SCHEME.fullmatch(text.strip())
    return match is not None and match[1].lower() in SCHEMES


def read_link(text: str) -> Link:
    """Read a link. Raises `NumberRefused` with a sentence that says what is wrong with it."""
    raw = text.strip()
    if len(raw) > MAX_LINK:
        raise _refuse(f"it is longer than {MAX_LINK} characters")
    match = _SCHEME.fullmatch(raw)
    if match is None or match[1].lower() not in SCHEMES:
        raise _refuse("it is not a tel:, callto: or sip: link")
    rest = match[2].removeprefix("//")
    if match[1].lower() == "sip":
        rest = _user_of_sip(rest.split("?", 1)[0])
    head, *parameters = rest.split(";")
    number = _dialable(_decoded(head))
    found = _parameters(parameters)
    extension, subaddress = found.get("ext"), found.get("isub")
    if extension is not None:
        extension = strip_separators(extension)
        if not _EXTENSION.fullmatch(extension):
            raise _refuse("its extension is not made of digits")
    if subaddress is not None and not _SUBADDRESS.fullmatch(subaddress):
        raise _refuse("its subaddress is too long or holds what cannot be shown")
    number, context = _in_context(number, found.get("phone-context"))
    return Link(number=number, extension=extension, subaddress=subaddress, context=context)


def _parameters(parameters: list[str]) -> dict[str, str]:
    """The parameters by name. One that is optional and unknown may be passed over (RFC 3966, 5.4)."""
    found: dict[str, str] = {}
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        key = name.lower()
        if not _PARAMETER_NAME.fullmatch(name):
            raise _refuse("what follows its ; is no parameter")
        if key in found:
            raise _refuse(f"it names “{key}” twice")
        if key.startswith(_CHANGES_THE_NUMBER):
            raise _refuse(f"it asks for something that is not understood: “{key}”")
        found[key] = _decoded(value)
    return found


def _in_context(number: str, context: str | None) -> tuple[str, str | None]:
    """The number and the context that is left to show.

    A prefix makes a global number only where the two together are a valid one: `911` in `+1` is not +1911.
    """
    if context is None or number.startswith("+"):
        return number, None
    prefix = strip_separators(context)
    if _PREFIX.fullmatch(prefix):
        together = _global_number(f"{prefix}{number}")
        return (together, None) if together else (number, prefix)
    if not _DOMAIN.fullmatch(context):
        raise _refuse("its phone-context is neither a prefix nor a domain")
    return number, context


def _global_number(text: str) -> str | None:
    """The valid number in its one spelling, a trunk zero after the country code left out; None for any other."""
    try:
        parsed = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return None
    is_valid = phonenumbers.is_valid_number(parsed)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if is_valid else None


def _user_of_sip(rest: str) -> str:
    user, at, host = rest.partition("@")
    if not at or not host or "@" in host:
        raise _refuse("a sip: link needs a number before its @, and one host after it")
    if ":" in user:
        raise _refuse("it carries a password")
    return user


def _decoded(text: str) -> str:
    if _PERCENT_SIGN_ALONE.search(text):
        raise _refuse("it holds a % that is no escape")
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeError:
        raise _refuse("it holds bytes that are no text") from None


def _dialable(text: str) -> str:
    number = strip_separators(text)
    if not number:
        raise _refuse("it holds no number")
    if any(char in "*#" for char in number):
        raise _refuse("it holds * or #, which may change a telephone's settings: type it yourself if you mean it")
    if not _NUMBER.fullmatch(number):
        raise _refuse("it holds something that is not a telephone number")
    return number


def _refuse(fault: str) -> NumberRefused:
    return NumberRefused(f"This link is not dialled: {fault}.", name="link")
