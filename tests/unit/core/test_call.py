"""The call: which report may follow which state, and which states hold the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop_dialer.core.call import (
    LAST,
    CallRecord,
    Event,
    Evidence,
    Intent,
    Reason,
    Report,
    State,
    Verdict,
    follows,
    http_reason,
)

OPEN = sorted(set(State) - LAST)
CLOSED = sorted(LAST)


def report(state, evidence=Evidence.POLL, **more):
    return Report(evidence=evidence, state=state, **more)


@pytest.mark.parametrize("reported", State)
@pytest.mark.parametrize("now", [state for state in OPEN if state is not State.ENDING])
def test_any_report_may_follow_any_open_state(now, reported):
    assert follows(now, None, None, report(reported)) is reported


@pytest.mark.parametrize("reported", State)
def test_while_a_hang_up_is_under_way_only_the_end_is_believed(reported):
    expected = reported if reported in LAST else State.ENDING
    assert follows(State.ENDING, None, None, report(reported)) is expected


@pytest.mark.parametrize("reported", State)
@pytest.mark.parametrize("now", CLOSED)
def test_a_last_state_takes_no_report(now, reported):
    assert follows(now, None, None, report(reported)) is None


@pytest.mark.parametrize("reported", State)
def test_contact_that_was_lost_may_be_taken_up_again(reported):
    assert follows(State.UNTRACKED, None, Reason.CONTACT_LOST, report(reported)) is reported


@pytest.mark.parametrize("reason", [Reason.REPORTS_NOTHING_MORE, Reason.SESSION_LOST, None])
def test_contact_that_ended_for_good_is_not_taken_up_again(reason):
    assert follows(State.UNTRACKED, None, reason, report(State.CONNECTED)) is None


@pytest.mark.parametrize("reported", State)
@pytest.mark.parametrize("verdict", Verdict)
def test_an_unknown_that_was_closed_stays_closed(verdict, reported):
    assert follows(State.UNKNOWN, verdict, Reason.TIMEOUT, report(reported)) is None


def test_a_verdict_closes_an_open_unknown():
    said = report(State.UNKNOWN, Evidence.PERSON, verdict=Verdict.RANG)
    assert follows(State.UNKNOWN, None, Reason.TIMEOUT, said) is State.UNKNOWN


@pytest.mark.parametrize("evidence", Evidence)
@pytest.mark.parametrize("now", OPEN)
def test_a_word_that_changes_nothing_repeats_an_open_state(now, evidence):
    assert follows(now, None, None, report(None, evidence)) is now


@pytest.mark.parametrize("now", CLOSED)
def test_after_a_last_state_words_are_added_but_no_poll(now):
    assert follows(now, None, None, report(None, Evidence.POLL)) is None
    for evidence in (Evidence.LOCAL, Evidence.REPLY, Evidence.PERSON):
        assert follows(now, None, None, report(None, evidence)) is now


def a_record(state, verdict=None):
    time = datetime(2026, 1, 1, tzinfo=UTC)
    return CallRecord(
        intent=Intent(
            call="c", account="a", provider="tel2", a_number="1", b_number="2", line="1", called="2", country=None
        ),
        time=time,
        last=Event(
            call="c", seq=1, time=time, elapsed=0.0, state=state, leg=None, reason=None, evidence=Evidence.LOCAL,
            code=None, text="",
        ),
        verdict=verdict,
        note="",
        talk_seconds=None,
        process="p",
    )  # fmt: skip


@pytest.mark.parametrize("state", State)
def test_a_call_is_live_until_its_end_but_unknown_and_scheduled_do_not_hold_the_line(state):
    stands = {"not_sent", "rejected", "unknown", "scheduled", "ended", "failed", "untracked"}
    assert a_record(state).is_live == (state.value not in stands)


def test_an_unknown_is_open_until_somebody_says_what_became_of_it():
    record = a_record(State.UNKNOWN)
    assert record.is_open_unknown
    assert not replace(record, verdict=Verdict.DID_NOT_RING).is_open_unknown
    assert not a_record(State.ENDED).is_open_unknown


def test_a_status_makes_its_own_reason():
    assert http_reason(404) == "http_404"
