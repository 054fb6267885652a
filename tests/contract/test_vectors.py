"""Every provider's vectors, both ways: the requests are built byte for byte, the replies are read as they say."""

from __future__ import annotations

import pytest

from desktop_dialer.core.call import LAST, REASONS, Leg, Reason, State
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.reading import CheckResult, HangUp, Quiet, Reading, Unread
from desktop_dialer.providers import PROVIDERS
from tests.contract.provider_contract import (
    assert_lawful,
    built,
    every_vector,
    handle,
    is_valid,
    plan_of,
    reply_of,
    vectors,
)

STARTS = {"initiate", "login", "connect"}
POLLS = {"status", "getStatus", "CHstatus"}
UNREAD = {"end"}
"""A session's end is not read: whatever is answered, nothing more is sent in it."""

STATUS = {
    "source_alerting": (State.A_RINGING, None),
    "bridged": (State.CONNECTED, None),
    "destination_ended": (State.ENDED, Reason.B_PARTY),
    "ended": (State.ENDED, Reason.NOT_REPORTED),
    "unrecognised": (None, None),
}
"""The vectors' words for what a poll reports, in the law's."""


def context(vector):
    return vector["context"].partition(",")[0]


def plan_for(name, vector):
    return plan_of(name, vector["input"])


def shown(request):
    """A request as the vectors write it."""
    return {
        "method": request.method.value,
        "url": request.url.reveal(),
        "headers": dict(request.headers),
        "body": request.body.reveal(),
    }


@pytest.mark.parametrize(("name", "vector"), **every_vector("requests", is_valid))
def test_a_request_is_built_byte_for_byte(name, vector):
    assert shown(built(name, vector["input"])) == vector["expect"]


@pytest.mark.parametrize(
    ("name", "vector"), **every_vector("requests", lambda v: v["expect"] == "invalid" and "never" not in v["input"])
)
def test_what_the_manual_forbids_is_refused_with_the_name_of_what_is_wrong(name, vector):
    with pytest.raises(InvalidInput) as refused:
        plan_of(name, vector["input"])
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(("name", "vector"), **every_vector("requests", lambda v: "never" in v["input"]))
def test_what_is_never_built_is_in_no_request(name, vector):
    requests = [built(name, other["input"]) for other in vectors(name)["requests"] if is_valid(other)]
    assert not any(vector["input"]["never"] in str(shown(request)) for request in requests)


@pytest.mark.parametrize(("name", "vector"), **every_vector("responses", lambda v: context(v) in STARTS))
def test_a_start_reply_is_read(name, vector):
    provider, plan, reply, expect = PROVIDERS[name], plan_for(name, vector), reply_of(vector), vector["expect"]
    if context(vector) == "connect":
        reading = provider.read_connect(plan, handle(), reply)
    else:
        reading = provider.read_start(plan, reply)
    assert_lawful(reading)
    answered = expect["reason"] == "first_leg_answered"
    state = State.A_ANSWERED if answered else State(expect["kind"])
    assert reading.state is state
    assert reading.leg is (Leg.A if state in {State.A_ANSWERED, State.FAILED} else None)
    assert reading.reason == (expect["reason"] if state in REASONS else None)
    assert expect.get("message", "") in reading.text
    assert expect.get("key", "") in reading.text
    if "code" in expect:
        assert reading.code == str(expect["code"])
    for label, value in expect.get("uid", {}).items():
        assert f"{label} {value}" in reading.text.lower()
    named = {expect[word] for word in ("request_id", "guid", "callid") if word in expect}
    assert named <= ({reading.handle.value.reveal()} if reading.handle else set())
    if expect["reason"] == "no_handle":
        assert reading.handle is None
    assert reading.session_gone is expect.get("session_gone", False)


@pytest.mark.parametrize(("name", "vector"), **every_vector("responses", lambda v: context(v) in POLLS))
def test_a_poll_is_read(name, vector):
    provider, plan, expect = PROVIDERS[name], plan_for(name, vector), vector["expect"]
    watch = provider.observe(plan) if context(vector) == "CHstatus" else provider.watch(plan, handle())
    read = watch.read(reply_of(vector))
    match expect["kind"]:
        case "poll_failed":
            assert isinstance(read, Unread)
            assert read.reason == expect["reason"]
        case "session_lost":
            assert (read.state, read.reason) == (State.UNTRACKED, Reason.SESSION_LOST)
        case "extension":
            assert isinstance(read, Reading)
            assert (read.state, read.code) == (None, expect["reason"])
            assert expect["reason"] in read.text
        case "status" if expect.get("reason") == "no_changes":
            assert isinstance(read, Quiet)
        case "status":
            said = (expect["state"], expect.get("reason")) if "state" in expect else STATUS[expect["reason"]]
            assert (read.state, read.reason) == said
            assert expect.get("leg", read.leg) == read.leg
            assert read.code == str(expect.get("code", expect.get("raw")))
            assert expect.get("terminal", read.state in LAST) is (read.state in LAST)
        case other:
            pytest.fail(f"no reader for {other}")


@pytest.mark.parametrize(("name", "vector"), **every_vector("responses", lambda v: context(v) == "hangUp"))
def test_a_hang_up_is_read(name, vector):
    read = PROVIDERS[name].read_hang_up(reply_of(vector))
    assert read.result is HangUp(vector["expect"]["kind"])


@pytest.mark.parametrize(("name", "vector"), **every_vector("responses", lambda v: context(v) == "check"))
def test_an_account_check_is_read(name, vector):
    read = PROVIDERS[name].read_check(plan_for(name, vector), reply_of(vector))
    assert read.result is CheckResult(vector["expect"]["kind"].removeprefix("check_"))
    assert read.reason == vector["expect"].get("reason")
    assert read.text.endswith((".", "!"))


def test_every_reply_has_its_reader():
    contexts = {context(vector) for name in PROVIDERS for vector in vectors(name)["responses"]}
    assert contexts <= STARTS | POLLS | UNREAD | {"hangUp", "check"}
