"""What can be read of a damaged contact list: each contact that is whole, with those of its numbers that are."""

import sqlite3
from collections import defaultdict

from desktop_dialer.core.contact import Contact, ContactNumber
from desktop_dialer.storage.connection import transaction
from desktop_dialer.storage.contacts_rows import add, add_uid
from desktop_dialer.storage.salvage import Saved, highest_row, readable_rows


def salvage_contacts(source: sqlite3.Connection, target: sqlite3.Connection) -> Saved:
    """Copy the readable rows. Implements `storage.salvage.Salvage`."""
    numbers: defaultdict[int, list[tuple[int, ContactNumber]]] = defaultdict(list)
    count = 0
    for _, contact, place, label, text, key in readable_rows(source, "number", "contact, place, label, text, key"):
        numbers[contact].append((place, ContactNumber(label=label, text=text, key=key)))
    uids: defaultdict[int, list[str]] = defaultdict(list)
    for _, uid, contact in readable_rows(source, "uid", "uid, contact"):
        uids[contact].append(uid)
    kept: set[str] = set()
    with transaction(target):
        columns = "id, name, company, favourite, note"
        for position, identity, name, company, favourite, note in readable_rows(source, "contact", columns):
            own = tuple(number for _, number in sorted(numbers.pop(position, []), key=lambda pair: pair[0]))
            if identity in kept or not (name or company or own):
                continue
            kept.add(identity)
            count += len(own)
            contact = Contact(
                id=identity, name=name, company=company, numbers=own, favourite=bool(favourite), note=note
            )
            add(target, contact)
            for uid in uids.pop(position, []):
                add_uid(target, contact, uid)
    rows = (highest_row(source, "contact") or 0) + (highest_row(source, "number") or 0)
    words = "1 contact" if len(kept) == 1 else f"{len(kept)} contacts"
    return Saved(kept=words if kept else "", lost=max(rows - len(kept) - count, 0))
