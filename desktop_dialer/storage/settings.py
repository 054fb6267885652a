"""What a person chose for the program, as a TOML file that people may edit too."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_dialer.core.settings import TEXT_SIZES, Look, Motion, Settings

if TYPE_CHECKING:
    from desktop_dialer.storage.toml_file import TomlFile

_Choice = TypeVar("_Choice", bound=StrEnum)


class TomlSettings:
    """Implements `core.ports.SettingsStore`.

    What is not understood counts as not said, for that key alone, and is written over only by a new choice for it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Settings:
        """All of them; asked before the window's first paint, so that a missing file costs next to nothing."""
        return _settings(self._file().read()) if os.path.lexists(self._path) else Settings()

    def save(self, settings: Settings) -> None:
        with self._file().changing() as content:
            old = _settings(content)
            for key, before, after in (
                ("look", old.look, settings.look),
                ("motion", old.motion, settings.motion),
                ("text_size", old.text_size, settings.text_size),
                ("ring_first", old.ring_first, settings.ring_first),
            ):
                if after != before:
                    content[key] = _written(after)

    def _file(self) -> "TomlFile":
        from desktop_dialer.storage.toml_file import TomlFile

        return TomlFile(self._path, "settings")


def _written(value: StrEnum | int | Mapping[str, str]) -> str | int | dict[str, str]:
    if isinstance(value, Mapping):
        return dict(value)
    return value.value if isinstance(value, StrEnum) else value


def _settings(table: Mapping[str, Any]) -> Settings:
    size = table.get("text_size")
    numbers = table.get("ring_first")
    named = numbers.items() if isinstance(numbers, dict) else ()
    return Settings(
        look=_choice(Look, table.get("look"), Look.SYSTEM),
        motion=_choice(Motion, table.get("motion"), Motion.SYSTEM),
        text_size=size if type(size) is int and size in TEXT_SIZES else Settings().text_size,
        ring_first=MappingProxyType({key: number for key, number in named if isinstance(number, str)}),
    )


def _choice(kind: type[_Choice], value: object, default: _Choice) -> _Choice:
    return kind(value) if isinstance(value, str) and value in set(kind) else default
