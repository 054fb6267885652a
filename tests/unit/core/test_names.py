"""The one list of names, written out: the words of the law are those of the journal, of `--json` and of the tests."""

from __future__ import annotations

from desktop_dialer.core.call import LAST, REASONS, STANDING, Evidence, Leg, Reason, State, Verdict

STATES = """
armed sending not_sent rejected unknown accepted accepted_unconfirmed scheduled dialing a_ringing a_answered b_ringing
b_answered answered connected ending ended failed untracked
"""
REASONS_BY_STATE = {
    "rejected": "credentials permission rate_plan parameters funds a_number b_number rate_limited provider_message",
    "not_sent": "dns refused tls timeout_connecting proxy journal cancelled interrupted no_secret keyring",
    "unknown": """
        timeout disconnected redirect html_page empty_body malformed unrecognised body_too_large not_http interrupted
        untrusted_channel
    """,
    "ended": "hung_up a_party b_party funds not_reported",
    "failed": "busy no_answer declined funds a_number b_number first_leg",
    "untracked": "reports_nothing_more session_lost contact_lost",
}


def words(enum):
    return [member.value for member in enum]


def test_the_states_are_those_of_the_law():
    assert words(State) == STATES.split()


def test_the_reasons_of_each_state_are_those_of_the_law():
    found = {state.value: {reason.value for reason in reasons} for state, reasons in REASONS.items()}
    assert found == {state: set(listed.split()) for state, listed in REASONS_BY_STATE.items()}


def test_there_is_no_reason_that_no_state_carries():
    assert set(words(Reason)) == set(" ".join(REASONS_BY_STATE.values()).split())
    assert len(words(Reason)) == len(set(words(Reason)))


def test_the_kinds_of_evidence_are_those_of_the_law():
    assert words(Evidence) == ["local", "reply", "poll", "person"]


def test_the_verdicts_are_those_of_the_law():
    assert words(Verdict) == ["rang", "did_not_ring", "called_anyway", "expired"]


def test_the_legs_are_a_and_b():
    assert words(Leg) == ["a", "b"]


def test_the_last_states_are_those_of_the_law():
    assert {"not_sent", "rejected", "ended", "failed", "untracked"} == LAST


def test_unknown_and_scheduled_stand_beside_them_without_a_line():
    assert {"unknown", "scheduled"} == STANDING - LAST
