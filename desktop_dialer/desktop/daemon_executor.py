"""An executor whose threads never hold up the program's end: a name look-up that hangs is left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class DaemonExecutor(Executor):
    """Runs each job at once, in a daemon thread of its own: there are few, and most of them wait."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - whoever waits has to hear of it
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(target=job, name="job", daemon=True).start()
        return future
