"""An account: one customer's access to one provider, and the settings of ours that shape its requests."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv6Address
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

import phonenumbers

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.numbers import NumberFormat
from desktop_dialer.core.pattern import compiled

_NOTHING: Mapping[str, str] = MappingProxyType({})
MAX_NAME = 64
MAX_OWN_NAME = 40
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_QUERY = re.compile("[?#]")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumber:
    """A telephone of the person's own that can be rung first: “Desk”, “Mobile”."""

    name: str
    number: str
    """As a person types it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`values` are the provider's parameters by the manual's names, `settings` ours; `secrets` are names only."""

    id: str
    """Made once and never changed: the secrets lie in the keyring under it."""
    name: str
    provider: str
    values: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    settings: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    secrets: frozenset[str] = frozenset()
    own_numbers: tuple[OwnNumber, ...] = ()
    """The telephones to choose from before a call; one with the digits of the account's own A-party names it."""
    track_refused: str | None = None
    """Why the follow-up functions were switched off: the provider's own refusal."""

    @property
    def country(self) -> str | None:
        """The account's own country, if set."""
        return self.settings.get("country")

    @property
    def proxy(self) -> str:
        """The proxy setting: `system` where the account does not say."""
        return self.settings.get("proxy", "system")


def check_name(name: str) -> str:
    """An account's name. Raises `InvalidInput`."""
    if not name.strip() or len(name) > MAX_NAME or not name.isprintable() or name.startswith("-"):
        sentence = f"An account's name is 1 to {MAX_NAME} printable characters and does not begin with a dash."
        raise InvalidInput(sentence, name="name")
    return name


def check_own_name(name: str) -> str:
    """What one of the person's own telephones is called. Raises `InvalidInput`."""
    if not name.strip() or len(name) > MAX_OWN_NAME or not name.isprintable():
        sentence = f"The name of a telephone of yours is 1 to {MAX_OWN_NAME} printable characters, such as Desk."
        raise InvalidInput(sentence, name="own_numbers")
    return name


def _yes_no(name: str, value: str) -> str:
    if value not in {"yes", "no"}:
        raise InvalidInput(f"{name} is {value!r}; it takes yes or no.", name=name)
    return value


def _country(name: str, value: str) -> str:
    code = value.upper()
    if not (value.isascii() and code in phonenumbers.SUPPORTED_REGIONS):
        raise InvalidInput(f"{name} is {value!r}; it takes a country's two letters, such as NL or GB.", name=name)
    return code


def _number_format(name: str, value: str) -> str:
    if value not in set(NumberFormat):
        raise InvalidInput(f"{name} is {value!r}; it takes {', '.join(NumberFormat)}.", name=name)
    return value


def _one_of(*choices: str) -> Callable[[str, str], str]:
    def check(name: str, value: str) -> str:
        if value not in choices:
            raise InvalidInput(f"{name} is {value!r}; it takes {' or '.join(choices)}.", name=name)
        return value

    return check


def _pattern(_name: str, value: str) -> str:
    return compiled(value).pattern


def _email(name: str, value: str) -> str:
    if not re.fullmatch(r"[^\s@]+@[^\s@]+", value) or not value.isprintable() or len(value) > 254:
        raise InvalidInput(f"{name} is {value!r}; it takes an e-mail address.", name=name)
    return value


def _proxy(name: str, value: str) -> str:
    if value in {"system", "none"}:
        return value
    parts = _split(value)
    if "@" in value:
        fault = "holds a name or password; a proxy that asks for one is not supported, for it would be stored"
    elif parts is None or parts.scheme not in _PROXY_SCHEMES or parts.path not in {"", "/"} or _QUERY.search(value):
        fault = "is no proxy: write system, none, or an address such as http://host:3128"
    else:
        return value
    raise InvalidInput(f"{name}: {_shown(value)} {fault}.", name=name)


def _base_url(name: str, value: str) -> str:
    """An http or https address with a host, and without user, query or fragment."""
    parts = _split(value)
    if not _ADDRESS.fullmatch(value):
        fault = "holds a space or a character that an address cannot carry: write a name with an accent as xn--…"
    elif "@" in value:
        fault = "holds a user name or password: those have their own fields"
    elif parts is None or parts.scheme not in {"http", "https"}:
        fault = "is no web address: write it as https://host/path"
    elif _QUERY.search(value):
        fault = "holds a ? or #: give it without its parameters"
    else:
        return value
    raise InvalidInput(f"{name}: {_shown(value)} {fault}.", name=name)


def _split(value: str) -> SplitResult | None:
    """The address taken apart; None where its host or port is none."""
    try:
        parts = urlsplit(value)
        if not _ADDRESS.fullmatch(value) or parts.port == 0:
            return None
        host = parts.hostname or ""
        if "[" in parts.netloc:
            IPv6Address(host)
            return parts
    except ValueError:
        return None
    return parts if _HOST.fullmatch(host) else None


def _shown(value: str) -> str:
    """The address for a message; one that may hold a password is not shown."""
    return "the address" if "@" in value else repr(value)


COMMON = ("base_url", "country", "number_format", "allow_http", "internal", "proxy")
"""The settings that every account has; the others belong to the providers that list them."""

_CHECKS: Mapping[str, Callable[[str, str], str]] = {
    "base_url": _base_url,
    "country": _country,
    "number_format": _number_format,
    "allow_http": _yes_no,
    "internal": _pattern,
    "proxy": _proxy,
    "method": _one_of("GET", "POST"),
    "separator": _one_of(";", "&"),
    "record": _yes_no,
    "track": _yes_no,
    "email": _email,
}


def check_setting(name: str, value: str) -> str:
    """The setting's value in its one spelling. Raises `InvalidInput` that says what it takes."""
    if any("\ud800" <= char <= "\udfff" or char in "\r\n\0" for char in value):
        sentence = f"{name} holds a line break, a NUL or a broken character."
        raise InvalidInput(sentence, name=name)
    return _CHECKS[name](name, value)


def check_address(settings: Mapping[str, str]) -> None:
    """An http address needs the account's own leave. Raises `InvalidInput`."""
    address = settings.get("base_url", "")
    if address.lower().startswith("http:") and settings.get("allow_http") != "yes":
        sentence = (
            f"base_url: {address} is not encrypted: passwords and numbers would be readable on the way. "
            "Use an https address, or add allow_http=yes if you accept that."
        )
        raise InvalidInput(sentence, name="base_url")
