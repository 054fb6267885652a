"""What a person chose for the program as a whole. A named tuple, for the window's start: see `core.contact_list`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Look(StrEnum):
    """Which theme is on."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Motion(StrEnum):
    """Whether things move."""

    SYSTEM = "system"
    """As the desktop asks."""
    NONE = "none"


TEXT_SIZES = (90, 100, 110, 125, 150, 200)
"""Percent of the normal size."""


class Settings(NamedTuple):
    """All of them; what the file does not say is as here."""

    look: Look = Look.SYSTEM
    motion: Motion = Motion.SYSTEM
    text_size: int = 100
    ring_first: Mapping[str, str] = MappingProxyType({})
    """By account id: which own number was rung first the last time."""
