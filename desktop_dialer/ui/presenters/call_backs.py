"""The list of calls to make again: each number whose newest call reached nobody, until it is ticked off."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop_dialer.core.folding import digits, folded

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_dialer.core.ports import Journal
    from desktop_dialer.ui.models.history_row import HistoryRow
    from desktop_dialer.ui.presenters.history_rows import RowMaker
    from desktop_dialer.ui.widgets.history_list import HistoryList

DAYS = 30
"""A call that reached nobody longer ago is called back no more."""
MOST = 200


class CallBacks:
    """Reads the list whole: it is short."""

    def __init__(self, journal: Journal, shown: HistoryList, maker: RowMaker) -> None:
        self._journal, self._list, self._maker = journal, shown, maker
        self._reading = asyncio.Lock()

    async def load(self, now: datetime) -> int:
        """Bring the list up to date; how many there are, those that the filter hides included. Raises `StorageFailed`.

        Nobody is told of more than `MOST`.
        """
        async with self._reading:
            records = await self._journal.call_backs(now - timedelta(days=DAYS), limit=MOST)
            rows = await self._maker.rows(records)
            text = self._list.text.strip()
            self._list.model.show([row for row in rows if not text or holds(row, text)])
        self._list.set_loaded()
        return len(rows)

    async def tick(self, call: str, *, done: bool) -> None:
        """Keep that the call is called back, or that it is not. Raises `StorageFailed`, `NothingFound`."""
        await self._journal.set_called_back(call, done=done)


def holds(row: HistoryRow, text: str) -> bool:
    """Whether the row has each word of the text, or its digits however they are spelt."""
    held = folded(f"{row.title} {row.number} {row.outcome} {row.account} {row.note}")
    if all(word in held for word in folded(text).split()):
        return True
    wanted = "" if any(char.isalpha() for char in text) else digits(text).lstrip("0")
    return bool(wanted) and wanted in digits(row.clean)
