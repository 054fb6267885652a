"""The due time of a scheduled call goes into its entry and comes out again."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from desktop_dialer.core.call import Event, Evidence, State
from desktop_dialer.core.due import due_of, with_due

DUE = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


def an_event(text, state=State.SCHEDULED):
    return Event(
        call="c", seq=1, time=DUE, elapsed=0.0, state=state, leg=None, reason=None, evidence=Evidence.REPLY, code=None,
        text=text,
    )  # fmt: skip


def test_the_entry_tells_the_time_before_what_the_provider_said():
    assert with_due(DUE, "") == "Due at 2026-11-20 14:30 UTC."
    abroad = DUE.astimezone(timezone(timedelta(hours=5)))
    assert with_due(abroad, "ok") == "Due at 2026-11-20 14:30 UTC. ok"


def test_what_was_written_is_read():
    assert due_of(an_event(with_due(DUE, "ok"))) == DUE


@pytest.mark.parametrize("text", ["", "ok", "Due at 2026-13-45 99:00 UTC.", "He said: Due at 2026-11-20 14:30 UTC."])
def test_what_does_not_say_gives_none(text):
    assert due_of(an_event(text)) is None


def test_only_a_scheduled_call_is_due():
    assert due_of(an_event(with_due(DUE, ""), State.ACCEPTED)) is None
