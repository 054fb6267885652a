"""A line to type in: rounded, with a sign before it, a hint behind it, and its fault said below by who uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy

from desktop_dialer.ui.icons import Sign, draw_sign
from desktop_dialer.ui.ink import box, inset, is_mirrored, painter_of
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

HEIGHT = 36
RADIUS = 9


class Entry(QFrame):
    """A `QLineEdit` in the theme's look; `edit` is the line itself. `name` is its accessible name."""

    changed = Signal(str)
    """The text, whoever changed it."""

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        sign: Sign | None = None,
        hint: str = "",
        placeholder: str = "",
        secret: bool = False,
    ) -> None:
        super().__init__(parent)
        self._sign, self._is_bad = sign, False
        self.edit = QLineEdit(self)
        self.edit.setFrame(False)
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)
        if secret:
            from PySide6.QtCore import Qt  # late: see `ui.ink`

            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
            self.edit.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self.changed)
        self.hint = Label(hint, self, size=12, tone=Tone.DIM)
        self.hint.setVisible(bool(hint))
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        before, behind = scaled(38 if sign else 10), scaled(10)
        if is_mirrored():
            before, behind = behind, before
        row.setContentsMargins(before, 3, behind, 3)
        row.setSpacing(scaled(6))
        row.addWidget(self.edit, 1)
        row.addWidget(self.hint)
        self._colour_line()

    def text(self) -> str:
        """What stands in it."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put this in it."""
        self.edit.setText(text)

    def set_bad(self, *, bad: bool) -> None:
        """Show that what stands in it cannot be taken."""
        self._is_bad = bad
        self.update()

    def set_hint(self, text: str) -> None:
        """Say something behind the line."""
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        """One line high."""
        return QSize(scaled(220), scaled(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """A few letters are enough."""
        return QSize(scaled(90), scaled(HEIGHT))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The frame shows where the keyboard is."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text size."""
        if event.type() in {QEvent.Type.ApplicationPaletteChange, QEvent.Type.PaletteChange}:
            self._colour_line()
        elif event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint ground, frame and sign."""
        theme = tokens(self.palette())
        painter = painter_of(self)
        is_focused = self.edit.hasFocus()
        colour = theme.stop if self._is_bad else theme.accent if is_focused else theme.edge
        rect = inset(QRectF(self.rect()), 1)
        box(painter, rect, RADIUS, fill=theme.bg, outline=colour, width=2 if is_focused else 1)
        if self._sign is not None:
            side = scaled(16)
            left = self.width() - scaled(12) - side if is_mirrored() else scaled(12)
            draw_sign(painter, self._sign, QRectF(left, (self.height() - side) / 2, side, side), theme.text)

    def _colour_line(self) -> None:
        ground = tokens(self.palette()).bg
        palette = self.edit.palette()
        if palette.color(QPalette.ColorRole.Base) != ground:
            palette.setColor(QPalette.ColorRole.Base, ground)
            self.edit.setPalette(palette)
