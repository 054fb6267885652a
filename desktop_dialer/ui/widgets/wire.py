"""The signature of the window: the A-party, the B-party, and what is known of the wire between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, QTimer, QVariantAnimation
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_dialer.ui.theme import scaled, tokens
from desktop_dialer.ui.widgets.announce import announce
from desktop_dialer.ui.widgets.mirrored import Mirrored
from desktop_dialer.ui.widgets.wire_picture import PERIOD, Picture, WirePainter, height_of
from desktop_dialer.ui.wording import headline

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent

    from desktop_dialer.ui.models.call import CallModel

_BEAT_MS = 50
_STEP = 1.5
"""By so much the dots of a ringing leg move in a beat, as at 100 %."""
_FADE_MS = 160
_NO_CALL = "No call"


class Wire(QWidget):
    """Draws a call's two legs, and tells who cannot see it what changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_NO_CALL)
        self._model: CallModel | None = None
        self._now: Picture | None = None
        self._before: Picture | None = None
        self._said = ""
        self._phase = 0.0
        self._may_move = True
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._on_beat)
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.setDuration(_FADE_MS)
        self._fade.valueChanged.connect(self.update)

    @property
    def is_moving(self) -> bool:
        """Whether its timer runs."""
        return self._beat.isActive()

    def show_call(self, model: CallModel | None) -> None:
        """Draw this call from now on; None: nothing."""
        if self._model is not None:
            self._model.changed.disconnect(self._on_changed)
        self._model, self._now, self._before, self._said = model, None, None, ""
        self._fade.stop()
        if model is not None:
            model.changed.connect(self._on_changed)
        self._take()
        self.updateGeometry()

    def set_motion(self, allowed: bool) -> None:  # noqa: FBT001 - a switch
        """Whether things may move and fade."""
        self._may_move = allowed
        if not allowed:
            self._fade.stop()
        self._drive()

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(scaled(360), height_of(self._now))

    def minimumSizeHint(self) -> QSize:
        """Names are shortened."""
        return QSize(scaled(200), height_of(self._now))

    def showEvent(self, event: QShowEvent) -> None:
        """Move, if something moves."""
        super().showEvent(event)
        self._drive()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it move."""
        super().hideEvent(event)
        self._drive()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint the picture, or on its way to it."""
        if self._now is None:
            return
        is_fading = self._fade.state() is QVariantAnimation.State.Running and self._before is not None
        share = float(self._fade.currentValue()) if is_fading else 1.0
        place = Mirrored(QRectF(self.rect()), self.layoutDirection())
        wire = WirePainter(QPainter(self), place, tokens(self.palette()), self._phase)
        wire.paint(self._now, self._before or self._now, share)

    def _on_changed(self) -> None:
        self._take()

    def _on_beat(self) -> None:
        self._phase = (self._phase + _STEP) % PERIOD
        self.update()

    def _take(self) -> None:
        """Show what is known now."""
        picture = Picture.of(self._model) if self._model is not None and self._model.events else None
        if picture != self._now:
            self._before, self._now = self._now, picture
            if self._before is not None and self._may_move and self.isVisible():
                self._fade.start()
        self.setAccessibleName(picture.in_words if picture is not None else _NO_CALL)
        self.update()
        self._announce()
        self._drive()

    def _announce(self) -> None:
        """Have a change of the call's state read out; what a call stands at when it is brought here is no change."""
        said = headline(self._model)[0] if self._model is not None and self._now is not None else ""
        before, self._said = self._said, said
        if before and said != before:
            announce(self, said)

    def _drive(self) -> None:
        """The timer runs only where somebody sees something move."""
        is_due = self._now is not None and self._now.is_ringing and self._may_move and self.isVisible()
        if is_due and not self._beat.isActive():
            self._beat.start()
        elif not is_due:
            self._beat.stop()
