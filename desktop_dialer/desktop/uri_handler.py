"""The system's handler for tel:, callto: and sip: links on freedesktop systems: registered, asked for, taken away."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_dialer.core.errors import NotOffered
from desktop_dialer.desktop.desktop_entry import MIME_TYPES, NAME, desktop_entry, value_of
from desktop_dialer.desktop.mimeapps import ADDED, DEFAULTS, programs_for, with_default, without
from desktop_dialer.desktop.xdg_folders import XdgFolders, xdg_folders
from desktop_dialer.storage.faults import as_storage_failed
from desktop_dialer.storage.files import write_file

_UPDATE = "update-desktop-database"
_UPDATE_SECONDS = 30
_SYSTEMS_TO_COME = {"win32": "Windows", "darwin": "macOS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """How this program is started, and which file of it has to be there for that."""

    words: tuple[str, ...]
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Default:
    """Who opens the links of a scheme."""

    scheme: str
    desktop_file: str | None
    """Its name; None where nobody does."""
    name: str
    """For a person; empty where nobody does."""
    chosen_in: Path | None
    """The list that says so; None where nothing does, and it is merely able to."""

    @property
    def is_us(self) -> bool:
        return self.desktop_file == NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the system knows. `program` is the registered one, None where nothing is registered."""

    program: str | None
    program_exists: bool
    defaults: Sequence[Default]


def link_handler(environment: Mapping[str, str] = os.environ, *, system: str = sys.platform) -> "LinkHandler":
    """The handler of this session. Raises `NotOffered` on a system where none is registered yet."""
    if system in _SYSTEMS_TO_COME:
        sentence = f"This version does not register itself for links on {_SYSTEMS_TO_COME[system]} yet."
        raise NotOffered(sentence)
    return LinkHandler(xdg_folders(environment))


def own_command() -> Command:
    """The command that starts this very program, by absolute paths."""
    if getattr(sys, "frozen", False):
        return Command(words=(sys.executable,), program=sys.executable)
    scripts = (Path(sys.argv[0]).absolute(), Path(sys.executable).parent / "desktop-dialer")
    for script in scripts:
        if script.name == "desktop-dialer" and os.access(script, os.X_OK) and script.is_file():
            return Command(words=(str(script),), program=str(script))
    env = shutil.which("env") or "/usr/bin/env"
    folder = Path(__file__).resolve().parents[2]
    words = (env, f"PYTHONPATH={folder}", sys.executable, "-m", "desktop_dialer")
    return Command(words=words, program=sys.executable)


class LinkHandler:
    """Every method raises `StorageFailed` where the disk refuses. Blocks for as long as files and a tool take."""

    def __init__(self, folders: XdgFolders) -> None:
        self._folders = folders
        self._entry = folders.applications / NAME

    def status(self) -> Status:
        """Who is the default for each scheme, and whether what is registered is still there."""
        text = _read(self._entry)
        program = value_of(text, "TryExec") if text else None
        return Status(
            program=program,
            program_exists=program is not None and os.access(program, os.X_OK),
            defaults=[self._default(scheme) for scheme in MIME_TYPES],
        )

    def install(self, command: Command) -> bool:
        """Register the command and make it the default for each scheme; whether anything had to be changed."""
        entry = desktop_entry(command.words, command.program)
        changed = _write(self._entry, entry)
        if changed:
            self._update_database()
        lists = self._folders.mimeapps
        return _write(lists, with_default(_read(lists), NAME, MIME_TYPES.values())) or changed

    def remove(self) -> bool:
        """Take away all that `install` made; who was the default before is so again. Whether there was anything."""
        lists = self._folders.mimeapps
        changed = _write(lists, without(_read(lists), NAME, MIME_TYPES.values()))
        if self._entry.exists():
            with as_storage_failed("desktop file", self._entry):
                self._entry.unlink()
            self._update_database()
            changed = True
        return changed

    def _default(self, scheme: str) -> Default:
        """The first installed program of the lists that name one; else the first that is able to."""
        mime = MIME_TYPES[scheme]
        able = [(name, None) for folder in self._folders.data for name in _cached(folder / "applications", mime)]
        lists = [(path, _read(path)) for path in self._folders.all_mimeapps()]
        chosen = [(name, path) for path, text in lists for name in programs_for(text, DEFAULTS, mime)]
        added = [(name, None) for _, text in lists for name in programs_for(text, ADDED, mime)]
        for name, path in (*chosen, *added, *able):
            if found := self._folders.desktop_file(name):
                title = value_of(_read(found), "Name") or name
                return Default(scheme=scheme, desktop_file=name, name=title, chosen_in=path)
        return Default(scheme=scheme, desktop_file=None, name="", chosen_in=None)

    def _update_database(self) -> None:
        """Let the system look at the folder again; where it has no tool for it, the added association suffices."""
        if tool := shutil.which(_UPDATE):
            command = [tool, "-q", str(self._folders.applications)]
            try:
                subprocess.run(command, check=False, capture_output=True, timeout=_UPDATE_SECONDS)
            except (OSError, subprocess.TimeoutExpired):
                return


def _cached(applications: Path, mime: str) -> list[str]:
    """Those that a folder's cache knows as able to open the type."""
    return programs_for(_read(applications / "mimeinfo.cache"), "MIME Cache", mime)


def _read(path: Path) -> str:
    """The file's text, bytes that are none kept as they are; empty where there is no file."""
    with as_storage_failed("list of programs", path):
        if not path.is_file():
            return ""
        return path.read_text(encoding="utf-8", errors="surrogateescape")


def _write(path: Path, text: str) -> bool:
    """Put the text in the file's place, or no file where it is empty; whether that changed anything."""
    if text == _read(path):
        return False
    with as_storage_failed("list of programs", path):
        if text:
            write_file(path, text.encode("utf-8", "surrogateescape"))
        else:
            path.unlink()
    return True
