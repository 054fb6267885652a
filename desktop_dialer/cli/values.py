"""`--set KEY=VALUE`, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.core.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence


def pairs(given: Sequence[str]) -> dict[str, str]:
    """The values by name; a later one wins. Raises `InvalidInput`."""
    values: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise InvalidInput(f"--set {text}: write it as --set KEY=VALUE.", name="--set")
        values[name] = value
    return values
