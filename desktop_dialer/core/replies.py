"""Reading a reply's body safely: text, XML, JSON and web pages, and what the HTTP status alone says.

Sources: the providers' manuals say little of encodings; the rules are this program's own, made to survive
classic ASP (a BOM and blank lines before the declaration), undeclared Windows-1252 and hostile bodies.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from desktop_dialer.core.call import Reason, State, http_reason
from desktop_dialer.core.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_dialer.core.wire import Reply

MAX_XML_DEPTH = 32

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.ASCII | re.IGNORECASE)
_KNOWN_CHARSET = re.compile(
    r"utf-?8|utf-?16(?:[bl]e)?|(?:us-)?ascii|iso-?8859-\d{1,2}|(?:windows-|cp)125\d", re.IGNORECASE
)
"""Python knows many more; some are no text encodings, and some take minutes for a hostile body."""
_DECLARATION = re.compile(r"<\?xml\b[^>]*\?>\s*", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


class Unreadable(Exception):
    """The body cannot be read as what it should be; `reason` is `empty_body`, `html_page` or `malformed`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def text_of(reply: Reply) -> str:
    """The body as text: by its BOM, then the HTTP charset, then UTF-8, then Windows-1252."""
    for bom, encoding in _BOMS:
        if reply.body.startswith(bom):
            return reply.body[len(bom) :].decode(encoding, "replace")
    for encoding in (*_declared_charset(reply), "utf-8", "cp1252"):
        try:
            return reply.body.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return reply.body.decode("latin-1")


def _declared_charset(reply: Reply) -> Iterator[str]:
    declared = _CHARSET.search(reply.headers.get("content-type", ""))
    if declared is None or not _KNOWN_CHARSET.fullmatch(declared[1]):
        return
    if "16" not in declared[1] or b"\0" in reply.body:  # any text of even length can be read as UTF-16
        yield declared[1]


def is_page(text: str) -> bool:
    """Whether the text is a web page: a captive portal, a proxy's word, a login form."""
    text = text.lstrip("\ufeff \t\r\n")
    declaration = _DECLARATION.match(text)
    position = declaration.end() if declaration else 0
    while text.startswith("<!--", position) and (end := text.find("-->", position)) >= 0:
        position = end + len("-->")
        while text[position : position + 1].isspace():
            position += 1
    return _PAGE.match(text, position) is not None


def whole_text(reply: Reply) -> str:
    """The body as text. Raises `Unreadable` where there is none, or where it is a web page."""
    text = text_of(reply).strip().lstrip("\ufeff").strip()
    if not text:
        raise Unreadable(Reason.EMPTY_BODY)
    if is_page(text):
        raise Unreadable(Reason.HTML_PAGE)
    return text


class _PlainTree(ET.TreeBuilder):
    """A tree without document type, entities of its own or bottomless nesting."""

    depth = 0

    def start(self, tag: Any, attrs: Any) -> ET.Element:  # noqa: ANN401 - the base class says so
        self.depth += 1
        if self.depth > MAX_XML_DEPTH:
            raise Unreadable(Reason.MALFORMED)
        return super().start(tag, attrs)

    def end(self, tag: str) -> ET.Element:
        self.depth -= 1
        return super().end(tag)

    def doctype(self, *_: object) -> None:
        raise Unreadable(Reason.MALFORMED)


def xml_of(reply: Reply) -> ET.Element:
    """The body as XML. Raises `Unreadable`; a DOCTYPE is refused, so no entity is ever expanded."""
    text = whole_text(reply)
    declaration = _DECLARATION.match(text)
    text = text[declaration.end() :] if declaration else text
    parser = ET.XMLParser(target=_PlainTree())  # noqa: S314 - no DTD passes, and the body is capped
    try:
        parser.feed(text.encode("utf-8", "surrogatepass"))
        root: ET.Element = parser.close()
    except (ET.ParseError, ValueError):
        raise Unreadable(Reason.MALFORMED) from None
    return root


def json_of(text: str) -> object:
    """The text as JSON, a number with a point or exponent as the text it is.

    Raises `Unreadable`; NaN, bottomless nesting and half a surrogate pair, which nothing can write down, are refused.
    """
    try:
        document: object = json.loads(text, parse_constant=_refuse_constant, parse_float=str)
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Unreadable(Reason.MALFORMED) from None
    return document


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def by_status(reply: Reply, *, own_refusal: Reading | None = None) -> Reading | None:
    """What the HTTP status alone decides about a start request; None for a 2xx, where the body decides.

    A redirect is not followed, a server's own fault leaves the call unknown, and a refusal counts only over
    verified TLS or where the body is the provider's own refusal (`own_refusal`), for on plain http anybody on
    the way can write it.
    """
    status = reply.status
    code, text = str(status), own_refusal.text if own_refusal else ""
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return Reading(state=State.UNKNOWN, reason=Reason.REDIRECT, code=code)
    if not 400 <= status < 500 or status == 408:
        return Reading(state=State.UNKNOWN, reason=http_reason(status), code=code, text=text)
    if not reply.secure and own_refusal is None:
        return Reading(state=State.UNKNOWN, reason=Reason.UNTRUSTED_CHANNEL, code=code)
    reason = {401: Reason.CREDENTIALS, 403: Reason.PERMISSION, 429: Reason.RATE_LIMITED}.get(status)
    return Reading(state=State.REJECTED, reason=reason or http_reason(status), code=code, text=text)
