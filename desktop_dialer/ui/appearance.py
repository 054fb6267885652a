"""The program's look as it is chosen and as the desktop wishes it: theme, text size, and whether things move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal

from desktop_dialer.core.settings import Look, Motion
from desktop_dialer.ui.theme import DARK, LIGHT, base_font, palette_of, tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop_dialer.core.settings import Settings
    from desktop_dialer.ui.portal import Wishes


class Appearance(QObject):
    """Keeps the application's palette and font as the settings say; what is open follows at once."""

    changed = Signal()
    """The theme, the text size or the motion is another."""

    def __init__(self, app: QApplication, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._settings = app, settings
        self._qt_is_dark: bool | None = None
        self._wishes: Wishes | None = None
        self._shown: tuple[bool, int, bool] | None = None

    def apply_first(self) -> None:
        """Before the first paint: from what is at hand alone. `follow_desktop` corrects it, where it is wrong."""
        # Qt's own palette is dark where it knows the system to be; asking it in words is slow, see `ui.ink`.
        self._qt_is_dark = tokens(self._app.palette()).is_dark
        self._show()

    def apply(self, settings: Settings) -> None:
        """A person chose this."""
        from PySide6.QtCore import Qt  # late: see `ui.ink`

        self._settings = settings
        schemes = {Look.LIGHT: Qt.ColorScheme.Light, Look.DARK: Qt.ColorScheme.Dark}
        # Where the system paints the window's frame, that becomes dark or light with the rest.
        self._app.styleHints().setColorScheme(schemes.get(settings.look, Qt.ColorScheme.Unknown))
        self._show()

    async def follow_desktop(self) -> None:
        """From the first paint on: take over what the desktop wishes, live, until this is cancelled."""
        from desktop_dialer.ui.portal import follow

        self._app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._on_scheme_changed()
        await follow(self.take)

    def take(self, wishes: Wishes) -> None:
        """The desktop wishes this now."""
        self._wishes = wishes
        self._show()

    @property
    def is_dark(self) -> bool:
        """Whether the dark theme is on: as chosen, else as Qt knows of the system, else as the desktop wishes."""
        if self._settings.look is not Look.SYSTEM:
            return self._settings.look is Look.DARK
        if self._qt_is_dark is not None:
            return self._qt_is_dark
        return self._wishes is not None and self._wishes.is_dark is True

    @property
    def is_moving(self) -> bool:
        """Whether things may move: they may, unless the person or the desktop says no."""
        if self._settings.motion is Motion.NONE:
            return False
        return self._wishes is None or self._wishes.is_moving is not False

    def _on_scheme_changed(self) -> None:
        from PySide6.QtCore import Qt

        scheme = self._app.styleHints().colorScheme()
        self._qt_is_dark = None if scheme is Qt.ColorScheme.Unknown else scheme is Qt.ColorScheme.Dark
        self._show()

    def _show(self) -> None:
        """Set what differs from what is shown: each setting repaints every window."""
        before, self._shown = self._shown, (self.is_dark, self._settings.text_size, self.is_moving)
        if before is None or before[0] != self.is_dark:
            self._app.setPalette(palette_of(DARK if self.is_dark else LIGHT))
        if before is None or before[1] != self._settings.text_size:
            self._app.setFont(base_font(self._settings.text_size))
            self._tell_of_the_font()
        if before != self._shown:
            self.changed.emit()

    def _tell_of_the_font(self) -> None:
        """Qt tells windows alone, and not their `changeEvent`; what has a font of its own would never hear of it."""
        event = QEvent(QEvent.Type.ApplicationFontChange)
        for widget in self._app.allWidgets():
            widget.changeEvent(event)
