"""The settings: how the program looks, and where its data lies. Each choice counts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_dialer.core.settings import TEXT_SIZES, Look, Motion
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.copy_text import CopyText
from desktop_dialer.ui.widgets.scroll_page import ScrollPage
from desktop_dialer.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from desktop_dialer.core.settings import Settings

_LOOKS = {Look.SYSTEM: "System", Look.LIGHT: "Light", Look.DARK: "Dark"}
_MOTIONS = {Motion.SYSTEM: "As the system asks", Motion.NONE: "None"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something lies: what it is, and its path."""

    name: str
    path: str


class _Page(QWidget):
    """Captions, each with its control and a line of explanation below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(scaled(24), scaled(16), scaled(24), scaled(16))
        self._column.setSpacing(scaled(6))
        self._column.addStretch(1)

    def add(self, caption: str, control: QWidget, help_: str = "") -> None:
        """Put this below what is there."""
        parts = [Label(caption, self, weight=500), control]
        if help_:
            parts.append(Label(help_, self, size=12.5, tone=Tone.DIM, wrap=True))
        for part in parts:
            self._column.insertWidget(self._column.count() - 1, part)
        self._column.insertSpacing(self._column.count() - 1, scaled(12))


class AppearancePage(_Page):
    """Look, text size and motion."""

    changed = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.look = Segments(tuple(_LOOKS.values()), "Look", self)
        self.look.setCurrentIndex(list(_LOOKS).index(settings.look))
        self.look.currentChanged.connect(self._on_look)
        self.add("Look", self.look)
        self.text_size = Segments(tuple(f"{size} %" for size in TEXT_SIZES), "Text size", self)
        self.text_size.setCurrentIndex(TEXT_SIZES.index(settings.text_size))
        self.text_size.currentChanged.connect(self._on_size)
        self.add("Text size", self.text_size)
        self.motion = Segments(tuple(_MOTIONS.values()), "Motion", self)
        self.motion.setCurrentIndex(list(_MOTIONS).index(settings.motion))
        self.motion.currentChanged.connect(self._on_motion)
        self.add("Motion", self.motion, "Nothing that you need to know is told by motion alone.")

    def _on_look(self, index: int) -> None:
        self._change(self._settings._replace(look=list(_LOOKS)[index]))

    def _on_size(self, index: int) -> None:
        self._change(self._settings._replace(text_size=TEXT_SIZES[index]))

    def _on_motion(self, index: int) -> None:
        self._change(self._settings._replace(motion=list(_MOTIONS)[index]))

    def _change(self, settings: Settings) -> None:
        self._settings = settings
        self.changed.emit(settings)


class DataPage(_Page):
    """Where everything lies; a press copies a path."""

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for place in places:
            path = CopyText(self, size=13, whole=False)
            path.set_text(place.path, place.path)
            self.add(place.name, path)


class SettingsDialog(QDialog):
    """Pages beside one another. `changed` carries all settings as they are from now on; nothing is to be confirmed."""

    changed = Signal(object)

    def __init__(self, settings: Settings, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tabs = Segments((), "Pages", self)
        self.pages = QStackedWidget(self)
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self.appearance = AppearancePage(settings)
        self.appearance.changed.connect(self.changed)
        self.data = DataPage(places)
        self.add_page("Appearance", self.appearance)
        self.add_page("Data", self.data)
        close = Button("Close", self, kind=Kind.PRIMARY)
        close.clicked.connect(self.accept)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(scaled(24), scaled(20), scaled(24), 0)
        head.addWidget(self.tabs)
        foot.setContentsMargins(scaled(24), 0, scaled(24), scaled(16))
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        self.resize(QSize(scaled(560), scaled(460)).boundedTo(self.screen().availableSize() * 0.9))

    def add_page(self, title: str, page: QWidget) -> None:
        """A further room, behind those that are there; it scrolls where it is higher than the dialog."""
        self.pages.addWidget(ScrollPage(page, self.pages))
        self.tabs.addTab(title)
