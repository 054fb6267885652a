"""Box and list at work on a real contact book: finding, calling, choosing, editing, removing and taking back."""

import asyncio
import functools
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_dialer.core.account import OwnNumber
from desktop_dialer.core.contact import contact, contact_number
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.dialing.accounts import Accounts
from desktop_dialer.dialing.task_scope import TaskScope
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.storage.accounts import TomlAccounts
from desktop_dialer.storage.contacts import SqliteContacts
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.ui.dialogs.contact_editor import ContactEditor
from desktop_dialer.ui.presenters.contact_hits import hit, is_number_like
from desktop_dialer.ui.presenters.contacts import ContactsPresenter
from desktop_dialer.ui.presenters.desk import Desk
from desktop_dialer.ui.widgets.box import Box
from desktop_dialer.ui.widgets.contact_list import ContactList
from desktop_dialer.ui.widgets.contact_menu import ContactMenu
from tests.gui.contact_scene import HOSTILE, row

OWN = (OwnNumber(name="Desk", number="+31 20 555 0100"),)


def person(name, *numbers, **fields):
    return contact(
        name=name, numbers=tuple(contact_number(label, text, country="NL") for label, text in numbers), **fields
    )


PEOPLE = (
    person(
        "Grace Hopper", ("Work", "+31 20 555 0142"), ("Mobile", "+31 6 5555 0117"), company="Compilers", favourite=True
    ),
    person("Ada Lovelace", ("Work", "020 794 6095")),
    person("Graham Bell", ("Home", "+31 10 555 0001")),
    person("Nobody's phone"),
)


class Held:
    """A book that answers when it is let to, and fails where `fault` is set."""

    def __init__(self, book):
        self._book, self.fault = book, None
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = []

    def __getattr__(self, name):
        method = getattr(self._book, name)

        async def held(*arguments, **named):
            self.asked.append((name, *arguments))
            await self.gate.wait()
            if self.fault:
                raise self.fault
            return await method(*arguments, **named)

        return held


class Scene:
    def __init__(self, book, desk, tasks):
        self.window = QWidget()
        self.window.resize(700, 600)
        self.box, self.list = Box(self.window), ContactList(self.window)
        column = QVBoxLayout(self.window)
        column.addWidget(self.box)
        column.addWidget(self.list)
        self.book, self.desk, self.told, self.tasks = Held(book), desk, [], tasks
        self.presenter = ContactsPresenter(
            SimpleNamespace(book=self.book, tasks=tasks, tell=self.told.append), desk, self.list, self.box
        )
        self.calls = QSignalSpy(self.presenter.call_requested)
        self.hints, self.first = QSignalSpy(self.presenter.hint), QSignalSpy(self.presenter.first_choice)
        self.chosen, self.undo = QSignalSpy(self.presenter.contact_selected), QSignalSpy(self.presenter.undo_offered)
        self.changed = QSignalSpy(self.presenter.changed)
        self.window.show()
        self.window.activateWindow()

    @property
    def hint(self):
        return clear(self.hints.at(self.hints.count() - 1)[0])

    @property
    def titles(self):
        model = self.list.found if self.list.is_searching else self.list.model
        return [clear(model.index(place, 0).data() or "") for place in range(model.rowCount())]

    async def until(self, condition):
        async with asyncio.timeout(5):
            while not condition():  # noqa: ASYNC110 - what is waited for is seen by a person, and has no event
                await asyncio.sleep(0.002)

    async def type(self, text):
        """Type, and wait for the matches."""
        self.box.set_text("")
        QTest.keyClicks(self.box.edit, text)
        await self.until(lambda: self.presenter._search._answered == text.strip())

    def press(self, key):
        QTest.keyClick(self.box.edit, key)


def to_its_end(test):
    """Between a test and its fixtures' end Qt's loop turns once without being asyncio's: nothing may be left to do."""

    @functools.wraps(test)
    async def run(**given):
        await test(**given)
        scene = given.get("scene") or given["bare"]
        scene.list.model.blockSignals(True)
        scene.book.gate.set()
        await scene.until(lambda: not scene.tasks._tasks)

    return run


def clear(text):
    return "".join(char for char in text if char.isprintable())


def said(spy):
    return [tuple(spy.at(place)) for place in range(spy.count())]


