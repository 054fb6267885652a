"""The middle column: who is chosen, the earlier calls with them, and, without an account, where to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.core.folding import digits
from desktop_dialer.ui.dialogs.provider_words import can
from desktop_dialer.ui.presenters.person import PersonPresenter
from desktop_dialer.ui.widgets.earlier_calls import EarlierCalls
from desktop_dialer.ui.widgets.empty import FirstStart, Offer
from desktop_dialer.ui.widgets.person import PersonView

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Coroutine
    from typing import Any

    from desktop_dialer.core.contact import Contact
    from desktop_dialer.ui.main_window import MainWindow
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.desk import Desk
    from desktop_dialer.ui.presenters.history import HistoryPresenter

MOST_EARLIER = 9
"""One more than the card shows tells it that there are more."""


class MiddlePresenter(QObject):
    """Puts the person, the card of earlier calls and the first start into the column."""

    call_requested = Signal(str, str, str)
    """Number as written, contact id, title."""
    opened = Signal(str)
    """The id of a call whose timeline is to be shown."""
    all_requested = Signal(str)
    """All calls with this person, by name or number, are to be listed."""
    edit_requested = Signal(str)
    add_requested = Signal(str)
    contact_changed = Signal(object)
    account_wanted = Signal(str)
    """An account at the provider of this id is to be made."""

    def __init__(
        self, backend: Backend, desk: Desk, history: HistoryPresenter, window: MainWindow, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._backend, self._desk, self._history, self._window = backend, desk, history, window
        self._keys: frozenset[str] = frozenset()
        """The numbers of who is shown, as the journal compares them."""
        self._title = ""
        self._reading: asyncio.Task[None] | None = None
        self.view = PersonView()
        self._earlier = EarlierCalls()
        self.view.set_earlier(self._earlier)
        self._first_start: FirstStart | None = None
        self._person = PersonPresenter(backend, desk, self.view, self)
        self._person.contact_changed.connect(self.contact_changed)
        self.view.call_requested.connect(self.call_requested)
        self.view.edit_requested.connect(self.edit_requested)
        self.view.add_requested.connect(self.add_requested)
        self._earlier.opened.connect(self.opened)
        self._earlier.all_requested.connect(self.all_requested)
        history.earlier_changed.connect(self._on_earlier_changed)
        desk.changed.connect(self._choose_page)
        window.middle.setWidget(self.view)
        self._choose_page()

    def show_contact(self, contact: Contact | None, first: str = "") -> None:
        """Show this contact; `first` is the number that is called where nobody chooses."""
        numbers = contact.numbers if contact else ()
        self._show(frozenset(number.identity for number in numbers), contact.title if contact else "")
        self._person.show_contact(contact, first)

    async def close(self) -> None:
        """Keep a note that is being written."""
        await self._person.close()

    def show_party(self, identity: str, number: str) -> None:
        """Show who was called: the contact of that id or, where there is none, the number."""
        self._spawn_reading(self._find(identity, number), "who was called")

    async def _find(self, identity: str, number: str) -> None:
        try:
            found = await self._backend.book.contact(identity) if identity else None
        except StorageFailed as fault:
            self._backend.tell(str(fault))
            found = None
        if found is not None:
            self.show_contact(found, number)
        else:
            self._show(frozenset({number, digits(number)}), number)
            self._person.show_number(number)

    def _show(self, keys: frozenset[str], title: str) -> None:
        self._keys, self._title = keys, title
        self._read_earlier()

    def _read_earlier(self) -> None:
        self._earlier.show_calls((), self._title, self._history.today())
        if self._keys:
            self._backend.tasks.spawn(self._show_earlier(self._keys), "earlier calls")

    async def _show_earlier(self, keys: frozenset[str]) -> None:
        calls = await self._history.earlier(sorted(keys), MOST_EARLIER)
        if keys == self._keys:
            self._earlier.show_calls(calls, self._title, self._history.today())

    def _spawn_reading(self, work: Coroutine[Any, Any, None], name: str) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._backend.tasks.spawn(work, name)

    def _on_earlier_changed(self, keys: frozenset[str]) -> None:
        if self._keys and (not keys or keys & self._keys):
            self._backend.tasks.spawn(self._show_earlier(self._keys), "earlier calls")

    def _choose_page(self) -> None:
        """Without an account nobody can be called: then it is said where to begin."""
        area = self._window.middle
        if self._desk.account is None and self._first_start is None:
            offers = [
                Offer(key=identity, name=provider.facts.name, text=can(provider.facts))
                for identity, provider in self._backend.providers.items()
            ]
            self._first_start = FirstStart(offers)
            self._first_start.provider_chosen.connect(self.account_wanted)
            self._first_start.simulator_chosen.connect(self._on_simulator_chosen)
            area.takeWidget()
            self.view.setParent(self._window)  # out of sight, and gone with the window
            area.setWidget(self._first_start)
            self._window.fold.setCurrentIndex(1)
        elif self._desk.account is not None and self._first_start is not None:
            area.takeWidget()
            area.setWidget(self.view)
            self._first_start.deleteLater()
            self._first_start = None

    def _on_simulator_chosen(self) -> None:
        if self._backend.try_simulator is not None:
            self._backend.try_simulator()
