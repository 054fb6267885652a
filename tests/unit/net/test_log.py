"""The log file: private, redacted, and written behind the back of who logs."""

import logging
import threading
import time

import pytest

from desktop_dialer.core.secret import Secret
from desktop_dialer.net import log as module
from desktop_dialer.net.log import BackgroundFile, start_log
from desktop_dialer.net.redaction import Redactor


@pytest.fixture
def started(tmp_path, monkeypatch):
    """Starts the log in a file; what it sets is set back."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    formatters = {handler: handler.formatter for handler in (*before, logging.lastResort)}
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)
    mask = module.os.umask(0o022)

    def start(path=tmp_path / "folder" / "program.log"):
        redactor = Redactor()
        redactor.remember(Secret("hunter2-canary"))
        start_log(path, redactor, debug=True)
        return path

    yield start
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    for handler, formatter in formatters.items():
        handler.setFormatter(formatter)
    root.setLevel(level)
    module.os.umask(mask)


def end():
    """As the program's end does."""
    (file,) = (handler for handler in logging.getLogger().handlers if isinstance(handler, BackgroundFile))
    file.close()


def test_what_is_logged_stands_in_the_file_at_the_end_without_secrets(started):
    path = started()
    logging.getLogger("some").debug("it says %s", "hunter2-canary")
    try:
        raise RuntimeError("hunter2-canary again")
    except RuntimeError:
        logging.getLogger("some").info("a fault", exc_info=True)
    end()
    text = path.read_text()
    assert "DEBUG" in text
    assert "some: it says ***" in text
    assert "RuntimeError: *** again" in text
    assert "hunter2" not in text
    assert path.stat().st_mode & 0o077 == 0


def test_nothing_is_made_before_something_is_logged(started):
    path = started()
    end()
    assert not path.parent.exists()


def test_where_no_file_can_be_nothing_is_logged(started, tmp_path):
    (tmp_path / "file").touch()
    started(tmp_path / "file" / "program.log")
    logging.getLogger("some").info("lost")
    end()


def test_a_disk_that_hangs_holds_up_neither_who_logs_nor_the_end(started, monkeypatch):
    go_on = threading.Event()
    monkeypatch.setattr(module, "CLOSE_SECONDS", 0.05)
    monkeypatch.setattr(logging.handlers.RotatingFileHandler, "emit", lambda *_: go_on.wait(20))
    started()
    begun = time.monotonic()
    for number in range(100):
        logging.getLogger("some").info("line %s", number)
    end()
    assert time.monotonic() - begun < 2
    go_on.set()