@pytest.fixture
async def accounts(tmp_path):
    return Accounts(
        store=TomlAccounts(tmp_path / "accounts.toml"),
        secrets=MemorySecrets(),
        providers=PROVIDERS,
        on_secret=lambda _: None,
    )


@pytest.fixture
async def bare(tmp_path, accounts):
    """Without an account."""
    book = SqliteContacts(tmp_path / "contacts.db", now=lambda: datetime(2026, 3, 1, tzinfo=UTC))
    await book.open()
    for one in PEOPLE:
        await book.save(one)
    tasks = TaskScope()
    made = Scene(book, Desk(accounts, {}), tasks)
    made.presenter.start()
    await made.until(lambda: made.list.model.contacts == len(PEOPLE))
    yield made
    made.window.hide()
    await tasks.close(1)
    await book.aclose()


@pytest.fixture
async def scene(bare, accounts):
    await accounts.add("Anveo", "anveo", {"PHONENUMBER": OWN[0].number, "country": "NL"}, {}, own_numbers=OWN)
    bare.desk.reload()
    return bare


@to_its_end
async def test_the_list_is_loaded(scene):
    assert scene.titles == [
        "Favourites",
        "Grace Hopper",
        "A",
        "Ada Lovelace",
        "G",
        "Graham Bell",
        "N",
        "Nobody's phone",
    ]
    assert scene.hint == "Enter calls the first match · paste or type any number"


@to_its_end
async def test_rows_that_come_in_sight_are_read(tmp_path, scene):
    scene.list.model.apply(await scene.book.index())
    scene.list.grab()
    await scene.until(lambda: "rows" in [name for name, *_ in scene.book.asked[-3:]])
    assert scene.titles[1] == "Grace Hopper"


@to_its_end
async def test_each_letter_finds_and_enter_calls_the_first_match(scene):
    await scene.type("gra")
    assert scene.titles == ["Grace Hopper", "Graham Bell"]
    assert scene.hint == "Enter calls Grace Hopper, Work +31 20 555 0142 · sends 31205550142"
    assert said(scene.first)[-1] == ("+31 20 555 0142",)
    scene.press(Qt.Key.Key_Return)
    (call,) = said(scene.calls)
    assert (call[0], call[2]) == ("+31 20 555 0142", "Grace Hopper")
    assert (await scene.book.contact(call[1])).name == "Grace Hopper"


@to_its_end
async def test_arrows_in_the_box_choose_in_the_list(scene):
    await scene.type("gra")
    scene.press(Qt.Key.Key_Down)
    assert scene.hint.startswith("Enter calls Graham Bell, Home +31 10 555 0001")
    scene.press(Qt.Key.Key_Return)
    assert said(scene.calls)[0][2] == "Graham Bell"


@to_its_end
async def test_enter_waits_for_the_matches_of_what_is_typed_and_never_calls_older_ones(scene):
    await scene.type("gra")
    scene.book.gate.clear()
    QTest.keyClicks(scene.box.edit, "ham")
    scene.press(Qt.Key.Key_Return)
    await asyncio.sleep(0.06)
    assert scene.calls.count() == 0
    scene.book.gate.set()
    await scene.until(scene.calls.count)
    assert [call[2] for call in said(scene.calls)] == ["Graham Bell"]


@to_its_end
async def test_enter_before_the_pause_is_over_searches_at_once(scene):
    QTest.keyClicks(scene.box.edit, "graham")
    scene.press(Qt.Key.Key_Return)
    assert scene.calls.count() == 0
    await scene.until(scene.calls.count)
    assert [call[2] for call in said(scene.calls)] == ["Graham Bell"]


@to_its_end
async def test_who_types_on_after_enter_has_called_nobody(scene):
    scene.book.gate.clear()
    QTest.keyClicks(scene.box.edit, "gra")
    scene.press(Qt.Key.Key_Return)
    QTest.keyClicks(scene.box.edit, "h")
    scene.book.gate.set()
    await scene.until(lambda: scene.presenter._search._answered == "grah")
    await asyncio.sleep(0.02)
    assert scene.calls.count() == 0


@to_its_end
async def test_only_the_newest_answer_is_shown(scene):
    scene.book.gate.clear()
    QTest.keyClicks(scene.box.edit, "a")
    await asyncio.sleep(0)
    QTest.keyClicks(scene.box.edit, "d")
    await asyncio.sleep(0)
    scene.book.gate.set()
    await scene.until(lambda: scene.list.is_searching)
    assert scene.titles == ["Ada Lovelace"]


