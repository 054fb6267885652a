"""The log file: rotated, private, and without secrets whatever writes into it."""

from __future__ import annotations

import logging
import logging.handlers
import os
from typing import TYPE_CHECKING

from desktop_dialer.net.redaction import install

if TYPE_CHECKING:
    from desktop_dialer.wiring import Program

MAX_BYTES = 1_000_000
KEPT_FILES = 3
_FORM = "%(asctime)s.%(msecs)03d %(levelname)s %(process)d %(name)s: %(message)s"


def start_log(program: Program, *, debug: bool) -> None:
    """Write the program's log to its file; where that cannot be, there is none, and nothing is printed instead."""
    os.umask(0o077)
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if debug else logging.WARNING)
    handler: logging.Handler
    try:
        program.paths.log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = logging.handlers.RotatingFileHandler(
            program.paths.log, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(_FORM, "%Y-%m-%dT%H:%M:%S"))
    root.addHandler(handler)
    logging.raiseExceptions = False
    install(root, program.redactor)
