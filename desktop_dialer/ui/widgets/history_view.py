"""The rows of past calls, and at the end of the row at hand the buttons for what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHoverEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QTableView, QWidget

from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.models.history import HistoryModel, Role
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.history_delegate import EDGE, GAP, HEADING_HEIGHT, ROW_HEIGHT, HistoryDelegate
from desktop_dialer.ui.widgets.round_button import RoundButton
from desktop_dialer.ui.widgets.slim_bar import SlimBar

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop_dialer.ui.models.history_row import HistoryRow

    Index = QModelIndex | QPersistentModelIndex

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_WAYS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_PageDown}
"""Where no call is chosen these lead to the first one: above it stands a heading, at which Qt would stop."""


class _RowButtons(QWidget):
    """Real buttons over a row: keyboard and screen reader find them as well as the pointer."""

    call_clicked = Signal(str)
    done_clicked = Signal(str)

    def __init__(self, parent: QWidget, *, has_done: bool, takes_focus: bool) -> None:
        super().__init__(parent)
        self._call = ""
        self.done = RoundButton(Sign.CHECK, Tone.ACCENT, "Done", self)
        self.done.setVisible(has_done)
        self.call = RoundButton(Sign.PHONE, Tone.GO, "Call", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(GAP))
        for button in (self.done, self.call):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if takes_focus else Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        self.done.clicked.connect(self._on_done)
        self.call.clicked.connect(self._on_call)
        self.hide()

    def stand_at(self, row: HistoryRow | None, place: QRect) -> None:
        """Belong to this row, whose place this is; None: to no row."""
        self._call = row.call if row else ""
        if row is None:
            self.hide()
            return
        self.call.set_name(f"Call {row.title}")
        self.done.set_name(f"Done: {row.title} is called back")
        self.adjustSize()
        margin = scaled(EDGE + 12)
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = place.left() + margin if is_mirrored else place.right() + 1 - margin - self.width()
        self.move(left, place.top() + (place.height() - self.height()) // 2)
        self.show()

    def _on_call(self) -> None:
        self.call_clicked.emit(self._call)

    def _on_done(self) -> None:
        self.done_clicked.emit(self._call)


class HistoryView(QTableView):
    """A table of one column, for it alone stays quick with many rows; headings are lower and cannot be chosen."""

    call_pressed = Signal(str)
    """The id of a call that is to be made again."""
    open_pressed = Signal(str)
    done_pressed = Signal(str)
    menu_wanted = Signal(str, object)
    """A call's id and where on the screen (`QPoint`)."""
    selected = Signal(str)

    def __init__(self, model: HistoryModel, name: str, parent: QWidget | None = None, *, has_done: bool) -> None:
        super().__init__(parent)
        self._has_done = has_done
        self.setAccessibleName(name)
        self._delegate = HistoryDelegate(self, buttons=2 if has_done else 1, has_tick=has_done)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        bar = SlimBar(self)
        self.setVerticalScrollBar(bar)
        bar.valueChanged.connect(self.verticalScrollbarValueChanged)  # Qt tells the view of its own bar alone
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._at_current = _RowButtons(self.viewport(), has_done=has_done, takes_focus=True)
        self._at_pointer = _RowButtons(self.viewport(), has_done=has_done, takes_focus=False)
        for buttons in (self._at_current, self._at_pointer):
            buttons.call_clicked.connect(self.call_pressed)
            buttons.done_clicked.connect(self.done_pressed)
        self.setModel(model)
        self.doubleClicked.connect(self._on_double_clicked)
        model.rowsInserted.connect(self._on_inserted)
        model.rowsRemoved.connect(self._place_buttons)
        model.dataChanged.connect(self._place_buttons)
        self._fit()

    @property
    def current(self) -> HistoryRow | None:
        """The call that is chosen."""
        row: HistoryRow | None = self.currentIndex().data(Role.ROW) if self.selectionModel().hasSelection() else None
        return row

    @property
    def buttons(self) -> _RowButtons:
        """Those of the chosen row."""
        return self._at_current

    def step(self, rows: int) -> None:
        """Choose the call so many further down; the first where none is chosen."""
        count = self.model().rowCount()
        if self.current is None:
            self._choose_first(range(count))
        else:
            wanted = self.currentIndex().row() + rows
            self._choose_first(range(wanted, count) if rows > 0 else range(wanted, -1, -1))

    def _choose_first(self, rows: range) -> None:
        """Choose the first of these that is a call and no heading."""
        for place in rows:
            index = self.model().index(place, 0)
            if index.data(Role.ROW) is not None:
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                return

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell what is chosen, and bring its buttons."""
        super().currentChanged(current, previous)
        self._place_buttons()
        row = current.data(Role.ROW)
        if row is not None:
            self.selected.emit(row.call)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter calls, Space shows the timeline, Delete ticks off; Home and End go to the first and the last call."""
        row, count = self.current, self.model().rowCount()
        key = Qt.Key(event.key())
        if row is None and key in _WAYS:
            self.step(1)
        elif row is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _ENTER:
            if not event.isAutoRepeat():
                self.call_pressed.emit(row.call)
        elif key is Qt.Key.Key_Space:
            self.open_pressed.emit(row.call)
        elif key is Qt.Key.Key_Home:
            self._choose_first(range(count))
        elif key is Qt.Key.Key_End:
            self._choose_first(range(count - 1, -1, -1))
        elif key is Qt.Key.Key_Delete and self._has_done:
            self.done_pressed.emit(row.call)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu, at the pointer or, by the key, at the row."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row = index.data(Role.ROW)
        if row is not None:
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_wanted.emit(row.call, self.viewport().mapToGlobal(place))

    def viewportEvent(self, event: QEvent) -> bool:
        """Follow the pointer."""
        if event.type() in {QEvent.Type.HoverMove, QEvent.Type.HoverEnter} and isinstance(event, QHoverEvent):
            self._hover(event.position().toPoint())
        elif event.type() in {QEvent.Type.HoverLeave, QEvent.Type.Leave}:
            self._hover(None)
        return super().viewportEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The buttons go with their rows."""
        super().scrollContentsBy(dx, dy)
        self._place_buttons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """They stay at the end of them."""
        super().resizeEvent(event)
        self._place_buttons()

    def changeEvent(self, event: QEvent) -> None:
        """Follow text size and direction."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        if event.type() in {QEvent.Type.ApplicationFontChange, QEvent.Type.LayoutDirectionChange}:
            self._place_buttons()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))
        self.verticalScrollBar().setSingleStep(scaled(ROW_HEIGHT))
        self._lower_headings(0, self.model().rowCount() - 1)

    def _lower_headings(self, first: int, last: int) -> None:
        for place in range(first, last + 1):
            if self.model().index(place, 0).data(Role.ROW) is None:
                self.setRowHeight(place, scaled(HEADING_HEIGHT))

    def _on_inserted(self, parent: QModelIndex, first: int, last: int) -> None:  # noqa: ARG002 - a list has one level
        """New calls on top do not move what is being read further down."""
        self._lower_headings(first, last)
        bar = self.verticalScrollBar()
        if bar.value() and self.rowViewportPosition(first) < 0:
            added = sum(self.rowHeight(place) for place in range(first, last + 1))
            self.updateGeometries()
            bar.setValue(bar.value() + added)
        self._place_buttons()

    def _hover(self, point: QPoint | None) -> None:
        index = self.indexAt(point) if point is not None else QModelIndex()
        if index != self._delegate.hovered:
            self._delegate.hovered = QPersistentModelIndex(index)
            self.viewport().update()
            self._place_buttons()

    def _place_buttons(self) -> None:
        current, hovered, chosen = self.currentIndex(), self._delegate.hovered, self.current
        self._at_current.stand_at(chosen, self.visualRect(current))
        is_other = hovered.isValid() and (hovered != current or chosen is None)
        self._at_pointer.stand_at(hovered.data(Role.ROW) if is_other else None, self.visualRect(hovered))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        row = index.data(Role.ROW)
        if row is not None:
            self.call_pressed.emit(row.call)
