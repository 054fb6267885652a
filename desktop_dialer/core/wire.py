"""What goes over the wire and what comes back, as values; secrets in it stay masked until sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote

from desktop_dialer.core.secret import MASK, Secret

MAX_BODY_BYTES = 256 * 1024


class Method(StrEnum):
    """The HTTP methods that the manuals use."""

    GET = "GET"
    POST = "POST"


class WireText:
    """A text with secrets in it: `reveal()` is what is sent, `str()` and `repr()` show it masked."""

    __slots__ = ("parts",)

    def __init__(self, *parts: str | Secret) -> None:
        self.parts = parts

    def reveal(self) -> str:
        """The text as it goes over the wire."""
        return "".join(part.reveal() if isinstance(part, Secret) else part for part in self.parts)

    def __str__(self) -> str:
        return "".join(MASK if isinstance(part, Secret) else part for part in self.parts)

    __repr__ = __str__

    def __add__(self, other: WireText | str) -> WireText:
        more = other.parts if isinstance(other, WireText) else (other,)
        return WireText(*self.parts, *more)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WireText) and self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash(self.reveal())


NO_TEXT = WireText()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request, finished: the wire adds only what HTTP itself needs."""

    method: Method
    url: WireText
    headers: tuple[tuple[str, str], ...] = ()
    body: WireText = NO_TEXT

    @property
    def lines(self) -> list[str]:
        """The request as a person reads it, secrets masked: method and address, headers, an empty line, the body."""
        lines = [f"{self.method} {self.url}", *(f"{name}: {value}" for name, value in self.headers)]
        body = str(self.body)
        return [*lines, "", *body.split("\n")] if body else lines

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """The secrets in it, in the spelling that is sent."""
        return tuple(part for part in (*self.url.parts, *self.body.parts) if isinstance(part, Secret))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One HTTP reply, whole. Header names are lower case; `secure` says that it came over verified TLS."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    secure: bool

    @property
    def retry_after(self) -> float | None:
        """Seconds the provider asks us to wait (`Retry-After` as a number); None where it does not say."""
        value = self.headers.get("retry-after", "")
        return float(value) if value.isascii() and value.isdigit() and len(value) < 7 else None


def percent(value: str) -> str:
    """Percent-encode all but RFC 3986 unreserved characters, as UTF-8; a space becomes `%20`."""
    return quote(value, safe="")


def form(pairs: Iterable[tuple[str, str | Secret]], separator: str = "&") -> WireText:
    """`name=value` pairs joined by the provider's separator, values percent-encoded, order kept."""
    parts: list[str | Secret] = []
    for name, value in pairs:
        parts.append(f"{separator if parts else ''}{name}=")
        parts.append(Secret(percent(value.reveal())) if isinstance(value, Secret) else percent(value))
    return WireText(*parts)


def get(base_url: str, pairs: Iterable[tuple[str, str | Secret]], separator: str = "&") -> Request:
    """A GET of `base_url` with the pairs as its query."""
    return Request(method=Method.GET, url=WireText(f"{base_url}?") + form(pairs, separator))
