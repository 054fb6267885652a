"""The timeline's model: a row an entry, as Qt wants it, and as a person reads it."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_dialer.core.call import Event, Evidence, State
from desktop_dialer.core.wording import Names
from desktop_dialer.ui.models.timeline import NOW, Role, TimelineModel
from desktop_dialer.ui.theme import Tone
from tests.gui.call_scene import PRESSED, call_model, take

NAMES = Names(provider="Business ISP", a_party="Desk phone", b_party="Grace Hopper")
HOSTILE = "<img src='file:///dev/zero'>\x00\u202e&amp; \U0001f600" + "x" * 300


@pytest.fixture
def model():
    """Empty, and under watch."""
    timeline = TimelineModel(NAMES)
    timeline.tester = QAbstractItemModelTester(timeline, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return timeline


def an_event(seq, state, *, evidence=Evidence.POLL, at=None, **given):
    filled = {"leg": None, "reason": None, "code": None, "text": "", "verdict": None, **given}
    elapsed = float(seq) if at is None else at
    return Event(call="c", seq=seq, time=PRESSED, elapsed=elapsed, state=state, evidence=evidence, **filled)


def column(model, role=Qt.ItemDataRole.DisplayRole):
    return [model.index(row).data(role) for row in range(model.rowCount())]


def test_entries_come_one_after_the_other(model):
    assert column(model) == []
    model.append([])
    model.append([an_event(1, State.SENDING, evidence=Evidence.LOCAL, at=0.0)])
    model.append([an_event(2, State.ACCEPTED, code="103"), an_event(3, State.A_RINGING, code="27")])
    assert column(model) == ["Asked Business ISP to connect", "Accepted, session opened", "Your phone is ringing"]
    assert column(model, Role.CODE) == ["", "103", "27"]
    assert column(model, Role.TONE) == [Tone.DIM, Tone.ACCENT, Tone.ACCENT]


def test_the_first_time_is_absolute_and_the_newest_of_a_live_call_is_now(model):
    model.append([an_event(1, State.SENDING), an_event(2, State.A_RINGING), an_event(3, State.CONNECTED)])
    assert column(model, Role.TIME) == [f"{PRESSED.astimezone():%H:%M:%S}", "+2.0 s", NOW]
    assert column(model, Role.LIVE) == [None, None, True]
    model.append([an_event(4, State.ENDED, reason="b_party")])
    assert column(model, Role.TIME)[1:] == ["+2.0 s", "+3.0 s", "+4.0 s"]
    assert column(model, Role.LIVE) == [None] * 4


def test_a_single_entry_keeps_its_time(model):
    model.append([an_event(1, State.SENDING)])
    assert column(model, Role.TIME) == [f"{PRESSED.astimezone():%H:%M:%S}"]
    assert column(model, Role.LIVE) == [True]


@pytest.mark.parametrize("at_once", [True, False])
def test_writing_down_and_asking_are_one_step(model, at_once):
    events = [an_event(1, State.ARMED), an_event(2, State.SENDING), an_event(3, State.ACCEPTED)]
    for step in [events] if at_once else [[event] for event in events]:
        model.append(step)
    assert column(model) == ["Asked Business ISP to connect", "Business ISP accepted the call"]


def test_what_was_only_written_down_is_shown(model):
    model.append([an_event(1, State.ARMED), an_event(2, State.NOT_SENT, reason="keyring", evidence=Evidence.LOCAL)])
    assert column(model)[0] == "Written down; nothing has been sent yet"


def test_the_newest_entry_of_a_live_call_has_a_note(model):
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.set_live_note("checked 0.1 s ago")
    assert changed == []
    model.append([an_event(1, State.SENDING), an_event(2, State.CONNECTED)])
    model.set_live_note("checked 0.4 s ago")
    model.set_live_note("checked 0.4 s ago")
    assert changed == [(1, 1)]
    assert column(model, Role.NOTE) == [None, "checked 0.4 s ago"]
    model.append([an_event(3, State.ENDED, reason="hung_up")])
    model.set_live_note("checked 0.5 s ago")
    assert column(model, Role.NOTE) == [None] * 3


def test_what_repeats_a_state_tells_only_what_was_said(model):
    model.append([an_event(1, State.CONNECTED), an_event(2, State.CONNECTED, code="5", text="Account State")])
    assert column(model)[1] == "Business ISP says: “Account State”"
    assert column(model, Role.DETAIL) == ["", ""]


def test_the_evidence_is_in_the_tooltip_and_all_is_read_out(model):
    model.append(
        [an_event(1, State.REJECTED, evidence=Evidence.REPLY, reason="funds", code="7", text="no <b>money</b>")]
    )
    index = model.index(0)
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("<qt>Answered by the provider (reply), code 7, 14:03:14.0 UTC<br>Business ISP says:")
    assert "&lt;b&gt;money" in tip
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        f"Business ISP refused: the credit is used up, {PRESSED.astimezone():%H:%M:%S}, "
        "Business ISP says: “no <b>money</b>”, code 7"
    )


def test_hostile_words_are_shown_as_what_they_are(model):
    model.append(
        [an_event(1, State.REJECTED, evidence=Evidence.REPLY, reason="provider_message", code=HOSTILE, text=HOSTILE)]
    )
    for role in (Qt.ItemDataRole.DisplayRole, Role.CODE, Role.DETAIL, Qt.ItemDataRole.AccessibleTextRole):
        text = model.index(0).data(role)
        assert "\x00" not in text
        assert "\u202e" not in text
    assert len(model.index(0).data(Role.CODE)) <= 40
    assert "<img" in model.index(0).data(Role.DETAIL)
    assert "<img" not in model.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_what_it_does_not_have_is_nothing(model):
    assert model.data(model.index(7)) is None
    model.append([an_event(1, State.SENDING)])
    assert model.data(model.index(0), Qt.ItemDataRole.DecorationRole) is None
    assert model.rowCount(model.index(0)) == 0


def test_ten_thousand_entries_cost_little():
    model = TimelineModel(NAMES)
    events = [an_event(seq, State.CONNECTED, code=str(seq), text=f"note {seq}") for seq in range(1, 10_001)]
    began = time.perf_counter()
    model.append(events)
    assert time.perf_counter() - began < 2.0
    began = time.perf_counter()
    for row in range(0, 10_000, 10):
        model.index(row).data()
    assert time.perf_counter() - began < 0.1
    assert model.rowCount() == 10_000


def test_a_call_takes_each_event_once_and_in_order():
    call = take(call_model(), State.SENDING, State.A_RINGING)
    heard = []
    call.changed.connect(lambda: heard.append(call.last.state))
    call.take(call.events)
    assert heard == []
    take(call, State.A_ANSWERED)
    assert heard == [State.A_ANSWERED]
    assert call.timeline.rowCount() == 3


def test_an_entry_that_the_disk_refused_hides_no_later_one():
    call = call_model()
    refused = an_event(2, State.CONNECTED)
    kept = Event(**{**{name: getattr(refused, name) for name in Event.__slots__}, "state": State.ENDED,
                    "time": refused.time.replace(second=59)})  # fmt: skip
    call.take([an_event(1, State.SENDING), refused])
    call.take([kept])
    assert call.last.state is State.ENDED
    assert call.is_over
    call.take([refused])
    assert call.last.state is State.ENDED
