"""Replies: a body is read as what it is, whatever it claims to be, and no hostile one takes long or raises anew."""

from __future__ import annotations

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.core.call import Reason, State
from desktop_dialer.core.reading import Reading
from desktop_dialer.core.replies import (
    MAX_XML_DEPTH,
    Unreadable,
    by_status,
    is_page,
    json_of,
    text_of,
    whole_text,
    xml_of,
)
from desktop_dialer.core.wire import MAX_BODY_BYTES, Reply

XML = '<?xml version="1.0" encoding="utf-16"?>\n'


def a_reply(body, content_type=None, *, status=200, secure=True):
    raw = body if isinstance(body, bytes) else body.encode()
    return Reply(status=status, headers={"content-type": content_type} if content_type else {}, body=raw, secure=secure)


def reason_of(read, *args):
    with pytest.raises(Unreadable) as refused:
        read(*args)
    return refused.value.reason


def outcome(read, argument):
    """Why it cannot be read; None where it can."""
    try:
        read(argument)
    except Unreadable as fault:
        return fault.reason
    return None


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("één".encode(), None, "één"),
        ("één".encode("cp1252"), None, "één"),
        ("één".encode("cp1252"), "text/plain; charset=utf-8", "één"),
        ("één".encode("cp1252"), "text/plain; charset=us-ascii", "één"),
        ("קו".encode("cp1255"), "text/plain; charset=windows-1255", "קו"),
        ("קו".encode("iso8859-8"), 'text/plain; Charset="ISO-8859-8"', "קו"),
        ("één".encode("cp1252"), "text/plain; charset = 'iso-8859-1'", "één"),
        (codecs.BOM_UTF8 + "één".encode(), "text/plain; charset=iso-8859-1", "één"),
        (codecs.BOM_UTF16_LE + "één".encode("utf-16-le"), "text/plain; charset=utf-8", "één"),
        (codecs.BOM_UTF16_BE + "één".encode("utf-16-be"), None, "één"),
        (codecs.BOM_UTF16_LE + b"a", None, "\ufffd"),
        ("één".encode("utf-16-le"), "text/xml; charset=utf-16le", "één"),
        (b"fail", "text/xml; charset=utf-16", "fail"),
        (b"ok", "text/plain; charset=iso-8859-99", "ok"),
        (b"ok", "text/plain; charset=", "ok"),
        (b"ok", "charset", "ok"),
        (b"\x81\xff", None, "\x81\xff"),
        (b"", "text/plain; charset=utf-16", ""),
    ],
)
def test_the_text_is_read_by_its_mark_then_its_header_then_what_fits(body, content_type, text):
    assert text_of(a_reply(body, content_type)) == text


@pytest.mark.parametrize(
    "charset",
    ["rot13", "hex", "zlib", "idna", "punycode", "unicode_escape", "utf-7", "undefined", "no-such", "..", "mbcs"],
)
def test_a_charset_that_no_provider_has_is_passed_over(charset):
    body = b"fail \\x41-" + b"\xc3\xa9" * (MAX_BODY_BYTES // 2 - 10)
    start = time.process_time()
    assert text_of(a_reply(body, f"text/plain; charset={charset}")) == body.decode()
    assert time.process_time() - start < 0.05


def test_a_whole_text_has_no_mark_and_no_space_around_it():
    assert whole_text(a_reply("\r\n \ufeff\r\n ok \n")) == "ok"


@pytest.mark.parametrize("body", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_no_text_is_an_empty_body(body):
    assert reason_of(whole_text, a_reply(body)) is Reason.EMPTY_BODY


@pytest.mark.parametrize(
    "page",
    [
        "<html>", "<HTML lang=nl>", "<!DOCTYPE html>", "<!doctype\n HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>", "<head>",
        "<body onload=x>", "\ufeff\r\n <html>", "<!-- a --> <!-- b -->\n<html>", "<!----><!DOCTYPE html>",
        '<?xml version="1.0"?>\n<!DOCTYPE html><html>', "<?xml version='1.0'?><!-- x --><html>",
    ],
)  # fmt: skip
def test_a_web_page_is_known(page):
    assert is_page(page)
    assert reason_of(whole_text, a_reply(page)) is Reason.HTML_PAGE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<response>",
        "<htmlx>",
        "<!DOCTYPE response>",
        "ok <html>",
        "<!-- <html> -->",
        "<!-- <html>",
        "<!--><a/>",
        '{"html":1}',
    ],
)
def test_other_texts_are_no_web_pages(text):
    assert not is_page(text)


@pytest.mark.parametrize("text", ["<!---->", "<!-- ", "<!-- --> ", "<?xml ", " ", "<!--\n-->\n\n\n"])
def test_a_hostile_beginning_is_told_from_a_page_at_once(text):
    start = time.process_time()
    assert not is_page((text * MAX_BODY_BYTES)[:MAX_BODY_BYTES] + "x")
    assert time.process_time() - start < 0.1