@to_its_end
async def test_a_typed_number_is_called_as_it_is_typed(scene):
    await scene.type("+31 20 123 4567")
    assert scene.titles == ["Call +31 20 123 4567"]
    assert scene.hint == "Enter calls +31 20 123 4567 · sends 31201234567"
    scene.press(Qt.Key.Key_Return)
    assert said(scene.calls) == [("+31 20 123 4567", "", "")]


@to_its_end
async def test_a_number_that_somebody_has_is_called_as_theirs(scene):
    await scene.type("06-5555 0117")
    assert scene.titles == ["Grace Hopper", "Call 06-5555 0117"]
    scene.press(Qt.Key.Key_Return)
    assert said(scene.calls)[0][::2] == ("+31 6 5555 0117", "Grace Hopper")


@to_its_end
async def test_an_unfinished_number_is_not_called(scene):
    await scene.type("020 79")
    assert scene.titles == ["Ada Lovelace", "Call 020 79…"]
    scene.press(Qt.Key.Key_Down)
    assert scene.hint == "Not a complete number yet"
    scene.press(Qt.Key.Key_Return)
    assert scene.calls.count() == 0


@to_its_end
async def test_an_emergency_number_is_refused_in_its_own_words(scene):
    await scene.type("112")
    assert "use a telephone" in scene.hint
    scene.press(Qt.Key.Key_Return)
    assert scene.calls.count() == 0


@to_its_end
async def test_nobody_found_is_said(scene):
    await scene.type("xyzzy <b>")
    assert scene.titles == ["Nobody found"]
    scene.press(Qt.Key.Key_Return)
    assert scene.calls.count() == 0


@to_its_end
async def test_without_an_account_the_row_says_what_is_missing(bare):
    await bare.type("+31 20 123 4567")
    assert bare.hint == "Add an account to make calls"
    await bare.type("ada")
    assert bare.hint == "Enter calls Ada Lovelace, Work +31 20 794 6095 · Add an account to make calls"


@to_its_end
async def test_another_account_changes_what_would_be_sent(bare, accounts):
    await bare.type("ada")
    await accounts.add("Anveo", "anveo", {"PHONENUMBER": OWN[0].number, "country": "NL"}, {}, own_numbers=OWN)
    bare.desk.reload()
    await bare.until(lambda: bare.hint.endswith("sends 31207946095"))


@to_its_end
async def test_who_has_no_number_is_not_called(scene):
    await scene.type("nobody")
    assert scene.hint == "Nobody's phone has no number"
    scene.press(Qt.Key.Key_Return)
    assert scene.calls.count() == 0


@to_its_end
async def test_esc_brings_the_whole_list_back_and_then_the_keyboard_to_it(scene):
    await scene.type("gra")
    scene.press(Qt.Key.Key_Escape)
    assert not scene.list.is_searching
    assert scene.list.current.title == "Grace Hopper"
    QTest.qWaitForWindowActive(scene.window)
    scene.press(Qt.Key.Key_Escape)
    assert scene.list.isAncestorOf(scene.window.focusWidget())


@to_its_end
async def test_what_is_typed_in_the_list_is_typed_in_the_box(scene):
    scene.list.typed_ahead.emit("g")
    assert scene.box.text() == "g"


@to_its_end
async def test_who_is_chosen_is_told_with_the_number_called_last(scene):
    grace = (await scene.book.find("grace", country=None, limit=1))[0]
    await scene.book.used(grace.id, "+31 6 5555 0117")
    scene.presenter.refresh()
    scene.list.go(1)
    await scene.until(lambda: scene.chosen.count() and scene.chosen.at(scene.chosen.count() - 1)[0] is not None)
    scene.list.grab()
    await scene.until(lambda: scene.list.current and scene.list.current.number == "+31 6 5555 0117")
    told, first = said(scene.chosen)[-1]
    assert told.name == "Grace Hopper"
    assert first in {"+31 20 555 0142", "+31 6 5555 0117"}
    scene.list.select_nothing()
    assert said(scene.chosen)[-1] == (None, "")


@to_its_end
async def test_a_call_from_the_list_names_who_is_called(scene):
    scene.list.go(1)
    scene.list.called.emit(scene.list.current.id, "+31 20 555 0142")
    assert said(scene.calls)[0][::2] == ("+31 20 555 0142", "Grace Hopper")


