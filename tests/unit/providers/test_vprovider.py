"""VProvider: what is sent, byte for byte, and what each envelope is taken for."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from desktop_dialer.core.call import Reason, State
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Capability, Source
from desktop_dialer.core.plan import Plan
from desktop_dialer.core.ports import ChecksAccount, HangsUp, Tracks
from desktop_dialer.core.reading import CheckResult, Handle, HangUp, Quiet, Reading, Refused, Unread
from desktop_dialer.core.secret import MASK, Secret
from desktop_dialer.core.wire import Method, Reply
from desktop_dialer.providers.vprovider import VProvider

BASE = "http://domain.example.com/api/json/calls/make/"
CALLID = "1234567890.123456"
LOGIN = "auth_username=user;auth_password=password"
IDS = {"machine": 1, "server": "asterisk01", "callid": CALLID}
AS_PRINTED = (
    "{ “responses”:[ { “code”:”200″, “key”:””, “message”:”OK” } ], "
    "“data”:{ “machine”:1, “server”:”asterisk01″, “callid”:”1234567890.123456″ }, }"
)
"""The manual's last example, byte for byte."""


def a_plan(*, a="1234567", b="1234568", base_url=BASE, password="password", track=False, settings=None, **values):
    return Plan(
        base_url=base_url,
        a_number=a,
        b_number=b,
        values={"auth_username": "user", **values},
        settings=settings or {},
        secrets={"auth_password": Secret(password)},
        track=track,
    )


def a_reply(body, status=200, *, secure=True):
    return Reply(status=status, headers={"content-type": "application/json"}, body=body.encode(), secure=secure)


def entry(code, key="", message="OK"):
    return {"code": code, "key": key, "message": message}


def envelope(*entries, status=200, secure=True, **more):
    return a_reply(json.dumps({"responses": list(entries), **more}), status, secure=secure)


@pytest.fixture
def vprovider():
    return VProvider()


@pytest.fixture
def handle():
    return Handle(value=Secret(CALLID))


@pytest.mark.parametrize(
    ("plan", "query"),
    [
        (a_plan(stype="phone"), f"{LOGIN};stype=phone;snumber=1234567;cnumber=1234568"),
        (a_plan(stype="phone", b="2125551234"), f"{LOGIN};stype=phone;snumber=1234567;cnumber=2125551234"),
        (a_plan(a="2125551234", b="100", stype=""), f"{LOGIN};stype=;snumber=2125551234;cnumber=100"),
        (
            a_plan(stype="phone", b="2125551234", wait="5"),
            f"{LOGIN};stype=phone;snumber=1234567;cnumber=2125551234;wait=5",
        ),
    ],
)
def test_the_manuals_examples_are_sent_byte_for_byte(vprovider, plan, query):
    request = vprovider.start(vprovider.check(plan))
    assert (request.method, request.body.reveal(), request.headers) == (Method.GET, "", ())
    assert request.url.reveal() == f"{BASE}?{query}"


def test_stype_is_sent_where_nobody_gave_it(vprovider):
    assert vprovider.start(a_plan()).url.reveal() == f"{BASE}?{LOGIN};stype=;snumber=1234567;cnumber=1234568"


def test_every_parameter_goes_out_in_the_manuals_order(vprovider):
    declared = [parameter.name for parameter in vprovider.facts.parameters]
    own = {"auth_username", "auth_password", "snumber", "cnumber"}
    request = vprovider.start(a_plan(**{name: "" for name in reversed(declared) if name not in own}))
    assert [pair.split("=")[0] for pair in request.url.reveal().split("?")[1].split(";")] == declared


def test_the_order_is_that_of_the_manuals_table(vprovider):
    manual = (
        "auth_username auth_password stype snumber ctype cnumber cdialplan card customer answer1 answer2 callerid1 "
        "callerid2 recordgroup screen1 screen2 warn1 warn2 delay wait noforwards"
    )
    assert [parameter.name for parameter in vprovider.facts.parameters] == manual.split()


