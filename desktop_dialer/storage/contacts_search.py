"""Searching contacts: by the words of name and company, by initials, and by a number's digits in any spelling."""

import re
import sqlite3
from collections.abc import Iterator

from desktop_dialer.core.contact import Contact
from desktop_dialer.core.errors import NumberRefused
from desktop_dialer.core.folding import digits, folded, words
from desktop_dialer.core.numbers import read_number
from desktop_dialer.storage.contacts_rows import contacts_in

_NUMBER = re.compile(r"[\s()+./\-\d]*")
_FEWEST_DIGITS = 2
_FEWEST_LETTERS_WITHIN = 3
"""A shorter piece stands within too many words to mean one of them."""

_AT_A_START = "(instr(f.words, ' ' || {}) OR instr(f.initials, ' ' || {}))"
_WITHIN = "instr(f.words, {})"
_BY_NUMBER = (
    "EXISTS (SELECT 1 FROM number m WHERE m.contact = f.position "
    "AND (instr(m.digits, {}) OR instr(coalesce(m.key, ''), {})))"
)
_SEARCH = """
SELECT c.id, c.name, c.company, c.favourite, c.note, n.label, n.text, n.key
FROM (
    SELECT f.position, CASE WHEN substr(f.sort, 1, length(:all)) = :all THEN 0 WHEN {starts} THEN 1 ELSE 2 END AS rank
    FROM contact f WHERE {found}
) hit
JOIN contact c ON c.position = hit.position LEFT JOIN number n ON n.contact = c.position
ORDER BY hit.rank, c.favourite DESC, c.sort, c.position, n.place
"""


def search(connection: sqlite3.Connection, text: str, country: str | None) -> Iterator[Contact]:
    """The contacts that hold every word of the text, or its digits in a number; the likeliest first.

    First those whose title begins so, then where each word begins a word or the initials, then where it stands within
    one; favourites first in each. `country` is where a national number belongs. A text without letters and digits
    finds nobody.
    """
    values = {"all": folded(text)}
    tokens = words(text)
    starts, found = [], []
    for place, token in enumerate(tokens):
        values[f"t{place}"] = token
        start = _AT_A_START.format(f":t{place}", f":t{place}")
        starts.append(start)
        found.append(f"({start} OR {_WITHIN.format(f':t{place}')})" if len(token) >= _FEWEST_LETTERS_WITHIN else start)
    ways = [" AND ".join(found)] if found else []
    for place, form in enumerate(_number_forms(text, country)):
        values[f"n{place}"] = form
        ways.append(_BY_NUMBER.format(f":n{place}", f":n{place}"))
    if not ways:
        return iter(())
    statement = _SEARCH.format(starts=" AND ".join(starts) or "FALSE", found=" OR ".join(f"({way})" for way in ways))
    return contacts_in(connection.execute(statement, values))


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