@to_its_end
async def test_while_another_list_is_open_the_box_is_not_its_affair(scene):
    scene.list.hide()
    assert scene.hint == "Type to find in this list"
    asked = len(scene.book.asked)
    QTest.keyClicks(scene.box.edit, "grace")
    scene.press(Qt.Key.Key_Return)
    await asyncio.sleep(0.06)
    assert (scene.calls.count(), len(scene.book.asked)) == (0, asked)
    scene.list.show()
    await scene.until(lambda: scene.titles == ["Grace Hopper"])
    assert scene.calls.count() == 0


@to_its_end
async def test_a_favourite_moves_and_stays_chosen(scene):
    await scene.until(lambda: scene.list.model.contacts == 4)
    ada = (await scene.book.find("ada", country=None, limit=1))[0]
    scene.list.go(1)
    scene.list.go(1)
    assert scene.list.current.title == "Ada Lovelace"
    scene.presenter.set_favourite(ada.id, True)
    await scene.until(scene.changed.count)
    scene.list.grab()
    await scene.until(lambda: scene.list.current is not None and scene.list.current.favourite)
    assert scene.titles[:3] == ["Favourites", "Ada Lovelace", "Grace Hopper"]
    assert scene.list.current.title == "Ada Lovelace"


@to_its_end
async def test_who_is_removed_can_be_brought_back_for_a_while(scene):
    ada = (await scene.book.find("ada", country=None, limit=1))[0]
    whole = await scene.book.contact(ada.id)
    scene.presenter.remove(ada.id)
    await scene.until(scene.changed.count)
    assert [clear(text) for (text,) in said(scene.undo)] == ["Ada Lovelace was deleted."]
    assert "Ada Lovelace" not in scene.titles
    scene.presenter.undo()
    await scene.until(lambda: scene.changed.count() == 2)
    assert await scene.book.contact(ada.id) == whole
    await scene.until(lambda: scene.list.model.contacts == 4)
    scene.presenter.undo()
    scene.presenter.remove("nobody")
    await asyncio.sleep(0.02)
    assert scene.changed.count() == 2


@to_its_end
async def test_after_a_while_the_offer_is_withdrawn(scene):
    ada = (await scene.book.find("ada", country=None, limit=1))[0]
    scene.presenter._undo.setInterval(10)
    scene.presenter.remove(ada.id)
    await scene.until(lambda: scene.undo.count() == 2)
    assert said(scene.undo)[-1] == ("",)
    scene.presenter.undo()
    await asyncio.sleep(0.02)
    assert await scene.book.contact(ada.id) is None


def editor_of(scene):
    return next((one for one in scene.window.findChildren(ContactEditor) if one.isVisible()), None)


@to_its_end
async def test_a_new_contact_is_saved_shown_and_chosen(scene):
    scene.presenter.new_contact("020 123 4567")
    editor = editor_of(scene)
    assert [row.number.text() for row in editor.numbers.rows] == ["020 123 4567"]
    editor.name.set_text("Zed")
    scene.presenter.new_contact("other")
    assert editor_of(scene) is editor
    editor.save.click()
    await scene.until(lambda: editor_of(scene) is None and scene.list.model.contacts == 5)
    scene.list.grab()
    await scene.until(lambda: scene.list.current is not None and scene.list.current.title == "Zed")
    assert (await scene.book.find("zed", country=None, limit=1))[0].shown == "+31 20 123 4567"


@to_its_end
async def test_an_edit_is_saved_in_its_place(scene):
    ada = (await scene.book.find("ada", country=None, limit=1))[0]
    scene.list.go(1)
    scene.list.go(1)
    scene.presenter.edit("nobody")
    scene.presenter.edit(ada.id)
    await scene.until(lambda: editor_of(scene))
    editor_of(scene).name.set_text("Ada King")
    editor_of(scene).save.click()
    await scene.until(scene.changed.count)
    scene.list.grab()
    await scene.until(lambda: scene.list.current is not None and scene.list.current.title == "Ada King")
    await scene.until(lambda: said(scene.chosen)[-1][0] is not None and said(scene.chosen)[-1][0].name == "Ada King")


