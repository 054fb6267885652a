"""Contacts as vCard 4.0 (RFC 6350), such that reading them gives back what was written."""

from collections.abc import Iterable, Iterator

from desktop_dialer.contacts.vcard import FAVOURITE
from desktop_dialer.contacts.vcard_labels import types_of
from desktop_dialer.core.contact import Contact

_FOLD = 75
"""Octets of a line, its end not counted (section 3.2)."""


def vcards(contacts: Iterable[Contact]) -> Iterator[bytes]:
    """One card each, in UTF-8."""
    for contact in contacts:
        yield b"".join(_folded(line) for line in _lines(contact))


def _lines(contact: Contact) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    if contact.id:
        yield f"UID:{_escaped(contact.id)}"
    if not contact.name and contact.company:
        yield "KIND:org"
    yield f"FN:{_escaped(contact.title)}"
    if contact.company:
        yield f"ORG:{_escaped(contact.company)}"
    for place, number in enumerate(contact.numbers, 1):
        types = types_of(number.label)
        if types is None:
            yield f"item{place}.TEL:{_escaped(number.text)}"
            yield f"item{place}.X-ABLabel:{_escaped(number.label)}"
        else:
            yield f"TEL{''.join(f';TYPE={kind}' for kind in types)}:{_escaped(number.text)}"
    if contact.favourite:
        yield f"{FAVOURITE}:true"
    if contact.note:
        yield f"NOTE:{_escaped(contact.note)}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    for char in "\\,;":
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line in pieces that fit, none of which cuts a character in two."""
    rest = line.encode()
    pieces: list[bytes] = []
    while len(rest) > _FOLD:
        end = _FOLD - (1 if pieces else 0)
        while rest[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join((*pieces, rest)) + b"\r\n"
