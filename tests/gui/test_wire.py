"""The wire: what it says of each leg, when it moves, and what it has read out."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_dialer.core.call import Evidence, Leg, State
from desktop_dialer.ui.theme import DARK, base_font, palette_of
from desktop_dialer.ui.widgets import announce as announce_module
from desktop_dialer.ui.widgets.wire import Wire
from tests.gui.call_scene import call_model, shown, take
from tests.gui.test_timeline_model import HOSTILE

TO_CONNECTED = (State.A_ANSWERED, State.B_ANSWERED, State.CONNECTED)
COURSES = [
    ((State.SENDING,), "You: not reported. Grace Hopper: not reported."),
    ((State.A_RINGING,), "You: ringing. Grace Hopper: not reported."),
    ((State.A_ANSWERED, State.B_RINGING), "You: answered. Grace Hopper: ringing."),
    (TO_CONNECTED, "You: answered. Grace Hopper: answered. Bridged."),
    (((State.UNKNOWN, {"reason": "timeout"}),), "You: may be ringing. Grace Hopper: unknown."),
    (
        (State.A_ANSWERED, (State.FAILED, {"reason": "busy", "leg": Leg.B})),
        "You: over. Grace Hopper: busy.",
    ),
    (((State.FAILED, {"reason": "first_leg", "leg": Leg.A}),), "You: not reached. Grace Hopper: not reported."),
    ((*TO_CONNECTED, (State.ENDED, {"reason": "b_party"})), "You: over. Grace Hopper: hung up."),
    ((*TO_CONNECTED, (State.UNTRACKED, {"reason": "contact_lost"})), "You: not reported. Grace Hopper: not reported."),
]


@pytest.fixture
def wire():
    """A wire in a window."""
    window, widget = shown(Wire, height=130)
    widget.kept = window
    return widget


@pytest.fixture
def announced(monkeypatch):
    """What a screen reader was given to say."""
    said = []

    class Announcement:
        def __init__(self, _widget, message):
            self.message = message

    monkeypatch.setattr(announce_module.QtGui, "QAccessibleAnnouncementEvent", Announcement)
    monkeypatch.setattr(announce_module.QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(announce_module.QAccessible, "updateAccessibility", lambda event: said.append(event.message))
    return said


def painted(widget):
    picture = QPixmap(widget.size())
    widget.render(picture, QPoint())
    return picture.toImage()


@pytest.mark.parametrize(("steps", "said"), COURSES)
def test_what_is_known_of_the_legs_is_said_in_words(wire, steps, said):
    wire.show_call(take(call_model(), *steps))
    assert wire.accessibleName() == said


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("width", [90, 230, 400])
@pytest.mark.parametrize(("steps", "said"), COURSES)
def test_every_picture_is_painted_in_both_directions_and_themes(app, wire, steps, said, width, direction):
    wire.setLayoutDirection(direction)
    wire.resize(width, 130)
    wire.show_call(take(call_model(), *steps))
    light = painted(wire)
    app.setPalette(palette_of(DARK))
    QApplication.processEvents()
    assert painted(wire) != light


def test_without_a_call_there_is_nothing():
    window, wire = shown(Wire, height=130)
    wire.show_call(None)
    assert wire.accessibleName() == "No call"
    painted(wire)
    wire.show_call(take(call_model(), State.A_RINGING))
    wire.show_call(None)
    assert wire.accessibleName() == "No call"
    assert not wire.is_moving
    assert window.isVisible()


def test_a_call_without_events_yet_is_shown_as_soon_as_it_has_one(wire):
    call = call_model()
    wire.show_call(call)
    assert wire.accessibleName() == "No call"
    take(call, State.SENDING)
    assert wire.accessibleName().startswith("You: not reported.")


def test_the_a_party_stands_at_the_start_side(wire):
    wire.set_motion(False)
    wire.show_call(take(call_model(), State.A_ANSWERED))
    left_to_right = painted(wire)
    wire.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right_to_left = painted(wire)
    green = left_to_right.pixelColor(120, 30)
    assert green == right_to_left.pixelColor(right_to_left.width() - 120, 30)
    assert green != left_to_right.pixelColor(left_to_right.width() - 120, 30)


def test_it_moves_only_while_a_leg_rings(wire):
    call = take(call_model(), State.SENDING)
    wire.show_call(call)
    assert not wire.is_moving
    take(call, State.A_RINGING)
    assert wire.is_moving
    take(call, State.A_ANSWERED)
    assert not wire.is_moving
    take(call, State.B_RINGING)
    assert wire.is_moving
    take(call, (State.ENDED, {"reason": "hung_up"}))
    assert not wire.is_moving


def test_what_rings_does_move(wire):
    wire.show_call(take(call_model(), State.A_RINGING))
    before = painted(wire)
    QTest.qWait(120)
    assert painted(wire) != before


def test_it_rests_where_nobody_sees_it(wire):
    wire.show_call(take(call_model(), State.A_RINGING))
    wire.hide()
    assert not wire.is_moving
    wire.show()
    assert wire.is_moving
    wire.kept.hide()
    assert not wire.is_moving


def test_it_rests_where_less_motion_is_asked_for(wire):
    call = take(call_model(), State.A_RINGING)
    wire.show_call(call)
    wire.set_motion(False)
    assert not wire.is_moving
    take(call, State.B_RINGING)
    assert not wire.is_moving
    assert painted(wire) == painted(wire)
    wire.set_motion(True)
    assert wire.is_moving


def test_a_change_fades_in(wire):
    call = take(call_model(), State.SENDING)
    wire.show_call(call)
    QApplication.processEvents()
    take(call, State.A_ANSWERED)
    midway = painted(wire)
    QTest.qWait(250)
    assert painted(wire) != midway
    take(call, State.B_ANSWERED, State.CONNECTED)
    painted(wire)


def test_a_change_of_the_state_is_announced_and_a_call_brought_here_is_not(wire, announced):
    call = take(call_model(), State.SENDING)
    wire.show_call(call)
    assert announced == []
    take(call, State.B_RINGING)
    take(call, (State.B_RINGING, {"text": "again"}))
    take(call, State.CONNECTED)
    assert announced == ["Ringing Grace Hopper", "Talking"]
    wire.show_call(take(call_model(), State.A_RINGING))
    assert announced == ["Ringing Grace Hopper", "Talking"]
    take(call, (State.ENDED, {"reason": "hung_up"}))
    assert announced == ["Ringing Grace Hopper", "Talking"]


def test_a_qt_without_announcements_does_without(wire, announced, monkeypatch):
    monkeypatch.delattr(announce_module.QtGui, "QAccessibleAnnouncementEvent")
    call = take(call_model(), State.SENDING)
    wire.show_call(call)
    take(call, State.CONNECTED)
    assert announced == []


def test_the_real_announcement_is_accepted(wire):
    was_active = QAccessible.isActive()
    QAccessible.setActive(True)
    call = take(call_model(), State.SENDING)
    wire.show_call(call)
    take(call, State.CONNECTED)
    QAccessible.setActive(was_active)
    assert wire.accessibleName().endswith("Bridged.")


def test_a_hostile_name_is_only_a_name(wire):
    wire.show_call(take(call_model(title=HOSTILE), State.A_RINGING))
    assert "\x00" not in wire.accessibleName()
    assert "\u202e" not in wire.accessibleName()
    painted(wire)


def test_it_grows_with_the_text(wire, app):
    wire.show_call(take(call_model(), State.A_RINGING))
    before = wire.sizeHint().height()
    app.setFont(base_font(200))
    wire.changeEvent(QEvent(QEvent.Type.ApplicationFontChange))
    assert wire.sizeHint().height() == pytest.approx(2 * before, abs=4)
    assert wire.minimumSizeHint().width() < wire.sizeHint().width()


def test_what_the_person_notes_moves_nothing(wire):
    call = take(call_model("tel2"), State.ACCEPTED_UNCONFIRMED)
    wire.show_call(call)
    take(call, (State.UNTRACKED, {"reason": "reports_nothing_more", "evidence": Evidence.LOCAL}))
    assert not wire.is_moving
