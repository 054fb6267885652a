"""The presenters set to work together: what one part asks, another answers. No part knows its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from desktop_dialer.core.errors import DialerError
from desktop_dialer.ui.dialogs.call_options import CallOptions
from desktop_dialer.ui.dialogs.link_panel import LinkPanel
from desktop_dialer.ui.dialogs.quick_dial import QuickDial
from desktop_dialer.ui.keys import Shortcut
from desktop_dialer.ui.presenters.accounts import AccountsPresenter
from desktop_dialer.ui.presenters.calls import CallsPresenter
from desktop_dialer.ui.presenters.contacts import ContactsPresenter
from desktop_dialer.ui.presenters.desk import Desk
from desktop_dialer.ui.presenters.dialing import DialingPresenter
from desktop_dialer.ui.presenters.history import HistoryPresenter
from desktop_dialer.ui.presenters.links import LinksPresenter
from desktop_dialer.ui.presenters.menu import MenuPresenter
from desktop_dialer.ui.presenters.middle import MiddlePresenter
from desktop_dialer.ui.presenters.status import StatusPresenter
from desktop_dialer.ui.presenters.top_bar import TopBarPresenter
from desktop_dialer.ui.widgets.empty import NoContacts
from desktop_dialer.ui.widgets.picker import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_dialer.core.contact import Contact
    from desktop_dialer.core.settings import Settings
    from desktop_dialer.ui.appearance import Appearance
    from desktop_dialer.ui.main_window import MainWindow
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.widgets.box import Box
    from desktop_dialer.ui.widgets.contact_list import ContactList

CONTACTS, RECENTS, CALL_BACKS = range(3)


class WindowPresenter(QObject):
    """Made after the first paint; `start` takes up what the last run left, `close` keeps what is being written."""

    def __init__(self, backend: Backend, window: MainWindow, appearance: Appearance, settings: Settings) -> None:
        super().__init__()
        window.complete()
        self._backend, self._window, self._appearance = backend, window, appearance
        self.desk = Desk(backend.parts.accounts, settings.ring_first, self)
        self.calls = CallsPresenter(backend, self.desk, window.calls, self)
        self.dialing = DialingPresenter(backend, self.desk, self.calls, self)
        self.contacts = ContactsPresenter(backend, self.desk, window.contacts, window.box, self)
        self.history = HistoryPresenter(backend, window.recents, window.call_backs, self)
        self.accounts = AccountsPresenter(backend, self.desk, self)
        self.middle = MiddlePresenter(backend, self.desk, self.history, window, self)
        self.links = LinksPresenter(backend, self.desk, self.dialing, LinkPanel(window), self)
        self.top = TopBarPresenter(self.desk, window.top, window.calls, self)
        self.status = StatusPresenter(backend, self.desk, window.status, self)
        self.menu = MenuPresenter(backend, self.desk, window, appearance, settings, self)
        self._shortcuts: list[QShortcut] = []
        self._quick: QuickDial | None = None
        self._play: Callable[[str], None] | None = None
        self._to_prepare = backend.prepare
        self._join_presses()
        self._join_contacts()
        self._join_calls()
        self._make_shortcuts()

    async def start(self, link: str | None = None) -> None:
        """Close what dead processes left, take up what still runs, and show all there is."""
        tasks = self._backend.tasks
        tasks.spawn(self._appearance.follow_desktop(), "the desktop's wishes")
        self.contacts.start()
        self.history.start()
        self._on_appearance_changed()
        if link is not None:
            self.links.arrive(link)
        await self.calls.start()

    async def close(self) -> None:
        """Keep what is being written; the calls are left alone."""
        self.history.close()
        await self.middle.close()
        await self.calls.close()

    def _join_presses(self) -> None:
        """Wherever a person presses Call, the same thing happens."""
        for part in (self.contacts, self.history, self.middle):
            part.call_requested.connect(self.dialing.press)
        self.dialing.number_used.connect(self.contacts.refresh)
        self.dialing.account_needed.connect(self._on_accounts_wanted)
        self.middle.account_wanted.connect(self._on_account_wanted)
        self.menu.accounts_wanted.connect(self._on_accounts_wanted)
        self._window.top.options.clicked.connect(self._on_options_wanted)
        self.menu.quick_dial_wanted.connect(self._on_quick_dial_wanted)
        self._window.activated.connect(self.accounts.refresh)

    def _join_contacts(self) -> None:
        """Who is chosen stands in the middle; who is changed there is changed everywhere."""
        window = self._window
        self.contacts.contact_selected.connect(self._on_contact_selected)
        self.contacts.hint.connect(window.top.hint.setText)
        self.contacts.first_choice.connect(self.top.select)
        self.history.person_selected.connect(self.middle.show_party)
        self.history.contact_needed.connect(self.contacts.new_contact)
        self.menu.contact_wanted.connect(self._on_contact_wanted)
        nobody = NoContacts(window)
        nobody.add_requested.connect(self._on_contact_wanted)
        window.contacts.set_empty(nobody)
        self.middle.edit_requested.connect(self.contacts.edit)
        self.middle.add_requested.connect(self.contacts.new_contact)
        self.middle.contact_changed.connect(self._on_contact_changed)
        self.contacts.changed.connect(self.history.contacts_changed)
        self.contacts.undo_offered.connect(self._on_undo_offered)
        window.status.undo.clicked.connect(self._on_undo)
        window.lists.currentChanged.connect(self._on_list_changed)
        window.box.typed.connect(self._on_typed)
        window.box.moved.connect(self._on_moved)
        window.box.entered.connect(self._on_entered)
        window.box.typed.connect(self._prepare)
        window.contacts.selected.connect(self._prepare)

    def _join_calls(self) -> None:
        """What becomes of a call stands in the history and in the line at the bottom."""
        window = self._window
        self.calls.state_changed.connect(self.status.hear)
        self.calls.history_changed.connect(self.history.refresh)
        window.calls.current_changed.connect(window.show_call)
        self.history.opened.connect(self._on_call_opened)
        self.middle.opened.connect(self._on_call_opened)
        self.middle.all_requested.connect(self._on_all_requested)
        self.history.note_needed.connect(self._on_note_needed)
        self.history.summary.connect(window.status.show_day)
        self.history.call_backs_count.connect(window.count_call_backs)
        self._appearance.changed.connect(self._on_appearance_changed)

    def _make_shortcuts(self) -> None:
        for shortcut, slot in (
            (Shortcut.BOX, self._on_box_key),
            (Shortcut.CONTACTS, self._on_contacts_key),
            (Shortcut.RECENTS, self._on_recents_key),
            (Shortcut.CALL_BACKS, self._on_call_backs_key),
            (Shortcut.HANG_UP, self.calls.hang_up_current),
            (Shortcut.REDIAL, self.dialing.redial),
            (Shortcut.NOTE, self._window.calls.toggle_note),
            (Shortcut.SETTINGS, self.menu.open_settings),
            (Shortcut.KEYS, self.menu.open_keys),
        ):
            made = QShortcut(QKeySequence(shortcut.value.key), self._window)
            made.activated.connect(slot)
            self._shortcuts.append(made)

    def offer_outcomes(self, outcomes: Sequence[str], play: Callable[[str], None]) -> None:
        """On the simulator: let a person choose what becomes of the next call."""
        self._play = play
        picker = self._window.top.outcome
        picker.set_choices([Choice(key=one, text=one.replace("_", " ").capitalize()) for one in outcomes], outcomes[0])
        picker.chosen.connect(self._on_outcome_chosen)
        picker.show()

    def _on_outcome_chosen(self, outcome: str) -> None:
        if self._play is not None:
            self._play(outcome)

    def _on_accounts_wanted(self) -> None:
        account = self.desk.account
        self.accounts.open(self._window, account.id if account else None)

    def _on_account_wanted(self, provider: str) -> None:
        self.accounts.open(self._window, provider=provider)

    def _on_options_wanted(self) -> None:
        account, provider = self.desk.account, self.desk.provider
        if account is not None and provider is not None:
            dialog = CallOptions(account, provider, self.desk.options, self._window)
            dialog.chosen.connect(self.desk.set_options)
            dialog.open()

    def _on_contact_selected(self, contact: Contact | None, first: str) -> None:
        self.middle.show_contact(contact, first)
        call = self.calls.current
        if contact is not None and (call is None or call.is_over):
            self._window.show_person()

    def _on_contact_wanted(self) -> None:
        self.contacts.new_contact()

    def _on_contact_changed(self, contact: Contact) -> None:
        self.contacts.refresh()
        self.history.contacts_changed()
        self.middle.show_contact(contact)

    def _on_undo_offered(self, sentence: str) -> None:
        self._window.status.tell(sentence, can_undo=bool(sentence))

    def _on_undo(self) -> None:
        self.contacts.undo()
        self._window.status.tell("")

    def _on_call_opened(self, call: str) -> None:
        self._backend.tasks.spawn(self._open(call), "timeline of a past call")

    def _on_note_needed(self, call: str) -> None:
        self._backend.tasks.spawn(self._open(call, with_note=True), "note on a past call")

    async def _open(self, call: str, *, with_note: bool = False) -> None:
        try:
            await self.calls.open(call)
        except DialerError as fault:
            self._backend.tell(str(fault))
            return
        self._window.show_call()
        if with_note:
            self._window.calls.toggle_note()

    def _on_all_requested(self, who: str) -> None:
        self._window.lists.setCurrentIndex(RECENTS)
        self._window.box.take(who)

    def _on_list_changed(self, index: int) -> None:
        """The box finds in the list that is open."""
        self._on_typed(self._window.box.text() if index else "")

    def _on_typed(self, text: str) -> None:
        for place, one in ((RECENTS, self._window.recents), (CALL_BACKS, self._window.call_backs)):
            one.set_filter_text(text if self._window.lists.currentIndex() == place else "")

    def _prepare(self) -> None:
        """A call may be near: what its request would wait for is loaded, once."""
        prepare, self._to_prepare = self._to_prepare, None
        if prepare is not None:
            self._backend.tasks.spawn(prepare(), "what the first request would wait for")

    def _on_moved(self, rows: int) -> None:
        if (one := self._window.open_history) is not None:
            one.step(rows)

    def _on_entered(self) -> None:
        """Enter calls what is chosen in the list that is open; the contacts see to theirs."""
        if (one := self._window.open_history) is not None:
            one.call_selected()

    def _on_box_key(self) -> None:
        """What stands in the box is replaced by what is typed next."""
        self._window.box.setFocus()
        self._window.box.edit.selectAll()

    def _on_contacts_key(self) -> None:
        self._go_to(CONTACTS)

    def _on_recents_key(self) -> None:
        self._go_to(RECENTS)

    def _on_call_backs_key(self) -> None:
        self._go_to(CALL_BACKS)

    def _go_to(self, index: int) -> None:
        self._window.lists.setCurrentIndex(index)
        self._window.focus_list()

    def _on_quick_dial_wanted(self) -> None:
        if self._quick is None:
            self._quick = QuickDial(self._search, self._window)
            self._quick.call_requested.connect(self.dialing.press)
        self._quick.appear()

    def _search(self, contacts: ContactList, box: Box) -> ContactsPresenter:
        """What serves a box and a list elsewhere."""
        presenter = ContactsPresenter(self._backend, self.desk, contacts, box, self, owns_box=True)
        presenter.start()
        return presenter

    def _on_appearance_changed(self) -> None:
        self._window.calls.set_motion(allowed=self._appearance.is_moving)
