"""The desktop file that tells a freedesktop system which program takes tel:, callto: and sip: links.

Desktop Entry Specification 1.5: the sections on string values and on the Exec key.
"""

from collections.abc import Sequence

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.tel_uri import SCHEMES

NAME = "desktop-dialer.desktop"
MIME_TYPES = {scheme: f"x-scheme-handler/{scheme}" for scheme in SCHEMES}
_NEEDS_QUOTES = frozenset(" \t\"'\\><~|&;$*?#()`")
_ESCAPED_IN_QUOTES = '\\"`$'


def desktop_entry(command: Sequence[str], program: str) -> str:
    """The file's text. `command` starts this program, of which `program` is the file that has to be there.

    The system hands over one link as one argument, and `--untrusted-args` takes it for nothing else. The entry has no
    place in menus: it starts nothing without a link. Raises `InvalidInput` for a path that such a file cannot hold.
    """
    words = [_quoted(word) for word in (*command, "--untrusted-args")]
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Desktop Dialer",
        "Comment=Call a number from a link",
        "Icon=desktop-dialer",
        f"TryExec={_string(program)}",
        f"Exec={_string(' '.join(words))} %u",
        "Terminal=false",
        "NoDisplay=true",
        f"MimeType={';'.join(MIME_TYPES.values())};",
    )
    return "".join(f"{line}\n" for line in lines)


def value_of(entry: str, key: str) -> str | None:
    """The value of a key in a desktop file's main group, unescaped; None where it is not there."""
    in_main = False
    for line in entry.split("\n"):
        if line.startswith("["):
            in_main = line.strip() == "[Desktop Entry]"
        name, equals, value = line.partition("=")
        if in_main and equals and name.strip() == key:
            return _plain(value.strip())
    return None


def _quoted(word: str) -> str:
    """A word of the command; quoted only where it has to be, for not everything that reads this can undo quotes."""
    word = word.replace("%", "%%")
    if not any(char in _NEEDS_QUOTES for char in word):
        return word
    for char in _ESCAPED_IN_QUOTES:
        word = word.replace(char, f"\\{char}")
    return f'"{word}"'


def _string(text: str) -> str:
    """A value as the file holds it."""
    if not text.isprintable():
        shown = text.encode("ascii", "backslashreplace").decode()
        raise InvalidInput(f"{shown}: no desktop file can hold this path; install the program elsewhere.", name="path")
    return text.replace("\\", "\\\\")


def _plain(value: str) -> str:
    return value.replace("\\\\", "\0").replace("\\s", " ").replace("\0", "\\")
