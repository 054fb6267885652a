"""The middle column: what is shown of a person, and what a press there asks for."""

import dataclasses
import gc
import sys

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_dialer.core.settings import Settings
from desktop_dialer.ui.appearance import Appearance
from desktop_dialer.ui.models.person import NumberLine, PersonCard
from desktop_dialer.ui.widgets.copy_text import COPIED
from desktop_dialer.ui.widgets.person import PersonView

SENDS = "Sends 31205550142 · rings Desk phone first · via Business ISP"


def line(number, label="Work", **more):
    fields = {"shown": number, "clean": number.replace(" ", ""), "where": "Netherlands", "sends": f"Sends {number}"}
    return NumberLine(label=label, number=number, **{**fields, **more})


WORK = line("+31 20 555 0142", clean="+31205550142", sends=SENDS, is_first=True)
MOBILE = line("+31 6 5555 0117", "Mobile")
OLD = line("ask Bob 0", "Old", where="not a number", sends="“a” is not part of a telephone number.", can_call=False)
GRACE = PersonCard(
    contact_id="c1",
    title="Grace Hopper",
    about="Compilers · Netherlands, 14:03 local time",
    numbers=(WORK, MOBILE, OLD),
    favourite=True,
    note="Asked for the quote.",
)
ADA = PersonCard(contact_id="c2", title="Ada Lovelace", about="", numbers=(line("020 7946 0958"),))
NUMBER = PersonCard(contact_id="", title="020 7946 0958", about="", numbers=(line("02079460958", "", is_first=True),))
BARE = PersonCard(contact_id="c3", title="Barbara Liskov", about="Abstraction", numbers=())


@pytest.fixture
def view():
    """The column at its size in the window, in front."""
    shown = PersonView()
    shown.resize(528, 640)
    shown.show()
    shown.activateWindow()
    QTest.qWaitForWindowActive(shown)
    yield shown
    shown.close()
    shown.deleteLater()


class Heard(list):
    """What a signal said."""

    def __init__(self, signal):
        super().__init__()
        signal.connect(self.hear)

    def hear(self, *said):
        self.append(said)


def point_at(row):
    place = QPointF(5, 5)
    row.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    QApplication.sendEvent(row, QEnterEvent(place, place, place))


def leave(row):
    row.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))


def test_nobody_chosen_says_what_can_be_done(view):
    assert view.nobody.isVisible()
    assert "press Enter to call" in view.nobody.text.text()
    assert not view.head.isVisible()
    assert not view.note.isVisible()


def test_a_person_is_shown_with_every_number(view):
    view.show_person(GRACE)
    assert not view.nobody.isVisible()
    assert view.head.name.text() == "Grace Hopper"
    assert view.head.about.text() == GRACE.about
    assert [(row.label.text(), row.number.shown, row.where.text()) for row in view.numbers.rows] == [
        ("Work", "+31 20 555 0142", "Netherlands"),
        ("Mobile", "+31 6 5555 0117", "Netherlands"),
        ("Old", "ask Bob 0", "not a number"),
    ]
    assert [row.call.isVisible() for row in view.numbers.rows] == [True, True, False]
    assert view.numbers.rows[1].call.accessibleName() == "Call Mobile, +31 6 5555 0117"
    assert view.head.star.isChecked()
    assert view.note.edit.toPlainText() == "Asked for the quote."
    assert not view.head.add.isVisible()


def test_a_press_calls_that_number_of_that_contact(view):
    view.show_person(GRACE)
    calls = Heard(view.call_requested)
    QTest.mouseClick(view.numbers.rows[1].call, Qt.MouseButton.LeftButton)
    view.numbers.rows[0].call.setFocus()
    QTest.keyClick(view.numbers.rows[0].call, Qt.Key.Key_Space)
    assert calls == [("+31 6 5555 0117", "c1", "Grace Hopper"), ("+31 20 555 0142", "c1", "Grace Hopper")]


def test_a_number_without_a_contact_is_called_as_itself_and_can_be_added(view):
    view.show_person(NUMBER)
    calls, added = Heard(view.call_requested), Heard(view.add_requested)
    view.numbers.rows[0].call.click()
    view.head.add.click()
    assert calls == [("02079460958", "", "")]
    assert added == [("02079460958",)]
    assert not view.head.star.isVisible()
    assert not view.head.edit.isVisible()
    assert not view.note.isVisible()


