"""A lock on a file that lasts as long as its process at most: after a crash nothing is left to clean up.

On POSIX it is `flock`. On Windows it is a locked byte (`msvcrt`), where sharing is not to be had: a shared lock is
granted without being held. That branch has been run by nobody yet.
"""

import os
import sys
import time
from pathlib import Path
from typing import Self

from desktop_dialer.storage.files import FILE_MODE

_PAUSE = 0.02

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, shared: bool) -> None:
        if not shared:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


class FileLock:
    """A lock that is held; `take` makes one, `release` or the end of the process lets it go."""

    __slots__ = ("_descriptor",)

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, path: Path, *, shared: bool = False, seconds: float = 0.0) -> Self | None:
        """The lock, or None where others held it for so long. Makes the file, in a folder that is there.

        Raises `OSError`, `FileNotFoundError` where the folder is gone.
        """
        until = time.monotonic() + seconds
        while True:
            descriptor = os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE)
            try:
                _lock(descriptor, shared=shared)
                if _is_at(path, descriptor):
                    return cls(descriptor)
                os.close(descriptor)
                continue  # somebody removed the file meanwhile: the lock would be on nothing
            except (BlockingIOError, PermissionError):
                os.close(descriptor)
            except BaseException:
                os.close(descriptor)
                raise
            if time.monotonic() >= until:
                return None
            time.sleep(_PAUSE)

    def release(self) -> None:
        """Let it go; no fault where it is gone already."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
