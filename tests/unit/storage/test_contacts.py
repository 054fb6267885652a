import sqlite3
import time
from datetime import UTC, datetime

import pytest

from desktop_dialer.core.contact import contact, contact_number
from desktop_dialer.core.contact_import import Outcome, Row
from desktop_dialer.core.errors import InvalidInput, StorageFailed
from desktop_dialer.storage.contacts import SqliteContacts


def now():
    return datetime(2026, 3, 1, tzinfo=UTC)


def person(name, *numbers, country="NL", **fields):
    return contact(name=name, numbers=tuple(contact_number("", text, country=country) for text in numbers), **fields)


def rows(*contacts):
    return [Row(line=line, contact=one) for line, one in enumerate(contacts, 1)]


PEOPLE = [
    person("Jörg Müller", "+49 170 1234567", company="Käse GmbH"),
    person("Jan van der Berg", "020 123 4567", favourite=True),
    person("Anne Jansen", "(010) 765-4321", "+31 6 12345678"),
    person("", "0800 1234", company="Berg & Dal"),
    person("אברהם כהן", "+972 3 123 4567"),
    person("Иван Петров", "+7 495 1234567"),
    person("王小明", "+86 10 1234 5678"),
    person("Nobody's Phone"),
]


@pytest.fixture
async def store(tmp_path):
    contacts = SqliteContacts(tmp_path / "contacts.db", now=now)
    await contacts.open()
    yield contacts
    await contacts.aclose()


@pytest.fixture
async def filled(store):
    await store.take_in(rows(*PEOPLE))
    return store


async def found(store, text, country="NL"):
    return [one.title for one in await store.search(text, country=country)]


async def test_what_was_taken_in_is_listed_whole_and_in_order(filled):
    listed = await filled.all()
    assert [one.title for one in listed][:5] == [
        "Anne Jansen",
        "Berg & Dal",
        "Jan van der Berg",
        "Jörg Müller",
        "Nobody's Phone",
    ]
    wanted = {one.title: one for one in PEOPLE}
    assert len({one.id for one in listed}) == len(PEOPLE)
    for one in listed:
        assert (one.numbers, one.company, one.favourite) == (
            wanted[one.title].numbers,
            wanted[one.title].company,
            wanted[one.title].favourite,
        )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("jorg", ["Jörg Müller"]),
        ("MÜLLER", ["Jörg Müller"]),
        ("muller kase", ["Jörg Müller"]),
        ("kase", ["Jörg Müller"]),
        ("jvdb", ["Jan van der Berg"]),
        ("jb", ["Jan van der Berg"]),
        ("berg", ["Berg & Dal", "Jan van der Berg"]),
        ("jan", ["Jan van der Berg", "Anne Jansen"]),
        ("anse", ["Anne Jansen"]),
        ("ns", []),
        ("jan dal", []),
        ("כהן", ["אברהם כהן"]),
        ("петров", ["Иван Петров"]),
        ("王", ["王小明"]),
        ("nobody's", ["Nobody's Phone"]),
        ("0201234567", ["Jan van der Berg"]),
        ("+31 20 123 4567", ["Jan van der Berg"]),
        ("0031-20-1234567", ["Jan van der Berg"]),
        ("20 123", ["Jan van der Berg"]),
        ("0612345678", ["Anne Jansen"]),
        ("0101239", []),
        ("765 43", ["Anne Jansen"]),
        ("0170 123", ["Jörg Müller"]),
        ("9", []),
        ("9+9-9", []),
        ("", []),
        ("%_'\"*;--", []),
        ("\0", []),
    ],
)
async def test_a_search_finds(filled, text, names):
    assert await found(filled, text) == names


async def test_a_number_is_found_in_other_spellings_without_a_country_too(store):
    await store.take_in(rows(person("Jan", "+31 (0)20 1234567", country=None)))
    for text in ("0201234567", "+31201234567", "020-123"):
        assert await found(store, text, None) == ["Jan"]


