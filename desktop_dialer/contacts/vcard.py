"""vCards read: 2.1, 3.0 and 4.0, as telephones, mail programs and address books write them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop_dialer.contacts.text_file import MAX_LINE, TextFile
from desktop_dialer.contacts.vcard_labels import label_of, written_out
from desktop_dialer.contacts.vcard_lines import Property, components, properties, unescaped
from desktop_dialer.core.contact import ContactNumber, contact, contact_number
from desktop_dialer.core.contact_import import Row
from desktop_dialer.core.errors import InvalidInput, NumberRefused
from desktop_dialer.core.tel_uri import read_link

FAVOURITE = "X-FOLKS-FAVOURITE"
"""GNOME's way to mark a favourite; no RFC has one."""
_TEXTS = frozenset({"VERSION", "FN", "N", "NICKNAME", "ORG", "NOTE", "UID", "KIND", FAVOURITE})
_USED = _TEXTS | {"TEL", "X-ABLABEL", "X-ADDRESSBOOKSERVER-KIND"}
_LEAST_PREFERRED = 101
"""`PREF` runs from 1 to 100 (RFC 6350 section 5.3)."""


def read_vcards(file: TextFile, country: str | None) -> Iterator[Row]:
    """One row a card; `country` (two letters) is where national numbers belong.

    Raises `InvalidInput` for a file without any.
    """
    card: _Card | None = None
    depth, count, last = 0, 0, ""
    for entry in properties(file.lines(keep_bytes=True)):
        word = entry.value.strip().upper() if entry.name in {"BEGIN", "END"} else ""
        if entry.name == "BEGIN" and word == "VCARD" and (card is None or last != "AGENT"):
            if card is not None:
                yield card.skipped("its end is missing")
            card, depth = _Card(line=entry.line), 0
            count += 1
        elif entry.name == "BEGIN":
            depth += 1
        elif entry.name == "END" and depth:
            depth -= 1
        elif entry.name == "END" and card is not None:
            yield card.row(country)
            card = None
        elif card is not None and not depth:
            card.take(entry)
        last = entry.name
    if card is not None:
        yield card.skipped("the file ends in the middle of it")
    if not count:
        raise InvalidInput(f"{file.path} holds no vCard: none of its lines is BEGIN:VCARD.", name="FILE")


@dataclass(slots=True, kw_only=True)
class _Card:
    """The properties of one card that count here."""

    line: int
    texts: dict[str, Property] = field(default_factory=dict)
    notes: list[Property] = field(default_factory=list)
    numbers: list[Property] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    is_group: bool = False

    def take(self, entry: Property) -> None:
        """Keep a property; of one that stands once, the first that says something."""
        if entry.name not in _USED:
            return
        if entry.is_cut:
            self.remarks.append(f"its {entry.name} is longer than {MAX_LINE} characters and was left out")
        elif entry.name == "TEL":
            self.numbers.append(entry)
        elif entry.name == "NOTE":
            self.notes.append(entry)
        elif entry.name == "X-ABLABEL":
            self.labels[entry.group] = self._plain(entry.value)
        elif entry.name.endswith("KIND") and entry.value.strip().lower() == "group":
            self.is_group = True
        elif entry.value.strip(" ;"):
            self.texts.setdefault(entry.name, entry)

    def skipped(self, why: str) -> Row:
        """The row that is not taken in."""
        return Row(line=self.line, contact=None, title=self._name(), remarks=(*self.remarks, why))

    def row(self, country: str | None) -> Row:
        """What the card says."""
        if self.is_group:
            return self.skipped("it is a group of contacts and not one of them")
        name, company = self._name(), ", ".join(filter(None, self._components("ORG")))
        if self._text("KIND").lower() == "org" and name == company:
            name = ""
        try:
            found = contact(
                id=self._text("UID"),
                name=name,
                company=company,
                numbers=tuple(self._numbers(country)),
                favourite=self._text(FAVOURITE).lower() in {"true", "1"},
                note="\n".join(self._plain(note.value) for note in self.notes),
            )
        except InvalidInput as fault:
            return self.skipped(str(fault))
        return Row(line=self.line, contact=found, remarks=tuple(self.remarks))

    @property
    def _is_old(self) -> bool:
        return "VERSION" in self.texts and self.texts["VERSION"].value.strip() == "2.1"

    def _plain(self, value: str) -> str:
        return unescaped(value, is_old=self._is_old)

    def _text(self, name: str) -> str:
        return self._plain(self.texts[name].value).strip() if name in self.texts else ""

    def _components(self, name: str) -> list[str]:
        return components(self.texts[name].value, is_old=self._is_old) if name in self.texts else []

    def _name(self) -> str:
        return self._text("FN") or self._name_of_parts() or self._text("NICKNAME")

    def _name_of_parts(self) -> str:
        """Prefix, given, additional, family, suffix."""
        parts = [*self._components("N"), "", "", "", "", ""]
        family, given, additional, prefix, suffix = parts[:5]
        return " ".join(filter(None, (prefix, given, additional, family, suffix)))

    def _numbers(self, country: str | None) -> Iterator[ContactNumber]:
        """The numbers, preferred ones first."""
        for entry in sorted(self.numbers, key=_preference):
            own_label = self.labels.get(entry.group, "") if entry.group else ""
            label = written_out(own_label) or label_of(entry.parameters.get("type", ()))
            text, extension = _dialled(self._plain(entry.value).strip())
            if extension:
                label = f"{label} (ext. {extension})".strip()
            if not text:
                continue
            try:
                yield contact_number(label, text, country=country)
            except InvalidInput as fault:
                self.remarks.append(f"a number was left out: {fault}")


def _preference(entry: Property) -> int:
    value = next(iter(entry.parameters.get("pref", ())), "")
    if value.isascii() and value.isdigit():
        return int(value[:9])
    return 1 if "pref" in map(str.lower, entry.parameters.get("type", ())) else _LEAST_PREFERRED


def _dialled(value: str) -> tuple[str, str]:
    """The number of a text or a `tel:` address, and its extension: shown beside it, for no provider can send it."""
    if not value.lower().startswith("tel:"):
        return value, ""
    try:
        link = read_link(value)
    except NumberRefused:
        return value[4:], ""
    return link.number, link.extension or ""
