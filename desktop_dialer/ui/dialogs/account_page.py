"""One account: what it is, its form, and what it will send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_dialer.dialing.accounts import masked_request
from desktop_dialer.dialing.drafting import Press, draft
from desktop_dialer.ui.dialogs.account_form import AccountForm
from desktop_dialer.ui.dialogs.request_preview import RequestPreview
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.card import Ground
from desktop_dialer.ui.widgets.scroll_page import ScrollPage

if TYPE_CHECKING:
    from desktop_dialer.core.account import Account
    from desktop_dialer.core.ports import Provider
    from desktop_dialer.core.wire import Request
    from desktop_dialer.dialing.accounts import Accounts
    from desktop_dialer.ui.dialogs.edits import Edits


class AccountPage(QWidget):
    """`account` None: a new one."""

    changed = Signal()
    default_requested = Signal()
    remove_requested = Signal()

    def __init__(
        self, accounts: Accounts, provider: Provider, account: Account | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._accounts, self._provider, self.account = accounts, provider, account
        self.title = Label(provider.facts.name, self, size=18, weight=600)
        self.default_button = Button("Make default", self, kind=Kind.LINK)
        self.remove_button = Button("Remove", self, kind=Kind.LINK)
        self._is_default = Label("Default", self, size=12.5, tone=Tone.DIM)
        self.form = AccountForm(provider.facts, account, self._check, self)
        self.preview = RequestPreview(self._request, self)
        self._head = QHBoxLayout()
        for part in (self.title, self._is_default, self.default_button, self.remove_button):
            self._head.addWidget(part, 1 if part is self.title else 0)
        self._foot = QVBoxLayout()
        self._foot.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._scrolled(), 1)
        self.form.changed.connect(self._on_changed)
        self.default_button.clicked.connect(self.default_requested)
        self.remove_button.clicked.connect(self.remove_requested)
        self._fit()
        self.show_default()

    def rebase(self, account: Account) -> None:
        """It is stored as this now."""
        self.account = account
        self.form.rebase(account)
        self.show_default()
        self._on_changed()

    def show_default(self) -> None:
        """Say whether this account is taken where none is chosen, or offer it."""
        everyone = self._accounts.all()
        is_first = self.account is not None and bool(everyone) and everyone[0].id == self.account.id
        self._is_default.setVisible(is_first)
        self.default_button.setVisible(self.account is not None and not is_first)
        self.remove_button.setVisible(self.account is not None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _scrolled(self) -> ScrollPage:
        inside = Ground()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.form)
        column.addLayout(self._foot)
        column.addStretch(1)
        return ScrollPage(inside, self)

    def _fit(self) -> None:
        self._head.setContentsMargins(scaled(20), scaled(16), scaled(14), scaled(8))
        self._head.setSpacing(scaled(4))
        self._foot.setContentsMargins(scaled(20), scaled(12), scaled(20), scaled(20))

    def _check(self, edits: Edits) -> Account:
        return edits.applied(self._accounts)

    def _request(self, number: str) -> Request:
        account = self.form.edits.applied(self._accounts)
        return masked_request(draft(account, self._provider, Press(to=number, given={})))

    def _on_changed(self) -> None:
        self.preview.refresh()
        self.changed.emit()
