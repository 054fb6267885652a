"""The accounts, as a TOML file. Secrets are named in it; their values lie in the keyring alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_dialer.core.account import Account
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.storage.toml_file import Table, TomlFile

_LIST = "account"


class TomlAccounts:
    """Implements `core.ports.AccountStore`."""

    def __init__(self, path: Path) -> None:
        self._file = TomlFile(path, "list of accounts")

    def all(self) -> Sequence[Account]:
        return [self._account(table) for table in self._tables(self._file.read())]

    def save(self, account: Account) -> None:
        """Add, or replace the one of the same id. Raises `InvalidInput` where another has the name."""
        with self._file.changing() as content:
            tables = self._tables(content)
            place = next((table for table in tables if table.get("id") == account.id), None)
            for table in tables:
                if table is not place and self._account(table).name.casefold() == account.name.casefold():
                    raise InvalidInput(f"There is an account {account.name} already.", name="name")
            if place is None:
                place = {}
                tables.append(place)
            _fill(place, account)
            content[_LIST] = tables

    def remove(self, account: Account) -> None:
        with self._file.changing() as content:
            content[_LIST] = [table for table in self._tables(content) if table.get("id") != account.id]

    def _tables(self, content: Table) -> list[Table]:
        tables = content.get(_LIST, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self._file.refused("each account starts with a line [[account]]")
        return list(tables)

    def _account(self, table: Table) -> Account:
        name = table.get("name")
        shown = f"the account {name}" if isinstance(name, str) else "an account"
        for key in ("id", "name", "provider"):
            if not isinstance(table.get(key), str) or not table[key]:
                raise self._file.refused(f"{shown} has no {key}")
        secrets = table.get("secrets", [])
        if not isinstance(secrets, list) or not all(isinstance(secret, str) for secret in secrets):
            raise self._file.refused(f"in {shown}, secrets is no list of names")
        refused = table.get("track_refused")
        if refused is not None and not isinstance(refused, str):
            raise self._file.refused(f"in {shown}, track_refused is no text")
        return Account(
            id=table["id"],
            name=table["name"],
            provider=table["provider"],
            values=self._texts(table, "values", shown),
            settings=self._texts(table, "settings", shown),
            secrets=frozenset(secrets),
            track_refused=refused,
        )

    def _texts(self, table: Table, part: str, shown: str) -> Mapping[str, str]:
        """A table of texts; a number that somebody wrote by hand counts as its digits."""
        found: Any = table.get(part, {})
        if not isinstance(found, dict):
            raise self._file.refused(f"in {shown}, {part} is no table")
        for key, value in found.items():
            if isinstance(value, bool) or not isinstance(value, str | int):
                raise self._file.refused(f'in {shown}, {key} is no text: write it as {key} = "…"')
        return {key: str(value) for key, value in found.items()}


def _fill(table: Table, account: Account) -> None:
    """Put the account's own keys in; others stay as they are."""
    table.update(id=account.id, name=account.name, provider=account.provider, secrets=sorted(account.secrets))
    table.pop("track_refused", None)
    if account.track_refused is not None:
        table["track_refused"] = account.track_refused
    table["values"] = dict(account.values)
    table["settings"] = dict(account.settings)
