"""A call's timeline on the screen: it follows what comes in, unless the person scrolled up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.theme import scaled
from desktop_dialer.ui.widgets.button import Button
from desktop_dialer.ui.widgets.slim_bar import SlimBar
from desktop_dialer.ui.widgets.timeline_entry import TimelineEntry, Widths, copied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

_STEP = 35
_SLICE = 50
"""So many rows are measured in one go, which takes 2 ms."""
_NEAR = 2
"""So many pixels above its end, the list counts as being there."""


class TimelineView(QTableView):
    """Shows a `TimelineModel`, given by `setModel`.

    A table of one column, not a list: a list lays out all its rows again for each that is added (40 ms at 10,000), a
    table goes on from the last (1 ms). How high the rows are comes from widths that are measured once; in a long
    timeline those in sight first, and the others slice by slice.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Timeline")
        self._entry = TimelineEntry(self)
        self._widths: list[Widths | None] = []
        """None where it is not measured yet."""
        self._columns = self._entry.columns(0)
        self._unfitted = 0
        """The rows before this one have not the height yet that they need."""
        self._fitting = QTimer(self)
        self._fitting.timeout.connect(self._on_fitting)
        self._follows = True
        self.setItemDelegate(self._entry)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(SlimBar(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBar(SlimBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.newest = Button("Newest", self, sign=Sign.DOWN)
        self.newest.hide()
        self.newest.clicked.connect(self.follow)
        bar = self.verticalScrollBar()
        bar.setSingleStep(scaled(_STEP))
        bar.rangeChanged.connect(self._on_range_changed)
        bar.valueChanged.connect(self._on_scrolled)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show this timeline, from its end."""
        super().setModel(model)
        self._follows = True
        self._widths = [None] * (model.rowCount() if model is not None else 0)
        self._fit_all()
        self.follow()

    def follow(self) -> None:
        """Go to the newest entry, and on with those that come."""
        self._follows = True
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._show_button()

    def rowsInserted(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        """Make room for what came in."""
        super().rowsInserted(parent, start, end)
        count = end + 1 - start
        self._widths[start:start] = [None] * count
        if count > _SLICE:
            self._fit_all()
        else:
            self._fit(range(start, end + 1))

    def dataChanged(
        self,
        top_left: QModelIndex | QPersistentModelIndex,
        bottom_right: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """A row may be longer now."""
        super().dataChanged(top_left, bottom_right, roles)
        rows = range(top_left.row(), bottom_right.row() + 1)
        self._widths[rows.start : rows.stop] = [None] * len(rows)
        self._fit(rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        if self.viewport().width() != self._columns.width:
            self._fit_all()
        self._place_button()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._entry.forget_fonts()
            self.verticalScrollBar().setSingleStep(scaled(_STEP))
            self._widths = [None] * len(self._widths)
            self._fit_all()
            self._place_button()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy an entry; all else is the list's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            if self.currentIndex().isValid():
                QGuiApplication.clipboard().setText(copied(self.currentIndex()))
            return
        super().keyPressEvent(event)

    def _fit_all(self) -> None:
        """Give all rows their height: those in sight now, and the rest a slice a time, from the end."""
        self._columns = self._entry.columns(self.viewport().width())
        count = len(self._widths)
        first = self.rowAt(0)
        if first >= 0:
            last = self.rowAt(self.viewport().height())
            self._fit(range(first, min(first + _SLICE, count if last < 0 else last + 1)))
        self._unfitted = count
        self._on_fitting()

    def _on_fitting(self) -> None:
        start = max(0, self._unfitted - _SLICE)
        self._fit(range(start, self._unfitted))
        self._unfitted = start
        if start:
            self._fitting.start()
        else:
            self._fitting.stop()

    def _fit(self, rows: range) -> None:
        """Give these rows their height; what a person reads stays where it is."""
        header, bar = self.verticalHeader(), self.verticalScrollBar()
        anchor = self.rowAt(0)
        offset = bar.value() - header.sectionPosition(anchor)
        has_changed = False
        for row in rows:
            height = self._columns.height(self._width_of(row))
            if header.sectionSize(row) != height:
                header.resizeSection(row, height)
                has_changed = True
        if has_changed:
            self.updateGeometries()
            if not self._follows and anchor >= 0:
                bar.setValue(header.sectionPosition(anchor) + offset)

    def _width_of(self, row: int) -> Widths:
        widths = self._widths[row]
        if widths is None:
            widths = self._widths[row] = self._entry.widths(self.model().index(row, 0))
        return widths

    def _on_range_changed(self, _minimum: int, maximum: int) -> None:
        if self._follows:
            self.verticalScrollBar().setValue(maximum)
        self._show_button()

    def _on_scrolled(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - _NEAR
        self._show_button()

    def _show_button(self) -> None:
        self.newest.setVisible(not self._follows)
        self._place_button()

    def _place_button(self) -> None:
        size, view = self.newest.sizeHint(), self.viewport().geometry()
        left = view.left() + (view.width() - size.width()) // 2
        self.newest.setGeometry(left, view.bottom() - size.height() - scaled(8), size.width(), size.height())
