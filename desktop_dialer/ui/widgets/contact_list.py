"""The list of contacts: the whole of it, or what the box has found; calls by key, double-click or button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop_dialer.core.contact_list import ContactRow
from desktop_dialer.ui.models.contact_line import Kind, Line, Role
from desktop_dialer.ui.models.contacts import ContactsModel
from desktop_dialer.ui.widgets.contact_view import ContactView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_dialer.core.contact_list import ContactIndex
    from desktop_dialer.ui.models.found import Found, FoundModel


class ContactList(QWidget):
    """Whole list and found list are two views: each keeps its place, and a change between them costs nothing."""

    called = Signal(str, str)
    """Contact id, number as it is written."""
    selected = Signal(str)
    """Contact id; empty for none."""
    dial_typed = Signal()
    """The row for the typed number was called."""
    chosen = Signal()
    """What Enter would do may have changed."""
    typed_ahead = Signal(str)
    """Letters typed in the list: they belong into the box."""
    menu_wanted = Signal(str, QPoint)
    """Contact id, and where on the screen; `ContactMenu` offers the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ContactsModel(self)
        self._pages = QStackedLayout(self)
        self._whole = ContactView(self.model, "Contacts", self)
        self._found: FoundModel | None = None
        self._matches: ContactView | None = None
        """Both are made by the first search."""
        self._shown = self._whole
        self._empty: QWidget | None = None
        self._selected = ""
        self._is_following = False
        self._take_in(self._whole)
        self.model.dataChanged.connect(self._on_chosen)

    @property
    def found(self) -> FoundModel:
        """What the search found."""
        if self._found is None:
            from desktop_dialer.ui.models.found import FoundModel  # late: the first paint does without

            self._found = FoundModel(self)
            self._found.dataChanged.connect(self._on_chosen)
        return self._found

    @property
    def is_searching(self) -> bool:
        """Whether what was found is shown, instead of the whole list."""
        return self._shown is self._matches

    @property
    def current(self) -> ContactRow | None:
        """The contact that is chosen; None where none is, or it is not loaded yet."""
        row = self._shown.currentIndex().data(Role.ROW)
        return row if isinstance(row, ContactRow) else None

    @property
    def current_line(self) -> Line | None:
        """How the chosen row is shown."""
        line = self._shown.currentIndex().data(Role.LINE)
        return line if isinstance(line, Line) else None

    @property
    def is_on_typed(self) -> bool:
        """Whether the row for the typed number is chosen."""
        kind: object = self._shown.currentIndex().data(Role.KIND)
        return kind == Kind.TYPED

    def show_first(self, index: ContactIndex, rows: Iterable[ContactRow]) -> None:
        """Show the whole list, of which these rows are known."""
        self.model.set_index(index, rows)
        self._turn()

    def follow(self, index: ContactIndex, *, choose_new: bool = False) -> None:
        """The list was changed; who is chosen stays so, or the one who is new in it is."""
        chosen = self.model.position_at(self._whole.currentIndex().row())
        self._is_following = True
        new = self.model.apply(index)
        if choose_new and len(new) == 1:
            chosen = new[0]
        place = self.model.place_of(chosen) if chosen is not None else None
        if place is not None and place != self._whole.currentIndex().row():
            self._whole.choose(place)
        self._is_following = False
        self._turn()
        self._on_chosen()

    def show_found(self, rows: Sequence[Found], *, keeps_choice: bool = False) -> None:
        """Show these instead of the whole list, the first one chosen; or who is chosen now, where it is among them."""
        if self._matches is None:
            self._matches = ContactView(self.found, "Contacts found", self)
            self._take_in(self._matches)
        chosen = self.current if keeps_choice else None
        place = next((at for at, one in enumerate(rows) if one.row and chosen and one.row.id == chosen.id), 0)
        self._is_following = True
        self.found.show(rows)
        self._shown = self._matches
        self._turn()
        self._matches.choose(place)
        self._is_following = False
        self._on_chosen()

    def show_whole(self) -> None:
        """Show the whole list again, where it was; who was chosen among the matches stays so."""
        place = self.model.place_of(row.position) if self.is_searching and (row := self.current) else None
        self._shown = self._whole
        self._is_following = True
        if place is not None:
            self._whole.setCurrentIndex(self.model.index(place, 0))
        self._is_following = False
        self._turn()
        self._on_chosen()

    def set_empty(self, widget: QWidget | None) -> None:
        """Show this wherever the whole list would be shown and has nobody in it."""
        if self._empty is not None:
            self._pages.removeWidget(self._empty)
        self._empty = widget
        if widget is not None:
            self._pages.addWidget(widget)
        self._turn()

    def go(self, rows: int) -> None:
        """Choose the row so many further on."""
        self._shown.go(rows)

    def select_nothing(self) -> None:
        """Choose nobody."""
        self._shown.select_nothing()

    def _take_in(self, view: ContactView) -> None:
        view.chosen.connect(self._on_chosen)
        view.pressed_call.connect(self._on_pressed_call)
        view.menu_wanted.connect(self._on_menu_wanted)
        view.typed_ahead.connect(self.typed_ahead)
        self._pages.addWidget(view)

    def _turn(self) -> None:
        """Show the page that is on; the keyboard goes along."""
        is_empty = self._empty is not None and self._shown is self._whole and not self.model.contacts
        page = self._empty if is_empty and self._empty is not None else self._shown
        had_keyboard = self._pages.currentWidget() is not page and self._has_keyboard()
        self._pages.setCurrentWidget(page)
        self.setFocusProxy(page)
        if had_keyboard:
            page.setFocus()

    def _has_keyboard(self) -> bool:
        at = self.window().focusWidget()
        return at is not None and self.isAncestorOf(at) and at.hasFocus()

    def _on_chosen(self) -> None:
        if self._is_following:
            return
        row = self.current
        at = self._shown.currentIndex()
        is_on_its_way = row is None and at.data(Role.KIND) == Kind.CONTACT
        if not is_on_its_way and self._selected != (identity := row.id if row is not None else ""):
            self._selected = identity
            self.selected.emit(identity)
        self.chosen.emit()

    def _on_pressed_call(self) -> None:
        row = self.current
        if self.is_on_typed:
            self.dial_typed.emit()
        elif row is not None and row.number:
            self.called.emit(row.id, row.number)

    def _on_menu_wanted(self, point: QPoint) -> None:
        if (row := self.current) is not None:
            self.menu_wanted.emit(row.id, point)
