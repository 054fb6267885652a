"""The bar on top: what is typed, what Enter would do, and what the next call is made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.box import Box
from desktop_dialer.ui.widgets.button import Button
from desktop_dialer.ui.widgets.card import Ground

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QWidget

    from desktop_dialer.ui.widgets.picker import Picker

HEIGHT = 56


class TopBar(Ground):
    """Its parts are served by their presenters. What the next call is made with is not known before `complete`."""

    outcome: Picker
    """On the simulator alone: what becomes of the next call."""
    ring_first: Picker
    via: Picker
    options: Button

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = Box(self)
        self.hint = Label("Enter calls the first match · paste or type any number", self, tone=Tone.DIM)
        self.hint.setMinimumWidth(0)
        self.menu = Button("", self, sign=Sign.GEAR, name="Menu")
        self._row = QHBoxLayout(self)
        self._row.setSpacing(scaled(10))
        self._row.addWidget(self.box)
        self._row.addSpacing(scaled(22))
        self._row.addWidget(self.hint, 100)
        self._row.addStretch(1)  # holds the place where the hint has given way
        self._row.addWidget(self.menu)
        self._fit()

    def complete(self) -> None:
        """Make what is not needed for the first paint; it is hidden until there is something to choose."""
        from desktop_dialer.ui.widgets.picker import Picker

        self.outcome = Picker("Next call", self)
        self.ring_first = Picker("Ring first", self)
        self.via = Picker("via", self)
        self.options = Button("", self, sign=Sign.OPTIONS, name="Options for the next call")
        before: QWidget = self.box
        for widget in (self.outcome, self.ring_first, self.via, self.options):
            widget.hide()
            self._row.insertWidget(self._row.count() - 1, widget)
            self.setTabOrder(before, widget)
            before = widget

    def set_box_width(self, width: int) -> None:
        """As wide as the list below it."""
        self.box.setFixedWidth(width)

    def set_narrow(self, *, narrow: bool) -> None:
        """Where there is little room, the hint gives way first."""
        if self.hint.isHidden() != narrow:  # either lays out the bar anew
            self.hint.setHidden(narrow)
        self._row.setStretchFactor(self.box, 1 if narrow else 0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == event.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.setFixedHeight(scaled(HEIGHT))
        margin = scaled(16)
        self._row.setContentsMargins(margin, 0, margin, 0)