@pytest.mark.parametrize("separator", [";", "&"])
def test_the_account_chooses_the_separator_and_values_escape_both(vprovider, separator, handle):
    plan = a_plan(password="a;b&c", track=True, settings={"separator": separator})
    for request in (vprovider.start(plan), vprovider.hang_up(plan, handle)):
        query = request.url.reveal().split("?")[1]
        assert query.split(separator)[:2] == ["auth_username=user", "auth_password=a%3Bb%26c"]


def test_no_secret_shows_in_a_request(vprovider, handle):
    plan = a_plan(password="p;q", track=True)
    requests = [
        vprovider.start(plan),
        vprovider.hang_up(plan, handle),
        vprovider.watch(plan, handle).request(),
        vprovider.check_request(plan),
    ]
    for request in requests:
        assert f"auth_password={MASK}" in str(request.url)
        assert "p;q" not in repr(request)
        assert "p%3Bq" not in repr(request)


@pytest.mark.parametrize(("a", "b", "name"), [("", "1", "snumber"), ("1", "", "cnumber")])
def test_both_numbers_are_needed(vprovider, a, b, name):
    with pytest.raises(InvalidInput, match=name) as fault:
        vprovider.check(a_plan(a=a, b=b))
    assert fault.value.name == name


@pytest.mark.parametrize(("delay", "wait"), [("10", "10"), ("10", "9"), ("10", "1")])
def test_wait_exceeds_delay_where_both_are_used(vprovider, delay, wait):
    with pytest.raises(InvalidInput, match="more than delay") as fault:
        vprovider.check(a_plan(delay=delay, wait=wait))
    assert fault.value.name == "wait"


@pytest.mark.parametrize(
    "values", [{"delay": "10", "wait": "11"}, {"delay": "10", "wait": "0"}, {"delay": "10"}, {"wait": "1"}]
)
def test_a_delay_or_a_wait_of_0_is_not_used(vprovider, values):
    plan = a_plan(**values)
    assert vprovider.check(plan) is plan


@pytest.mark.parametrize(
    ("name", "value"),
    [("answer1", "2"), ("warn2", "yes"), ("stype", "line"), ("cdialplan", "manual"), ("wait", "-1"), ("customer", "x")],
)
def test_a_value_out_of_its_range_is_refused(vprovider, name, value):
    with pytest.raises(InvalidInput) as fault:
        vprovider.facts.parameter(name).check(value)
    assert fault.value.name == name


@pytest.mark.parametrize("name", ["stype", "ctype", "card", "callerid1", "callerid2"])
def test_an_empty_text_is_a_value_where_the_manual_gives_it_a_meaning(vprovider, name):
    parameter = vprovider.facts.parameter(name)
    assert (parameter.check(""), parameter.default) == ("", "")


@pytest.mark.parametrize(("values", "seconds"), [({}, 20), ({"wait": "5"}, 25), ({"wait": "0"}, 20)])
def test_the_deadline_leaves_20_seconds_after_the_wait(vprovider, values, seconds):
    assert vprovider.deadline(a_plan(**values)) == seconds


@pytest.mark.parametrize(
    "reply",
    [
        envelope(entry("200"), data=IDS),
        a_reply(AS_PRINTED),
        envelope(entry(200), data=IDS),
        envelope(entry("204"), entry("200"), data=IDS),
    ],
)
def test_a_200_is_accepted_with_the_calls_ids(vprovider, reply):
    reading = vprovider.read_start(a_plan(wait="5"), reply)
    assert (reading.state, reading.reason, reading.code) == (State.ACCEPTED, None, "200")
    assert reading.handle.value == Secret(CALLID)
    assert reading.text.endswith("OK; machine 1; server asterisk01; callid 1234567890.123456")


