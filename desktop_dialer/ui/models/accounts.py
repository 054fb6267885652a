"""The accounts as a list: each with its name and, below it, what it can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_dialer.ui.plain import plain, tip_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

DETAIL = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account, in finished texts."""

    id: str
    name: str
    detail: str


class AccountsModel(QAbstractListModel):
    """Changes row by row, so that what is chosen stays chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[AccountRow] = []

    def set_rows(self, rows: Sequence[AccountRow]) -> None:
        """Show these in this order."""
        wanted = {row.id for row in rows}
        for place in reversed(range(len(self._rows))):
            if self._rows[place].id not in wanted:
                self.beginRemoveRows(_NOWHERE, place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(rows):
            self._put(place, row)

    def row_of(self, identity: str) -> int:
        """Where the account stands; -1 where it does not."""
        return next((place for place, row in enumerate(self._rows) if row.id == identity), -1)

    def id_at(self, index: QModelIndex) -> str | None:
        """The account there."""
        return self._rows[index.row()].id if index.isValid() else None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """What is shown and said of a row."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return plain(row.name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return plain(f"{row.name}, {row.detail}")
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(f"{row.name}\n{row.detail}")
            case _:
                return plain(row.detail) if role == DETAIL else None

    def _put(self, place: int, row: AccountRow) -> None:
        before = self.row_of(row.id)
        if before < 0:
            self.beginInsertRows(_NOWHERE, place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
        if before != place:
            self.beginMoveRows(_NOWHERE, before, before, _NOWHERE, place)
            self._rows.insert(place, self._rows.pop(before))
            self.endMoveRows()
        if self._rows[place] != row:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place), self.index(place))
