"""A provider's words made fit to keep and to show: plain, short, and without a secret in any spelling."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from desktop_dialer.core.call import MAX_TEXT
from desktop_dialer.core.secret import MASK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop_dialer.core.secret import Secret

WITHHELD = "(withheld: the provider's text repeats a secret)"

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)")
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{4,}={0,2}")
_HEX_RUN = re.compile(r"(?:[0-9a-fA-F]{2}[ :]?){2,}")
_SEPARATORS = re.compile(r"[\s._:;,|/\\-]+")
_DECODING_ROUNDS = 3
_LONG_ENOUGH_TO_SPELL = 4


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """One line of plain text: control, bidi and other invisible characters gone, `limit` characters at most."""
    visible = "".join(
        " " if unicodedata.category(char) in _INVISIBLE and char in "\t\r\n\v\f\x85\u2028\u2029" else char
        for char in text[: limit * 20]
        if unicodedata.category(char) not in _INVISIBLE or char in "\t\r\n\v\f\x85\u2028\u2029"
    )
    line = " ".join(visible.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def scrub(text: str, secrets: Iterable[Secret]) -> str:
    """`text` without the secrets: masked where one stands plainly, the whole withheld where it is spelt otherwise.

    Percent, HTML, JSON, base64 and hex spellings, letter case and separators within are seen through.
    """
    values = {value for secret in secrets if (value := secret.reveal())}
    for value in sorted(values, key=len, reverse=True):
        text = re.sub(re.escape(value), MASK, text, flags=re.IGNORECASE)
    spellings = {spelling for reading in _readings(text) for spelling in (reading, _SEPARATORS.sub("", reading))}
    for value in values:
        needle = value.casefold()
        bare = _SEPARATORS.sub("", needle)
        for spelling in spellings:
            if needle in spelling or (len(bare) >= _LONG_ENOUGH_TO_SPELL and bare in spelling):
                return WITHHELD
            if len(bare) >= _LONG_ENOUGH_TO_SPELL and bare[::-1] in spelling:
                return WITHHELD
    return text


def keep(text: str, secrets: Iterable[Secret]) -> str:
    """A provider's text as it may be kept: scrubbed first, so that a secret cut in two by the limit cannot stay."""
    return clean(scrub(clean(text, limit=10 * MAX_TEXT), secrets))


def _readings(text: str) -> Iterator[str]:
    """The text and what it becomes when its escapes are undone, case folded."""
    for _ in range(_DECODING_ROUNDS):
        yield text.casefold()
        for run in _BASE64_RUN.findall(text):
            yield from _decoded_base64(run)
        for run in _HEX_RUN.findall(text):
            yield bytes.fromhex(re.sub("[ :]", "", run)).decode("utf-8", "replace").casefold()
        undone = _JSON_ESCAPE.sub(_undo_json, html.unescape(unquote_plus(text)))
        if undone == text:
            return
        text = undone


def _undo_json(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]


def _decoded_base64(run: str) -> Iterator[str]:
    """The run read as base64 at each of the four places where a group may begin."""
    standard = run.rstrip("=").replace("-", "+").replace("_", "/")
    for start in range(4):
        part = standard[start:]
        part = part[: len(part) - 1] if len(part) % 4 == 1 else part
        try:
            yield base64.b64decode(part + "=" * (-len(part) % 4)).decode("utf-8", "replace").casefold()
        except binascii.Error:  # pragma: no cover - the run holds base64's letters only and is padded
            continue
