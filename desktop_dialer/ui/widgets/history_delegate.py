"""A past call in a list: avatar and name, and below it how it went, when, and through whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_dialer.ui.icons import Sign, draw_sign
from desktop_dialer.ui.models.history import Role
from desktop_dialer.ui.plain import isolated, number
from desktop_dialer.ui.theme import scaled, sized, tokens
from desktop_dialer.ui.widgets.avatar import paint_avatar
from desktop_dialer.ui.widgets.button import paint_focus
from desktop_dialer.ui.widgets.line_of_text import on_its_side, write_line
from desktop_dialer.ui.widgets.round_button import SIDE

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop_dialer.ui.models.history_row import HistoryRow
    from desktop_dialer.ui.theme import Tokens

ROW_HEIGHT, HEADING_HEIGHT = 53, 30
EDGE = 6
"""Between a row's ground and the list's edge."""
GAP = 6
"""Between two buttons."""
_PAD, _AVATAR, _BESIDE = 12, 36, 12
_RADIUS = 9
_SIGN = 12
_BETWEEN = " · "
_FEWEST_OF_OUTCOME, _FEWEST_OF_ACCOUNT = 14, 5
"""Fewer letters of them say nothing."""


class HistoryDelegate(QStyledItemDelegate):
    """Paints what the model says; `buttons` is how many stand at the end of each row at hand, `ticks` in every row."""

    def __init__(self, parent: QObject, *, buttons: int = 1, has_tick: bool = False) -> None:
        super().__init__(parent)
        self._buttons, self._has_tick = buttons, has_tick
        self.hovered = QPersistentModelIndex()
        """The row under the pointer."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A row, or the lower heading."""
        height = ROW_HEIGHT if index.data(Role.ROW) is not None else HEADING_HEIGHT
        return QSize(option.rect.width(), scaled(height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = index.data(Role.ROW)
        if row is None:
            self._paint_heading(painter, option, index.data())
        else:
            self._paint_row(painter, option, index, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        font = sized(11, 600)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 105)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        box = QRectF(option.rect).adjusted(scaled(16), scaled(10), -scaled(16), -scaled(4))
        colour = tokens(option.palette).dim
        write_line(painter, box, isolated(text), font=font, colour=colour, direction=option.direction)

    def _paint_row(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        row: HistoryRow,
    ) -> None:
        theme = tokens(option.palette)
        painter.fillRect(option.rect, theme.panel)  # the table has painted its own selection, from edge to edge
        box = QRectF(option.rect).adjusted(scaled(EDGE), 0, -scaled(EDGE), 0)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = self.hovered == index
        if is_selected or is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selection if is_selected else theme.bg)
            painter.drawRoundedRect(box, scaled(_RADIUS), scaled(_RADIUS))
        inner = box.adjusted(scaled(_PAD), 0, -scaled(_PAD), 0)
        side = scaled(_AVATAR)
        disc = QRectF(inner.left(), box.center().y() - side / 2, side, side)
        paint_avatar(painter, on_its_side(disc, inner, option.direction), row.name)
        buttons = self._buttons if is_selected or is_hovered else int(self._has_tick)
        if self._has_tick and not (is_selected or is_hovered):
            self._paint_tick(painter, option, inner, theme)
        room = buttons * scaled(SIDE + GAP)
        text = inner.adjusted(side + scaled(_BESIDE), 0, -room, 0)
        self._paint_texts(painter, option, on_its_side(text, inner, option.direction), row)
        if is_selected and option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, box.adjusted(1, 1, -1, -1), scaled(_RADIUS), theme)

    def _paint_texts(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, row: HistoryRow) -> None:
        theme, direction = tokens(option.palette), option.direction
        middle = box.center().y()
        above = QRectF(box.left(), middle - scaled(20), box.width(), scaled(20))
        title = isolated(row.title) if row.contact else number(row.title)
        write_line(painter, above, title, font=sized(14, 500), colour=theme.text, direction=direction)
        below = QRectF(box.left(), middle + scaled(1), box.width(), scaled(18))
        mark, used = scaled(_SIGN), 0
        for sign, colour in ((Sign.OUT, theme.of(row.tone)), (Sign.NOTE, theme.dim if row.note else None)):
            if colour is not None:
                place = QRectF(below.left() + used, below.center().y() - mark / 2, mark, mark)
                draw_sign(painter, sign, on_its_side(place, below, direction), colour)
                used += mark + scaled(5)
        rest = on_its_side(below.adjusted(used, 0, 0, 0), below, direction)
        font = sized(12.5, figures=True)
        text = _second_line(row, QFontMetricsF(font), rest.width())
        write_line(painter, rest, text, font=font, colour=theme.dim, direction=direction)

    def _paint_tick(self, painter: QPainter, option: QStyleOptionViewItem, inner: QRectF, theme: Tokens) -> None:
        """Where the button comes once the pointer or the keyboard does."""
        side, mark = scaled(SIDE), scaled(16)
        box = QRectF(inner.right() - (side + mark) / 2, inner.center().y() - mark / 2, mark, mark)
        draw_sign(painter, Sign.CHECK, on_its_side(box, inner, option.direction), theme.dim)


def _second_line(row: HistoryRow, metrics: QFontMetricsF, room: float) -> str:
    """How it went, when, through whom: where there is little room the last gives way first, and the first never."""
    letter, elided = metrics.averageCharWidth(), Qt.TextElideMode.ElideRight
    gap = metrics.horizontalAdvance(_BETWEEN)
    time = metrics.horizontalAdvance(row.time) + gap
    if room - time < min(metrics.horizontalAdvance(row.outcome), letter * _FEWEST_OF_OUTCOME):
        return isolated(row.outcome)
    outcome = metrics.elidedText(row.outcome, elided, room - time)
    left = room - time - metrics.horizontalAdvance(outcome) - gap
    account = metrics.elidedText(row.account, elided, left) if left > letter * _FEWEST_OF_ACCOUNT else ""
    return _BETWEEN.join(isolated(part) for part in (outcome, row.time, account) if part)
