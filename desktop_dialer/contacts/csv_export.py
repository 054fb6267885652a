"""Contacts as CSV: for a spreadsheet, which must find no formula in it, and such that reading it gives them back."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from desktop_dialer.core.contact import Contact

_COLUMNS = ("ID", "Name", "Company", "Favourite", "Note")
_FORMULA = re.compile(r"'*[=+\-@\t]")
_PLAIN_NUMBER = re.compile(r"\+[0-9]{7,15}", re.ASCII)


def csv_file(contacts: Sequence[Contact]) -> Iterator[bytes]:
    """The header and one row each, in UTF-8 with the mark by which Excel knows it."""
    most = max((len(contact.numbers) for contact in contacts), default=0)
    numbered = (f"Phone {place} - {what}" for place in range(1, max(most, 1) + 1) for what in ("Label", "Value"))
    yield _row((*_COLUMNS, *numbered)).encode("utf-8-sig")
    for contact in contacts:
        cells = [contact.id, contact.name, contact.company, "yes" if contact.favourite else "", contact.note]
        for number in contact.numbers:
            cells += [number.label, number.text]
        yield _row([_guarded(cell) for cell in cells]).encode()


def _guarded(cell: str) -> str:
    """The cell with a ' before what a spreadsheet would compute; a plain international number is left as it is."""
    return f"'{cell}" if _FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def _row(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
