"""A text file that somebody else wrote: its size, its encoding and its lines, whatever is in it."""

import codecs
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop_dialer.core.errors import InvalidInput

MAX_BYTES = 50 * 1024 * 1024
MAX_LINE = 100_000
"""Characters; what a longer line holds beyond that is read over."""
_BLOCK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FALLBACK = "cp1252"
"""What Windows wrote before it wrote Unicode; of Western Europe's 8-bit encodings the one with the most characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line without its end; `is_cut` says that it was longer than `MAX_LINE`."""

    number: int
    text: str
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """A file that can be read. Every method raises `InvalidInput` where the disk refuses."""

    path: Path
    encoding: str
    """`utf-8`, `utf-8-sig`, `utf-16…` or, where it is none of these, a guess."""

    def lines(self, *, keep_bytes: bool = False) -> Iterator[Line]:
        """The lines, without NULs. `keep_bytes`: UTF-8, and other bytes as `surrogateescape` has them."""
        encoding, errors = self.encoding, "replace"
        if keep_bytes and encoding == _FALLBACK:
            encoding, errors = "utf-8", "surrogateescape"
        with _refusals(self.path), self.path.open(encoding=encoding, errors=errors, newline=None) as file:
            number = 0
            while text := file.readline(MAX_LINE + 1):
                number += 1
                is_cut = len(text) > MAX_LINE and not text.endswith("\n")
                rest = is_cut
                while rest:
                    more = file.readline(MAX_LINE + 1)
                    rest = bool(more) and not more.endswith("\n")
                yield Line(number=number, text=text[:MAX_LINE].removesuffix("\n").replace("\0", ""), is_cut=is_cut)


def open_text(path: Path) -> TextFile:
    """The file, its encoding found. Raises `InvalidInput` for one that cannot be read or is too large."""
    if "\0" in str(path):
        raise InvalidInput("A file's name holds no NUL.", name="FILE")
    with _refusals(path):
        _check(path)
        with path.open("rb") as file:
            return TextFile(path=path, encoding=_encoding(file))


def _check(path: Path) -> None:
    """Before it is opened: to open a pipe would wait for whoever writes."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise InvalidInput(f"{path} is not a file.", name="FILE")
    if found.st_size > MAX_BYTES:
        sentence = f"{path} is larger than {MAX_BYTES // 1024 // 1024} MB: export the contacts in several files."
        raise InvalidInput(sentence, name="FILE")
    if not found.st_size:
        raise InvalidInput(f"{path} is empty.", name="FILE")


def _encoding(file: BinaryIO) -> str:
    """By its mark, by where its NULs are, or by whether it is valid UTF-8."""
    first = file.read(_BLOCK)
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding
    start = first[:400]
    if start.count(0) * 5 > len(start):  # Latin text in UTF-16 is half NULs
        return "utf-16-be" if start[0] == 0 else "utf-16-le"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        block = first
        while block:
            decoder.decode(block)
            block = file.read(_BLOCK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _FALLBACK
    return "utf-8"


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        cause = (fault.strerror or type(fault).__name__).lower()
        raise InvalidInput(f"{path} cannot be read: {cause}.", name="FILE") from None
