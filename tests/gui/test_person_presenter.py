"""From contact, desk and clock to the card; from the card's star and note to the book."""

import asyncio
import dataclasses
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QDateTime, QTimeZone

from desktop_dialer.core.account import OwnNumber
from desktop_dialer.core.contact import contact, contact_number
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.dialing.accounts import Accounts
from desktop_dialer.dialing.task_scope import TaskScope
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.storage.accounts import TomlAccounts
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.ui.local_time import country_name, time_in
from desktop_dialer.ui.plain import plain
from desktop_dialer.ui.presenters.desk import Desk
from desktop_dialer.ui.presenters.person import NO_ACCOUNT, PersonPresenter
from desktop_dialer.ui.widgets.person import PersonView

OWN = (OwnNumber(name="Desk phone", number="+31 20 555 0100"), OwnNumber(name="Mobile", number="+31 6 5555 0100"))


def person(*numbers, **more):
    """A contact of these numbers, each (label, number)."""
    fields = {"id": "c1", "name": "Grace Hopper", "company": "Compilers", **more}
    return contact(**fields, numbers=tuple(contact_number(label, text, country="NL") for label, text in numbers))


GRACE = person(("Work", "+31 20 555 0142"), ("Mobile", "+31655550117"), ("Desk", "1906"), ("Old", "ask Bob 0"))


class Book:
    """Holds one contact; refuses where `fault` is set."""

    def __init__(self, kept):
        self.kept, self.fault = kept, None

    async def contact(self, identity):
        await asyncio.sleep(0)
        return self.kept if self.kept and self.kept.id == identity else None

    async def save(self, changed):
        if self.fault:
            raise self.fault
        self.kept = changed
        return changed


class Scene:
    """The column served by its presenter."""

    def __init__(self, desk, book, tasks):
        self.desk, self.book, self.tasks = desk, book, tasks
        self.time = datetime(2026, 11, 20, 13, 3, 30, tzinfo=UTC)
        self.told = []
        backend = SimpleNamespace(
            parts=SimpleNamespace(now=lambda: self.time), book=book, tasks=tasks, tell=self.told.append
        )
        self.view = PersonView()
        self.presenter = PersonPresenter(backend, desk, self.view)

    @property
    def card(self):
        return self.view.card

    @property
    def sends(self):
        return "".join(char for char in self.card.numbers[0].sends if char.isprintable())


@pytest.fixture
async def accounts(tmp_path):
    return Accounts(
        store=TomlAccounts(tmp_path / "accounts.toml"),
        secrets=MemorySecrets(),
        providers=PROVIDERS,
        on_secret=lambda _: None,
    )


@pytest.fixture
async def scene(accounts):
    given = {"login": "u", "source": OWN[0].number, "type": "1", "country": "NL", "internal": "19.."}
    await accounts.add("Business ISP", "business_isp", given, {}, own_numbers=OWN)
    tasks = TaskScope()
    yield Scene(Desk(accounts, {}), Book(GRACE), tasks)
    await tasks.close(1)


