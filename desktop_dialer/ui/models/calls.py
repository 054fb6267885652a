"""The calls that are in sight, newest first: one row a call, for the strip above the call panel."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Slot

from desktop_dialer.core.wording import STATE_WORDS
from desktop_dialer.ui.models.call import CallModel
from desktop_dialer.ui.plain import plain, tip_text
from desktop_dialer.ui.wording import headline

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_MAX_TITLE = 80


class Role(IntEnum):
    """What a row tells besides the name (`DisplayRole`)."""

    WORD = Qt.ItemDataRole.UserRole + 1
    """The state in a word or few."""
    TONE = Qt.ItemDataRole.UserRole + 2
    """A `Tone`: the colour of the state."""


def word(call: CallModel) -> str:
    """The headline, where it names nobody: the name stands beside it."""
    text = headline(call)[0]
    names = (call.names.b_party, call.names.provider)
    return STATE_WORDS[call.last.state] if any(name in text for name in names) else text


class CallsModel(QAbstractListModel):
    """Holds the calls; each row follows its own call."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls: list[CallModel] = []

    @property
    def calls(self) -> tuple[CallModel, ...]:
        """All of them, newest first."""
        return tuple(self._calls)

    def add(self, call: CallModel) -> None:
        """Put it before the others; it has its first event."""
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._calls.insert(0, call)
        self.endInsertRows()
        call.changed.connect(self._on_changed)

    def remove(self, call: CallModel) -> None:
        """Take it out."""
        row = self.row_of(call)
        call.changed.disconnect(self._on_changed)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._calls[row]
        self.endRemoveRows()

    def row_of(self, call: CallModel) -> int:
        """Where it stands. It is there."""
        return next(row for row, one in enumerate(self._calls) if one is call)

    def at(self, row: int) -> CallModel | None:
        """The call in that row, if there is one."""
        return self._calls[row] if 0 <= row < len(self._calls) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's form
        """One row a call."""
        return 0 if parent.isValid() else len(self._calls)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's form
        """Name, state and colour."""
        call = self.at(index.row()) if index.isValid() else None
        if call is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return plain(call.b_title, _MAX_TITLE)
            case Role.WORD:
                return word(call)
            case Role.TONE:
                return headline(call)[1]
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(f"{call.b_title}\n{headline(call)[0]}")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{plain(call.b_title, _MAX_TITLE)}: {word(call)}"
            case _:
                return None

    @Slot()
    def _on_changed(self) -> None:
        call = self.sender()
        if isinstance(call, CallModel):
            index = self.index(self.row_of(call))
            self.dataChanged.emit(index, index)
