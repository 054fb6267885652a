"""One thread for calls that block: a database's, the keyring's. What hangs in it never holds up the program's end."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


class Worker:
    """Runs what it is given one after another, in a daemon thread that starts with the first.

    `when_idle` runs there once nothing has come for `idle_seconds` after work was done; it must not raise.
    """

    def __init__(self, name: str, *, when_idle: Callable[[], None] | None = None, idle_seconds: float = 1.0) -> None:
        self._jobs: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._when_idle = when_idle
        self._idle_seconds = idle_seconds
        self._stopped = False

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises. Cancelled before its turn it never runs; later it runs to its end unheard."""
        if self._stopped:
            raise RuntimeError(f"{self._thread.name} is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def job() -> None:
            if future.cancelled():
                return
            try:
                settle = partial(_settle, future, future.set_result, work())
            except BaseException as error:  # noqa: BLE001 - whoever waits has to hear of it
                settle = partial(_settle, future, future.set_exception, error)
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(settle)
            del settle  # an error holds this frame: it must not hold the error

        self._put(job)
        return await future

    def post(self, work: Callable[[], object]) -> None:
        """Have `work` done in its turn, whoever is cancelled meanwhile; nobody hears of it, and it must not raise."""
        self._put(work)

    def stop(self) -> None:
        """End the thread after what it was given so far; does not wait for it."""
        self._stopped = True
        self._jobs.put(None)

    def _put(self, job: Callable[[], object]) -> None:
        self._jobs.put(job)
        if self._thread.ident is None:
            self._thread.start()

    def _serve(self) -> None:
        worked = False
        while True:
            try:
                job = self._jobs.get(timeout=self._idle_seconds if worked and self._when_idle else None)
            except Empty:
                worked = False
                if self._when_idle:
                    self._when_idle()
                continue
            if job is None:
                return
            job()
            worked = True
            del job  # and with it the result, which may be a secret, until the next one comes


def _settle(future: asyncio.Future[T], settle: Callable[[S], None], outcome: S) -> None:
    if not future.done():
        settle(outcome)
