"""The contract of every provider, second half: nothing that it is answered upsets it or passes for success."""

from __future__ import annotations

import base64
import os
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_dialer.core.call import Reason, State
from desktop_dialer.core.reading import Check, HangUpReading, PollReading
from desktop_dialer.providers import PROVIDERS
from tests.contract.provider_contract import (
    assert_lawful,
    every_reading,
    every_vector,
    handle,
    hostile,
    plan_of,
    reply_of,
    start_plans,
    vectors,
)

EXAMPLES = int(os.environ.get("DESKTOP_DIALER_EXAMPLES", "50"))
"""How many random replies each provider reads; a nightly run sets more."""
SUCCESSES = {State.ACCEPTED, State.A_ANSWERED, State.SCHEDULED}

BOMB = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><r><code>&b;</code></r>'
BODIES = {
    "nothing": b"",
    "NULs": b"\0" * 64,
    "a NUL in JSON": b'{"Result":"\\u0000","data":{"Response":"\\u0000"},"responses":[{"code":"\\u0000"}]}',
    "an XML bomb": BOMB,
    "an external entity": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
    "deep XML": b"<r>" * 30_000,
    "deep JSON": b"[" * 200_000,
    "deep JSON objects": b'{"data":' * 30_000,
    "a closed deep JSON": b"[" * 900 + b"]" * 900,
    "a long number": b'{"Result":' + b"9" * 5000 + b"}",
    "not a number": b'{"Result":NaN,"responses":NaN}',
    "256 KiB of text": b"x" * 262_144,
    "256 KiB of tags": b"<a " * 87_381,
    "256 KiB of openings": b"<" * 262_144,
    "256 KiB of comments": b"<!--" * 65_536,
    "256 KiB of scripts": b"<script>" * 32_768,
    "256 KiB of lines": b"\n" * 131_072 + b"a" * 131_072,
    "256 KiB of labels": b"Response:" * 29_127,
    "a marked section": b"<p><![foo[<!x",
    "a JSON scalar": b'"OK"',
    "a JSON null": b"null",
    "JSON of wrong shapes": b'{"responses":{"code":[]},"data":[[]],"Result":{},"Status":[],"Message":7}',
    "an empty array": b"[]",
    "an array of nothings": b"[null]",
    "a root alone": b"<response/>",
    "UTF-16 without a BOM": "<response><code>100</code></response>".encode("utf-16-le"),
    "UTF-16 with half a character": b"\xff\xfe<\0r",
    "a lone surrogate": b'{"Message":"\\ud800","Result":"-1","data":{"Response":"\\ud800"}}',
    "Windows-1252": b"Appel refus\xe9",
    "a web page": b"<!DOCTYPE html><html><body>OK 100 SUCCESS</body></html>",
}  # fmt: skip
CHARSETS = ("text/html", "text/xml; charset=utf-16", "text/xml; charset=nonsense", "text/plain; charset=idna",
            "application/json; charset=base64")  # fmt: skip


@pytest.fixture(params=PROVIDERS)
def name(request):
    return request.param


def read_everything(name, reply):
    """Every reader of the provider on one reply; gives the readings of the start request."""
    provider = PROVIDERS[name]
    readings = []
    for plan in start_plans(name):
        reading = provider.read_start(plan, reply)
        assert_lawful(reading)
        readings.append(reading)
    for other in every_reading(provider, replace(plan, track=True), handle(), reply):
        assert other is None or isinstance(other, PollReading | HangUpReading | Check)
    return readings


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_hostile_body_is_read_as_no_success(name, body):
    for content_type in CHARSETS:
        for reading in read_everything(name, hostile(body, content_type=content_type)):
            assert reading.state not in SUCCESSES


@pytest.mark.parametrize("secure", [True, False], ids=["over TLS", "over plain http"])
def test_every_http_status_is_read_by_the_law(name, secure):
    for status in range(100, 600):
        for body in (b"", b"no", b"<html><body>no</body></html>"):
            for reading in read_everything(name, hostile(body, status=status, secure=secure)):
                if 200 <= status < 300:
                    assert reading.state in {State.UNKNOWN, State.ACCEPTED_UNCONFIRMED}
                    continue
                is_refusal = 400 <= status < 500 and status != 408
                assert reading.state is (State.REJECTED if is_refusal and secure else State.UNKNOWN)
                if 300 <= status < 400:
                    assert reading.reason == Reason.REDIRECT
                if is_refusal and not secure:
                    assert reading.reason == Reason.UNTRUSTED_CHANNEL


@pytest.mark.parametrize(("name", "vector"), **every_vector("responses"))
def test_a_reply_cut_off_at_any_byte_is_no_news(name, vector):
    whole = reply_of(vector)
    # Of JSON and XML the end is seen; of a line of text or of HTML it is not.
    is_framed = re.match(rb"[\xef\xbb\xbf\s]*(?:[{\[]|<(?!table|p>|!doctype html|html))", whole.body, re.IGNORECASE)
    provider, plan = PROVIDERS[name], plan_of(name, vector["input"])
    read_everything(name, whole)
    for end in range(len(whole.body.rstrip())):
        reading = provider.read_start(plan, replace(whole, body=whole.body[:end]))
        assert_lawful(reading)
        if is_framed and whole.status == 200:
            assert reading.state not in SUCCESSES
        for _ in every_reading(provider, plan, handle(), replace(whole, body=whole.body[:end])):
            pass


@pytest.mark.parametrize(("name", "vector"), **every_vector("responses"))
def test_a_known_body_under_another_http_status_is_read_lawfully(name, vector):
    for status in (204, 302, 404, 502):
        read_everything(name, replace(reply_of(vector), status=status))


@settings(max_examples=EXAMPLES, deadline=None, database=None)
@given(
    status=st.integers(100, 599),
    body=st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
    content_type=st.sampled_from(CHARSETS) | st.text(max_size=30),
    secure=st.booleans(),
)
def test_random_replies_are_read_without_an_exception(status, body, content_type, secure):
    reply = hostile(body, status=status, content_type=content_type, secure=secure)
    for name in PROVIDERS:
        for reading in read_everything(name, reply):
            assert reading.state not in SUCCESSES


@settings(max_examples=EXAMPLES, deadline=None, database=None)
@given(data=st.data())
def test_a_documented_reply_with_damaged_bytes_is_read_without_an_exception(data):
    name = data.draw(st.sampled_from(sorted(PROVIDERS)))
    vector = data.draw(st.sampled_from(vectors(name)["responses"]))
    body = bytearray(base64.b64decode(vector["body_base64"]))
    for _ in range(data.draw(st.integers(1, 4))):
        body.insert(data.draw(st.integers(0, len(body))), data.draw(st.integers(0, 255)))
    read_everything(name, replace(reply_of(vector), body=bytes(body)))
