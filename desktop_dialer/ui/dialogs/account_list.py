"""The list of accounts beside their form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_dialer.ui.models.accounts import DETAIL, AccountsModel
from desktop_dialer.ui.theme import scaled, sized, tokens
from desktop_dialer.ui.widgets.button import paint_focus

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelection
    from PySide6.QtWidgets import QWidget

_HEIGHT = 52


class _Delegate(QStyledItemDelegate):
    """Two lines: the name, and what it can."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All of one height."""
        return QSize(super().sizeHint(option, index).width(), scaled(_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the ground where the row is chosen, and the two lines."""
        theme = tokens(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(scaled(6), 1, -scaled(6), -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selection)
            painter.drawRoundedRect(box, scaled(8), scaled(8))
            if option.state & QStyle.StateFlag.State_HasFocus:
                paint_focus(painter, box, scaled(8), theme)
        inner = box.adjusted(scaled(10), scaled(6), -scaled(10), -scaled(6))
        half = inner.height() / 2
        flags = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        for top, size, weight, ink, role in (
            (inner.top(), 14, 500, theme.text, Qt.ItemDataRole.DisplayRole),
            (inner.top() + half, 12.5, 400, theme.dim, DETAIL),
        ):
            painter.setFont(sized(size, weight))
            painter.setPen(ink)
            line = QRectF(inner.left(), top, inner.width(), half)
            text = painter.fontMetrics().elidedText(index.data(role), Qt.TextElideMode.ElideRight, int(line.width()))
            painter.drawText(line, flags.value | Qt.TextFlag.TextSingleLine.value, text)
        painter.restore()


class AccountList(QListView):
    """Says which account a person chose; what is chosen by the program is not said."""

    chosen = Signal(str)

    def __init__(self, model: AccountsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._delegate = _Delegate(self)
        self._is_placing = False
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Accounts")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def choose(self, identity: str | None) -> None:
        """Mark this account; None: none."""
        self._is_placing = True
        row = self._rows.row_of(identity) if identity is not None else -1
        if row < 0:
            self.selectionModel().clear()
        else:
            self.setCurrentIndex(self._rows.index(row))
        self._is_placing = False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.scheduleDelayedItemsLayout()
        super().changeEvent(event)

    def _on_selection(self, selected: QItemSelection) -> None:
        indexes = selected.indexes()
        identity = self._rows.id_at(indexes[0]) if indexes else None
        if identity is not None and not self._is_placing:
            self.chosen.emit(identity)
