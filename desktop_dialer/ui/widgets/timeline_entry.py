"""How an entry of the timeline is painted: time, a dot on a thread, sentence and code; and how much room it takes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from desktop_dialer.ui.models.timeline import Role
from desktop_dialer.ui.theme import scaled, sized, tokens
from desktop_dialer.ui.widgets.button import paint_focus
from desktop_dialer.ui.widgets.mirrored import Mirrored
from desktop_dialer.ui.widgets.wrapped_text import draw_wrapped

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex
    from PySide6.QtWidgets import QStyleOptionViewItem

    from desktop_dialer.ui.theme import Tokens

    Index = QModelIndex | QPersistentModelIndex

# As at 100 %.
_MARGIN, _GAP = 20, 8
_TIME, _DOT_COLUMN = 84, 20
_SLIM_BELOW, _SLIM_MARGIN = 340, 12
_ABOVE, _LINE, _SMALL_LINE = 7.5, 20, 17.5
_DOT, _HALO, _THREAD = 5.5, 9.5, 2
_TAG_HEIGHT, _TAG_PADDING, _WIDEST_TAG = 18, 6, 110
_RADIUS = 5
_LINES, _SLIM_LINES, _SMALL_LINES = 2, 3, 2
"""The sentence takes so many at most, the words below it so many."""
_BREAKS_COST = 1.2
_MONOSPACE = ("JetBrains Mono", "Cascadia Mono", "SF Mono", "DejaVu Sans Mono", "Noto Sans Mono", "monospace")
_BETWEEN = " · "


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """How wide the texts of an entry are where each stands on one line."""

    sentence: float
    detail: float
    tag: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where things stand in entries of this width, from their start side; narrow ones are closer set."""

    width: int
    margin: float
    time: float
    """The width of the time."""
    dot: float
    """The middle of the dot."""
    text: float
    lines: int
    """How many a sentence may take."""
    gap: int
    above: int
    line: int
    small_line: int

    @classmethod
    def of(cls, width: int) -> Columns:
        is_slim = width < scaled(_SLIM_BELOW)
        margin = scaled(_SLIM_MARGIN if is_slim else _MARGIN)
        time = QFontMetricsF(_time_font()).horizontalAdvance("00:00:00") if is_slim else scaled(_TIME)
        dot = margin + time + scaled(_GAP) + scaled(_DOT_COLUMN) / 2
        return cls(
            width=width,
            margin=margin,
            time=time,
            dot=dot,
            text=dot + scaled(_DOT_COLUMN) / 2 + scaled(_GAP),
            lines=_SLIM_LINES if is_slim else _LINES,
            gap=scaled(_GAP),
            above=scaled(_ABOVE),
            line=scaled(_LINE),
            small_line=scaled(_SMALL_LINE),
        )

    def room(self, tag: float = 0.0) -> float:
        """How wide a text may be beside a tag of that width."""
        return max(1.0, self.width - self.text - self.margin - (tag + self.gap if tag else 0.0))

    def height(self, widths: Widths) -> int:
        """How high an entry is whose texts are so wide."""
        lines = _lines(widths.sentence, self.room(widths.tag), self.lines)
        more = _lines(widths.detail, self.room(), _SMALL_LINES) if widths.detail else 0
        return 2 * self.above + lines * self.line + more * self.small_line


