"""Several calls at once, as a strip of chips: initials, name, and the state as a dot and a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_dialer.ui.ink import box, disc, inset, is_mirrored, write
from desktop_dialer.ui.models.calls import Role
from desktop_dialer.ui.theme import scaled, sized, tokens
from desktop_dialer.ui.widgets.avatar import paint_avatar
from desktop_dialer.ui.widgets.button import paint_focus

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QEvent
    from PySide6.QtWidgets import QWidget

    from desktop_dialer.ui.models.calls import CallsModel

_WIDTH, _HEIGHT, _GAP = 180, 48, 6
_DISC, _DOT = 30, 8


class _Chip(QStyledItemDelegate):
    """Paints one call."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002 - all are of one size
        """All are of one size."""
        return QSize(scaled(_WIDTH + _GAP), scaled(_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, disc, name, dot and word."""
        theme = tokens(option.palette)
        gap = scaled(_GAP) / 2
        chip = inset(QRectF(option.rect), gap, 1)
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        fill, outline = (theme.selection, theme.accent) if is_chosen else (theme.panel, theme.line)
        box(painter, chip, scaled(9), fill=fill, outline=outline)
        name = index.data(Qt.ItemDataRole.DisplayRole)
        side = scaled(_DISC)
        left = scaled(8)
        paint_avatar(painter, _placed(chip, left, (chip.height() - side) / 2, side, side), name, size=12)
        text_left = left + side + scaled(8)
        room = chip.width() - text_left - scaled(8)
        half = chip.height() / 2
        write(painter, _placed(chip, text_left, scaled(4), room, half - scaled(4)), name, theme.text, sized(13, 600))
        colour = theme.of(index.data(Role.TONE))
        dot = scaled(_DOT)
        disc(painter, _placed(chip, text_left, half + (half - scaled(4) - dot) / 2, dot, dot), fill=colour)
        inner = dot + scaled(6)
        rect = _placed(chip, text_left + inner, half, room - inner, half - scaled(4))
        write(painter, rect, index.data(Role.WORD), colour, sized(12, 500))
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, chip, scaled(9), theme)
        painter.restore()


def _placed(box: QRectF, left: float, top: float, width: float, height: float) -> QRectF:
    """A rectangle within the box, counted from the side where reading begins."""
    x = box.right() - left - width if is_mirrored() else box.left() + left
    return QRectF(x, box.top() + top, width, height)


class CallChips(QListView):
    """`picked` carries the row that a person went to, by mouse or by the arrow keys."""

    picked = Signal(int)

    def __init__(self, model: CallsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = _Chip(self)
        self._is_told = False
        self.setAccessibleName("Calls")
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.setModel(model)
        self._fit()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show these calls."""
        super().setModel(model)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def set_row(self, row: int) -> None:
        """Mark the call in that row; nobody is told."""
        self._is_told = True
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        self._is_told = False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == event.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.setFixedHeight(scaled(_HEIGHT))
        self.doItemsLayout()

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and not self._is_told:
            self.picked.emit(now.row())
