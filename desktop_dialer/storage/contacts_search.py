"""Searching contacts: by the words of name and company, by initials, and by a number's digits in any spelling."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_dialer.core.contact import Contact
from desktop_dialer.core.contact_list import ContactRow
from desktop_dialer.core.errors import NumberRefused
from desktop_dialer.core.folding import digits, folded, words
from desktop_dialer.core.numbers import read_number
from desktop_dialer.storage.contacts_list import read_rows
from desktop_dialer.storage.contacts_rows import contacts_in

_NUMBER = re.compile(r"[\s()+./\-\d]*")
_FEWEST_DIGITS = 2
_FEWEST_LETTERS_WITHIN = 3
"""A shorter piece stands within too many words to mean one of them."""
_LAST_CHARACTER = "\U0010ffff"

_AT_A_START = "(instr(f.words, ' ' || {0}) OR instr(f.initials, ' ' || {0}))"
_WITHIN = "instr(f.words, {})"
_IN_A_NUMBER = "instr(f.digits, {})"
_BEGINS_A_NUMBER = "instr(f.digits, ' ' || {})"
_IS_A_NUMBER = "instr(f.digits, ' ' || {} || ' ')"
# Everything that is asked of a contact here lies in the index.
_HITS = """
SELECT f.position, f.favourite, f.sort, CASE WHEN {best} THEN 0 WHEN {good} THEN 1 ELSE 2 END AS rank
FROM contact f INDEXED BY contact_searched WHERE {found}
ORDER BY rank, f.favourite DESC, f.sort, f.position LIMIT :limit
"""
_CONTACTS = """
SELECT c.id, c.name, c.company, c.favourite, c.note, n.label, n.text, n.key
FROM ({}) hit JOIN contact c ON c.position = hit.position LEFT JOIN number n ON n.contact = c.position
ORDER BY hit.rank, c.favourite DESC, c.sort, c.position, n.place
"""
# What a short text needs, which half of all contacts would answer: quicker than looking at everybody.
_BY_TITLE = """
SELECT position FROM contact WHERE favourite = ? AND sort >= ? AND sort < ? ORDER BY sort, position LIMIT ?
"""
_MATCHING = """
SELECT m.contact, m.label, m.text, m.shown FROM number m WHERE m.contact IN ({positions}) AND ({found})
ORDER BY {whole} DESC, m.used DESC, m.place
"""
_IN_THIS = "(instr(m.digits, {0}) OR instr(coalesce(m.key, ''), {0}))"
_IS_THIS = "(m.digits = {0} OR coalesce(m.key, '') = '+' || {0})"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Query:
    """A text's search: a statement that gives the position and rank of each hit, the likeliest first."""

    hits: str
    values: dict[str, str]
    forms: tuple[str, ...]
    """The parameters that stand for the digits of a number; none where the text is no number."""


def search(connection: sqlite3.Connection, text: str, country: str | None) -> Iterator[Contact]:
    """The contacts that hold every word of the text, or its digits in a number; the likeliest first.

    First those whose title begins so or whose number it is, then where each word begins a word or the initials, or a
    number begins so, then where it stands within one; favourites first in each. `country` is where a national number
    belongs. A text without letters and digits finds nobody.
    """
    query = _query(text, country)
    if query is None:
        return iter(())
    return contacts_in(connection.execute(_CONTACTS.format(query.hits), {**query.values, "limit": -1}))


def find(connection: sqlite3.Connection, text: str, country: str | None, limit: int) -> list[ContactRow]:
    """The first `limit` of these as rows; each found by a number shows the number by which it was found."""
    query = _query(text, country)
    if query is None:
        return []
    if not query.forms and len(found := _titled(connection, text, limit)) == limit:
        return read_rows(connection, found)
    hits = connection.execute(query.hits, {**query.values, "limit": limit})
    rows = read_rows(connection, [position for position, *_ in hits])
    return _with_matching_numbers(connection, query, rows) if query.forms else rows


def _titled(connection: sqlite3.Connection, text: str, limit: int) -> list[int]:
    """Whose title begins with the text, in the order in which `find` has them."""
    begin = folded(text)
    found: list[int] = []
    for favourite in (1, 0):
        values = (favourite, begin, f"{begin}{_LAST_CHARACTER}", limit - len(found))
        found += (position for (position,) in connection.execute(_BY_TITLE, values))
    return found


def _with_matching_numbers(
    connection: sqlite3.Connection, query: _Query, rows: Sequence[ContactRow]
) -> list[ContactRow]:
    positions = ",".join(str(row.position) for row in rows)
    found, whole = _any(_IN_THIS, query.forms), _any(_IS_THIS, query.forms)
    statement = _MATCHING.format(positions=positions, found=found, whole=whole)
    numbers: dict[int, tuple[str, str, str]] = {}
    for position, label, text, shown in connection.execute(statement, query.values):
        numbers.setdefault(position, (label, text, shown or text))
    return [_with_number(row, *numbers[row.position]) if row.position in numbers else row for row in rows]


def _with_number(row: ContactRow, label: str, text: str, shown: str) -> ContactRow:
    return row._replace(label=label, number=text, shown=shown)


def _query(text: str, country: str | None) -> _Query | None:
    """The search for a text; None where it finds nobody."""
    values = {"all": folded(text)}
    best, good, found = ["substr(f.sort, 1, length(:all)) = :all"], [], []
    if tokens := {f"t{place}": token for place, token in enumerate(words(text))}:
        values.update(tokens)
        starts = {name: _AT_A_START.format(f":{name}") for name in tokens}
        good.append(" AND ".join(starts.values()))
        found.append(" AND ".join(_token(name, token, starts[name]) for name, token in tokens.items()))
    numbers = {f"n{place}": form for place, form in enumerate(_number_forms(text, country))}
    forms = tuple(f":{name}" for name in numbers)
    if forms:
        values.update(numbers)
        best.append(_any(_IS_A_NUMBER, forms))
        good.append(_any(_BEGINS_A_NUMBER, forms))
        found.append(_any(_IN_A_NUMBER, forms))
    if not found:
        return None
    hits = _HITS.format(best=" OR ".join(best), good=" OR ".join(good), found=" OR ".join(found))
    return _Query(hits=hits, values=values, forms=forms)


def _token(name: str, token: str, start: str) -> str:
    return f"({start} OR {_WITHIN.format(f':{name}')})" if len(token) >= _FEWEST_LETTERS_WITHIN else start


def _any(condition: str, forms: Sequence[str]) -> str:
    return "(" + " OR ".join(condition.format(form) for form in forms) + ")"


def _number_forms(text: str, country: str | None) -> list[str]:
    """The digits by which a number is found that may be written as the text is, or nationally, or internationally."""
    typed = digits(text)
    if not _NUMBER.fullmatch(text) or len(typed) < _FEWEST_DIGITS:
        return []
    forms = [typed, typed.lstrip("0")]
    try:
        number = read_number(text, country=country)
    except NumberRefused:
        number = None
    if number and number.e164:
        forms.append(number.e164[1:])
    return [form for form in dict.fromkeys(forms) if len(form) >= _FEWEST_DIGITS]
