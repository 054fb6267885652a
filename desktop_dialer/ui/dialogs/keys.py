"""The page of keys (F1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_dialer.ui.ink import Place, box, inset, painter_of, write
from desktop_dialer.ui.keys import KEYS
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled, sized, tokens
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.scroll_page import ScrollPage

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from desktop_dialer.ui.keys import KeyGroup


_WIDTH, _FOLDS_BELOW = 760, 600


def key_text(key: str) -> str:
    """The key as this system writes it; what is no key sequence (“Up / Down”) stays."""
    return key if " " in key else QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key


class _Keycap(QWidget):
    """A key, drawn as one; the line beside it is read out with it."""

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = key_text(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as the key's name needs."""
        metrics = QFontMetrics(sized(12, 500))
        return QSize(metrics.horizontalAdvance(self._text) + scaled(16), metrics.height() + scaled(8))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint it."""
        theme = tokens(self.palette())
        painter, rect = painter_of(self), inset(QRectF(self.rect()), 0.5)
        box(painter, rect, scaled(6), fill=theme.panel, outline=theme.edge)
        write(painter, rect, self._text, theme.text, sized(12, 500), Place.CENTRE)


class KeysDialog(QDialog):
    """All keys in two columns; `show()` it, it asks nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = QWidget(self)
        columns = self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        columns.setSpacing(scaled(36))
        columns.setContentsMargins(scaled(24), scaled(20), scaled(24), scaled(20))
        for groups in (KEYS[:1], KEYS[1:]):
            column = QVBoxLayout()
            column.setSpacing(scaled(8))
            for group in groups:
                self._add_group(column, group, page)
            column.addStretch(1)
            columns.addLayout(column, 1)
        self._area = ScrollPage(page, self)
        close = Button("Close", self, kind=Kind.PRIMARY)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(scaled(24), 0, scaled(24), scaled(16))
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addLayout(foot)
        room = self.screen().availableSize() * 0.9
        width = min(scaled(_WIDTH), room.width())
        height = page.heightForWidth(width) + foot.sizeHint().height()
        self.resize(width, min(height, room.height()))
        close.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where there is no room for two."""
        direction = QBoxLayout.Direction
        is_wide = self.width() >= scaled(_FOLDS_BELOW)
        self._columns.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        super().resizeEvent(event)

    def _add_group(self, column: QVBoxLayout, group: KeyGroup, page: QWidget) -> None:
        column.addWidget(Label(group.title, page, size=12, weight=600, tone=Tone.DIM))
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(14))
        grid.setVerticalSpacing(scaled(7))
        grid.setColumnStretch(1, 1)
        for row, line in enumerate(group.lines):
            does = Label(line.does, page, wrap=True)
            does.setMinimumWidth(scaled(120))
            does.setContentsMargins(0, scaled(3), 0, 0)
            does.setAccessibleName(f"{key_text(line.key)}: {line.does}")
            grid.addWidget(_Keycap(line.key, page), row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
            grid.addWidget(does, row, 1)
        column.addLayout(grid)
        column.addSpacing(scaled(12))