@pytest.mark.parametrize(
    ("callid", "kept"),
    [("1234567890.100000", "1234567890.100000"), (1234567890123456789, "1234567890123456789"), ("sip-x;1", "sip-x;1")],
)
def test_a_callid_is_kept_digit_for_digit(vprovider, callid, kept):
    reading = vprovider.read_start(a_plan(wait="5"), envelope(entry("200"), data={"callid": callid}))
    assert reading.handle.value.reveal() == kept


def test_a_callid_that_is_written_as_a_number_does_not_become_a_float(vprovider):
    body = '{"responses":[{"code":"200","key":"","message":"OK"}],"data":{"callid":1234567890.100000}}'
    assert vprovider.read_start(a_plan(wait="5"), a_reply(body)).handle.value.reveal() == "1234567890.100000"


@pytest.mark.parametrize(
    "data", [None, {}, [], "x", {"callid": ""}, {"callid": None}, {"callid": True}, {"callid": ["1"]}]
)
def test_a_200_without_a_callid_stands_but_cannot_be_followed(vprovider, data):
    reading = vprovider.read_start(a_plan(wait="5"), envelope(entry("200"), data=data))
    assert (reading.state, reading.handle) == (State.ACCEPTED, None)


@pytest.mark.parametrize(
    "reply",
    [
        envelope(entry("204")),
        envelope(entry(204), data=IDS),
        a_reply('{"responses":{"code":"204","key":"","message":"OK"}}'),
        a_reply("{ “responses”:[ { “code”:”204″, “key”:””, “message”:”OK” } ] }"),
        a_reply('{"responses":[{"code":"204","message":"OK",},],}'),
        a_reply('\ufeff{"responses":[{"code":"204","message":"OK"}]}'),
    ],
)
def test_a_204_is_accepted_and_nothing_more_is_known(vprovider, reply):
    reading = vprovider.read_start(a_plan(), reply)
    assert (reading.state, reading.code, reading.text, reading.handle) == (State.ACCEPTED, "204", "OK", None)


def test_the_repair_leaves_a_sound_reply_alone(vprovider):
    message = "“quoted″, ] ,}"
    assert vprovider.read_start(a_plan(), envelope(entry("204", "", message))).text == message


def test_a_delayed_call_is_scheduled_in_seconds(vprovider):
    reading = vprovider.read_start(a_plan(delay="90"), envelope(entry("204")))
    assert (reading.state, reading.due_in) == (State.SCHEDULED, timedelta(seconds=90))


def test_a_delayed_call_that_has_its_ids_is_due_now(vprovider):
    reading = vprovider.read_start(a_plan(delay="5", wait="9"), envelope(entry("200"), data=IDS))
    assert (reading.state, reading.due_in) == (State.SCHEDULED, timedelta(0))
    assert reading.handle is not None


def test_a_delay_of_0_is_a_call_now(vprovider):
    assert vprovider.read_start(a_plan(delay="0"), envelope(entry("204"))).state is State.ACCEPTED


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("400", Reason.PARAMETERS),
        ("401", Reason.CREDENTIALS),
        ("402", Reason.PERMISSION),
        ("403", Reason.RATE_PLAN),
        ("404", Reason.PARAMETERS),
        ("499", Reason.PROVIDER_MESSAGE),
        (402, Reason.PERMISSION),
    ],
)
@pytest.mark.parametrize("status", [200, 401, 500])
@pytest.mark.parametrize("secure", [True, False])
def test_a_refusal_in_the_envelope_counts_whatever_the_http_status(vprovider, code, reason, status, secure):
    reading = vprovider.read_start(a_plan(), envelope(entry(code, "plan", "no"), status=status, secure=secure))
    assert (reading.state, reading.reason, reading.code) == (State.REJECTED, reason, str(code))
    assert reading.text == "plan: no"


def test_every_entry_of_a_refusal_is_told(vprovider):
    reply = envelope(
        entry("400", "snumber", "Invalid number"), entry("400", "cnumber", "Too short"), entry("400", "", "")
    )
    assert vprovider.read_start(a_plan(), reply).text == "snumber: Invalid number; cnumber: Too short"


