"""How long a call has been going on, or when it came to what it is; it ticks only where somebody can see it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop_dialer.core.call import State
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, sized
from desktop_dialer.ui.times import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from desktop_dialer.ui.models.call import CallModel

TICK_MILLISECONDS = 1000
_LARGE, _SMALL = 22, 14


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


class CallClock(Label):
    """While the call is live, the time since both are connected, else since the press; then when it ended."""

    def __init__(self, parent: QWidget | None = None, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__("", parent, size=_LARGE, weight=600, figures=True)
        self._now = now
        self._model: CallModel | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MILLISECONDS)
        self._tick.timeout.connect(self._show)

    @property
    def is_ticking(self) -> bool:
        """Whether it wakes the computer once a second."""
        return self._tick.isActive()

    def show_call(self, model: CallModel | None) -> None:
        """Show this call's time from now on."""
        if self._model is not None:
            self._model.changed.disconnect(self._on_changed)
        self._model = model
        if model is not None:
            model.changed.connect(self._on_changed)
        self._on_changed()

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        self._on_changed()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        self._tick.stop()
        super().hideEvent(event)

    def _on_changed(self) -> None:
        is_live = self._model is not None and self._model.is_live
        if is_live and self.isVisible():
            if not self._tick.isActive():
                self._tick.start()
        else:
            self._tick.stop()
        self._show()

    def _show(self) -> None:
        model = self._model
        if model is None or not model.events:
            self.setText("")
            return
        since = model.connected_at
        if model.is_live:
            self._set(
                clock(max(0.0, (self._now() - (since or model.events[0].time)).total_seconds())), Tone.TEXT, _LARGE
            )
        elif model.last.state is State.ENDED and since is not None:
            self._set(clock((_end_of(model) - since).total_seconds()), Tone.DIM, _LARGE)
        else:
            self._set(f"{_end_of(model).astimezone():%H:%M:%S}", Tone.DIM, _SMALL)

    def _set(self, text: str, tone: Tone, size: float) -> None:
        self.set_tone(tone)
        self._size = size
        self.setFont(sized(size, 600 if size > _SMALL else 500, figures=True))
        self.setText(text)


def _end_of(model: CallModel) -> datetime:
    """When the call came to the state that it is in: what is entered later does not move it."""
    last = model.last
    return next(event.time for event in model.events if (event.state, event.reason) == (last.state, last.reason))
