"""The program's own settings, as a TOML file."""

from dataclasses import dataclass
from pathlib import Path

from desktop_dialer.storage.toml_file import TomlFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person chose for the program as a whole."""

    default_account: str | None = None
    """The name of the account that is used where none is named."""


class TomlSettings:
    """Reads and writes the settings; raises `StorageFailed`."""

    def __init__(self, path: Path) -> None:
        self._file = TomlFile(path, "settings")

    def read(self) -> Settings:
        account = self._file.read().get("default_account")
        if account is not None and not isinstance(account, str):
            raise self._file.refused("default_account is no text")
        return Settings(default_account=account)

    def save(self, settings: Settings) -> None:
        with self._file.changing() as content:
            content.pop("default_account", None)
            if settings.default_account is not None:
                content["default_account"] = settings.default_account