@pytest.mark.parametrize("others", [[entry("204")], [entry("200"), entry("500", "", "x")], [entry(""), entry("999")]])
def test_one_refusal_decides_for_all_entries(vprovider, others):
    reading = vprovider.read_start(a_plan(), envelope(*others, entry("403", "plan", "no"), data=IDS))
    assert (reading.state, reading.reason, reading.code) == (State.REJECTED, Reason.RATE_PLAN, "403")
    assert reading.handle is None


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (envelope(), None),
        (envelope(entry("500", "", "fault")), "500"),
        (envelope(entry("204"), entry("206")), "206"),
        (envelope(entry("204"), entry("")), None),
        (envelope(entry("204"), "x"), None),
        (envelope(entry(True)), None),
        (envelope(entry(204.0)), "204.0"),
        (envelope(entry("４00")), "４00"),
        (a_reply('{"Responses":[{"Code":"204"}]}'), None),
        (a_reply('{"responses":[{"Code":"204"}]}'), None),
        (a_reply('{"responses":null}'), None),
        (a_reply('{"responses":"204"}'), None),
        (a_reply("[204]"), None),
        (a_reply("204"), None),
    ],
)
def test_a_form_that_is_not_documented_is_unrecognised(vprovider, reply, code):
    reading = vprovider.read_start(a_plan(), reply)
    assert (reading.state, reading.reason, reading.code) == (State.UNKNOWN, Reason.UNRECOGNISED, code)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", Reason.EMPTY_BODY),
        (" \r\n", Reason.EMPTY_BODY),
        ("<html><body>login</body></html>", Reason.HTML_PAGE),
        ('{"responses":[{"code":"204","key":"","mess', Reason.MALFORMED),
        (AS_PRINTED[:60], Reason.MALFORMED),
        ("{'responses':[{'code':'204'}]}", Reason.MALFORMED),
        ('{"responses":[{"code":NaN}]}', Reason.MALFORMED),
        ("[" * 20000, Reason.MALFORMED),
        ("OK", Reason.MALFORMED),
    ],
)
def test_an_unreadable_reply_leaves_the_call_unknown(vprovider, body, reason):
    reading = vprovider.read_start(a_plan(), a_reply(body))
    assert (reading.state, reading.reason) == (State.UNKNOWN, reason)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (a_reply("", 500), (State.UNKNOWN, "http_500", "")),
        (envelope(entry("500", "", "fault"), status=500), (State.UNKNOWN, "http_500", "fault")),
        (envelope(entry("204"), status=500), (State.ACCEPTED, None, "OK")),
        (envelope(entry("204"), status=401), (State.ACCEPTED, None, "OK")),
        (envelope(entry("204"), status=401, secure=False), (State.ACCEPTED, None, "OK")),
        (envelope(status=400), (State.REJECTED, "http_400", "")),
        (a_reply("<html>no</html>", 404), (State.REJECTED, "http_404", "")),
        (a_reply("<html>no</html>", 401, secure=False), (State.UNKNOWN, Reason.UNTRUSTED_CHANNEL, "")),
        (envelope(entry("204"), status=302), (State.UNKNOWN, Reason.REDIRECT, "OK")),
        (envelope(entry("401", "", "no"), status=307), (State.UNKNOWN, Reason.REDIRECT, "no")),
    ],
)
def test_the_envelope_is_read_first_and_only_without_one_the_http_status_decides(vprovider, reply, expected):
    reading = vprovider.read_start(a_plan(), reply)
    assert (reading.state, reading.reason, reading.text) == expected


@pytest.mark.parametrize(
    ("base_url", "listing"),
    [
        ("https://pbx.example/local/api/json/calls/make/", "https://pbx.example/local/api/json/calls/active/list/"),
        ("https://pbx.example/api/json/calls/make", "https://pbx.example/api/json/calls/active/list/"),
    ],
)
def test_the_follow_up_addresses_lie_beside_calls_make(vprovider, handle, base_url, listing):
    plan = a_plan(base_url=base_url, track=True)
    assert vprovider.check(plan) is plan
    assert vprovider.watch(plan, handle).request().url.reveal() == f"{listing}?{LOGIN};callid={CALLID}"
    hang_up = vprovider.hang_up(plan, handle).url.reveal()
    assert hang_up == f"{listing.replace('active/list', 'hangup')}?{LOGIN};callid={CALLID}"
    assert vprovider.check_request(plan).url.reveal() == f"{listing}?{LOGIN}"


