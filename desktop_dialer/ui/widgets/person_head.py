"""Who it is: the disc, the name, company and place, and what can be done with the contact itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.ink import is_mirrored
from desktop_dialer.ui.plain import Label, plain, set_tip
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.avatar import Avatar
from desktop_dialer.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from desktop_dialer.ui.models.person import PersonCard
    from desktop_dialer.ui.theme import Tokens

_LONGEST = 160
_NOBODYS = "#"
"""What stands in the disc of a number that belongs to nobody."""


class Star(Button):
    """Filled for a favourite, an outline for others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, kind=Kind.FLAT, sign=Sign.STAR, name="Favourite")
        self.setCheckable(True)
        self.toggled.connect(self._on_toggled)

    def _on_toggled(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.set_sign(Sign.STAR, filled=is_on)

    def _colours(self, theme: Tokens) -> tuple[QColor | None, QColor, QColor | None]:
        fill, _, outline = super()._colours(theme)
        return fill, theme.star if self.isChecked() else theme.dim, outline


class PersonHead(QWidget):
    """The top of the card; a number without a contact is offered to be added."""

    favourite_changed = Signal(bool)
    edit_requested = Signal()
    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._avatar = Avatar(68, 24, self)
        self.name = Label(parent=self, size=21, weight=600, wrap=True)
        self.about = Label(parent=self, tone=Tone.DIM, wrap=True)
        for label in (self.name, self.about):
            label.setMinimumWidth(1)  # a word without end does not widen the column
        self.star = Star(self)
        self.edit = Button("", self, kind=Kind.FLAT, sign=Sign.EDIT, name="Edit contact")
        self.add = Button("Add to contacts", self, sign=Sign.PLUS)
        self.star.clicked.connect(self.favourite_changed)
        self.edit.clicked.connect(self.edit_requested)
        self.add.clicked.connect(self.add_requested)
        words = QVBoxLayout()
        words.setSpacing(scaled(4))
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.about)
        words.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._avatar)
        self._row.addLayout(words, 1)
        tools = QHBoxLayout()
        tools.setSpacing(0)
        tools.addWidget(self.star)
        tools.addWidget(self.edit)
        self._row.addLayout(tools)
        self._fit()

    def show_person(self, card: PersonCard) -> None:
        """Show this one."""
        is_contact = bool(card.contact_id)
        self._avatar.set_name(card.title if is_contact else _NOBODYS)
        self.name.setText(plain(card.title, _LONGEST))
        set_tip(self.name, card.title if len(card.title) > _LONGEST else "")
        self.about.setText(plain(card.about, _LONGEST))
        self.about.setVisible(bool(card.about))
        self.star.setVisible(is_contact)
        self.edit.setVisible(is_contact)
        self.add.setVisible(not is_contact)
        self.star.setChecked(card.favourite)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        # The signs at the end have room round them already; margins do not mirror by themselves.
        before, behind = (14, 20) if is_mirrored() else (20, 14)
        self._row.setContentsMargins(scaled(before), scaled(18), scaled(behind), scaled(18))
        self._row.setSpacing(scaled(18))
