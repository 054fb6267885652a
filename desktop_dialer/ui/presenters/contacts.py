"""The contacts at work: the list filled and kept current, contacts chosen, edited, removed and brought back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.ui.dialogs.contact_editor import ContactEditor
from desktop_dialer.ui.plain import isolated, plain
from desktop_dialer.ui.presenters.contact_hits import country_of
from desktop_dialer.ui.presenters.contact_search import ContactSearch
from desktop_dialer.ui.widgets.contact_menu import ContactMenu

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from PySide6.QtCore import QPoint

    from desktop_dialer.core.contact import Contact
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.desk import Desk
    from desktop_dialer.ui.widgets.box import Box
    from desktop_dialer.ui.widgets.contact_list import ContactList

FIRST_ROWS = 60
UNDO_MILLISECONDS = 8_000


class ContactsPresenter(QObject):
    """Serves one list and one box. What goes wrong on the disk is told, and leaves the list as it is.

    `owns_box`: the box is for this list alone, whether the list is seen or not.
    """

    call_requested = Signal(str, str, str)
    """Number as written, contact id, title."""
    contact_selected = Signal(object, str)
    """The contact and its first choice; None where nobody is chosen."""
    hint = Signal(str)
    """What Enter in the box would do."""
    first_choice = Signal(str)
    """The number that it would call; empty for none."""
    undo_offered = Signal(str)
    """What was done and can be undone; empty as soon as it cannot."""
    changed = Signal()
    """A contact was added, changed or removed."""

    def __init__(
        self,
        backend: Backend,
        desk: Desk,
        contacts: ContactList,
        box: Box,
        parent: QObject | None = None,
        *,
        owns_box: bool = False,
    ) -> None:
        super().__init__(parent)
        self._backend, self._desk, self._list = backend, desk, contacts
        self._search = ContactSearch(backend, desk, contacts, box, self, owns_box=owns_box)
        self._chosen = ""
        """The id of who is chosen."""
        self._removed: Contact | None = None
        self._editor: ContactEditor | None = None
        self._undo = QTimer(self)
        self._undo.setSingleShot(True)
        self._undo.setInterval(UNDO_MILLISECONDS)
        self._undo.timeout.connect(self._on_undo_over)
        self._search.call_requested.connect(self.call_requested)
        self._search.hint.connect(self.hint)
        self._search.first_choice.connect(self.first_choice)
        contacts.model.wanted.connect(self._on_wanted)
        contacts.selected.connect(self._on_selected)
        contacts.called.connect(self._on_called)
        contacts.menu_wanted.connect(self._on_menu_wanted)

    def start(self) -> None:
        """Load the list."""
        self._spawn("contact list", self._follow)

    def refresh(self) -> None:
        """The contacts were changed elsewhere: follow."""
        self._spawn("contact list again", self._follow)

    def new_contact(self, number: str = "") -> None:
        """Let a person write a new contact, with this number in it."""
        self._open_editor(None, number)

    def edit(self, identity: str) -> None:
        """Let a person change the contact."""
        self._spawn("contact to edit", self._edit, identity)

    def set_favourite(self, identity: str, favourite: bool) -> None:  # noqa: FBT001 - a signal's second value
        """Put the contact among the favourites, or take it out."""
        self._spawn("favourite", self._set_favourite, identity, favourite)

    def remove(self, identity: str) -> None:
        """Remove the contact; for some seconds `undo` brings it back."""
        self._spawn("removal of a contact", self._remove, identity)

    def undo(self) -> None:
        """Bring back who was removed last."""
        contact, self._removed = self._removed, None
        self._undo.stop()
        if contact is not None:
            self._spawn("contact brought back", self._bring_back, contact)

    def _spawn(self, name: str, work: Callable[..., Awaitable[None]], *values: object) -> None:
        self._backend.tasks.spawn(self._told(work, *values), name)

    async def _told(self, work: Callable[..., Awaitable[None]], *values: object) -> None:
        try:
            await work(*values)
        except StorageFailed as fault:
            self._backend.tell(str(fault))

    async def _follow(self, *, chooses_new: bool = False) -> None:
        book, contacts = self._backend.book, self._list
        index = await book.index()
        if contacts.model.count():
            contacts.follow(index, choose_new=chooses_new)
        else:
            contacts.show_first(index, await book.rows(index.positions[:FIRST_ROWS]))
        self._search.search()
        if self._chosen:
            self._on_selected(self._chosen)

    async def _edit(self, identity: str) -> None:
        if (contact := await self._backend.book.contact(identity)) is not None:
            self._open_editor(contact, "")

    def _open_editor(self, contact: Contact | None, number: str) -> None:
        if self._editor is not None:  # one at a time: the open one may hold what nobody has saved
            self._editor.raise_()
            self._editor.activateWindow()
            return
        self._editor = ContactEditor(contact, country=country_of(self._desk), parent=self._list.window())
        if number:
            self._editor.add_number(number)
        self._editor.saved.connect(self._on_saved)
        self._editor.finished.connect(self._on_editor_finished)
        self._editor.open()

    def _on_saved(self, contact: Contact) -> None:
        self._backend.tasks.spawn(self._save(contact), "contact saved")

    async def _save(self, contact: Contact) -> None:
        """Save what was edited; where the disk refuses, the editor stays and says so."""
        editor = self._editor
        try:
            await self._backend.book.save(contact)
        except StorageFailed as fault:
            if editor is not None:
                editor.say_fault(str(fault))
            else:
                self._backend.tell(str(fault))
            return
        if editor is not None:
            editor.accept()
        await self._told(self._changed, not contact.id)

    def _on_editor_finished(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.deleteLater()

    async def _set_favourite(self, identity: str, is_favourite: bool) -> None:  # noqa: FBT001 - as it is asked for
        contact = await self._backend.book.contact(identity)
        if contact is not None:
            await self._backend.book.save(replace(contact, favourite=is_favourite))
            await self._changed()

    async def _remove(self, identity: str) -> None:
        contact = await self._backend.book.contact(identity)
        if contact is None:
            return
        await self._backend.book.remove(identity)
        self._removed = contact
        self._undo.start()
        self.undo_offered.emit(f"{isolated(plain(contact.title))} was deleted.")
        await self._changed()

    async def _bring_back(self, contact: Contact) -> None:
        await self._backend.book.save(contact)
        await self._changed(chooses_new=True)

    async def _changed(self, chooses_new: bool = False) -> None:  # noqa: FBT001, FBT002 - also passed on as a value
        await self._follow(chooses_new=chooses_new)
        self.changed.emit()

    def _on_undo_over(self) -> None:
        self._removed = None
        self.undo_offered.emit("")

    def _on_wanted(self, positions: list[int]) -> None:
        self._spawn("contacts in sight", self._deliver, positions)

    async def _deliver(self, positions: list[int]) -> None:
        self._list.model.deliver(await self._backend.book.rows(positions))

    def _on_selected(self, identity: str) -> None:
        self._chosen = identity
        if identity:
            self._spawn("contact chosen", self._tell_selected, identity)
        else:
            self.contact_selected.emit(None, "")

    async def _tell_selected(self, identity: str) -> None:
        contact = await self._backend.book.contact(identity)
        if identity == self._chosen:  # another one may be chosen by now
            row = self._list.current
            self.contact_selected.emit(contact, row.number if row is not None and row.id == identity else "")

    def _on_called(self, identity: str, number: str) -> None:
        row = self._list.current
        self.call_requested.emit(number, identity, row.title if row is not None and row.id == identity else "")

    def _on_menu_wanted(self, identity: str, point: QPoint) -> None:
        self._spawn("menu of a contact", self._open_menu, identity, point)

    async def _open_menu(self, identity: str, point: QPoint) -> None:
        contact = await self._backend.book.contact(identity)
        if contact is None or not self._list.isVisible():
            return
        menu = ContactMenu(contact, self._list)
        menu.call_requested.connect(self.call_requested)
        menu.edit_requested.connect(self.edit)
        menu.favourite_requested.connect(self.set_favourite)
        menu.copy_requested.connect(self._on_copy_requested)
        menu.remove_requested.connect(self.remove)
        menu.popup(point)

    def _on_copy_requested(self, number: str) -> None:
        QGuiApplication.clipboard().setText(number)
