"""What a row of the contact list says: for the eye as two lines, for the ear as one, for the pointer as a tooltip."""

from __future__ import annotations

from enum import IntEnum, auto
from typing import TYPE_CHECKING, NamedTuple

from desktop_dialer.ui.plain import isolated, number, plain, tip_text

if TYPE_CHECKING:
    from desktop_dialer.core.contact_list import ContactRow

Marks = tuple[tuple[int, int], ...]
"""Parts of a text that the search matched: (start, length) of each."""
BETWEEN = " · "
"""Stands between the parts of the second line."""
_NAME, _COMPANY = 120, 80
"""More of one is not shown in a row."""


class Kind(IntEnum):
    """What stands in a row."""

    HEADING = auto()
    CONTACT = auto()
    TYPED = auto()
    """The text of the box itself, as a number to call; or that nobody is found by it."""


class Role(IntEnum):
    """What a model is asked for: three of Qt's own roles, by their numbers (see `ui.ink`), and ours."""

    DISPLAY = 0
    TIP = 3
    SPOKEN = 11
    """`AccessibleTextRole`."""
    KIND = 0x0101
    LINE = 0x0102
    """The `Line`; None for a contact that is not loaded yet."""
    ROW = 0x0103
    """The `ContactRow`; None for all that is no contact, or not loaded yet."""


class Line(NamedTuple):
    """A row for the eye, fit to be painted."""

    title: str
    detail: str = ""
    title_marks: Marks = ()
    detail_marks: Marks = ()
    face: str = ""
    """The name by which the disc is coloured and lettered; empty: a `#`."""
    can_call: bool = False


def title_of(row: ContactRow) -> str:
    """The first line."""
    return plain(row.title, _NAME)


def detail_of(row: ContactRow) -> str:
    """The second line: “Company · number”, “number · label”, “2 numbers”."""
    company = plain(row.company, _COMPANY) if row.company != row.title else ""
    if not row.numbers:
        return company or isolated("No number")
    if company:
        return f"{company}{BETWEEN}{number(plain(row.shown, _COMPANY))}"
    return isolated(f"{row.numbers} numbers") if row.numbers > 1 else number_and_label(row)


def number_and_label(row: ContactRow) -> str:
    """“number · label”: what a contact says that was found by its number."""
    shown = number(plain(row.shown, _COMPANY))
    return f"{shown}{BETWEEN}{plain(row.label, _COMPANY)}" if row.label else shown


def line_of(row: ContactRow) -> Line:
    """The row as it stands in the whole list."""
    return Line(title=title_of(row), detail=detail_of(row), face=row.title, can_call=bool(row.number))


def spoken(row: ContactRow) -> str:
    """The row for the ear: “Grace Hopper, Compilers, Work +31 20 555 0142, favourite”."""
    return ", ".join(part for part in _parts(row) if part)


def tip_of(row: ContactRow) -> str:
    """The row in full, escaped for a tooltip."""
    return tip_text("\n".join(part for part in _parts(row) if part))


def _parts(row: ContactRow) -> tuple[str, ...]:
    company = plain(row.company, _COMPANY) if row.company != row.title else ""
    shown = plain(f"{row.label} {row.shown}".strip(), _COMPANY) if row.number else "no number"
    more = f"{row.numbers} numbers" if row.numbers > 1 else ""
    return plain(row.title, _NAME), company, shown, more, "favourite" if row.favourite else ""
