"""The accounts dialog and the use cases behind it: every change is made off the screen, and told when it is made."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_dialer.core.errors import DialerError, InvalidInput, NothingFound, SecretUnavailable, StorageFailed
from desktop_dialer.dialing.account_checks import secret_parameters
from desktop_dialer.dialing.checking import question_before_test
from desktop_dialer.ui.dialogs.accounts import AccountsDialog

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from PySide6.QtWidgets import QWidget

    from desktop_dialer.core.account import Account
    from desktop_dialer.core.ports import SecretStore
    from desktop_dialer.core.secret import Secret
    from desktop_dialer.ui.dialogs.edits import Edits
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.desk import Desk

_DISK = "the disk"


class AccountsPresenter(QObject):
    """`open` shows the dialog; the desk is reloaded after each change."""

    accounts_changed = Signal()

    def __init__(self, backend: Backend, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backend, self._desk = backend, desk
        self._accounts = backend.parts.accounts
        self._dialog: AccountsDialog | None = None
        self._work: asyncio.Task[None] | None = None
        """What the dialog waits for."""
        self._saving = asyncio.Lock()
        desk.ring_first_chosen.connect(self._on_ring_first_chosen)

    def open(self, parent_widget: QWidget, account_id: str | None = None, provider: str | None = None) -> None:
        """Show the accounts: this one, a new one at this provider, or the default."""
        if self._dialog is None:
            dialog = AccountsDialog(self._accounts, self._backend.providers, self._backend.secrets.place, parent_widget)
            dialog.save_requested.connect(self._on_save)
            dialog.session_requested.connect(self._on_session)
            dialog.default_requested.connect(self._on_default)
            dialog.remove_requested.connect(self._on_remove)
            dialog.check_requested.connect(self._on_check)
            dialog.check_answered.connect(self._on_check_answered)
            dialog.stop_requested.connect(self._on_stop)
            dialog.shown.connect(self._on_shown)
            dialog.finished.connect(self._on_finished)
            self._dialog = dialog
            dialog.start(account_id, provider)
            dialog.open()
        else:
            self._dialog.raise_()
            self._dialog.activateWindow()
        self.refresh()

    @property
    def dialog(self) -> AccountsDialog | None:
        """The dialog, while it is open."""
        return self._dialog

    def refresh(self) -> None:
        """Look whether another process changed the accounts, as when the window comes to the front."""
        self._backend.tasks.spawn(self._refresh(), "look for other processes' accounts")

    async def _refresh(self) -> None:
        try:
            is_changed = await self._accounts.refresh()
        except StorageFailed as fault:
            self._tell(str(fault))
            return
        if is_changed:
            self._changed()

    async def _save(
        self, dialog: AccountsDialog, edits: Edits, secrets: Mapping[str, Secret], keep_in: SecretStore | None
    ) -> None:
        try:
            account = await self._stored(edits, secrets, keep_in)
        except InvalidInput as fault:
            dialog.show_refusal(fault)
        except SecretUnavailable as fault:
            dialog.offer_session(str(fault))
        except DialerError as fault:
            dialog.show_fault(str(fault))
        else:
            self._changed()
            dialog.show_saved(account)

    async def _stored(self, edits: Edits, secrets: Mapping[str, Secret], keep_in: SecretStore | None) -> Account:
        name, given, own = edits.name, edits.given, edits.own_numbers
        if edits.account is None:
            return await self._accounts.add(
                name or "", edits.provider, given, secrets, own_numbers=own or (), keep_in=keep_in
            )
        await self._accounts.refresh()
        current = self._accounts.by_id(edits.account.id)
        if current is None:
            sentence = "This account was removed meanwhile: nothing was saved."
            raise NothingFound(sentence)
        return await self._accounts.change(current, given, secrets, name=name, own_numbers=own, keep_in=keep_in)

    async def _make_default(self, dialog: AccountsDialog, account: Account) -> None:
        try:
            await self._accounts.make_default(account)
        except DialerError as fault:
            dialog.show_fault(str(fault))
        else:
            self._changed()
            dialog.rest()

    async def _remove(self, dialog: AccountsDialog, account: Account) -> None:
        try:
            await self._accounts.remove(account)
            for parameter in secret_parameters(self._accounts.provider(account).facts):
                await self._backend.session_secrets.remove(account.id, parameter.name)
        except DialerError as fault:
            dialog.show_fault(str(fault))
        else:
            self._changed()
            dialog.show_removed(account.name)

    async def _check(self, dialog: AccountsDialog, account: Account, *, may_test: bool) -> None:
        try:
            checks = await self._backend.checker.check(account, may_test=may_test)
        except DialerError as fault:
            dialog.show_fault(str(fault))
        else:
            dialog.show_checks(checks)

    async def _look_for_secrets(self, account: Account) -> None:
        """Say in the form which of the account's secrets are kept for this session alone."""
        store = self._backend.session_secrets
        names = [one.name for one in secret_parameters(self._accounts.provider(account).facts)]
        kept = [name for name in names if await store.get(account.id, name) is not None]
        dialog = self._dialog
        if dialog is not None and dialog.account is not None and dialog.account.id == account.id:
            dialog.set_place(self._backend.secrets.place, kept)

    async def _remember(self) -> None:
        """Keep what was chosen to ring first; one at a time, so that the last choice is the one that stays."""
        store = self._backend.settings
        async with self._saving:
            chosen = dict(self._desk.choices_of_ring_first)
            try:
                await asyncio.to_thread(lambda: store.save(store.read()._replace(ring_first=chosen)))
            except StorageFailed as fault:
                self._backend.tell(f"Which telephone rings first could not be remembered. {fault}")

    def _changed(self) -> None:
        self._desk.reload()
        if self._dialog is not None:
            self._dialog.reload()
        self.accounts_changed.emit()

    def _tell(self, sentence: str) -> None:
        if self._dialog is not None:
            self._dialog.show_fault(sentence)
        else:
            self._backend.tell(sentence)

    def _begin(self, dialog: AccountsDialog, work: Coroutine[object, object, None], name: str, waits_for: str) -> None:
        """Begin what the dialog waits for; its closing ends it."""
        dialog.wait_for(f"Waiting for {waits_for}…")
        self._work = self._backend.tasks.spawn(work, name)

    def _on_save(self, edits: Edits, secrets: Mapping[str, Secret]) -> None:
        self._begin_saving(edits, secrets, None)

    def _on_session(self, edits: Edits, secrets: Mapping[str, Secret]) -> None:
        self._begin_saving(edits, secrets, self._backend.session_secrets)

    def _begin_saving(self, edits: Edits, secrets: Mapping[str, Secret], keep_in: SecretStore | None) -> None:
        if (dialog := self._dialog) is not None:
            place = self._backend.secrets.place if secrets and keep_in is None else _DISK
            self._begin(dialog, self._save(dialog, edits, secrets, keep_in), "save an account", place)

    def _on_default(self, identity: str) -> None:
        account, dialog = self._accounts.by_id(identity), self._dialog
        if account is not None and dialog is not None:
            self._begin(dialog, self._make_default(dialog, account), "make an account the default", _DISK)

    def _on_remove(self, identity: str) -> None:
        account, dialog = self._accounts.by_id(identity), self._dialog
        if account is not None and dialog is not None:
            place = self._backend.secrets.place if account.secrets else _DISK
            self._begin(dialog, self._remove(dialog, account), "remove an account", place)

    def _on_check(self, identity: str) -> None:
        account, dialog = self._accounts.by_id(identity), self._dialog
        if account is None or dialog is None:
            return
        question = question_before_test(self._accounts.provider(account))
        if question is not None:
            dialog.ask_before_test(question.sentence)
        else:
            self._on_check_answered(identity, may_test=False)

    def _on_check_answered(self, identity: str, may_test: bool) -> None:  # noqa: FBT001 - Qt's signal
        account, dialog = self._accounts.by_id(identity), self._dialog
        if account is not None and dialog is not None:
            work = self._check(dialog, account, may_test=may_test)
            self._begin(dialog, work, "check an account", self._accounts.provider(account).facts.name)

    def _on_shown(self, identity: str) -> None:
        account = self._accounts.by_id(identity)
        if account is not None:
            self._backend.tasks.spawn(self._look_for_secrets(account), "secrets of this session")

    def _on_stop(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _on_finished(self) -> None:
        self._on_stop()
        self._dialog = None

    def _on_ring_first_chosen(self) -> None:
        self._backend.tasks.spawn(self._remember(), "remember which telephone rings first")
