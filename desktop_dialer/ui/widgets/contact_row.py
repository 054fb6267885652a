"""Paints a row of the contact list: a heading, or a person with disc, two lines and, where it is meant, the button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetrics

from desktop_dialer.ui.icons import Sign, draw_sign
from desktop_dialer.ui.ink import box, disc, inset, is_mirrored, write
from desktop_dialer.ui.theme import scaled, sized
from desktop_dialer.ui.widgets.avatar import paint_avatar
from desktop_dialer.ui.widgets.button import paint_focus

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

    from desktop_dialer.ui.models.contact_line import Line, Marks
    from desktop_dialer.ui.theme import Tokens

ROW, HEADING = 53, 30
"""Heights as at 100 %."""
_MARGIN, _PADDING, _GAP, _BETWEEN, _DISC, _BUTTON, _SIGN = 6, 12, 12, 2, 36, 32, 15
_RADIUS = 9
_TITLE, _DETAIL, _CAPITALS = 14, 12.5, 11
_SPACED = 105
"""Percent: capitals stand a little apart."""


def button_rect(row: QRectF) -> QRectF:
    """Where the call button is in a row."""
    return _placed(row, row.width() - scaled(_MARGIN + _PADDING) - scaled(_BUTTON), scaled(_BUTTON), scaled(_BUTTON))


def paint_heading(painter: QPainter, row: QRectF, theme: Tokens, title: str) -> None:
    """A section's name in small capitals, dim."""
    side = scaled(_MARGIN + 10)
    font = sized(_CAPITALS, 600)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, _SPACED)
    write(painter, row.adjusted(side, scaled(10), -side, -scaled(4)), title.upper(), theme.dim, font)


def paint_person(
    painter: QPainter, row: QRectF, theme: Tokens, line: Line | None, *, is_chosen: bool, is_pointed: bool
) -> None:
    """One who can be called; without a line, the place where somebody will stand in a moment."""
    if is_chosen or is_pointed:
        ground = inset(row, scaled(_MARGIN), 0)
        box(painter, ground, _RADIUS, fill=theme.selection if is_chosen else theme.bg)
    face = _placed(row, scaled(_MARGIN + _PADDING), scaled(_DISC), scaled(_DISC))
    start = scaled(_MARGIN + _PADDING) + scaled(_DISC) + scaled(_GAP)
    end = scaled(_MARGIN + _PADDING)
    if line is None:
        _paint_placeholder(painter, row, theme, face, start)
        return
    if line.can_call and (is_chosen or is_pointed):
        _paint_button(painter, theme, button_rect(row))
        end += scaled(_BUTTON) + scaled(_GAP) // 2
    paint_avatar(painter, face, line.face)
    _paint_lines(painter, theme, line, _placed(row, start, row.width() - start - end, row.height()))


def paint_keyboard(painter: QPainter, row: QRectF, theme: Tokens) -> None:
    """The ring round the row where the keyboard is."""
    paint_focus(painter, inset(row, scaled(_MARGIN) + 1, 1), _RADIUS, theme)


def _placed(row: QRectF, left: float, width: float, height: float) -> QRectF:
    """A rectangle in the middle of the row's height; `left` counts from where reading begins."""
    x = row.right() - left - width if is_mirrored() else row.left() + left
    return QRectF(x, row.top() + (row.height() - height) / 2, width, height)


def _paint_lines(painter: QPainter, theme: Tokens, line: Line, place: QRectF) -> None:
    title, detail = sized(_TITLE, 500), sized(_DETAIL, figures=True)
    high, low = QFontMetrics(title).height(), QFontMetrics(detail).height()
    gap = scaled(_BETWEEN)
    top = place.top() + (place.height() - high - gap - low) / 2
    upper = QRectF(place.left(), top, place.width(), high)
    lower = QRectF(place.left(), top + high + gap, place.width(), low)
    for rect, font, colour, text, marks in (
        (upper, title, theme.text, line.title, line.title_marks),
        (lower, detail, theme.dim, line.detail, line.detail_marks),
    ):
        if marks:
            _write_marked(painter, rect, text, colour, font, marks)
        else:
            write(painter, rect, text, colour, font)


def _write_marked(painter: QPainter, rect: QRectF, text: str, colour: QColor, font: QFont, marks: Marks) -> None:
    """One line whose marked parts are bold, shortened where there is no room."""
    from PySide6.QtCore import QPointF, Qt  # late: see `ui.ink`
    from PySide6.QtGui import QTextCharFormat, QTextLayout

    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    whole = QFont(font)
    whole.setBold(True)  # so that the shortened text has room for its bold parts
    shown = QFontMetrics(whole).elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
    parts = []
    for start, length in marks:
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = start, length, bold
        parts.append(part)
    layout = QTextLayout(shown, font)
    layout.setFormats(parts)
    layout.beginLayout()
    row = layout.createLine()
    row.setNumColumns(len(shown) + 1)
    layout.endLayout()
    left = rect.right() - row.naturalTextWidth() if is_mirrored() else rect.left()
    painter.setPen(colour)
    layout.draw(painter, QPointF(left, rect.top() + (rect.height() - row.height()) / 2))


def _paint_button(painter: QPainter, theme: Tokens, place: QRectF) -> None:
    disc(painter, place, fill=theme.go_soft)
    draw_sign(painter, Sign.PHONE, inset(place, (place.width() - scaled(_SIGN)) / 2), theme.go)


def _paint_placeholder(painter: QPainter, row: QRectF, theme: Tokens, face: QRectF, start: int) -> None:
    disc(painter, face, fill=theme.line)
    height = scaled(8)
    room = row.width() - start - scaled(_MARGIN + _PADDING)
    for share, above in ((0.5, -9), (0.7, 9)):
        bar = _placed(row, start, room * share, height).translated(0, scaled(abs(above)) * (1 if above > 0 else -1))
        box(painter, bar, height / 2, fill=theme.line)