@pytest.mark.parametrize(
    "base_url", ["https://pbx.example/click", "https://pbx.example/xcalls/make/", "https://pbx.example/calls/make/v2"]
)
def test_an_address_that_is_not_calls_make_cannot_be_followed(vprovider, handle, base_url):
    plan = a_plan(base_url=base_url, track=True)
    for refused in (vprovider.check, vprovider.check_request):
        with pytest.raises(InvalidInput, match="calls/make/") as fault:
            refused(plan)
        assert fault.value.name == "base_url"
    for refused in (vprovider.watch, vprovider.hang_up):
        with pytest.raises(InvalidInput, match="calls/make/"):
            refused(plan, handle)


def test_without_track_any_address_will_do_and_nothing_is_asked(vprovider):
    plan = a_plan(base_url="https://pbx.example/click")
    assert vprovider.check(plan) is plan
    assert vprovider.check_request(plan) is None


def row(answered=0, callid=CALLID, **more):
    return {"callid": callid, "uniqueid": f"{callid}.a", "answered": answered, **more}


def listed(*rows):
    return envelope(entry("200"), data=list(rows))


@pytest.fixture
def watch(vprovider, handle):
    return vprovider.watch(a_plan(track=True), handle)


@pytest.mark.parametrize("answered", [0, "0", "", None, False, True, "no", "-1", "1.2.3"])
def test_legs_of_which_none_is_answered_are_being_dialled(watch, answered):
    reading = watch.read(listed(row(answered), row(0)))
    assert reading == Reading(state=State.DIALING, code="200", text="legs listed: 2, answered: 0")


@pytest.mark.parametrize("answered", [1700000000, "1700000000", "1700000000.5", 1700000000.5])
def test_a_leg_with_a_time_of_answer_is_answered(watch, answered):
    reading = watch.read(listed(row(0), row(answered)))
    assert reading == Reading(state=State.ANSWERED, code="200", text="legs listed: 2, answered: 1")


def test_rows_of_other_calls_are_passed_over(watch):
    assert watch.read(listed(row(5, callid="1"), row(0), "x")).text == "legs listed: 1, answered: 0"
    assert isinstance(watch.read(listed(row(5, callid="1"))), Quiet)


def test_a_row_that_names_no_call_is_of_the_one_that_was_asked_for(watch):
    assert watch.read(listed({"answered": "7"})).state is State.ANSWERED


def test_a_call_is_over_once_it_was_missed_twice_running(watch):
    replies = [listed(row()), listed(), listed(row()), listed(), a_reply(""), listed()]
    readings = [watch.read(reply) for reply in replies]
    assert [type(reading) for reading in readings] == [Reading, Quiet, Reading, Quiet, Unread, Reading]
    assert readings[-1].state is State.ENDED
    assert readings[-1].reason == Reason.NOT_REPORTED


def test_a_call_that_is_not_listed_yet_is_given_time(watch):
    readings = [watch.read(listed()) for _ in range(5)]
    assert readings[:4] == [Quiet()] * 4
    assert (readings[4].state, readings[4].reason) == (State.ENDED, Reason.NOT_REPORTED)


def test_a_role_that_may_not_list_switches_following_off(watch):
    refusal = envelope(entry("402", "", "Your role does not allow this"))
    assert watch.read(refusal) == Refused(code="402", text="Your role does not allow this")


