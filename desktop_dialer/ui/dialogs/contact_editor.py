"""A contact while it is written: checked as it is typed, saved only when nothing is wrong, and never lost by a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_dialer.core.contact import Contact, ContactNumber, contact
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.ui.dialogs.contact_numbers import NumberRows
from desktop_dialer.ui.dialogs.notice import Notice
from desktop_dialer.ui.dialogs.sentences import capital
from desktop_dialer.ui.dialogs.text_field import TextField
from desktop_dialer.ui.dialogs.tick import Tick
from desktop_dialer.ui.plain import Label, isolated
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.entry import Entry
from desktop_dialer.ui.widgets.scroll_page import ScrollPage

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

_NEEDED = "Write a name, a company or a number."


class ContactEditor(QDialog):
    """`saved` asks for the contact to be kept; `accept` then closes it, `say_fault` leaves it open with all in it."""

    saved = Signal(object)
    """The `Contact`; without an id where it is new."""

    def __init__(self, known: Contact | None, *, country: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = known or Contact(id="", name="")
        self._is_leaving = False
        self.setWindowTitle("Edit contact" if known else "New contact")
        page = QWidget()
        self.name = Entry("Name", page)
        self.company = Entry("Company", page)
        self.name.set_text(self._known.name)
        self.company.set_text(self._known.company)
        self.numbers = NumberRows(self._known.numbers, country, page)
        self.note = TextField("Note", self._known.note, page)
        self.favourite = Tick("Favourite", page)
        self.favourite.setChecked(self._known.favourite)
        self._faults: dict[str, Label] = {
            name: Label("", page, size=12, tone=Tone.STOP, wrap=True) for name in ("name", "company", "number", "note")
        }
        self.notice = Notice(self)
        self.needed = Label(isolated(_NEEDED), self, size=12.5, tone=Tone.DIM, wrap=True)
        self.cancel = Button("Cancel", self)
        self.save = Button("Save", self, kind=Kind.PRIMARY)
        self.save.setAutoDefault(True)
        self.save.setDefault(True)
        self._lay_out(page)
        self._before = self._written
        for changed in (self.name.changed, self.company.changed, self.numbers.changed, self.note.changed):
            changed.connect(self._on_changed)
        self.favourite.toggled.connect(self._on_changed)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        self.notice.answered.connect(self._on_answered)
        self._check()
        self.name.setFocus()

    def add_number(self, number: str) -> None:
        """Put this number in, as if it were typed."""
        self.numbers.add(ContactNumber(label="", text=number))
        self._on_changed()

    def say_fault(self, sentence: str) -> None:
        """It could not be kept: say why. Everything stays as it is typed."""
        self.notice.say(sentence, Tone.STOP)
        self._check()
        self.save.setFocus()

    def reject(self) -> None:
        """Leave; where something was changed, ask first. Esc on that question goes back to editing."""
        if self.notice.is_asking:
            self.notice.give_up()
        elif self._written != self._before and not self._is_leaving:
            answers = {"stay": ("Keep editing", Kind.GHOST), "leave": ("Discard", Kind.STOP)}
            self.notice.ask("What you changed is not saved.", answers)
        else:
            super().reject()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Tab goes as the eye does, also to rows that came last and stand in the middle."""
        stops: list[QWidget] = [self.name.edit, self.company.edit, *self.numbers.stops, self.note.edit, self.favourite]
        stops += [*self.notice.buttons.values(), self.cancel, self.save]
        stops = [stop for stop in stops if stop.isVisible() and stop.isEnabled()]
        at = self.focusWidget()
        place = stops.index(at) + (1 if forward else -1) if at in stops else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[place % len(stops)].setFocus(reason)
        return True

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == event.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    @property
    def _written(self) -> tuple[object, ...]:
        """Everything as it stands there."""
        texts = (self.name.text(), self.company.text(), self.note.text())
        return (*texts, self.favourite.isChecked(), self.numbers.written)

    @property
    def _is_empty(self) -> bool:
        return not (self.name.text().strip() or self.company.text().strip() or self.numbers.written)

    def _lay_out(self, page: QWidget) -> None:
        self._fields = QVBoxLayout(page)
        for caption, field, fault in (
            ("Name", self.name, "name"),
            ("Company", self.company, "company"),
            ("Numbers", self.numbers, "number"),
            ("Note", self.note, "note"),
        ):
            self._fields.addSpacing(scaled(6))
            self._fields.addWidget(Label(caption, page, size=12.5, weight=500, tone=Tone.DIM))
            self._fields.addWidget(field)
            self._fields.addWidget(self._faults[fault])
        self._fields.addWidget(self.favourite)
        self._fields.addStretch(1)
        area = ScrollPage(page, self)
        room = self.needed.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.needed.setSizePolicy(room)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.needed, 1)
        self._foot.addWidget(self.cancel)
        self._foot.addWidget(self.save)
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(area, 1)
        self._whole.addWidget(self.notice)
        self._whole.addLayout(self._foot)
        self._fit()
        self.resize(QSize(scaled(520), scaled(640)).boundedTo(self.screen().availableSize() * 0.9))

    def _fit(self) -> None:
        margin = scaled(20)
        self._whole.setContentsMargins(0, scaled(4), 0, scaled(14))
        self._whole.setSpacing(scaled(10))
        self._foot.setContentsMargins(margin, 0, margin, 0)
        self._foot.setSpacing(scaled(8))
        self._fields.setContentsMargins(margin, scaled(8), margin, scaled(4))
        self._fields.setSpacing(scaled(5))

    def _on_changed(self) -> None:
        if not self.notice.is_asking:
            self.notice.say("")
        self._check()

    def _check(self) -> Contact | None:
        """The contact as it is written; None where something is wrong, which is then said where it is wrong."""
        for label in self._faults.values():
            label.hide()
        self.name.set_bad(bad=False)
        self.company.set_bad(bad=False)
        made = None if self.numbers.fault else self._made()
        self.needed.setVisible(self._is_empty)
        self.save.setEnabled(made is not None)
        return made

    def _made(self) -> Contact | None:
        try:
            return contact(
                id=self._known.id,
                name=self.name.text(),
                company=self.company.text(),
                numbers=self.numbers.value,
                favourite=self.favourite.isChecked(),
                note=self.note.text(),
            )
        except InvalidInput as fault:
            self._say(fault)
            return None

    def _say(self, fault: InvalidInput) -> None:
        """Say it below its field; that nothing is written yet is said at the bottom, and is no fault."""
        if self._is_empty:
            return
        entry = {"name": self.name, "company": self.company}.get(fault.name)
        if entry is not None:
            entry.set_bad(bad=True)
        label = self._faults.get(fault.name, self._faults["number"])
        label.setText(isolated(f"{capital(str(fault).removeprefix('its '))}."))
        label.show()

    def _on_save(self) -> None:
        made = self._check()
        if made is not None:
            self.save.setEnabled(False)  # one press, one contact
            self.notice.say("Saving…")
            self.saved.emit(made)

    def _on_answered(self, answer: str) -> None:
        if answer == "leave":
            self._is_leaving = True
            self.reject()
        else:
            self.name.setFocus()
