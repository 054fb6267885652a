"""The log file: rotated, private, without secrets whatever writes into it, and never waited for."""

from __future__ import annotations

import logging
import logging.handlers
import os
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING

from desktop_dialer.net.redaction import install

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_dialer.net.redaction import Redactor

MAX_BYTES = 1_000_000
KEPT_FILES = 3
CLOSE_SECONDS = 1.0
"""How long the program's end waits for the last lines."""
_FORM = "%(asctime)s.%(msecs)03d %(levelname)s %(process)d %(name)s: %(message)s"


def start_log(path: Path, redactor: Redactor, *, debug: bool) -> None:
    """Write the program's log to that file; where that cannot be, there is none, and nothing is printed instead."""
    os.umask(0o077)
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if debug else logging.WARNING)
    handler = BackgroundFile(path)
    handler.setFormatter(logging.Formatter(_FORM, "%Y-%m-%dT%H:%M:%S"))
    root.addHandler(handler)
    logging.raiseExceptions = False
    install(root, redactor)


class BackgroundFile(logging.handlers.QueueHandler):
    """A log file that a thread of its own writes: the event loop tells of a disk that hangs, and must not wait for it.

    A record is put into words, and redacted, by who logs it. `logging.shutdown` closes the file at the program's end.
    """

    def __init__(self, path: Path) -> None:
        self._lines: SimpleQueue[logging.LogRecord | None] = SimpleQueue()
        super().__init__(self._lines)
        self._path = path
        self._thread: threading.Thread | None = None

    def enqueue(self, record: logging.LogRecord) -> None:
        self._lines.put(record)
        if self._thread is None:
            self._thread = threading.Thread(target=self._write, name="log", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait for what was logged to be written, for a second at most."""
        if self._thread is not None:
            self._lines.put(None)
            self._thread.join(CLOSE_SECONDS)
            self._thread = None
        super().close()

    def _write(self) -> None:
        file = self._open()
        while (record := self._lines.get()) is not None:
            file.handle(record)
        file.close()

    def _open(self) -> logging.Handler:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            return logging.handlers.RotatingFileHandler(
                self._path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True
            )
        except OSError:
            return logging.NullHandler()
