"""A list of contacts on the screen: rows of one height, lower headings between them; called by key, press or button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop_dialer.ui.ink import painter_of
from desktop_dialer.ui.theme import scaled, tokens
from desktop_dialer.ui.widgets.card import Ground
from desktop_dialer.ui.widgets.contact_keys import Key, is_text
from desktop_dialer.ui.widgets.contact_row import (
    HEADING,
    ROW,
    button_rect,
    paint_heading,
    paint_keyboard,
    paint_person,
)
from desktop_dialer.ui.widgets.slim_bar import SlimBar

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from desktop_dialer.ui.models.contact_rows import ContactRows

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ContactView(QTableView):
    """A table of one column, of which it paints the rows itself. One is chosen at most, and never a heading."""

    chosen = Signal()
    """Another row, or none."""
    pressed_call = Signal()
    """Enter, a double-click, or the button of the row that is chosen now."""
    menu_wanted = Signal(QPoint)
    """For the row that is chosen now; the point is the screen's."""
    typed_ahead = Signal(str)
    """Letters that were typed here."""

    def __init__(self, rows: ContactRows, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self._pointed = -1
        """The row under the pointer."""
        self._armed = QPersistentModelIndex()
        """The row whose button went down."""
        self._ground = Ground()  # one that Python made: naming Qt's own is slow, see `ui.ink`
        self.setViewport(self._ground)
        self._bar = SlimBar(self)
        self.setVerticalScrollBar(self._bar)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAutoScroll(False)  # a row that is pressed stays under the pointer
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()
        self.setModel(rows)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._fit_headings()
        rows.rowsInserted.connect(self._on_rows_inserted)
        rows.modelReset.connect(self._fit_headings)

    def choose(self, place: int) -> None:
        """Choose the row, and show it; nothing where it is a heading or none."""
        if self._rows.can_choose(place):
            index = self._rows.index(place, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def go(self, rows: int) -> None:
        """Choose the row so many further on, or the next one that is no heading."""
        self.choose(self._further(rows))

    def select_nothing(self) -> None:
        """Choose no row."""
        self.setCurrentIndex(_NOWHERE)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """By rows and pages; headings are passed over."""
        del modifiers
        way = QAbstractItemView.CursorAction
        page = max(1, self._ground.height() // scaled(ROW) - 1)
        count = self._rows.rowCount()
        steps = {
            way.MoveUp: -1,
            way.MovePrevious: -1,
            way.MoveDown: 1,
            way.MoveNext: 1,
            way.MovePageUp: -page,
            way.MovePageDown: page,
            way.MoveHome: -count,
            way.MoveEnd: count,
        }
        if action not in steps:
            return self.currentIndex()
        place = self._further(steps[action])
        return self._rows.index(place, 0) if place >= 0 else _NOWHERE

    def _further(self, rows: int) -> int:
        """The row that is reached by going so far from the chosen one, or from above the first; -1: there is none."""
        last = self._rows.rowCount() - 1
        aim = min(max(self.currentIndex().row() + rows, 0), last)
        ahead = -1 if rows < 0 else 1
        for way in (ahead, -ahead):
            place = aim
            while 0 <= place <= last:
                if self._rows.can_choose(place):
                    return place
                place += way
        return -1

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell it."""
        super().currentChanged(current, previous)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter calls; letters go to the box; all rows are never chosen at once."""
        if event.key() in {Key.RETURN, Key.ENTER}:
            if not event.isAutoRepeat():  # a key that is held down is one press
                self.pressed_call.emit()
        elif is_text(event):
            self.typed_ahead.emit(event.text())
        elif event.key() == Key.A:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row; its button is armed."""
        super().mousePressEvent(event)
        self._armed = QPersistentModelIndex(self._button_at(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The armed button calls where it is let go."""
        super().mouseReleaseEvent(event)
        armed, self._armed = self._armed, QPersistentModelIndex()
        if armed.isValid() and armed == self._button_at(event) and armed == self.currentIndex():
            self.pressed_call.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Call; the second press on a button is none, for the first one called."""
        index = self.indexAt(event.position().toPoint())
        is_on_row = index.isValid() and index == self.currentIndex() and not self._button_at(event).isValid()
        if is_on_row and _is_left(event):
            self.pressed_call.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is pointed at."""
        super().mouseMoveEvent(event)
        self._point_at(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self._point_at(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For the row under the pointer or, by key, the chosen one."""
        point = event.globalPos()
        if event.reason() is event.Reason.Mouse:
            self.choose(self.rowAt(event.pos().y()))
            if self.rowAt(event.pos().y()) != self.currentIndex().row():
                return
        else:
            point = self._ground.mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.currentIndex().isValid():
            self.menu_wanted.emit(point)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are in sight."""
        place = self.rowAt(event.rect().top())
        if place < 0:
            return
        painter = painter_of(self._ground)
        theme = tokens(self.palette())
        chosen = self.currentIndex().row()
        bottom, count = event.rect().bottom(), self._rows.rowCount()
        while place < count and (row := self._row_rect(place)).top() <= bottom:
            heading = self._rows.heading_at(place)
            if heading is not None:
                paint_heading(painter, row, theme, heading)
            else:
                line = self._rows.line_at(place)
                is_pointed = place == self._pointed
                paint_person(painter, row, theme, line, is_chosen=place == chosen, is_pointed=is_pointed)
                if place == chosen and self.hasFocus():
                    paint_keyboard(painter, row, theme)
            place += 1

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() in {QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange}:  # item views get the second
            self._fit_rows()
            self._fit_headings()
        super().changeEvent(event)

    def _row_rect(self, place: int) -> QRectF:
        return QRectF(
            QRect(0, self.rowViewportPosition(place), self._ground.width(), self.verticalHeader().sectionSize(place))
        )

    def _button_at(self, event: QMouseEvent) -> QModelIndex:
        """The row on whose button the event is; of no validity where it is on none."""
        index = self.indexAt(event.position().toPoint())
        line = self._rows.line_at(index.row()) if index.isValid() else None
        is_button = line is not None and line.can_call and _is_left(event)
        return index if is_button and button_rect(self._row_rect(index.row())).contains(event.position()) else _NOWHERE

    def _point_at(self, place: int) -> None:
        before, self._pointed = self._pointed, place
        for row in {before, place} if before != place else ():
            self._ground.update(0, self.rowViewportPosition(row), self._ground.width(), scaled(ROW))

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        self.verticalScrollBar().setSingleStep(scaled(ROW) // 2)

    def _fit_headings(self) -> None:
        self._on_rows_inserted(_NOWHERE, 0, self._rows.rowCount() - 1)

    def _on_rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:  # noqa: ARG002 - Qt's own
        header, height = self.verticalHeader(), scaled(HEADING)
        header.setUpdatesEnabled(False)  # else it adds up all rows anew for each
        for place in self._rows.headings(first, last):
            header.resizeSection(place, height)
        header.setUpdatesEnabled(True)


def _is_left(event: QMouseEvent) -> bool:
    from PySide6.QtCore import Qt  # late: see `ui.ink`

    return event.button() is Qt.MouseButton.LeftButton
