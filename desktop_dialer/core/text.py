"""A provider's words made fit to keep and to show: plain, short, and without a secret in any spelling."""

from __future__ import annotations

import base64
import html
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_plus

from desktop_dialer.core.call import MAX_TEXT
from desktop_dialer.core.secret import MASK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop_dialer.core.secret import Secret

WITHHELD = "(withheld: the provider's text repeats a secret)"
MAX_SCRUBBED = 8192
"""More of a text than this is dropped unread: what is kept or shown is far shorter."""

_ESCAPE = re.compile(r"[\\%]u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\(.)", re.DOTALL)
_BEYOND_UNICODE = re.compile("&#[0-9]{8,}")
_SEPARATORS = re.compile(r"[\s._:;,|/\\+*~=<>(){}\[\]'\"`-]+")
_SPACES = re.compile(r"\s+")
_HEX_MARK = re.compile(r"0x|\\x|[^0-9a-z]")
_DECODING_ROUNDS = 3
_LONGEST_LETTER = 20
"""How many characters may stand for one: a letter of four bytes, percent-encoded twice, takes as many."""
_ENOUGH_LETTERS = 6
_ENOUGH_DIGITS = 10
"""A secret so long is also looked for backwards, spaced out and encoded; a shorter one would be found in any text."""


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """One line of plain text: control, bidi and other invisible characters gone, `limit` characters at most."""
    line = " ".join(_visible(text[: limit * 20]).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def scrub(text: str, secrets: Iterable[Secret]) -> str:
    """`text` without the secrets: masked where one stands plainly, the whole withheld where it is spelt otherwise.

    Letter case, escapes of URLs, HTML and JSON, base64, hex, characters between and reversed order are seen through.
    What cannot be seen goes too. Of a text longer than `MAX_SCRUBBED` only the beginning is given back, ended where
    no secret can be cut in two.
    """
    values = {value for secret in secrets if (value := _visible(secret.reveal()))}
    is_cut, text = len(text) > MAX_SCRUBBED, _visible(text[:MAX_SCRUBBED])
    for value in sorted(values, key=len, reverse=True):
        text = re.sub(re.escape(value), MASK, text, flags=re.IGNORECASE)
    readings = set(_readings(text))
    if any(_occurs(value, text, readings) for value in values):
        return WITHHELD
    if is_cut:
        margin = _LONGEST_LETTER * max(map(len, values), default=0)
        text = text[: max(0, len(text) - margin)]
    return text


def keep(text: str, secrets: Iterable[Secret]) -> str:
    """A provider's text as it may be kept: scrubbed first, so that a secret cut in two by the limit cannot stay."""
    return clean(scrub(text, secrets))


def html_unescaped(text: str) -> str:
    """The text with HTML's character references undone; one that is no character's is marked as such."""
    # `html.unescape` raises ValueError on a number of more than 4300 digits.
    return html.unescape(_BEYOND_UNICODE.sub("\ufffd", text))


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)


def _readings(text: str) -> Iterator[str]:
    """The text and what it becomes when its escapes are undone, folded."""
    level = {text}
    for _ in range(_DECODING_ROUNDS):
        yield from map(_folded, level)
        level = {_unescaped(unquoted) for reading in level for unquoted in _unquoted(reading)}
    yield from map(_folded, level)


def _unquoted(text: str) -> Iterator[str]:
    if "%" not in text:
        yield text
        return
    yield unquote(text)
    yield unquote_plus(text)
    yield unquote(text, "latin-1")


def _unescaped(text: str) -> str:
    text = html_unescaped(text) if "&" in text else text
    text = _ESCAPE.sub(_undo_escape, text)
    # A letter beyond the first 65,536 is written as two escapes.
    return _visible(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _undo_escape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else match[3]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _occurs(value: str, text: str, readings: set[str]) -> bool:
    needle = _folded(value)
    if any(needle in reading for reading in readings):
        return True
    bare = _SEPARATORS.sub("", needle)
    if len(bare) < (_ENOUGH_DIGITS if bare.isdigit() else _ENOUGH_LETTERS):
        return False
    for reading in readings:
        closed_up = _SEPARATORS.sub("", reading)
        if bare in closed_up or bare[::-1] in closed_up:
            return True
    return _occurs_encoded(value, text)


def _occurs_encoded(value: str, text: str) -> bool:
    hexadecimal = _HEX_MARK.sub("", text.lower())
    letters = _SPACES.sub("", unquote(text)).replace("-", "+").replace("_", "/")
    for spelling in {value, value.lower(), value.upper()}:
        for encoding in ("utf-8", "utf-16-le"):
            data = spelling.encode(encoding, "surrogatepass")
            if data.hex() in hexadecimal or any(inner in letters for inner in _base64_of(data)):
                return True
    return False


def _base64_of(data: bytes) -> Iterator[str]:
    """The data in base64 as it stands within more of it, at each of the three places in a group.

    Only the letters that depend on nothing else: what stands before and after has a part in those at the edges.
    """
    for before in range(3):
        letters = base64.b64encode(b"\0" * before + data).decode("ascii")
        first, last = (before * 8 + 5) // 6, (before + len(data)) * 8 // 6
        yield letters[first:last]
