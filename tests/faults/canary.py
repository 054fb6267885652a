"""Canaries: secrets that stand nowhere else, the spellings in which a server may echo them, and the search for them."""

import base64
import html
import re
import threading
from pathlib import Path
from urllib.parse import quote, unquote

PASSWORD = "cAn4ry+Pa55/w&rd=Zq"
USERKEY = "cAn4ryUs3rK3yJh8w"
PHRASE = "cAn4ry S3cure Phras3 Lm"
GUID = "cAn4ryGu1dXq7b"
REQUESTID = "cAn4ryR3qu3st1dWv.102.212"
ALL = (PASSWORD, USERKEY, PHRASE, GUID, REQUESTID)


def _every_letter(form):
    return lambda value: "".join(form.format(ord(letter)) for letter in value)


SPELLINGS = {
    "raw": str,
    "upper case": str.upper,
    "lower case": str.lower,
    "percent": lambda value: quote(value, safe=""),
    "percent, every letter": _every_letter("%{:02x}"),
    "double percent": lambda value: quote(quote(value, safe=""), safe=""),
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 within more": lambda value: base64.urlsafe_b64encode(f"user:{value}".encode()).decode(),
    "hex": lambda value: value.encode().hex(),
    "hex, upper case": lambda value: value.encode().hex().upper(),
    "HTML": html.escape,
    "HTML, every letter": _every_letter("&#{};"),
    "HTML in hex, every letter": _every_letter("&#x{:x};"),
    "JSON, every letter": _every_letter("\\u{:04x}"),
    "reversed": lambda value: value[::-1],
}
_PART = 10
"""So many letters of one end of a canary are a leak: a text was cut in two before it was searched."""
_SEPARATORS = re.compile(r"[\s._:;,-]+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_ROUNDS = 3


def found_in(content):
    """The canaries that stand in these bytes in any of the spellings, as (canary, how) pairs."""
    texts = [content.decode("latin-1")]
    if content.count(b"\0") > len(content) // 3:
        texts.append(content.decode("utf-16-le", "replace"))
    views = {view for text in texts for view in _readings(text)}
    squeezed = {_SEPARATORS.sub("", view) for view in views}
    raw = "".join(texts)
    hexadecimal = re.sub("[^0-9a-f]", "", raw.lower()) if len(raw) < 10_000 else raw.lower()
    found = []
    for canary in ALL:
        needle, bare = canary.casefold(), _SEPARATORS.sub("", canary.casefold())
        found += [(canary, "plain")] if any(needle in view or needle[::-1] in view for view in views) else []
        found += [(canary, "spaced")] if any(bare in view or bare[::-1] in view for view in squeezed) else []
        found += [(canary, "in part")] if any(part in view for part in _parts(needle) for view in views) else []
        for spelling in {canary, canary.lower(), canary.upper()}:
            found += [(canary, "hex")] if spelling.encode().hex() in hexadecimal else []
            found += [(canary, "base64")] if any(inner in raw for inner in _base64_of(spelling.encode())) else []
    return found


def _parts(needle):
    """Both ends, without the letters that all canaries begin with."""
    return needle[6 : 6 + _PART], needle[-_PART:]


def _readings(text):
    """The text and what it becomes when its escapes are undone, folded."""
    for _ in range(_ROUNDS):
        yield text.casefold()
        text = html.unescape(unquote(re.sub("&#[0-9]{8,}", "?", text), "latin-1"))
        text = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
    yield text.casefold()


def _base64_of(data):
    """The letters that depend on the data alone, at each of the three places in a group, in both alphabets."""
    for before in range(3):
        letters = base64.b64encode(b"\0" * before + data).decode()
        inner = letters[(before * 8 + 5) // 6 : (before + len(data)) * 8 // 6]
        yield inner
        yield inner.replace("+", "-").replace("/", "_")


class Sweep:
    """Gathers whatever could hold a canary, by the name of its place; `leaks` says where one stands."""

    def __init__(self):
        self._places = {}

    def add(self, place, content):
        self._places.setdefault(place, set()).add(content)

    def add_files(self, folder):
        """Every file below, with its name; logs, write-ahead logs and free pages included, for files are read whole."""
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                self.add(str(path), path.name.encode() + b"\n" + path.read_bytes())

    @property
    def places(self):
        return set(self._places)

    def leaks(self):
        return [
            f"{canary!r} ({how}) in {place}"
            for place, contents in self._places.items()
            for content in contents
            for canary, how in found_in(content)
        ]


class ProcessWatch:
    """Reads a process's command line and environment again and again while it runs, into a sweep."""

    def __init__(self, process, sweep):
        self._process, self._sweep = process, sweep
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _look(self):
        while True:
            for name in ("cmdline", "environ"):
                try:
                    self._sweep.add(f"/proc {name}", Path(f"/proc/{self._process.pid}/{name}").read_bytes())
                except OSError:  # it has ended
                    return
            if self._over.wait(0.005):
                return
