"""Contacts as rows: written with their search forms, read back whole, and looked up where two could be one person."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any

from desktop_dialer.core.contact import Contact, ContactNumber
from desktop_dialer.core.folding import digits, folded, initials, words
from desktop_dialer.core.numbers import grouped

Row = tuple[Any, ...]
_NEVER: Mapping[str, int | None] = MappingProxyType({})

_ADD = (
    "INSERT INTO contact (id, name, company, favourite, note, sort, words, initials, digits) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_REPLACE = (
    "UPDATE contact SET id = ?, name = ?, company = ?, favourite = ?, note = ?, sort = ?, words = ?, initials = ?, "
    "digits = ? WHERE id = ? RETURNING position"
)
_ADD_NUMBER = (
    "INSERT INTO number (contact, place, label, text, key, digits, shown, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
# The statements are put together from names in this module alone.
_READ = (
    "SELECT c.id, c.name, c.company, c.favourite, c.note, n.label, n.text, n.key "
    "FROM contact c LEFT JOIN number n ON n.contact = c.position"
)
_IN_ORDER = "ORDER BY c.sort, c.position, n.place"
_ALL = f"{_READ} {_IN_ORDER}"
_OF_ID = f"{_READ} WHERE c.id = :id OR c.position = (SELECT contact FROM uid WHERE uid = :id) {_IN_ORDER}"  # noqa: S608
_WHOSE = (
    f"{_READ} WHERE c.position = (SELECT h.position FROM number m JOIN contact h ON h.position = m.contact "  # noqa: S608
    f"WHERE m.{{}} = ? ORDER BY h.favourite DESC, h.sort, h.position LIMIT 1) {_IN_ORDER}"
)
_USED = "UPDATE number SET used = ? WHERE text = ? AND contact = (SELECT position FROM contact WHERE id = ?)"
_ADD_UID = "INSERT OR IGNORE INTO uid (uid, contact) SELECT ?, position FROM contact WHERE id = ?"
# Of the same title, with a number in common (by either form).
_SHARING = (
    f"{_READ} WHERE c.position IN (SELECT s.position FROM contact s JOIN number m ON m.contact = s.position "  # noqa: S608
    f"WHERE s.sort = ? AND (m.key = ? OR m.digits = ?)) {_IN_ORDER}"
)
# Of the same title, and holding all that is given of one without a number.
_HOLDING = (
    f"{_READ} WHERE c.position = (SELECT position FROM contact WHERE sort = :sort AND :name IN ('', name) "  # noqa: S608
    f"AND :company IN ('', company) AND :note IN ('', note) AND favourite >= :favourite ORDER BY position LIMIT 1) "
    f"{_IN_ORDER}"
)


def add(connection: sqlite3.Connection, contact: Contact) -> None:
    """Write a contact whose id is new."""
    position = connection.execute(_ADD, _values(contact)).lastrowid
    _add_numbers(connection, position, contact.numbers)


def put_in_place(connection: sqlite3.Connection, contact: Contact) -> bool:
    """Replace the contact of the same id; False where there is none. When its numbers were called is kept."""
    found = connection.execute(_REPLACE, (*_values(contact), contact.id)).fetchone()
    if found is None:
        return False
    used = dict(connection.execute("SELECT coalesce(key, digits), used FROM number WHERE contact = ?", found))
    connection.execute("DELETE FROM number WHERE contact = ?", found)
    _add_numbers(connection, found[0], contact.numbers, used)
    return True


def remove(connection: sqlite3.Connection, identity: str) -> None:
    """Remove the contact of that id, with what belongs to it."""
    connection.execute("DELETE FROM contact WHERE id = ?", (identity,))


def mark_used(connection: sqlite3.Connection, identity: str, number: str, moment: int) -> None:
    """Note that the contact's number of that text was called at `moment`, in milliseconds since 1970."""
    connection.execute(_USED, (moment, number, identity))


def add_uid(connection: sqlite3.Connection, contact: Contact, uid: str) -> None:
    """Let the contact be found by a further id, which nobody has."""
    connection.execute(_ADD_UID, (uid, contact.id))


def all_contacts(connection: sqlite3.Connection) -> Iterator[Contact]:
    """Every contact, by title."""
    return contacts_in(connection.execute(_ALL))


def of_id(connection: sqlite3.Connection, identity: str) -> Contact | None:
    """The contact of that id, or whom a source knows by it."""
    return next(contacts_in(connection.execute(_OF_ID, {"id": identity})), None)


def whose(connection: sqlite3.Connection, number: str) -> Contact | None:
    """Whose number this is, by its E.164 form, else by its digits as they are written; a favourite first."""
    by_key = connection.execute(_WHOSE.format("key"), (number,))
    by_digits = connection.execute(_WHOSE.format("digits"), (digits(number),))
    return next(contacts_in(by_key), None) or next(contacts_in(by_digits), None)


def alike(connection: sqlite3.Connection, given: Contact) -> list[Contact]:
    """Those that could be the one that is given: of its title and with a number of it.

    One without a number is only ever found where it adds nothing, and one with an id of its own not at all.
    """
    found: dict[str, Contact] = {}
    for number in given.numbers:
        values = (_sort(given), number.key, digits(number.text))
        found.update((contact.id, contact) for contact in contacts_in(connection.execute(_SHARING, values)))
    if not given.id and not given.numbers:
        wanted = {
            "sort": _sort(given),
            "name": given.name,
            "company": given.company,
            "note": given.note,
            "favourite": int(given.favourite),
        }
        found.update((contact.id, contact) for contact in contacts_in(connection.execute(_HOLDING, wanted)))
    return list(found.values())


def contacts_in(rows: Iterable[Row]) -> Iterator[Contact]:
    """The contacts in rows of contact and number, those of one contact together."""
    for (identity, name, company, favourite, note), numbers in groupby(rows, key=lambda row: row[:5]):
        yield Contact(
            id=identity,
            name=name,
            company=company,
            numbers=tuple(
                ContactNumber(label=label, text=text, key=key) for *_, label, text, key in numbers if text is not None
            ),
            favourite=bool(favourite),
            note=note,
        )


def _values(contact: Contact) -> Row:
    said = " ".join(words(f"{contact.name} {contact.company}"))
    return (
        contact.id,
        contact.name,
        contact.company,
        int(contact.favourite),
        contact.note,
        _sort(contact),
        f" {said}",
        "".join(f" {letters}" for letters in initials(contact.name)),
        _digits(contact),
    )


def _sort(contact: Contact) -> str:
    return folded(contact.title)


def _digits(contact: Contact) -> str:
    forms = (form for number in contact.numbers for form in (digits(number.text), (number.key or "")[1:]) if form)
    return "".join(f" {form}" for form in forms) + " " if contact.numbers else ""


def _add_numbers(
    connection: sqlite3.Connection,
    position: int | None,
    numbers: Iterable[ContactNumber],
    used: Mapping[str, int | None] = _NEVER,
) -> None:
    rows = (
        (
            position,
            place,
            number.label,
            number.text,
            number.key,
            digits(number.text),
            grouped(number.key, None) if number.key else "",
            used.get(number.identity),
        )
        for place, number in enumerate(numbers)
    )
    connection.executemany(_ADD_NUMBER, rows)
