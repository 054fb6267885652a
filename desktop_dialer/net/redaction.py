"""Keeping secrets out of logs: the finished text of every record is searched, tracebacks included."""

from __future__ import annotations

import base64
import html
import json
import logging
import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from desktop_dialer.core.secret import MASK, Secret

_TALKATIVE = ("httpx", "httpcore", "hpack")
"""httpx writes whole URLs at INFO, httpcore headers at DEBUG, hpack the Authorization header at DEBUG."""

_SHORTEST = 3
"""A shorter secret would blacken half the log; the patterns below still find it after its name."""

_NAMES = r"(?:auth_|proxy_)?pass(?:word|wd)?|guid|user_?key|signature|secure[ _]?phrase"
_PATTERNS = (
    # name=value and "name": "value"; the value ends where a query, a header or a JSON text ends it.
    (
        re.compile(rf"\b({_NAMES})(\\?[\"']?\s?[=:]\s?\\?[\"']?)(?!\*)[^&;,\s\"'<>\\)\]}}]+", re.IGNORECASE),
        rf"\1\2{MASK}",
    ),
    # <NAME>value< and <PARAMETER NAME="NAME">value<
    (re.compile(rf"([<\"'](?:{_NAMES})[\"']?>)[^<]+", re.IGNORECASE), rf"\1{MASK}"),
    (re.compile(r"\b(Basic|Bearer) (?=\S*[0-9A-Z+/=])[\w+/=.~-]{8,}"), rf"\1 {MASK}"),
    (re.compile(r"://[^/\s:@]*:[^/\s@]+@"), f"://{MASK}@"),
)


class Redactor:
    """The live secrets, and `redact`, which takes them out of a text in every spelling that occurs on the way."""

    def __init__(self) -> None:
        self._secrets: dict[Secret, dict[str, re.Pattern[str]]] = {}
        self._spellings: tuple[tuple[str, re.Pattern[str]], ...] = ()

    def remember(self, secret: Secret) -> None:
        """Redact this secret from now on. A secret of fewer than three characters is found by its name alone."""
        if secret in self._secrets:
            return
        self._secrets[secret] = {
            spelling.lower(): re.compile(re.escape(spelling), re.IGNORECASE)
            for spelling in _spellings_of(secret.reveal())
            if len(spelling) >= _SHORTEST
        }
        self._arrange()

    def forget(self, secret: Secret) -> None:
        """Look for it no longer: a session that is over. No fault where it was not remembered."""
        self._secrets.pop(secret, None)
        self._arrange()

    def redact(self, text: str) -> str:
        """The text with each secret masked; fit for a log, a crash report and the clipboard."""
        lowered = text.lower()
        for spelling, pattern in self._spellings:
            if spelling in lowered:
                text = pattern.sub(MASK, text)
                lowered = text.lower()
        for pattern, masked in _PATTERNS:
            text = pattern.sub(masked, text)
        return text

    def _arrange(self) -> None:
        """Longest first, since a spelling may hold another; in one assignment, since other threads read it."""
        all_of_them = {lowered: item for spellings in self._secrets.values() for lowered, item in spellings.items()}
        self._spellings = tuple(sorted(all_of_them.items(), key=lambda item: len(item[0]), reverse=True))


class RedactingFormatter(logging.Formatter):
    """Another formatter's finished text, redacted."""

    def __init__(self, inner: logging.Formatter, redactor: Redactor) -> None:
        super().__init__()
        self._inner = inner
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.redact(self._inner.format(record))


def install(root: logging.Logger, redactor: Redactor) -> None:
    """Put the redactor on each handler of `root`, and on the one Python falls back to; may be repeated.

    On the handlers, since a filter on a logger does not see the records of the loggers below it.
    """
    quieten_libraries()
    for handler in (*root.handlers, logging.lastResort):
        if handler is not None and not isinstance(handler.formatter, RedactingFormatter):
            handler.setFormatter(RedactingFormatter(handler.formatter or logging.Formatter(), redactor))


def quieten_libraries() -> None:
    """Let the HTTP libraries speak from WARNING on, in debug mode too."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _spellings_of(value: str) -> Iterator[str]:
    """The ways in which a value gets into a URL, a header, a body, a repr or a log; letter case does not count."""
    yield value
    percent = quote(value, safe="")
    yield percent
    yield quote(percent, safe="")
    yield quote(value)
    yield quote_plus(value)
    escaped = html.escape(value, quote=False)
    yield escaped
    yield escaped.replace('"', "&quot;")
    for apostrophe in ("&#x27;", "&#39;", "&apos;"):
        yield escaped.replace('"', "&quot;").replace("'", apostrophe)
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield repr(value)[1:-1]
    yield from _far_fetched(value)
    yield from _base64_of(value.encode())


def _far_fetched(value: str) -> Iterator[str]:
    """Spellings that only a server's echo has: it may be part of an exception's words."""
    yield value[::-1]
    yield value.encode().hex()
    yield "".join(f"%{byte:02x}" for byte in value.encode())
    for form in ("&#{};", "&#x{:x};", "\\u{:04x}"):
        yield "".join(form.format(ord(letter)) for letter in value)


def _base64_of(value: bytes) -> Iterator[str]:
    """The value in base64, alone and as it stands within a longer text, at each of the three places in a group."""
    if len(value) <= _SHORTEST:
        return
    for before in range(3):
        groups = base64.b64encode(b"\0" * before + value)
        # Only the letters that depend on the value alone: its neighbours have a part in the ones at the edges.
        first = (before * 8 + 5) // 6
        last = (before + len(value)) * 8 // 6
        inner = groups[first:last].decode("ascii")
        yield inner
        yield inner.replace("+", "-").replace("/", "_")
