"""The list of recent calls: a page at a time, under a text and a kind, and kept in step with what happens."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from desktop_dialer.core.errors import DialerError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from typing import Any

    from desktop_dialer.core.call import CallRecord
    from desktop_dialer.ui.models.history_row import HistoryRow
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.history_rows import RowMaker
    from desktop_dialer.ui.widgets.history_list import HistoryList

    Spawn = Callable[[str, Callable[[], Coroutine[Any, Any, None]]], asyncio.Task[None]]

PAGE = 100
MOST_FOUND = 50
"""So many contacts that a text finds have their calls found by it."""
_AT_ONCE = 20
"""After so many rows that came one by one the window gets its turn."""


class Recents:
    """Reads one thing after another, so that what was read later is never replaced by what was read before."""

    def __init__(self, backend: Backend, shown: HistoryList, maker: RowMaker, spawn: Spawn) -> None:
        self._backend, self._journal = backend, backend.parts.journal
        self._list, self._model = shown, shown.model
        self._maker, self._spawn = maker, spawn
        self._loading: asyncio.Task[None] | None = None
        self._reading = asyncio.Lock()

    def load(self) -> None:
        """Read the first page anew; one that is being read is wanted no more."""
        if self._loading is not None:
            self._loading.cancel()
        self._loading = self._spawn("first page of the history", self._load)

    def look_again(self) -> None:
        """Other processes may have made calls."""
        if self._loading is not None and self._loading.done():
            self._spawn("newest calls", self._take_newest)

    def more(self) -> None:
        """Read the next page."""
        self._spawn("page of the history", partial(self._load_more, self._loading))

    async def take(self, records: Sequence[CallRecord]) -> list[HistoryRow]:
        """These calls are new or other than before; their rows. Raises `StorageFailed`.

        Under a filter only the journal knows which calls belong here now; one that does no more stays till the filter
        changes, for rows do not jump away under the pointer.
        """
        is_filtered = bool(self._list.text.strip()) or self._list.kind is not None
        async with self._reading:
            rows = await self._maker.rows(records)
            for place, row in enumerate(rows, 1):
                if not is_filtered or self._model.row_of(row.call) is not None:
                    self._model.take(row)
                if place % _AT_ONCE == 0:
                    await asyncio.sleep(0)
        if is_filtered:
            await self._take_newest()
        return rows

    async def _load(self) -> None:
        async with self._reading:
            records = await self._find()
            rows = await self._maker.rows(records)
            self._model.show(rows, has_more=len(records) == PAGE)
        self._list.set_loaded()

    async def _load_more(self, loading: asyncio.Task[None] | None) -> None:
        try:
            async with self._reading:
                last = self._model.oldest
                if last is None or loading is not self._loading:  # another text or kind is wanted by now
                    return
                records = await self._find(before=last.call)
                rows = await self._maker.rows(records)
                if loading is self._loading:
                    self._model.append(rows, has_more=len(records) == PAGE)
        except DialerError:
            self._model.asking_failed()
            raise

    async def _take_newest(self) -> None:
        loading = self._loading
        async with self._reading:
            records = await self._find()
            rows = await self._maker.rows(records)
            if loading is not self._loading:
                return
            if rows and not any(self._model.row_of(row.call) for row in rows):
                self._model.show(rows, has_more=len(records) == PAGE)
            for row in rows:
                self._model.take(row)

    async def _find(self, *, before: str | None = None) -> list[CallRecord]:
        text, kind = self._list.text.strip(), self._list.kind
        called = await self._numbers_of(text) if text else ()
        kinds = () if kind is None else (kind,)
        return await self._journal.find(text, called=called, kinds=kinds, limit=PAGE, before=before)

    async def _numbers_of(self, text: str) -> list[str]:
        """The numbers of the contacts whom the text finds."""
        accounts, book = self._backend.parts.accounts.all(), self._backend.book
        found = await book.find(text, country=accounts[0].country if accounts else None, limit=MOST_FOUND)
        contacts = [await book.contact(row.id) for row in found]
        return [number.identity for contact in contacts if contact for number in contact.numbers]
