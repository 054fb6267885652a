"""The folder of handles as one process sees it. Everything here blocks: it is for a thread of its own.

live/<process>/lock: held while the process lives; its end, of whatever kind, lets it go.
live/<process>/<key>-<n>.json: one entry, its name made from the key; of several the highest `n` counts.
live/recovery.lock: held by the process that closes what dead ones left.
"""

import contextlib
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from desktop_dialer.core.reading import Kept
from desktop_dialer.storage.file_lock import FileLock
from desktop_dialer.storage.files import make_folder, sync_folder, write_draft
from desktop_dialer.storage.handle_file import kept_as_bytes, read_kept, wipe

# A lock is looked at for a moment by others who ask whether its process lives: that passes.
_GLANCE_SECONDS = 0.05
_LOCK = "lock"
_RECOVERY_LOCK = "recovery.lock"
_DRAFT = ".new"
_ENTRY = ".json"


class HandleFolder:
    """What `core.ports.Handles` does, blocking; raises `OSError`. Nothing is made before this process needs it."""

    def __init__(self, live: Path) -> None:
        self._live = live
        self.process = secrets.token_hex(8)
        self._own_lock: FileLock | None = None

    def announce(self) -> None:
        self._own_folder()

    def is_alive(self, process: str) -> bool:
        folder = self._live / process
        if not process.isalnum() or not folder.is_dir():
            return False
        # A shared lock: two who ask at once do not take each other for the process.
        lock = _take_if_there(folder, shared=True)
        if lock:
            lock.release()
        return lock is None and folder.is_dir()

    def keep(self, kept: Kept) -> None:
        folder = self._own_folder()
        older = _entries(folder, kept.key)
        number = _number(older[-1]) + 1 if older else 1
        entry = folder / f"{_name(kept.key)}-{number:06}{_ENTRY}"
        draft = entry.with_suffix(_DRAFT)
        try:
            write_draft(draft, kept_as_bytes(kept))
            draft.rename(entry)
        except OSError:
            with contextlib.suppress(OSError):
                wipe(draft)
            raise
        sync_folder(folder)
        for path in older:
            wipe(path)

    def drop(self, kept: Kept) -> None:
        folder = self._live / self.process
        entries = _entries(folder, kept.key)
        now = read_kept(entries[-1]) if entries else None
        if now is not None and now.call != kept.call:
            return
        for path in entries:
            wipe(path)
        if entries:
            sync_folder(folder)

    def find(self, call: str) -> tuple[str, Kept] | None:
        for _ in range(3):  # an entry may be on its way from one name or process to another
            for folder in self._folders():
                for kept in _read_all(folder):
                    if kept.call == call:
                        return folder.name, kept
        return None

    def orphans(self) -> list[Kept]:
        """The entries of processes that live no more; what else they left is removed."""
        found: list[Kept] = []
        for folder in self._folders():
            if folder.name == self.process:
                continue
            with _held(folder) as is_dead:
                if is_dead:
                    _tidy(folder)
                    found += _read_all(folder)
        return found

    def adopt(self, orphan: Kept) -> bool:
        own = self._own_folder()
        for folder in self._folders():
            if folder == own or not _entries(folder, orphan.key):
                continue
            with _held(folder) as is_dead:
                if is_dead and orphan in _read_all(folder):
                    _tidy(folder)  # and so the entry has one file
                    (entry,) = _entries(folder, orphan.key)
                    entry.rename(own / entry.name)
                    sync_folder(own)
                    sync_folder(folder)
                    return True
        return False

    def take_turn(self, turn: ExitStack) -> bool:
        """Take the lock of recovery, to be let go by `turn`; False while another process has it."""
        make_folder(self._live)
        lock = FileLock.take(self._live / _RECOVERY_LOCK)
        if lock:
            turn.callback(lock.release)
        return lock is not None

    def close(self) -> None:
        """Let the process be seen as ended; its entries stay for whoever takes them up."""
        if self._own_lock is None:
            return
        _remove_if_empty(self._live / self.process)
        self._own_lock.release()
        self._own_lock = None

    def _own_folder(self) -> Path:
        folder = self._live / self.process
        while self._own_lock is None:
            make_folder(folder)
            # None or gone: somebody took the new folder for a dead process's, and is done with it in a moment.
            self._own_lock = _take_if_there(folder)
        return folder

    def _folders(self) -> list[Path]:
        try:
            return sorted(path for path in self._live.iterdir() if path.is_dir())
        except FileNotFoundError:
            return []


def _take_if_there(folder: Path, *, shared: bool = False) -> FileLock | None:
    try:
        return FileLock.take(folder / _LOCK, shared=shared, seconds=_GLANCE_SECONDS)
    except FileNotFoundError:
        return None


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Whether the folder's process is dead; if so, nobody else takes it up inside. Removes it if nothing is left."""
    lock = _take_if_there(folder)
    try:
        yield lock is not None
        if lock:
            _remove_if_empty(folder)
    finally:
        if lock:
            lock.release()


def _tidy(folder: Path) -> None:
    """Overwrite what a crash left half done: drafts, entries that were replaced, entries that cannot be read."""
    for path in folder.iterdir():
        if path.suffix == _DRAFT:
            wipe(path)
    for key in {path.name.partition("-")[0] for path in folder.glob(f"*{_ENTRY}")}:
        *older, newest = sorted(folder.glob(f"{key}-*{_ENTRY}"))
        for path in older:
            wipe(path)
        if read_kept(newest) is None:
            wipe(newest)
    sync_folder(folder)


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if all(path.name == _LOCK for path in folder.iterdir()):
            (folder / _LOCK).unlink(missing_ok=True)
            folder.rmdir()


def _read_all(folder: Path) -> list[Kept]:
    """The newest entry under each key."""
    try:
        newest = {path.name.partition("-")[0]: path for path in sorted(folder.glob(f"*{_ENTRY}"))}
    except FileNotFoundError:
        return []
    return [kept for path in newest.values() if (kept := read_kept(path))]


def _entries(folder: Path, key: str) -> list[Path]:
    """The files of one key, oldest first."""
    return sorted(folder.glob(f"{_name(key)}-*{_ENTRY}"))


def _name(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


def _number(entry: Path) -> int:
    return int(entry.stem.partition("-")[2])
