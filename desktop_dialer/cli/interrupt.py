"""Ctrl-C and its kin: the first stops watching, the second hangs up, a third waits for nothing more."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import Self

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interrupts:
    """Counts the interrupts while it is entered."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.first, self.second, self.third = (asyncio.Event() for _ in range(3))
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        """Take the signals."""
        for number in _SIGNALS:
            with contextlib.suppress(ValueError):  # not in the main thread: somebody else takes them
                self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _on_signal(self, _number: int, _frame: object) -> None:
        self._loop.call_soon_threadsafe(self._count)

    def _count(self) -> None:
        for arrived in (self.first, self.second, self.third):
            if not arrived.is_set():
                arrived.set()
                return
