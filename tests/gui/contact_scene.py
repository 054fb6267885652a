"""Contacts for the tests of list, box and editor."""

from array import array

from desktop_dialer.core.contact_list import POSITIONS, ContactIndex, ContactRow, Section


def row(position, title="", **changes):
    """A contact's row; by default with one number, made from its position."""
    number = f"+31 20 555 {position:04}"
    fields = {
        "id": f"c{position}",
        "title": title or f"Person {position}",
        "company": "",
        "favourite": False,
        "numbers": 1,
        "label": "Work",
        "number": number,
        "shown": number,
    }
    return ContactRow(position=position, **{**fields, **changes})


def index(*sections):
    """The index of (title, positions) in this order."""
    positions, heads = array(POSITIONS), []
    for title, members in sections:
        heads.append(Section(title=title, first=len(positions)))
        positions.extend(members)
    return ContactIndex(positions=positions, sections=tuple(heads))


def many(count, sections=26):
    """An index of so many contacts under so many letters."""
    size = -(-count // sections)
    parts = [(chr(65 + at), range(at * size + 1, min((at + 1) * size, count) + 1)) for at in range(sections)]
    return index(*parts)


HOSTILE = (
    "<b>bold</b>",
    "<img src='file:///etc/passwd'>",
    "<a href='http://x'>x</a>&amp;",
    "\u202eevil\u2066\u2067",
    "x" * 10_000,
    "a\0b\x1b[31m\ud800",
    "one\r\ntwo\u2028three",
    "",
    "👩‍👩‍👧 مرحبا",
)