async def settled(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what is waited for is seen by a person, and has no event
            await asyncio.sleep(0)


async def test_a_contact_becomes_a_card(scene):
    scene.presenter.show_contact(GRACE)
    card = scene.card
    assert (card.contact_id, card.title) == ("c1", "Grace Hopper")
    assert card.about == "Compilers · Netherlands, 14:03 local time"
    assert [(line.label, line.shown, line.clean, line.where, line.can_call) for line in card.numbers] == [
        ("Work", "+31 20 555 0142", "+31205550142", "Netherlands", True),
        ("Mobile", "+31 6 55550117", "+31655550117", "Netherlands", True),
        ("Desk", "ext. 1906", "1906", "Internal", True),
        ("Old", "ask Bob 0", "ask Bob 0", "not a number", False),
    ]
    assert [line.is_first for line in card.numbers] == [True, False, False, False]
    assert "is not part of a telephone number" in card.numbers[3].sends


async def test_the_number_called_last_is_the_first_choice_where_it_can_be_called(scene):
    scene.presenter.show_contact(GRACE, "+31655550117")
    assert [line.is_first for line in scene.card.numbers] == [False, True, False, False]
    scene.presenter.show_contact(GRACE, "ask Bob 0")
    assert [line.is_first for line in scene.card.numbers] == [True, False, False, False]


async def test_the_line_says_what_is_sent_and_follows_the_desk(scene):
    scene.presenter.show_contact(GRACE)
    assert scene.sends == "Sends +31205550142 · rings Desk phone first · via Business ISP"
    scene.desk.choose_ring_first(OWN[1].number)
    assert scene.sends == "Sends +31205550142 · rings Mobile first · via Business ISP"
    scene.view.numbers.grab()
    assert plain(scene.view.numbers.sends.text()) == scene.card.numbers[0].sends


async def test_a_call_that_cannot_be_made_says_why_instead(scene):
    scene.presenter.show_number("112")
    assert "is an emergency number: use a telephone" in scene.sends


async def test_without_an_account_the_card_is_shown_and_says_what_is_missing(accounts):
    scene = Scene(Desk(accounts, {}), Book(None), TaskScope())
    scene.presenter.show_contact(person(("Work", "020 555 0142")))
    assert scene.card.numbers[0].sends == NO_ACCOUNT
    assert scene.card.numbers[0].where == "Netherlands"


async def test_a_number_without_a_contact_has_itself_for_a_title(scene):
    scene.presenter.show_number("0205550142")
    assert (scene.card.contact_id, scene.card.title) == ("", "+31 20 555 0142")
    assert scene.card.about == "Netherlands, 14:03 local time"
    assert [(line.number, line.is_first) for line in scene.card.numbers] == [("0205550142", True)]
    scene.presenter.show_contact(None)
    assert scene.card is None


@pytest.mark.parametrize(
    "numbers",
    [
        [("Work", "+12025550171")],  # several time zones
        [("Work", "+31205550142"), ("Home", "+442079460958")],  # two countries
        [("Desk", "1906")],
        [("Old", "ask Bob 0")],
        [("Ship", "+870773111632")],
        [],
    ],
)
async def test_place_and_time_are_never_guessed(scene, numbers):
    scene.presenter.show_contact(person(*numbers))
    assert scene.card.about == "Compilers"


async def test_a_company_without_a_name_is_said_once(scene):
    scene.presenter.show_contact(person(("Work", "1906"), name="", company="Compilers"))
    assert (scene.card.title, scene.card.about) == ("Compilers", "")


async def test_the_local_time_goes_on_while_somebody_looks(scene):
    scene.presenter.show_contact(GRACE)
    assert not scene.presenter._clock.isActive()
    scene.view.show()
    assert 0 < scene.presenter._clock.remainingTime() <= 31_000
    scene.time = scene.time.replace(minute=4, second=0)
    scene.presenter._clock.timeout.emit()
    assert "14:04" in scene.card.about
    assert scene.presenter._clock.remainingTime() > 30_000
    scene.view.hide()
    assert not scene.presenter._clock.isActive()
    scene.time = scene.time.replace(minute=9)
    scene.view.show()
    assert "14:09" in scene.card.about


async def test_the_star_is_stored_and_told(scene):
    scene.presenter.show_contact(GRACE)
    told = []
    scene.presenter.contact_changed.connect(told.append)
    scene.view.head.star.click()
    await settled(lambda: told)
    assert scene.book.kept == dataclasses.replace(GRACE, favourite=True)
    assert told == [scene.book.kept]
    assert scene.card.favourite


async def test_a_note_and_a_star_at_once_lose_neither(scene):
    scene.presenter.show_contact(GRACE)
    scene.view.favourite_changed.emit("c1", True)
    scene.view.note_changed.emit("c1", "two\r\nlines\0 ")
    await settled(lambda: scene.card.note)
    assert scene.book.kept == dataclasses.replace(GRACE, favourite=True, note="two\nlines")


async def test_a_note_that_is_being_written_at_the_end_is_stored(scene):
    scene.presenter.show_contact(GRACE)
    scene.view.note.edit.setPlainText("Last words.")
    await scene.presenter.close()
    assert scene.book.kept.note == "Last words."


async def test_what_the_disk_refuses_is_said_and_taken_back(scene):
    scene.book.fault = StorageFailed("The contacts could not be written: the disk is full.")
    scene.presenter.show_contact(GRACE)
    scene.view.head.star.click()
    await settled(lambda: scene.told)
    assert scene.told == ["The contacts could not be written: the disk is full."]
    assert not scene.view.head.star.isChecked()


async def test_a_note_that_the_disk_refuses_stays_where_it_was_typed(scene):
    scene.book.fault = StorageFailed("The disk is full.")
    scene.presenter.show_contact(GRACE)
    scene.view.note.edit.setPlainText("Typed.")
    scene.view.note.commit()
    scene.desk.changed.emit()
    await settled(lambda: scene.told)
    assert scene.view.note.edit.toPlainText() == "Typed."
    assert scene.view.note.is_changed
    scene.book.fault = None
    scene.view.note.commit()
    await settled(lambda: scene.book.kept.note == "Typed.")


async def test_a_note_that_is_too_long_is_refused_in_words(scene):
    scene.presenter.show_contact(GRACE)
    scene.view.note_changed.emit("c1", "x" * 100_001)
    await settled(lambda: scene.told)
    assert "longer than 100000 characters" in scene.told[0]


async def test_a_contact_that_is_gone_is_not_made_anew(scene):
    scene.presenter.show_contact(GRACE)
    scene.book.kept = None
    scene.view.head.star.click()
    await settled(lambda: scene.told)
    assert scene.book.kept is None


async def test_a_slow_disk_holds_nobody_up_and_changes_nobody_else(scene):
    scene.presenter.show_contact(GRACE)
    scene.view.head.star.click()
    other = person(("Work", "1907"), id="c2", name="Ada")
    scene.presenter.show_contact(other)
    await settled(lambda: scene.book.kept.favourite)
    await asyncio.sleep(0)
    assert scene.card.contact_id == "c2"


AT = QDateTime.fromMSecsSinceEpoch(1_795_179_810_000, QTimeZone.utc())


@pytest.mark.parametrize("code", ["NL", "GB", "DE", "FR", "JP", "IN"])
def test_a_country_of_one_time_has_it(code):
    assert len(time_in(code, AT)) == 5


@pytest.mark.parametrize("code", ["US", "CA", "AU", "RU", "BR", "ES", "PT", "CN", "UA", "NZ", "XX", ""])
def test_a_country_of_several_times_has_none(code):
    assert time_in(code, AT) == ""


def test_countries_are_named_in_words():
    assert [country_name(code) for code in ("NL", "GB", "US", "ZZ", "")] == [
        "Netherlands",
        "United Kingdom",
        "United States",
        "",
        "",
    ]
