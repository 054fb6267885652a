"""A contact: who can be called, and by which numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_dialer.core.errors import InvalidInput, NumberRefused
from desktop_dialer.core.folding import digits
from desktop_dialer.core.numbers import MAX_TYPED, read_number

MAX_NAME = 500
MAX_ID = 255
MAX_NOTE = 100_000
MAX_NUMBERS = 100

# Controls, halves of characters, and the marks that reverse what is shown; the joiners of Persian and emoji stay.
_BREAKS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactNumber:
    """`text` is the number as it was given; `key` its E.164 form with the plus, or None where nothing proves one."""

    label: str
    text: str
    key: str | None = None

    @property
    def identity(self) -> str:
        """What two spellings of the number have in common."""
        return self.key or digits(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One of name, company and numbers is there at least. A contact without a number is kept, and cannot be called."""

    id: str
    """The UID under which its source knows it, or one that was made here; empty: not stored yet, and without one."""
    name: str
    company: str = ""
    numbers: tuple[ContactNumber, ...] = ()
    favourite: bool = False
    note: str = ""

    @property
    def title(self) -> str:
        """What stands for the contact in a list."""
        return self.name or self.company or self.numbers[0].text


def contact(
    *,
    id: str = "",  # noqa: A002 - the field's name
    name: str = "",
    company: str = "",
    numbers: tuple[ContactNumber, ...] = (),
    favourite: bool = False,
    note: str = "",
) -> Contact:
    """A contact whose texts are fit to keep and to show, each number in it once. Raises `InvalidInput`.

    A name that is nothing but one of the numbers is no name.
    """
    by_identity: dict[str, ContactNumber] = {}
    for number in numbers:
        by_identity.setdefault(number.identity, number)
    once = tuple(by_identity.values())
    name, company = one_line(name, "name", MAX_NAME), one_line(company, "company", MAX_NAME)
    if any(name == number.text for number in once):
        name = ""
    if not (name or company or once):
        raise InvalidInput("it has neither a name nor a number", name="name")
    if len(once) > MAX_NUMBERS:
        raise InvalidInput(f"it has more than {MAX_NUMBERS} numbers", name="number")
    return Contact(
        id=one_line(id, "UID", MAX_ID),
        name=name,
        company=company,
        numbers=once,
        favourite=favourite,
        note=_lines(note),
    )


def contact_number(label: str, text: str, *, country: str | None) -> ContactNumber:
    """A number of a contact; `country` (two letters) is where a national one belongs. Raises `InvalidInput`.

    What could not be dialled, for there are letters in it, is kept as it is: the call refuses it with its reason.
    """
    text = one_line(text, "number", MAX_TYPED)
    if not digits(text):
        raise InvalidInput(f"“{text}” holds no digit", name="number")
    try:
        key = read_number(text, country=country).e164
    except NumberRefused:
        key = None
    return ContactNumber(label=one_line(label, "label", MAX_NAME), text=text, key=key)


def one_line(text: str, name: str, limit: int) -> str:
    """The text on one line, without what cannot be seen. Raises `InvalidInput` where it is too long to be a `name`."""
    line = " ".join(_HIDDEN.sub("", _BREAKS.sub(" ", text)).split())
    if len(line) > limit:
        raise InvalidInput(f"its {name} is longer than {limit} characters", name=name)
    return line


def _lines(note: str) -> str:
    text = _HIDDEN.sub("", _BREAKS.sub("\n", note)).strip()
    if len(text) > MAX_NOTE:
        raise InvalidInput(f"its note is longer than {MAX_NOTE} characters", name="note")
    return text
