"""The right column: several calls at once, what stands before the next one, and the state of rest."""

import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest

from desktop_dialer.core.call import Reason, State
from desktop_dialer.ui.models.calls import CallsModel, Role
from desktop_dialer.ui.theme import Tone
from desktop_dialer.ui.widgets import notices
from desktop_dialer.ui.widgets.call_column import CallColumn
from tests.gui.call_scene import call_model, shown, take

RINGING = (State.ARMED, State.SENDING, State.ACCEPTED, State.B_RINGING)
ENDED = (State.ENDED, {"reason": Reason.B_PARTY})


@pytest.fixture
def column():
    window, column = shown(CallColumn)
    column.complete()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    yield column
    for model in column.calls:
        column.remove(model)
    window.close()


def ringing(call, title="Grace Hopper"):
    return take(call_model(call=call, title=title), *RINGING)


def test_before_a_call_it_says_what_a_press_would_do(column):
    column.set_ready("Desk phone · +44 20 7946 0100", "Business ISP", "442079460142")
    assert column.ready.isVisible()
    assert [label.text() for label in (column.ready.ring_first, column.ready.via, column.ready.sends)] == [
        "Desk phone · +44 20 7946 0100",
        "Business ISP",
        "442079460142",
    ]
    column.set_ready("Desk phone", "Business ISP", "")
    assert column.ready.sends.isHidden()
    assert column.current is None


def test_it_can_be_shown_before_it_is_complete():
    window, column = shown(CallColumn)
    column.set_ready("Desk phone", "Tel2", "1")
    assert column.current is None
    column.grab()
    column.show_refused("No calls can be made.")
    column.complete()
    assert column.refused.isVisible()
    window.close()


def test_a_call_takes_the_place_and_leaves_it_again(column):
    model = ringing("c1")
    column.add(model, is_current=True)
    assert column.current is model
    assert column.panel.isVisible()
    assert column.ready.isHidden()
    assert column.chips.isHidden()
    column.remove(model)
    assert column.current is None
    assert column.ready.isVisible()


def test_of_several_calls_the_new_one_is_shown_and_each_has_its_chip(column):
    first, second, third = ringing("c1"), ringing("c2", "Ada"), ringing("c3", "Alan")
    column.add(first, is_current=True)
    column.add(second, is_current=True)
    column.add(third, is_current=False)
    assert column.current is second
    assert column.chips.isVisible()
    model = column.chips.model()
    assert [model.index(row, 0).data() for row in range(3)] == ["Alan", "Ada", "Grace Hopper"]
    assert column.chips.currentIndex().row() == 1


