"""The exit codes, fixed: others call this program."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from desktop_dialer.core.call import Reason, State

if TYPE_CHECKING:
    from desktop_dialer.core.call import Event


class Exit(IntEnum):
    """What a command ends with."""

    DONE = 0
    OWN_FAULT = 1
    WRONG_WORDS = 2
    REJECTED = 3
    UNKNOWN = 4
    NOT_SENT = 5
    NO_SECRET = 6
    FAILED = 7
    UNTRACKED = 8
    INTERRUPTED = 130


STOPS_A_SERIES = frozenset({
    Exit.OWN_FAULT, Exit.WRONG_WORDS, Exit.UNKNOWN, Exit.NOT_SENT, Exit.NO_SECRET, Exit.INTERRUPTED,
})  # fmt: skip
"""After these no further number of the same command is called."""


def exit_of(event: Event) -> Exit:
    """The exit of a call that is heard of no more, or whose start was answered with this event."""
    match event.state:
        case State.REJECTED:
            return Exit.REJECTED
        case State.UNKNOWN:
            return Exit.UNKNOWN
        case State.NOT_SENT if event.reason in {Reason.KEYRING, Reason.NO_SECRET}:
            return Exit.NO_SECRET
        case State.NOT_SENT:
            return Exit.NOT_SENT
        case State.FAILED:
            return Exit.FAILED
        case State.UNTRACKED if event.reason != Reason.REPORTS_NOTHING_MORE:
            return Exit.UNTRACKED
        case _:
            return Exit.DONE
