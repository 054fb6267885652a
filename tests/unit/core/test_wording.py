"""The words for people: a sentence for each state and reason, and nothing that only a programmer would understand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop_dialer.core.call import REASONS, Event, Evidence, Leg, Reason, State, Verdict
from desktop_dialer.core.wording import (
    STATE_WORDS,
    Names,
    detail,
    evidence_words,
    happened,
    http_status,
    remedy,
    sentence,
)

NAMES = Names(provider="Tel2", a_party="your desk", b_party="{Anna}")


def an_event(state, *, evidence=Evidence.REPLY, reason=None, leg=None, code=None, text="", verdict=None):
    return Event(
        call="c", seq=1, time=datetime(2026, 1, 1, tzinfo=UTC), elapsed=0.0, state=state, leg=leg, reason=reason,
        evidence=evidence, code=code, text=text, verdict=verdict,
    )  # fmt: skip


EVERY = [(state, reason) for state in State for reason in sorted(REASONS.get(state, {None}), key=str)]


@pytest.mark.parametrize(("state", "reason"), EVERY)
def test_every_state_with_every_reason_has_a_sentence(state, reason):
    said = sentence(an_event(state, reason=reason), NAMES)
    assert said.endswith((".", "…"))
    assert "HTTP" not in said
    assert "Error" not in said
    assert "_" not in said
    assert "{" not in said.replace("{Anna}", "")


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_word(state):
    assert STATE_WORDS[state][0].isupper()


@pytest.mark.parametrize("reason", [*sorted(REASONS[State.UNKNOWN]), "http_500"])
def test_what_is_not_known_is_said_with_what_to_do(reason):
    said = sentence(an_event(State.UNKNOWN, reason=reason), NAMES)
    assert said.startswith("We don't know if this call went out. ")
    assert said.endswith(" Check your phone before you try again.")


@pytest.mark.parametrize("reason", sorted(REASONS[State.NOT_SENT]))
def test_what_was_not_sent_is_said_to_be_so(reason):
    assert sentence(an_event(State.NOT_SENT, reason=reason), NAMES).startswith("Nothing was sent: ")


def test_an_http_status_is_told_by_its_number():
    event = an_event(State.REJECTED, reason="http_404")
    assert http_status(event) == "404"
    assert sentence(event, NAMES) == "Tel2 answered with HTTP 404. Check the account's address."
    assert http_status(an_event(State.REJECTED, reason=Reason.FUNDS)) == http_status(an_event(State.ENDED)) == ""


@pytest.mark.parametrize(("state", "reason"), [*EVERY, (State.REJECTED, "http_404"), (State.UNKNOWN, "http_500")])
def test_what_happened_is_short_and_stands_within_the_sentence(state, reason):
    event = an_event(state, reason=reason)
    assert len(happened(event, NAMES)) <= 70
    assert happened(event, NAMES) in sentence(event, NAMES)
    assert remedy(event, NAMES) in sentence(event, NAMES)


@pytest.mark.parametrize("state", [State.NOT_SENT, State.REJECTED])
@pytest.mark.parametrize("reason", [Reason.CREDENTIALS, Reason.KEYRING, Reason.FUNDS, Reason.DNS])
def test_what_can_be_mended_is_told_with_how(state, reason):
    assert bool(remedy(an_event(state, reason=reason), NAMES)) is (reason in REASONS[state])


def test_a_session_that_was_opened_is_told():
    opened = an_event(State.ACCEPTED, code="103", text="LoginSucess")
    assert sentence(opened, NAMES) == "Accepted, session opened."
    assert detail(opened, NAMES) == ""
    assert sentence(an_event(State.ACCEPTED, code="100"), NAMES) == "Tel2 accepted the call."


@pytest.mark.parametrize(
    ("reason", "leg", "said"),
    [
        (Reason.BUSY, None, "Busy."),
        (Reason.BUSY, Leg.A, "Busy. It was your leg."),
        (
            Reason.FUNDS,
            Leg.B,
            "No call: the credit does not suffice. It was the leg of {Anna}. Top up your credit with Tel2.",
        ),
        (Reason.A_NUMBER, Leg.A, "No call: your own number is wrong. Check the number that rings first."),
        (Reason.FIRST_LEG, Leg.A, "Your phone was not reached: no answer, busy or not connected."),
    ],
)
def test_a_failure_names_the_leg_where_the_provider_does(reason, leg, said):
    assert sentence(an_event(State.FAILED, reason=reason, leg=leg), NAMES) == said


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_is_told_in_place_of_the_state(verdict):
    event = an_event(State.UNKNOWN, reason=Reason.TIMEOUT, verdict=verdict, text="x")
    assert "Check your phone" not in sentence(event, NAMES)
    assert detail(event, NAMES) == ""


def test_an_entry_that_changes_nothing_tells_only_what_was_said():
    event = an_event(State.CONNECTED, evidence=Evidence.POLL, code="5", text="Account State")
    assert sentence(event, NAMES, changed=False) == "Tel2 says: “Account State”."
    assert sentence(an_event(State.CONNECTED, code="17"), NAMES, changed=False) == "Tel2 says: “17”."


def test_an_entry_that_brings_nothing_new_says_where_the_call_stands():
    event = an_event(State.CONNECTED, evidence=Evidence.POLL)
    assert sentence(event, NAMES, changed=False) == sentence(event, NAMES)


def test_words_that_add_nothing_are_left_out():
    assert detail(an_event(State.CONNECTED, text="Clients connected"), NAMES) == ""
    assert detail(an_event(State.FAILED, reason=Reason.NO_ANSWER, text="No answer"), NAMES) == ""
    assert detail(an_event(State.REJECTED, text="no money"), NAMES, changed=False) == ""


def test_when_a_call_is_due_is_this_programs_word():
    due = an_event(State.SCHEDULED, text="Due at 2026-11-20 14:30 UTC.")
    assert detail(due, NAMES) == "Due at 2026-11-20 14:30 UTC."


def test_the_providers_words_are_told_as_its_own_and_ours_as_ours():
    assert detail(an_event(State.REJECTED, text="no money"), NAMES) == "Tel2 says: “no money”."
    assert detail(an_event(State.NOT_SENT, evidence=Evidence.LOCAL, text="No network."), NAMES) == "No network."
    assert detail(an_event(State.REJECTED), NAMES) == ""


def test_each_kind_of_evidence_has_its_own_name():
    assert len({evidence_words(evidence) for evidence in Evidence}) == len(Evidence)


def test_a_state_whose_reason_was_lost_is_still_named():
    assert sentence(an_event(State.ENDED), NAMES) == "Ended."
