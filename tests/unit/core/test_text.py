"""A provider's words: plain and short when kept, and free of secrets in whatever spelling."""

from __future__ import annotations

import base64
import contextlib
import html
import json
import textwrap
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.core.call import MAX_TEXT
from desktop_dialer.core.secret import MASK, Secret
from desktop_dialer.core.text import MAX_SCRUBBED, WITHHELD, clean, keep, scrub

CANARIES = [
    "Kan4rie&<Pw>+é%9",
    "hunter2",
    "5ae2a5rw47w",
    "correct horse battery",
    "pass\\w/ord\"'",
    "９Gräß😀zz",
    "4815162342",
]

SPELLINGS = {
    "raw": str,
    "upper case": str.upper,
    "lower case": str.lower,
    "percent": lambda s: quote(s, safe=""),
    "form": quote_plus,
    "percent twice": lambda s: quote(quote(s, safe=""), safe=""),
    "every byte percent": lambda s: "".join(f"%{byte:02x}" for byte in s.encode()),
    "percent of Latin-1": lambda s: quote(s, safe="", encoding="latin-1", errors="strict"),
    "named entities": html.escape,
    "decimal entities": lambda s: "".join(f"&#{ord(char)};" for char in s),
    "hexadecimal entities": lambda s: "".join(f"&#x{ord(char):X};" for char in s),
    "JSON": lambda s: json.dumps(s)[1:-1],
    "JSON throughout": lambda s: "".join(f"\\u{unit:04x}" for unit in _utf_16_units(s)),
    "JSON twice": lambda s: "".join(f"\\\\u{unit:04x}" for unit in _utf_16_units(s)),
    "old JavaScript": lambda s: "".join(f"%u{unit:04X}" for unit in _utf_16_units(s)),
    "base64": lambda s: base64.b64encode(s.encode()).decode(),
    "base64 within more": lambda s: base64.b64encode(b"user:" + s.encode() + b"?>>").decode(),
    "base64 out of step": lambda s: "x" + base64.b64encode(b"ab" + s.encode()).decode(),
    "base64 in two lines": lambda s: "\r\n".join(textwrap.wrap(base64.b64encode(s.encode()).decode(), 7)),
    "base64 for addresses": lambda s: base64.urlsafe_b64encode(b"\xff\xfe?" + s.encode()).decode().rstrip("="),
    "base64 in percent": lambda s: quote(base64.b64encode(s.encode()).decode(), safe=""),
    "base64 of upper case": lambda s: base64.b64encode(s.upper().encode()).decode(),
    "base64 of UTF-16": lambda s: base64.b64encode(s.encode("utf-16-le")).decode(),
    "hex": lambda s: s.encode().hex(),
    "hex out of step": lambda s: "a" + s.encode().hex().upper(),
    "hex with spaces": lambda s: s.encode().hex(" "),
    "hex with colons": lambda s: s.encode().hex(":"),
    "hex with 0x": lambda s: ", ".join(f"0x{byte:02x}" for byte in s.encode()),
    "hex with \\x": lambda s: "".join(f"\\x{byte:02x}" for byte in s.encode()),
    "full width": lambda s: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in s),
    "reversed": lambda s: s[::-1],
    "spaced": " ".join,
    "dashed": "-".join,
    "starred": "*".join,
    "with NULs between": "\0".join,
    "with nothing visible between": "\u200b".join,
}  # fmt: skip


def _utf_16_units(text):
    raw = text.encode("utf-16-be")
    return [int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2)]


def is_hidden(kept, secret):
    return (MASK in kept or kept == WITHHELD) and secret.casefold() not in kept.casefold()


def spelt():
    """Each canary in each spelling that its letters allow."""
    for name, spell in SPELLINGS.items():
        for canary in CANARIES:
            with contextlib.suppress(UnicodeEncodeError):
                yield pytest.param(canary, spell(canary), id=f"{canary} {name}")


@pytest.mark.parametrize(("canary", "spelling"), [*spelt()])
def test_a_secret_is_seen_in_every_spelling(canary, spelling):
    text = f"The password {spelling} was wrong."
    assert is_hidden(keep(text, [Secret("other-1"), Secret(canary)]), canary)
    assert is_hidden(scrub(text, [Secret(canary)]), canary)


def test_a_secret_that_stands_plainly_is_masked_and_the_rest_stays():
    assert keep("login bob/Hunter2 failed", [Secret("hunter2")]) == "login bob/*** failed"


def test_a_secret_in_another_spelling_withholds_the_whole_text():
    assert keep("bob 68756e74657232", [Secret("hunter2")]) == WITHHELD


def test_the_longest_secret_goes_first():
    assert scrub("abcdef abc", [Secret("abc"), Secret("abcdef")]) == "*** ***"


def test_a_secret_with_a_tab_in_it_is_seen():
    assert keep("pin a\tb9 wrong", [Secret("a\tb9")]) == "pin *** wrong"


def test_an_empty_secret_hides_nothing():
    assert scrub("all is well", [Secret("")]) == "all is well"
    assert scrub("all is well", []) == "all is well"


@pytest.mark.parametrize("length", range(MAX_TEXT - 10, MAX_TEXT + 2))
def test_a_secret_across_the_limit_does_not_stay_in_part(length):
    kept = keep("x" * length + "hunter2hunter2", [Secret("hunter2")])
    assert "hun" not in kept
    assert len(kept) <= MAX_TEXT


