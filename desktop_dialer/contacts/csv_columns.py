"""Which column of a contact file means what, by its header.

Known are those that Google, Outlook, Apple, Thunderbird and this program write: in English and, for the programs that
translate them, in Dutch and German.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop_dialer.core.folding import folded


class Field(StrEnum):
    """What a cell is of a contact."""

    ID = "id"
    NAME = "name"
    GIVEN = "given"
    MIDDLE = "middle"
    FAMILY = "family"
    SUFFIX = "suffix"
    NICKNAME = "nickname"
    COMPANY = "company"
    NOTE = "note"
    FAVOURITE = "favourite"
    GROUPS = "groups"
    NUMBER = "number"
    LABEL = "label"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A known column; `number` tells several numbers of a row apart, `label` is what the header itself says."""

    place: int
    field: Field
    number: str = ""
    label: str = ""


_FIELDS: Mapping[Field, str] = {
    Field.ID: "id|uid",
    Field.NAME: "name|full name|display name|naam|volledige naam|weergavenaam|vollständiger name|anzeigename",
    Field.GIVEN: "first name|given name|first|firstname|voornaam|vorname",
    Field.MIDDLE: "middle name|additional name|middle|tweede naam|tussenvoegsel|weitere vornamen|zweiter vorname",
    Field.FAMILY: "last name|family name|last|lastname|surname|achternaam|nachname",
    Field.SUFFIX: "suffix|name suffix|achtervoegsel",
    Field.NICKNAME: "nickname|nick name|bijnaam|spitzname",
    Field.COMPANY: "company|organization|organization name|organization 1 - name|bedrijf|organisatie|firma",
    Field.NOTE: "note|notes|comments|notitie|notities|opmerkingen|notiz|notizen",
    Field.FAVOURITE: "favourite|favorite|favoriet|favorit",
    Field.GROUPS: "labels|group membership|groups",
}
# Header: the label that it gives its numbers.
_NUMBERS: Mapping[str, str] = {
    "phone|telephone|number|phone number|telephone number|tel|telefoon|telefoonnummer|nummer|telefon|telefonnummer": "",
    "mobile|mobile phone|mobile number|cell|cell phone|mobiel|mobiele telefoon|mobil|mobiltelefon|handy":
        "mobile",
    "work|work phone|business phone|telefoon op werk|telefoon werk|telefon geschäftlich": "work",
    "business phone 2|work phone 2|telefoon op werk 2|telefon geschäftlich 2": "work 2",
    "home|home phone|telefoon thuis|telefon privat": "home",
    "home phone 2|telefoon thuis 2|telefon privat 2": "home 2",
    "main|primary phone|hoofdtelefoon|haupttelefon": "main",
    "company main phone|hoofdnummer bedrijf|telefon firma": "company main",
    "iphone": "iPhone",
    "car phone|autotelefoon|autotelefon": "car",
    "other phone|andere telefoon|weiteres telefon": "other",
    "assistant's phone|telefoon assistent|telefon assistent": "assistant",
    "callback|terugbellen|rückmeldung": "callback",
    "radio phone|mobilofoon|mobiltelefon 2": "radio",
    "pager|pager number|semafoon": "pager",
    "isdn": "ISDN",
    "tty/tdd phone|teksttelefoon": "text telephone",
    "fax|fax number|other fax|faxnummer|andere fax|weiteres fax": "fax",
    "business fax|work fax|fax op werk|fax werk|fax geschäftlich": "work fax",
    "home fax|fax thuis|fax privat": "home fax",
}  # fmt: skip
_BY_HEADER: Mapping[str, tuple[Field, str]] = {
    **{folded(header): (field, "") for field, headers in _FIELDS.items() for header in headers.split("|")},
    **{folded(header): (Field.NUMBER, label) for headers, label in _NUMBERS.items() for header in headers.split("|")},
}
_NUMBERED = re.compile(r"(?:phone|telephone|telefoon|telefon) ?(\d*) - (value|label|type|waarde|wert)")
_IN_BRACKETS = re.compile(r"(?:phone|telephone|telefoon|telefon) ?(?:\((.+)\)|: ?(.+))")
MAX_SHOWN = 12


def known_columns(header: Sequence[str]) -> list[Column]:
    """The columns of a header that mean something here."""
    columns = []
    for place, title in enumerate(header):
        text = folded(title)
        if match := _NUMBERED.fullmatch(text):
            field = Field.LABEL if match[2] in {"label", "type"} else Field.NUMBER
            columns.append(Column(place=place, field=field, number=match[1]))
        elif text in _BY_HEADER:
            field, label = _BY_HEADER[text]
            columns.append(Column(place=place, field=field, number=f"column {place}", label=label))
        elif match := _IN_BRACKETS.fullmatch(text):
            label = match[1] or match[2]
            columns.append(Column(place=place, field=Field.NUMBER, number=f"column {place}", label=label))
    return columns


def has_numbers(columns: Sequence[Column]) -> bool:
    """Whether these are the columns of a contact file."""
    return any(column.field is Field.NUMBER for column in columns)


def shown(header: Sequence[str]) -> str:
    """The header's titles, for a sentence."""
    titles = [f"“{' '.join(title.split())[:40]}”" for title in header[:MAX_SHOWN]]
    return ", ".join(titles) + (f" and {len(header) - MAX_SHOWN} more" if len(header) > MAX_SHOWN else "")
