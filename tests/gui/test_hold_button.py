"""The button that is held for a second: a slip of the hand does nothing."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_dialer.ui.widgets.hold_button import HoldButton
from tests.gui.call_scene import shown

HOLD = 60


@pytest.fixture
def button():
    window, button = shown(lambda parent: HoldButton("Call anyway", parent, milliseconds=HOLD), width=200, height=40)
    button.hits = []
    button.held.connect(lambda: button.hits.append(1))
    button.setFocus()
    yield button
    window.close()


def key(button, kind, which, *, repeats=False):
    QApplication.sendEvent(button, QKeyEvent(kind, which, Qt.KeyboardModifier.NoModifier, "", repeats))


def press(action):
    """As a screen reader does; Qt shows the button pressed for a moment before it counts."""
    action.doAction(action.pressAction())
    QTest.qWait(150)


def test_a_second_is_what_it_takes_unless_a_test_says_less():
    assert HoldButton("x")._milliseconds == 1000


def test_a_mouse_that_holds_it_makes_it_count_once(button):
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert button.is_filling
    QTest.qWait(HOLD * 3)
    assert button.hits == [1]
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    QTest.qWait(HOLD)
    assert button.hits == [1]
    assert not button.is_filling


def test_clicks_however_many_do_not_count(button):
    for _ in range(20):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    QTest.qWait(HOLD * 2)
    assert button.hits == []
    assert button.accessibleName() == "Call anyway"


def test_letting_go_takes_it_back_and_the_next_hold_begins_anew(button):
    for _ in range(3):
        QTest.mousePress(button, Qt.MouseButton.LeftButton)
        QTest.qWait(HOLD // 2)
        QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
        assert not button.is_filling
    assert button.hits == []


@pytest.mark.parametrize("which", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_key_holds_it_too_and_its_repeats_are_no_presses(button, which):
    key(button, QEvent.Type.KeyPress, which)
    for _ in range(30):
        key(button, QEvent.Type.KeyPress, which, repeats=True)
        key(button, QEvent.Type.KeyRelease, which, repeats=True)
    assert button.hits == []
    assert button.is_filling
    QTest.qWait(HOLD * 3)
    assert button.hits == [1]
    key(button, QEvent.Type.KeyRelease, which)
    assert button.hits == [1]


@pytest.mark.parametrize("which", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_key_that_is_tapped_does_nothing(button, which):
    for _ in range(5):
        key(button, QEvent.Type.KeyPress, which)
        key(button, QEvent.Type.KeyRelease, which)
    QTest.qWait(HOLD * 2)
    assert button.hits == []


def test_hidden_while_it_is_held_it_does_not_count(button):
    key(button, QEvent.Type.KeyPress, Qt.Key.Key_Space)
    button.hide()
    QTest.qWait(HOLD * 2)
    assert button.hits == []


def test_a_press_through_accessibility_asks_for_a_second_one(button):
    action = QAccessible.queryAccessibleInterface(button).actionInterface()
    press(action)
    assert button.hits == []
    assert button.accessibleName() == "Call anyway: press again to call"
    press(action)
    assert button.hits == [1]
    assert button.accessibleName() == "Call anyway"


def test_a_second_press_that_comes_too_late_is_a_first_one(button):
    button.click()
    button._second.timeout.emit()
    assert button.accessibleName() == "Call anyway"
    button.click()
    assert button.hits == []
    assert button.accessibleName() == "Call anyway: press again to call"


def test_it_paints_how_far_it_is(button):
    before = button.grab().toImage()
    key(button, QEvent.Type.KeyPress, Qt.Key.Key_Space)
    QTest.qWait(HOLD // 2)
    assert button.grab().toImage() != before
    key(button, QEvent.Type.KeyRelease, Qt.Key.Key_Space)
