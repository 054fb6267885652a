"""Going through past calls: the part of the journal's port that the history and the call-backs need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from desktop_dialer.core.call import CallRecord
    from desktop_dialer.core.reached import Reached


class History(Protocol):
    """Read whole or in pages; quick however long it is. Raises `StorageFailed`."""

    async def find(
        self,
        text: str,
        *,
        called: Collection[str] = (),
        kinds: Collection[Reached] = (),
        limit: int,
        before: str | None = None,
    ) -> list[CallRecord]:
        """Calls that hold each word of `text`, or its digits in whatever spelling, newest first.

        Number, account and note are looked through; a call with one of the numbers `called` is found whatever it holds.
        Of these come the calls of one of the `kinds`; none given means all. `before` continues after the call of that
        id; raises `NothingFound` where there is none.
        """

    async def calls_to(self, called: Collection[str], limit: int) -> list[CallRecord]:
        """The newest calls with these numbers (`Intent.called`); a test is none."""

    async def call_backs(self, since: datetime, *, limit: int) -> list[CallRecord]:
        """Each number's newest call where that is to be tried again, was pressed since then and is not ticked off.

        Newest first; tests are no calls. `core.reached.wants_call_back` says which are tried again.
        """

    async def set_called_back(self, call: str, *, done: bool) -> None:
        """Tick a call off the call-backs, or take the tick away. Raises `NothingFound`."""

    async def summary(self, since: datetime) -> tuple[int, int]:
        """How many calls were pressed since then, and how many of them were answered; a test is none."""
