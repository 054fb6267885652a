"""VoipTech's replies read to labels and values, whatever their format.

The manual ("Response format": Text/HTML, XML, JSON) shows no reply and names no field. The shapes are those that
were met in the field, and the first character decides, for the content type says `text/html` of nearly all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_dialer.core.call import MAX_TEXT, Reason
from desktop_dialer.core.replies import Unreadable, is_page, json_of, text_of, xml_of
from desktop_dialer.core.text import html_unescaped

if TYPE_CHECKING:
    from desktop_dialer.core.wire import Reply

_REFUSALS = ("bad event", "you need to login first", "restricted access", "please provide")
"""What the exchange says, with HTTP 200, instead of doing anything."""

_LONGEST_HTML = 8192
"""An answer is a few lines: no more of a body is searched for labels."""

_FRAGMENT = re.compile(
    r"<(?:b|br|center|div|dl|font|form|h[1-6]|hr|i|li|link|meta|ol|p|pre|script|span|strong|style|table|title|tr|ul)\b",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_CELL = re.compile(r"<(?:td|th|dd)\b[^<>]*>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:td|th|dd|b|em|font|i|small|span|strong|u)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LABEL = re.compile(r"(?:^|[\n,;:|])[ ]*([a-z]\w*)\s*[:=]+\s*([\w.+-]+)(?![^\x00-\x7f])", re.ASCII | re.IGNORECASE)
"""A label and its value; a letter beyond ASCII makes another word of what stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reply's labels, in lower case, with their values, in order; `text` is all its words."""

    pairs: tuple[tuple[str, str], ...]
    text: str

    def values(self, label: str) -> list[str]:
        """The values that carry this label (lower case)."""
        return [value for name, value in self.pairs if name == label]

    @property
    def refuses(self) -> bool:
        """Whether it is one of the exchange's known refusals, which are short."""
        words = self.text.lower()
        return len(words) <= MAX_TEXT and any(refusal in words for refusal in _REFUSALS)


def read_answer(reply: Reply, *, with_pages: bool) -> Answer:
    """The reply's labels and words. Raises `Unreadable`.

    `with_pages`: a whole web page may be the answer, if it holds a `Response` label; otherwise it never is.
    """
    text = text_of(reply).strip().lstrip("\ufeff").strip()
    if not text:
        raise Unreadable(Reason.EMPTY_BODY)
    if is_page(text):
        answer = _labelled(_plain(text))
        if not (with_pages and answer.values("response")):
            raise Unreadable(Reason.HTML_PAGE)
        return answer
    if text[0] in "{[":
        return Answer(pairs=_pairs_of_json(json_of(text)), text=text)
    if text[0] == "<" and not _FRAGMENT.match(text):
        root = xml_of(reply)
        pairs = ((element.tag.rpartition("}")[2].lower(), (element.text or "").strip()) for element in root.iter())
        words = " ".join(words for part in root.itertext() if (words := part.strip()))
        return Answer(pairs=tuple(pair for pair in pairs if pair[1]), text=words)
    return _labelled(_plain(text))


def _pairs_of_json(document: object) -> tuple[tuple[str, str], ...]:
    """The scalars at the top level and in `data`; of an array its first item."""
    top = _first(document)
    inner = [_first(value) for name, value in top.items() if name.lower() == "data"]
    return tuple(
        (name.lower(), str(value))
        for place in (top, *inner)
        for name, value in place.items()
        if isinstance(value, str | int)
    )


def _first(value: object) -> dict[str, object]:
    item = value[0] if isinstance(value, list) and value else value
    return item if isinstance(item, dict) else {}


def _plain(text: str) -> str:
    """The words of a text or of HTML, a line for each block; a table's cells are set apart by colons.

    Expressions do this, for html.parser raises AssertionError on some bodies and is quadratic on others.
    """
    text = _SCRIPT.sub("\n", text[:_LONGEST_HTML])
    text = html_unescaped(_TAG.sub("\n", _INLINE.sub("", _CELL.sub(":", text))))
    return "\n".join(words for line in text.splitlines() if (words := " ".join(line.split())))


def _labelled(text: str) -> Answer:
    return Answer(pairs=tuple((label.lower(), value) for label, value in _LABEL.findall(text)), text=text)
