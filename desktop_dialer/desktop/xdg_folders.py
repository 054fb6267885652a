"""Where a freedesktop system keeps its desktop files and its lists of who opens what, this user's places first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MIMEAPPS = "mimeapps.list"


@dataclass(frozen=True, slots=True, kw_only=True)
class XdgFolders:
    """XDG Base Directory Specification 0.8; `desktops` are the names of the running one, lower case."""

    data: Sequence[Path]
    config: Sequence[Path]
    desktops: Sequence[str]

    @property
    def applications(self) -> Path:
        """This user's folder of desktop files."""
        return self.data[0] / "applications"

    @property
    def mimeapps(self) -> Path:
        """This user's own choices."""
        return self.config[0] / MIMEAPPS

    def all_mimeapps(self) -> Iterator[Path]:
        """Every list there may be, that which counts most first."""
        for folder in (*self.config, *(folder / "applications" for folder in self.data)):
            yield from (folder / f"{desktop}-{MIMEAPPS}" for desktop in self.desktops)
            yield folder / MIMEAPPS

    def desktop_file(self, name: str) -> Path | None:
        """The file of that name; None where the program is not installed. `a-b.desktop` may be `b.desktop` in `a`."""
        if "/" in name:
            return None
        spellings = [name.replace("-", "/", count) for count in range(name.count("-") + 1)]
        for folder in self.data:
            for spelling in spellings:
                if (path := folder / "applications" / spelling).is_file():
                    return path
        return None


def xdg_folders(environment: Mapping[str, str]) -> XdgFolders:
    """The folders of this session. A path that is not absolute counts as none, as the specification wants it."""
    home = Path(environment.get("HOME") or Path.home())

    def own(variable: str, default: str) -> Path:
        path = Path(environment.get(variable, ""))
        return path if path.is_absolute() else home / default

    def system(variable: str, default: str) -> list[Path]:
        paths = map(Path, (environment.get(variable) or default).split(":"))
        return [path for path in paths if path.is_absolute()]

    return XdgFolders(
        data=[own("XDG_DATA_HOME", ".local/share"), *system("XDG_DATA_DIRS", "/usr/local/share:/usr/share")],
        config=[own("XDG_CONFIG_HOME", ".config"), *system("XDG_CONFIG_DIRS", "/etc/xdg")],
        desktops=[name.lower() for name in environment.get("XDG_CURRENT_DESKTOP", "").split(":") if name],
    )
