"""Tel2: what the vectors do not say of its request, its deadline and its undocumented reply."""

from __future__ import annotations

import pytest

from desktop_dialer.core.call import State
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Role
from desktop_dialer.core.plan import Plan
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.wire import Reply
from desktop_dialer.providers.tel2 import Tel2

URL = "https://now.tel2.co.uk/webservices/connectcall"


def plan(a_number="", b_number="02034567890", **settings):
    return Plan(
        base_url=URL,
        a_number=a_number,
        b_number=b_number,
        values={"user": "442039876543"},
        settings=settings,
        secrets={"password": Secret("mypassword")},
    )


def read(body, *, status=200, secure=True):
    return Tel2().read_start(plan(), Reply(status=status, headers={}, body=body, secure=secure))


def test_the_four_parameters_of_the_manual_are_declared_in_its_order():
    assert [parameter.name for parameter in Tel2.facts.parameters] == ["user", "password", "aparty", "bparty"]
    assert Tel2.facts.base_url == URL


def test_it_declares_no_ability_for_the_manual_has_none():
    assert Tel2.facts.abilities == ()
    assert Tel2.facts.codes == ()


@pytest.mark.parametrize("user", ["02034567890", "+442034567890", "44203", "4420345678901234", "44 2034567890"])
def test_a_user_that_is_not_in_login_form_is_refused(user):
    with pytest.raises(InvalidInput, match="country code and number"):
        Tel2.facts.parameter("user").check(user)


def test_the_a_party_stands_for_the_users_own_line_where_it_is_left_out():
    assert Tel2.facts.a_party_default == "user"
    assert not Tel2.facts.of_role(Role.A_PARTY).required


@pytest.mark.parametrize("own", ["02039876543", "00442039876543"])
def test_the_users_own_line_is_not_sent_as_aparty(own):
    assert "aparty" not in Tel2().start(plan(own)).url.reveal()


def test_a_number_that_looks_like_the_own_line_in_another_country_is_sent():
    assert "&aparty=02039876543&" in Tel2().start(plan("02039876543", country="IT")).url.reveal()


def test_the_deadline_leaves_time_for_an_a_party_to_answer():
    assert Tel2().deadline(plan()) == 60


def test_a_plan_passes_unchanged():
    assert Tel2().check(plan("02034567890")) == plan("02034567890")


@pytest.mark.parametrize(
    "words",
    ["ERROR", "Call failed", "Invalid user", "Permission denied", "unauthorised", "User not found", "Please log in",
     "Insufficient credit", "Service unavailable"],
)  # fmt: skip
def test_words_of_trouble_leave_the_call_unknown_and_are_kept(words):
    reading = read(words.encode())
    assert (reading.state, reading.reason, reading.text) == (State.UNKNOWN, "unrecognised", words)


@pytest.mark.parametrize("words", ["OK", "Call queued", "1", "Connecting 02034567890\r\nto 02034567891"])
def test_a_short_plain_answer_is_delivery_and_no_more(words):
    reading = read(words.encode())
    assert (reading.state, reading.reason, reading.text) == (State.ACCEPTED_UNCONFIRMED, None, words)


def test_the_sister_services_refusal_counts_under_a_refusing_status_over_plain_http():
    body = b'{"Result":"-1","Status":"Error","Message":"Password incorrect"}'
    reading = read(body, status=401, secure=False)
    assert (reading.state, reading.reason, reading.text) == (State.REJECTED, "credentials", "Password incorrect")
