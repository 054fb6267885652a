"""The handles of live calls and open sessions on disk, for coroutines: a thread of its own works on their folder."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.core.reading import Kept
from desktop_dialer.storage.faults import as_storage_failed
from desktop_dialer.storage.handle_folder import HandleFolder
from desktop_dialer.storage.worker import Worker

T = TypeVar("T")

RECOVERY_SECONDS = 10.0
CLOSE_SECONDS = 1.0
_PAUSE = 0.02


class FileHandles:
    """Implements `core.ports.Handles` in the folder `live`; `handle_folder` says what lies there."""

    def __init__(self, live: Path) -> None:
        self._live = live
        self._folder = HandleFolder(live)
        self._worker = Worker("live calls")
        self._is_announced = False
        self._is_closed = False

    @property
    def process(self) -> str:
        return self._folder.process

    async def announce(self) -> None:
        if not self._is_announced:
            await self._run(self._folder.announce)
            self._is_announced = True

    async def is_alive(self, process: str) -> bool:
        return process == self.process or await self._run(partial(self._folder.is_alive, process))

    async def keep(self, kept: Kept) -> None:
        await self._run(partial(self._folder.keep, kept))

    async def drop(self, kept: Kept) -> None:
        await self._run(partial(self._folder.drop, kept))

    async def find(self, call: str) -> tuple[str, Kept] | None:
        return await self._run(partial(self._folder.find, call))

    async def orphans(self) -> list[Kept]:
        return await self._run(self._folder.orphans)

    async def adopt(self, orphan: Kept) -> bool:
        return await self._run(partial(self._folder.adopt, orphan))

    @asynccontextmanager
    async def recovering(self) -> AsyncIterator[None]:
        turn = ExitStack()
        try:
            await self._wait_for(turn)
            yield
        finally:
            # Not awaited, and in its turn: who is cancelled while the lock is being taken lets it go all the same.
            self._worker.post(turn.close)

    async def aclose(self) -> None:
        """Let the process be seen as ended; a disk that hangs is left behind after a second."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._worker.run(partial(self._guarded, self._folder.close))
        finally:
            self._worker.stop()

    async def _wait_for(self, turn: ExitStack) -> None:
        """Wait for the turn to recover; not in the thread, where the calls of this process would wait too."""
        loop = asyncio.get_running_loop()
        until = loop.time() + RECOVERY_SECONDS
        while not await self._run(partial(self._folder.take_turn, turn)):
            if loop.time() >= until:
                sentence = f"Another copy of this program has been tidying up in {self._live} for long; try again."
                raise StorageFailed(sentence)
            await asyncio.sleep(_PAUSE)

    async def _run(self, work: Callable[[], T]) -> T:
        if self._is_closed:
            raise StorageFailed(f"The folder for live calls ({self._live}) is closed.")
        return await self._worker.run(partial(self._guarded, work))

    def _guarded(self, work: Callable[[], T]) -> T:
        with as_storage_failed("folder for live calls", self._live):
            return work()
