"""The timeline on the screen: it follows, lets a person read, and stays quick however long it gets."""

import time

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from desktop_dialer.core.call import Evidence, State
from desktop_dialer.ui.models.timeline import TimelineModel
from desktop_dialer.ui.theme import DARK, base_font, palette_of
from desktop_dialer.ui.widgets.timeline import TimelineView
from tests.gui.call_scene import call_model, shown, take
from tests.gui.test_timeline_model import HOSTILE, NAMES, an_event


def ringing(count, first=1):
    return [an_event(seq, State.CONNECTED, code=str(seq), text=f"poll {seq}") for seq in range(first, first + count)]


def settle():
    for _ in range(3):
        QApplication.processEvents()


@pytest.fixture
def view():
    """A view in a window, over a timeline of 40 entries."""
    model = TimelineModel(NAMES)
    model.append(ringing(40))
    window, timeline = shown(TimelineView, height=300)
    timeline.setModel(model)
    timeline.kept = (window, model)
    settle()
    return timeline


def is_at_the_end(view):
    return view.verticalScrollBar().value() == view.verticalScrollBar().maximum() > 0


def test_it_begins_at_the_newest_and_follows_what_comes(view):
    assert is_at_the_end(view)
    view.model().append(ringing(5, 41))
    settle()
    assert is_at_the_end(view)
    assert view.newest.isHidden()


def test_it_stays_where_a_person_scrolled_and_offers_the_way_back(view):
    view.verticalScrollBar().setValue(40)
    view.model().append(ringing(5, 41))
    settle()
    assert view.verticalScrollBar().value() == 40
    assert view.newest.isVisible()
    QTest.mouseClick(view.newest, Qt.MouseButton.LeftButton)
    assert is_at_the_end(view)
    assert view.newest.isHidden()
    view.model().append(ringing(1, 46))
    settle()
    assert is_at_the_end(view)


def test_scrolling_to_the_end_follows_again(view):
    view.verticalScrollBar().setValue(0)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.model().append(ringing(3, 41))
    settle()
    assert is_at_the_end(view)


def test_another_call_is_shown_from_its_end(view):
    view.verticalScrollBar().setValue(0)
    other = TimelineModel(NAMES)
    other.append(ringing(60))
    view.setModel(other)
    settle()
    assert is_at_the_end(view)
    view.setModel(None)
    settle()
    assert view.newest.isHidden()


def test_keys_move_through_it_and_copy_an_entry(view):
    QGuiApplication.clipboard().setText("before")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    settle()
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "+2.0 s  Business ISP says: “poll 2”  [2]"


def test_nothing_is_copied_where_nothing_is_chosen():
    QGuiApplication.clipboard().setText("before")
    window, view = shown(TimelineView)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "before"
    assert window.isVisible()


def test_tab_leaves_it(view):
    view.setFocus()
    assert not view.tabKeyNavigation()
    assert view.accessibleName() == "Timeline"


def test_an_entry_takes_the_room_that_its_words_need(view):
    model = TimelineModel(NAMES)
    view.setModel(model)
    model.append([an_event(1, State.A_RINGING)])
    one_line = view.rowHeight(0)
    model.append([an_event(2, State.UNTRACKED, reason="contact_lost", text="No usable answer.")])
    assert view.rowHeight(1) > one_line
    before = view.rowHeight(0)
    view.resize(180, 300)
    settle()
    assert view.rowHeight(0) >= before
    view.resize(800, 300)
    settle()
    assert view.rowHeight(0) == one_line


def test_a_note_may_make_an_entry_longer(view):
    model = TimelineModel(NAMES)
    view.setModel(model)
    model.append([an_event(1, State.SENDING), an_event(2, State.CONNECTED)])
    before = view.rowHeight(1)
    alone = view.grab().toImage()
    model.set_live_note("checked 0.4 s ago 😀")
    assert view.rowHeight(1) > before
    assert view.grab().toImage() != alone


def test_it_follows_the_text_size(view, app):
    before = view.rowHeight(0)
    app.setFont(base_font(200))
    view.changeEvent(QEvent(QEvent.Type.ApplicationFontChange))
    settle()
    assert view.rowHeight(0) >= 2 * before - 2
    assert is_at_the_end(view)


def test_what_is_pointed_at_has_a_size_of_its_own(view):
    option = QStyleOptionViewItem()
    option.rect = view.visualRect(view.model().index(0, 0))
    assert view.itemDelegate().sizeHint(option, view.model().index(0, 0)) == option.rect.size()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("width", [60, 220, 400])
def test_hostile_words_are_painted_in_every_width_and_direction(app, direction, width):
    call = take(
        call_model(title=HOSTILE),
        State.ARMED,
        State.SENDING,
        (State.ACCEPTED, {"code": HOSTILE, "text": HOSTILE}),
        (State.B_RINGING, {"code": "26"}),
        (State.CONNECTED, {"text": "שלום 123 " + HOSTILE}),
        (State.CONNECTED, {"text": "שלום 123 " + HOSTILE, "evidence": Evidence.REPLY}),
    )
    app.setPalette(palette_of(DARK))
    window, view = shown(TimelineView, width=width)
    view.setLayoutDirection(direction)
    view.setModel(call.timeline)
    call.timeline.set_live_note("checked 0.4 s ago")
    view.selectRow(0)
    view.setFocus()
    settle()
    picture = QPixmap(view.size())
    view.render(picture, QPoint())
    assert not picture.isNull()
    assert window.isVisible()


def until_fitted(view):
    """Until every row has its height; the longest that the loop was held up."""
    longest = 0.0
    while view._fitting.isActive():
        began = time.perf_counter()
        QApplication.processEvents()
        longest = max(longest, time.perf_counter() - began)
    return longest


def test_a_long_timeline_is_measured_in_passing_and_what_is_read_stays_in_place(view):
    model = TimelineModel(NAMES)
    model.append(ringing(2_000))
    view.setModel(model)
    QApplication.processEvents()
    assert view._fitting.isActive()
    assert is_at_the_end(view)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    read = view.rowAt(0)
    until_fitted(view)
    assert view.rowAt(0) == read
    view.resize(200, 300)
    settle()
    until_fitted(view)
    assert view.rowAt(0) == read
    assert view.rowHeight(0) == view.rowHeight(1_999) > 40


def test_much_that_comes_at_once_is_fitted_too(view):
    view.model().append(ringing(500, 41))
    until_fitted(view)
    assert is_at_the_end(view)
    assert view.rowHeight(200) == view.rowHeight(0)


def test_ten_thousand_entries_are_shown_and_added_to_in_no_time():
    model = TimelineModel(NAMES)
    model.append(ringing(10_000))
    window, view = shown(TimelineView)
    began = time.perf_counter()
    view.setModel(model)
    assert time.perf_counter() - began < 0.1
    until_fitted(view)
    took = []
    for number in range(20):
        began = time.perf_counter()
        model.append(ringing(1, 10_001 + number))
        settle()
        took.append(time.perf_counter() - began)
    assert is_at_the_end(view)
    assert sorted(took)[10] < 0.016
    began = time.perf_counter()
    for step in range(20):
        view.verticalScrollBar().setValue(step * 5_000)
        settle()
    assert (time.perf_counter() - began) / 20 < 0.05
    assert window.isVisible()
