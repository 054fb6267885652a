"""The lists of past calls and the card of earlier ones: what a person reads there, and what keys and clicks do."""

from datetime import date

import pytest
from PySide6 import QtWidgets
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication, QHoverEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop_dialer.core.reached import Reached
from desktop_dialer.ui.theme import DARK, LIGHT, base_font, palette_of
from desktop_dialer.ui.widgets import history_list
from desktop_dialer.ui.widgets.earlier_calls import EarlierCalls
from desktop_dialer.ui.widgets.history_list import HistoryList
from tests.gui.history_scene import row, rows

TODAY = date(2026, 11, 20)


class Menu(QMenu):
    """A menu that a test can press without a window manager to put it in front."""

    def popup(self, place):
        self.place = place


@pytest.fixture(autouse=True)
def _menus(monkeypatch):
    monkeypatch.setattr(history_list, "QMenu", Menu)
    monkeypatch.setattr(QtWidgets, "QMenu", Menu)


class Heard:
    """What a widget's signals said, in order."""

    def __init__(self, widget, *names):
        self.said = []
        for name in names:
            getattr(widget, name).connect(self._hear(name))

    def _hear(self, name):
        return lambda *values: self.said.append((name, *values))


def shown(widget):
    widget.resize(312, 600)
    widget.show()
    QApplication.processEvents()
    return widget


def filled(calls, **options):
    made = HistoryList(**options)
    made.model.set_today(TODAY)
    made.model.show(calls)
    made.set_loaded()
    return shown(made)


CALL = ("call_requested", "+442079460142", "g", "Grace Hopper")


@pytest.fixture
def recents():
    return filled([row("a"), row("b", ago=60, contact="", title="020 7946 0142")])


@pytest.fixture
def heard(recents):
    return Heard(
        recents, "call_requested", "selected", "opened", "note_requested", "add_requested", "done_requested",
        "wanted_changed",
    )  # fmt: skip


def hover(view, place):
    point = QPointF(view.visualRect(view.model().index(place, 0)).center())
    QApplication.sendEvent(view.viewport(), QHoverEvent(QEvent.Type.HoverMove, point, point, point))


def menu_of(view, place, reason=QContextMenuEvent.Reason.Mouse):
    point = view.visualRect(view.model().index(place, 0)).center()
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, point, view.viewport().mapToGlobal(point)))
    menus = view.parent().parent().findChildren(QMenu)
    return menus[-1] if menus else None


def choose(menu, text):
    action = next(action for action in menu.actions() if action.text() == text)
    action.trigger()
    menu.deleteLater()
    QCoreApplication.sendPostedEvents(menu, QEvent.Type.DeferredDelete)


