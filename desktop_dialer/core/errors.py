"""The errors of the program, by meaning; `str(error)` is a sentence fit for a person and for a log.

DialerError
├── InvalidInput        a value is wrong; names it and says what to do
│   └── NumberRefused   a text that is no number to call, or one that must not be called
├── NotOffered          the provider offers no such thing
├── NothingFound        no such account, call or contact
├── QuestionOpen        something asks first, and nobody is there to answer
├── LineBusy            the line has a live call
├── SecretUnavailable   the keyring is absent or locked, or holds no such secret
├── StorageFailed       the disk refused: journal, settings or contacts
└── WireFault           an exchange with a provider did not come to an answer
    ├── NotSent         proved: no byte of the request left
    └── NoAnswer        the request may have arrived
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_dialer.core.call import Reason


_LONGEST_SENTENCE = 600
_HALF = 200


class DialerError(Exception):
    """The root: anything this program says about itself."""


class InvalidInput(DialerError):
    """A value that was given is wrong; `name` is the parameter, setting or argument that it belongs to."""

    def __init__(self, sentence: str, *, name: str = "") -> None:
        if len(sentence) > _LONGEST_SENTENCE:  # it repeats what was given
            sentence = f"{sentence[:_HALF]} […] {sentence[-_HALF:]}"
        super().__init__(sentence)
        self.name = name


class NumberRefused(InvalidInput):
    """A text that is not a number to call, or a number that must not be called through here."""


class NotOffered(DialerError):
    """The provider, by its manual, offers no such thing."""


class NothingFound(DialerError):
    """No account, call or contact of that name."""


class QuestionOpen(DialerError):
    """A question stands open; `key` names it (`repeat`, `open_unknown`, `premium` …)."""

    def __init__(self, sentence: str, *, key: str) -> None:
        super().__init__(sentence)
        self.key = key


class LineBusy(DialerError):
    """The line (A-party) has a live call already; `call` is its id."""

    def __init__(self, sentence: str, *, call: str) -> None:
        super().__init__(sentence)
        self.call = call


class SecretUnavailable(DialerError):
    """No secret could be had; `reason` is `no_secret` or `keyring`."""

    def __init__(self, sentence: str, *, reason: Reason) -> None:
        super().__init__(sentence)
        self.reason = reason


class StorageFailed(DialerError):
    """The disk refused; the sentence names the file and the cause."""


class WireFault(DialerError):
    """An exchange came to no answer; `reason` is one of the reasons of `not_sent` or `unknown`."""

    def __init__(self, sentence: str, *, reason: Reason) -> None:
        super().__init__(sentence)
        self.reason = reason


class NotSent(WireFault):
    """Proved: no byte of the request left this machine."""


class NoAnswer(WireFault):
    """The request, or a part of it, left; what became of it is not known."""
