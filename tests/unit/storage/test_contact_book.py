"""The contacts as the window asks for them: the order, the rows, the search with its limit, and changes one by one."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from array import array
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_dialer.core.contact import contact, contact_number
from desktop_dialer.core.contact_import import Row
from desktop_dialer.core.contact_list import UNREAD
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.storage import contacts_reader
from desktop_dialer.storage.contacts import SqliteContacts
from desktop_dialer.storage.contacts_list import first_look
from desktop_dialer.storage.contacts_schema import STEPS


class Clock:
    time = datetime(2026, 3, 1, tzinfo=UTC)

    def now(self):
        self.time += timedelta(seconds=1)
        return self.time


def person(name, *numbers, country="NL", label="", **fields):
    return contact(name=name, numbers=tuple(contact_number(label, text, country=country) for text in numbers), **fields)


@pytest.fixture
async def book(tmp_path):
    contacts = SqliteContacts(tmp_path / "contacts.db", now=Clock().now)
    await contacts.open()
    yield contacts
    await contacts.aclose()


async def titles(book):
    index = await book.index()
    return [row.title for row in await book.rows(index.positions)], [(one.title, one.first) for one in index.sections]


async def found(book, text, *, country="NL", limit=100):
    return [row.title for row in await book.find(text, country=country, limit=limit)]


async def test_an_empty_book_has_no_rows_and_no_headings(book):
    index = await book.index()
    assert (len(index.positions), index.sections) == (0, ())
    assert await book.rows([]) == []


async def test_favourites_stand_first_and_once_then_letters_then_the_rest(book):
    for name in ("zoë", "Älva", "anna", "3M", "#1 Taxi", "Bob", "Иван", "¿Quién?"):
        await book.save(person(name, favourite=name in {"zoë", "Bob"}))
    names, sections = await titles(book)
    assert names == ["Bob", "zoë", "Älva", "anna", "Иван", "#1 Taxi", "3M", "¿Quién?"]
    assert sections == [("Favourites", 0), ("A", 2), ("И", 4), ("#", 5)]


async def test_a_title_that_folds_to_nothing_stands_under_the_rest(book):
    await book.save(person("\u0301"))
    assert await titles(book) == (["\u0301"], [("#", 0)])


async def test_the_whole_order_is_the_order_of_the_titles(book):
    names = [f"{letter}{place:03}" for letter in "qwertz" for place in range(40)]
    await book.take_in(Row(line=at, contact=person(name)) for at, name in enumerate(reversed(names)))
    listed, sections = await titles(book)
    assert listed == sorted(names)
    assert [title for title, _ in sections] == ["E", "Q", "R", "T", "W", "Z"]


async def test_a_row_says_what_the_list_shows(book):
    await book.save(
        person("Grace", "+31 20 555 0142", "020 555 0143", company="Compilers", label="Work", favourite=True)
    )
    await book.save(person("", "020 1", company="Berg & Dal", country=None))
    await book.save(person("", "call 5"))
    await book.save(person("Nobody's phone"))
    index = await book.index()
    grace, berg, phone, nobody = await book.rows(index.positions)
    assert (grace.title, grace.company, grace.favourite, grace.numbers) == ("Grace", "Compilers", True, 2)
    assert (grace.label, grace.number, grace.shown) == ("Work", "+31 20 555 0142", "+31 20 555 0142")
    assert (berg.title, berg.number, berg.shown) == ("Berg & Dal", "020 1", "020 1")
    assert (phone.title, phone.number) == ("call 5", "call 5")
    assert (nobody.numbers, nobody.number, nobody.shown) == (0, "", "")


async def test_a_national_number_is_shown_grouped_with_its_country(book):
    await book.save(person("Jan", "0201234567"))
    (row,) = await book.find("jan", country=None, limit=5)
    assert (row.number, row.shown) == ("0201234567", "+31 20 123 4567")


async def test_rows_come_in_the_order_asked_for_and_without_those_that_are_gone(book):
    for name in "abc":
        await book.save(person(name))
    positions = (await book.index()).positions
    asked = [positions[2], 999_999, positions[0]]
    assert [row.title for row in await book.rows(asked)] == ["c", "a"]


async def test_more_rows_than_one_statement_takes_are_read(book):
    await book.take_in(Row(line=at, contact=person(f"n{at:04}")) for at in range(1200))
    index = await book.index()
    assert [row.title for row in await book.rows(index.positions)] == [f"n{at:04}" for at in range(1200)]


async def test_the_number_that_was_called_last_is_the_first_choice(book):
    kept = await book.save(person("Jan", "020 1", "020 2", "020 3"))
    for number in ("020 3", "020 2"):
        await book.used(kept.id, number)
    (row,) = await book.find("jan", country=None, limit=5)
    assert row.number == "020 2"
    assert [one.text for one in (await book.contact(kept.id)).numbers] == ["020 1", "020 2", "020 3"]


async def test_an_edit_keeps_which_number_was_called_last(book):
    kept = await book.save(person("Jan", "020 123 4567", "020 123 4568"))
    await book.used(kept.id, "020 123 4568")
    edited = person("Jan P", "+31201234567", "+31 20 1234568", id=kept.id)
    await book.save(edited)
    (row,) = await book.find("jan p", country=None, limit=5)
    assert row.number == "+31 20 1234568"


async def test_used_of_nobody_and_of_another_number_changes_nothing(book):
    kept = await book.save(person("Jan", "020 1", "020 2"))
    await book.used("nobody", "020 2")
    await book.used(kept.id, "020 9")
    (row,) = await book.find("jan", country=None, limit=5)
    assert row.number == "020 1"


async def test_save_adds_replaces_and_brings_back(book):
    kept = await book.save(person("Jan", "020 1"))
    assert kept.id
    changed = await book.save(replace(kept, name="Piet"))
    assert await book.contact(kept.id) == changed
    await book.remove(kept.id)
    await book.remove(kept.id)
    assert await book.contact(kept.id) is None
    await book.save(changed)
    assert (await book.contact(kept.id)).name == "Piet"
    assert (await titles(book))[0] == ["Piet"]


async def test_a_removed_contact_is_found_no_more(book):
    kept = await book.save(person("Jan", "+31 20 123 4567"))
    await book.remove(kept.id)
    assert await found(book, "jan") == await found(book, "123") == []
    assert await book.who("+31201234567") is None


async def test_who_tells_by_key_then_by_digits_a_favourite_first(book):
    await book.save(person("Abe", "+31 20 123 4567"))
    await book.save(person("Zed", "020 1234567", favourite=True))
    await book.save(person("Desk", "1906", country=None))
    assert (await book.who("+31201234567")).name == "Zed"
    assert (await book.who("1906")).name == "Desk"
    assert await book.who("") is None
    assert await book.who("+4420") is None


async def test_a_search_gives_rows_and_as_many_as_are_wanted(book):
    await book.take_in(Row(line=at, contact=person(f"Anna {at:03}", f"020 555 {at:04}")) for at in range(150))
    assert await found(book, "anna", limit=7) == [f"Anna {at:03}" for at in range(7)]
    assert len(await found(book, "an", limit=100)) == 100
    assert len(await found(book, "0205550", limit=100)) == 100
    assert await found(book, "anna 149") == ["Anna 149"]
    assert await found(book, "") == await found(book, "!?") == []


async def test_a_search_finds_as_the_command_line_does(book):
    for name, company in (("Jörg Müller", "Käse"), ("Jan van der Berg", ""), ("Anne Jansen", "Berg BV")):
        await book.save(person(name, "+31 6 1234567" + str(len(name) % 10), company=company, favourite=name[0] == "A"))
    for text in ("jorg", "berg", "jvdb", "jan", "12345", "06 1234", "kase", "j"):
        assert await found(book, text) == [one.title for one in await book.search(text, country="NL")], text


async def test_who_is_found_by_a_number_shows_that_number_and_the_whole_one_comes_first(book):
    await book.save(person("Anna", "010 2040000", "020 555 1906"))
    await book.save(person("Bert", "1906", country=None))
    rows = await book.find("1906", country="NL", limit=10)
    assert [(row.title, row.number) for row in rows] == [("Bert", "1906"), ("Anna", "020 555 1906")]
    (anna,) = await book.find("anna", country="NL", limit=10)
    assert anna.number == "010 2040000"


async def test_what_is_read_is_what_was_just_written(book):
    for place in range(5):
        await book.save(person(f"n{place}"))
        assert len((await book.index()).positions) == place + 1


async def test_a_newer_search_breaks_off_an_older_one(book, monkeypatch):
    await book.save(person("Anna"))
    entered, finish = threading.Event(), threading.Event()
    real = contacts_reader.find

    def slow(connection, text, country, limit):
        if text == "slow":
            entered.set()
            finish.wait(5)
            connection.execute("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT sum(x) FROM n")
        return real(connection, text, country, limit)

    monkeypatch.setattr(contacts_reader, "find", slow)
    older = asyncio.create_task(book.find("slow", country=None, limit=9))
    assert await asyncio.to_thread(entered.wait, 5)
    threading.Timer(0.05, finish.set).start()
    await asyncio.sleep(0.15)  # the older one is in its endless statement now
    middle = asyncio.create_task(book.find("middle", country=None, limit=9))
    newest = asyncio.create_task(book.find("anna", country=None, limit=9))
    assert await asyncio.wait_for(older, 5) == []
    assert await middle == []
    assert [row.title for row in await newest] == ["Anna"]


async def test_a_fault_in_the_newest_search_is_told(book, monkeypatch):
    def broken(connection, text, country, limit):
        connection.execute("SELECT * FROM nothing")

    monkeypatch.setattr(contacts_reader, "find", broken)
    with pytest.raises(StorageFailed, match="contact list"):
        await book.find("x", country=None, limit=9)


async def test_a_closed_book_says_so(tmp_path):
    contacts = SqliteContacts(tmp_path / "contacts.db", now=Clock().now)
    await contacts.open()
    await contacts.index()
    await contacts.aclose()
    await contacts.aclose()
    with pytest.raises(StorageFailed, match="closed"):
        await contacts.index()


@pytest.mark.parametrize(
    ("names", "favourite", "known"),
    [
        ([f"n{place:02}" for place in range(80)], "n70", 10),
        (["anna", "7", "ζoë", "bob", "~", "\u0301", "(x)", "bea"], "bob", 3),
        (["anna", "ben"], "anna", 2),
        (["1", "2", "3"], "2", 3),
        (["anna", "1"], None, 1),
        ([], None, 0),
    ],
)
async def test_the_first_look_shows_what_the_book_holds(book, tmp_path, names, favourite, known):
    for name in names:
        await book.save(person(name, favourite=name == favourite))
    whole = await book.index()
    index, rows = first_look(tmp_path / "contacts.db", 10)
    assert (index.sections, len(index.positions)) == (whole.sections, len(whole.positions))
    assert index.positions[:known] == whole.positions[:known]
    assert set(index.positions[known:]) <= {UNREAD}
    assert rows == await book.rows(index.positions[:known])
    assert isinstance(index.positions, array)


def test_the_first_look_at_nothing_is_nothing(tmp_path):
    assert first_look(tmp_path / "contacts.db") is None
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "contacts.db").write_bytes(b"no database at all" * 100)
    assert first_look(tmp_path / "contacts.db") is None
    (tmp_path / "folder.db").mkdir()
    assert first_look(tmp_path / "folder.db") is None


def test_a_file_of_another_format_is_left_to_those_who_bring_it_up_to_date(tmp_path):
    path = tmp_path / "contacts.db"
    old = sqlite3.connect(path)
    for statement in STEPS[0]:
        old.execute(statement)
    old.execute("PRAGMA user_version = 1")
    old.close()
    assert first_look(path) is None


async def test_a_file_of_the_first_format_is_brought_up_to_date(tmp_path):
    path = tmp_path / "contacts.db"
    old = sqlite3.connect(path)
    for statement in STEPS[0]:
        old.execute(statement)
    old.execute(
        "INSERT INTO contact VALUES (1, 'a', 'Jan', '', 1, '', 'jan', ' jan', ''), "
        "(2, 'b', 'Piet', '', 0, '', 'piet', ' piet', '')"
    )
    old.execute(
        "INSERT INTO number VALUES (1, 1, 0, 'Work', '020-1234567', '+31201234567', '0201234567'), "
        "(2, 1, 1, '', '1906', NULL, '1906')"
    )
    old.execute("PRAGMA user_version = 1")
    old.commit()
    old.close()
    contacts = SqliteContacts(path, now=Clock().now)
    assert await contacts.open() is None
    (row,) = await contacts.find("0031 20 1234567", country=None, limit=5)
    assert (row.title, row.shown, row.numbers) == ("Jan", "020-1234567", 2)
    assert [one.title for one in await contacts.find("1906", country=None, limit=5)] == ["Jan"]
    assert (await titles(contacts))[1] == [("Favourites", 0), ("P", 1)]
    await contacts.aclose()


def test_the_first_look_needs_nothing_heavy(tmp_path):
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from desktop_dialer.storage.contacts_list import first_look\n"
        f"first_look(Path({str(tmp_path / 'none.db')!r}))\n"
        "print(sorted({'phonenumbers', 'asyncio', 'logging', 'ssl', 'argparse'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


HOSTILE = ("<b>bold</b>", "<img src='file:///etc/passwd'>", "\u202eevil\u2066", "x" * 500, "a\0b", "%_'\";--", "👩‍👩‍👧")


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_names_are_kept_found_and_listed(book, name):
    kept = await book.save(person(f"Anna {name}"[:500], "020 1"))
    ((row,)) = await book.find("anna", country=None, limit=5)
    assert row.title == kept.title
    assert "\0" not in row.title
    assert (await titles(book))[0] == [kept.title]
    assert isinstance(await book.find(name, country=None, limit=5), list)