def test_enter_calls_the_chosen_one_again_and_keys_pass_over_headings(recents, heard):
    recents.step(1)
    QTest.keyClick(recents.view, Qt.Key.Key_Return)
    QTest.keyClick(recents.view, Qt.Key.Key_Down)
    QTest.keyClick(recents.view, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    QTest.keyClick(recents.view, Qt.Key.Key_Up)
    QTest.keyClick(recents.view, Qt.Key.Key_Up)
    nobody = ("call_requested", "+442079460142", "", "")
    assert heard.said == [("selected", "a"), CALL, ("selected", "b"), nobody, ("selected", "a")]


def test_a_key_that_is_held_down_calls_nobody(recents, heard):
    recents.step(1)
    QTest.keyClick(recents.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(recents.view, Qt.Key.Key_Delete)
    assert heard.said == [("selected", "a")]


def test_a_double_click_calls_and_one_on_a_heading_does_not(recents, heard):
    for place in (0, 1):
        point = recents.view.visualRect(recents.model.index(place)).center()
        QTest.mouseClick(recents.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
        QTest.mouseDClick(recents.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert heard.said == [("selected", "a"), CALL]


def test_space_shows_the_timeline(recents, heard):
    recents.step(1)
    QTest.keyClick(recents.view, Qt.Key.Key_Space)
    assert heard.said[-1] == ("opened", "a")


def test_the_box_s_arrows_and_enter_act_on_the_list(recents, heard):
    assert not recents.call_selected()
    recents.step(1)
    recents.step(1)
    recents.step(1)
    recents.step(-1)
    assert recents.call_selected()
    assert [said[1] for said in heard.said] == ["a", "b", "a", "+442079460142"]


def test_the_chosen_row_has_a_real_button_with_a_name(recents, heard):
    assert not recents.view.buttons.isVisible()
    recents.step(1)
    button = recents.view.buttons.call
    assert button.isVisible()
    interface = QAccessible.queryAccessibleInterface(button)
    assert (interface.role(), interface.text(QAccessible.Text.Name)) == (
        QAccessible.Role.PushButton,
        "Call Grace Hopper",
    )
    button.click()
    assert heard.said[-1] == CALL
    recents.model.show([])
    assert not recents.view.buttons.isVisible()


def test_the_row_under_the_pointer_has_its_own_button(recents, heard):
    recents.step(1)
    hover(recents.view, 2)
    other = recents.view._at_pointer
    assert other.isVisible()
    other.call.click()
    assert heard.said[-1] == ("call_requested", "+442079460142", "", "")
    hover(recents.view, 1)
    assert not other.isVisible()
    hover(recents.view, 0)
    assert not other.isVisible()
    QApplication.sendEvent(recents.view.viewport(), QEvent(QEvent.Type.Leave))
    assert not other.isVisible()


def test_the_buttons_go_with_their_row(recents):
    recents.step(1)
    before = recents.view.buttons.y()
    recents.model.take(row("new", ago=-1))
    QApplication.processEvents()
    assert recents.view.current.call == "a"
    assert recents.view.buttons.y() > before


def test_what_is_read_further_down_stays_in_sight_when_a_call_comes_on_top():
    calls = filled(rows(100))
    bar = calls.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    point = QPoint(100, 300)
    seen = calls.view.indexAt(point).data()
    top = calls.view.visualRect(calls.view.indexAt(point)).top()
    read = calls.view.indexAt(point).row()
    calls.model.take(row("new", ago=-1))
    QApplication.processEvents()
    assert calls.view.indexAt(point).row() == read + 1
    assert calls.view.visualRect(calls.view.indexAt(point)).top() == top
    assert calls.view.indexAt(point).data() == seen


def test_scrolling_to_the_end_asks_for_more():
    calls = HistoryList()
    asked = []
    calls.model.more_wanted.connect(lambda: asked.append(1))
    calls.model.show(rows(100), has_more=True)
    shown(calls)
    assert not asked
    calls.view.verticalScrollBar().setValue(calls.view.verticalScrollBar().maximum())
    assert asked == [1]


def test_the_menu_offers_what_can_be_done(recents, heard):
    menu = menu_of(recents.view, 1)
    assert [action.text() for action in menu.actions()] == ["Call", "Show the timeline", "Note…", "Copy number"]
    choose(menu, "Note…")
    choose(menu_of(recents.view, 1), "Call")
    choose(menu_of(recents.view, 1), "Show the timeline")
    assert heard.said == [("note_requested", "a"), CALL, ("opened", "a")]


def test_a_number_that_is_nobody_s_can_become_a_contact_and_be_copied(recents, heard):
    choose(menu_of(recents.view, 2), "Add to contacts…")
    choose(menu_of(recents.view, 2), "Copy number")
    assert heard.said == [("add_requested", "+442079460142")]
    assert QGuiApplication.clipboard().text() == "+442079460142"


def test_the_menu_key_asks_for_the_menu_of_the_chosen_row(recents, heard):
    assert menu_of(recents.view, 0, QContextMenuEvent.Reason.Keyboard) is None
    recents.step(1)
    choose(menu_of(recents.view, 0, QContextMenuEvent.Reason.Keyboard), "Note…")
    assert heard.said[-1] == ("note_requested", "a")


def test_a_call_that_reached_nobody_is_ticked_off_by_button_key_and_menu():
    calls = filled([row("a"), row("b", ago=5)], is_call_backs=True)
    heard = Heard(calls, "done_requested")
    assert not calls.filter.isVisible()
    calls.step(1)
    assert calls.view.buttons.done.accessibleName() == "Done: Grace Hopper is called back"
    calls.view.buttons.done.click()
    QTest.keyClick(calls.view, Qt.Key.Key_Delete)
    choose(menu_of(calls.view, 2), "Done: called back")
    assert heard.said == [("done_requested", "a"), ("done_requested", "a"), ("done_requested", "b")]


def test_kinds_and_text_are_asked_for(recents, heard):
    assert recents.kind is None
    recents.filter._open()
    menu = recents.filter.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["All calls", "Answered", "Not reached", "Not known"]
    choose(menu, "Not reached")
    assert recents.kind is Reached.NOT_REACHED
    recents.set_filter_text("grace")
    recents.set_filter_text("grace")
    assert heard.said == [("wanted_changed",), ("wanted_changed",)]


def test_an_empty_list_says_why_it_is_empty():
    calls = shown(HistoryList())
    assert calls.empty.title.text() == "One moment…"
    calls.set_loaded()
    assert (calls.empty.title.text(), calls.empty.text.text()) == ("No calls yet", "Each call you make stands here.")
    calls.set_filter_text("grace")
    calls.set_loaded()
    assert calls.empty.title.text() == "No such call"
    calls.model.show([row("a")])
    assert not calls.empty.isVisible()
    calls.model.show([])
    assert calls.empty.isVisible()
    back = shown(HistoryList(is_call_backs=True))
    back.set_loaded()
    assert back.empty.title.text() == "Nobody to call back"


def test_a_kind_of_which_there_is_none_points_to_the_others():
    calls = shown(HistoryList())
    calls.filter._open()
    choose(calls.filter.findChild(QMenu), "Answered")
    calls.set_loaded()
    assert "All calls" in calls.empty.text.text()


HOSTILE = ['<img src="file:///dev/zero">', "\u202egnp.exe", "a\0b\nc & d", "x" * 10_000, "", "\ud800", "%s{0}"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_hostile_texts_are_painted_at_every_size_in_both_directions(app, theme, percent, direction):
    calls = [row(title=t, number=t, outcome=t, account=t, note=t, contact=t, ago=n) for n, t in enumerate(HOSTILE)]
    made = filled(calls, is_call_backs=True)
    made.setLayoutDirection(direction)
    app.setPalette(palette_of(theme))
    app.setFont(base_font(percent))
    made.step(2)
    hover(made.view, 3)
    card = EarlierCalls()
    card.setLayoutDirection(direction)
    card.show_calls(calls, HOSTILE[0], TODAY)
    shown(card)
    for widget in (made, card):
        for width in (40, 250, 900):
            widget.resize(width, 600)
            assert not widget.grab().isNull()
    side = made.view.buttons.geometry().center().x() - made.view.viewport().width() / 2
    assert (side < 0) is (direction is Qt.LayoutDirection.RightToLeft)


# The card of earlier calls


@pytest.fixture
def card():
    made = EarlierCalls()
    made.resize(528, 400)
    calls = [row("a"), row("b", ago=60 * 24, outcome="Busy"), row("c", ago=60 * 24 * 3), row("d", ago=60 * 24 * 400)]
    made.show_calls(calls, "Grace Hopper", TODAY)
    made.show()
    QApplication.processEvents()
    return made


def test_each_earlier_call_is_a_button_with_a_name_that_shows_its_timeline(card):
    assert [button.accessibleName() for button in card.rows] == [
        "Today 12:00, No answer, Business ISP: show the timeline",
        "Yesterday 12:00, Busy, Business ISP: show the timeline",
        "17 Nov 12:00, No answer, Business ISP: show the timeline",
        "16 Oct 2025 12:00, No answer, Business ISP: show the timeline",
    ]
    opened = []
    card.opened.connect(opened.append)
    card.rows[1].setFocus()
    QTest.keyClick(card.rows[1], Qt.Key.Key_Space)
    QTest.mouseClick(card.rows[2], Qt.MouseButton.LeftButton)
    assert opened == ["b", "c"]


def test_a_link_leads_to_all_calls_with_the_person_where_there_are_more(card):
    assert not card.all.isVisible()
    card.show_calls(rows(9), "Grace Hopper", TODAY)
    asked = []
    card.all_requested.connect(asked.append)
    assert card.all.label == "All calls with Grace Hopper"
    card.all.click()
    assert asked == ["Grace Hopper"]


def test_no_more_than_eight_are_shown_and_none_is_said_in_words(card):
    card.show_calls(rows(20), "Q & A", TODAY)
    assert len(card.rows) == 8
    assert card.all.label == "All calls with Q & A"
    card.show_calls([], "Ada", TODAY)
    assert card.rows == []
    assert not card.all.isVisible()
    assert card._none.isVisible()


def test_where_there_is_little_room_a_call_stands_on_two_lines(card):
    one = card.rows[0].height()
    card.resize(300, 400)
    QApplication.processEvents()
    assert card.rows[0].sizeHint().height() > one