@to_its_end
async def test_a_disk_that_refuses_leaves_the_editor_open_with_all_in_it(scene):
    scene.presenter.new_contact()
    editor = editor_of(scene)
    editor.name.set_text("Zed")
    scene.book.fault = StorageFailed("The contact list (x) could not be used: the disk is full.")
    editor.save.click()
    await scene.until(lambda: "disk is full" in editor.notice.label.text())
    assert (editor.name.text(), editor.save.isEnabled(), scene.told) == ("Zed", True, [])
    scene.book.fault = None
    editor.save.click()
    await scene.until(lambda: editor_of(scene) is None)
    assert await scene.book.find("zed", country=None, limit=1)


@to_its_end
async def test_a_disk_that_stalls_leaves_the_window_alive(scene):
    scene.presenter.new_contact()
    editor = editor_of(scene)
    editor.name.set_text("Zed")
    scene.book.gate.clear()
    editor.save.click()
    await asyncio.sleep(0.01)
    assert editor.notice.label.text() == "Saving…"
    editor.save.click()
    assert [name for name, *_ in scene.book.asked].count("save") == 1
    scene.book.gate.set()
    await scene.until(lambda: editor_of(scene) is None)


@to_its_end
async def test_what_the_disk_refuses_is_told_once_and_the_list_stays(scene):
    before = scene.titles
    scene.book.fault = StorageFailed("The contact list (x) could not be used: the disk is full.")
    scene.presenter.remove("x")
    scene.presenter.refresh()
    await scene.until(lambda: len(scene.told) == 2)
    QTest.keyClicks(scene.box.edit, "g")
    await scene.until(lambda: len(scene.told) == 3)
    assert set(scene.told) == {str(scene.book.fault)}
    scene.press(Qt.Key.Key_Escape)
    assert scene.titles == before


@to_its_end
async def test_the_menu_of_a_contact_works_on_it(scene, monkeypatch):
    monkeypatch.setattr(
        ContactMenu, "popup", lambda menu, point: menu.ensurePolished()
    )  # the display of the tests has no keyboard
    scene.list.go(1)
    scene.list.menu_wanted.emit(scene.list.current.id, QPoint(5, 5))
    await scene.until(lambda: scene.list.findChildren(ContactMenu))
    (menu,) = scene.list.findChildren(ContactMenu)
    actions = {clear(action.text()): action for action in menu.actions()}
    actions["Copy Mobile +31 6 5555 0117"].trigger()
    assert QGuiApplication.clipboard().text() == "+31655550117"
    actions["Call Mobile +31 6 5555 0117"].trigger()
    assert said(scene.calls)[0][::2] == ("+31 6 5555 0117", "Grace Hopper")
    actions["Remove from favourites"].trigger()
    await scene.until(scene.changed.count)
    menu.close()


def marked(text, marks):
    return [text[start : start + length] for start, length in marks]


@pytest.mark.parametrize(
    ("title", "text", "parts"),
    [
        ("Jörg Müller", "mul", ["Mül"]),
        ("Jörg Müller", "jorg mu", ["Jörg", "Mü"]),
        ("Jan van der Berg", "jvdb", ["J", "v", "d", "B"]),
        ("Anne Jansen", "anse", ["anse"]),
        ("Anne Jansen", "ns", []),
        ("Straße", "strasse", ["Straße"]),
        ("Anne", "!!", []),
    ],
)
def test_the_matched_part_of_a_name_is_marked(title, text, parts):
    line = hit(row(1, title), text).line
    assert marked(line.title, line.title_marks) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [("020 55", ["20 55"]), ("3120555", ["31 20 555"]), ("0001", ["0001"]), ("99", []), ("5", [])],
)
def test_the_matched_digits_are_marked_and_the_number_is_shown(text, parts):
    line = hit(row(1, "Grace", company="Compilers"), text).line
    assert marked(line.detail, line.detail_marks) == parts
    assert clear(line.detail) == ("+31 20 555 0001 · Work" if parts else "Compilers · +31 20 555 0001")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("typed", ["b", "12", "img src", "xxx", "\u202e", "(((", "٣٤"])
def test_marks_lie_within_what_is_shown(text, typed):
    line = hit(row(1, text, company=text, shown=text, number=text), typed).line
    for shown, marks in ((line.title, line.title_marks), (line.detail, line.detail_marks)):
        assert all(start >= 0 and length > 0 and start + length <= len(shown) for start, length in marks)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("020 79", True),
        ("+31", True),
        ("*21#", True),
        ("(020) 12", True),
        ("+", False),
        ("grace", False),
        ("3M", False),
    ],
)
def test_a_text_could_be_a_number(text, is_one):
    assert is_number_like(text) is is_one
