"""Taking contacts in: the rows of a file, what becomes of each, and when two of them are one person.

An import adds and updates; it never takes a number away. Taken in again, the same file changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desktop_dialer.core.contact import Contact, ContactNumber
from desktop_dialer.core.folding import digits


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a file says of one contact; without one, `remarks` say why the row is skipped."""

    line: int
    """Where it begins in the file, from 1."""
    contact: Contact | None
    title: str = ""
    """What the row can be recognised by where there is no contact."""
    remarks: tuple[str, ...] = ()
    """What a person should know of it, each as a clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A row that a person should look at."""

    line: int
    title: str
    outcome: Outcome
    text: str


@dataclass(slots=True, kw_only=True)
class Report:
    """How many rows came to what, and the rows worth a word; it grows as the rows come."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    remarks: list[Remark] = field(default_factory=list)
    without_number: int = 0
    """Contacts that were kept though they cannot be called."""

    def enter(self, row: Row, outcome: Outcome, *more: str) -> None:
        """Count a row, and keep what there is to say of it."""
        self.counts[outcome] += 1
        self.without_number += row.contact is not None and not row.contact.numbers
        if remarks := (*row.remarks, *more):
            title = row.contact.title if row.contact else row.title
            self.remarks.append(Remark(line=row.line, title=title, outcome=outcome, text="; ".join(remarks)))


def merged(known: Contact, given: Contact) -> Contact:
    """The known contact with what is given of it: given texts count, numbers are added to, a favourite stays one."""
    numbers = list(known.numbers)
    for number in given.numbers:
        place = next((place for place, other in enumerate(numbers) if _is_same(other, number)), None)
        if place is None:
            numbers.append(number)
        else:
            numbers[place] = _updated(numbers[place], number)
    return replace(
        known,
        name=given.name or known.name,
        company=given.company or known.company,
        numbers=tuple(numbers),
        favourite=known.favourite or given.favourite,
        note=given.note or known.note,
    )


def may_be(known: Contact, given: Contact, taken: Collection[str]) -> bool:
    """Whether a row may be about a known contact.

    `taken` are the ids of those that earlier rows of its file were about: to such a one it may add, but it overrules
    nothing there.
    """
    return known.id not in taken or not _overrules(known, given)


def find_known(given: Contact, alike: Iterable[Contact], taken: Collection[str]) -> Contact | None:
    """The known contact that a row is about whose id is not known, or None for a new one.

    `alike` are those of its name, in their stored order; `taken` as for `may_be`. A file that gives ids tells its
    contacts apart itself, however much alike they are.
    """
    candidates = [known for known in alike if may_be(known, given, taken)]
    if given.id:
        candidates = [known for known in candidates if known.id not in taken]
    exact = [known for known in candidates if replace(given, id=known.id) == known]
    holding = [known for known in candidates if merged(known, given) == known]
    sharing = [known for known in candidates if _share_a_number(known, given)]
    return next(iter((*exact, *holding, *sharing)), None)


def difference(before: Contact, after: Contact) -> str:
    """What an import changed, as a clause; empty where it changed nothing."""
    added = len(after.numbers) - len(before.numbers)
    changed = sum(one != other for one, other in zip(before.numbers, after.numbers, strict=False))
    clauses = [
        f"{count} {'number' if count == 1 else 'numbers'} {what}"
        for count, what in ((added, "added"), (changed, "changed"))
        if count
    ]
    texts = (
        ("name", before.name, after.name),
        ("company", before.company, after.company),
        ("note", before.note, after.note),
    )
    clauses += [f"{name} {'changed' if old else 'added'}" for name, old, new in texts if old != new]
    if before.favourite != after.favourite:
        clauses.append("now a favourite")
    return ", ".join(clauses)


def _is_same(one: ContactNumber, other: ContactNumber) -> bool:
    """Whether the two are one number; a national one is known again where only one of them has a country."""
    return one.identity == other.identity or digits(one.text) == digits(other.text)


def _updated(known: ContactNumber, given: ContactNumber) -> ContactNumber:
    return ContactNumber(label=given.label or known.label, text=given.text, key=given.key or known.key)


def _overrules(known: Contact, given: Contact) -> bool:
    """Whether something given stands against something known."""
    pairs = [(known.name, given.name), (known.company, given.company), (known.note, given.note)]
    for number in given.numbers:
        for other in known.numbers:
            if _is_same(number, other):
                pairs += [(other.label, number.label), (other.text, number.text)]
    return any(old and new and old != new for old, new in pairs)


def _share_a_number(known: Contact, given: Contact) -> bool:
    return any(_is_same(one, other) for one in known.numbers for other in given.numbers)
