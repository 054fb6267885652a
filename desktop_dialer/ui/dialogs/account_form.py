"""An account's form, made from what its provider declares, and checked as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_dialer.core.account import COMMON, check_name
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Role
from desktop_dialer.core.setting_help import SETTING_HELP
from desktop_dialer.dialing.account_checks import secret_parameters
from desktop_dialer.ui.dialogs.edits import Edits
from desktop_dialer.ui.dialogs.fields import Field, of_parameter, of_setting
from desktop_dialer.ui.dialogs.fold import Fold
from desktop_dialer.ui.dialogs.option_fields import OptionFields
from desktop_dialer.ui.dialogs.own_numbers import OwnNumbers
from desktop_dialer.ui.dialogs.parameter_field import ParameterField
from desktop_dialer.ui.dialogs.provider_words import in_full, order
from desktop_dialer.ui.dialogs.sentences import beside
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import Tone, scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from desktop_dialer.core.account import Account
    from desktop_dialer.core.facts import Facts
    from desktop_dialer.core.secret import Secret

_NAME = Field(
    name="name",
    label="Account name",
    help="What you call it: the window and the command line know it by this name.",
    check=check_name,
    is_needed=True,
    is_ours=True,
)
_NEEDED = "This is needed."


class AccountForm(QWidget):
    """`check` says by raising `InvalidInput` what is wrong with the account as a whole."""

    changed = Signal()

    def __init__(
        self,
        facts: Facts,
        account: Account | None,
        check: Callable[[Edits], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.facts, self._account, self._check = facts, account, check
        self._is_asked = False
        """Whether a person wanted to save: what is missing is said from then on."""
        self.fields: dict[str, ParameterField] = {}
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._fit()
        self.review()

    @property
    def edits(self) -> Edits:
        """What was changed."""
        given = {name: field.value for name, field in self.fields.items() if name != "name" and field.is_changed}
        name = self.fields["name"]
        return Edits(
            account=self._account,
            provider=self.facts.id,
            name=(name.value or "") if name.is_changed else None,
            given={name: value for name, value in given.items() if not self.fields[name].has_secret},
            secrets=frozenset(name for name, field in self.fields.items() if field.has_secret),
            own_numbers=self.own_numbers.value if self.own_numbers.is_changed else None,
        )

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return self.own_numbers.is_changed or any(field.is_changed for field in self.fields.values())

    @property
    def first_fault(self) -> QWidget | None:
        """The first field, as the eye goes, with which something is wrong."""
        field = next((field for field in self.fields.values() if field.fault), None)
        return field or (self.own_numbers if self.own_numbers.fault else None)

    def take_secrets(self) -> dict[str, Secret]:
        """The secrets that were typed, by name. They stay in their fields until they are stored."""
        return {name: field.take_secret() for name, field in self.fields.items() if field.has_secret}

    def forget_secrets(self) -> None:
        """Leave none in a field."""
        for field in self.fields.values():
            field.forget_secret()

    def rebase(self, account: Account) -> None:
        """This is stored now: nothing counts as changed, and nothing of a secret is left."""
        self._account, self._is_asked = account, False
        for name, field in self.fields.items():
            field.rebase(account.name if name == "name" else self._stored(name))
        self.own_numbers.rebase()
        self._refused.hide()
        self.review()

    def set_place(self, place: str, session: Collection[str]) -> None:
        """Say where secrets are kept, and which of them are kept for this session alone."""
        stored = self._account.secrets if self._account else frozenset[str]()
        for parameter in secret_parameters(self.facts):
            is_passing = parameter.name in session
            kept = "stored" if parameter.name in stored else "needed" if parameter.required else "not given"
            self.fields[parameter.name].set_kept(
                "kept for this session" if is_passing else f"kept in {place}", "stored" if is_passing else kept
            )

    def may_be_saved(self) -> bool:
        """Whether nothing is wrong; where something is, it is said, and the first of it has the keyboard."""
        self._is_asked = True
        self.review()
        fault = self.first_fault
        if fault is None:
            return True
        for fold in (self.options, self.connection):
            if fold.isAncestorOf(fault):
                fold.open()
        fault.setFocus()
        return False

    def refuse(self, fault: InvalidInput) -> bool:
        """Say this at the field that it is about; whether there is such a field."""
        field = self.fields.get(fault.name)
        if field is not None:
            field.show_fault(beside(fault, field.field.label))
        elif fault.name == "own_numbers":
            self.own_numbers.show_fault(str(fault))
        return field is not None or fault.name == "own_numbers"

    def review(self) -> None:
        """Check every field by itself and, where none is wrong, the account as a whole."""
        faults = {name: self._fault(field) for name, field in self.fields.items()}
        for name, field in self.fields.items():
            field.show_fault(faults[name])
        self.own_numbers.show_fault("")
        self._offer_leave()
        is_whole = not any(faults.values()) and not any(self._lacks(field) for field in self.fields.values())
        if is_whole:
            try:
                self._check(self.edits)
            except InvalidInput as fault:
                self.refuse(fault)
        self.options.count()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _offer_leave(self) -> None:
        """An address without encryption is allowed where there is one, and nowhere else."""
        address, leave = self.fields["base_url"].value or "", self.fields["allow_http"]
        leave.setVisible(address.lower().startswith("http:") or leave.value == "yes")

    def _fault(self, field: ParameterField) -> str:
        if self._lacks(field):
            return f"{_NEEDED} {field.field.help}" if self._is_asked else ""
        return field.check()

    def _lacks(self, field: ParameterField) -> bool:
        return field.field.is_needed and not field.value

    def _lay_out(self) -> None:
        # In the order in which it is seen: so Tab goes through it.
        facts = self.facts
        parameters = [p for p in facts.parameters if p.role not in {Role.B_PARTY, Role.PROTOCOL}]
        login = [p for p in (*parameters, *facts.secrets) if p.role is Role.CREDENTIAL]
        options = [p for p in parameters if p.role is Role.OPTION]
        self._add(_NAME, self._account.name if self._account else None, self._column)
        for parameter in login:
            self._add(of_parameter(facts, parameter), self._stored(parameter.name), self._column)
        for name in facts.settings:
            if SETTING_HELP[name].is_for_login:
                self._add(of_setting(facts, name), self._stored(name), self._column)
        for parameter in (facts.of_role(Role.A_PARTY), *(p for p in options if p.required)):
            self._add(of_parameter(facts, parameter), self._stored(parameter.name), self._column)
        for name in ("base_url", "allow_http"):
            self._add(of_setting(facts, name), self._stored(name), self._column)
        self._column.addWidget(Label(order(facts), self, size=12, tone=Tone.DIM, wrap=True))
        self._column.addWidget(Label("Your telephones, to choose from before a call", self, weight=600, wrap=True))
        self.own_numbers = OwnNumbers(self._account.own_numbers if self._account else (), self)
        self.own_numbers.changed.connect(self._on_changed)
        self._column.addWidget(self.own_numbers)
        self.options = OptionFields("More options", self)
        for parameter in options:
            if not parameter.required:
                self.options.take(self._add(of_parameter(facts, parameter), self._stored(parameter.name)))
        self.options.setVisible(any(not parameter.required for parameter in options))
        self._column.addWidget(self.options)
        self.connection = Fold("Connection and numbers", self)
        self._add_settings()
        self._column.addWidget(self.connection)
        self._column.addWidget(self._abilities())

    def _add_settings(self) -> None:
        facts = self.facts
        skipped = {"base_url", "allow_http", *(n for n in facts.settings if SETTING_HELP[n].is_for_login)}
        if len(facts.number_formats) == 1:
            skipped.add("number_format")  # the manual fixes it
        for name in (*COMMON, *facts.settings):
            if name not in skipped:
                self._add(of_setting(facts, name), self._stored(name), self.connection.inner)
        why = self._account.track_refused if self._account else None
        sentence = f"{facts.name} refused to be followed: {why} “Yes” tries again."
        self._refused = Label(sentence, self, size=12, tone=Tone.WARN, wrap=True)
        self._refused.setVisible(why is not None)
        self.connection.add(self._refused)

    def _abilities(self) -> Fold:
        fold = Fold(f"What {self.facts.name} can and cannot do", self)
        for line in in_full(self.facts):
            fold.add(Label(line, fold, size=13, tone=Tone.DIM, wrap=True))
        return fold

    def _add(self, field: Field, value: str | None, column: QVBoxLayout | None = None) -> ParameterField:
        made = ParameterField(field, value, self)
        made.changed.connect(self._on_changed)
        self.fields[field.name] = made
        if column is not None:
            column.addWidget(made)
        return made

    def _stored(self, name: str) -> str | None:
        if self._account is None:
            return None
        if name == "track" and self._account.track_refused is not None:
            return None  # what was chosen counts no more: choosing it anew is a change
        return self._account.values.get(name, self._account.settings.get(name))

    def _fit(self) -> None:
        margin = scaled(20)
        self._column.setContentsMargins(margin, scaled(4), margin, 0)
        self._column.setSpacing(scaled(14))

    def _on_changed(self) -> None:
        self.review()
        self.changed.emit()
