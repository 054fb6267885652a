"""The keys that box and list tell apart, by Qt's numbers: naming `Qt` before the first paint is dear (see `ui.ink`)."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class Key(IntEnum):
    """`Qt.Key` of the same names."""

    A = 0x41
    ESCAPE = 0x01000000
    RETURN = 0x01000004
    ENTER = 0x01000005
    UP = 0x01000013
    DOWN = 0x01000015
    PAGE_UP = 0x01000016
    PAGE_DOWN = 0x01000017


def is_bare(event: QKeyEvent) -> bool:
    """Whether no other key is held with it; those beside the digits count as the others."""
    from PySide6.QtCore import Qt

    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def is_text(event: QKeyEvent) -> bool:
    """Whether it types a character that can be seen."""
    from PySide6.QtCore import Qt

    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return not held and event.text().isprintable() and bool(event.text().strip())
