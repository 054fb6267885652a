"""A file of contacts, of whichever kind it is: the one door for what people export elsewhere."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from desktop_dialer.contacts.csv_file import read_csv
from desktop_dialer.contacts.text_file import open_text
from desktop_dialer.contacts.vcard import read_vcards
from desktop_dialer.core.contact_import import Row

_LOOKED_AT = 20
"""Lines; blank ones and remarks may stand before the first card."""
_SUFFIXES = (".vcf", ".vcard")


def read_contacts(path: Path, country: str | None) -> Iterator[Row]:
    """The file's rows, read as they are asked for; `country` (two letters) is where national numbers belong.

    Raises `InvalidInput`, at once or on the way, for a file that cannot be read.
    """
    file = open_text(path)
    start = [line.text.strip().upper() for line in islice(file.lines(keep_bytes=True), _LOOKED_AT)]
    if "BEGIN:VCARD" in start or path.suffix.lower() in _SUFFIXES:
        return read_vcards(file, country)
    return read_csv(file, country)
