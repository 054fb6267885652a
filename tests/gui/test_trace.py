"""The trace that is copied: all that helps, and no telephone number, name or secret."""

import pytest

from desktop_dialer.core.call import Evidence, Leg, State, Verdict
from desktop_dialer.ui.trace import masked
from desktop_dialer.ui.wording import trace
from tests.gui.call_scene import call_model, take


def test_the_trace_has_each_entry_with_its_time_evidence_and_code():
    model = take(
        call_model(title="Grace Hopper"),
        State.SENDING,
        (State.B_RINGING, {"leg": Leg.B, "code": "26", "at": 6.25, "text": "Destination is alerting"}),
        (State.UNKNOWN, {"reason": "timeout", "evidence": Evidence.LOCAL, "at": 15.0}),
        (State.UNKNOWN, {"verdict": Verdict.RANG, "evidence": Evidence.PERSON, "at": 20.0}),
    )
    lines = trace(model).splitlines()
    assert lines[0] == "Call through Business ISP, account Business ISP, from ••••••••••00 to ••••••••••42"
    assert [line.split() for line in lines[2:]] == [
        ["time", "(UTC)", "elapsed", "state", "leg", "reason", "evidence", "code", "text"],
        ["2026-11-20", "14:03:14.000", "+0.000", "sending", "local"],
        [
            "2026-11-20", "14:03:20.250", "+6.250", "b_ringing", "b", "poll", "26",
            "Destination", "is", "alerting",
        ],
        ["2026-11-20", "14:03:29.000", "+15.000", "unknown", "timeout", "local"],
        ["2026-11-20", "14:03:34.000", "+20.000", "unknown", "rang", "person"],
    ]  # fmt: skip
    assert "Grace" not in trace(model)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("442079460142", "••••••••••42"),
        ("+44 20 7946 0142 is busy", "+•• •• •••• ••42 is busy"),
        ("(020) 7946-0142", "(•••) ••••-••42"),
        ("dial1=%2B442079460142&x", "dial1=%2B••••••••••42&x"),
        ("0 2 0 7 9 4 6", "• • • • • 4 6"),
        ("02_079_46", "••_•••_46"),
        ("٠٢٠٧٩٤٦", "•••••٤٦"),
        ("legs listed: 2, answered: 1", "legs listed: 2, answered: 1"),
        ("HTTP 404 after 15 s", "HTTP 404 after 15 s"),
        ("", ""),
    ],
)
def test_numbers_are_masked_in_every_spelling(text, shown):
    assert masked(text, ()) == shown


def test_an_extension_is_masked_where_it_is_one_of_the_parties():
    assert masked("extension 1906: busy, code 19061", ("1906",)) == "extension ••06: busy, code •••61"
    assert masked("code 100", ("1906", "")) == "code 100"
    assert masked("ring 204", ("204",)) == "ring •04"


def test_neither_number_is_left_in_a_text_of_the_provider():
    hostile = "from 442079460100 to +44 (0)20-7946.0142\n\u202e4420 7946 0142 or 00442079460142"
    model = take(call_model(), (State.REJECTED, {"reason": "b_number", "text": hostile, "code": "442079460142"}))
    said = trace(model)
    assert "7946" not in said
    assert "\u202e" not in said
    assert len(said.splitlines()) == 4
