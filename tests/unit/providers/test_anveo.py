"""Anveo: what is sent, byte for byte, and what each form of reply is taken for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop_dialer.core.call import Reason, State
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Capability, Source
from desktop_dialer.core.numbers import NumberFormat
from desktop_dialer.core.plan import Plan
from desktop_dialer.core.ports import ChecksAccount, HangsUp, Tracks
from desktop_dialer.core.reading import Handle, Quiet, Reading, Unread
from desktop_dialer.core.secret import MASK, Secret
from desktop_dialer.core.wire import Method, Reply
from desktop_dialer.providers.anveo import Anveo

USERKEY = "df141891e2e883904b0b294dc5bq79c1c1c13f6d"
REQUEST_ID = "a3348f81491bfb538cd2dbbda9e3c43c1e88ab11"
HEAD = f"""<?xml version="1.0" standalone="no" ?>
<REQUEST>
<USERTOKEN>
<USERKEY>{USERKEY}</USERKEY>
</USERTOKEN>
"""
SUCCESS = f"""<?xml version="1.0" standalone="no" ?>
<RESPONSE>
<RESULT>SUCCESS</RESULT>
<VALUE NAME="REQUESTID">{REQUEST_ID}</VALUE>
</RESPONSE>"""


def a_plan(*, a="12157010680", b="12157010681", email=None, secrets=None, **values):
    return Plan(
        base_url="https://www.anveo.com/api/v3.asp",
        a_number=a,
        b_number=b,
        values=values,
        settings={"email": email} if email else {},
        secrets={"USERKEY": Secret(USERKEY), **(secrets or {})},
        track=True,
    )


def a_reply(body, status=200, *, secure=True, content_type="text/xml"):
    raw = body if isinstance(body, bytes) else body.encode()
    return Reply(status=status, headers={"content-type": content_type}, body=raw, secure=secure)


def response(inner):
    return a_reply(f"<RESPONSE>{inner}</RESPONSE>")


def sent_parameters(request):
    return [line for line in request.body.reveal().splitlines() if line.startswith("<PARAMETER ")]


@pytest.fixture
def anveo():
    return Anveo()


def test_the_manuals_example_is_sent_byte_for_byte(anveo):
    memo = "DIAL.CONNECT API Action example to connect 1215215215 with 1212121212 delayed by 24 hours"
    plan = a_plan(a="1215215215", b="1212121212", MEMO=memo, DELAY="1440", CALLERID="12157010680")
    request = anveo.start(anveo.check(plan))
    assert request.method is Method.POST
    assert request.url.reveal() == "https://www.anveo.com/api/v3.asp"
    assert dict(request.headers) == {
        "Content-Type": "application/xml; charset=UTF-8",
        "Accept": "application/xml; charset=UTF-8",
    }
    assert request.body.reveal() == (
        f"""{HEAD}<ACTION NAME="DIAL.CONNECT">
