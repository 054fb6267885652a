"""Foreign text on the screen: shown as what it is, never read as markup. The one door to `QLabel` and tooltips.

Names, notes and what providers say come from outside. Qt takes text that looks like HTML for HTML, and opens the
files that it names; here nothing is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop_dialer.ui.ink import Place, painter_of, write, write_lines
from desktop_dialer.ui.theme import Tone, sized, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

LONGEST = 2_000
"""More of one text is not shown in one place."""
_BREAKS = r"[\r\n\v\f\x85\u2028\u2029]+"
# Controls, halves of characters, and the marks that turn what is shown round; the joiners of Persian and emoji stay.
_HIDDEN = "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2067\ufeff\u200e\u200f\u061c]"
_ISOLATES = "[\u2066\u2068\u2069]"
_LEFT_TO_RIGHT, _FIRST_STRONG, _END = "\u2066", "\u2068", "\u2069"


def plain(text: str, limit: int = LONGEST) -> str:
    """The text as one line that can be shown: without controls and marks of direction, cut where it is too long.

    Of those marks, isolates that are closed again stay.
    """
    line = text[: 4 * limit]
    if not line.isprintable():  # the patterns take longer to compile than all else that a start does here
        line = re.sub(_HIDDEN, "", re.sub(_BREAKS, " ", line)).replace("\t", " ")
    line = line if len(line) <= limit else f"{line[: limit - 1]}…"
    return line if line.isprintable() or _closes_what_it_opens(line) else re.sub(_ISOLATES, "", line)


def _closes_what_it_opens(line: str) -> bool:
    """Whether each isolate in it, such as `number` and `isolated` make, ends in it: then it turns nothing outside."""
    depth = 0
    for mark in re.findall(_ISOLATES, line):
        depth += -1 if mark == _END else 1
        if depth < 0:
            return False
    return depth == 0


def plain_lines(text: str, limit: int = LONGEST) -> str:
    """The same for a text of several lines."""
    if text.isprintable():
        return plain(text, limit)
    return "\n".join(plain(line, limit) for line in re.sub(_BREAKS, "\n", text[: 4 * limit]).split("\n"))[:limit]


def isolated(text: str) -> str:
    """The text within a sentence of another direction: neither turns the other round."""
    return f"{_FIRST_STRONG}{text}{_END}"


def number(text: str) -> str:
    """A telephone number within any sentence: left to right in a right-to-left one too."""
    return f"{_LEFT_TO_RIGHT}{text}{_END}"


def tip_text(text: str) -> str:
    """What a tooltip, or a model's tooltip role, may hold: the text escaped, so that nothing in it is markup."""
    shown = plain_lines(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{shown.replace(chr(10), '<br>')}</qt>" if text else ""


def set_tip(widget: QWidget, text: str) -> None:
    """Give the widget a tooltip, and its words to a screen reader, which would be given the markup else."""
    if text or widget.toolTip():
        widget.setToolTip(tip_text(text))
        widget.setAccessibleDescription(plain_lines(text))


class Label(QLabel):
    """A text in the theme's type: one line, shortened where there is no room, or, with `wrap`, as many as needed."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        size: float = 14,
        weight: int = 400,
        tone: Tone = Tone.TEXT,
        wrap: bool = False,
        figures: bool = False,
        place: Place = Place.START,
    ) -> None:
        super().__init__(parent)
        self._is_plain = False
        self._place = place
        self._size, self._weight, self._figures = size, weight, figures
        self._tone = tone
        self.setFont(sized(size, weight, figures=figures))
        if wrap:
            self.setWordWrap(True)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show this text, whatever is in it."""
        text = plain_lines(text) if self.wordWrap() else plain(text)
        if "<" in text and not self._is_plain:  # without one Qt takes no text for HTML; see `ui.ink` on naming `Qt`
            from PySide6.QtCore import Qt

            self.setTextFormat(Qt.TextFormat.PlainText)
            self._is_plain = True
        super().setText(text)

    def set_tone(self, tone: Tone) -> None:
        """Change the colour, and with it what the text means."""
        self._tone = tone
        self.update()

    def minimumSizeHint(self) -> QSize:
        """A line may be shortened down to a few letters."""
        hint = super().minimumSizeHint()
        if self.wordWrap():
            return hint
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 6), hint.height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(sized(self._size, self._weight, figures=self._figures))
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint the text in its tone, shortened where it has to be."""
        painter = painter_of(self)
        rect, colour = QRectF(self.contentsRect()), tokens(self.palette()).of(self._tone)
        draw = write_lines if self.wordWrap() else write
        draw(painter, rect, self.text(), colour, place=self._place)
