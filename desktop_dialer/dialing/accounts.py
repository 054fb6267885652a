"""Accounts: adding, changing, finding them, and getting their secrets when a call needs them."""

from __future__ import annotations

import logging
import secrets as random_source
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_dialer.core.account import Account, check_address, check_name
from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import InvalidInput, NothingFound, SecretUnavailable, StorageFailed
from desktop_dialer.core.facts import Facts, Parameter, Role
from desktop_dialer.core.numbers import read_number
from desktop_dialer.core.secret import MASK, Secret
from desktop_dialer.dialing.drafting import sort_given

if TYPE_CHECKING:
    from desktop_dialer.core.plan import Plan
    from desktop_dialer.core.ports import AccountStore, Provider, SecretStore

_log = logging.getLogger(__name__)


class Accounts:
    """The accounts of this person."""

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

    def all(self) -> Sequence[Account]:
        """In the order in which they were added."""
        return self._store.all()

    def named(self, name: str | None) -> Account:
        """The account of that name; without a name the only one, or the first. Raises `NothingFound`."""
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

    def check_new(self, name: str, provider: str, given: Mapping[str, str], secrets: Iterable[str]) -> None:
        """All that `add` would refuse, before any secret is read: `secrets` are names. Raises `InvalidInput`."""
        self._changed(self._new(name, provider), given, secrets)

    def check_change(self, account: Account, given: Mapping[str, str], secrets: Iterable[str]) -> None:
        """The same for `change`."""
        self._changed(account, given, secrets)

    async def add(self, name: str, provider: str, given: Mapping[str, str], secrets: Mapping[str, Secret]) -> Account:
        """Check everything, store the secrets, then the account. Raises `InvalidInput`, `SecretUnavailable`."""
        new = self._new(name, provider)
        try:
            return await self._store_changed(new, given, secrets)
        except StorageFailed:
            for key in secrets:  # no account, no secrets: nobody would ever know of them
                await self._secrets.remove(new.id, key)
            raise

    async def change(self, account: Account, given: Mapping[str, str], secrets: Mapping[str, Secret]) -> Account:
        """Set values and secrets; an empty value takes one away. Raises as `add`."""
        if "track" in given:
            account = replace(account, track_refused=None)
        return await self._store_changed(account, given, secrets)

    def missing_secrets(self, account: Account) -> list[str]:
        """The secrets that every call of the account needs and that were never stored."""
        needed = secret_parameters(self.provider(account).facts)
        return [one.name for one in needed if one.required and one.name not in account.secrets]

    async def remove(self, account: Account) -> None:
        """Remove its secrets, then the account."""
        for key in account.secrets:
            await self._secrets.remove(account.id, key)
        self._store.remove(account)

    def switch_tracking_off(self, account: Account, why: str) -> None:
        """The provider's refusal ends the use of its follow-up functions, until `track` is set anew."""
        try:
            current = self.by_id(account.id)
            if current is not None:
                self._store.save(replace(current, track_refused=why))
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

    def _new(self, name: str, provider: str) -> Account:
        self.provider_of(provider)
        check_name(name)
        if any(account.name.casefold() == name.casefold() for account in self._store.all()):
            raise InvalidInput(f"There is an account {name!r} already; choose another name.", name="name")
        return Account(id=random_source.token_hex(8), name=name, provider=provider)

    def _changed(self, account: Account, given: Mapping[str, str], secrets: Iterable[str]) -> Account:
        """The account with the new values and names of secrets, checked as a whole."""
        facts = self.provider(account).facts
        values, settings = sort_given(facts, given)
        keys = frozenset(secrets)
        account = replace(
            account,
            values=_merged(account.values, values, facts),
            settings={name: value for name, value in {**account.settings, **settings}.items() if value},
            secrets=account.secrets | keys,
        )
        _check_whole(account, facts)
        for key in sorted(keys):
            _check_is_secret(facts, key)
        return account

    async def _store_changed(
        self, account: Account, given: Mapping[str, str], secrets: Mapping[str, Secret]
    ) -> Account:
        account = self._changed(account, given, secrets)
        for key, secret in secrets.items():
            _check_secret(key, secret)
        for key, secret in secrets.items():
            await self._secrets.put(account.id, key, secret)
        self._store.save(account)
        return account


def secret_parameters(facts: Facts) -> list[Parameter]:
    """Everything of the provider that belongs in the keyring."""
    return [parameter for parameter in (*facts.parameters, *facts.secrets) if parameter.is_secret]


def placeholders(account: Account, facts: Facts) -> dict[str, Secret]:
    """Stand-ins for the secrets that a request of this account would carry, for showing it without the keyring."""
    return {
        parameter.name: Secret(MASK)
        for parameter in secret_parameters(facts)
        if parameter.required or parameter.name in account.secrets
    }


def _merged(old: Mapping[str, str], new: Mapping[str, str], facts: Facts) -> dict[str, str]:
    """The old values with the new ones over them; an empty one is kept only where the manual gives it a meaning."""
    sent_empty = {parameter.name for parameter in facts.parameters if parameter.empty_is_sent}
    return {name: value for name, value in {**old, **new}.items() if value or name in sent_empty}


def _check_whole(account: Account, facts: Facts) -> None:
    for parameter in facts.parameters:
        is_needed = parameter.role is Role.CREDENTIAL and parameter.required and not parameter.is_secret
        if is_needed and parameter.name not in account.values:
            sentence = f"{parameter.name} ({parameter.label}) is missing: give it with --set {parameter.name}=…"
            raise InvalidInput(sentence, name=parameter.name)
    if not (account.settings.get("base_url") or facts.base_url):
        sentence = f"base_url is missing: {facts.base_url_help}. Give it with --set base_url=https://…"
        raise InvalidInput(sentence, name="base_url")
    check_address(account.settings)
    facts.check_values(account.values)
    own = account.values.get(facts.of_role(Role.A_PARTY).name)
    if own is not None:
        read_number(own, country=account.country or facts.home_country)


def _check_is_secret(facts: Facts, key: str) -> None:
    parameter = facts.parameter(key)
    if parameter is None or not parameter.is_secret:
        names = " or ".join(parameter.name for parameter in secret_parameters(facts))
        sentence = f"{facts.name} has no secret {key!r}; its secret is {names}."
        raise InvalidInput(sentence, name=key)


def _check_secret(key: str, secret: Secret) -> None:
    if not secret:
        raise InvalidInput(f"{key} is empty: nothing was stored.", name=key)
    if any(char in "\r\n\0" or "\ud800" <= char <= "\udfff" for char in secret.reveal()):
        raise InvalidInput(f"{key} holds a line break, a NUL or a broken character: nothing was stored.", name=key)
