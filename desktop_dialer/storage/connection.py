"""A SQLite connection as this program wants it: durable commits, strict keys, deleted content overwritten."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BUSY_SECONDS = 5.0
# Moving the log into the database takes many times a commit's time: that is done when nothing else is, and only a
# log of some 40 MB makes a commit wait for it.
_CHECKPOINT_PAGES = 10_000
_PRAGMAS = (
    "foreign_keys = ON",
    "secure_delete = ON",
    "synchronous = FULL",
    "fullfsync = ON",  # macOS: past the disk's own cache
    f"wal_autocheckpoint = {_CHECKPOINT_PAGES}",
)


def connect(path: Path) -> sqlite3.Connection:
    """A connection for reading and writing; it belongs to the thread that makes it. Raises `sqlite3.Error`."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.text_factory = _decoded
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_read_only(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing in the file, for one that is damaged. Raises `sqlite3.Error`."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.text_factory = _decoded
    # SQLite reads nothing of a file that is shorter than its header says, unless this is on.
    connection.execute("PRAGMA writable_schema = ON")
    return connection


def use_wal(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on. Two processes that make the file together meet here, and SQLite does not wait."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def version(connection: sqlite3.Connection) -> int:
    """The number of the file's format; 0 for a new one."""
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One commit of all that is written inside, or of nothing; other writers wait from its start."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _decoded(text: bytes) -> str:
    """A stored text; bytes that are none show as such, and do not hide the row's other fields."""
    return str(text, "utf-8", "replace")
