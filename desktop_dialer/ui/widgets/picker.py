"""One of a few: what is chosen stands on it, a press opens the choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QRectF, QSize, Signal
from PySide6.QtGui import QFontMetrics

from desktop_dialer.ui.icons import Sign, draw_sign
from desktop_dialer.ui.ink import inset, is_mirrored, write
from desktop_dialer.ui.plain import plain
from desktop_dialer.ui.theme import scaled, sized, tokens
from desktop_dialer.ui.widgets.button import HEIGHT, Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QColor, QPainter
    from PySide6.QtWidgets import QWidget

_WIDEST = 220


class Choice(NamedTuple):
    """What can be chosen: `key` is the program's, `text` the person's, `detail` stands behind it in the list."""

    key: str
    text: str
    detail: str = ""


class Picker(Button):
    """Shows the choice that is made, behind a caption: “Ring first  Desk phone ▾”."""

    chosen = Signal(str)
    """The key of what a person chose."""

    def __init__(self, caption: str, parent: QWidget | None = None, *, is_captioned: bool = True) -> None:
        """`is_captioned` False: the caption stands elsewhere, and is the accessible name alone."""
        super().__init__("", parent)
        self._name, self._caption = caption, caption if is_captioned else ""
        self._choices: tuple[Choice, ...] = ()
        self._current: str | None = None
        self.clicked.connect(self._open)
        self._show()

    @property
    def current(self) -> str | None:
        """The key of what is chosen."""
        return self._current

    def set_choices(self, choices: Sequence[Choice], current: str | None) -> None:
        """Offer these, `current` being the one that is chosen now."""
        self._choices, self._current = tuple(choices), current
        self._show()

    def sizeHint(self) -> QSize:
        """As wide as caption and choice need, up to a limit."""
        height = scaled(HEIGHT)
        caption = QFontMetrics(sized(12)).horizontalAdvance(self._caption)
        text = QFontMetrics(sized(14, 500)).horizontalAdvance(self._shown())
        return QSize(caption + min(text, scaled(_WIDEST)) + scaled(24 + 8 + 22), height)

    def minimumSizeHint(self) -> QSize:
        """The choice may be shortened."""
        caption = QFontMetrics(sized(12)).horizontalAdvance(self._caption)
        return QSize(min(self.sizeHint().width(), caption + scaled(110)), scaled(HEIGHT))

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        mark = scaled(14)
        box = inset(QRectF(self.rect()), scaled(12), 0)
        used = write(painter, box, self._caption, tokens(self.palette()).dim, sized(12))
        used += scaled(8) if self._caption else 0
        after = mark + scaled(4)
        before, behind = (after, used) if is_mirrored() else (used, after)
        write(painter, box.adjusted(before, 0, -behind, 0), self._shown(), ink, sized(14, 500))
        left = box.left() if is_mirrored() else box.right() - mark
        draw_sign(painter, Sign.DOWN, QRectF(left, (self.height() - mark) / 2, mark, mark), ink)

    def _shown(self) -> str:
        return plain(next((choice.text for choice in self._choices if choice.key == self._current), "none"), 60)

    def _show(self) -> None:
        self.setAccessibleName(f"{self._name}: {self._shown()}")
        self.updateGeometry()
        self.update()

    def _open(self) -> None:
        from PySide6.QtCore import Qt  # late: see `ui.ink`
        from PySide6.QtGui import QAction, QActionGroup
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for choice in self._choices:
            text = plain(f"{choice.text}   {choice.detail}" if choice.detail else choice.text, 80).replace("&", "&&")
            action = QAction(text, menu, checkable=True, checked=choice.key == self._current)
            action.setData(choice.key)
            group.addAction(action)
            menu.addAction(action)
        menu.triggered.connect(self._on_triggered)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _on_triggered(self, action: QAction) -> None:
        self._current = action.data()
        self._show()
        self.chosen.emit(self._current)
