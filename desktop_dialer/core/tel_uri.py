"""Links: what a `tel:`, `callto:` or `sip:` address asks to dial, read from its raw text (RFC 3966, RFC 3261).

A link only ever fills the panel. What is not understood is refused with its reason; `*`, `#` and letters never come in
through a link, and an extension is shown beside the number, for no provider can send it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from desktop_dialer.core.errors import NumberRefused
from desktop_dialer.core.numbers import strip_separators

MAX_LINK = 1000
SCHEMES = ("tel", "callto", "sip")

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_PERCENT_SIGN_ALONE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NUMBER = re.compile(r"\+?[0-9]{1,32}", re.ASCII)
_EXTENSION = re.compile(r"[0-9]{1,20}", re.ASCII)
_PREFIX = re.compile(r"\+[0-9]{1,15}", re.ASCII)
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link, read. `number` is as typed, a plus in front where it is a global number."""

    number: str
    extension: str | None = None
    subaddress: str | None = None
    context: str | None = None
    """A domain in whose numbering plan a local number belongs."""


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
    scheme, rest = match[1].lower(), match[2].removeprefix("//")
    rest = rest.split("?", 1)[0] if scheme == "sip" else rest
    if scheme == "sip":
        rest = _user_of_sip(rest)
    head, *parameters = rest.split(";")
    return _with_parameters(_dialable(_decoded(head)), parameters)


def _with_parameters(number: str, parameters: list[str]) -> Link:
    found: dict[str, str] = {}
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        key = _decoded(name).lower()
        if key in found:
            raise _refuse(f"it names “{key}” twice")
        if key not in {"ext", "isub", "phone-context", "user", "transport", "method"} and not key.startswith("x-"):
            shown = key if key.isprintable() and len(key) <= 20 else "…"
            raise _refuse(f"it has a parameter that is not understood: “{shown}”")
        found[key] = _decoded(value)
    extension = found.get("ext")
    if extension is not None:
        extension = strip_separators(extension)
        if not _EXTENSION.fullmatch(extension):
            raise _refuse("its extension is not made of digits")
    context = found.get("phone-context")
    if context is not None and _PREFIX.fullmatch(strip_separators(context)):
        if not number.startswith("+"):
            number = f"{strip_separators(context)}{number}"
        context = None
    elif context is not None and not _DOMAIN.fullmatch(context):
        raise _refuse("its phone-context is neither a prefix nor a domain")
    return Link(number=number, extension=extension, subaddress=found.get("isub"), context=context)


def _user_of_sip(rest: str) -> str:
    user, at, _host = rest.partition("@")
    if not at:
        raise _refuse("a sip: link needs a number before its @")
    if ":" in user:
        raise _refuse("it carries a password")
    return user


def _decoded(text: str) -> str:
    if _PERCENT_SIGN_ALONE.search(text):
        raise _refuse("it holds a % that is no escape")
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
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
