"""Whatever a file holds and whatever was there before: taken in again, it changes nothing."""

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_dialer.core.contact import Contact, ContactNumber
from desktop_dialer.core.contact_import import Outcome, Row
from desktop_dialer.storage.contacts_intake import Intake
from desktop_dialer.storage.contacts_rows import all_contacts
from desktop_dialer.storage.contacts_schema import STEPS

# So few of each that rows are about the same contacts in every way that there is.
NUMBERS = st.builds(
    ContactNumber, label=st.sampled_from(["", "work"]), text=st.sampled_from(["020 1", "020-1", "020 2"])
)
CONTACTS = st.builds(
    Contact,
    name=st.sampled_from(["Jan", "Piet"]),
    company=st.sampled_from(["", "ACME"]),
    numbers=st.lists(NUMBERS, max_size=2, unique_by=lambda number: number.identity).map(tuple),
    favourite=st.booleans(),
    note=st.sampled_from(["", "one", "two"]),
)
FILES = st.lists(CONTACTS, max_size=5)


def take_in(connection, people):
    intake = Intake(connection=connection)
    for line, person in enumerate(people, 1):
        intake.take(Row(line=line, contact=person))
    return intake.report


def without_ids(people):
    return [replace(person, id="") for person in people]


def with_own_ids(people):
    return [replace(person, id=f"id {place}") for place, person in enumerate(people)]


@pytest.mark.parametrize("kind", [without_ids, with_own_ids])
@given(before=FILES, people=FILES)
@settings(max_examples=750)
def test_the_same_file_again_changes_nothing(kind, before, people):
    """A file names all its contacts by ids of their own, or none; one that mixes the two is no address book's."""
    before, people = kind(before), kind(people)
    connection = sqlite3.connect(":memory:")
    for statement in (statement for step in STEPS for statement in step):
        connection.execute(statement)
    take_in(connection, before)
    take_in(connection, people)
    known = list(all_contacts(connection))
    report = take_in(connection, people)
    assert report.counts == ({Outcome.SAME: len(people)} if people else {})
    assert list(all_contacts(connection)) == known
    connection.close()