<PARAMETER NAME="PHONENUMBER">1215215215</PARAMETER>
<PARAMETER NAME="DESTPHONENUMBER">1212121212</PARAMETER>
<PARAMETER NAME="CALLERID">12157010680</PARAMETER>
<PARAMETER NAME="DELAY">1440</PARAMETER>
<PARAMETER NAME="MEMO">{memo}</PARAMETER>
</ACTION>
</REQUEST>"""
    )


def test_every_parameter_goes_out_in_the_manuals_order(anveo):
    plan = a_plan(
        BILLINGCODE="7",
        MEMO="m",
        DELAY="0",
        CALLERID="12157010680",
        MAXCALLDURATION="20",
        TEST="TRUE",
        email="a@b.example",
        secrets={"secure_phrase": Secret("phrase")},
    )
    names = [line.split('"')[1] for line in sent_parameters(anveo.start(plan))]
    declared = [p.name for p in anveo.facts.parameters if p.name != "USERKEY"]
    assert names == ["SIGNATURE", *declared]


def test_a_refusal_that_repeats_its_request_id_does_not_keep_it(anveo):
    inner = '<VALUE NAME="REQUESTID">a3348f81491b</VALUE><ERROR>NO FUNDS FOR a3348f81491b</ERROR>'
    assert anveo.read_start(a_plan(), response(inner)).text == "NO FUNDS FOR ***"


def test_what_nobody_gave_is_not_sent(anveo):
    assert sent_parameters(anveo.start(a_plan())) == [
        '<PARAMETER NAME="PHONENUMBER">12157010680</PARAMETER>',
        '<PARAMETER NAME="DESTPHONENUMBER">12157010681</PARAMETER>',
    ]


def test_a_delay_of_0_that_was_given_is_sent(anveo):
    assert '<PARAMETER NAME="DELAY">0</PARAMETER>' in sent_parameters(anveo.start(a_plan(DELAY="0")))


def test_markup_in_a_value_stays_text(anveo):
    request = anveo.start(a_plan(MEMO='</PARAMETER><PARAMETER NAME="CALLERID">1 & 2'))
    assert sent_parameters(request)[-1] == (
        '<PARAMETER NAME="MEMO">&lt;/PARAMETER&gt;&lt;PARAMETER NAME="CALLERID"&gt;1 &amp; 2</PARAMETER>'
    )


def test_the_user_key_is_escaped_too(anveo):
    request = anveo.start(a_plan(secrets={"USERKEY": Secret("a<&>b")}))
    assert "<USERKEY>a&lt;&amp;&gt;b</USERKEY>" in request.body.reveal()


def test_the_signature_is_made_of_the_email_and_the_secure_phrase(anveo):
    plan = anveo.check(a_plan(email="a@b.example", secrets={"secure_phrase": Secret("phrase")}))
    request = anveo.start(plan)
    signature = "2a24ccab7d91cc86e09e49a4636a2426e9d3ae6e"
    assert sent_parameters(request)[0] == f'<PARAMETER NAME="SIGNATURE">{signature}</PARAMETER>'
    assert f'<PARAMETER NAME="SIGNATURE">{MASK}</PARAMETER>' in str(request.body)


def test_no_secret_shows_in_a_request(anveo):
    plan = a_plan(email="a@b.example", secrets={"secure_phrase": Secret("phrase")})
    requests = (anveo.start(plan), anveo.watch(plan, Handle(value=Secret(REQUEST_ID))).request())
    for request in requests:
        for secret in (USERKEY, "phrase", "2a24ccab7d91cc86e09e49a4636a2426e9d3ae6e", REQUEST_ID):
            assert secret not in repr(request)
            assert secret not in str(request.body)


@pytest.mark.parametrize(
    "number", ["02034567890", "", "+12157010680", "123456", "1234567890123456", "1215701\n", "１２３４５６７"]
)
def test_a_number_without_country_code_and_digits_is_refused(anveo, number):
    with pytest.raises(InvalidInput, match="PHONENUMBER") as own:
        anveo.check(a_plan(a=number))
    assert own.value.name == "PHONENUMBER"
    with pytest.raises(InvalidInput) as other:
        anveo.check(a_plan(b=number))
    assert other.value.name == "DESTPHONENUMBER"


@pytest.mark.parametrize("char", ["\x01", "\x0b", "\ufffe", "\uffff", "\ud800"])
def test_a_character_that_xml_cannot_carry_is_refused_without_showing_a_secret(anveo, char):
    with pytest.raises(InvalidInput, match="MEMO holds a character") as fault:
        anveo.check(a_plan(MEMO=f"note{char}"))
    assert fault.value.name == "MEMO"
    with pytest.raises(InvalidInput, match="USERKEY holds a character") as fault:
        anveo.check(a_plan(secrets={"USERKEY": Secret(f"key{char}")}))
    assert "key" not in str(fault.value)


def test_what_xml_can_carry_passes(anveo):
    plan = a_plan(MEMO="tab\t, Zoë, 電話, 📞")
    assert anveo.check(plan) is plan
    assert "Zoë, 電話, 📞" in anveo.start(plan).body.reveal()


def test_half_a_signature_is_refused_by_the_name_of_the_other_half(anveo):
    with pytest.raises(InvalidInput, match="secure_phrase is missing") as fault:
        anveo.check(a_plan(email="a@b.example"))
    assert fault.value.name == "secure_phrase"
    with pytest.raises(InvalidInput, match="email is missing") as fault:
        anveo.check(a_plan(secrets={"secure_phrase": Secret("phrase")}))
    assert fault.value.name == "email"


def test_a_plan_that_has_no_secrets_yet_is_not_judged_by_them(anveo):
    plan = Plan(
        base_url="https://x.example/", a_number="12157010680", b_number="12157010681", settings={"email": "a@b"}
    )
    assert anveo.check(plan) is plan


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAXCALLDURATION", "0"),
        ("MAXCALLDURATION", "1.5"),
        ("DELAY", "86401"),
        ("DELAY", "-1"),
        ("CALLERID", "+12157010680"),
        ("CALLERID", "02034567890"),
        ("TEST", "FALSE"),
        ("TEST", "true"),
    ],
)
def test_a_value_out_of_its_range_is_refused(anveo, name, value):
    with pytest.raises(InvalidInput) as fault:
        anveo.facts.parameter(name).check(value)
    assert fault.value.name == name


@pytest.mark.parametrize(
    ("name", "value"),
    [("MAXCALLDURATION", "1"), ("DELAY", "0"), ("DELAY", "86400"), ("CALLERID", "12157010680"), ("TEST", "TRUE")],
)
def test_a_value_at_the_edge_of_its_range_passes(anveo, name, value):
    assert anveo.facts.parameter(name).check(value) == value


def test_the_deadline_is_15_seconds_however_long_the_delay(anveo):
    assert anveo.deadline(a_plan(DELAY="86400")) == 15


def test_success_with_a_request_id_is_accepted_and_hides_the_id(anveo):
    reading = anveo.read_start(a_plan(), a_reply(SUCCESS))
    assert (reading.state, reading.reason, reading.due_in) == (State.ACCEPTED, None, None)
    assert reading.handle.value == Secret(REQUEST_ID)
    assert REQUEST_ID not in repr(reading)


def test_a_delay_of_0_is_a_call_now(anveo):
    assert anveo.read_start(a_plan(DELAY="0"), a_reply(SUCCESS)).state is State.ACCEPTED


def test_success_with_a_delay_is_scheduled_in_minutes(anveo):
    reading = anveo.read_start(a_plan(DELAY="30"), a_reply(SUCCESS))
    assert (reading.state, reading.due_in) == (State.SCHEDULED, timedelta(minutes=30))
    assert reading.handle is not None


@pytest.mark.parametrize(
    "rest", ["", '<VALUE NAME="REQUESTID"></VALUE>', '<VALUE NAME="OTHER">1</VALUE>', "<ERROR> </ERROR>"]
)
def test_success_without_a_request_id_is_unconfirmed(anveo, rest):
    reading = anveo.read_start(a_plan(), response(f"<RESULT>SUCCESS</RESULT>{rest}"))
    assert (reading.state, reading.handle) == (State.ACCEPTED_UNCONFIRMED, None)


@pytest.mark.parametrize("rest", ["", '<VALUE NAME="REQUESTID">a3348f</VALUE>'])
def test_a_test_request_is_accepted_as_such_and_is_no_call(anveo, rest):
    reading = anveo.read_start(a_plan(TEST="TRUE", DELAY="5"), response(f"<RESULT>SUCCESS</RESULT>{rest}"))
    assert (reading.state, reading.handle, reading.due_in) == (State.ACCEPTED, None, None)
    assert "Test" in reading.text


@pytest.mark.parametrize(
    "rest", ["<RESULT></RESULT>", "", "<RESULT>SUCCESS</RESULT>", f'<VALUE NAME="REQUESTID">{REQUEST_ID}</VALUE>']
)
def test_an_error_is_a_refusal_whatever_stands_beside_it(anveo, rest):
    reading = anveo.read_start(a_plan(), response(f"{rest}<ERROR>INVALID USERKEY</ERROR>"))
    assert (reading.state, reading.reason) == (State.REJECTED, Reason.PROVIDER_MESSAGE)
    assert (reading.text, reading.handle) == ("INVALID USERKEY", None)


def test_the_words_of_nested_and_repeated_errors_are_all_kept(anveo):
    reading = anveo.read_start(a_plan(), response("<ERROR>one <B>two</B></ERROR><ERROR>three</ERROR>"))
    assert reading.text == "one two three"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<RESPONSE><RESULT>PENDING</RESULT></RESPONSE>", "PENDING"),
        ("<RESPONSE><RESULT>Success</RESULT></RESPONSE>", "Success"),
        ("<RESPONSE><RESULT>SUCCESS</RESULT><RESULT>FAILED</RESULT></RESPONSE>", "SUCCESS FAILED"),
        ("<RESPONSE/>", ""),
        ("<response><result>SUCCESS</result></response>", ""),
        ("<RESPONSE><result>SUCCESS</result><error>no</error></RESPONSE>", ""),
        ("<REPLY><RESULT>SUCCESS</RESULT></REPLY>", ""),
        ('<RESPONSE xmlns="urn:x"><RESULT>SUCCESS</RESULT></RESPONSE>', ""),
    ],
)
def test_a_form_that_is_not_documented_is_unrecognised(anveo, body, text):
    reading = anveo.read_start(a_plan(), a_reply(body))
    assert (reading.state, reading.reason, reading.text) == (State.UNKNOWN, Reason.UNRECOGNISED, text)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", Reason.EMPTY_BODY),
        ("<!DOCTYPE html><html><body>Service error</body></html>", Reason.HTML_PAGE),
        (SUCCESS[:110], Reason.MALFORMED),
        ('<!DOCTYPE RESPONSE [<!ENTITY s "SUCCESS">]><RESPONSE><RESULT>&s;</RESULT></RESPONSE>', Reason.MALFORMED),
        ('{"RESULT": "SUCCESS"}', Reason.MALFORMED),
    ],
)
def test_an_unreadable_reply_leaves_the_call_unknown(anveo, body, reason):
    reading = anveo.read_start(a_plan(), a_reply(body))
    assert (reading.state, reading.reason) == (State.UNKNOWN, reason)


def test_a_byte_order_mark_and_blank_lines_before_the_declaration_are_read_over(anveo):
    assert anveo.read_start(a_plan(), a_reply(b"\xef\xbb\xbf\r\n" + SUCCESS.encode())).state is State.ACCEPTED


@pytest.mark.parametrize(
    ("status", "body", "secure", "expected"),
    [
        (500, "<RESPONSE><ERROR>x</ERROR></RESPONSE>", True, (State.UNKNOWN, "http_500", "x")),
        (503, "<html>busy</html>", True, (State.UNKNOWN, "http_503", "")),
        (302, SUCCESS, True, (State.UNKNOWN, Reason.REDIRECT, "")),
        (401, "<RESPONSE><ERROR>no</ERROR></RESPONSE>", False, (State.REJECTED, Reason.CREDENTIALS, "no")),
        (404, "<html>not here</html>", True, (State.REJECTED, "http_404", "")),
        (404, "<html>not here</html>", False, (State.UNKNOWN, Reason.UNTRUSTED_CHANNEL, "")),
    ],
)
def test_the_http_status_decides_before_the_body(anveo, status, body, secure, expected):
    reading = anveo.read_start(a_plan(), a_reply(body, status, secure=secure))
    assert (reading.state, reading.reason, reading.text) == expected


def a_watch(anveo, **kwargs):
    return anveo.watch(a_plan(**kwargs), Handle(value=Secret(REQUEST_ID)))


def test_a_poll_asks_for_the_status_of_the_request_id(anveo):
    request = a_watch(anveo).request()
    assert (request.method, request.url.reveal()) == (Method.POST, "https://www.anveo.com/api/v3.asp")
    assert request.body.reveal() == (
        f"""{HEAD}<ACTION NAME="DIAL.GETSTATUS">
