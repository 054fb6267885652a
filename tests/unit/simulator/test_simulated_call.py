"""The timetable of a simulated call."""

import itertools

import pytest

from desktop_dialer.simulator.call import Leg, LegState
from desktop_dialer.simulator.exchange import Exchange
from desktop_dialer.simulator.scenario import Scenario
from desktop_dialer.simulator.timeline import DialPlan, Phase, timeline


def placed(scenario=Scenario.TALK, plan=None, pace=1.0):
    return Exchange(scenario=scenario, pace=pace, clock=lambda: 100.0).place("tel2", "1", "2", plan)


@pytest.mark.parametrize("scenario", Scenario)
@pytest.mark.parametrize("both_at_once", [False, True])
@pytest.mark.parametrize("first_leg_fails", [False, True])
def test_every_timetable_runs_forward_and_is_over_at_its_last_step_alone(scenario, *, both_at_once, first_leg_fails):
    steps = timeline(scenario, DialPlan(both_at_once=both_at_once, first_leg_fails=first_leg_fails))
    assert all(earlier.at < later.at for earlier, later in itertools.pairwise(steps))
    assert [step.phase.is_over for step in steps] == [False] * (len(steps) - 1) + [True]


def test_a_talk_passes_through_every_phase_at_its_time():
    call = placed()
    seen = [call.phase(100.0 + second) for second in (0.4, 0.5, 2.5, 3.0, 5.5, 6.0, 13.9, 14.0, 9999.0)]
    assert seen == [
        Phase.PENDING,
        Phase.A_RINGING,
        Phase.A_ANSWERED,
        Phase.B_RINGING,
        Phase.B_ANSWERED,
        Phase.CONNECTED,
        Phase.CONNECTED,
        Phase.B_ENDED,
        Phase.B_ENDED,
    ]


def test_the_pace_stretches_a_call():
    call = placed(pace=2.0)
    assert call.phase(127.9) is Phase.CONNECTED
    assert call.phase(128.0) is Phase.B_ENDED


def test_at_pace_zero_a_call_is_over_at_once():
    assert placed(pace=0.0).phase(100.0) is Phase.B_ENDED


def test_a_negative_pace_is_refused():
    with pytest.raises(ValueError, match="pace"):
        placed(pace=-1.0)


def test_a_delay_keeps_everything_waiting():
    call = placed(plan=DialPlan(delay=60.0))
    assert call.phase(160.4) is Phase.PENDING
    assert call.phase(160.5) is Phase.A_RINGING


def test_both_legs_at_once_ring_before_either_answers():
    call = placed(plan=DialPlan(both_at_once=True))
    assert (call.leg(Leg.A, 101.0), call.leg(Leg.B, 101.0)) == (LegState.RINGING, LegState.RINGING)
    assert (call.leg(Leg.A, 104.0), call.leg(Leg.B, 104.0)) == (LegState.RINGING, LegState.ANSWERED)


def test_legs_are_idle_before_and_after_the_call():
    call = placed()
    assert {call.leg(leg, second) for leg in Leg for second in (100.0, 114.0)} == {LegState.IDLE}


def test_a_busy_party_never_rings():
    assert placed(Scenario.BUSY).begins(Phase.B_RINGING) is None
    assert placed(Scenario.BUSY, DialPlan(first_leg_fails=True)).begins(Phase.A_RINGING) is None


def test_nobody_answers_a_telephone_that_rings_too_short():
    answers, settled_after = placed(plan=DialPlan(ring_limit=1.0)).first_leg_result()
    assert (answers, settled_after) == (False, 1.5)


def test_a_hang_up_takes_a_second():
    call = placed()
    call.hang_up(107.0)
    call.hang_up(107.9)
    assert call.phase(107.9) is Phase.CONNECTED
    assert call.phase(108.0) is Phase.HUNG_UP


def test_a_call_that_ends_by_itself_first_was_not_hung_up():
    call = placed()
    call.hang_up(113.5)
    assert call.phase(120.0) is Phase.B_ENDED


def test_a_lost_session_is_forgotten_once_both_are_connected():
    call = placed(Scenario.SESSION_LOST)
    assert not call.is_forgotten(105.9)
    assert call.is_forgotten(106.0)
    assert call.phase(106.0) is Phase.CONNECTED
