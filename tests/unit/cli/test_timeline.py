"""The terminal's timeline: a line an entry, and a wire that draws what `core/legs` knows."""

from datetime import UTC, datetime

import pytest

from desktop_dialer.cli.timeline import Timeline, Wire
from desktop_dialer.core.call import Event, Evidence, Leg, State, Verdict
from desktop_dialer.core.wording import Names

NAMES = Names(provider="Tel2", a_party="020 123 4567", b_party="030 123 4568")


def an_event(state, *, evidence=Evidence.POLL, **given):
    filled = {"leg": None, "reason": None, "code": None, "text": "", "verdict": None, **given}
    return Event(
        call="c", seq=1, time=datetime(2026, 1, 1, tzinfo=UTC), elapsed=1.25, state=state, evidence=evidence, **filled
    )


def wire_after(*events, unicode=True):
    wire = Wire(unicode=unicode)
    return [wire.take(event) for event in events][-1]


CONNECTED = an_event(State.CONNECTED)
DRAWN = [
    ([an_event(State.SENDING)], "A ╌╌╌ ╌╌╌ B", "A --- --- B"),
    ([an_event(State.A_RINGING)], "A ··· ╌╌╌ B", "A ... --- B"),
    ([an_event(State.A_ANSWERED), an_event(State.B_RINGING)], "A ━━━ ··· B", "A === ... B"),
    ([CONNECTED], "A ━━━━━━━ B", "A ======= B"),
    ([CONNECTED, an_event(State.ENDED)], "A ─── ─── B", "A ___ ___ B"),
    (
        [an_event(State.A_ANSWERED), an_event(State.FAILED, reason="busy", leg=Leg.B)],
        "A ─── ━×━ B",
        "A ___ =x= B",
    ),
    ([an_event(State.UNKNOWN, reason="timeout")], "A ╌╌╌?╌╌╌ B", "A ---?--- B"),
    (
        [an_event(State.UNKNOWN, reason="timeout"), an_event(State.UNKNOWN, verdict=Verdict.RANG)],
        "A ╌╌╌ ╌╌╌ B",
        "A --- --- B",
    ),
    ([CONNECTED, an_event(State.UNTRACKED, reason="contact_lost")], "A ╌╌╌?╌╌╌ B", "A ---?--- B"),
    (
        [an_event(State.A_ANSWERED), an_event(State.UNTRACKED, reason="reports_nothing_more")],
        "A ━━━?╌╌╌ B",
        "A ===?--- B",
    ),
]


@pytest.mark.parametrize(("events", "drawn", "in_ascii"), DRAWN)
def test_the_wire_shows_what_was_reported(events, drawn, in_ascii):
    assert wire_after(*events) == drawn
    assert wire_after(*events, unicode=False) == in_ascii


def test_a_line_tells_when_what_and_the_code():
    (line,) = Timeline(NAMES, unicode=True).lines(an_event(State.B_RINGING, code="26", text="Destination is alerting"))
    assert line.endswith("+1.2 s  A ╌╌╌ ··· B  Ringing           030 123 4568 is ringing.  [26]")


def test_the_providers_words_stand_below_where_they_add_something():
    timeline = Timeline(NAMES, unicode=True)
    refused = an_event(State.REJECTED, reason="provider_message", text="Password incorrect")
    _, more = timeline.lines(refused)
    assert more.strip() == "Tel2 says: “Password incorrect”."
    assert len(timeline.lines(refused)) == 1
