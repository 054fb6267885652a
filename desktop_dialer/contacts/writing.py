"""Contacts as the content of a file, in the form that its name asks for."""

from collections.abc import Sequence
from pathlib import Path

from desktop_dialer.contacts.csv_export import csv_file
from desktop_dialer.contacts.vcard_export import vcards
from desktop_dialer.core.contact import Contact
from desktop_dialer.core.errors import InvalidInput

_FORMS = {".vcf": vcards, ".csv": csv_file}


def check_suffix(path: Path) -> None:
    """Raises `InvalidInput` for a name that asks for no form."""
    if path.suffix.lower() not in _FORMS:
        sentence = f"{path}: end the name in .vcf for vCard 4.0, or in .csv for a spreadsheet."
        raise InvalidInput(sentence, name="FILE")


def content_of(path: Path, contacts: Sequence[Contact]) -> bytes:
    """What the file is to hold; its name has passed `check_suffix`."""
    return b"".join(_FORMS[path.suffix.lower()](contacts))
