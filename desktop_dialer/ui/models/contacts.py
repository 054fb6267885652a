"""The whole contact list as a model: headings and contacts in one order, of which only what is looked at is read."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from desktop_dialer.core.contact_list import POSITIONS, UNREAD
from desktop_dialer.ui.models.contact_line import Kind, Line, line_of, spoken, tip_of
from desktop_dialer.ui.models.contact_rows import NOWHERE, ContactRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QObject

    from desktop_dialer.core.contact_list import ContactIndex, ContactRow

PAGE = 100
KEPT = 2_000
"""So many rows are remembered at most."""


class ContactsModel(ContactRows):
    """A row is a number: a contact's position, or, below 0, a heading's place in the titles."""

    wanted = Signal(list)
    """The positions of contacts that are looked at and not known yet; `deliver` answers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order: array[int] = array(POSITIONS)
        self._titles: list[str] = []
        self._headings: list[int] = []
        """Their rows."""
        self._contacts = 0
        self._known: dict[int, ContactRow] = {}
        """Who was looked at last stands last."""
        self._stale: set[int] = set()
        """Known, and perhaps changed since: shown until they are read again."""
        self._asked: dict[int, int] = {}
        """Positions that are on their way, and the rows in which they stood."""
        self._missed: set[int] = set()
        """Rows that were looked at in vain since `wanted` was last sent."""
        self._ask_soon = QTimer(self, singleShot=True, interval=0)
        self._ask_soon.timeout.connect(self._ask)

    @property
    def contacts(self) -> int:
        """How many there are."""
        return self._contacts

    def set_index(self, index: ContactIndex, rows: Iterable[ContactRow]) -> None:
        """Show this list, for the first time; `rows` are those that are known already."""
        self.beginResetModel()
        self._order, self._contacts = self._flat(index), len(index.positions)
        self._headings = [section.first + place for place, section in enumerate(index.sections)]
        self._known.clear()
        self._remember(rows)
        self.endResetModel()

    def apply(self, index: ContactIndex) -> array[int]:
        """The list was changed: follow it row by row; the positions that are new in it.

        What is known is shown on, and asked for again when it is looked at.
        """
        from desktop_dialer.ui.models.row_changes import changes  # late: the first paint does without

        order = self._flat(index)
        self._contacts = len(index.positions)
        new: array[int] = array(POSITIONS)
        if UNREAD in self._order and self._has_its_headings(order):  # what the first look left open
            self._order = order
        for change in changes(self._order, order):
            if change.rows:
                self.beginInsertRows(NOWHERE, change.first, change.first + len(change.rows) - 1)
                self._order[change.first : change.first] = change.rows
                self._find_headings()
                self.endInsertRows()
                new.extend(row for row in change.rows if row >= 0)
            else:
                self.beginRemoveRows(NOWHERE, change.first, change.first + change.removed - 1)
                del self._order[change.first : change.first + change.removed]
                self._find_headings()
                self.endRemoveRows()
        self._asked.clear()
        self._stale = set(self._known)
        self._show_anew(0, len(self._order) - 1)
        return new

    def deliver(self, rows: Iterable[ContactRow]) -> None:
        """Take rows that were wanted."""
        places = [self._asked.pop(position, None) for position in self._remember(rows)]
        known = [place for place in places if place is not None]
        if places and len(known) == len(places):
            self._show_anew(min(known), max(known))
        elif places:
            self._show_anew(0, len(self._order) - 1)

    def place_of(self, position: int) -> int | None:
        """In which row the contact stands."""
        try:
            return self._order.index(position)
        except ValueError:
            return None

    def position_at(self, place: int) -> int | None:
        """Which contact stands in the row; None for a heading."""
        return row if 0 <= place < len(self._order) and (row := self._order[place]) > UNREAD else None

    def headings(self, first: int, last: int) -> list[int]:
        """The rows from `first` to `last` that are headings."""
        return [place for place in self._headings if first <= place <= last]

    def count(self) -> int:
        """Headings and contacts."""
        return len(self._order)

    def kind_at(self, place: int) -> Kind:
        """A heading or a contact."""
        return Kind.HEADING if self._order[place] < 0 else Kind.CONTACT

    def heading_at(self, place: int) -> str | None:
        """The section's name; None where a contact stands."""
        return self._titles[-1 - row] if (row := self._order[place]) < 0 else None

    def row_at(self, place: int) -> ContactRow | None:
        """The contact; where it is not known, it is asked for."""
        return self._look_up(place, row) if (row := self._order[place]) >= 0 else None

    def line_at(self, place: int) -> Line | None:
        """Title, and company or number."""
        return line_of(row) if (row := self.row_at(place)) is not None else None

    def spoken_at(self, place: int) -> str | None:
        """All of it."""
        return spoken(row) if (row := self.row_at(place)) is not None else None

    def tip_at(self, place: int) -> str | None:
        """All of it."""
        return tip_of(row) if (row := self.row_at(place)) is not None else None

    def _look_up(self, place: int, position: int) -> ContactRow | None:
        """The contact, where it is known; else, or where it may have changed, it is asked for soon."""
        row = self._known.pop(position, None)
        if row is not None:
            self._known[position] = row
        if position != UNREAD and (row is None or position in self._stale) and position not in self._asked:
            self._missed.add(place)
            self._ask_soon.start()
        return row

    def _ask(self) -> None:
        """Ask for the pages in which somebody looked in vain."""
        asked: list[int] = []
        for page in sorted({place // PAGE for place in self._missed}):
            for place, position in enumerate(self._order[page * PAGE : (page + 1) * PAGE], page * PAGE):
                is_fresh = position in self._known and position not in self._stale
                if position > UNREAD and not is_fresh and position not in self._asked:
                    asked.append(position)
                    self._asked[position] = place
        self._missed.clear()
        if asked:
            self.wanted.emit(asked)

    def _show_anew(self, first: int, last: int) -> None:
        if 0 <= first <= last < len(self._order):
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    def _remember(self, rows: Iterable[ContactRow]) -> Sequence[int]:
        positions = []
        for row in rows:
            self._known.pop(row.position, None)
            self._known[row.position] = row
            self._stale.discard(row.position)
            positions.append(row.position)
        while len(self._known) > KEPT:
            gone = next(iter(self._known))
            del self._known[gone]
            self._stale.discard(gone)
        return positions

    def _find_headings(self) -> None:
        self._headings = [place for place, row in enumerate(self._order) if row < 0]

    def _has_its_headings(self, order: array[int]) -> bool:
        """Whether this other order has the same headings in the same rows."""
        there = [place for place, row in enumerate(order) if row < 0]
        same = len(order) == len(self._order) and there == self._headings
        return same and all(order[place] == self._order[place] for place in there)

    def _flat(self, index: ContactIndex) -> array[int]:
        """The index's headings and contacts as rows."""
        order: array[int] = array(POSITIONS)
        ends = [*(section.first for section in index.sections), len(index.positions)][1:]
        for section, end in zip(index.sections, ends, strict=True):
            if section.title not in self._titles:
                self._titles.append(section.title)
            order.append(-1 - self._titles.index(section.title))
            order += index.positions[section.first : end]
        return order
