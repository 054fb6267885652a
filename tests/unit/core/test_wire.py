"""What goes over the wire: percent encoding byte for byte, secrets masked until sent."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.core.secret import Secret
from desktop_dialer.core.wire import NO_TEXT, Method, Reply, Request, WireText, form, get, percent

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ("azAZ09-._~", "azAZ09-._~"),
        ("p&a;s=% +#é", "p%26a%3Bs%3D%25%20%2B%23%C3%A9"),
        ("/?:@!$'()*,[]", "%2F%3F%3A%40%21%24%27%28%29%2A%2C%5B%5D"),
        ("😀\n\0", "%F0%9F%98%80%0A%00"),
        ("", ""),
    ],
)
def test_all_but_the_unreserved_is_percent_encoded(value, encoded):
    assert percent(value) == encoded


@given(TEXTS)
def test_what_is_encoded_comes_back_whole(text):
    encoded = percent(text)
    assert unquote_to_bytes(encoded).decode() == text
    assert encoded.isascii()
    assert not set(encoded) & set("&;=+# ?/")


def test_pairs_keep_their_order_and_take_the_providers_separator():
    pairs = [("user", "a b"), ("pass", Secret("p;&=")), ("empty", "")]
    assert form(pairs).reveal() == "user=a%20b&pass=p%3B%26%3D&empty="
    assert form(pairs, ";").reveal() == "user=a%20b;pass=p%3B%26%3D;empty="
    assert form([]).reveal() == ""


def test_a_request_shows_its_secrets_masked_and_sends_them_whole():
    request = get("https://h/p", [("user", "bob"), ("pass", Secret("s3cret&"))])
    assert request == Request(method=Method.GET, url=WireText("https://h/p?user=bob&pass=", "s3cret%26"))
    assert str(request.url) == "https://h/p?user=bob&pass=***"
    assert "s3cret" not in repr(request)
    assert "s3cret" not in f"{request}"
    assert request.url.reveal() == "https://h/p?user=bob&pass=s3cret%26"
    assert request.body == NO_TEXT


def test_a_request_tells_its_secrets_as_they_are_sent():
    request = Request(method=Method.POST, url=WireText("u", Secret("%26")), body=WireText(Secret("b"), "c"))
    assert request.secrets == (Secret("%26"), Secret("b"))


def test_texts_are_joined_without_showing_anything():
    text = WireText("a", Secret("b")) + "c" + WireText(Secret("d"))
    assert text.reveal() == "abcd"
    assert str(text) == repr(text) == "a***c***"


def test_texts_are_equal_where_what_is_sent_is():
    assert WireText("a", Secret("b")) == WireText("ab")
    assert hash(WireText("a", Secret("b"))) == hash(WireText("ab"))
    assert WireText("a") != WireText("b")
    assert WireText("a") != "a"


def a_reply(**headers):
    return Reply(
        status=200, headers={name.replace("_", "-"): value for name, value in headers.items()}, body=b"x", secure=True
    )


@pytest.mark.parametrize(("value", "seconds"), [("0", 0.0), ("120", 120.0), ("999999", 999999.0), ("007", 7.0)])
def test_retry_after_is_read_as_seconds(value, seconds):
    assert a_reply(retry_after=value).retry_after == seconds


@pytest.mark.parametrize(
    "value",
    ["", "-1", "1.5", "1e9", "9999999", "٣", "²", "inf", "soon", "+1", "1_0", " 5", "Fri, 20 Nov 2026 17:00:00 GMT"],
)
def test_any_other_retry_after_says_nothing(value):
    assert a_reply(retry_after=value).retry_after is None


def test_a_reply_without_it_says_nothing():
    assert a_reply().retry_after is None


def test_what_a_provider_echoes_is_in_no_repr():
    reply = Reply(status=302, headers={"location": "/?pass=s3cret"}, body=b"s3cret", secure=True)
    assert "s3cret" not in repr(reply)