@pytest.mark.parametrize(
    "body",
    [
        "<a><b>é</b></a>",
        f"{XML}<a><b>é</b></a>",
        f"\ufeff\r\n\r\n{XML}\r\n<a><b>é</b></a>\r\n",
        f"{XML}<a><b>é</b></a>".encode("cp1252"),
        codecs.BOM_UTF16_LE + f"{XML}<a><b>é</b></a>".encode("utf-16-le"),
        "<!-- x --><a><b>&#233;</b></a>",
        "<a><b><![CDATA[é]]></b></a>",
    ],
)
def test_xml_is_read_whatever_stands_around_it_or_is_declared(body):
    assert xml_of(a_reply(body, "text/html")).findtext("b") == "é"


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE a><a/>",
        "<!doctype a><a/>",
        '<!DOCTYPE a [<!ENTITY c "100">]><a>&c;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a PUBLIC "x" "http://example.com/x.dtd"><a/>',
        '<!ENTITY c "100"><a>&c;</a>',
        "<a>&c;</a>",
        "<a>",
        "<a/><b/>",
        "text",
        "<!-- only -->",
        XML,
        "<a>\0</a>",
        "\0\0",
        "<a><?xml version='1.0'?></a>",
        f"{XML}{XML}<a/>",
        "<a b='1' b='2'/>",
        "<a>\x0b</a>",
        "<a>\ufffe</a>".encode("utf-8", "surrogatepass"),
        "<a>&#0;</a>",
        '{"a":1}',
    ],
)
def test_what_is_no_plain_xml_is_malformed(body):
    assert reason_of(xml_of, a_reply(body)) is Reason.MALFORMED


def test_xml_is_nested_to_a_limit():
    assert xml_of(a_reply("<a>" * MAX_XML_DEPTH + "</a>" * MAX_XML_DEPTH)).tag == "a"
    deep = MAX_XML_DEPTH + 1
    assert reason_of(xml_of, a_reply("<a>" * deep + "</a>" * deep)) is Reason.MALFORMED
    assert xml_of(a_reply("<a>" + "<b><c/></b>" * 100 + "</a>"))[99].tag == "b"


@pytest.mark.parametrize(
    "body",
    [
        "<a>" * 90_000,
        "<a " + " ".join(f"b{n}='{n}'" for n in range(20_000)) + "/>",
        "<a " + "b='1' " * 40_000 + "/>",
        "<a>" + "&lt;" * 60_000 + "</a>",
        "<" * 262_144,
        "<a " + "x" * 260_000,
        "<a><!--" + "-" * 260_000,
        "<?xml " + "?" * 260_000,
    ],
)
def test_a_hostile_xml_body_is_done_with_at_once(body):
    start = time.process_time()
    assert outcome(xml_of, a_reply(body[:MAX_BODY_BYTES])) in {None, Reason.MALFORMED}
    assert time.process_time() - start < 0.05


def test_json_is_read_with_numbers_as_they_are():
    document = json_of(
        '{"callid": 1234567890.123456, "big": 12345678901234567890, "e": 1e400, "n": null, "s": "\\ud83d\\ude00"}'
    )
    assert document == {"callid": "1234567890.123456", "big": 12345678901234567890, "e": "1e400", "n": None, "s": "😀"}


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "nul", "{'a':1}", '{"a":1,}', "NaN", "[Infinity]", "[-Infinity]", "[" * 20_000, '{"a":' * 20_000,
        "9" * 5_000, '"\\ud800"', '{"\\udc00":1}', '"\n"', "\ufeff{}", "{} {}",
    ],
)  # fmt: skip
def test_what_is_no_json_is_malformed(text):
    assert reason_of(json_of, text) is Reason.MALFORMED


@pytest.mark.parametrize(
    "text", ["[" * MAX_BODY_BYTES, "[" * 900 + "]" * 900, '"' + "\\" * 262_000, "[" + "1," * 130_000]
)
def test_a_hostile_json_body_is_done_with_at_once(text):
    start = time.process_time()
    assert outcome(json_of, text) in {None, Reason.MALFORMED}
    assert time.process_time() - start < 0.1


@given(st.binary(), st.text())
def test_no_body_makes_a_reader_stumble(body, content_type):
    reply = a_reply(body, content_type)
    for read in (whole_text, xml_of, lambda reply: json_of(text_of(reply))):
        assert outcome(read, reply) in {None, Reason.EMPTY_BODY, Reason.HTML_PAGE, Reason.MALFORMED}


REFUSAL = Reading(state=State.REJECTED, reason=Reason.FUNDS, text="no money")
NAMED = {401: "credentials", 403: "permission", 429: "rate_limited"}


def expected(status, *, secure, own):
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return (State.UNKNOWN, "redirect")
    if 400 <= status < 500 and status != 408:
        if secure or own:
            return (State.REJECTED, NAMED.get(status, f"http_{status}"))
        return (State.UNKNOWN, "untrusted_channel")
    return (State.UNKNOWN, f"http_{status}")


@pytest.mark.parametrize("own", [None, REFUSAL], ids=["no words of its own", "its own refusal"])
@pytest.mark.parametrize("secure", [True, False], ids=["over TLS", "over plain http"])
@pytest.mark.parametrize("status", range(100, 600))
def test_a_status_alone_decides_as_the_law_says(status, secure, own):
    reading = by_status(a_reply("x", status=status, secure=secure), own_refusal=own)
    wanted = expected(status, secure=secure, own=own)
    assert (reading and (reading.state, reading.reason)) == wanted
    if reading is not None:
        assert reading.code == str(status)


def test_the_providers_words_go_with_its_refusal_but_not_with_a_redirect():
    assert by_status(a_reply("x", status=402), own_refusal=REFUSAL).text == "no money"
    assert by_status(a_reply("x", status=500), own_refusal=REFUSAL).text == "no money"
    assert by_status(a_reply("x", status=302), own_refusal=REFUSAL).text == ""
