"""What a disk or a database refuses, as one sentence that names the file, the cause and the way out."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_dialer.core.errors import StorageFailed

_FULL = "the disk is full; free some space and try again"
_READ_ONLY = "it cannot be written; allow writing there, or set DESKTOP_DIALER_HOME to a folder of yours"
_NO_FOLDER = "its folder is not there or not a folder"
_DISK = "the disk reports a fault, or a limit on the size of files was reached"
_LOCKED = "another program keeps it locked; close that and try again"
_DAMAGED = "it is damaged; close every copy of this program and start it again: what can be read is kept"

_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EIO: _DISK,
    errno.EFBIG: _DISK,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
    errno.ENOENT: _NO_FOLDER,
    errno.EISDIR: "it is a folder",
    errno.EMFILE: "this program has too many files open",
    errno.ENAMETOOLONG: "its name is too long for this disk",
}
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: f"it cannot be opened: {_NO_FOLDER}, or {_READ_ONLY}",
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
_BY_EXTENDED_CODE = {
    # The write-ahead log's index did not get its 32 KiB: so SQLite names a full disk when it opens a journal.
    sqlite3.SQLITE_IOERR_SHMSIZE: _FULL,
}
SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite's module raises; the second where a broken file's bytes are quoted in the message of the first."""

SqliteError = sqlite3.Error | UnicodeDecodeError
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def storage_failed(error: OSError | SqliteError, what: str, path: Path) -> StorageFailed:
    """The error for a person: `what` is the thing's name, "journal"."""
    if isinstance(error, OSError):
        cause = _BY_ERRNO.get(error.errno or 0, (error.strerror or type(error).__name__).lower())
    else:
        cause = _BY_EXTENDED_CODE.get(getattr(error, "sqlite_errorcode", 0)) or _BY_SQLITE_CODE.get(
            primary_code(error), f"the database refused it ({error})"
        )
    return StorageFailed(f"The {what} ({path}) could not be used: {cause}.")


@contextmanager
def as_storage_failed(what: str, path: Path) -> Iterator[None]:
    """Whatever the disk or SQLite raises inside leaves as `StorageFailed`."""
    try:
        yield
    except (OSError, *SQLITE_ERRORS) as error:
        raise storage_failed(error, what, path) from error


def primary_code(error: SqliteError) -> int:
    """SQLite's result code without its details; 0 where the error is the module's own."""
    if isinstance(error, UnicodeDecodeError):
        return sqlite3.SQLITE_CORRUPT
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_damage(error: SqliteError) -> bool:
    """Whether the error says that the file's content is broken."""
    return primary_code(error) in _DAMAGE or "unsupported file format" in str(error)


def damage(finding: str) -> sqlite3.DatabaseError:
    """The error that SQLite raises for a broken file, for what it only reports."""
    error = sqlite3.DatabaseError(finding)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error
