"""For the next call only: the chosen provider's options, and another telephone to ring first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop_dialer.core.errors import InvalidInput, NumberRefused
from desktop_dialer.core.facts import Role
from desktop_dialer.core.setting_help import SETTING_HELP
from desktop_dialer.dialing.drafting import own_number_sent, sort_given
from desktop_dialer.ui.dialogs.fields import Field, of_parameter, of_setting
from desktop_dialer.ui.dialogs.keyed import KeyedDialog
from desktop_dialer.ui.dialogs.parameter_field import ParameterField
from desktop_dialer.ui.dialogs.sentences import beside
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.card import Ground, Rule
from desktop_dialer.ui.widgets.scroll_page import ScrollPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop_dialer.core.account import Account
    from desktop_dialer.core.ports import Provider

_WIDTH, _HEIGHT = 520, 560
_SMALLEST = QSize(380, 320)


class CallOptions(KeyedDialog):
    """`chosen` carries the values for the next call, by name; none of them: an ordinary call."""

    chosen = Signal(object)

    def __init__(
        self, account: Account, provider: Provider, options: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__("For the next call only", parent)
        self._account, self._facts = account, provider.facts
        self.fields = {field.name: ParameterField(field, options.get(field.name), self) for field in self._fields()}
        self.clear_button = Button("Clear all", self, kind=Kind.LINK)
        self.cancel_button = Button("Cancel", self)
        self.use_button = Button("Use for the next call", self, kind=Kind.PRIMARY)
        self._lay_out()
        for field in self.fields.values():
            field.changed.connect(self._on_changed)
        self.clear_button.clicked.connect(self._on_clear)
        self.cancel_button.clicked.connect(self.reject)
        self.use_button.clicked.connect(self._on_use)
        self._review()
        next(iter(self.fields.values())).setFocus()

    @property
    def given(self) -> dict[str, str]:
        """What is filled in."""
        return {name: field.value for name, field in self.fields.items() if field.value}

    def enter(self, focused: QWidget | None) -> None:  # noqa: ARG002 - wherever it is
        """Take what is filled in."""
        self._on_use()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _fields(self) -> list[Field]:
        facts = self._facts
        a_party = replace(of_parameter(facts, facts.of_role(Role.A_PARTY)), label="Ring this telephone first")
        fields = [replace(a_party, unset="as chosen in the window")]
        options = [of_parameter(facts, one) for one in facts.parameters if one.role is Role.OPTION]
        options += [of_setting(facts, name) for name in facts.settings if SETTING_HELP[name].is_for_calls]
        return fields + [self._by_account(field) for field in options]

    def _by_account(self, field: Field) -> Field:
        """The field with what the account says as the value that counts where nothing is given."""
        value = self._account.values.get(field.name, self._account.settings.get(field.name))
        if not value:
            return replace(field, is_needed=False)
        return replace(field, unset=f"{field.choices.get(value, value)} (the account's)", is_needed=False)

    def _lay_out(self) -> None:
        ground, inside = Ground(self), Ground()
        title = Label("For the next call only", ground, size=18, weight=600)
        through = Label(f"Through {self._account.name}. After it everything is as before.", ground, size=13,
                        tone=Tone.DIM, wrap=True)  # fmt: skip
        self._form = QVBoxLayout(inside)
        for field in self.fields.values():
            self._form.addWidget(field)
        self._form.addStretch(1)
        area = ScrollPage(inside, ground)
        self._head, self._foot = QVBoxLayout(), QHBoxLayout()
        self._head.addWidget(title)
        self._head.addWidget(through)
        self._foot.addWidget(self.clear_button)
        self._foot.addStretch(1)
        self._foot.addWidget(self.cancel_button)
        self._foot.addWidget(self.use_button)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(area, 1)
        column.addWidget(Rule(ground))
        column.addLayout(self._foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)
        self.setMinimumSize(_SMALLEST)
        self.resize(scaled(_WIDTH), scaled(_HEIGHT))
        self._fit()

    def _fit(self) -> None:
        margin = scaled(20)
        self._head.setContentsMargins(margin, scaled(16), margin, scaled(8))
        self._head.setSpacing(scaled(2))
        self._form.setContentsMargins(margin, scaled(6), margin, margin)
        self._form.setSpacing(scaled(12))
        self._foot.setContentsMargins(margin, scaled(12), margin, scaled(12))
        self._foot.setSpacing(scaled(8))

    def _review(self) -> bool:
        """Say beside each field what is wrong; whether nothing is."""
        for field in self.fields.values():
            field.show_fault(field.check())
        if not any(field.fault for field in self.fields.values()):
            try:
                self._check(self.given)
            except InvalidInput as fault:
                field = self.fields.get(fault.name, next(iter(self.fields.values())))
                field.show_fault(beside(fault, field.field.label))
        return not any(field.fault for field in self.fields.values())

    def _check(self, given: Mapping[str, str]) -> None:
        facts, account = self._facts, self._account
        values, settings = sort_given(facts, given)
        facts.check_values({**account.values, **values})
        own = facts.of_role(Role.A_PARTY).name
        if own in given:
            try:
                own_number_sent(facts, {**account.settings, **settings}, given[own])
            except NumberRefused as fault:
                raise NumberRefused(str(fault), name=own) from fault

    def _on_changed(self) -> None:
        self._review()

    def _on_clear(self) -> None:
        for field in self.fields.values():
            field.clear()

    def _on_use(self) -> None:
        if self._review():
            self.chosen.emit(self.given)
            self.accept()
        else:
            next(field for field in self.fields.values() if field.fault).setFocus()
