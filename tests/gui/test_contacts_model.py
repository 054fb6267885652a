"""The whole contact list and the found list as models: row by row, page by page, and cheap whatever their length."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QTableView

from desktop_dialer.core.contact_list import POSITIONS
from desktop_dialer.ui.models.contact_line import Kind, Line, Role, detail_of, line_of, spoken
from desktop_dialer.ui.models.contacts import KEPT, PAGE, ContactsModel
from desktop_dialer.ui.models.found import Found, FoundModel
from desktop_dialer.ui.models.row_changes import changes
from desktop_dialer.ui.widgets.contact_list import ContactList
from tests.gui.contact_scene import HOSTILE, index, many, row

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
SMALL = index(("Favourites", [7]), ("A", [1, 2]), ("B", [3]))
ROWS = [row(7, "Grace", favourite=True), row(1, "Alan"), row(2, "Andrey"), row(3, "Barbara")]


def texts(model):
    return [model.index(place, 0).data() for place in range(model.rowCount())]


@pytest.fixture
def model():
    made = ContactsModel()
    made.tester = QAbstractItemModelTester(made, FATAL)
    made.resets = QSignalSpy(made.modelReset)
    return made


def test_headings_and_contacts_stand_in_one_order(model):
    model.set_index(SMALL, ROWS)
    assert texts(model) == ["Favourites", "Grace", "A", "Alan", "Andrey", "B", "Barbara"]
    kinds = [model.index(place, 0).data(Role.KIND) for place in range(3)]
    assert kinds == [Kind.HEADING, Kind.CONTACT, Kind.HEADING]
    assert model.headings(0, 6) == [0, 2, 5]
    assert (model.contacts, model.place_of(2), model.place_of(99)) == (4, 4, None)
    assert [model.position_at(place) for place in (-1, 0, 1, 99)] == [None, None, 7, None]


def test_a_heading_can_be_read_and_not_be_chosen(model):
    model.set_index(SMALL, ROWS)
    heading, contact = model.index(0, 0).flags(), model.index(1, 0).flags()
    assert heading & Qt.ItemFlag.ItemIsEnabled
    assert not heading & Qt.ItemFlag.ItemIsSelectable
    assert contact & Qt.ItemFlag.ItemIsSelectable


def test_an_unknown_row_shows_nothing_and_asks_for_its_page_once(model):
    model.set_index(many(1000, 2), [])
    wanted = QSignalSpy(model.wanted)
    assert model.index(5, 0).data() is None
    assert model.index(6, 0).data(Role.ROW) is None
    assert wanted.wait(1000)
    assert wanted.at(0)[0] == list(range(1, PAGE))  # the first row of the page is a heading
    model.index(7, 0).data()
    assert not wanted.wait(50)
    changed = QSignalSpy(model.dataChanged)
    model.deliver([row(position) for position in wanted.at(0)[0]])
    assert (changed.at(0)[0].row(), changed.at(0)[1].row()) == (1, PAGE - 1)
    assert model.index(5, 0).data() == "Person 5"


def test_two_far_places_are_asked_for_together(model):
    model.set_index(many(1000, 1), [])
    wanted = QSignalSpy(model.wanted)
    for place in (10, 990):
        model.index(place, 0).data(Role.LINE)
    assert wanted.wait(1000)
    assert wanted.count() == 1
    assert {10, 990} <= set(wanted.at(0)[0])


def test_only_so_many_rows_are_remembered(model):
    model.set_index(many(5000, 1), [])
    model.deliver([row(position) for position in range(1, KEPT + 2)])
    assert model.index(1, 0).data() is None
    assert model.index(KEPT, 0).data() == f"Person {KEPT}"


def test_a_delivery_that_was_not_asked_for_is_shown(model):
    model.set_index(SMALL, [])
    changed = QSignalSpy(model.dataChanged)
    model.deliver([row(1, "Alan"), row(99, "Gone")])
    model.deliver([])
    assert changed.count() == 1
    assert model.index(3, 0).data() == "Alan"


@pytest.mark.parametrize(
    ("after", "inserted", "removed"),
    [
        (index(("Favourites", [7]), ("A", [1, 9, 2]), ("B", [3])), 1, 0),
        (index(("Favourites", [7]), ("A", [2]), ("B", [3])), 0, 1),
        (index(("Favourites", [7]), ("A", [1, 2])), 0, 1),
        (index(("Favourites", [7, 2]), ("A", [1]), ("B", [3])), 1, 1),
        (index(("A", [1, 2]), ("B", [3]), ("G", [7])), 1, 1),
        (index(("Favourites", [7]), ("A", [2]), ("B", [1, 3])), 1, 1),
        (index(("Favourites", [7]), ("A", [1, 2]), ("B", [3]), ("#", [9])), 1, 0),
        (SMALL, 0, 0),
        (index(), 0, 1),
    ],
)
def test_a_change_is_followed_by_as_few_steps_as_it_takes(model, after, inserted, removed):
    model.set_index(SMALL, ROWS)
    model.resets = QSignalSpy(model.modelReset)
    came, went = QSignalSpy(model.rowsInserted), QSignalSpy(model.rowsRemoved)
    model.apply(after)
    fresh = ContactsModel()
    fresh.set_index(after, [])
    assert [model.position_at(at) for at in range(model.count())] == [
        fresh.position_at(at) for at in range(fresh.count())
    ]
    assert [model.heading_at(at) for at in range(model.count())] == [
        fresh.heading_at(at) for at in range(fresh.count())
    ]
    assert (came.count(), went.count(), model.resets.count()) == (inserted, removed, 0)
    assert model.contacts == len(after.positions)


def test_what_is_new_is_named(model):
    model.set_index(SMALL, ROWS)
    assert list(model.apply(index(("Favourites", [7]), ("A", [1, 2]), ("B", [3]), ("Q", [9])))) == [9]


def test_after_a_change_known_rows_stay_and_are_read_again(model):
    model.set_index(SMALL, ROWS)
    wanted = QSignalSpy(model.wanted)
    model.apply(SMALL)
    assert model.index(1, 0).data() == "Grace"
    assert wanted.wait(1000)
    assert set(wanted.at(0)[0]) == {7, 1, 2, 3}
    model.deliver([row(7, "Grace B. Hopper")])
    assert model.index(1, 0).data() == "Grace B. Hopper"


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_any_order_becomes_any_other(old, new):
    now = array(POSITIONS, old)
    for change in changes(array(POSITIONS, old), array(POSITIONS, new)):
        if change.rows:
            now[change.first : change.first] = change.rows
        else:
            assert change.removed
            del now[change.first : change.first + change.removed]
    assert list(now) == new


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 3))
def test_one_that_moves_far_takes_two_small_steps(start, aim, companions):
    old = array(POSITIONS, range(205))
    new = array(POSITIONS, old)
    block = new[start : start + 1 + companions]
    del new[start : start + 1 + companions]
    new[aim:aim] = block
    steps = list(changes(old, new))
    assert sum(step.removed + len(step.rows) for step in steps) <= 2 * (1 + companions)


class CountingModel(ContactsModel):
    """Counts what it is asked."""

    asked = 0

    def data(self, *arguments):
        self.asked += 1
        return super().data(*arguments)

    def line_at(self, place):
        self.asked += 1
        return super().line_at(place)


def test_a_hundred_thousand_rows_are_opened_by_looking_at_those_in_sight(monkeypatch):
    monkeypatch.setattr("desktop_dialer.ui.widgets.contact_list.ContactsModel", CountingModel)
    contacts = ContactList()
    contacts.resize(312, 600)
    contacts.show_first(many(100_000), [row(position) for position in range(1, 61)])
    contacts.grab()
    assert contacts.model.rowCount() == 100_026
    assert contacts.model.asked < 60
    contacts.model.asked = 0
    contacts.findChildren(QTableView)[0].scrollToBottom()
    contacts.grab()
    assert contacts.model.asked < 60


def test_a_row_is_said_in_full():
    grace = row(1, "Grace Hopper", company="Compilers", favourite=True, numbers=2)
    assert spoken(grace) == "Grace Hopper, Compilers, Work +31 20 555 0001, 2 numbers, favourite"
    assert spoken(row(2, "Nobody", numbers=0, number="", label="", shown="")) == "Nobody, no number"


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"company": "Compilers", "numbers": 3}, "Compilers · +31 20 555 0001"),
        ({"numbers": 2}, "2 numbers"),
        ({}, "+31 20 555 0001 · Work"),
        ({"label": ""}, "+31 20 555 0001"),
        ({"company": "Grace"}, "+31 20 555 0001 · Work"),
        ({"numbers": 0, "number": "", "company": "ACME"}, "ACME"),
        ({"numbers": 0, "number": ""}, "No number"),
    ],
)
def test_the_second_line_says_company_and_number(changes, detail):
    said = detail_of(row(1, "Grace", **changes))
    assert "".join(char for char in said if char.isprintable()) == detail


def found(position, title=""):
    one = row(position, title)
    return Found(row=one, line=line_of(one))


TYPED = Found(line=Line(title="Call 020 79…", detail="Not a complete number yet"))


def test_the_found_list_is_changed_in_place():
    model = FoundModel()
    QAbstractItemModelTester(model, FATAL)
    resets = QSignalSpy(model.modelReset)
    for rows in ([found(1), found(2), TYPED], [found(2)], [], [TYPED], [found(place) for place in range(1, 9)]):
        model.show(rows)
        assert texts(model) == [one.line.title for one in rows]
    assert resets.count() == 0
    assert model.headings(0, 7) == []


def test_the_typed_row_is_of_its_own_kind():
    model = FoundModel()
    model.show([found(1, "Ada"), TYPED])
    ada, typed = model.index(0, 0), model.index(1, 0)
    assert (ada.data(Role.KIND), typed.data(Role.KIND)) == (Kind.CONTACT, Kind.TYPED)
    assert typed.data(Role.ROW) is None
    assert typed.data(Qt.ItemDataRole.AccessibleTextRole) == "Call 020 79…, Not a complete number yet"
    assert "020 79" in typed.data(Qt.ItemDataRole.ToolTipRole)
    assert ada.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Ada, Work")
    assert "Ada" in ada.data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_shown_as_text(text, model):
    hostile = row(1, text, company=text, label=text, shown=text, number=text)
    model.set_index(index(("A", [1])), [hostile])
    shown = FoundModel()
    shown.show([Found(row=hostile, line=line_of(hostile))])
    for one in (model.index(1, 0), shown.index(0, 0)):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            said = one.data(role)
            assert not {"\0", "\n", "\r", "\u202e", "\u2067"} & set(said)
            assert len(said) < 600
        tip = one.data(Qt.ItemDataRole.ToolTipRole)
        assert "<b" not in tip.replace("<br>", "")
        assert "<img" not in tip
        assert "<a" not in tip
