"""What is known of the two legs: no more than the events say, and nothing of what they said before a doubt."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop_dialer.core.call import REASONS, Event, Evidence, Leg, Reason, State, Verdict
from desktop_dialer.core.legs import Legs, LegState, legs_of

UNREPORTED, RINGING, ANSWERED = LegState.NOT_REPORTED, LegState.RINGING, LegState.ANSWERED
MAY_RING, FAILED, OVER = LegState.MAY_RING, LegState.FAILED, LegState.OVER
SAYS_NOTHING_OF_A_LEG = [
    State.ARMED, State.SENDING, State.ACCEPTED, State.ACCEPTED_UNCONFIRMED, State.SCHEDULED, State.DIALING,
    State.ANSWERED,
]  # fmt: skip
BOTH_UP = (State.A_ANSWERED, State.B_ANSWERED)


def an_event(state, *, reason=None, leg=None, verdict=None, evidence=Evidence.POLL):
    return Event(
        call="c", seq=1, time=datetime(2026, 1, 1, tzinfo=UTC), elapsed=0.0, state=state, leg=leg, reason=reason,
        evidence=evidence, code=None, text="", verdict=verdict,
    )  # fmt: skip


def after(*events):
    """The two legs after these: states, or events."""
    legs = legs_of(event if isinstance(event, Event) else an_event(event) for event in events)
    return legs.a, legs.b


def test_before_anything_was_said_nothing_is_known():
    assert (Legs().a, Legs().b, Legs().is_bridged) == (UNREPORTED, UNREPORTED, False)


@pytest.mark.parametrize("state", SAYS_NOTHING_OF_A_LEG)
def test_what_names_no_leg_draws_none(state):
    assert after(state) == (UNREPORTED, UNREPORTED)
    assert after(State.A_ANSWERED, State.B_RINGING, state) == (ANSWERED, RINGING)


def test_each_leg_is_as_it_was_reported_in_whatever_order():
    assert after(State.A_RINGING) == (RINGING, UNREPORTED)
    assert after(State.A_RINGING, State.A_ANSWERED) == (ANSWERED, UNREPORTED)
    assert after(State.B_RINGING, State.A_RINGING) == (RINGING, RINGING)
    assert after(State.B_RINGING, State.A_RINGING, State.B_ANSWERED) == (RINGING, ANSWERED)
    assert after(State.A_ANSWERED, State.B_RINGING, State.B_ANSWERED) == (ANSWERED, ANSWERED)


def test_two_answered_legs_are_bridged_only_where_the_provider_says_so():
    assert not legs_of(map(an_event, BOTH_UP)).is_bridged
    assert legs_of([an_event(State.CONNECTED)]) == Legs(a=ANSWERED, b=ANSWERED, is_bridged=True)


@pytest.mark.parametrize("state", [State.A_RINGING, State.B_ANSWERED, State.DIALING, State.ANSWERED])
def test_a_later_report_of_less_opens_the_circuit_again(state):
    assert not legs_of([an_event(State.CONNECTED), an_event(state)]).is_bridged


def test_a_hang_up_under_way_leaves_what_was_up():
    legs = legs_of([an_event(State.CONNECTED), an_event(State.ENDING)])
    assert legs == Legs(a=ANSWERED, b=ANSWERED, is_bridged=True)
    assert not legs_of([an_event(State.A_ANSWERED), an_event(State.ENDING)]).is_bridged


def test_an_end_is_the_end_of_what_was_up_or_ringing():
    ended = an_event(State.ENDED, reason=Reason.B_PARTY)
    assert after(State.CONNECTED, ended) == (OVER, OVER)
    assert after(State.A_RINGING, ended) == (OVER, UNREPORTED)
    assert not legs_of([an_event(State.CONNECTED), ended]).is_bridged
    assert after(State.CONNECTED, ended, ended) == (OVER, OVER)


def test_a_failure_is_that_of_the_leg_it_names_and_the_end_of_the_other():
    busy = an_event(State.FAILED, reason=Reason.BUSY, leg=Leg.B)
    assert after(State.A_ANSWERED, State.B_RINGING, busy) == (OVER, FAILED)
    assert after(an_event(State.FAILED, reason=Reason.FIRST_LEG, leg=Leg.A)) == (FAILED, UNREPORTED)
    assert after(State.A_ANSWERED, State.B_RINGING, an_event(State.FAILED, reason=Reason.BUSY)) == (OVER, OVER)
    assert after(State.A_ANSWERED, busy, busy) == (OVER, FAILED)


@pytest.mark.parametrize("state", [State.NOT_SENT, State.REJECTED])
def test_what_was_never_placed_has_no_legs(state):
    assert after(State.SENDING, state) == (UNREPORTED, UNREPORTED)


def test_in_doubt_both_may_ring():
    assert after(State.SENDING, State.UNKNOWN) == (MAY_RING, MAY_RING)
    assert after(State.UNKNOWN, State.UNKNOWN) == (MAY_RING, MAY_RING)


@pytest.mark.parametrize(
    ("late", "legs"),
    [
        (State.ACCEPTED, (UNREPORTED, UNREPORTED)),
        (State.ACCEPTED_UNCONFIRMED, (UNREPORTED, UNREPORTED)),
        (State.A_ANSWERED, (ANSWERED, UNREPORTED)),
        (State.REJECTED, (UNREPORTED, UNREPORTED)),
        (State.ENDED, (UNREPORTED, UNREPORTED)),
        (an_event(State.FAILED, reason=Reason.FIRST_LEG, leg=Leg.A), (FAILED, UNREPORTED)),
    ],
)
def test_a_late_answer_takes_the_place_of_the_doubt(late, legs):
    assert after(State.SENDING, State.UNKNOWN, late) == legs


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_ends_the_doubt_and_reports_no_leg(verdict):
    closed = an_event(State.UNKNOWN, verdict=verdict, evidence=Evidence.PERSON)
    assert after(State.UNKNOWN, closed) == (UNREPORTED, UNREPORTED)
    noted_later = an_event(State.UNKNOWN, evidence=Evidence.LOCAL)
    assert after(State.UNKNOWN, closed, noted_later) == (UNREPORTED, UNREPORTED)


@pytest.mark.parametrize("reason", [Reason.CONTACT_LOST, Reason.SESSION_LOST])
def test_out_of_contact_nothing_is_known_any_more(reason):
    lost = an_event(State.UNTRACKED, reason=reason)
    assert after(State.CONNECTED, lost) == (UNREPORTED, UNREPORTED)
    assert not legs_of([an_event(State.CONNECTED), lost]).is_bridged


def test_contact_taken_up_again_shows_what_is_reported_from_then_on():
    lost = an_event(State.UNTRACKED, reason=Reason.CONTACT_LOST)
    assert after(State.CONNECTED, lost, State.B_ANSWERED) == (UNREPORTED, ANSWERED)


def test_a_provider_that_says_no_more_takes_nothing_back():
    silent = an_event(State.UNTRACKED, reason=Reason.REPORTS_NOTHING_MORE, evidence=Evidence.LOCAL)
    assert after(State.A_ANSWERED, silent) == (ANSWERED, UNREPORTED)
    told = an_event(State.UNTRACKED, reason=Reason.REPORTS_NOTHING_MORE, evidence=Evidence.PERSON)
    assert after(State.A_ANSWERED, silent, told) == (ANSWERED, UNREPORTED)


@pytest.mark.parametrize("leg", Leg)
def test_a_leg_is_asked_for_by_its_name(leg):
    legs = Legs(a=ANSWERED, b=RINGING)
    assert legs.of(leg) is {Leg.A: ANSWERED, Leg.B: RINGING}[leg]


@pytest.mark.parametrize("state", State)
def test_only_what_the_provider_reported_is_drawn_as_answered_or_ringing(state):
    reasons = sorted(REASONS.get(state, {None}), key=str)
    reported = {State.A_RINGING, State.A_ANSWERED, State.B_RINGING, State.B_ANSWERED, State.CONNECTED}
    for reason in reasons:
        shown = set(after(an_event(state, reason=reason)))
        assert bool(shown & {RINGING, ANSWERED}) is (state in reported)
