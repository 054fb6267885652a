"""What the next call is made with: through which account, which own telephone rings first, and values for it alone."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Role
from desktop_dialer.core.numbers import grouped, read_number
from desktop_dialer.dialing.drafting import Draft, Press, draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_dialer.core.account import Account
    from desktop_dialer.core.ports import Provider
    from desktop_dialer.dialing.accounts import Accounts

OWN = ""
"""The key of the account's own A-party among the telephones to ring first."""


class RingFirst(NamedTuple):
    """A telephone that can ring first: `key` is for `choose_ring_first`, `number` is grouped for reading."""

    key: str
    name: str
    number: str


class Desk(QObject):
    """Holds the choice; who shows it listens to `changed`."""

    changed = Signal()
    ring_first_chosen = Signal()
    """A person chose a telephone: it is to be remembered (`choices_of_ring_first`)."""

    def __init__(self, accounts: Accounts, ring_first: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._accounts = accounts
        self._all: Sequence[Account] = ()
        self._account: Account | None = None
        self._ring_first = dict(ring_first)
        self.options: Mapping[str, str] = MappingProxyType({})
        """Provider's parameters for the next call alone, by the manual's names."""
        self.reload()

    @property
    def accounts(self) -> Sequence[Account]:
        """All of them, the default first."""
        return self._all

    @property
    def account(self) -> Account | None:
        """Through which the next call goes; None while there is none at all."""
        return self._account

    @property
    def provider(self) -> Provider | None:
        """The chosen account's provider."""
        return self._accounts.provider(self._account) if self._account else None

    @property
    def ring_first(self) -> str | None:
        """The own number that rings first; None: the account's own."""
        choices = self.ring_first_choices()
        chosen = self._ring_first.get(self._account.id, OWN) if self._account else OWN
        keys = [choice.key for choice in choices]
        key = chosen if chosen in keys or not keys else keys[0]
        return key or None

    @property
    def choices_of_ring_first(self) -> Mapping[str, str]:
        """By account id, for the settings."""
        return MappingProxyType(self._ring_first)

    def ring_first_choices(self) -> list[RingFirst]:
        """The telephones that can ring first: the account's own A-party, where it has one, and then the others.

        An own number with the digits of the A-party is its name, and no choice of its own.
        """
        account = self._account
        if account is None:
            return []
        own = self._own_line(account)
        names = {self._key(account, one.number): one.name for one in reversed(account.own_numbers)}
        choices = []
        if own is not None:
            number, name = own
            choices.append(RingFirst(OWN, names.get(self._key(account, number), name), self._grouped(account, number)))
        own_key = self._key(account, own[0]) if own else None
        choices += [
            RingFirst(one.number, one.name, self._grouped(account, one.number))
            for one in account.own_numbers
            if self._key(account, one.number) != own_key
        ]
        return choices

    def reload(self) -> None:
        """The accounts were changed; what was chosen stays chosen where it still is there."""
        self._all = self._accounts.all()
        chosen = self._account.id if self._account else None
        self._account = next((one for one in self._all if one.id == chosen), self._all[0] if self._all else None)
        if chosen is not None and (self._account is None or self._account.id != chosen):
            self.options = MappingProxyType({})
        self.changed.emit()

    def choose_account(self, identity: str) -> None:
        """Take this account for the next calls; values for one call alone belong to the account before."""
        chosen = next((one for one in self._all if one.id == identity), self._account)
        if chosen is not self._account:
            self._account = chosen
            self.options = MappingProxyType({})
        self.changed.emit()

    def choose_ring_first(self, number: str | None) -> None:
        """Ring this own number first from now on, with this account; None, or the key `OWN`: the account's own."""
        if self._account is None:
            return
        before = self._ring_first.pop(self._account.id, None)
        if number:
            self._ring_first[self._account.id] = number
        if (number or None) != before:
            self.ring_first_chosen.emit()
        self.changed.emit()

    def set_options(self, options: Mapping[str, str]) -> None:
        """Values for the next call alone."""
        self.options = MappingProxyType(dict(options))
        self.changed.emit()

    def draft(self, text: str) -> Draft | None:
        """The call that a press on this number would make; None without an account. Raises `InvalidInput`.

        A telephone that the options name rings first, whatever is chosen otherwise.
        """
        if self._account is None:
            return None
        provider = self._accounts.provider(self._account)
        is_named = provider.facts.of_role(Role.A_PARTY).name in self.options
        press = Press(to=text, from_=None if is_named else self.ring_first, given=self.options)
        return draft(self._account, provider, press)

    def _own_line(self, account: Account) -> tuple[str, str] | None:
        """The account's own A-party and how it is called where no own number names it; None where it has none."""
        facts = self._accounts.provider(account).facts
        own = account.values.get(facts.of_role(Role.A_PARTY).name)
        if own:
            return own, self._grouped(account, own)
        if facts.a_party_default is None:
            return None
        return f"+{account.values.get(facts.a_party_default, '')}", f"same as {facts.a_party_default}"

    def _country(self, account: Account) -> str | None:
        return account.country or self._accounts.provider(account).facts.home_country

    def _grouped(self, account: Account, number: str) -> str:
        """The number for reading; as it was written where it is none that could be grouped."""
        typed = self._read(account, number)[0]
        shown = grouped(typed, self._country(account))
        return number if shown == typed else shown

    def _key(self, account: Account, number: str) -> str:
        """What two spellings of one number have in common."""
        return self._read(account, number)[1]

    def _read(self, account: Account, number: str) -> tuple[str, str]:
        try:
            found = read_number(number, country=self._country(account))
        except InvalidInput:  # it was written into the file by hand
            return number, number
        return found.typed, found.key
