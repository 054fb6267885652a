"""Whether a call reached somebody, told from its events alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop_dialer.core.call import LAST, STANDING, Event, Evidence, Reason, State, Verdict
from desktop_dialer.core.reached import Reached, Told, reached, told, wants_call_back


def events(*states, reason=None, verdict=None, says=()):
    """The events of a call that went through these states; reason and verdict are the last one's."""
    made = []
    for number, state in enumerate(states, 1):
        is_last = number == len(states)
        made.append(
            Event(
                call="c1",
                seq=number,
                time=datetime(2026, 3, 1, tzinfo=UTC),
                elapsed=0.0,
                state=State(state),
                leg=None,
                reason=reason if is_last else None,
                evidence=Evidence.POLL,
                code=None,
                text="",
                verdict=verdict if is_last else None,
            )
        )
    spoken = (replace(made[-1], seq=100 + n, evidence=Evidence.PERSON, text=text) for n, text in enumerate(says))
    return [*made, *spoken]


@pytest.mark.parametrize("state", ["connected", "answered", "b_answered"])
@pytest.mark.parametrize("last", ["connected", "ending", "ended", "failed", "untracked", "unknown"])
def test_an_answer_that_was_reported_stays_one(state, last):
    assert reached(events("armed", state, last)) is Reached.ANSWERED
    assert not wants_call_back(events("armed", state, last))


def test_our_own_answer_is_none():
    assert reached(events("armed", "a_answered", "ended")) is Reached.NOT_KNOWN
    assert reached(events("armed", "a_answered")) is Reached.OPEN


@pytest.mark.parametrize("state", sorted(frozenset(State) - STANDING - {"connected", "answered", "b_answered"}))
def test_a_call_under_way_is_open(state):
    assert reached(events("armed", state)) is Reached.OPEN
    assert not wants_call_back(events("armed", state))


def test_a_scheduled_call_is_open():
    assert reached(events("armed", "scheduled")) is Reached.OPEN


@pytest.mark.parametrize("state", sorted(LAST))
def test_what_is_over_without_an_answer_was_not_reached_where_that_is_proved(state):
    proved = state in {State.NOT_SENT, State.REJECTED, State.FAILED}
    assert reached(events("armed", state)) is (Reached.NOT_REACHED if proved else Reached.NOT_KNOWN)


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (None, Reached.NOT_KNOWN),
        (Verdict.RANG, Reached.NOT_KNOWN),
        (Verdict.CALLED_ANYWAY, Reached.NOT_KNOWN),
        (Verdict.EXPIRED, Reached.NOT_KNOWN),
        (Verdict.DID_NOT_RING, Reached.NOT_REACHED),
    ],
)
def test_an_unknown_is_known_once_a_person_says_that_it_did_not_ring(verdict, expected):
    course = events("armed", "unknown", verdict=verdict)
    assert reached(course) is expected
    assert wants_call_back(course) is (expected is Reached.NOT_REACHED)


@pytest.mark.parametrize(
    ("state", "reason", "expected"),
    [
        ("failed", Reason.BUSY, True),
        ("failed", Reason.NO_ANSWER, True),
        ("failed", Reason.DECLINED, True),
        ("failed", Reason.FIRST_LEG, True),
        ("failed", Reason.FUNDS, True),
        ("failed", None, True),
        ("failed", Reason.A_NUMBER, False),
        ("failed", Reason.B_NUMBER, False),
        ("rejected", Reason.FUNDS, True),
        ("rejected", Reason.RATE_PLAN, True),
        ("rejected", Reason.RATE_LIMITED, True),
        ("rejected", Reason.CREDENTIALS, False),
        ("rejected", "http_404", False),
        ("not_sent", Reason.DNS, True),
    ],
)
def test_a_call_that_may_do_better_another_time_wants_a_call_back(state, reason, expected):
    assert wants_call_back(events("armed", state, reason=reason)) is expected


@pytest.mark.parametrize(
    ("says", "kind", "again"),
    [
        (["Talked."], Reached.ANSWERED, False),
        (["No answer."], Reached.NOT_REACHED, True),
        (["Busy."], Reached.NOT_REACHED, True),
        (["Voicemail."], Reached.NOT_REACHED, True),
        (["Wrong number."], Reached.NOT_REACHED, False),
        (["Busy.", "Talked."], Reached.ANSWERED, False),
        (["Talked.", "Something else"], Reached.ANSWERED, False),
        (["Something else"], Reached.NOT_KNOWN, False),
    ],
)
def test_what_the_person_says_counts_where_the_provider_says_nothing(says, kind, again):
    course = events("armed", "accepted_unconfirmed", "untracked", says=says)
    assert (reached(course), wants_call_back(course)) == (kind, again)


def test_what_a_provider_says_is_not_taken_for_the_person_s_word():
    course = [replace(event, text="Talked.") for event in events("armed", "untracked")]
    assert told(course) is None
    assert reached(course) is Reached.NOT_KNOWN


def test_an_answer_that_was_reported_stands_against_the_person_s_word():
    assert reached(events("connected", "ended", says=[Told.NO_ANSWER])) is Reached.ANSWERED
