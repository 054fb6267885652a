"""Past calls as a model: under a heading for each day, newest first, in pages that are asked for as one scrolls."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_dialer.ui.models.history_row import HistoryRow, fit
from desktop_dialer.ui.plain import tip_text
from desktop_dialer.ui.times import day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtCore import QObject

    Entry = HistoryRow | date
    """A call, or the heading of its day."""

_NOWHERE = QModelIndex()


class Role(IntEnum):
    """What a row tells besides its name or heading (`DisplayRole`) and its full date (`ToolTipRole`, escaped)."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """The whole `HistoryRow`; None for a heading."""
    NUMBER = Qt.ItemDataRole.UserRole + 2
    OUTCOME = Qt.ItemDataRole.UserRole + 3
    TONE = Qt.ItemDataRole.UserRole + 4
    TIME = Qt.ItemDataRole.UserRole + 5
    ACCOUNT = Qt.ItemDataRole.UserRole + 6


_FIELDS: dict[int, str] = {
    Qt.ItemDataRole.DisplayRole: "title",
    Role.NUMBER: "number",
    Role.OUTCOME: "outcome",
    Role.TONE: "tone",
    Role.TIME: "time",
    Role.ACCOUNT: "account",
}
_LONG_AGO = date(1, 1, 2)
"""Seen from there, a day is told with its year."""


class HistoryModel(QAbstractListModel):
    """Rows come, go and change one by one; it is never reset, so that what is selected stays so."""

    more_wanted = Signal()
    """The next page is wanted: calls before `oldest`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = _LONG_AGO
        self._entries: list[Entry] = []
        self._calls: set[str] = set()
        self._has_more = self._is_asking = False

    @property
    def calls(self) -> list[HistoryRow]:
        """All that are here, newest first."""
        return [entry for entry in self._entries if isinstance(entry, HistoryRow)]

    @property
    def oldest(self) -> HistoryRow | None:
        """The last one; None where there is none."""
        last = self._entries[-1] if self._entries else None
        return last if isinstance(last, HistoryRow) else None

    def show(self, rows: Sequence[HistoryRow], *, has_more: bool = False) -> None:
        """Be these calls, newest first: what was here and still is stays in its place, and stays selected."""
        wanted = list(_with_headings([fit(row) for row in rows]))
        keys = {_key(entry) for entry in wanted}
        for first, last in reversed(list(_runs(self._entries, keys))):
            self._remove(first, last)
        kept = [_key(entry) for entry in self._entries]
        here = set(kept)
        if len(keys) < len(wanted) or kept != [key for key in map(_key, wanted) if key in here]:
            # A clock was set back, and days stand twice or in another order.
            self._clear()
            here = set()
        for first, last in _runs(wanted, here):
            self._insert(first, wanted[first : last + 1])
        for place, entry in enumerate(wanted):
            self._put(place, entry)
        self._has_more, self._is_asking = has_more, False

    def append(self, rows: Sequence[HistoryRow], *, has_more: bool) -> None:
        """The next page; a call that is here already is passed over."""
        fresh = [fit(row) for row in rows if row.call not in self._calls]
        last = self.oldest
        entries = list(_with_headings(fresh))
        if entries and last is not None and entries[0] == last.day:
            entries = entries[1:]
        if entries:
            self._insert(len(self._entries), entries)
        self._has_more, self._is_asking = has_more, False

    def take(self, row: HistoryRow) -> None:
        """A call that is new or other than before; one from further back than what is here comes with its page."""
        row = fit(row)
        if row.call in self._calls:
            self._put(self._place_of(row.call), row)
            return
        below = next((place for place, call in self._numbered() if call.moment <= row.moment), None)
        if below is None and self._has_more:
            return
        place = len(self._entries) if below is None else below
        if place and self._entries[place - 1] == row.day:
            self._insert(place, [row])
            return
        if place and not isinstance(self._entries[place - 1], HistoryRow):
            place -= 1
        above = self._entries[place - 1] if place else None
        is_under = isinstance(above, HistoryRow) and above.day == row.day
        self._insert(place, [row] if is_under else [row.day, row])

    def revise(self, how: Callable[[HistoryRow], HistoryRow]) -> None:
        """Show something else of each call."""
        for place, row in self._numbered():
            self._put(place, fit(how(row)))

    def set_today(self, today: date) -> None:
        """Which day it is, for the headings; to be told at first, and when a new one begins."""
        if today == self._today:
            return
        self._today = today
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def asking_failed(self) -> None:
        """The next page could not be had; it may be asked for again."""
        self._is_asking = False

    def row_of(self, call: str) -> HistoryRow | None:
        """The call of that id, where it is here."""
        if call not in self._calls:
            return None
        return next(row for _, row in self._numbered() if row.call == call)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Calls and headings."""
        return 0 if parent.isValid() else len(self._entries)

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> bool:
        """Whether there are older calls."""
        return not parent.isValid() and self._has_more and not self._is_asking

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> None:
        """Ask for them; they come with `append`."""
        if self.canFetchMore(parent):
            self._is_asking = True
            self.more_wanted.emit()

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """A heading is passed over by keys and pointer."""
        if not isinstance(self._entry(index), HistoryRow):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's form
        """A look-up."""
        entry = self._entry(index)
        if entry is None or role == Role.ROW:
            return entry if isinstance(entry, HistoryRow) else None
        if not isinstance(entry, HistoryRow):
            is_text = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
            return day(entry, self._today) if is_text else None
        if role in _FIELDS:
            return getattr(entry, _FIELDS[role])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(entry)
        return tip_text(_tip(entry)) if role == Qt.ItemDataRole.ToolTipRole else None

    def _spoken(self, row: HistoryRow) -> str:
        when = f"{day(row.day, self._today)} {row.time}"
        return ", ".join(filter(None, (row.title, row.outcome, when, row.account, "with a note" if row.note else "")))

    def _entry(self, index: QModelIndex | QPersistentModelIndex) -> Entry | None:
        return self._entries[index.row()] if index.isValid() and 0 <= index.row() < len(self._entries) else None

    def _numbered(self) -> Iterator[tuple[int, HistoryRow]]:
        return ((place, entry) for place, entry in enumerate(self._entries) if isinstance(entry, HistoryRow))

    def _place_of(self, call: str) -> int:
        return next(place for place, row in self._numbered() if row.call == call)

    def _put(self, place: int, entry: Entry) -> None:
        """In the place of the same call as it was before."""
        if self._entries[place] != entry:
            self._entries[place] = entry
            self.dataChanged.emit(self.index(place), self.index(place))

    def _insert(self, place: int, entries: Sequence[Entry]) -> None:
        self.beginInsertRows(QModelIndex(), place, place + len(entries) - 1)
        self._entries[place:place] = entries
        self._calls.update(entry.call for entry in entries if isinstance(entry, HistoryRow))
        self.endInsertRows()

    def _clear(self) -> None:
        if self._entries:
            self._remove(0, len(self._entries) - 1)

    def _remove(self, first: int, last: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, last)
        gone = self._entries[first : last + 1]
        del self._entries[first : last + 1]
        self._calls.difference_update(entry.call for entry in gone if isinstance(entry, HistoryRow))
        self.endRemoveRows()


def _tip(row: HistoryRow) -> str:
    when = f"{day(row.day, _LONG_AGO)}, {row.moment:%H:%M:%S}"
    return "\n".join(filter(None, (row.name, row.number, when, f"{row.outcome} · {row.account}", row.note)))


def _key(entry: Entry) -> str | date:
    return entry.call if isinstance(entry, HistoryRow) else entry


def _with_headings(rows: Sequence[HistoryRow]) -> Iterator[Entry]:
    last = None
    for row in rows:
        if row.day != last:
            last = row.day
            yield last
        yield row


def _runs(entries: Sequence[Entry], among: set[str | date]) -> Iterator[tuple[int, int]]:
    """First and last place of each run of entries that are not `among` these."""
    first = None
    for place, entry in enumerate(entries):
        if _key(entry) not in among:
            first = place if first is None else first
        elif first is not None:
            yield first, place - 1
            first = None
    if first is not None:
        yield first, len(entries) - 1
