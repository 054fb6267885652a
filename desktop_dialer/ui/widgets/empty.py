"""What stands where there is nothing yet: a sign, a sentence, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_dialer.ui.icons import Sign, draw_sign
from desktop_dialer.ui.ink import Place, box, disc, inset, is_mirrored, painter_of, write
from desktop_dialer.ui.plain import Label, plain
from desktop_dialer.ui.theme import Tone, scaled, sized, tokens
from desktop_dialer.ui.widgets.button import Button, Kind, paint_focus
from desktop_dialer.ui.widgets.card import Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QEnterEvent, QPaintEvent

IMPORT_COMMAND = "desktop-dialer contact import FILE"
_DISC = 56
_WIDEST = 360


class _Disc(QWidget):
    """A quiet sign on a round ground; decoration."""

    def __init__(self, sign: Sign, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = sign
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(scaled(_DISC), scaled(_DISC))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint it."""
        theme = tokens(self.palette())
        painter = painter_of(self)
        whole = QRectF(self.rect())
        disc(painter, whole, fill=theme.accent_soft)
        draw_sign(painter, self._sign, inset(whole, whole.width() * 0.29), theme.accent)


class Empty(QWidget):
    """Sign, title and sentence in the middle of the room; what is added stands below them."""

    def __init__(self, sign: Sign, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(title, self, size=16, weight=600, wrap=True, place=Place.CENTRE)
        self.text = Label(text, self, tone=Tone.DIM, wrap=True, place=Place.CENTRE)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._column.addWidget(_Disc(sign, self), 0, middle)
        self._column.addSpacing(scaled(6))
        self._column.addWidget(self.title)
        self._column.addWidget(self.text)
        self._column.addSpacing(scaled(6))
        self._column.addStretch(2)
        self._column.setSpacing(scaled(6))
        self._column.setContentsMargins(scaled(12), scaled(20), scaled(12), scaled(20))

    def set_words(self, title: str, text: str) -> None:
        """Say this."""
        self.title.setText(title)
        self.text.setText(text)

    def add(self, part: QWidget) -> None:
        """Put a further part below the sentence, in the middle."""
        self._column.insertWidget(self._column.count() - 1, part, 0, Qt.AlignmentFlag.AlignHCenter)


class Nobody(Empty):
    """Nobody is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            Sign.PERSON,
            "Nobody chosen",
            "Choose somebody on the left, or type a name or a number (Ctrl+K) and press Enter to call. "
            "F1 shows all keys.",
            parent,
        )


class NoContacts(Empty):
    """There is no contact at all."""

    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            Sign.PERSON,
            "No contacts yet",
            f"Add people one by one, or take in a vCard or CSV file with the command {IMPORT_COMMAND}. "
            "A number can be called without a contact: type it above.",
            parent,
        )
        self.button = Button("Add a contact", self, kind=Kind.PRIMARY, sign=Sign.PLUS)
        self.button.clicked.connect(self.add_requested)
        self.add(self.button)
        self.copy = Button("Copy command", self, kind=Kind.LINK, sign=Sign.COPY)
        self.copy.clicked.connect(self._on_copy)
        self.add(self.copy)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(IMPORT_COMMAND)
        self.copy.setText("Copied")
        self.copy.set_sign(Sign.CHECK)


class NothingFound(Empty):
    """What was typed finds nobody; the presenter says what Enter does with it."""

    add_requested = Signal(str)
    """Make a contact of what was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Sign.SEARCH, "", "", parent)
        self._typed = ""
        self.button = Button("Add to contacts", self, sign=Sign.PLUS)
        self.button.clicked.connect(self._on_add)
        self.add(self.button)

    def show_typed(self, typed: str, *, can_call: bool) -> None:
        """Say that this found nobody."""
        self._typed = typed
        what = "Enter calls it as a number." if can_call else "Look for a name, initials, a company or digits."
        self.set_words(f"Nobody is called “{plain(typed, 60)}”", what)

    def _on_add(self) -> None:
        self.add_requested.emit(self._typed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A provider to choose: its id, its name, and what it can do in a line."""

    key: str
    name: str
    text: str


class _OfferButton(QAbstractButton):
    """A provider as a row that can be pressed."""

    picked = Signal(str)

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer = offer
        self.setAccessibleName(plain(offer.name))
        self.setAccessibleDescription(plain(offer.text))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(scaled(_WIDEST), scaled(54))

    def minimumSizeHint(self) -> QSize:
        """The lines may be shortened."""
        return QSize(scaled(160), scaled(54))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it is pointed at."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No more."""
        self.update()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is painted
        """Paint name and line, and a mark that says: go on."""
        theme = tokens(self.palette())
        painter = painter_of(self)
        rect, radius = inset(QRectF(self.rect()), 1), scaled(9)
        is_hot = self.underMouse() or self.isDown()
        fill, outline = (theme.accent_soft, theme.accent) if is_hot else (theme.panel, theme.line)
        box(painter, rect, radius, fill=fill, outline=outline)
        mark, margin = scaled(16), scaled(14)
        left = margin if is_mirrored() else self.width() - margin - mark
        draw_sign(painter, Sign.PLUS, QRectF(left, (self.height() - mark) / 2, mark, mark), theme.accent)
        room = inset(rect, margin, scaled(7))
        if is_mirrored():
            room.setLeft(left + mark + margin)
        else:
            room.setRight(left - margin)
        upper, lower = QRectF(room), QRectF(room)
        upper.setBottom(room.center().y())
        lower.setTop(room.center().y())
        write(painter, upper, plain(self._offer.name), theme.text, sized(14, 500))
        write(painter, lower, plain(self._offer.text), theme.dim, sized(12.5))
        if self.hasFocus():
            paint_focus(painter, rect, radius, theme)

    def _on_clicked(self) -> None:
        self.picked.emit(self._offer.key)


class FirstStart(QWidget):
    """There is no account yet: the providers to choose from, and the simulator. It takes the middle column's place."""

    provider_chosen = Signal(str)
    simulator_chosen = Signal()

    def __init__(self, offers: Sequence[Offer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(self)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(scaled(20), scaled(18), scaled(20), scaled(18))
        inner.setSpacing(scaled(8))
        inner.addWidget(Label("Welcome", card, size=21, weight=600))
        text = "Your provider rings your telephone first, then the person you call. Which one is yours?"
        inner.addWidget(Label(text, card, tone=Tone.DIM, wrap=True))
        inner.addSpacing(scaled(4))
        self.buttons = [_OfferButton(offer, card) for offer in offers]
        for button in self.buttons:
            button.picked.connect(self.provider_chosen)
            inner.addWidget(button)
        inner.addSpacing(scaled(6))
        text = "No account at hand? The simulator plays all five: no telephone rings, and it costs nothing."
        inner.addWidget(Label(text, card, size=12.5, tone=Tone.DIM, wrap=True))
        self.simulator = Button("Try it with the simulator", card, sign=Sign.PHONE)
        self.simulator.clicked.connect(self.simulator_chosen)
        inner.addWidget(self.simulator, 0, Qt.AlignmentFlag.AlignLeading)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(20))
        column.addWidget(card)
        column.addStretch(1)