def test_the_arrow_keys_and_the_mouse_go_from_call_to_call(column):
    models = [ringing(f"c{n}", f"Person {n}") for n in range(3)]
    for model in models:
        column.add(model, is_current=True)
    column.chips.setFocus()
    QTest.keyClick(column.chips, Qt.Key.Key_Right)
    assert column.current is models[1]
    assert column.panel.headline.text() == "Ringing Person 1"
    QTest.keyClick(column.chips, Qt.Key.Key_Left)
    assert column.current is models[2]
    middle = column.chips.visualRect(column.chips.model().index(1, 0)).center()
    QTest.mouseClick(column.chips.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert column.current is models[1]


def test_where_the_shown_call_goes_a_live_one_takes_its_place(column):
    live, over, shown_one = ringing("c1"), take(ringing("c2"), ENDED), take(ringing("c3"), ENDED)
    for model in (live, over, shown_one):
        column.add(model, is_current=True)
    column.remove(shown_one)
    assert column.current is live
    column.remove(over)
    assert column.current is live
    assert column.chips.isHidden()


def test_a_chip_tells_name_and_state_in_words_too(column):
    column.add(take(ringing("c1", "Grace & Co"), ENDED), is_current=True)
    column.add(ringing("c2", "Ada"), is_current=True)
    model = column.chips.model()
    spoken = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert spoken == ["Ada: Ringing", "Grace & Co: Ended"]
    assert model.index(0, 0).data(Role.TONE) == Tone.ACCENT
    interface = QAccessible.queryAccessibleInterface(column.chips)
    assert interface.text(QAccessible.Text.Name) == "Calls"
    column.chips.grab()


def test_two_hundred_calls_are_one_strip_without_a_widget_for_each(column):
    for n in range(200):
        column.add(ringing(f"c{n}", f"Person {n}"), is_current=True)
    assert len(column.chips.viewport().children()) < 5
    assert column.current.id == "c199"
    column.select(column.calls[-1])
    assert column.chips.visualRect(column.chips.currentIndex()).intersects(column.chips.viewport().rect())
    for model in list(column.calls)[1:]:
        column.remove(model)


def test_the_model_of_the_strip_keeps_qt_s_rules():
    model = CallsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    calls = [ringing(f"c{n}") for n in range(4)]
    changed = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    for call in calls:
        model.add(call)
    take(calls[0], ENDED)
    assert changed == [3]
    model.remove(calls[2])
    take(calls[2], ENDED)
    assert changed == [3]
    model.remove(calls[3])
    assert [call.id for call in model.calls] == ["c1", "c0"]
    assert model.at(5) is None
    assert model.data(model.index(7, 0)) is None
    del tester


def test_a_call_that_was_put_away_is_gone_from_memory_with_its_timeline(column):
    model = ringing("c1")
    remembered = [weakref.ref(model), weakref.ref(model.timeline)]
    column.add(model, is_current=True)
    column.add(ringing("c2"), is_current=True)
    column.select(model)
    column.grab()
    column.remove(model)
    del model
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [reference() for reference in remembered] == [None, None]


def test_a_refusal_stands_above_and_can_be_put_away(column):
    column.show_refused("999 is an emergency number: use a telephone.")
    assert column.refused.isVisible()
    assert column.refused.text() == "999 is an emergency number: use a telephone."
    column.refused.close_button.click()
    assert column.refused.isHidden()


def test_what_is_waited_for_is_said_and_need_not_be_waited_for(column):
    given_up = []
    column.given_up.connect(lambda: given_up.append(1))
    column.show_waiting("Waiting for the keyring…")
    assert column.waiting.text() == "Waiting for the keyring…"
    column.waiting.stop_button.click()
    assert given_up == [1]
    column.show_waiting("")
    assert column.waiting.isHidden()


@pytest.fixture
def asked(column):
    """A column with a question that stands for long enough to be answered."""
    column.answers = []
    column.question_answered.connect(column.answers.append)
    column.ask("Call +44 20 7946 0142 via Tel2?", ["It was called 12 s ago. Call anyway?", "Seven calls. Another?"])
    return column


def test_a_question_says_all_at_once_and_not_calling_has_the_keyboard(asked):
    assert asked.question.title.text() == "Call +44 20 7946 0142 via Tel2?"
    assert asked.question.sentences.text() == "It was called 12 s ago. Call anyway?\nSeven calls. Another?"
    assert asked.question.no.hasFocus()


def test_a_press_right_after_the_question_came_is_no_answer(asked):
    asked.question.no.click()
    QTest.keyClick(asked.question, Qt.Key.Key_Escape)
    assert asked.answers == []
    QTest.qWait(notices.DEAD_MILLISECONDS + 20)
    asked.question.no.click()
    assert asked.answers == [False]


def test_once_it_is_answered_the_keyboard_is_where_it_was(column):
    column.add(ringing("c1"), is_current=True)
    column.panel.timeline.setFocus()
    column.ask("Call?", ["Really?"])
    assert column.question.no.hasFocus()
    column.ask("", ())
    assert column.question.isHidden()
    assert column.panel.timeline.hasFocus()


def test_escape_is_a_no(asked):
    QTest.qWait(notices.DEAD_MILLISECONDS + 20)
    QTest.keyClick(asked.question.no, Qt.Key.Key_Escape)
    assert asked.answers == [False]


def test_calling_anyway_is_held_for_a_second(asked):
    QTest.mouseClick(asked.question.yes, Qt.MouseButton.LeftButton)
    QTest.keyClick(asked.question.yes, Qt.Key.Key_Return)
    assert asked.answers == []
    QTest.mousePress(asked.question.yes, Qt.MouseButton.LeftButton)
    QTest.qWait(500)
    assert asked.answers == []
    QTest.qWait(700)
    assert asked.answers == [True]
    QTest.mouseRelease(asked.question.yes, Qt.MouseButton.LeftButton)
    assert asked.answers == [True]


@pytest.mark.parametrize("width", [300, 400, 700])
@pytest.mark.parametrize("height", [300, 700])
def test_nothing_is_cut_off_however_little_room_there_is(column, width, height):
    column.setGeometry(0, 0, width, height)
    column.add(take(call_model("voiptech"), State.ARMED, (State.UNKNOWN, {"reason": Reason.TIMEOUT})), is_current=True)
    QTest.qWait(1)
    row = column.panel.row
    assert column.panel.timeline.height() >= 70
    for button in row.findChildren(type(column.panel.dismiss)):
        if button.isVisible():
            assert row.rect().contains(button.geometry())
            assert button.width() >= button.sizeHint().width()
