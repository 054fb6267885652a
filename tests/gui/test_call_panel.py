"""One call's panel in each of its states: what it says, what it offers, and that no press comes by accident."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from desktop_dialer.core.call import REASONS, Evidence, Leg, Reason, State, Verdict
from desktop_dialer.ui.models.call_actions import WAYS_IT_WENT, Do, may_be_dismissed, may_leave, offered
from desktop_dialer.ui.widgets import action_row
from desktop_dialer.ui.widgets.call_clock import CallClock
from desktop_dialer.ui.widgets.call_panel import CallPanel
from tests.gui.call_scene import PRESSED, call_model, shown, take

SENT = (State.ARMED, State.SENDING)
CONNECTED = (*SENT, State.ACCEPTED, State.A_RINGING, State.CONNECTED)


class Menu(QMenu):
    """One that opens nowhere: without a display it could not have the keyboard to itself."""

    def popup(self, place):
        self.place = place


@pytest.fixture
def panel(monkeypatch):
    monkeypatch.setattr(action_row, "QMenu", Menu)
    window, panel = shown(CallPanel)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    yield panel
    panel.show_call(None)
    window.close()


@pytest.fixture
def alive(panel):
    """The panel, its buttons taking presses at once."""
    panel.row._dead = 0
    return panel


def visible(panel):
    return [do for do in Do if not panel.row.button(do).isHidden()]


def heard(signal):
    said = []
    signal.connect(lambda *values: said.append(values if len(values) != 1 else values[0]))
    return said


def test_while_both_talk_it_says_so_and_can_hang_up(alive):
    model = take(call_model(), *CONNECTED)
    alive.show_call(model)
    asked = heard(alive.hang_up_requested)
    assert alive.headline.text() == "Talking"
    assert visible(alive) == [Do.HANG_UP, Do.NOTE, Do.COPY]
    assert alive.dismiss.isHidden()
    alive.row.button(Do.HANG_UP).click()
    assert asked == ["c1"]


def test_a_hang_up_under_way_is_said_and_not_asked_for_again(alive):
    model = take(call_model(), *CONNECTED)
    alive.show_call(model)
    model.set_hanging_up(under_way=True)
    button = alive.row.button(Do.HANG_UP)
    assert button.label == "Hanging up…"
    assert not button.isEnabled()
    model.set_hanging_up(under_way=False)
    assert button.label == "Hang up"
    assert button.isEnabled()


@pytest.mark.parametrize(
    ("provider", "words"),
    [
        ("tel2", "Hang up on your phone: Tel2 offers no remote hang-up."),
        ("vprovider", "Hang up on your phone: this account may not use VProvider's remote hang-up."),
    ],
)
def test_where_no_hang_up_is_there_is_a_line_of_words_and_no_button(panel, provider, words):
    panel.show_call(take(call_model(provider, can_hang_up=False), *SENT, State.ACCEPTED_UNCONFIRMED))
    assert Do.HANG_UP not in visible(panel)
    assert panel.no_hang_up.text() == words
    assert not panel.no_hang_up.isHidden()


def test_before_the_provider_took_the_call_there_is_nothing_to_hang_up(panel):
    panel.show_call(take(call_model(), *SENT))
    assert visible(panel) == [Do.NOTE, Do.COPY]
    assert panel.no_hang_up.isHidden()


def test_tel2_reports_nothing_and_the_person_says_how_it_went(alive):
    over = (State.UNTRACKED, {"reason": Reason.REPORTS_NOTHING_MORE, "evidence": Evidence.LOCAL})
    model = take(call_model("tel2"), *SENT, State.ACCEPTED_UNCONFIRMED, over)
    alive.show_call(model)
    assert alive.headline.text() == "Request delivered"
    assert "Tel2 reports nothing further" in alive.advice.text()
    assert visible(alive) == [Do.HOW_DID_IT_GO, Do.REDIAL, Do.NOTE, Do.COPY]
    said = heard(alive.told)
    alive.row.button(Do.HOW_DID_IT_GO).click()
    menu = alive.row.findChild(Menu)
    assert [action.text() for action in menu.actions()] == list(WAYS_IT_WENT)
    menu.actions()[3].trigger()
    assert said == [("c1", "Voicemail")]
    take(model, (State.UNTRACKED, {"evidence": Evidence.PERSON, "text": "Voicemail.", "reason": over[1]["reason"]}))
    assert Do.HOW_DID_IT_GO not in visible(alive)


def test_an_unknown_has_its_three_ways_out(alive):
    model = take(call_model("voiptech"), *SENT, (State.UNKNOWN, {"reason": Reason.TIMEOUT, "at": 15.0}))
    alive.show_call(model)
    assert alive.headline.text() == "Outcome unknown"
    assert alive.advice.isVisible()
    assert visible(alive) == [Do.RANG, Do.DID_NOT_RING, Do.CALL_AGAIN, Do.NOTE, Do.COPY]
    verdicts, again = heard(alive.verdict_given), heard(alive.again_requested)
    for do in (Do.RANG, Do.DID_NOT_RING, Do.CALL_AGAIN):
        alive.row.button(do).click()
    assert verdicts == [("c1", Verdict.RANG), ("c1", Verdict.DID_NOT_RING)]
    assert again == ["c1"]
    closed = {"reason": Reason.TIMEOUT, "verdict": Verdict.RANG, "evidence": Evidence.PERSON}
    take(model, (State.UNKNOWN, closed))
    assert visible(alive) == [Do.REDIAL, Do.NOTE, Do.COPY]


def test_lost_contact_can_be_taken_up_again_and_hung_up(alive):
    model = take(call_model(), *CONNECTED, (State.UNTRACKED, {"reason": Reason.CONTACT_LOST}))
    alive.show_call(model)
    assert visible(alive) == [Do.HANG_UP, Do.WATCH, Do.NOTE, Do.COPY]
    asked = heard(alive.watch_requested)
    alive.row.button(Do.WATCH).click()
    assert asked == ["c1"]
    assert not may_leave(model)


def test_a_live_call_that_nobody_follows_says_so_and_can_be_watched(panel):
    model = take(call_model(), *CONNECTED)
    panel.show_call(model)
    model.set_watched(watched=False)
    model.set_notice("The keyring is locked.")
    assert Do.WATCH in visible(panel)
    assert panel.notice.text() == "The keyring is locked."


def test_without_its_secret_a_password_can_be_kept_for_the_session(alive):
    lost = (State.NOT_SENT, {"reason": Reason.NO_SECRET, "evidence": Evidence.LOCAL, "text": "There is none."})
    alive.show_call(take(call_model("tel2"), State.ARMED, lost))
    wanted, given = heard(alive.secret_requested), heard(alive.secret_given)
    alive.row.button(Do.KEEP_SECRET).click()
    assert wanted == ["c1"]
    alive.ask_secrets({"password": "Password"})
    entry = alive.secrets._entries["password"]
    assert entry.edit.echoMode() is entry.edit.EchoMode.Password
    QTest.keyClick(entry.edit, Qt.Key.Key_Return)
    assert given == []
    entry.set_text("s3cret")
    QTest.keyClick(entry.edit, Qt.Key.Key_Return)
    assert given == [("c1", {"password": "s3cret"})]
    assert entry.text() == ""
    assert alive.secrets.isHidden()


def test_a_typed_secret_does_not_stay_for_another_call(alive):
    lost = (State.NOT_SENT, {"reason": Reason.KEYRING, "evidence": Evidence.LOCAL})
    alive.show_call(take(call_model("tel2"), State.ARMED, lost))
    alive.ask_secrets({"password": "Password"})
    entry = alive.secrets._entries["password"]
    entry.set_text("s3cret")
    alive.show_call(take(call_model("tel2", call="c2"), State.ARMED, lost))
    assert entry.text() == ""
    assert alive.secrets.isHidden()


def test_a_scheduled_call_says_when_it_is_due_and_can_be_put_away(alive):
    model = take(call_model("anveo"), *SENT)
    model.due = PRESSED + timedelta(hours=2)
    take(model, (State.SCHEDULED, {"evidence": Evidence.REPLY}))
    alive.show_call(model)
    assert f"{model.due.astimezone():%H:%M}" in alive.headline.text()
    assert visible(alive) == [Do.NOTE, Do.COPY]
    assert not alive.dismiss.isHidden()


def test_a_busy_call_can_be_redialled_and_dismissed(alive):
    model = take(call_model(), *SENT, State.ACCEPTED, (State.FAILED, {"reason": Reason.BUSY, "leg": Leg.B}))
    alive.show_call(model)
    again, gone = heard(alive.redial_requested), heard(alive.dismissed)
    assert alive.headline.text() == "Busy"
    alive.row.button(Do.REDIAL).click()
    alive.dismiss.click()
    assert again == ["c1"]
    assert gone == ["c1"]


def every_end():
    for state in State:
        for reason in sorted(REASONS.get(state, {None}), key=str):
            yield pytest.param(state, reason, id=f"{state}-{reason}")
    yield pytest.param(State.REJECTED, "http_404", id="rejected-http_404")


@pytest.mark.parametrize(("state", "reason"), list(every_end()))
def test_every_state_and_reason_has_a_panel_with_a_way_out(panel, state, reason):
    steps = [(State.ARMED, {}), (state, {"reason": reason})] if state is not State.ARMED else [(State.ARMED, {})]
    model = take(call_model(), *steps)
    panel.show_call(model)
    assert panel.headline.text()
    actions = visible(panel)
    assert actions == [do for do in Do if do in offered(model)]
    assert {Do.NOTE, Do.COPY} <= set(actions)
    if may_leave(model):
        assert may_be_dismissed(model)
        assert Do.REDIAL in actions
    panel.grab()


def test_a_press_right_after_the_buttons_changed_is_not_taken(panel):
    model = take(call_model(), *SENT)
    panel.show_call(model)
    asked = heard(panel.hang_up_requested)
    take(model, State.ACCEPTED)
    panel.row.button(Do.HANG_UP).click()
    assert asked == []
    QTest.qWait(action_row.DEAD_MILLISECONDS + 20)
    take(model, State.A_RINGING)
    panel.row.button(Do.HANG_UP).click()
    assert asked == ["c1"]


def test_a_press_right_after_another_call_took_the_place_is_not_taken(panel):
    one, other = take(call_model(), *CONNECTED), take(call_model(call="c2"), *CONNECTED)
    panel.show_call(one)
    QTest.qWait(action_row.DEAD_MILLISECONDS + 20)
    asked = heard(panel.hang_up_requested)
    panel.show_call(other)
    panel.row.button(Do.HANG_UP).click()
    assert asked == []


def test_the_trace_is_copied_and_the_button_says_so(alive):
    alive.show_call(take(call_model(), *CONNECTED))
    asked = heard(alive.copy_requested)
    alive.row.button(Do.COPY).click()
    assert asked == ["c1"]
    assert alive.row.button(Do.COPY).label == "Copied"
    alive.row._copied.timeout.emit()
    assert alive.row.button(Do.COPY).label == "Copy trace"


def test_a_note_opens_takes_what_is_typed_and_closes_when_it_is_empty(alive):
    model = take(call_model(), *CONNECTED)
    alive.show_call(model)
    typed, left = heard(alive.note_typed), heard(alive.note_left)
    assert alive.note.isHidden()
    alive.row.button(Do.NOTE).click()
    assert alive.note.edit.hasFocus()
    QTest.keyClicks(alive.note.edit, "Hi")
    assert typed[-1] == ("c1", "Hi")
    QTest.keyClick(alive.note.edit, Qt.Key.Key_Escape)
    assert left
    assert not alive.note.isHidden()
    alive.toggle_note()
    alive.note.edit.selectAll()
    QTest.keyClick(alive.note.edit, Qt.Key.Key_Delete)
    alive.toggle_note()
    assert alive.note.isHidden()


def test_a_report_does_not_disturb_who_writes_a_note(alive):
    model = take(call_model(), *CONNECTED)
    alive.show_call(model)
    alive.toggle_note()
    QTest.keyClicks(alive.note.edit, "half a sen")
    take(model, (State.ENDED, {"reason": Reason.HUNG_UP}))
    assert alive.note.edit.hasFocus()
    assert alive.note.text() == "half a sen"


def test_a_note_is_cut_where_the_journal_takes_no_more(alive):
    alive.show_call(take(call_model(), *CONNECTED))
    typed = heard(alive.note_typed)
    alive.note.edit.setPlainText("x" * 3000)
    assert len(typed[-1][1]) == 2000
    assert len(alive.note.text()) == 2000


def test_another_call_shows_its_own_note(alive):
    alive.show_call(take(call_model(note="First"), *CONNECTED))
    typed = heard(alive.note_typed)
    assert alive.note.text() == "First"
    alive.show_call(take(call_model(call="c2"), *CONNECTED))
    assert alive.note.text() == ""
    assert alive.note.isHidden()
    assert typed == []


def test_a_notice_is_shown_as_it_is_whatever_is_in_it(panel):
    model = take(call_model(title="<img src='file:///dev/zero'>"), *CONNECTED)
    panel.show_call(model)
    model.set_notice("<b>x</b>\x00 & y")
    assert panel.notice.text() == "<b>x</b> & y"
    panel.grab()


class Now:
    def __init__(self, seconds):
        self.seconds = seconds

    def __call__(self):
        return PRESSED + timedelta(seconds=self.seconds)


@pytest.fixture
def clock():
    now = Now(7)
    window, clock = shown(lambda parent: CallClock(parent, now=now))
    clock.now = now
    yield clock
    clock.show_call(None)
    window.close()


def test_the_clock_counts_from_the_press_and_the_talk_from_where_both_are_connected(clock):
    model = take(call_model(), *SENT, (State.B_RINGING, {"at": 6.0}))
    clock.show_call(model)
    assert clock.text() == "00:07"
    take(model, (State.CONNECTED, {"at": 20.0}))
    clock.now.seconds = 62
    clock._tick.timeout.emit()
    assert clock.text() == "00:42"
    take(model, (State.ENDED, {"at": 85.0, "reason": Reason.B_PARTY}))
    assert clock.text() == "01:05"


def test_a_call_without_talk_ends_with_the_time_of_day(clock):
    model = take(call_model(), *SENT, (State.FAILED, {"reason": Reason.BUSY, "at": 9.0}))
    clock.show_call(model)
    assert clock.text() == f"{(PRESSED + timedelta(seconds=9)).astimezone():%H:%M:%S}"
    take(model, (State.FAILED, {"reason": Reason.BUSY, "at": 300.0, "evidence": Evidence.PERSON, "text": "Hm."}))
    assert clock.text() == f"{(PRESSED + timedelta(seconds=9)).astimezone():%H:%M:%S}"


def test_the_clock_ticks_only_while_the_call_lives_and_somebody_sees_it(clock):
    model = take(call_model(), *CONNECTED)
    clock.show_call(model)
    assert clock.is_ticking
    clock.window().hide()
    assert not clock.is_ticking
    clock.window().show()
    assert clock.is_ticking
    take(model, (State.ENDED, {"reason": Reason.HUNG_UP}))
    assert not clock.is_ticking
    clock.window().hide()
    clock.window().show()
    assert not clock.is_ticking


def test_each_button_is_reached_by_tab_before_the_timeline(alive):
    alive.show_call(take(call_model(), *CONNECTED, (State.ENDED, {"reason": Reason.HUNG_UP})))
    alive.dismiss.setFocus()
    order = [alive.dismiss]
    for _ in range(4):
        QTest.keyClick(alive.window().focusWidget(), Qt.Key.Key_Tab)
        order.append(alive.window().focusWidget())
    assert order[1:] == [*(alive.row.button(do) for do in (Do.REDIAL, Do.NOTE, Do.COPY)), alive.timeline]
