"""What both models of contacts, the whole list and what was found, answer beside Qt's own questions."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex

from desktop_dialer.ui.models.contact_line import Kind, Line, Role

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

    from desktop_dialer.core.contact_list import ContactRow

NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class ContactRows(QAbstractTableModel):
    """One column; a row is a heading, a contact, or what was typed. A view paints by `line_at` and `heading_at`."""

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """All rows."""
        return 0 if parent.isValid() else self.count()

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """One."""
        return 0 if parent.isValid() else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading is there to be read."""
        from PySide6.QtCore import Qt  # late: see `ui.ink`

        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        readable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return readable | Qt.ItemFlag.ItemIsSelectable if self.can_choose(index.row()) else readable

    def data(self, index: Index, role: int = Role.DISPLAY) -> object:
        """What the row shows and says; nothing as long as it is not known."""
        place = index.row()
        if not 0 <= place < self.count():
            return None
        match role:
            case Role.KIND:
                return self.kind_at(place)
            case Role.ROW:
                return self.row_at(place)
            case Role.LINE:
                return self.line_at(place)
            case Role.DISPLAY:
                line = self.line_at(place)
                return self.heading_at(place) or (line.title if line is not None else None)
            case Role.SPOKEN:
                return self.heading_at(place) or self.spoken_at(place)
            case Role.TIP:
                return self.tip_at(place)
            case _:
                return None

    def can_choose(self, place: int) -> bool:
        """Whether there is such a row, and it is no heading."""
        return 0 <= place < self.count() and self.kind_at(place) is not Kind.HEADING

    @abstractmethod
    def count(self) -> int:
        """How many rows there are."""

    @abstractmethod
    def kind_at(self, place: int) -> Kind:
        """What stands in the row."""

    @abstractmethod
    def heading_at(self, place: int) -> str | None:
        """The heading; None where the row is none."""

    @abstractmethod
    def headings(self, first: int, last: int) -> list[int]:
        """The rows from `first` to `last` that are headings."""

    @abstractmethod
    def row_at(self, place: int) -> ContactRow | None:
        """The contact; None for all that is none, or not known yet."""

    @abstractmethod
    def line_at(self, place: int) -> Line | None:
        """The row for the eye; None for a heading, and where it is not known yet."""

    @abstractmethod
    def spoken_at(self, place: int) -> str | None:
        """The row for the ear."""

    @abstractmethod
    def tip_at(self, place: int) -> str | None:
        """The row in full, for a tooltip."""
