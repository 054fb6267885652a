"""The contacts on disk: listed, searched, changed one by one, and taken in from a file in one commit."""

import sqlite3
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop_dialer.core.contact import Contact
from desktop_dialer.core.contact_import import Report, Row
from desktop_dialer.core.contact_list import ContactIndex, ContactRow
from desktop_dialer.storage import contacts_rows as rows_of
from desktop_dialer.storage.connection import transaction
from desktop_dialer.storage.contacts_intake import Intake
from desktop_dialer.storage.contacts_list import read_index, read_rows
from desktop_dialer.storage.contacts_reader import ContactReader
from desktop_dialer.storage.contacts_salvage import salvage_contacts
from desktop_dialer.storage.contacts_schema import STEPS
from desktop_dialer.storage.contacts_search import search
from desktop_dialer.storage.database import Database, Schema

_WHAT = "contact list"


class SqliteContacts:
    """Implements `core.ports.ContactBook`. Every method raises `StorageFailed`; several processes may use one file."""

    def __init__(self, path: Path, *, now: Callable[[], datetime]) -> None:
        schema = Schema(steps=STEPS, salvage=salvage_contacts)
        self._database = Database(path, what=_WHAT, schema=schema, now=now)
        self._reader = ContactReader(path, what=_WHAT)
        self._now = now

    async def open(self) -> str | None:
        """Open or make the file; what a person has to be told of a damaged one, once."""
        return await self._database.open()

    async def aclose(self) -> None:
        """Close the file; waits two seconds at most."""
        await self._reader.aclose()
        await self._database.aclose()

    async def index(self) -> ContactIndex:
        """Who stands where in the whole list."""
        return await self._reader.run(read_index)

    async def rows(self, positions: Sequence[int]) -> list[ContactRow]:
        """What these rows show, in their order; one that was removed meanwhile is left out."""
        return await self._reader.run(lambda connection: read_rows(connection, positions))

    async def find(self, text: str, *, country: str | None, limit: int) -> list[ContactRow]:
        """Those that the text finds, the likeliest first; a newer call breaks off an older one, which finds nobody."""
        return await self._reader.find(text, country, limit)

    async def contact(self, identity: str) -> Contact | None:
        """The contact of that id."""
        return await self._reader.run(lambda connection: rows_of.of_id(connection, identity))

    async def who(self, key: str) -> Contact | None:
        """Whose number this is, by its E.164 form or, where it has none, its digits; a favourite first."""
        return await self._reader.run(lambda connection: rows_of.whose(connection, key))

    async def save(self, contact: Contact) -> Contact:
        """Add it where its id is empty or nobody's, else replace the one of the same id; as it is stored now."""
        stored = contact if contact.id else replace(contact, id=uuid.uuid4().urn)

        def write(connection: sqlite3.Connection) -> Contact:
            with transaction(connection):
                if not (contact.id and rows_of.put_in_place(connection, stored)):
                    rows_of.add(connection, stored)
            return stored

        return await self._database.run(write)

    async def remove(self, identity: str) -> None:
        """Remove it; no fault where there is none."""
        await self._database.run(lambda connection: rows_of.remove(connection, identity))

    async def used(self, identity: str, number: str) -> None:
        """This number (its text) of the contact was called: it is the first choice from now on."""
        moment = int(self._now().timestamp() * 1000)
        await self._database.run(lambda connection: rows_of.mark_used(connection, identity, number, moment))

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
                intake = Intake(connection=connection)
                for row in rows:
                    intake.take(row)
            return intake.report

        return await self._database.run(write)
