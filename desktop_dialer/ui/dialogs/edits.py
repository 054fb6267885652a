"""What a person changed in the account form, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_dialer.core.account import Account, OwnNumber
    from desktop_dialer.dialing.accounts import Accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """`given` holds what was changed alone, None for what was taken away; `secrets` are the names of those typed."""

    account: Account | None
    """The one that is changed; None for a new one."""
    provider: str
    name: str | None
    given: Mapping[str, str | None]
    secrets: frozenset[str]
    own_numbers: tuple[OwnNumber, ...] | None
    """These two are None where they are as they were."""

    def applied(self, accounts: Accounts) -> Account:
        """The account as it would be stored. Raises `InvalidInput`."""
        if self.account is None:
            own = self.own_numbers or ()
            return accounts.check_new(self.name or "", self.provider, self.given, self.secrets, own)
        return accounts.check_change(
            self.account, self.given, self.secrets, name=self.name, own_numbers=self.own_numbers
        )
