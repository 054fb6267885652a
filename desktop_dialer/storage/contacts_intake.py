"""A file's contacts on their way in: each row finds the contact that it is about, and adds to it."""

import sqlite3
import uuid
from dataclasses import dataclass, field, replace

from desktop_dialer.core.contact import Contact
from desktop_dialer.core.contact_import import Outcome, Report, Row, difference, find_known, may_be, merged
from desktop_dialer.storage import contacts_rows as rows_of


@dataclass(slots=True, kw_only=True)
class Intake:
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