@pytest.mark.parametrize("shift", range(7))
@pytest.mark.parametrize("spell", [str, lambda s: quote(s, safe=""), lambda s: "".join(f"\\u{ord(c):04x}" for c in s)])
def test_a_secret_across_the_end_of_what_is_read_does_not_stay_in_part(shift, spell):
    secret = "k8!Zq&"
    text = "y" * shift + spell(secret) * (2 * MAX_SCRUBBED)
    kept = scrub(text, [Secret(secret)])
    assert kept == WITHHELD or set(kept) <= {"y", "*"}


@pytest.mark.parametrize("secret", ["hunter2", "日本語のことば", "😀😁😂"])
def test_a_secret_cut_in_two_in_another_spelling_does_not_stay_in_part(secret):
    spelling = "".join(f"%25{byte:02X}" for byte in secret.encode())
    for shown in range(len(spelling)):
        text = "y" * (MAX_SCRUBBED - shown) + spelling + " more"
        assert set(scrub(text, [Secret(secret)])) == {"y"}


def test_of_an_endless_text_the_beginning_is_kept():
    kept = scrub("ordinary words " * 20_000, [Secret("hunter2")])
    assert kept.startswith("ordinary words")
    assert MAX_SCRUBBED - 200 < len(kept) <= MAX_SCRUBBED
    assert len(scrub("z" * 20_000, [])) == MAX_SCRUBBED


ORDINARY = [
    "Call Setup Successful",
    "Password incorrect",
    "Your account +31 20 123 4567 has insufficient funds (€ 0,12) at 12:34:56 on 2026-11-20.",
    "Invalid parameter: snumber",
    '{"responses":[{"code":"401","message":"Authentication failed"}]}',
    "<response><code>101</code><message>Failed</message></response>",
    "Fehler 0x80004005: %20 ist kein gültiger Wert & mehr &amp; noch etwas \\u00e9",
    "De gebruiker heeft geen beltegoed meer; bel 0900-1234.",
    "asterisk01 1234567890.123456 a3348f81491bfb538cd2dbbda9e3c43c1e88ab11",
    "aGVsbG8gd29ybGQsIHRoaXMgaXMgb3JkaW5hcnkgdGV4dA==",
    "קו תפוס",
]


@pytest.mark.parametrize("text", ORDINARY)
@pytest.mark.parametrize(
    "password", ["welkom01", "Winter2025!", "qwerty", "1234", "123456", "x7", "S3cret-Key_9", "letmein"]
)
def test_ordinary_text_is_kept_beside_an_ordinary_password(text, password):
    assert keep(text, [Secret(password)]) == text.replace(password, MASK)


def test_a_short_secret_is_not_looked_for_in_what_is_spaced_out():
    assert keep("at 12:34 o'clock", [Secret("1234")]) == "at 12:34 o'clock"
    assert keep("pin %31%32%33%34", [Secret("1234")]) == WITHHELD
    assert keep("pin k+%39", [Secret("k+9")]) == WITHHELD


@pytest.mark.parametrize(
    "text",
    [
        "Lorem ipsum dolor sit amet ", "%41", "%2541", "&#x41;", "&amp;", "\\u0041", "\\", "QUJD", "4a ", "\0", "é€😀",
        " ", "%u0041", "hunter", "<a>", "\u202e", "&",
    ],
)  # fmt: skip
def test_the_longest_body_is_handled_at_once(text):
    body = (text * (256 * 1024 // len(text) + 1))[: 256 * 1024]
    secrets = [Secret("hunter2" * 5), Secret("Kan4rie&<Pw>+é%9"), Secret("k" * 40)]
    for handle in (keep, scrub, lambda text, _: clean(text)):
        start = time.process_time()
        handle(body, secrets)
        assert time.process_time() - start < 0.05


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  two\r\nlines\tand\u2028more\x85 ", "two lines and more"),
        ("a\x00b\x1bc\x7fd", "abcd"),
        ("\u202egpj.exe\u2066\u200f\u061c", "gpj.exe"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("no\u00a0break\u3000wide", "no break wide"),
        ("half\ud800", "half"),
        ("private\ue000", "private"),
        ("קו תפוס é 😀", "קו תפוס é 😀"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("", ""),
    ],
)
def test_a_text_is_one_line_of_what_can_be_seen(text, cleaned):
    assert clean(text) == cleaned
    assert keep(text, []) == cleaned


def test_a_text_has_at_most_two_hundred_characters():
    assert clean("x" * 200) == "x" * 200
    assert clean("x" * 201) == "x" * 199 + "…"
    assert clean("x" * 11, limit=10) == "x" * 9 + "…"


@given(st.text(), st.text(min_size=1))
def test_whatever_is_kept_is_printable_and_short(text, secret):
    kept = keep(text, [Secret(secret)])
    assert kept.isprintable()
    assert len(kept) <= MAX_TEXT


@given(st.text("abcm- %&\\"), st.text("nopxyzNÖ19 ", min_size=3).filter(str.strip), st.text("abcm- %&\\"))
def test_no_secret_is_kept(before, secret, after):
    kept = keep(before + secret + after, [Secret(secret)])
    assert secret not in kept
    assert MASK in kept or kept == WITHHELD
