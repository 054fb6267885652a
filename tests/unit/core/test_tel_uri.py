"""Links: every form of RFC 3966 is read, and whatever else comes in is refused with its reason."""

from __future__ import annotations

import contextlib
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_dialer.core.errors import NumberRefused
from desktop_dialer.core.tel_uri import MAX_LINK, Link, is_link, read_link


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("tel:+31201234567", "+31201234567"),
        ("tel:+31-20-123.45.67", "+31201234567"),
        ("tel:+1(215)701-0680", "+12157010680"),
        ("tel:0201234567", "0201234567"),
        ("TEL:+31201234567", "+31201234567"),
        ("Tel://+31201234567", "+31201234567"),
        ("tel:+31%2020%20123%204567", "+31201234567"),
        ("tel:%2B31201234567", "+31201234567"),
        ("tel:+31 20 123 4567", "+31201234567"),
        ("  tel:+31201234567\n", "+31201234567"),
        ("tel:+31%C2%A020%E2%80%911234567", "+31201234567"),
        ("tel:%EF%BC%90%EF%BC%92%EF%BC%90", "020"),
        ("callto:+31201234567", "+31201234567"),
        ("callto://+31201234567/", "+31201234567"),
        ("CALLTO:0201234567", "0201234567"),
        ("sip:+31201234567@example.com", "+31201234567"),
        ("SIP:%2B31201234567@example.com:5060;user=phone?subject=x", "+31201234567"),
        ("sip:203@[2001:db8::1]", "203"),
        ("sip:+31201234567;phone-context=example.com@example.com", "+31201234567"),
    ],
)
def test_a_link_is_read_whole(link, number):
    assert is_link(link)
    assert read_link(link) == Link(number=number)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("tel:+31201234567;ext=123", Link(number="+31201234567", extension="123")),
        ("tel:+31201234567;EXT=1-2.3", Link(number="+31201234567", extension="123")),
        ("tel:+31201234567;isub=12%2f3", Link(number="+31201234567", subaddress="12/3")),
        ("tel:7042;phone-context=example.com", Link(number="7042", context="example.com")),
        ("tel:1234567;phone-context=+31-20", Link(number="+31201234567")),
        ("tel:0201234567;phone-context=+31", Link(number="+31201234567")),
        ("tel:863-1234;phone-context=+1-914-555", Link(number="8631234", context="+1914555")),
        ("tel:911;phone-context=+1", Link(number="911", context="+1")),
        ("tel:7;phone-context=+", None),
        ("tel:1234567;phone-context=+999", Link(number="1234567", context="+999")),
        ("tel:+31201234567;phone-context=+44", Link(number="+31201234567")),
        ("tel:+31201234567;tsp=a.example;x-mine=1;isub-encoding=nsap;flag", Link(number="+31201234567")),
        ("sip:203;phone-context=%2B3120123@example.com", Link(number="203", context="+3120123")),
    ],
)
def test_parameters_are_kept_beside_the_number(link, expected):
    if expected is None:
        with pytest.raises(NumberRefused, match="neither a prefix nor a domain"):
            read_link(link)
    else:
        assert read_link(link) == expected


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("tel:", "no number"),
        ("tel:+", "not a telephone number"),
        ("tel:;ext=5", "no number"),
        ("tel:%2A31%23", r"\* or #"),
        ("tel:*21*0123#", r"\* or #"),
        ("tel:1%2A1", r"\* or #"),
        ("tel:1%EF%BC%8A1", "not a telephone number"),
        ("tel:0800FLOWERS", "not a telephone number"),
        ("tel:%30%38%41", "not a telephone number"),
        ("tel:%EF%BC%A1", "not a telephone number"),
        ("tel:%2531", "not a telephone number"),  # decoded once, not twice
        ("tel:31%3Bext=5", "not a telephone number"),
        ("tel:31?x=1", "not a telephone number"),
        ("tel:31,,5", "not a telephone number"),
        ("tel:31w5", "not a telephone number"),
        ("tel:31&32", "not a telephone number"),
        ("tel:3%001", "not a telephone number"),
        ("tel:3%0D%0A1", "not a telephone number"),
        ("tel:31#32", r"\* or #"),
        ("tel:" + "1" * 33, "not a telephone number"),
        ("tel:%", "no escape"),
        ("tel:31%2", "no escape"),
        ("tel:31%zz", "no escape"),
        ("tel:31%ff", "no text"),
        ("tel:31;ext=", "extension"),
        ("tel:31;ext=12a", "extension"),
        ("tel:31;ext=1%2A2", "extension"),
        ("tel:31;ext=1;ext=2", "“ext” twice"),
        ("tel:31;isub=", "subaddress"),
        ("tel:31;isub=%E2%80%AEabc", "subaddress"),
        ("tel:31;isub=" + "1" * 41, "subaddress"),
        ("tel:31;phone-context=", "neither a prefix nor a domain"),
        ("tel:31;phone-context=<script>", "neither a prefix nor a domain"),
        ("tel:31;m-must=1", "“m-must”"),
        ("tel:31;postd=5", "“postd”"),
        ("tel:31;", "no parameter"),
        ("tel:31;=5", "no parameter"),
        ("tel:31;<b>=5", "no parameter"),
        ("tel:31;%65xt=5", "no parameter"),
        ("sip:alice@example.com", "not a telephone number"),
        ("sip:example.com", "before its @"),
        ("sip:31@", "before its @"),
        ("sip:31@a@b", "before its @"),
        ("sip:31:secret@example.com", "carries a password"),
        ("sip:*21%23@example.com", r"\* or #"),
        ("sips:+31201234567@example.com", "not a tel:, callto: or sip: link"),
        ("http://example.com", "not a tel:, callto: or sip: link"),
        ("+31201234567", "not a tel:, callto: or sip: link"),
        ("--base-url=x", "not a tel:, callto: or sip: link"),
        ("tel:" + "1" * MAX_LINK, f"longer than {MAX_LINK}"),
    ],
)
def test_a_link_that_is_not_dialled_says_why(link, reason):
    with pytest.raises(NumberRefused, match=reason) as refused:
        read_link(link)
    assert str(refused.value).startswith("This link is not dialled: ")
    assert refused.value.name == "link"


