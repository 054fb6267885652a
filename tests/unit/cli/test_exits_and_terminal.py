"""The exit of each last state, and what the terminal asks, reads and refuses."""

import io
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_dialer.cli.exits import Exit, exit_of
from desktop_dialer.cli.terminal import Terminal, utc_text
from desktop_dialer.cli.values import pairs
from desktop_dialer.core.call import Event, Evidence, State
from desktop_dialer.core.errors import InvalidInput, QuestionOpen, StorageFailed


@pytest.mark.parametrize(
    ("state", "reason", "code"),
    [
        ("ended", "hung_up", 0),
        ("ended", "funds", 0),
        ("accepted", None, 0),
        ("accepted_unconfirmed", None, 0),
        ("scheduled", None, 0),
        ("untracked", "reports_nothing_more", 0),
        ("rejected", "credentials", 3),
        ("unknown", "timeout", 4),
        ("not_sent", "dns", 5),
        ("not_sent", "journal", 5),
        ("not_sent", "keyring", 6),
        ("not_sent", "no_secret", 6),
        ("failed", "busy", 7),
        ("untracked", "session_lost", 8),
        ("untracked", "contact_lost", 8),
    ],
)
def test_the_exit_of_a_last_state(state, reason, code):
    event = Event(
        call="c",
        seq=1,
        time=datetime.now(UTC),
        elapsed=0.0,
        state=State(state),
        leg=None,
        reason=reason,
        evidence=Evidence.LOCAL,
        code=None,
        text="",
    )
    assert exit_of(event) is Exit(code)


class Screen(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def person(monkeypatch):
    """`person(typed)`: somebody sits at the terminal and types that."""

    def sit(typed):
        monkeypatch.setattr(sys, "stdin", Screen(typed))
        monkeypatch.setattr(sys, "stderr", Screen())
        return Terminal()

    return sit


@pytest.mark.parametrize(
    ("typed", "is_yes"), [("y\n", True), ("YES \n", True), ("\n", False), ("n\n", False), ("", False)]
)
def test_only_a_yes_is_a_yes(person, typed, is_yes):
    assert person(typed).ask("Really?", key="k") is is_yes


def test_nobody_there_leaves_the_question_open(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with pytest.raises(QuestionOpen, match=r"Really\?") as asked:
        Terminal().ask("Really?", key="k")
    assert asked.value.key == "k"
    assert Terminal(says_yes=True).ask("Really?", key="k")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_wait_for_a_person(person, number, monkeypatch):
    class Interrupted(Screen):
        def readline(self, *_):
            signal.raise_signal(number)
            return "y\n"

    terminal = person("")
    monkeypatch.setattr(sys, "stdin", Interrupted())
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt):
        terminal.ask("Really?", key="k")
    assert signal.getsignal(number) is before


def test_a_line_at_a_time_until_the_end(person):
    terminal = person(" one \n\n")
    assert [terminal.read_line("> ") for _ in range(3)] == ["one", "", None]


def test_bytes_that_are_no_text_are_no_secret(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\n")))
    with pytest.raises(InvalidInput, match="no UTF-8 text"):
        Terminal().read_secret("password")


def test_times_have_milliseconds_and_a_z():
    assert utc_text(datetime(2026, 1, 2, 3, 4, 5, 6789, tzinfo=UTC)) == "2026-01-02T03:04:05.006Z"


def test_a_later_value_wins_and_may_hold_an_equals_sign():
    assert pairs(["a=1", "a=b=c", "d="]) == {"a": "b=c", "d": ""}
    with pytest.raises(InvalidInput):
        pairs(["=x"])


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_stream_that_the_caller_closed_takes_everything_silently(monkeypatch, closed):
    monkeypatch.setattr(sys, closed, None)
    terminal = Terminal()
    terminal.line("a line")
    terminal.note("a remark")
    assert not getattr(sys, closed).closed
    getattr(sys, closed).close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_an_output_that_cannot_be_written_is_named_once_and_leaves_nothing_to_flush(monkeypatch):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(StorageFailed, match="output could not be written: no space left"):
            Terminal().line("a line")
