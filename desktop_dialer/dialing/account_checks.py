"""What an account has to be before it is stored: every value in its range, and all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_dialer.core.account import check_address, check_own_name
from desktop_dialer.core.errors import InvalidInput, NumberRefused
from desktop_dialer.core.facts import Role
from desktop_dialer.dialing.drafting import own_number_sent, sort_given

if TYPE_CHECKING:
    from desktop_dialer.core.account import Account, OwnNumber
    from desktop_dialer.core.facts import Facts, Parameter
    from desktop_dialer.core.secret import Secret

Given = Mapping[str, str | None]
"""Values and settings by name: None takes one away, and so does an empty text that has no meaning of its own."""


def changed(
    account: Account, facts: Facts, given: Given, secrets: Iterable[str], own_numbers: Sequence[OwnNumber] | None
) -> Account:
    """The account with the new values and names of secrets, checked as a whole. Raises `InvalidInput`.

    `own_numbers` None: as they are.
    """
    values, settings = sort_given(facts, {name: value for name, value in given.items() if value is not None})
    keys = frozenset(secrets)
    account = replace(
        account,
        values=_merged({name: value for name, value in account.values.items() if name not in given}, values, facts),
        settings={
            name: value for name, value in {**account.settings, **dict.fromkeys(given, ""), **settings}.items() if value
        },
        secrets=account.secrets | keys,
        own_numbers=account.own_numbers if own_numbers is None else tuple(own_numbers),
    )
    _check_whole(account, facts)
    for key in sorted(keys):
        _check_is_secret(facts, key)
    return account


def secret_parameters(facts: Facts) -> list[Parameter]:
    """Everything of the provider that belongs in the keyring."""
    return [parameter for parameter in (*facts.parameters, *facts.secrets) if parameter.is_secret]


def check_secret_text(key: str, secret: Secret) -> None:
    """Whether a secret is one line of text. Raises `InvalidInput`, which does not show it."""
    if not secret:
        raise InvalidInput(f"{key} is empty: nothing was stored.", name=key)
    if any(char in "\r\n\0" or "\ud800" <= char <= "\udfff" for char in secret.reveal()):
        raise InvalidInput(f"{key} holds a line break, a NUL or a broken character: nothing was stored.", name=key)


def _merged(old: Mapping[str, str], new: Mapping[str, str], facts: Facts) -> dict[str, str]:
    """The old values and the new ones; an empty one is kept only where the manual gives it a meaning."""
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
    a_party = facts.of_role(Role.A_PARTY).name
    if a_party in account.values:
        _check_own(account, facts, account.values[a_party], name=a_party)
    _check_own_numbers(account, facts)


def _check_own_numbers(account: Account, facts: Facts) -> None:
    names = set[str]()
    for own in account.own_numbers:
        name = check_own_name(own.name).casefold()
        if name in names:
            sentence = f"Two telephones of yours are called {own.name}; give each a name of its own."
            raise InvalidInput(sentence, name="own_numbers")
        names.add(name)
        _check_own(account, facts, own.number, name="own_numbers", before=f"{own.name}: ")


def _check_own(account: Account, facts: Facts, text: str, *, name: str, before: str = "") -> None:
    try:
        own_number_sent(facts, account.settings, text)
    except NumberRefused as fault:
        raise NumberRefused(f"{before}{fault}", name=name) from fault


def _check_is_secret(facts: Facts, key: str) -> None:
    parameter = facts.parameter(key)
    if parameter is None or not parameter.is_secret:
        names = " or ".join(parameter.name for parameter in secret_parameters(facts))
        sentence = f"{facts.name} has no secret {key!r}; its secret is {names}."
        raise InvalidInput(sentence, name=key)
