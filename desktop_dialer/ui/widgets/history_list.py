"""A list of past calls: recents, or those to call back; with its filter, its menu, and words where it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop_dialer.core.reached import Reached
from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.models.history import HistoryModel
from desktop_dialer.ui.theme import scaled
from desktop_dialer.ui.widgets.empty import Empty
from desktop_dialer.ui.widgets.history_view import HistoryView
from desktop_dialer.ui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QShowEvent

    from desktop_dialer.ui.models.history_row import HistoryRow

ALL = "all"
_KINDS = (
    Choice(key=ALL, text="All calls"),
    Choice(key=Reached.ANSWERED, text="Answered"),
    Choice(key=Reached.NOT_REACHED, text="Not reached"),
    Choice(key=Reached.NOT_KNOWN, text="Not known"),
)
_WAITING = ("One moment…", "The calls are being read.")
_NO_CALLS = ("No calls yet", "Each call you make stands here.")
_NO_CALL_BACKS = ("Nobody to call back", "A call that reached nobody stands here, until one does or you tick it off.")
_NONE_FOUND = ("No such call", "No call here has this name, number, account or note.")
_NONE_OF_KIND = ("No such call", "Choose All calls to see the others.")


class HistoryList(QWidget):
    """Shows its model; what should be in it, by `text` and `kind`, is its presenter's affair."""

    call_requested = Signal(str, str, str)
    """Number, contact id, title."""
    selected = Signal(str)
    """The id of a call."""
    opened = Signal(str)
    """The id of a call whose timeline is to be shown."""
    note_requested = Signal(str)
    """The id of a call that is to be noted upon."""
    add_requested = Signal(str)
    """A number that is to become a contact."""
    done_requested = Signal(str)
    """The id of a call that is called back."""
    wanted_changed = Signal()
    """Text or kind are other than before."""
    shown = Signal()
    """It came into sight."""

    def __init__(self, parent: QWidget | None = None, *, is_call_backs: bool = False) -> None:
        super().__init__(parent)
        self.model = HistoryModel(self)
        self.text = ""
        """What is looked for."""
        self._is_call_backs, self._is_loaded = is_call_backs, False
        self._pointed: HistoryRow | None = None
        self.filter = Picker("Show", self)
        self.filter.set_choices(_KINDS, ALL)
        self.filter.setVisible(not is_call_backs)
        self.filter.chosen.connect(self._on_chosen)
        name = "Calls to make again" if is_call_backs else "Recent calls"
        self.view = HistoryView(self.model, name, self, has_done=is_call_backs)
        self.empty = Empty(Sign.BACK if is_call_backs else Sign.CLOCK, *_WAITING, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._head = QHBoxLayout()
        self._head.addWidget(self.filter)
        self._head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.view)
        self.view.call_pressed.connect(self._on_call)
        self.view.open_pressed.connect(self.opened)
        self.view.done_pressed.connect(self.done_requested)
        self.view.selected.connect(self.selected)
        self.view.menu_wanted.connect(self._on_menu)
        self.model.rowsInserted.connect(self._say)
        self.model.rowsRemoved.connect(self._say)
        self._fit()
        self._say()

    @property
    def kind(self) -> Reached | None:
        """Which calls are wanted; None: all."""
        return Reached(self.filter.current) if self.filter.current in set(Reached) else None

    def set_filter_text(self, text: str) -> None:
        """Look for this."""
        if text != self.text:
            self.text = text
            self.wanted_changed.emit()

    def set_loaded(self) -> None:
        """What is in the model now is all that was asked for."""
        self._is_loaded = True
        self._say()

    def step(self, rows: int) -> None:
        """Choose the call so many rows further down, or up."""
        self.view.step(rows)

    def call_selected(self) -> bool:
        """Call the chosen one again; whether there is one."""
        row = self.view.current
        if row is not None:
            self._on_call(row.call)
        return row is not None

    def showEvent(self, event: QShowEvent) -> None:
        """Tell it."""
        super().showEvent(event)
        self.shown.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        head = 0 if self._is_call_backs else scaled(4)
        self._head.setContentsMargins(scaled(16), head, scaled(16), head)

    def _say(self) -> None:
        """Words where there is nothing to show."""
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.view)
            return
        if not self._is_loaded:
            words = _WAITING
        elif self.text.strip():
            words = _NONE_FOUND
        elif self.kind is not None:
            words = _NONE_OF_KIND
        else:
            words = _NO_CALL_BACKS if self._is_call_backs else _NO_CALLS
        self.empty.set_words(*words)
        self._stack.setCurrentWidget(self.empty)

    def _on_chosen(self) -> None:
        self.wanted_changed.emit()

    def _on_call(self, call: str) -> None:
        row = self.model.row_of(call)
        if row is not None:
            self.call_requested.emit(row.dial, row.contact, row.name)

    def _on_menu(self, call: str, place: QPoint) -> None:
        row = self.model.row_of(call)
        if row is None:
            return
        self._pointed = row
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions = [
            ("Call", self._on_menu_call),
            ("Show the timeline", self._on_menu_open),
            ("Note…", self._on_menu_note),
            ("Copy number", self._on_menu_copy),
        ]
        if not row.contact:
            actions.append(("Add to contacts…", self._on_menu_add))
        if self._is_call_backs:
            actions.append(("Done: called back", self._on_menu_done))
        for text, slot in actions:
            menu.addAction(text).triggered.connect(slot)
        menu.popup(place)

    def _on_menu_call(self) -> None:
        if self._pointed is not None:
            self._on_call(self._pointed.call)

    def _on_menu_open(self) -> None:
        if self._pointed is not None:
            self.opened.emit(self._pointed.call)

    def _on_menu_note(self) -> None:
        if self._pointed is not None:
            self.note_requested.emit(self._pointed.call)

    def _on_menu_copy(self) -> None:
        if self._pointed is not None:
            QGuiApplication.clipboard().setText(self._pointed.clean)

    def _on_menu_add(self) -> None:
        if self._pointed is not None:
            self.add_requested.emit(self._pointed.dial)

    def _on_menu_done(self) -> None:
        if self._pointed is not None:
            self.done_requested.emit(self._pointed.call)
