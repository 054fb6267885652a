"""The contacts on disk: listed, searched, and taken in from a file in one commit."""

import sqlite3
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from desktop_dialer.core.contact import Contact
from desktop_dialer.core.contact_import import Outcome, Report, Row, difference, find_known, may_be, merged
from desktop_dialer.storage import contacts_rows as rows_of
from desktop_dialer.storage.connection import transaction
from desktop_dialer.storage.contacts_salvage import salvage_contacts
from desktop_dialer.storage.contacts_schema import STEPS
from desktop_dialer.storage.contacts_search import search
from desktop_dialer.storage.database import Database, Schema


class SqliteContacts:
    """Every method raises `StorageFailed`. Several processes may have one file open."""

    def __init__(self, path: Path, *, now: Callable[[], datetime]) -> None:
        schema = Schema(steps=STEPS, salvage=salvage_contacts)
        self._database = Database(path, what="contact list", schema=schema, now=now)

    async def open(self) -> str | None:
        """Open or make the file; what a person has to be told of a damaged one, once."""
        return await self._database.open()

    async def aclose(self) -> None:
        """Close the file; waits a second at most."""
        await self._database.aclose()

    async def all(self) -> list[Contact]:
        """Every contact, by its title."""
        return await self._database.run(lambda connection: list(rows_of.all_contacts(connection)))

    async def search(self, text: str, *, country: str | None) -> list[Contact]:
        """Those that the text finds, the likeliest first; `storage.contacts_search` says how."""
        return await self._database.run(lambda connection: list(search(connection, text, country)))

    async def take_in(self, rows: Iterable[Row]) -> Report:
        """Add what is new and update what is known, in one commit; what became of each row.

        `rows` are read as they are needed, in the database's own thread; what they raise undoes the whole.
        """

        def write(connection: sqlite3.Connection) -> Report:
            with transaction(connection):
                intake = _Intake(connection=connection)
                for row in rows:
                    intake.take(row)
            return intake.report

        return await self._database.run(write)


@dataclass(slots=True, kw_only=True)
class _Intake:
    """One file on its way in."""

    connection: sqlite3.Connection
    report: Report = field(default_factory=Report)
    taken: set[str] = field(default_factory=set)
    """The contacts that rows were about."""

    def take(self, row: Row) -> None:
        """Write one row, and report it."""
        if row.contact is None:
            self.report.enter(row, Outcome.SKIPPED)
            return
        given, known = self._find(row.contact)
        if known is None:
            known = given if given.id else replace(given, id=uuid.uuid4().urn)
            rows_of.add(self.connection, known)
            self.report.enter(row, Outcome.NEW)
        elif change := difference(known, after := merged(known, given)):
            rows_of.put_in_place(self.connection, after)
            self.report.enter(row, Outcome.CHANGED, change)
        else:
            self.report.enter(row, Outcome.SAME)
        self.taken.add(known.id)

    def _find(self, given: Contact) -> tuple[Contact, Contact | None]:
        """What is given, and the known contact that it is about; without its id where that is another's by now."""
        known = rows_of.of_id(self.connection, given.id) if given.id else None
        if known is not None and may_be(known, given, self.taken):
            return given, known
        if known is not None:
            given = replace(given, id="")
        known = find_known(given, rows_of.alike(self.connection, given), self.taken)
        if known is not None and given.id:
            rows_of.add_uid(self.connection, known, given.id)
        return given, known
