"""A canary in every spelling, in messages and tracebacks, never reaches a handler's output."""

import base64
import html
import io
import json
import logging
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.core.secret import MASK, Secret
from desktop_dialer.net.redaction import RedactingFormatter, Redactor, install
from tests.unit.net.conftest import CANARY

SPELLINGS = {
    "raw": CANARY,
    "other case": CANARY.swapcase(),
    "percent": quote(CANARY, safe=""),
    "percent, slash kept": quote(CANARY),
    "percent, lower case": quote(CANARY, safe="").lower(),
    "percent, twice": quote(quote(CANARY, safe=""), safe=""),
    "form": quote_plus(CANARY),
    "html": html.escape(CANARY),
    "json": json.dumps(CANARY),
    "json, not ascii": json.dumps(CANARY, ensure_ascii=False),
    "repr": repr(CANARY),
    "base64": base64.b64encode(CANARY.encode()).decode(),
    "base64, url-safe": base64.urlsafe_b64encode(CANARY.encode()).decode(),
}


@pytest.fixture
def redactor():
    made = Redactor()
    made.remember(Secret(CANARY))
    return made


@pytest.fixture
def log(redactor, monkeypatch):
    """A root of its own with one redacting handler: the logger, and what it wrote."""
    monkeypatch.setattr(logging, "lastResort", logging.StreamHandler(io.StringIO()))
    root = logging.Logger("root of its own", logging.DEBUG)  # noqa: LOG001 - it must not be the tests' own
    output = io.StringIO()
    root.addHandler(logging.StreamHandler(output))
    install(root, redactor)
    return root, output


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
def test_a_remembered_secret_is_masked_in_every_spelling(redactor, spelling):
    redacted = redactor.redact(f"before {spelling} after")
    assert redacted.startswith("before ")
    assert redacted.endswith(" after")
    assert MASK in redacted
    assert spelling.strip("\"'=") not in redacted
    assert "canary" not in redacted.lower()


@pytest.mark.parametrize("user", ["", "a:", "ab:", "abc:"])
def test_a_secret_within_longer_base64_is_masked(redactor, user):
    text = base64.b64encode(f"{user}{CANARY}:more".encode()).decode()
    redacted = redactor.redact(text)
    assert MASK in redacted
    assert len(redacted) < len(text) - len(CANARY)


@given(st.text(min_size=4, max_size=30), st.sampled_from([str, quote, quote_plus, repr, html.escape, json.dumps]))
def test_any_secret_is_masked_in_any_spelling(value, spell):
    redactor = Redactor()
    redactor.remember(Secret(value))
    assert spell(value).strip("\"'") not in redactor.redact(f"x{spell(value)}x").replace(MASK, "")


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("GET /x?user=u&password=abc&bparty=1", "GET /x?user=u&password=***&bparty=1"),
        ("auth_username=u;auth_password=a%20b;stype=", "auth_username=u;auth_password=***;stype="),
        ("?user=u&pass=abc&org=o", "?user=u&pass=***&org=o"),
        ("guid=1234-5678&cmd=end", "guid=***&cmd=end"),
        ("userkey=abcdef USERKEY=ABCDEF", "userkey=*** USERKEY=***"),
        ("<USERTOKEN><USERKEY>abc</USERKEY>", "<USERTOKEN><USERKEY>***</USERKEY>"),
        ('<PARAMETER NAME="SIGNATURE">abc<', '<PARAMETER NAME="SIGNATURE">***<'),
        ('{"password": "abc", "n": 1}', '{"password": "***", "n": 1}'),
        ("{'pass': 'abc'}", "{'pass': '***'}"),
        ("secure phrase: abc", "secure phrase: ***"),
        ("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic ***"),
        ("Bearer abc.DEF-123_x", "Bearer ***"),
        ("http://user:abc@proxy.example:8080", "http://***@proxy.example:8080"),
        # and what is no secret stays
        ("Basic knowledge, basic understanding", "Basic knowledge, basic understanding"),
        ("password=***&x=1", "password=***&x=1"),
        ("the call passed; compass=north", "the call passed; compass=north"),
        ("https://portal.example/a@b", "https://portal.example/a@b"),
    ],
)
def test_a_secret_that_nobody_remembered_is_known_by_its_name(text, redacted):
    assert Redactor().redact(text) == redacted


def test_a_forgotten_secret_is_looked_for_no_longer(redactor):
    redactor.forget(Secret("never heard of"))
    assert CANARY not in redactor.redact(CANARY)
    redactor.forget(Secret(CANARY))
    assert redactor.redact(CANARY) == CANARY


def test_where_no_handler_is_installed_the_last_resort_redacts(log):
    assert isinstance(logging.lastResort.formatter, RedactingFormatter)


def test_a_short_secret_does_not_blacken_the_log():
    redactor = Redactor()
    redactor.remember(Secret(""))
    redactor.remember(Secret("a"))
    assert redactor.redact("a call, password=a") == "a call, password=***"


def test_a_traceback_is_redacted_too(log):
    root, output = log
    try:
        raise ValueError(f"https://portal.example/?x={quote(CANARY, safe='')}")
    except ValueError:
        root.exception("it failed with %r", CANARY)
    assert "Traceback" in output.getvalue()
    assert "canary" not in output.getvalue()
    assert "s3cr3t" not in output.getvalue()


def test_installing_again_covers_new_handlers_and_wraps_none_twice(log, redactor):
    root, _ = log
    first = root.handlers[0].formatter
    root.addHandler(logging.StreamHandler(io.StringIO()))
    install(root, redactor)
    assert root.handlers[0].formatter is first
    assert isinstance(root.handlers[1].formatter, RedactingFormatter)


def test_the_http_libraries_stay_quiet_in_debug_mode_too(log):
    for name in ("httpx", "httpcore", "httpcore.http11", "httpcore.connection", "hpack"):
        assert not logging.getLogger(name).isEnabledFor(logging.INFO)


def test_a_record_costs_little(log):
    root, _ = log
    for number in range(10):
        root.handlers[0].formatter._redactor.remember(Secret(f"another secret {number}"))
    record = root.makeRecord(
        "x", logging.INFO, "x", 1, "call %s went to %s after %s ms: %s", ("ab" * 8, "b", 5, "accepted" * 8), None
    )
    formatter = root.handlers[0].formatter
    best = min(_seconds(lambda: formatter.format(record)) for _ in range(30))
    assert best < 0.0005


def _seconds(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
