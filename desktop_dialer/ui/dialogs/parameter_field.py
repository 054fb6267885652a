"""A field of the account form: its label, what fills it in, and below that its fault or, while it is used, its help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.secret import Secret
from desktop_dialer.ui.dialogs.fields import Shape
from desktop_dialer.ui.dialogs.sentences import beside
from desktop_dialer.ui.dialogs.tick import Tick
from desktop_dialer.ui.plain import Label, plain_lines, set_tip
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.entry import Entry
from desktop_dialer.ui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop_dialer.ui.dialogs.fields import Field

LABEL_WIDTH = 138
_CONTROL_WIDTH = 220
_ANY_WIDTH = 16_777_215
"""As Qt counts a width that is not limited."""
_NOT_GIVEN = "not given"
_GIVEN = "given: "


class ParameterField(QWidget):
    """What is filled in is `value`; None where nothing is given."""

    changed = Signal()

    def __init__(self, field: Field, value: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._before = value
        self._sentence = ""
        self._is_shown_with_help = False
        self.note = Label("", self, size=12, tone=Tone.DIM, wrap=True)
        self.note.hide()
        self.control = self._control()
        self._lay_out()
        self._say()

    @property
    def value(self) -> str | None:
        """What a person gave; None for nothing, and always for a secret."""
        if isinstance(self.control, Picker):
            key = self.control.current or _NOT_GIVEN
            return key.removeprefix(_GIVEN) if key != _NOT_GIVEN else None
        if isinstance(self.control, Tick):
            unticked = None if self._before == "yes" else self._before
            return "yes" if self.control.isChecked() else unticked
        text = "" if self.field.shape is Shape.SECRET else self.control.text().strip()
        if self._before is not None and text == self._before.strip():
            return self._before  # an empty one is kept, too, until something else was written
        return text or None

    @property
    def is_changed(self) -> bool:
        """Whether a person changed it."""
        return self.has_secret or self.value != self._before

    @property
    def has_secret(self) -> bool:
        """Whether a secret was typed into it."""
        return self.field.shape is Shape.SECRET and isinstance(self.control, Entry) and bool(self.control.text())

    def rebase(self, value: str | None) -> None:
        """Show this as what is stored; nothing of a secret is left."""
        self._before = value
        self.blockSignals(True)
        if isinstance(self.control, Picker):
            self.control.set_choices(self._offered(), self._key)
        elif isinstance(self.control, Tick):
            self.control.setChecked(value == "yes")
        elif self.control.text().strip() != (value or ""):
            self.control.set_text(value or "")
        self.blockSignals(False)

    def clear(self) -> None:
        """Give nothing."""
        self.rebase(None)
        self.changed.emit()

    def take_secret(self) -> Secret:
        """The secret that was typed."""
        return Secret(self.control.text() if isinstance(self.control, Entry) else "")

    def forget_secret(self) -> None:
        """Leave nothing of it in the field."""
        if self.has_secret and isinstance(self.control, Entry):
            self.control.set_text("")

    def set_kept(self, hint: str, placeholder: str) -> None:
        """Say of a secret where it goes, and whether one is there."""
        if isinstance(self.control, Entry):
            self.control.set_hint(hint)
            self.control.edit.setPlaceholderText(placeholder)

    def check(self) -> str:
        """What is wrong with what is filled in, by itself; empty where nothing is."""
        if self.has_secret:
            return self._fault_of(self.take_secret().reveal())
        value = self.value
        return self._fault_of(value) if value else ""

    def show_fault(self, sentence: str) -> None:
        """Say below it what is wrong; empty: nothing is."""
        self._sentence = sentence
        if isinstance(self.control, Entry):
            self.control.set_bad(bad=bool(sentence))
        self._say()

    @property
    def fault(self) -> str:
        """What is said to be wrong."""
        return self._sentence

    def matches(self, text: str) -> bool:
        """Whether a search for this text means this field."""
        words = f"{self.field.label} {self.field.name} {self.field.help}".casefold()
        return all(word in words for word in text.casefold().split())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Help is there while the keyboard is."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self._is_shown_with_help = event.type() is QEvent.Type.FocusIn
            self._say()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the label stands above."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _control(self) -> Entry | Picker | Tick:
        match self.field.shape:
            case Shape.CHOICE:
                return self._picker()
            case Shape.SWITCH:
                return self._switch()
            case _:
                return self._entry()

    def _switch(self) -> Tick:
        switch = Tick(self.field.label, self)
        switch.setChecked(self._before == "yes")
        switch.installEventFilter(self)
        switch.toggled.connect(self._on_chosen)
        return switch

    def _entry(self) -> Entry:
        field, is_secret = self.field, self.field.shape is Shape.SECRET
        entry = Entry(field.label, self, hint=field.hint, placeholder=field.unset, secret=is_secret)
        if self._before:
            entry.set_text(self._before)
        elif self._before == "":
            entry.edit.setPlaceholderText("given as empty")
        entry.edit.installEventFilter(self)
        entry.changed.connect(self.changed)
        return entry

    def _picker(self) -> Picker:
        picker = Picker(self.field.label, self, is_captioned=False)
        picker.set_choices(self._offered(), self._key)
        picker.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        picker.installEventFilter(self)
        picker.chosen.connect(self._on_chosen)
        return picker

    @property
    def _focused(self) -> QWidget:
        """The widget that has the keyboard."""
        return self.control.edit if isinstance(self.control, Entry) else self.control

    @property
    def _key(self) -> str:
        """The choice that stands for what is stored."""
        return _NOT_GIVEN if self._before is None else f"{_GIVEN}{self._before}"

    def _offered(self) -> list[Choice]:
        """What can be chosen, nothing first; and what was written into the file by hand."""
        words = dict(self.field.choices)
        if self._before is not None:
            words.setdefault(self._before, self._before)
        given = [Choice(key=f"{_GIVEN}{value}", text=text) for value, text in words.items()]
        return [Choice(key=_NOT_GIVEN, text=self.field.unset), *given]

    def _lay_out(self) -> None:
        is_labelled = self.field.shape is not Shape.SWITCH  # a switch carries its own
        self._label = Label(self.field.label if is_labelled else "", self, wrap=True)
        self._name = Label("" if self.field.is_ours else self.field.name, self, size=11, tone=Tone.DIM)
        self._name.setVisible(not self.field.is_ours)
        label = QVBoxLayout()
        label.setSpacing(0)
        label.addSpacing(scaled(6 if self.field.is_ours else 0))
        label.addWidget(self._label)
        label.addWidget(self._name)
        label.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(scaled(4))
        column.addWidget(self.control)
        column.addWidget(self.note)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(label)
        self._row.addLayout(column, 1)
        for widget in (self._label, self._focused):
            set_tip(widget, self.field.help)
        self.setFocusProxy(self.control)
        self._fit()

    def _fit(self) -> None:
        is_narrow = self.width() < scaled(LABEL_WIDTH + _CONTROL_WIDTH)
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        self._row.setSpacing(scaled(4 if is_narrow else 12))
        for label in (self._label, self._name):
            label.setMinimumWidth(0 if is_narrow else scaled(LABEL_WIDTH))
            label.setMaximumWidth(_ANY_WIDTH if is_narrow else scaled(LABEL_WIDTH))

    def _fault_of(self, value: str) -> str:
        try:
            self.field.check(value)
        except InvalidInput as fault:
            return beside(fault, self.field.label)
        return ""

    def _say(self) -> None:
        said = self._sentence or (self.field.help if self._is_shown_with_help else "")
        self.note.set_tone(Tone.STOP if self._sentence else Tone.DIM)
        self.note.setText(said)
        self.note.setVisible(bool(said))
        self._focused.setAccessibleDescription(plain_lines(self._sentence or self.field.help))

    def _on_chosen(self) -> None:
        self.changed.emit()
