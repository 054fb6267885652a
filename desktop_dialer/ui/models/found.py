"""What the box has found: the matches, the likeliest first, and at the end what was typed, as a number to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_dialer.ui.models.contact_line import Kind, Line, spoken, tip_of
from desktop_dialer.ui.models.contact_rows import NOWHERE, ContactRows
from desktop_dialer.ui.plain import tip_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from desktop_dialer.core.contact_list import ContactRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A match and how it is shown; without a `row`, what was typed."""

    line: Line
    row: ContactRow | None = None


class FoundModel(ContactRows):
    """Rows are changed in place as the search goes on; only the end grows and shrinks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Found] = []

    def show(self, rows: Sequence[Found]) -> None:
        """Show these instead."""
        before, after = len(self._rows), len(rows)
        if after < before:
            self.beginRemoveRows(NOWHERE, after, before - 1)
            del self._rows[after:]
            self.endRemoveRows()
        same = min(before, after)
        self._rows[:same] = rows[:same]
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(same - 1, 0))
        if after > before:
            self.beginInsertRows(NOWHERE, before, after - 1)
            self._rows.extend(rows[before:])
            self.endInsertRows()

    def count(self) -> int:
        """Matches, and perhaps what was typed."""
        return len(self._rows)

    def kind_at(self, place: int) -> Kind:
        """A contact, or what was typed."""
        return Kind.CONTACT if self._rows[place].row is not None else Kind.TYPED

    def heading_at(self, place: int) -> str | None:  # noqa: ARG002 - there are none
        """None."""
        return None

    def headings(self, first: int, last: int) -> list[int]:  # noqa: ARG002 - there are none
        """None."""
        return []

    def row_at(self, place: int) -> ContactRow | None:
        """The contact."""
        return self._rows[place].row

    def line_at(self, place: int) -> Line | None:
        """The row, its matched parts marked."""
        return self._rows[place].line

    def spoken_at(self, place: int) -> str | None:
        """All of it."""
        found = self._rows[place]
        return spoken(found.row) if found.row is not None else _typed(found.line, ", ")

    def tip_at(self, place: int) -> str | None:
        """All of it."""
        found = self._rows[place]
        return tip_of(found.row) if found.row is not None else tip_text(_typed(found.line, "\n"))


def _typed(line: Line, between: str) -> str:
    return between.join(part for part in (line.title, line.detail) if part)
