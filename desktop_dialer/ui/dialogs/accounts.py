"""The accounts: their list, the form of the one that is chosen, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QStackedWidget, QWidget

from desktop_dialer.dialing.drafting import track_plan
from desktop_dialer.ui.dialogs import waiting
from desktop_dialer.ui.dialogs.account_page import AccountPage
from desktop_dialer.ui.dialogs.accounts_frame import AccountsFrame
from desktop_dialer.ui.dialogs.keyed import KeyedDialog
from desktop_dialer.ui.dialogs.provider_choice import ProviderChoice
from desktop_dialer.ui.dialogs.provider_words import brief
from desktop_dialer.ui.dialogs.sentences import spoken
from desktop_dialer.ui.models.accounts import AccountRow
from desktop_dialer.ui.theme import Tone
from desktop_dialer.ui.widgets.button import Kind

if TYPE_CHECKING:
    from desktop_dialer.core.account import Account
    from desktop_dialer.core.errors import InvalidInput
    from desktop_dialer.core.ports import Provider
    from desktop_dialer.core.reading import Check
    from desktop_dialer.dialing.accounts import Accounts

_SAVE_FIRST = "Save first: a check looks at what is stored."


class AccountsDialog(KeyedDialog):
    """Asks for what a person wants and shows what became of it; who serves it listens to its signals."""

    save_requested = Signal(object, object)
    """The `Edits`, and the secrets that were typed, by name."""
    session_requested = Signal(object, object)
    """The same, the secrets to be kept for this session alone."""
    default_requested = Signal(str)
    remove_requested = Signal(str)
    check_requested = Signal(str)
    check_answered = Signal(str, bool)
    """An account's id, and whether a test request may be sent."""
    stop_requested = Signal()
    """The person does not want to wait any longer."""
    shown = Signal(str)
    """An account's form came up."""

    def __init__(
        self, accounts: Accounts, providers: Mapping[str, Provider], place: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("Accounts", parent)
        self._accounts, self._providers, self._place = accounts, providers, place
        self._after: Callable[[], None] | None = None
        """What a person wanted when changes stood in the way."""
        self.page: AccountPage | None = None
        self.frame = AccountsFrame(self)
        self._waiting = waiting.Waiting(self.frame)
        self.pages = QStackedWidget(self.frame)
        self.choice = ProviderChoice([provider.facts for provider in providers.values()])
        self.pages.addWidget(self.frame.scrolled(self.choice))
        self.frame.put(self.pages)
        self.notice, self.checks = self.frame.notice, self.frame.checks
        self._connect()
        self.reload()

    def start(self, identity: str | None, provider: str | None) -> None:
        """Show this account, or a new one at this provider, or what there is."""
        if provider is not None:
            self._open_new(provider)
        elif identity is not None or self._accounts.all():
            self._open(identity if identity is not None else self._accounts.all()[0].id)
        else:
            self._open_choice()

    def reload(self) -> None:
        """The accounts were changed: show the list anew; what is being edited stays."""
        self.frame.model.set_rows([self._row(account) for account in self._accounts.all()])
        self._mark()
        if self.page is not None:
            self.page.show_default()

    def _row(self, account: Account) -> AccountRow:
        provider = self._accounts.provider(account)
        tracks = track_plan(account, provider).track
        return AccountRow(id=account.id, name=account.name, detail=brief(provider.facts, tracks=tracks))

    def wait_for(self, sentence: str) -> None:
        """Work is under way: nothing else is begun meanwhile. Where it takes a while that is said."""
        self._waiting.begin(sentence)

    def rest(self) -> None:
        """The work is over."""
        self._waiting.end()

    def show_saved(self, account: Account) -> None:
        """It is stored; nothing of its secrets stays in the form."""
        self.rest()
        if self.page is not None:
            self.page.rebase(account)
            self.shown.emit(account.id)
            self._mark()
        self.notice.say(f"{account.name} is saved.", Tone.GO)

    def show_removed(self, name: str) -> None:
        """It is gone."""
        self.rest()
        self._close_page()
        self.start(None, None)
        self.notice.say(f"{name} is removed.", Tone.DIM)

    def show_fault(self, sentence: str) -> None:
        """It did not work."""
        self.rest()
        self.notice.say(spoken(sentence), Tone.STOP)

    def show_refusal(self, fault: InvalidInput) -> None:
        """A value cannot be taken."""
        self.rest()
        if self.page is None or not self.page.form.refuse(fault):
            self.notice.say(spoken(str(fault)), Tone.STOP)

    def offer_session(self, sentence: str) -> None:
        """The keyring did not take the secret."""
        self.rest()
        answers = {"cancel": ("Cancel", Kind.GHOST), "session": ("Keep for this session only", Kind.GHOST)}
        self.notice.ask(spoken(sentence), answers)

    def ask_before_test(self, sentence: str) -> None:
        """Before the check: whether a test request may be sent."""
        answers = {"check": ("Check without it", Kind.GHOST), "test": ("Send the test request", Kind.GHOST)}
        self.notice.ask(sentence, answers)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """What the check found."""
        self.rest()
        self.checks.show_checks(checks)

    def set_place(self, place: str, session: Collection[str]) -> None:
        """Where secrets are kept, and which of the account's are kept for this session alone."""
        self._place = place
        if self.page is not None:
            self.page.form.set_place(place, session)

    @property
    def account(self) -> Account | None:
        """The stored account whose form is shown."""
        return self.page.account if self.page else None

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return self.page is not None and self.page.form.is_changed

    def reject(self) -> None:
        """Close, unless an answer is due first or something would be lost."""
        if self.notice.is_asking:
            self.notice.give_up()
        elif self._waiting.is_on:
            self._on_answered(waiting.STOP)
        else:
            self._leave(partial(self.done, QDialog.DialogCode.Rejected.value))

    def done(self, result: int) -> None:
        """Closed: nothing of a secret stays."""
        self._close_page()
        super().done(result)

    def enter(self, focused: QWidget | None) -> None:
        """Save, from a line of the form."""
        if isinstance(focused, QLineEdit) and self.page is not None and self.page.form.isAncestorOf(focused):
            self._on_save()

    def _connect(self) -> None:
        frame = self.frame
        frame.list.chosen.connect(self._on_chosen)
        frame.add_button.clicked.connect(self._on_add)
        frame.check_button.clicked.connect(self._on_check)
        frame.cancel_button.clicked.connect(self.reject)
        frame.save_button.clicked.connect(self._on_save)
        self.choice.chosen.connect(self._on_provider)
        self.notice.answered.connect(self._on_answered)

    def _leave(self, after: Callable[[], None]) -> None:
        """Do this, once it is clear that nothing is lost."""
        if not self.is_changed:
            after()
            return
        self._after = after
        answers = {"keep": ("Keep editing", Kind.GHOST), "discard": ("Discard the changes", Kind.GHOST)}
        self.notice.ask("What you changed is not saved.", answers)
        self._mark()

    def _open(self, identity: str) -> None:
        account = self._accounts.by_id(identity)
        if account is None:
            self._open_choice()
            return
        self._show(AccountPage(self._accounts, self._accounts.provider(account), account))
        self.shown.emit(identity)

    def _open_new(self, provider: str) -> None:
        page = AccountPage(self._accounts, self._providers[provider], None)
        self._show(page)
        page.form.fields["name"].setFocus()

    def _open_choice(self) -> None:
        self._close_page()
        self.pages.setCurrentIndex(0)
        self.frame.set_last(self.choice.cards[-1].button)
        self.choice.cards[0].button.setFocus()

    def _show(self, page: AccountPage) -> None:
        self._close_page()
        self.page = page
        page.form.set_place(self._place, ())
        page.changed.connect(self._on_changed)
        page.default_requested.connect(self._on_default)
        page.remove_requested.connect(self._on_remove)
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self.frame.set_last(page.preview.text)
        self._mark()
        self._on_changed()

    def _close_page(self) -> None:
        self.notice.say("")
        self.checks.show_checks(())
        page, self.page = self.page, None
        if page is not None:
            page.form.forget_secrets()
            self.pages.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._mark()
        self.frame.offer(save=False, check=False, changed=False)

    def _mark(self) -> None:
        """The list shows which account the form is of."""
        self.frame.list.choose(self.account.id if self.account else None)

    def _on_changed(self) -> None:
        self.frame.offer(save=True, check=self.account is not None, changed=self.is_changed)
        if not self.notice.is_asking:
            self.notice.say("")

    def _on_chosen(self, identity: str) -> None:
        self._leave(partial(self._open, identity))

    def _on_add(self) -> None:
        self._leave(self._open_choice)

    def _on_provider(self, provider: str) -> None:
        self._open_new(provider)

    def _on_save(self) -> None:
        if not self._waiting.is_on and self.page is not None and self.page.form.may_be_saved():
            self.save_requested.emit(self.page.form.edits, self.page.form.take_secrets())

    def _on_check(self) -> None:
        if self.is_changed:
            self.notice.say(_SAVE_FIRST, Tone.WARN)
        elif not self._waiting.is_on and self.account is not None:
            self.check_requested.emit(self.account.id)

    def _on_default(self) -> None:
        if not self._waiting.is_on and self.account is not None:
            self.default_requested.emit(self.account.id)

    def _on_remove(self) -> None:
        account = self.account
        if self._waiting.is_on or account is None:
            return
        secrets = f" and its {', '.join(sorted(account.secrets))} in {self._place}" if account.secrets else ""
        sentence = f"Remove {account.name}{secrets}? The history keeps its calls."
        self.notice.ask(sentence, {"keep": ("Keep it", Kind.GHOST), "remove": ("Remove", Kind.STOP)}, Tone.STOP)

    def _on_answered(self, key: str) -> None:
        after, self._after = self._after, None
        page, account = self.page, self.account
        match key:
            case "discard" if after is not None:
                if page is not None:
                    page.form.forget_secrets()
                self._close_page()
                after()
            case waiting.STOP:
                self.rest()
                self.stop_requested.emit()
            case "session" if page is not None:
                self.session_requested.emit(page.form.edits, page.form.take_secrets())
            case "remove" if account is not None:
                self.remove_requested.emit(account.id)
            case "check" | "test" if account is not None:
                self.check_answered.emit(account.id, key == "test")
            case _:
                if page is not None:
                    page.form.setFocus()
