"""The card of earlier calls with the person in the middle column: how each went, and the way to its timeline."""

from __future__ import annotations

from datetime import timedelta
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_dialer.ui.icons import Sign, draw_sign
from desktop_dialer.ui.models.history_row import fit
from desktop_dialer.ui.plain import Label, isolated, plain
from desktop_dialer.ui.theme import Tone, scaled, sized, tokens
from desktop_dialer.ui.times import day, short_day
from desktop_dialer.ui.widgets.button import Button, Kind, paint_focus
from desktop_dialer.ui.widgets.card import Card
from desktop_dialer.ui.widgets.line_of_text import on_its_side, write_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from PySide6.QtGui import QColor, QEnterEvent, QFont, QPaintEvent, QResizeEvent

    from desktop_dialer.ui.models.history_row import HistoryRow
    from desktop_dialer.ui.theme import Tokens

MOST = 8
"""More stand in the history."""
_HEIGHT, _HEIGHT_OF_TWO = 34, 50
_MARGIN, _SIGN, _GAP = 20, 13, 10
_WHEN, _ACCOUNT = 150, 130
_ROOMY = 380
"""Below this width a call stands on two lines."""


class _Row(QAbstractButton):
    """One call. A press shows its timeline."""

    opened = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row: HistoryRow | None = None
        self._when = ""
        self._is_narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)

    def show_row(self, row: HistoryRow, today: date) -> None:
        """Be this call."""
        self._row, self._when = fit(row), _short(row, today)
        parts = (self._when, self._row.outcome, self._row.account)
        self.setAccessibleName(f"{', '.join(filter(None, parts))}: show the timeline")
        self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        """Stand on two lines, or on one."""
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """One line, or two."""
        return QSize(scaled(_ROOMY), scaled(_HEIGHT_OF_TWO if self._is_narrow else _HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Its texts may be shortened."""
        return QSize(scaled(180), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it is pointed at."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No more."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint sign, time, outcome and account in their columns."""
        row = self._row
        if row is None:
            return
        theme = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(scaled(8), 1, -scaled(8), -1)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.bg)
            painter.drawRoundedRect(ground, scaled(7), scaled(7))
        whole = QRectF(self.rect()).adjusted(scaled(_MARGIN), 0, -scaled(_MARGIN), 0)
        mark, direction = scaled(_SIGN), self.layoutDirection()
        sign = QRectF(whole.left() + scaled(4), whole.center().y() - mark / 2, mark, mark)
        draw_sign(painter, Sign.OUT, on_its_side(sign, whole, direction), theme.of(row.tone))
        for box, text, colour in self._columns(whole, row, theme):
            place = on_its_side(box, whole, direction)
            write_line(painter, place, text, font=_font(), colour=colour, direction=direction)
        if self.hasFocus():
            paint_focus(painter, ground, scaled(7), theme)

    def _columns(self, whole: QRectF, row: HistoryRow, theme: Tokens) -> Iterator[tuple[QRectF, str, QColor]]:
        """When, how it went and through whom: side by side, or on two lines."""
        start, end, gap = whole.left() + scaled(20 + _GAP), whole.right(), scaled(_GAP)
        if self._is_narrow:
            line = whole.height() / 2 - scaled(3)
            upper, lower = whole.top() + scaled(3), whole.top() + scaled(3) + line
            yield QRectF(start, upper, end - start, line), isolated(row.outcome), theme.text
            text = f"{isolated(self._when)} · {isolated(row.account)}"
            yield QRectF(start, lower, end - start, line), text, theme.dim
            return
        when = scaled(_WHEN)
        account = min(ceil(QFontMetricsF(_font()).horizontalAdvance(row.account)) + 1, scaled(_ACCOUNT))
        middle = start + when + gap
        room = end - account - gap - middle
        yield QRectF(start, whole.top(), when, whole.height()), isolated(self._when), theme.text
        yield QRectF(middle, whole.top(), room, whole.height()), isolated(row.outcome), theme.text
        yield QRectF(end - account, whole.top(), account, whole.height()), isolated(row.account), theme.dim

    def _on_clicked(self) -> None:
        if self._row is not None:
            self.opened.emit(self._row.call)


def _font() -> QFont:
    return sized(14, figures=True)


def _short(row: HistoryRow, today: date) -> str:
    """`Today 10:21`, `Yesterday 16:48`, `17 Nov 09:02`; with the year where it is another."""
    text = day(row.day, today) if today - row.day < timedelta(days=2) else short_day(row.day)
    return f"{text if row.day.year == today.year else f'{text} {row.day.year}'} {row.time}"


class EarlierCalls(Card):
    """Shows the newest few; the rest is a link away."""

    opened = Signal(str)
    """The id of a call whose timeline is to be shown."""
    all_requested = Signal(str)
    """All calls with this person, by name or number, are to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._who = ""
        self._rows: list[_Row] = []
        self._is_narrow = False
        self._title = Label("EARLIER CALLS", self, size=11, weight=600, tone=Tone.DIM)
        self._title.setAccessibleName("Earlier calls")
        self._none = Label("None yet.", self, tone=Tone.DIM)
        self.all = Button("", self, kind=Kind.LINK)
        self.all.clicked.connect(self._on_all)
        self._inset = QVBoxLayout()
        self._inset.addWidget(self._title)
        self._inset.addWidget(self._none)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.all)
        self._foot.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._inset)
        self._column.addLayout(self._foot)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.all.hide()
        self._fit()

    @property
    def rows(self) -> list[QAbstractButton]:
        """The buttons in sight."""
        return [row for row in self._rows if not row.isHidden()]

    def show_calls(self, calls: Sequence[HistoryRow], who: str, today: date) -> None:
        """Show these calls, newest first, with whom, as seen from `today`.

        Of more than `MOST` only so many are shown, and a link to all of them.
        """
        self._who = who
        shown = calls[:MOST]
        while len(self._rows) < len(shown):
            row = _Row(self)
            row.opened.connect(self.opened)
            self._column.insertWidget(self._column.count() - 1, row)
            self._rows.append(row)
            row.set_narrow(narrow=self._is_narrow)
        for row, call in zip_longest(self._rows, shown):
            row.setVisible(call is not None)
            if call is not None:
                row.show_row(call, today)
        self._none.setVisible(not shown)
        self.all.setText(plain(f"All calls with {who}", 60).replace("&", "&&"))
        self.all.setVisible(len(calls) > MOST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rows into the room there is."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self._column.setContentsMargins(0, scaled(14), 0, scaled(10))
        self._inset.setContentsMargins(scaled(_MARGIN), 0, scaled(_MARGIN), scaled(4))
        self._foot.setContentsMargins(scaled(_MARGIN - 12), scaled(2), scaled(_MARGIN), 0)
        self._is_narrow = self.width() < scaled(_ROOMY)
        for row in self._rows:
            row.set_narrow(narrow=self._is_narrow)

    def _on_all(self) -> None:
        self.all_requested.emit(self._who)
