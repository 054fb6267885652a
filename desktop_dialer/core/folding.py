"""Texts as they are compared: without case and accents, a name by its initials, a number by its digits alone."""

from __future__ import annotations

import re
import unicodedata

# Letters that are spelt with a plain one where the keyboard has no better, and that Unicode does not take apart.
_PLAIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_GAP = re.compile(r"[\s-]+")
_WORD = re.compile(r"[^\W_]+")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")


def folded(text: str) -> str:
    """The text with case and accents folded and every space made one: what two spellings of a name have in common."""
    if text.isascii():
        return " ".join(text.lower().split())
    letters = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(char for char in letters if unicodedata.category(char) not in {"Mn", "Cf"})
    return " ".join(plain.translate(_PLAIN).split())


def words(text: str) -> list[str]:
    """The folded words of a text; whatever is neither letter nor digit stands between two."""
    return _WORD.findall(folded(text))


def initials(name: str) -> list[str]:
    """The first letters of the name's words, folded, and those without its small words: `jvdb` and `jb`."""
    parts = [match[0] for part in _GAP.split(name) if (match := _WORD.search(part))]
    found = [folded("".join(part[0] for part in kind)) for kind in (parts, [p for p in parts if not p.islower()])]
    return [letters for letters in dict.fromkeys(found) if len(letters) > 1]


def digits(text: str) -> str:
    """The digits of a number as ASCII; the “(0)” that some write after a country code is left out."""
    plain = _TRUNK_ZERO.sub("", text) if text.lstrip().startswith(("+", "00")) else text
    return "".join(char if char.isascii() else str(unicodedata.decimal(char)) for char in plain if char.isdecimal())
