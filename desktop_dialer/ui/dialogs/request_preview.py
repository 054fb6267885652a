"""What will be sent: the very request that a call to a number typed here would make, secrets masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.ui.dialogs.fold import Fold
from desktop_dialer.ui.dialogs.sentences import beside
from desktop_dialer.ui.plain import Label, plain
from desktop_dialer.ui.theme import Tone, scaled, tokens
from desktop_dialer.ui.widgets.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop_dialer.core.wire import Request

_LONGEST = 20_000
_LINES = 8
_HINT = "Type a number to see the request that would call it. Nothing is sent."


class RequestPreview(Fold):
    """`request` makes the masked request for a number, or raises `InvalidInput`."""

    def __init__(self, request: Callable[[str], Request], parent: QWidget | None = None) -> None:
        super().__init__("What will be sent", parent)
        self._request = request
        self.number = Entry("Number for the preview", self, sign=None, placeholder="a number to call")
        self.number.changed.connect(self._on_changed)
        self.said = Label(_HINT, self, size=12, tone=Tone.DIM, wrap=True)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName("The request that would be sent")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for part in (self.number, self.said, self.text):
            self.add(part)
        self.text.hide()
        self.opened.connect(self.refresh)
        self._fit_text()
        self._colour()

    def refresh(self) -> None:
        """The account was changed: show what would be sent now."""
        if not self.is_open:
            return
        number = self.number.text().strip()
        said, lines = _HINT, list[str]()
        if number:
            try:
                lines, said = self._request(number).lines, ""
            except InvalidInput as fault:
                said = beside(fault, fault.name)
        self.said.set_tone(Tone.STOP if number and said else Tone.DIM)
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.text.setPlainText("\n".join(plain(line, _LONGEST) for line in lines))
        self.text.setVisible(bool(lines))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit_text()
        elif event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, tokens(palette).bg)
        self.text.setPalette(palette)

    def _fit_text(self) -> None:
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPixelSize(scaled(12))
        self.text.setFont(font)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES + scaled(12))

    def _on_changed(self) -> None:
        self.refresh()
