"""A person as a coloured disc with initials: the same colour for the same name, wherever it is shown."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from desktop_dialer.ui.ink import Place, disc, painter_of, write
from desktop_dialer.ui.theme import scaled, sized

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPaintEvent

# Each carries white text at 4.5:1 or better, in both themes.
_COLOURS = tuple(
    QColor(colour)
    for colour in (
        "#7047eb", "#0b7a6e", "#c71f80", "#4e5ba6", "#b93815", "#3538cd", "#087443", "#93370d", "#5925dc", "#0e6fa8",
        "#6b5b00", "#9e165f",
    )
)  # fmt: skip
NOBODY = QColor("#667085")
_WHITE = QColor("#ffffff")


def colour_of(name: str) -> QColor:
    """The name's colour."""
    return _COLOURS[zlib.crc32(name.encode("utf-8", "replace")) % len(_COLOURS)]


def initials_of(name: str) -> str:
    """At most two letters that stand for the name; `#` where it has none."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return "#"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def paint_avatar(painter: QPainter, rect: QRectF, name: str, *, size: float = 13) -> None:
    """Paint the disc into `rect`; `size` is that of the letters, as at 100 %."""
    letters = initials_of(name)
    disc(painter, rect, fill=NOBODY if letters == "#" else colour_of(name))
    write(painter, rect, letters, _WHITE, sized(size, 600), Place.CENTRE)


class Avatar(QWidget):
    """The disc as a widget; decoration, for the name stands beside it."""

    def __init__(self, pixels: int, letters: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels, self._letters, self._name = pixels, letters, ""
        self.setFixedSize(self.sizeHint())

    def set_name(self, name: str) -> None:
        """Stand for this person."""
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(scaled(self._pixels), scaled(self._pixels))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == event.Type.ApplicationFontChange:
            self.setFixedSize(self.sizeHint())
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint it."""
        paint_avatar(painter_of(self), QRectF(self.rect()), self._name, size=self._letters)
