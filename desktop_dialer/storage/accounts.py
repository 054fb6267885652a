"""The accounts, as a TOML file. Secrets are named in it; their values lie in the keyring alone."""

import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_dialer.core.account import Account, OwnNumber
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.storage.faults import as_storage_failed
from desktop_dialer.storage.toml_file import Table, TomlFile
from desktop_dialer.storage.worker import Worker

_LIST = "account"
_Signature = tuple[int, int, int]
_UNREAD: _Signature = (-1, -1, -1)


class TomlAccounts:
    """Implements `core.ports.AccountStore`. The file is touched in a thread of its own alone."""

    def __init__(self, path: Path) -> None:
        self._file = TomlFile(path, "list of accounts")
        self._accounts: tuple[Account, ...] = ()
        self._signature: _Signature | None = _UNREAD
        """Of the file's state that was read last; None where there was no file."""
        self._worker = Worker("accounts")
        weakref.finalize(self, self._worker.stop)

    def all(self) -> Sequence[Account]:
        return list(self._accounts)

    async def refresh(self) -> bool:
        return await self._worker.run(self._refresh)

    async def save(self, account: Account) -> None:
        await self._worker.run(lambda: self._write(lambda tables: self._with(tables, account)))

    async def put_first(self, account: Account) -> None:
        await self._worker.run(lambda: self._write(lambda tables: _first(tables, account)))

    async def remove(self, account: Account) -> None:
        await self._worker.run(lambda: self._write(lambda tables: _without(tables, account)))

    def _refresh(self) -> bool:
        signature = self._look()
        if signature == self._signature:
            return False
        before = self._accounts
        self._accounts = self._read(self._tables(self._file.read()))
        self._signature = signature
        return self._accounts != before

    def _write(self, change: Callable[[list[Table]], list[Table]]) -> None:
        with self._file.changing() as content:
            content[_LIST] = change(self._tables(content))
            accounts = self._read(content[_LIST])
        # Another process may have written since: the next refresh looks.
        self._accounts, self._signature = accounts, _UNREAD

    def _read(self, tables: list[Table]) -> tuple[Account, ...]:
        return tuple(self._account(table) for table in tables)

    def _look(self) -> _Signature | None:
        """What tells one state of the file from another; None where there is none."""
        with as_storage_failed("list of accounts", self._file.path):
            try:
                found = self._file.path.stat()
            except FileNotFoundError:
                return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _with(self, tables: list[Table], account: Account) -> list[Table]:
        place = next((table for table in tables if table.get("id") == account.id), None)
        for table in tables:
            if table is not place and self._account(table).name.casefold() == account.name.casefold():
                raise InvalidInput(f"There is an account {account.name} already.", name="name")
        if place is None:
            place = {}
            tables.append(place)
        _fill(place, account)
        return tables

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
            own_numbers=self._own_numbers(table, shown),
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

    def _own_numbers(self, table: Table, shown: str) -> tuple[OwnNumber, ...]:
        found: Any = table.get("own_numbers", [])
        if not isinstance(found, list) or not all(_is_own_number(one) for one in found):
            fault = f'in {shown}, own_numbers is no list of {{ name = "…", number = "…" }}'
            raise self._file.refused(fault)
        return tuple(OwnNumber(name=one["name"], number=one["number"]) for one in found)


def _is_own_number(one: object) -> bool:
    return isinstance(one, dict) and all(isinstance(one.get(key), str) for key in ("name", "number"))


def _first(tables: list[Table], account: Account) -> list[Table]:
    return sorted(tables, key=lambda table: table.get("id") != account.id)


def _without(tables: list[Table], account: Account) -> list[Table]:
    return [table for table in tables if table.get("id") != account.id]


def _fill(table: Table, account: Account) -> None:
    """Put the account's own keys in; others stay as they are."""
    table.update(id=account.id, name=account.name, provider=account.provider, secrets=sorted(account.secrets))
    for key in ("track_refused", "own_numbers"):
        table.pop(key, None)
    if account.track_refused is not None:
        table["track_refused"] = account.track_refused
    if account.own_numbers:
        table["own_numbers"] = [{"name": own.name, "number": own.number} for own in account.own_numbers]
    table["values"] = dict(account.values)
    table["settings"] = dict(account.settings)
