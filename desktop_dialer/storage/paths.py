"""Where everything lies that this program writes: one folder of its own, or the places that the system names."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

PROGRAM = "desktop-dialer"
HOME = "DESKTOP_DIALER_HOME"
MAX_SOCKET_BYTES = 100
"""A socket's path holds 108 bytes on Linux and 104 on macOS, the closing zero included."""


class Paths(NamedTuple):
    """Absolute paths; nothing is created by naming them. Whoever writes a file makes its folder (`storage.files`)."""

    accounts: Path
    settings: Path
    journal: Path
    live: Path
    """A folder: the handles of live calls and open sessions."""
    contacts: Path
    log: Path
    run: Path | None
    """Where sockets are; None: in the system's folder for them."""

    @property
    def lock(self) -> Path:
        """Held by the process that has the window."""
        return self._run / "window.lock"

    @property
    def socket(self) -> Path:
        """Where that process is reached."""
        return _short_enough(self._run / "window.socket")

    @property
    def _run(self) -> Path:
        return self.run or _runtime_folder()


def find_paths(environment: Mapping[str, str] = os.environ) -> Paths:
    """The paths under `DESKTOP_DIALER_HOME`, or, where that is not set, in the system's folders for such files."""
    if home := environment.get(HOME):
        folder = Path(home).absolute()
        return _paths(config=folder, data=folder, state=folder, run=folder / "run")
    if sys.platform in {"win32", "darwin"}:
        from platformdirs import PlatformDirs

        folders = PlatformDirs(PROGRAM, appauthor=False)
        return _paths(config=folders.user_config_path, data=folders.user_data_path, state=folders.user_state_path)
    return _paths(
        config=_xdg_folder("XDG_CONFIG_HOME", ".config"),
        data=_xdg_folder("XDG_DATA_HOME", ".local/share"),
        state=_xdg_folder("XDG_STATE_HOME", ".local/state"),
    )


def _xdg_folder(variable: str, default: str) -> Path:
    """As `platformdirs` has it, which takes a twentieth of the window's start to import."""
    named = os.environ.get(variable, "").strip()
    return (Path(named) if named else Path("~").expanduser() / default) / PROGRAM


def _paths(*, config: Path, data: Path, state: Path, run: Path | None = None) -> Paths:
    return Paths(
        accounts=config / "accounts.toml",
        settings=config / "settings.toml",
        journal=data / "journal.db",
        live=state / "live",
        contacts=data / "contacts.db",
        log=state / f"{PROGRAM}.log",
        run=run,
    )


def _short_enough(socket: Path) -> Path:
    """The path itself or, where a socket could not have it, one in the runtime folder under a name made from it."""
    import hashlib

    wanted = os.fsencode(socket)
    if len(wanted) <= MAX_SOCKET_BYTES:
        return socket
    name = f"{hashlib.blake2b(wanted, digest_size=8).hexdigest()}.socket"
    return _runtime_folder() / name


def _runtime_folder() -> Path:
    """The system's folder for sockets, or one of this user's among the temporary files."""
    import tempfile
    import warnings

    from platformdirs import PlatformDirs

    try:
        with warnings.catch_warnings():
            # It warns of an unusable XDG_RUNTIME_DIR, and takes the next best: that is what is wanted here.
            warnings.simplefilter("ignore")
            folder = PlatformDirs(PROGRAM, appauthor=False).user_runtime_path
    except PermissionError:
        folder = None
    if folder is None or len(os.fsencode(folder)) > MAX_SOCKET_BYTES // 2:
        owner = os.getuid() if hasattr(os, "getuid") else os.getlogin()
        folder = Path(tempfile.gettempdir()) / f"{PROGRAM}-{owner}"
    return folder
