"""An account's settings: each is taken in one spelling or refused with what it takes; no message holds a password."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.core.account import MAX_NAME, Account, check_address, check_name, check_setting
from desktop_dialer.core.errors import InvalidInput

SETTINGS = (
    "base_url country number_format allow_http internal proxy method separator record track email".split()  # noqa: SIM905
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "https://now.tel2.co.uk/webservices/connectcall"),
        ("base_url", "https://pbx.example.com:8443/local/api/json/calls/make/"),
        ("base_url", "HTTPS://PBX.example.com"),
        ("base_url", "http://127.0.0.1:8080/api/"),
        ("base_url", "http://[::1]:8080/api/"),
        ("base_url", "https://xn--bcher-kva.example/"),
        ("base_url", "https://pbx_1.local./a%20b"),
        ("country", "NL"),
        ("number_format", "e164_digits"),
        ("allow_http", "yes"),
        ("internal", r"[1-7]\d{2,3}"),
        ("proxy", "system"),
        ("proxy", "none"),
        ("proxy", "http://proxy.example.com:3128"),
        ("proxy", "socks5://[::1]:1080/"),
        ("method", "POST"),
        ("separator", "&"),
        ("separator", ";"),
        ("record", "no"),
        ("track", "yes"),
        ("email", "info@example.com"),
    ],
)
def test_a_good_value_is_taken_as_it_is(name, value):
    assert check_setting(name, value) == value


def test_a_country_is_written_in_capitals():
    assert check_setting("country", "gb") == "GB"


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("base_url", "https:// voiptech /API/dialup.php", "a space"),
        ("base_url", "https://h/a\tb", "a space"),
        ("base_url", "https://h\\x", "cannot carry"),
        ("base_url", "https://bücher.example/", "xn--"),
        ("base_url", "https://h/é", "cannot carry"),
        ("base_url", "https://h/<x>", "cannot carry"),
        ("base_url", "", "cannot carry"),
        ("base_url", "https://user@h/", "have their own fields"),
        ("base_url", "https://h/?user=x", "without its parameters"),
        ("base_url", "https://h/?", "without its parameters"),
        ("base_url", "https://h/#x", "without its parameters"),
        ("base_url", "ftp://h/", "https://host/path"),
        ("base_url", "h/path", "https://host/path"),
        ("base_url", "//h/path", "https://host/path"),
        ("base_url", "https:///path", "https://host/path"),
        ("base_url", "https://:443/path", "https://host/path"),
        ("base_url", "https://h:99999/", "https://host/path"),
        ("base_url", "https://h:0/", "https://host/path"),
        ("base_url", "https://h:port/", "https://host/path"),
        ("base_url", "https://[::1/", "https://host/path"),
        ("base_url", "https://[zz]/", "https://host/path"),
        ("base_url", "https://a..b/", "https://host/path"),
        ("base_url", "https://-h/", "https://host/path"),
        ("base_url", "https://h;x/", "https://host/path"),
        ("base_url", f"https://{'a' * 64}/", "https://host/path"),
        ("country", "UK", "two letters"),
        ("country", "NLD", "two letters"),
        ("country", "001", "two letters"),
        ("country", "ıt", "two letters"),
        ("country", "", "two letters"),
        ("number_format", "E164_PLUS", "as_typed, e164_plus"),
        ("allow_http", "true", "yes or no"),
        ("record", "1", "yes or no"),
        ("track", "YES", "yes or no"),
        ("internal", "(", "no regular expression"),
        ("internal", "(1+)+", "repeats a group"),
        ("method", "get", "GET or POST"),
        ("separator", ",", "; or &"),
        ("proxy", "", "http://host:3128"),
        ("proxy", "proxy.example.com:3128", "http://host:3128"),
        ("proxy", "ftp://h:1", "http://host:3128"),
        ("proxy", "http://h:1/path", "http://host:3128"),
        ("proxy", "http://h:1?x", "http://host:3128"),
        ("proxy", "http://h:1#x", "http://host:3128"),
        ("proxy", "http://h:x", "http://host:3128"),
        ("proxy", "http:// h", "http://host:3128"),
        ("proxy", "http://bob:pw@h:3128", "name or password"),
        ("email", "nobody", "e-mail address"),
        ("email", "a@b c", "e-mail address"),
        ("email", "a@b\u202ec", "e-mail address"),
        ("email", "a@" + "b" * 260, "e-mail address"),
    ],
)
def test_a_bad_value_is_refused_with_what_the_setting_takes(name, value, advice):
    with pytest.raises(InvalidInput, match=advice) as refused:
        check_setting(name, value)
    assert refused.value.name == name
    assert name in str(refused.value)


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("value", ["a\nb", "a\0b", "a\rb", "a\udce9b"])
def test_no_setting_holds_a_line_break_or_bytes_that_are_no_text(name, value):
    with pytest.raises(InvalidInput) as refused:
        check_setting(name, value)
    assert refused.value.name == name


@pytest.mark.parametrize("name", ["base_url", "proxy"])
@pytest.mark.parametrize(
    "value",
    ["https://bob:s3cret@h/", "ftp://bob:s3cret@h/", "https://bob:s3cret@h:port", "https://bob:s3cret@[h", "s3cret@ h"],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(name, value):
    with pytest.raises(InvalidInput) as refused:
        check_setting(name, value)
    assert "s3cret" not in str(refused.value)


@given(st.sampled_from(SETTINGS), st.text())
def test_no_value_makes_a_check_stumble(name, value):
    with contextlib.suppress(InvalidInput):
        checked = check_setting(name, value)
        assert check_setting(name, checked) == checked


@pytest.mark.parametrize("address", ["http://h/", "HTTP://h/", "http:x"])
def test_an_unencrypted_address_needs_leave(address):
    with pytest.raises(InvalidInput, match="allow_http=yes") as refused:
        check_address({"base_url": address})
    assert refused.value.name == "base_url"
    with pytest.raises(InvalidInput):
        check_address({"base_url": address, "allow_http": "no"})
    check_address({"base_url": address, "allow_http": "yes"})


def test_an_encrypted_address_or_none_needs_no_leave():
    check_address({"base_url": "https://h/"})
    check_address({})


@pytest.mark.parametrize("name", ["Office", "Büro 2", "קו", "x" * MAX_NAME])
def test_a_name_is_anything_that_can_be_read(name):
    assert check_name(name) == name


@pytest.mark.parametrize("name", ["", "  ", "-x", "--yes", "a\nb", "a\x1b", "a\u202eb", "x" * (MAX_NAME + 1)])
def test_a_name_that_cannot_be_read_or_looks_like_an_option_is_refused(name):
    with pytest.raises(InvalidInput, match="does not begin with a dash") as refused:
        check_name(name)
    assert refused.value.name == "name"


def test_an_account_knows_its_country_if_it_has_one():
    account = Account(id="1", name="x", provider="tel2")
    assert account.country is None
    assert Account(id="1", name="x", provider="tel2", settings={"country": "NL"}).country == "NL"
    with pytest.raises(TypeError):
        account.values["a"] = "b"
