"""The lines of vCards of every version: unfolded, taken apart into properties, and decoded.

RFC 6350 section 3.3, RFC 2426 section 5.8, and versit's vCard 2.1, whose values may be quoted-printable in a charset
of their own. Whatever is no property is passed over.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop_dialer.contacts.text_file import MAX_LINE, Line

_LEFT_OUT = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
"""Pictures and the like, which are not even collected."""
_NAME = re.compile(r"(?:[A-Za-z0-9_-]+\.)?([A-Za-z0-9-]+)")
_ENCODINGS = frozenset({"quoted-printable", "base64", "8bit", "7bit"})
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """`name` is upper case, `group` as written, `parameters` by lower-case name; `value` is decoded, not unescaped."""

    line: int
    group: str
    name: str
    parameters: Mapping[str, list[str]]
    value: str
    is_cut: bool
    """There was more of it than is taken in: its value is not to be used."""


def properties(lines: Iterable[Line]) -> Iterator[Property]:
    """The properties in order, `BEGIN` and `END` among them."""
    for line in _unfolded(lines):
        head, colon, value = _split_at_colon(line.text)
        if not colon:
            continue
        first, *rest = _split_outside_quotes(head, ";")
        if not _NAME.fullmatch(first.strip()):
            continue
        group, _, name = first.strip().rpartition(".")
        if name.upper() in _LEFT_OUT:
            continue
        parameters = _parameters(rest)
        yield Property(
            line=line.number,
            group=group,
            name=name.upper(),
            parameters=parameters,
            value=_decoded(value, parameters),
            is_cut=line.is_cut,
        )


def unescaped(text: str, *, is_old: bool) -> str:
    """The text without its escapes; `is_old`: vCard 2.1, where an escaped n is no line break."""
    if "\\" not in text:
        return text

    def plain(match: re.Match[str]) -> str:
        char = match[1]
        if char in "nN":
            return match[0] if is_old else "\n"
        return char if char in "\\;,:" else match[0]

    return _ESCAPE.sub(plain, text)


def components(value: str, *, is_old: bool) -> list[str]:
    """The parts of a structured value, between its semicolons; several values of one part have spaces between them."""
    if "\\" not in value and "," not in value:
        return [part.strip() for part in value.split(";")]
    parts = [""]
    for piece in re.findall(r"\\.|[^\\;,]+|[;,]|\\$", value, re.DOTALL):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += " " if piece == "," and not is_old else piece
    return [unescaped(part, is_old=is_old).strip() for part in parts]


def _unfolded(lines: Iterable[Line]) -> Iterator[Line]:
    """Whole lines, of which none is longer than `MAX_LINE`."""
    start: Line | None = None
    parts: list[str] = []
    size, is_cut, is_soft = 0, False, False
    for line in lines:
        folded = line.text[:1] in {" ", "\t"}
        if start is not None and (folded or (is_soft and not _is_border(line.text))):
            piece = line.text[1:] if folded and not is_soft else line.text
        else:
            if start is not None:
                yield Line(number=start.number, text="".join(parts), is_cut=is_cut)
            start, piece = line, line.text
            parts, size, is_cut = [], 0, False
        is_soft = piece.endswith("=") and _is_quoted_printable(parts[0] if parts else piece)
        piece = piece[:-1] if is_soft else piece
        size += len(piece)
        is_cut = is_cut or line.is_cut or size > MAX_LINE
        if not is_cut:
            parts.append(piece)
        elif not parts:
            parts.append(piece[:1000])  # as much as tells which property it is
    if start is not None:
        yield Line(number=start.number, text="".join(parts), is_cut=is_cut)


def _is_border(text: str) -> bool:
    return text.upper().startswith(("BEGIN:", "END:"))


def _is_quoted_printable(text: str) -> bool:
    return "QUOTED-PRINTABLE" in text.partition(":")[0].upper()


def _split_at_colon(text: str) -> tuple[str, str, str]:
    head, colon, value = text.partition(":")
    if head.count('"') % 2 == 0:
        return head, colon, value
    head, *rest = _split_outside_quotes(text, ":")
    return head, ":" if rest else "", ":".join(rest)


def _split_outside_quotes(text: str, separator: str) -> list[str]:
    if '"' not in text:
        return text.split(separator)
    parts, is_quoted = [""], False
    for char in text:
        if char == '"':
            is_quoted = not is_quoted
        if char == separator and not is_quoted:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _parameters(texts: Iterable[str]) -> dict[str, list[str]]:
    """By name; a value without a name, as vCard 2.1 has them, is an encoding or a type."""
    found: dict[str, list[str]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            name, value = "encoding" if name.lower() in _ENCODINGS else "type", name
        values = [part.strip(' "') for part in value.split(",")]  # the RFC's own example has TYPE="voice,home"
        found.setdefault(name.strip().lower(), []).extend(values)
    return found


def _decoded(value: str, parameters: Mapping[str, list[str]]) -> str:
    encoding = next(iter(parameters.get("encoding", ())), "").lower()
    charset = next(iter(parameters.get("charset", ())), "")
    raw = value.encode("utf-8", "surrogateescape") if encoding or charset or not value.isascii() else b""
    if encoding == "quoted-printable":
        return _text(quopri.decodestring(raw), charset)
    if encoding in {"b", "base64"}:
        try:
            return _text(base64.b64decode(raw, validate=False), charset)
        except binascii.Error:
            return value
    return _text(raw, charset) if raw else value


def _text(raw: bytes, charset: str) -> str:
    """The bytes as text: by the charset that is named, else as UTF-8, else as Windows wrote them."""
    for name in filter(None, (charset, "utf-8")):
        try:
            return raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", "replace")
