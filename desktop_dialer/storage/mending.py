"""A damaged database with a broken header: a copy with the one that all files of this program have in common."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_dialer.storage.files import create_file

# SQLite's file format, "The Database Header": what never differs between two files that this program wrote.
_FIXED = {
    # Name, pages of 4,096 bytes, write-ahead log for writing and reading, nothing reserved, payload fractions.
    0: b"SQLite format 3\0" + b"\x10\x00" + b"\x02\x02" + b"\x00" + b"\x40\x20\x20",
    44: b"\0\0\0\x04",  # schema format
    52: b"\0\0\0\0" + b"\0\0\0\x01",  # no auto-vacuum; UTF-8
    64: b"\0\0\0\0",  # no incremental vacuum
}
_HEADER_BYTES = 100
_PARTS = ("", "-wal", "-shm")


@contextmanager
def with_sound_header(path: Path) -> Iterator[Path]:
    """The file itself where its header is sound, else a copy for as long as this lasts. Raises `OSError`."""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if all(header[place:].startswith(fixed) for place, fixed in _FIXED.items()):
        yield path
        return
    copy = path.with_name(f"{path.name}-mended")
    try:
        for part in _PARTS[:2]:
            _copy(path.with_name(f"{path.name}{part}"), copy.with_name(f"{copy.name}{part}"))
        with copy.open("r+b") as file:
            for place, fixed in _FIXED.items():
                file.seek(place)
                file.write(fixed)
        yield copy
    finally:
        for part in _PARTS:
            copy.with_name(f"{copy.name}{part}").unlink(missing_ok=True)


def _copy(path: Path, copy: Path) -> None:
    if path.exists():
        create_file(copy)  # for its owner alone
        shutil.copyfile(path, copy)
