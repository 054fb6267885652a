"""Accounts: adding, changing, finding them, and getting their secrets when a call needs them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets as random_source
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_dialer.core.account import Account, OwnNumber, check_name
from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import InvalidInput, NothingFound, SecretUnavailable, StorageFailed
from desktop_dialer.core.secret import MASK, Secret
from desktop_dialer.dialing.account_checks import Given, changed, check_secret_text, secret_parameters

if TYPE_CHECKING:
    from desktop_dialer.core.facts import Facts
    from desktop_dialer.core.plan import Plan
    from desktop_dialer.core.ports import AccountStore, Provider, SecretStore
    from desktop_dialer.core.wire import Request
    from desktop_dialer.dialing.drafting import Draft

_log = logging.getLogger(__name__)


class Accounts:
    """The accounts of this person, as `refresh` found them last; every change is on the disk when it returns."""

    def __init__(
        self,
        *,
        store: AccountStore,
        secrets: SecretStore,
        providers: Mapping[str, Provider],
        on_secret: Callable[[Secret], None],
    ) -> None:
        self._on_secret = on_secret
        self._store = store
        self._secrets = secrets
        self._providers = providers

    async def refresh(self) -> bool:
        """Look for what other processes changed; whether there was anything. Raises `StorageFailed`."""
        return await self._store.refresh()

    def all(self) -> Sequence[Account]:
        """The default first, the others in the order in which they were added; none before the first `refresh`."""
        return self._store.all()

    def named(self, name: str | None) -> Account:
        """The account of that name; without a name the default, which is the first. Raises `NothingFound`."""
        accounts = self._store.all()
        if name is None:
            if accounts:
                return accounts[0]
            sentence = "There is no account yet: add one with desktop-dialer account add NAME --provider ID"
            raise NothingFound(sentence)
        for account in accounts:
            if account.name.casefold() == name.casefold():
                return account
        known = ", ".join(account.name for account in accounts) or "none"
        sentence = f"There is no account {name!r}. Known: {known}."
        raise NothingFound(sentence)

    def by_id(self, identity: str) -> Account | None:
        """The account of that id, or None where it was removed."""
        return next((account for account in self._store.all() if account.id == identity), None)

    def provider(self, account: Account) -> Provider:
        """The account's provider."""
        return self.provider_of(account.provider)

    def provider_of(self, identity: str) -> Provider:
        """A provider by its id. Raises `InvalidInput`."""
        provider = self._providers.get(identity)
        if provider is None:
            sentence = f"There is no provider {identity!r}. Known: {', '.join(self._providers)}."
            raise InvalidInput(sentence, name="provider")
        return provider

    def check_new(
        self, name: str, provider: str, given: Given, secrets: Iterable[str], own_numbers: Sequence[OwnNumber] = ()
    ) -> Account:
        """The account that `add` would store, before any secret is read: `secrets` are names. Raises `InvalidInput`."""
        self.provider_of(provider)
        new = Account(id=random_source.token_hex(8), name=name, provider=provider)
        return self._checked(new, given, secrets, name, own_numbers)

    def check_change(
        self,
        account: Account,
        given: Given,
        secrets: Iterable[str],
        *,
        name: str | None = None,
        own_numbers: Sequence[OwnNumber] | None = None,
    ) -> Account:
        """The same for `change`."""
        return self._checked(account, given, secrets, name, own_numbers)

    async def add(
        self,
        name: str,
        provider: str,
        given: Given,
        secrets: Mapping[str, Secret],
        *,
        own_numbers: Sequence[OwnNumber] = (),
        keep_in: SecretStore | None = None,
    ) -> Account:
        """Check everything, store the secrets, then the account. Raises `InvalidInput`, `SecretUnavailable`.

        `keep_in`: where the secrets go for this session alone, instead of into the keyring. No account, no secrets:
        where it comes to none, they are taken out again.
        """
        new = self.check_new(name, provider, given, self._names(provider, secrets, keep_in), own_numbers)
        try:
            return await self._stored(new, secrets, keep_in)
        except (StorageFailed, asyncio.CancelledError):
            for key in secrets:
                with contextlib.suppress(SecretUnavailable):
                    await self._secrets.remove(new.id, key)
            raise

    async def change(
        self,
        account: Account,
        given: Given,
        secrets: Mapping[str, Secret],
        *,
        name: str | None = None,
        own_numbers: Sequence[OwnNumber] | None = None,
        keep_in: SecretStore | None = None,
    ) -> Account:
        """Set values and secrets, and where they are given name and own numbers. `keep_in` and errors as `add`."""
        names = self._names(account.provider, secrets, keep_in)
        account = self._checked(account, given, names, name, own_numbers)
        if "track" in given:
            account = replace(account, track_refused=None)
        return await self._stored(account, secrets, keep_in)

    def missing_secrets(self, account: Account) -> list[str]:
        """The secrets that every call of the account needs and that were never stored."""
        needed = secret_parameters(self.provider(account).facts)
        return [one.name for one in needed if one.required and one.name not in account.secrets]

    async def make_default(self, account: Account) -> None:
        """Take this one where none is named, from now on. Raises `StorageFailed`."""
        await self._store.put_first(account)

    async def remove(self, account: Account) -> None:
        """Remove its secrets, then the account. Raises `SecretUnavailable`, `StorageFailed`."""
        for key in account.secrets:
            await self._secrets.remove(account.id, key)
        await self._store.remove(account)

    async def switch_tracking_off(self, account: Account, why: str) -> None:
        """The provider's refusal ends the use of its follow-up functions, until `track` is set anew."""
        try:
            await self._store.refresh()
            current = self.by_id(account.id)
            if current is not None:
                await self._store.save(replace(current, track_refused=why))
        except StorageFailed as fault:  # no call ends by it; the next refusal tries again
            _log.error("A provider's refusal could not be kept with its account: %s", fault)

    async def with_secrets(self, account: Account, provider: Provider, plan: Plan) -> Plan:
        """The plan with every secret that the account has. Raises `SecretUnavailable`."""
        found: dict[str, Secret] = {}
        for parameter in secret_parameters(provider.facts):
            if not parameter.required and parameter.name not in account.secrets:
                continue
            secret = await self._secrets.get(account.id, parameter.name)
            if secret is None:
                sentence = (
                    f"{self._secrets.place} holds no {parameter.name} for the account {account.name!r}: "
                    f"store it with desktop-dialer account set {account.name} --secret {parameter.name}"
                )
                raise SecretUnavailable(sentence, reason=Reason.NO_SECRET)
            self._on_secret(secret)
            found[parameter.name] = secret
        return replace(plan, secrets=found)

    def _checked(
        self,
        account: Account,
        given: Given,
        secrets: Iterable[str],
        name: str | None,
        own_numbers: Sequence[OwnNumber] | None,
    ) -> Account:
        if name is not None:
            account = replace(account, name=self._free_name(name, account.id))
        return changed(account, self.provider(account).facts, given, secrets, own_numbers)

    def _free_name(self, name: str, identity: str) -> str:
        check_name(name)
        others = (account for account in self._store.all() if account.id != identity)
        if any(other.name.casefold() == name.casefold() for other in others):
            raise InvalidInput(f"There is an account {name!r} already; choose another name.", name="name")
        return name

    def _names(self, provider: str, secrets: Iterable[str], keep_in: SecretStore | None) -> list[str]:
        """The secrets that are noted with the account. A passing one is not, unless nobody would look for it else."""
        if keep_in is None:
            return list(secrets)
        required = {one.name for one in secret_parameters(self.provider_of(provider).facts) if one.required}
        return [key for key in secrets if key not in required]

    async def _stored(self, account: Account, secrets: Mapping[str, Secret], keep_in: SecretStore | None) -> Account:
        for key, secret in secrets.items():
            check_secret_text(key, secret)
        for key, secret in secrets.items():
            await (keep_in or self._secrets).put(account.id, key, secret)
        await self._store.save(account)
        return account


def placeholders(account: Account, facts: Facts) -> dict[str, Secret]:
    """Stand-ins for the secrets that a request of this account would carry, for showing it without the keyring."""
    return {
        parameter.name: Secret(MASK)
        for parameter in secret_parameters(facts)
        if parameter.required or parameter.name in account.secrets
    }


def masked_request(one: Draft) -> Request:
    """The start request that the draft would send, secrets masked. Raises `InvalidInput`."""
    plan = replace(one.plan, secrets=placeholders(one.account, one.provider.facts))
    return one.provider.start(one.provider.check(plan))
