"""VoipTech: what the vectors do not say of its deadline, its recording table and the watch of an extension."""

from __future__ import annotations

import pytest

from desktop_dialer.core.call import State
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Kind
from desktop_dialer.core.plan import Plan
from desktop_dialer.core.reading import Quiet, Reading, Unread
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.wire import Method, Reply
from desktop_dialer.providers.voiptech import VoipTech

URL = "https://pbx.example.com/API/dialup.php"
FUTURE = {"Date": "202612311530", "Maxretry": "3", "Retrytime": "60", "ident": "acme-1"}


def plan(values=None, *, ends=(True, False), base_url=URL, track=False, **settings):
    """A plan; `ends` says of dial1 and dial2 whether they are internal."""
    return Plan(
        base_url=base_url,
        a_number="203" if ends[0] else "0501111111",
        b_number="204" if ends[1] else "0502222222",
        a_internal=ends[0],
        b_internal=ends[1],
        values={"user": "u", "org": "o", **(values or {})},
        settings=settings,
        secrets={"pass": Secret("p")},
        track=track,
    )


def reply(body, *, status=200):
    return Reply(status=status, headers={"content-type": "text/html"}, body=body.encode(), secure=True)


def test_every_parameter_of_the_manual_is_declared_in_its_order():
    assert [parameter.name for parameter in VoipTech.facts.parameters] == [
        "user", "pass", "org", "dial1", "dial2", "Response", "showUID", "RFormat", "SetCID", "Timeout",
        "Date", "Maxretry", "Retrytime", "ident",
    ]  # fmt: skip


def test_the_ring_time_has_the_manuals_range_and_default():
    timeout = VoipTech.facts.parameter("Timeout")
    assert (timeout.kind, timeout.minimum, timeout.maximum, timeout.default) == (Kind.INTEGER, 1, 300, "20")


def test_there_is_no_address_but_the_customers_own():
    assert VoipTech.facts.base_url is None


@pytest.mark.parametrize(
    ("values", "seconds"),
    [({}, 15), ({"Timeout": "300"}, 15), ({"Response": "yes"}, 35), ({"Response": "yes", "Timeout": "300"}, 315)],
)
def test_the_deadline_covers_the_ring_time_only_where_the_result_is_asked_for(values, seconds):
    assert VoipTech().deadline(plan(values)) == seconds


@pytest.mark.parametrize("name", ["showUID", "RFormat"])
def test_what_needs_the_result_asks_for_it_before_the_deadline_is_taken(name):
    provider = VoipTech()
    checked = provider.check(plan({name: "yes" if name == "showUID" else "json"}))
    assert checked.values["Response"] == "yes"
    assert provider.deadline(checked) == 35


@pytest.mark.parametrize("missing", FUTURE)
def test_a_future_call_wants_all_four_of_its_parameters(missing):
    values = {name: value for name, value in FUTURE.items() if name != missing}
    with pytest.raises(InvalidInput) as refused:
        VoipTech().check(plan(values))
    assert refused.value.name == missing


@pytest.mark.parametrize("ends", [(True, False), (False, True), (True, True)])
def test_a_recorded_call_with_an_extension_in_it_goes_without_a_caller_id(ends):
    provider = VoipTech()
    assert "SetCID" not in provider.check(plan(ends=ends, record="yes")).values
    with pytest.raises(InvalidInput, match="must be left out") as refused:
        provider.check(plan({"SetCID": "203"}, ends=ends, record="yes"))
    assert refused.value.name == "SetCID"


@pytest.mark.parametrize("values", [{}, {"SetCID": "97239999999"}, {"SetCID": "+203"}])
def test_a_recorded_call_between_external_numbers_wants_the_agents_extension(values):
    with pytest.raises(InvalidInput, match="agent's extension") as refused:
        VoipTech().check(plan(values, ends=(False, False), record="yes"))
    assert refused.value.name == "SetCID"


@pytest.mark.parametrize(("caller_id", "settings"), [("203", {}), ("7000123", {"internal": r"7\d{6}"})])
def test_the_agents_extension_is_sent_as_caller_id(caller_id, settings):
    given = plan({"SetCID": caller_id}, ends=(False, False), record="yes", **settings)
    assert VoipTech().check(given) == given


def test_a_posted_form_holds_the_very_bytes_of_the_query():
    query = VoipTech().start(plan()).url.reveal().partition("?")[2]
    posted = VoipTech().start(plan(method="POST"))
    assert (posted.method, posted.url.reveal(), posted.body.reveal()) == (Method.POST, URL, query)


def test_an_unasked_reply_may_be_anything_but_a_web_page_or_a_refusal():
    reading = VoipTech().read_start(plan(), reply('{"data":{"Response":"fail"}}'))
    assert (reading.state, reading.reason) == (State.ACCEPTED_UNCONFIRMED, None)


def test_a_refusal_is_short():
    reading = VoipTech().read_start(plan({"Response": "yes"}), reply("x" * 200 + " bad event"))
    assert reading.state is State.UNKNOWN


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        (URL, "https://pbx.example.com/API/CHstatus.php"),
        ("https://pbx.example.com", "https://pbx.example.com/CHstatus.php"),
        ("https://pbx.example.com/API/", "https://pbx.example.com/API/CHstatus.php"),
    ],
)
def test_the_extensions_state_is_asked_for_beside_dialup(base_url, expected):
    request = VoipTech().check_request(plan(base_url=base_url, track=True))
    assert request.url.reveal().partition("?")[0] == expected


@pytest.mark.parametrize(("track", "internal"), [(False, True), (True, False), (False, False)])
def test_no_extension_is_watched_without_leave_or_without_an_extension(track, internal):
    subject = plan(ends=(internal, False), track=track)
    assert VoipTech().observe(subject) is None
    assert VoipTech().check_request(subject) is None


def test_each_state_of_the_extension_is_told_once():
    watch = VoipTech().observe(plan(track=True))
    bodies = ["Idle", '{"status":"Idle"}', '{"status":"Ringing"}', "", '{"status":"Ringing"}', "InUse", "Idle"]
    told = [watch.read(reply(body)) for body in bodies]
    assert watch.interval == 2
    assert [type(read) for read in told] == [Reading, Quiet, Reading, Unread, Quiet, Reading, Reading]
    assert [read.code for read in told if isinstance(read, Reading)] == ["Idle", "Ringing", "InUse", "Idle"]
    assert all(read.state is None and "203" in read.text for read in told if isinstance(read, Reading))


def test_a_check_names_the_extension_and_its_state():
    check = VoipTech().read_check(plan(track=True), reply('{"status":"InUse"}'))
    assert "203" in check.text
    assert "InUse" in check.text
