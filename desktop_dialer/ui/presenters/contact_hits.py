"""What was found, made ready to be shown: which parts of a row the text matches, and the row for the text itself."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from desktop_dialer.core.errors import InvalidInput, NumberRefused
from desktop_dialer.core.folding import digits, folded, words
from desktop_dialer.core.numbers import NumberKind, is_emergency, read_number
from desktop_dialer.ui.models.contact_line import BETWEEN, Line, detail_of, number_and_label, title_of
from desktop_dialer.ui.models.found import Found
from desktop_dialer.ui.plain import isolated, number, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_dialer.core.contact_list import ContactRow
    from desktop_dialer.ui.models.contact_line import Marks
    from desktop_dialer.ui.presenters.desk import Desk

_NUMBER = re.compile(r"[\s()+./*#\d\u2010-\u2015-]*")
_WORD = re.compile(r"[^\W_]+")
_FEWEST_DIGITS, _FEWEST_WITHIN = 2, 3
"""As in the search itself."""
_COMPLETE = 8
"""Digits from which on a refused number is not merely unfinished."""
_LONGEST = 40


def is_number_like(text: str) -> bool:
    """Whether the text could be, or become, a number to call."""
    return bool(_NUMBER.fullmatch(text)) and any(char.isdecimal() for char in text)


def hit(row: ContactRow, text: str) -> Found:
    """A match with its matched parts marked; one that was found by its number shows that."""
    title = title_of(row)
    line = Line(title=title, detail=detail_of(row), face=row.title, can_call=bool(row.number))
    if is_number_like(text):
        detail = number_and_label(row) if row.number else ""
        if marks := _digit_marks(detail, text):
            return Found(row=row, line=_marked(line, detail, (), marks))
    tokens = words(text)
    company, apart, _ = line.detail.partition(BETWEEN)
    of_company = _word_marks(company, tokens) if apart or not row.number else ()
    return Found(row=row, line=_marked(line, line.detail, _word_marks(title, tokens), of_company))


def typed_row(text: str, desk: Desk) -> Found | None:
    """The row for the text as a number; None where it is none."""
    if not is_number_like(text):
        return None
    shown = number(plain(text.strip(), _LONGEST))
    sends, fault = outcome(text, desk)
    if fault:
        return Found(line=Line(title=isolated(f"Call {shown}…"), detail=isolated(fault)))
    return Found(line=Line(title=isolated(f"Call {shown}"), detail=isolated(f"Sends {number(sends)}"), can_call=True))


def nobody(text: str) -> Found:
    """The row that stands where nobody is found, and the text is no number."""
    return Found(
        line=Line(title="Nobody found", detail=isolated(f"No name, company or number has “{plain(text, _LONGEST)}”"))
    )


def outcome(text: str, desk: Desk) -> tuple[str, str]:
    """What a press would send for the number; or, behind it, why it would send nothing."""
    try:
        draft = desk.draft(text)
    except InvalidInput as fault:
        return "", "Not a complete number yet" if _is_unfinished(text, fault, desk) else str(fault)
    return (draft.plan.b_number, "") if draft is not None else ("", "Add an account to make calls")


def country_of(desk: Desk) -> str | None:
    """Where a number belongs that is typed without a country."""
    account, provider = desk.account, desk.provider
    if account is None or provider is None:
        return None
    return account.country or provider.facts.home_country


def _is_unfinished(text: str, fault: InvalidInput, desk: Desk) -> bool:
    if not isinstance(fault, NumberRefused) or len(digits(text)) >= _COMPLETE:
        return False
    country = country_of(desk)
    try:
        read = read_number(text, country=country)
    except NumberRefused:
        return text.strip() == "+"
    is_local = read.e164 is None and read.kind is not NumberKind.FEATURE_CODE
    return is_local and not any(is_emergency(read, read.typed, place) for place in (country, None))


def _marked(line: Line, detail: str, title_marks: Marks, detail_marks: Marks) -> Line:
    return Line(
        title=line.title,
        detail=detail,
        title_marks=title_marks,
        detail_marks=detail_marks,
        face=line.face,
        can_call=line.can_call,
    )


def _digit_marks(shown: str, text: str) -> Marks:
    """Where the text's digits stand in what is shown, whatever stands between them."""
    places = [place for place, char in enumerate(shown) if char.isdecimal()]
    said = digits("".join(shown[place] for place in places))
    typed = digits(text)
    for form in (typed, typed.lstrip("0")):
        at = said.find(form) if len(form) >= _FEWEST_DIGITS else -1
        if at >= 0:
            first, last = places[at], places[at + len(form) - 1]
            return ((first, last + 1 - first),)
    return ()


def _word_marks(shown: str, tokens: list[str]) -> Marks:
    """Where each word of the text stands in what is shown: at a word's beginning, as initials, or within a word."""
    letters, places = _folded_with_places(shown)
    marked: set[int] = set()
    for token in tokens:
        marked.update(places[at] for at in _stands_at(token, letters))
    return tuple(_runs(sorted(marked)))


def _stands_at(token: str, letters: str) -> Iterator[int]:
    starts = [match.start() for match in _WORD.finditer(letters)]
    begins = next((start for start in starts if letters.startswith(token, start)), None)
    if begins is None and len(token) > 1 and "".join(letters[start] for start in starts).startswith(token):
        yield from starts[: len(token)]
        return
    if begins is None and len(token) >= _FEWEST_WITHIN:
        begins = letters.find(token)
    if begins is not None and begins >= 0:
        yield from range(begins, begins + len(token))


def _folded_with_places(shown: str) -> tuple[str, list[int]]:
    """The text folded letter by letter, and from where each letter comes."""
    letters, places = [], []
    for place, char in enumerate(shown):
        for letter in folded(char) or " ":
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """(start, length) of each unbroken run."""
    if not places:
        return
    start = places[0]
    for place, following in pairwise([*places, places[-1] + 2]):
        if following != place + 1:
            yield start, place + 1 - start
            start = following