@pytest.mark.parametrize("link", ["tel:+31%20(0)20", "tel:" + "-" * 200, "tel:1;ext=" + "-" * 200])
def test_what_no_number_may_be_no_link_may_be(link):
    with pytest.raises(NumberRefused):
        read_link(link)


def test_a_password_is_not_repeated_in_the_refusal():
    with pytest.raises(NumberRefused) as refused:
        read_link("sip:31:s3cret@example.com")
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "tel", "sips:1@x", "mailto:a@b", "0201234567", "call to: me", "http://tel:1"])
def test_other_texts_are_no_links(text):
    assert not is_link(text)


def test_ten_thousand_hostile_links_are_read_or_refused_at_once():
    chance = random.Random(20)
    pieces = [*"0123456789+-.() /;=%?@:#*,&<>\"'\\", "%2B", "%00", "%25", "%C3", "ext=", "isub=", "phone-context=", "é",
              "\u202e", "\ud800", "１", "//", "(0)", "tel:", "example.com", "+31", "\n", "\0"]  # fmt: skip
    links = [
        chance.choice(["tel:", "TEL://", "callto:", "sip:", "sip:1@", ""])
        + "".join(chance.choices(pieces, k=chance.randrange(40)))
        for _ in range(9_000)
    ]
    links += ["tel:" + chance.choice(pieces) * chance.randrange(2_000) for _ in range(1_000)]
    read = 0
    start = time.process_time()
    for link in links:
        try:
            number = read_link(link).number
        except NumberRefused:
            continue
        read += 1
        assert number.removeprefix("+").isdecimal()
        assert number.isascii()
    assert time.process_time() - start < len(links) * 0.001
    assert read > 100


def percent_encoded(draw, text):
    return "".join(f"%{ord(char):02x}" if draw(st.booleans()) else char for char in text)


@st.composite
def valid_links(draw):
    """A link of the grammar, and what it says."""
    digits = draw(st.text(st.sampled_from("0123456789"), min_size=1, max_size=32))
    plus = draw(st.sampled_from(["", "+"]))
    extension = draw(st.none() | st.text(st.sampled_from("0123456789"), min_size=1, max_size=20))
    spaced = "".join(digit + draw(st.sampled_from(["", "-", ".", "%20"])) for digit in digits)
    head = percent_encoded(draw, plus) + spaced
    parameters = [f";{draw(st.sampled_from(['ext', 'EXT', 'Ext']))}={extension}"] if extension else []
    parameters += draw(st.lists(st.sampled_from([";tsp=example.com", ";x-a=1"]), unique=True))
    scheme = draw(st.sampled_from(["tel:", "TEL:", "tel://", "callto:", "sip:"]))
    rest = head + "".join(draw(st.permutations(parameters)))
    return scheme + rest + ("@example.com" if scheme == "sip:" else ""), plus + digits, extension


@settings(max_examples=1_000)
@given(valid_links())
def test_every_valid_form_is_read_right(case):
    link, number, extension = case
    assert read_link(link) == Link(number=number, extension=extension)


@given(st.text())
def test_no_text_makes_the_reader_stumble(text):
    for link in (text, f"tel:{text}", f"sip:{text}@example.com", f"tel:1;{text}", f"tel:1;phone-context={text}"):
        is_link(link)
        with contextlib.suppress(NumberRefused):
            assert read_link(link).number.isascii()
