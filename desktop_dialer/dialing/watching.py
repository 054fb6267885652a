"""Watching a call again: by polling where nobody else does, else by what its own process enters."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from desktop_dialer.core.call import LAST, CallRecord
from desktop_dialer.core.errors import NothingFound
from desktop_dialer.dialing.following import is_lost

if TYPE_CHECKING:
    from desktop_dialer.core.reading import Kept
    from desktop_dialer.dialing.parts import Parts
    from desktop_dialer.dialing.recovery import Recovery

LOOK_SECONDS = 0.5
"""How often it is looked whether the process that minds the call still lives."""


def can_be_watched(record: CallRecord) -> bool:
    """Whether something may still be heard of the call: it is live, or contact with it was lost."""
    return record.is_live or is_lost(record)


class Watching:
    """Takes up watching."""

    def __init__(self, parts: Parts, recovery: Recovery) -> None:
        self._parts = parts
        self._recovery = recovery

    async def watch(self, record: CallRecord) -> None:
        """Follow the call until nothing more will be heard; its events are published meanwhile.

        Raises `NothingFound` where nothing was kept by which it could be asked for, `SecretUnavailable`.
        """
        call = record.intent.call
        self._parts.log.mind(call, record.last.seq)
        while True:
            found = await self._parts.handles.find(call)
            if found is not None and not await self._is_minded(found[0], call):
                lead = await self._recovery.lead(found[1])
                # While the keyring was asked somebody may have taken it up, and come to its end.
                record = await self._parts.journal.call(call)
                if can_be_watched(record) and await self._is_taken(found[0], found[1]):
                    await self._parts.following.follow(lead, None if is_lost(record) else record.last.state)
                    return
            elif found is None and not await self._parts.handles.is_alive(record.process):
                sentence = "Nothing was kept by which the provider could be asked about this call."
                raise NothingFound(sentence)
            await asyncio.sleep(self._parts.pace.seconds(LOOK_SECONDS))
            record = await self._parts.journal.call(call)
            if record.last.state in LAST:
                await self._parts.log.catch_up(call)
                return

    async def _is_taken(self, process: str, kept: Kept) -> bool:
        """Whether it is this one's to follow: it lies here and nobody minds it, or it could be adopted."""
        if process == self._parts.handles.process:
            return not self._parts.following.is_minded(kept.call)
        return await self._parts.handles.adopt(kept)

    async def _is_minded(self, process: str, call: str) -> bool:
        """Whether somebody who lives has the call in hand: another process, or this one."""
        if process == self._parts.handles.process:
            return self._parts.following.is_minded(call)
        return await self._parts.handles.is_alive(process)