async def test_the_same_rows_again_change_nothing(filled):
    before = await filled.all()
    report = await filled.take_in(rows(*PEOPLE))
    assert report.counts == {Outcome.SAME: len(PEOPLE)}
    assert await filled.all() == before


async def test_a_row_adds_to_the_contact_that_it_is_about(filled):
    report = await filled.take_in(rows(person("JAN van der Berg", "+31201234567", "+31 6 1", note="hello")))
    assert report.counts == {Outcome.CHANGED: 1}
    assert "1 number added" in report.remarks[0].text
    (jan,) = await filled.search("jvdb", country=None)
    assert (jan.name, jan.note, jan.favourite) == ("JAN van der Berg", "hello", True)
    assert [one.text for one in jan.numbers] == ["+31201234567", "+31 6 1"]


async def test_two_of_one_name_stay_two_and_so_again(store):
    file = rows(
        person("Jan", "020 1", note="one"),
        person("Jan", "020 1", note="two"),
        person("Jan", "020 2"),
        person("Jan", "020 1", "020 3", note="one"),
        person("Jan"),
        person("Jan", id="x"),
        person("Piet", id="x"),
        person("Piet", id="x"),
    )
    first = await store.take_in(file)
    before = await store.all()
    assert len(before) == first.counts[Outcome.NEW]
    again = await store.take_in(file)
    assert again.counts == {Outcome.SAME: len(file)}
    assert await store.all() == before


async def test_a_source_that_gives_ids_keeps_its_twins_apart(store):
    twins = rows(person("Jan", "020 1", id="a"), person("Jan", "020 1", id="b"))
    await store.take_in(twins)
    assert sorted(one.id for one in await store.all()) == ["a", "b"]
    assert (await store.take_in(twins)).counts == {Outcome.SAME: 2}


async def test_what_goes_wrong_on_the_way_undoes_the_whole(filled):
    before = await filled.all()

    def broken():
        yield from rows(person("New", "020 9"))
        raise InvalidInput("the file is gone")

    with pytest.raises(InvalidInput, match="the file is gone"):
        await filled.take_in(broken())
    assert await filled.all() == before


async def test_a_skipped_row_is_reported_with_its_reason(store):
    report = await store.take_in([Row(line=7, contact=None, title="x", remarks=("no name",))])
    assert report.counts == {Outcome.SKIPPED: 1}
    assert (report.remarks[0].line, report.remarks[0].text) == (7, "no name")


async def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    contacts = SqliteContacts(tmp_path / "file" / "contacts.db", now=now)
    with pytest.raises(StorageFailed, match="contact list"):
        await contacts.open()


async def test_what_can_be_read_of_a_damaged_file_is_kept(tmp_path):
    path = tmp_path / "contacts.db"
    store = SqliteContacts(path, now=now)
    await store.open()
    await store.take_in(rows(*PEOPLE, *(person(f"Person {place}", f"020 {place}") for place in range(500))))
    await store.take_in(rows(person("Person 1", "020 1", id="from elsewhere")))
    before = await store.all()
    await store.aclose()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'contact_sort'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    store = SqliteContacts(path, now=now)
    assert "508 contacts" in await store.open()
    assert await store.all() == before
    again = await store.take_in(rows(person("Renamed", id="from elsewhere")))
    assert again.counts == {Outcome.CHANGED: 1}
    await store.aclose()


async def test_ten_thousand_contacts_are_taken_in_and_searched_without_a_wait(store):
    people = [person(f"Name{place % 5000} Person {place}", f"020 {place:07}") for place in range(10_000)]
    start = time.process_time()
    await store.take_in(rows(*people))
    await store.take_in(rows(*people))
    taken = time.process_time()
    assert await found(store, "person 9999") == ["Name4999 Person 9999"]
    assert time.process_time() - taken < 1
    assert taken - start < 20


async def test_many_of_one_name_do_not_slow_it_down(store):
    people = [person("Info", f"020 {place:07}") for place in range(3000)] + [person("Info") for _ in range(3000)]
    start = time.process_time()
    await store.take_in(rows(*people))
    assert time.process_time() - start < 10
