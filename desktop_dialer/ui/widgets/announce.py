"""Saying something to who cannot see the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtGui import QAccessible

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have the text read out, where something reads the window out."""
    # Qt has the event since 6.8, its Python binding in some versions only.
    kind = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    if text and kind is not None and QAccessible.isActive():
        QAccessible.updateAccessibility(kind(widget, text))