@pytest.mark.parametrize(
    ("reply", "unread"),
    [
        (envelope(entry("401", "", "no")), Unread(reason=Reason.UNRECOGNISED, code="401", text="no")),
        (envelope(entry("400", "callid", "no")), Unread(reason=Reason.UNRECOGNISED, code="400", text="callid: no")),
        (envelope(entry("404", "", "no")), Unread(reason=Reason.UNRECOGNISED, code="404", text="no")),
        (envelope(entry("200")), Unread(reason=Reason.UNRECOGNISED, code="200", text="OK")),
        (envelope(entry("200"), data={}), Unread(reason=Reason.UNRECOGNISED, code="200", text="OK")),
        (envelope(), Unread(reason=Reason.UNRECOGNISED)),
        (a_reply("", 503), Unread(reason=Reason.EMPTY_BODY, code="503")),
        (a_reply("<html>x</html>"), Unread(reason=Reason.HTML_PAGE, code="200")),
    ],
)
def test_a_poll_without_a_usable_answer_never_ends_a_call(watch, reply, unread):
    assert [watch.read(reply) for _ in range(3)] == [unread] * 3


def test_polls_come_every_2_s(vprovider, watch):
    assert watch.interval == vprovider.facts.poll_seconds == 2


@pytest.mark.parametrize(
    ("reply", "result", "code", "permission"),
    [
        (envelope(entry("204")), HangUp.ACCEPTED, "204", True),
        (envelope(entry("200")), HangUp.ACCEPTED, "200", True),
        (envelope(entry("404")), HangUp.NOTHING_TO_END, "404", True),
        (envelope(entry("402")), HangUp.REFUSED, "402", False),
        (envelope(entry("400")), HangUp.REFUSED, "400", True),
        (envelope(entry("401"), status=401), HangUp.REFUSED, "401", True),
        (envelope(entry("500")), HangUp.UNREAD, "500", True),
        (envelope(), HangUp.UNREAD, None, True),
        (a_reply("", 502), HangUp.UNREAD, "502", True),
    ],
)
def test_a_hang_up_is_read_by_its_code(vprovider, reply, result, code, permission):
    reading = vprovider.read_hang_up(reply)
    assert (reading.result, reading.code, reading.permission) == (result, code, permission)


@pytest.mark.parametrize(
    ("reply", "result", "reason", "words"),
    [
        (listed(), CheckResult.OK, None, "right"),
        (envelope(entry("401", "", "who?")), CheckResult.FAILED, Reason.CREDENTIALS, "refused: “who?”."),
        (
            envelope(entry("402", "", "no")),
            CheckResult.FAILED,
            Reason.PERMISSION,
            "may not list the running calls: “no”.",
        ),
        (envelope(entry("500", "", "x")), CheckResult.NOT_CHECKED, Reason.UNRECOGNISED, "not usable: “x”."),
        (envelope(), CheckResult.NOT_CHECKED, Reason.UNRECOGNISED, "not usable."),
        (a_reply(""), CheckResult.NOT_CHECKED, Reason.EMPTY_BODY, "not usable."),
    ],
)
def test_a_check_fails_only_on_the_providers_own_word(vprovider, reply, result, reason, words):
    check = vprovider.read_check(a_plan(track=True), reply)
    assert (check.result, check.reason) == (result, reason)
    assert words in check.text


def test_every_code_that_is_declared_is_read(vprovider):
    for code in vprovider.facts.codes:
        reading = vprovider.read_start(a_plan(), envelope(entry(code.code)))
        assert str(reading.state) in code.reading
        assert reading.reason is None or str(reading.reason) in code.reading


def test_the_facts_say_what_it_can_do_and_by_whose_word(vprovider):
    facts = vprovider.facts
    public = {Capability.STATUS, Capability.HANG_UP, Capability.CHECK}
    assert {ability.capability for ability in facts.abilities if ability.source is Source.PUBLIC} == public
    assert facts.base_url is None
    assert not facts.tracks_by_default
    assert facts.internal_digits == 5
    assert isinstance(vprovider, Tracks)
    assert isinstance(vprovider, HangsUp)
    assert isinstance(vprovider, ChecksAccount)