class TimelineEntry(QStyledItemDelegate):
    """Paints entries from finished texts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.forget_fonts()

    def forget_fonts(self) -> None:
        """The text size has changed."""
        self._font, self._small, self._time, self._code = sized(14), sized(12.5), _time_font(), _code_font()
        self._metrics = QFontMetricsF(self._font), QFontMetricsF(self._small), QFontMetricsF(self._code)
        self._padding, self._widest_tag = 2 * scaled(_TAG_PADDING), scaled(_WIDEST_TAG)
        self._columns = Columns.of(0)

    def columns(self, width: int) -> Columns:
        """The columns of entries of this width."""
        if width != self._columns.width:
            self._columns = Columns.of(width)
        return self._columns

    def widths(self, index: Index) -> Widths:
        """To be measured once for each entry, and again when its texts change."""
        sentence, small, _ = self._metrics
        code, more = index.data(Role.CODE), index.data(Role.DETAIL)
        return Widths(
            sentence=sentence.horizontalAdvance(_sentence(index)),
            detail=small.horizontalAdvance(more) if more else 0.0,
            tag=self._tag_width(code) if code else 0.0,
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Its width is the list's."""
        columns = self.columns(option.rect.width())
        return QSize(columns.width, columns.height(self.widths(index)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the entry."""
        theme = tokens(option.palette)
        columns = self.columns(option.rect.width())
        place = Mirrored(QRectF(option.rect), option.direction)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Times and codes are read from left to right in every window.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._paint_ground(painter, option, theme)
        painter.setFont(self._time)
        painter.setPen(theme.dim)
        first_line = place.rect(columns.margin, columns.above, columns.time, columns.line)
        painter.drawText(first_line, place.start | Qt.AlignmentFlag.AlignVCenter, index.data(Role.TIME))
        self._paint_dot(painter, place, columns, index, theme)
        self._paint_tag(painter, place, columns, index.data(Role.CODE), theme)
        self._paint_texts(painter, place, columns, index, theme)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, theme: Tokens) -> None:
        """Where the keyboard is, as long as it is in the list."""
        if not (option.state & QStyle.StateFlag.State_HasFocus):
            return
        box = QRectF(option.rect).adjusted(scaled(8), 1.5, -scaled(8), -1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.selection)
        painter.drawRoundedRect(box, scaled(_RADIUS), scaled(_RADIUS))
        paint_focus(painter, box, scaled(_RADIUS), theme)

    def _paint_dot(self, painter: QPainter, place: Mirrored, columns: Columns, index: Index, theme: Tokens) -> None:
        """The dot, and the thread to the entries before and after it."""
        tone, radius = index.data(Role.TONE), scaled(_DOT * 2) / 2
        middle = place.point(columns.dot, columns.above + columns.line / 2)
        clear = radius + scaled(3)
        painter.setPen(QPen(theme.line, scaled(_THREAD)))
        if index.row():
            painter.drawLine(QPointF(middle.x(), place.box.top()), middle - QPointF(0, clear))
        if index.row() < index.model().rowCount() - 1:
            painter.drawLine(middle + QPointF(0, clear), QPointF(middle.x(), place.box.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        if index.data(Role.LIVE):
            painter.setBrush(theme.soft(tone))
            painter.drawEllipse(middle, scaled(_HALO), scaled(_HALO))
        painter.setBrush(theme.of(tone))
        painter.drawEllipse(middle, radius, radius)

    def _paint_texts(self, painter: QPainter, place: Mirrored, columns: Columns, index: Index, theme: Tokens) -> None:
        """The sentence, and what was said below it."""
        widths, note = self.widths(index), index.data(Role.NOTE)
        room = columns.room(widths.tag)
        lines = _lines(widths.sentence, room, columns.lines)
        rect = place.rect(columns.text, columns.above, room, lines * columns.line)
        painter.setFont(self._font)
        painter.setPen(theme.text)
        tail = (theme.dim, len(note) + len(_BETWEEN)) if note else None
        text = _sentence(index)
        used = draw_wrapped(painter, rect, text, line=columns.line, most=lines, align=place.start, tail=tail)
        top = columns.above + used * columns.line
        rect = place.rect(columns.text, top, columns.room(), _SMALL_LINES * columns.small_line)
        painter.setFont(self._small)
        painter.setPen(theme.dim)
        said = index.data(Role.DETAIL)
        draw_wrapped(painter, rect, said, line=columns.small_line, most=_SMALL_LINES, align=place.start)

    def _paint_tag(self, painter: QPainter, place: Mirrored, columns: Columns, code: str, theme: Tokens) -> None:
        """The code in its outline."""
        if not code:
            return
        width, height = self._tag_width(code), scaled(_TAG_HEIGHT)
        top = columns.above + (columns.line - height) / 2
        rect = place.rect(columns.width - columns.margin - width, top, width, height)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), scaled(_RADIUS), scaled(_RADIUS))
        painter.setPen(theme.dim)
        painter.setFont(self._code)
        shown = self._metrics[2].elidedText(code, Qt.TextElideMode.ElideRight, width - self._padding + 1)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)

    def _tag_width(self, code: str) -> float:
        return min(ceil(self._metrics[2].horizontalAdvance(code)) + self._padding, self._widest_tag)


def copied(index: Index) -> str:
    """The entry as a line of text."""
    parts = (index.data(Role.TIME), _sentence(index), index.data(Role.CODE) and f"[{index.data(Role.CODE)}]")
    line = "  ".join(filter(None, parts))
    return f"{line}\n{index.data(Role.DETAIL)}" if index.data(Role.DETAIL) else line


def _lines(width: float, room: float, most: int) -> int:
    """How many lines a text of that width is given; broken between words it takes more than its width says."""
    return 1 if width <= room else max(2, min(most, ceil(_BREAKS_COST * width / room)))


def _sentence(index: Index) -> str:
    sentence, note = index.data(), index.data(Role.NOTE)
    return f"{sentence}{_BETWEEN}{note}" if note else f"{sentence}"


def _time_font() -> QFont:
    return sized(12.5, figures=True)


def _code_font() -> QFont:
    font = sized(11)
    font.setFamilies(list(_MONOSPACE))
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font
