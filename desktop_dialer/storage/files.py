"""Private files and folders: made for their owner alone, written so that a crash leaves the old or the new."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from desktop_dialer.core.errors import StorageFailed

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_ON_POSIX = os.name == "posix"


def make_folder(folder: Path) -> None:
    """Make the folder and what is missing above it, each for its owner alone. Raises `OSError`."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def make_private_folder(folder: Path) -> None:
    """Make the folder, and refuse one that is not this user's own or that others may write in.

    For folders in places where anybody may have been first. Raises `StorageFailed`, `OSError`.
    """
    make_folder(folder)
    if not _ON_POSIX:
        return
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        sentence = f"{folder} belongs to somebody else, or others may write in it; remove it and start again."
        raise StorageFailed(sentence)


def create_file(path: Path) -> None:
    """An empty file for its owner alone, unless one is there. Raises `OSError`."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))
        sync_folder(path.parent)


def write_file(path: Path, content: bytes) -> None:
    """Put `content` in the file's place, durably and at one stroke; a link is followed. Raises `OSError`."""
    target = Path(os.path.realpath(path))
    make_folder(target.parent)
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
    try:
        write_draft(draft, content)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def write_draft(draft: Path, content: bytes) -> None:
    """A new file with `content`, on the disk when this returns. Raises `OSError`."""
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the folder's list of names durable. Raises `OSError`."""
    if not _ON_POSIX:  # elsewhere a folder cannot be opened, and need not be
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
