"""CSV files of contacts read: delimiter and header are found, and what cannot be taken in is told row by row."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_dialer.contacts.csv_columns import Column, Field, has_numbers, known_columns, shown
from desktop_dialer.contacts.text_file import MAX_LINE, TextFile
from desktop_dialer.core.contact import Contact, ContactNumber, contact, contact_number
from desktop_dialer.core.contact_import import Row
from desktop_dialer.core.errors import InvalidInput

_DELIMITERS = ",;\t|"
_EXCEL_SAYS = re.compile(r"sep=(.)", re.IGNORECASE)
_GUARDED = re.compile(r"'+[=+\-@\t]")
_END = "\0end"
"""Comes after the last line. No line of a file holds a NUL: where this is no row of its own, a quotation mark before it
was never closed."""
_SEVERAL = " ::: "
"""Google's way to put several values into one cell."""
_STARRED = re.compile(r"\*\s*starred", re.IGNORECASE)
_MAY_HAVE_LINES = frozenset({Field.NOTE, Field.GROUPS})


def read_csv(file: TextFile, country: str | None) -> Iterator[Row]:
    """One row a contact; `country` (two letters) is where national numbers belong.

    Raises `InvalidInput` for a file whose columns are not known, or where the rows cannot be told from each other.
    """
    lines = _lines(file)
    before, first = _first(lines, file)
    if match := _EXCEL_SAYS.fullmatch(first.strip()):
        delimiter = match[1]
        further, first = _first(lines, file)
        before += further
    else:
        delimiter = max(_DELIMITERS, key=lambda sign: _fit(first, sign))
    header = next(csv.reader([first], delimiter=delimiter))
    table = _Table(columns=known_columns(header), country=country)
    if not has_numbers(table.columns):
        raise InvalidInput(f"{file.path}: {_unknown(first, header)}", name="FILE")
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        line = before + reader.line_num + 1
        try:
            cells = next(reader)
        except csv.Error:  # a cell of more than a hundred thousand characters
            cells = ["", _END]
        if cells == [_END]:
            return
        if cells and cells[-1].endswith(_END):
            sentence = f"{file.path}, line {line}: a quotation mark is never closed. Correct it; nothing was taken in."
            raise InvalidInput(sentence, name="FILE")
        if any(cell.strip() for cell in cells):
            yield table.row(line, cells)


def _unknown(first: str, header: Sequence[str]) -> str:
    """Why a file with this header is not read."""
    if len(header) == 1 or not first.strip().replace("\t", " ").isprintable():
        return "it is neither a vCard nor a table of contacts."
    return (
        f"none of its columns is known to hold telephone numbers: {shown(header)}. Name them in the first line as "
        "“Name”, “Company”, “Phone”, “Mobile Phone”, “Note” …"
    )


def _lines(file: TextFile) -> Iterator[str]:
    """The lines with their ends, as the reader wants them, and the mark of the end. Raises `InvalidInput`."""
    for line in file.lines():
        if line.is_cut:
            sentence = (
                f"{file.path}: line {line.number} is longer than {MAX_LINE} characters; no contact file has such."
            )
            raise InvalidInput(sentence, name="FILE")
        yield f"{line.text}\n"
    yield _END


def _first(lines: Iterator[str], file: TextFile) -> tuple[int, str]:
    """The next line that is not blank, with how many lines were read for it. Raises `InvalidInput`."""
    for number, line in enumerate(lines, 1):
        if line.strip() and line != _END:
            return number, line
    raise InvalidInput(f"{file.path} holds no line.", name="FILE")


def _fit(header: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter suits a header: by the columns that are known then, and by how many there are."""
    cells = next(csv.reader([header], delimiter=delimiter), [])
    return len(known_columns(cells)), len(cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Reads rows by the columns that are known."""

    columns: Sequence[Column]
    country: str | None

    def row(self, line: int, cells: Sequence[str]) -> Row:
        """What the cells say."""
        title = " ".join(" ".join(cells).split())[:60]
        try:
            self._check(cells)
            numbers, remarks = self._numbers(cells)
            return Row(line=line, contact=self._contact(cells, numbers), title=title, remarks=tuple(remarks))
        except InvalidInput as fault:
            return Row(line=line, contact=None, title=title, remarks=(str(fault),))

    def _check(self, cells: Sequence[str]) -> None:
        """Raises `InvalidInput` where a cell runs on over lines that must have been rows of their own."""
        for column in self.columns:
            if column.field not in _MAY_HAVE_LINES and "\n" in _cell(cells, column).strip():
                lines = _cell(cells, column).count("\n") + 1
                sentence = f"its {column.field} runs over {lines} lines: a quotation mark is missing or one too many"
                raise InvalidInput(sentence, name="FILE")

    def _contact(self, cells: Sequence[str], numbers: Sequence[ContactNumber]) -> Contact:
        parts = (self._text(cells, part) for part in (Field.GIVEN, Field.MIDDLE, Field.FAMILY, Field.SUFFIX))
        name = self._text(cells, Field.NAME) or " ".join(filter(None, parts)) or self._text(cells, Field.NICKNAME)
        groups = self._text(cells, Field.GROUPS)
        return contact(
            id=self._text(cells, Field.ID),
            name=name,
            company=self._text(cells, Field.COMPANY),
            numbers=tuple(numbers),
            favourite=self._text(cells, Field.FAVOURITE).lower() in {"yes", "true", "1"}
            or bool(_STARRED.search(groups)),
            note=self._text(cells, Field.NOTE),
        )

    def _text(self, cells: Sequence[str], field: Field) -> str:
        """The first cell of that field that says something."""
        texts = (_cell(cells, column).strip() for column in self.columns if column.field is field)
        return next(filter(None, texts), "")

    def _numbers(self, cells: Sequence[str]) -> tuple[list[ContactNumber], list[str]]:
        """The numbers of a row, and what has to be said of those that were left out."""
        labels = {
            column.number: _cell(cells, column).strip().removeprefix("* ")
            for column in self.columns
            if column.field is Field.LABEL
        }
        numbers, remarks = [], []
        for column in self.columns:
            if column.field is not Field.NUMBER:
                continue
            for text in filter(None, map(str.strip, _cell(cells, column).split(_SEVERAL))):
                try:
                    label = labels.get(column.number, column.label)
                    numbers.append(contact_number(label, text, country=self.country))
                except InvalidInput as fault:
                    remarks.append(f"a number was left out: {fault}")
        return numbers, remarks


def _cell(cells: Sequence[str], column: Column) -> str:
    """The cell's text without the guard that keeps a spreadsheet from taking it for a formula."""
    text = cells[column.place] if column.place < len(cells) else ""
    return text[1:] if _GUARDED.match(text) else text
