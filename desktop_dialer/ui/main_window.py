"""The window: three columns between a bar on top and a line at the bottom. It puts the parts together, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_dialer.ui.theme import scaled
from desktop_dialer.ui.widgets.call_column import CallColumn
from desktop_dialer.ui.widgets.card import Ground, Rule
from desktop_dialer.ui.widgets.contact_list import ContactList
from desktop_dialer.ui.widgets.segments import Segments
from desktop_dialer.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QScrollArea

    from desktop_dialer.ui.widgets.history_list import HistoryList
    from desktop_dialer.ui.widgets.status_bar import StatusBar

LIST_WIDTH = 312
CALL_WIDTH = 400
STATUS_HEIGHT = 30
FOLDS_BELOW = 1000
LISTS = ("Contacts", "Recents", "Call-backs")


class MainWindow(QWidget):
    """Made in two steps, so that the first paint is early: the rest of its parts come with `complete`."""

    painted = Signal()
    """It was painted for the first time."""
    activated = Signal()
    """A person turned to it."""
    closed = Signal()
    """A person closed it."""

    middle: QScrollArea
    fold: Segments
    status: StatusBar
    recents: HistoryList
    call_backs: HistoryList

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Desktop Dialer")
        self.setMinimumSize(640, 420)
        self.resize(scaled(1240), scaled(780))
        self.is_painted = False
        self.is_closed = False
        self.top = TopBar(self)
        self.box = self.top.box
        self.lists = Segments(LISTS, "Lists", self)
        self.contacts = ContactList(self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.contacts)
        self._left = Ground(self)
        self._column(self._left, self.lists, self.pages)
        self._middle = QWidget(self)
        self.calls = CallColumn(self)
        self._right = Ground(self)
        self._between = Rule(self, standing=True)
        self._beside = QVBoxLayout()
        self._folds: Ground | None = None
        self._foot = Ground(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top)
        whole.addWidget(Rule(self))
        whole.addLayout(self._columns(), 1)
        whole.addWidget(Rule(self))
        whole.addWidget(self._foot)
        self.lists.currentChanged.connect(self.pages.setCurrentIndex)
        self._fit()

    def complete(self) -> None:
        """Make what is not needed for the first paint."""
        from desktop_dialer.ui.widgets.history_list import HistoryList

        if hasattr(self, "recents"):
            return
        self.top.complete()
        self._make_middle()
        self._make_fold()
        self._make_status()
        self.calls.complete()
        self.recents = HistoryList(self)
        self.call_backs = HistoryList(self, is_call_backs=True)
        self.pages.addWidget(self.recents)
        self.pages.addWidget(self.call_backs)

    @property
    def open_history(self) -> HistoryList | None:
        """The list of calls that is open, if one is."""
        return (None, self.recents, self.call_backs)[self.pages.currentIndex()]

    def focus_list(self) -> None:
        """Go to the list that is open."""
        (self.open_history or self.contacts).setFocus()

    def count_call_backs(self, count: int) -> None:
        """How many wait to be called back, beside the name of their list."""
        self.lists.setTabText(2, f"{LISTS[2]} {count}" if count else LISTS[2])

    @property
    def is_folded(self) -> bool:
        """Whether the middle column has given way."""
        return self.width() < scaled(FOLDS_BELOW)

    def show_person(self) -> None:
        """Bring the person forward, where the window is folded."""
        if self.is_folded:
            self.fold.setCurrentIndex(1)

    def show_call(self) -> None:
        """Bring the call forward, where the window is folded."""
        self.fold.setCurrentIndex(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold, or unfold, by the room there is."""
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size, and tell when a person turns to the window."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first one is news."""
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is told; what follows from it is not the window's affair."""
        self.is_closed = True
        self.closed.emit()
        super().closeEvent(event)

    def _column(self, ground: Ground, *parts: QWidget) -> None:
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        margin = scaled(16)
        head.setContentsMargins(margin, scaled(12), margin, scaled(8))
        head.addWidget(parts[0])
        column.addLayout(head)
        for part in parts[1:]:
            column.addWidget(part, 1)

    def _columns(self) -> QHBoxLayout:
        """The list, and beside it person and call: side by side, or one of them below a switch."""
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.calls)
        pair = QHBoxLayout()
        pair.setSpacing(0)
        pair.addWidget(self._middle, 1)
        pair.addWidget(self._between)
        pair.addWidget(self._right)
        self._beside.setSpacing(0)
        self._beside.addLayout(pair, 1)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self._left)
        columns.addWidget(Rule(self, standing=True))
        columns.addLayout(self._beside, 1)
        return columns

    def _make_middle(self) -> None:
        """Where the person is shown."""
        from PySide6.QtWidgets import QFrame, QScrollArea

        from desktop_dialer.ui.widgets.slim_bar import SlimBar

        self.middle = QScrollArea(self._middle)
        self.middle.setVerticalScrollBar(SlimBar())
        self.middle.setWidgetResizable(True)
        self.middle.setFrameShape(QFrame.Shape.NoFrame)
        _fill(self._middle, self.middle)

    def _make_fold(self) -> Ground:
        """The switch between person and call, for a window without room for both; made when it is needed."""
        if self._folds is None:
            self._folds = Ground(self)
            self.fold = Segments(("Call", "Contact"), "Beside the list", self._folds)
            self.fold.currentChanged.connect(self._on_unfolded)
            switch = QVBoxLayout(self._folds)
            switch.setContentsMargins(scaled(16), scaled(12), scaled(16), 0)
            switch.addWidget(self.fold)
            self._beside.insertWidget(0, self._folds)
            self._folds.setVisible(self.is_folded)
        return self._folds

    def _make_status(self) -> None:
        from desktop_dialer.ui.widgets.status_bar import StatusBar

        self.status = StatusBar(self._foot)
        _fill(self._foot, self.status)

    def _fit(self) -> None:
        """The columns' widths, and whether there is room for all three."""
        folded = self.is_folded
        left = min(scaled(LIST_WIDTH), self.width() * 2 // 5)
        self._left.setFixedWidth(left)
        self.top.set_box_width(left - scaled(16))
        self.top.set_narrow(narrow=folded)
        self._foot.setFixedHeight(scaled(STATUS_HEIGHT))
        if folded or self._folds is not None:
            _show(self._make_fold(), visible=folded)
        self._right.setMinimumWidth(0 if folded else scaled(CALL_WIDTH))
        self._right.setMaximumWidth(self.maximumWidth() if folded else scaled(CALL_WIDTH))
        self._on_unfolded(self.fold.currentIndex() if folded else 0)

    def _on_unfolded(self, index: int) -> None:
        shows_person = self.is_folded and index == 1
        _show(self._middle, visible=not self.is_folded or shows_person)
        _show(self._between, visible=not self.is_folded)
        _show(self._right, visible=not shows_person)


def _fill(place: QWidget, part: QWidget) -> None:
    """Let the part take the whole place."""
    whole = QVBoxLayout(place)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(part)


def _show(part: QWidget, *, visible: bool) -> None:
    """Show or hide it, where that is a change: either lays out anew all that is in it."""
    if part.isHidden() == visible:
        part.setVisible(visible)