<PARAMETER NAME="REQUESTID">{REQUEST_ID}</PARAMETER>
</ACTION>
</REQUEST>"""
    )


def test_a_poll_is_signed_where_the_account_can_sign(anveo):
    request = a_watch(anveo, email="a@b.example", secrets={"secure_phrase": Secret("phrase")}).request()
    assert sent_parameters(request)[0].startswith('<PARAMETER NAME="SIGNATURE">2a24cc')


@pytest.mark.parametrize(
    ("result", "reading"),
    [
        ("NONE", Quiet()),
        ("INIT", Reading(state=State.DIALING, code="INIT")),
        ("START", Reading(state=State.ANSWERED, code="START")),
        ("END", Reading(state=State.ENDED, reason=Reason.NOT_REPORTED, code="END")),
        ("HOLD", Reading(code="HOLD", text="HOLD")),
    ],
)
def test_each_status_is_read_as_far_as_it_goes(anveo, result, reading):
    assert a_watch(anveo).read(response(f"<RESULT>{result}</RESULT>")) == reading


def test_every_status_that_is_declared_is_known(anveo):
    declared = [code.code for code in anveo.facts.codes if code.context == "DIAL.GETSTATUS"]
    for code in declared:
        said = a_watch(anveo).read(response(f"<RESULT>{code}</RESULT>"))
        assert isinstance(said, Quiet) or said.state is not None


def test_polls_come_every_3_s_and_every_5_s_once_it_was_answered(anveo):
    watch = a_watch(anveo)
    intervals = [watch.interval]
    for result in ("NONE", "INIT", "START", "END"):
        watch.read(response(f"<RESULT>{result}</RESULT>"))
        intervals.append(watch.interval)
    assert intervals == [3, 3, 3, 5, 3]
    assert anveo.facts.poll_seconds == 3


@pytest.mark.parametrize(
    ("reply", "unread"),
    [
        (response("<ERROR>UNKNOWN REQUESTID</ERROR>"), Unread(reason=Reason.UNRECOGNISED, text="UNKNOWN REQUESTID")),
        (response("<RESULT>END</RESULT><ERROR>no</ERROR>"), Unread(reason=Reason.UNRECOGNISED, text="no")),
        (response(""), Unread(reason=Reason.UNRECOGNISED)),
        (a_reply("<other/>"), Unread(reason=Reason.UNRECOGNISED)),
        (a_reply(""), Unread(reason=Reason.EMPTY_BODY)),
        (a_reply("<RESPONSE>"), Unread(reason=Reason.MALFORMED)),
        (a_reply("<RESPONSE><RESULT>END</RESULT></RESPONSE>", 500), Unread(reason="http_500", code="500")),
        (a_reply("", 302), Unread(reason="http_302", code="302")),
    ],
)
def test_a_poll_without_a_usable_answer_never_ends_a_call(anveo, reply, unread):
    assert a_watch(anveo).read(reply) == unread


def test_the_facts_say_what_it_can_and_cannot_do(anveo):
    facts = anveo.facts
    assert {ability.capability for ability in facts.abilities} == {
        Capability.STATUS,
        Capability.SCHEDULE,
        Capability.CALLER_ID,
        Capability.MAX_DURATION,
        Capability.MEMO,
        Capability.BILLING,
        Capability.TEST,
    }
    assert facts.ability(Capability.STATUS).source is Source.PUBLIC
    assert facts.tracks_by_default
    assert facts.number_formats == (NumberFormat.E164_DIGITS,)
    assert facts.parameter("secure_phrase").is_secret
    assert any("No cancelling" in sentence for sentence in facts.cannot)
    assert isinstance(anveo, Tracks)
    assert not isinstance(anveo, ChecksAccount)
    assert facts.test_parameter == "TEST"
    assert not isinstance(anveo, HangsUp)