def test_a_contact_without_a_number_asks_for_one(view):
    view.show_person(BARE)
    edits = Heard(view.edit_requested)
    button = next(one for one in view.findChildren(QWidget) if getattr(one, "label", None) == "Add a number")
    assert button.isVisible()
    button.click()
    view.head.edit.click()
    assert edits == [("c3",), ("c3",)]
    view.show_person(GRACE)
    assert not button.isVisible()


def test_the_line_below_tells_of_the_number_at_hand_else_of_the_first_choice(view):
    view.show_person(GRACE)
    work, mobile, old = view.numbers.rows
    assert view.numbers.sends.text() == SENDS
    point_at(mobile)
    assert view.numbers.sends.text() == "Sends +31 6 5555 0117"
    leave(mobile)
    assert view.numbers.sends.text() == SENDS
    old.number.setFocus()
    assert view.numbers.sends.text() == "“a” is not part of a telephone number."
    work.call.setFocus()
    assert view.numbers.sends.text() == SENDS


def test_clicking_a_number_copies_its_clean_digits_and_says_so(view):
    view.show_person(GRACE)
    number = view.numbers.rows[0].number
    QTest.mouseClick(number, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "+31205550142"
    assert number.shown == COPIED
    view.show_person(ADA)
    assert number.shown == "020 7946 0958"
    assert number.accessibleName() == "020 7946 0958"


def test_the_star_tells_what_it_was_turned_to(view):
    view.show_person(GRACE)
    changed = Heard(view.favourite_changed)
    view.head.star.click()
    view.show_person(ADA)
    view.head.star.click()
    assert changed == [("c1", False), ("c2", True)]
    assert view.head.star.accessibleName() == "Favourite"


def test_a_note_is_told_when_it_is_left(view):
    view.show_person(GRACE)
    notes = Heard(view.note_changed)
    view.note.edit.setFocus()
    view.note.edit.selectAll()
    QTest.keyClicks(view.note.edit, "New.")
    assert notes == []
    view.head.star.setFocus()
    assert notes == [("c1", "New.")]


def test_ctrl_enter_tells_the_note_and_stays_in_it(view):
    view.show_person(GRACE)
    notes = Heard(view.note_changed)
    view.note.edit.setFocus()
    QTest.keyClicks(view.note.edit, "! ")
    QTest.keyClick(view.note.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert notes == [("c1", "! Asked for the quote.")]
    assert view.note.edit.hasFocus()
    view.head.star.setFocus()
    assert len(notes) == 1


def test_esc_takes_back_what_was_typed(view):
    view.show_person(GRACE)
    notes = Heard(view.note_changed)
    view.note.edit.setFocus()
    QTest.keyClicks(view.note.edit, "x")
    QTest.keyClick(view.note.edit, Qt.Key.Key_Escape)
    view.head.star.setFocus()
    assert view.note.edit.toPlainText() == "Asked for the quote."
    assert notes == []


@pytest.mark.parametrize("other", [ADA, NUMBER, None], ids=["contact", "number", "nobody"])
def test_a_note_that_is_being_written_is_not_lost_when_somebody_else_is_chosen(view, other):
    view.show_person(GRACE)
    notes = Heard(view.note_changed)
    view.note.edit.setFocus()
    QTest.keyClicks(view.note.edit, "x")
    view.show_person(other)
    assert notes == [("c1", "xAsked for the quote.")]
    view.show_person(GRACE)
    assert view.note.edit.toPlainText() == "Asked for the quote."


@pytest.mark.parametrize("note", ["a\u00a0b", "a\u2028b\u2029c", "a\rb\r\nc", "tab\there", "\u202eevil"])
def test_a_note_that_nobody_touched_is_not_told(view, note):
    view.show_person(dataclasses.replace(GRACE, note=note))
    notes = Heard(view.note_changed)
    view.note.edit.setFocus()
    view.head.star.setFocus()
    view.show_person(ADA)
    assert notes == []


def test_news_of_the_same_person_leave_what_is_being_written_alone(view):
    view.show_person(GRACE)
    view.note.edit.setFocus()
    QTest.keyClicks(view.note.edit, "x")
    view.show_person(dataclasses.replace(GRACE, about="Compilers · Netherlands, 14:04 local time"))
    assert view.note.edit.toPlainText() == "xAsked for the quote."
    assert "14:04" in view.head.about.text()


def test_the_keyboard_comes_by_in_the_eye_s_order(view):
    view.show_person(GRACE)
    work, mobile, old = view.numbers.rows
    order = [view.head.star, view.head.edit, work.number, work.call, mobile.number, mobile.call, old.number]
    order.append(view.note.edit)
    order[0].setFocus()
    for expected in order:
        assert QApplication.focusWidget() is expected
        QTest.keyClick(expected, Qt.Key.Key_Tab)


def test_the_earlier_calls_are_there_while_somebody_is_shown(view):
    earlier = QWidget()
    view.set_earlier(earlier)
    assert not earlier.isVisible()
    view.show_person(GRACE)
    assert earlier.isVisible()
    assert earlier.mapTo(view, QPoint()).y() > view.note.mapTo(view, QPoint()).y()
    view.show_person(None)
    assert not earlier.isVisible()


def test_rows_are_used_again(view):
    many = dataclasses.replace(GRACE, numbers=tuple(line(f"+31 20 555 01{n:02}") for n in range(9)))
    view.show_person(many)
    made = view.findChildren(QWidget)
    for card in (ADA, many, None, GRACE, many):
        view.show_person(card)
    assert view.findChildren(QWidget) == made
    view.show_person(ADA)
    assert [row.number.shown for row in view.numbers.rows] == ["020 7946 0958"]
    assert sum(row.isVisible() for row in view.findChildren(type(view.numbers.rows[0]))) == 1


def test_of_very_many_numbers_the_first_are_shown_and_a_press_shows_the_rest(view):
    numbers = [line(f"+31 20 555 01{n:02}", is_first=n == 40) for n in range(60)]
    many = dataclasses.replace(GRACE, numbers=tuple(numbers))
    view.show_person(many)
    assert [row.line for row in view.numbers.rows] == [*numbers[:12], numbers[40]]
    view.show_person(dataclasses.replace(many, about="14:03 local time"))
    assert view.numbers.more.label == "Show 47 more numbers"
    view.numbers.more.click()
    assert [row.line for row in view.numbers.rows] == numbers
    assert not view.numbers.more.isVisible()
    view.show_person(dataclasses.replace(many, about="14:04 local time"))
    assert len(view.numbers.rows) == 60
    view.show_person(GRACE)
    view.show_person(many)
    assert len(view.numbers.rows) == 13


def test_where_there_is_little_room_label_and_country_stand_below(view):
    view.show_person(GRACE)
    row = view.numbers.rows[0]
    assert (row.label.isVisible(), row.below.isVisible()) == (True, False)
    view.resize(360, 700)
    QTest.qWait(0)
    assert (row.label.isVisible(), row.below.text(), row.below.isVisible()) == (False, "Work · Netherlands", True)
    assert row.number.width() >= row.number.sizeHint().width()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_it_follows_the_text_size_and_fits_its_column(view, app, percent):
    view.show_person(GRACE)
    Appearance(app, Settings()).apply(Settings(text_size=percent))
    assert view.head.name.font().pixelSize() == round(21 * percent / 100)
    assert view.numbers.rows[0].label.width() == round(58 * percent / 100)
    for card in (GRACE, NUMBER, BARE, None):
        view.show_person(card)
        assert view.minimumSizeHint().width() <= 360 * percent / 100


HOSTILE = [
    "<b>bold</b><img src='file:///etc/passwd'>",
    "&amp;&lt;x",
    "\u202eevil\u202c",
    "a\0b\x07",
    "W" * 10_000,
    "line\nline\r\nline",
    "\ud800",
    "&Mnemonic",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_look_like_themselves_and_widen_nothing(view, text):
    card = PersonCard(
        contact_id="c9",
        title=text,
        about=text,
        note=text.replace("\ud800", ""),
        numbers=(line(text, text, where=text, sends=text, is_first=True),),
    )
    view.show_person(card)
    view.grab()
    row = view.numbers.rows[0]
    for shown in (view.head.name.text(), row.label.text(), row.where.text(), view.numbers.sends.text()):
        assert "<b>" in shown or not text.startswith("<b>")
        assert not set(shown) & set("\0\x07\u202e\ud800")
    assert "\n" not in view.head.name.text() + row.label.text() + row.where.text()
    assert view.minimumSizeHint().width() < 700 or len(text) > 50


def test_showing_many_leaves_nothing_behind(view):
    view.show_person(GRACE)
    widgets, references = len(view.findChildren(QWidget)), sys.getrefcount(None)
    for _ in range(100):
        for card in (ADA, GRACE, NUMBER, None):
            view.show_person(card)
    gc.collect()
    assert len(view.findChildren(QWidget)) == widgets
    assert abs(sys.getrefcount(None) - references) < 100
