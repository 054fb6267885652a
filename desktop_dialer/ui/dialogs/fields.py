"""What the account form has to ask, made from what a provider declares and from our own settings; no widget yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop_dialer.core.account import check_setting
from desktop_dialer.core.facts import Kind, Role
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.setting_help import SETTING_HELP, default_of, takes
from desktop_dialer.dialing.account_checks import check_secret_text
from desktop_dialer.ui.dialogs.sentences import capital

if TYPE_CHECKING:
    from desktop_dialer.core.facts import Facts, Parameter

_NONE: Mapping[str, str] = MappingProxyType({})
_FLAG = MappingProxyType({"1": "yes", "0": "no"})
_LONGEST_CHOICE = 40


class Shape(Enum):
    """How a field is filled in."""

    LINE = auto()
    SECRET = auto()
    CHOICE = auto()
    SWITCH = auto()
    """`yes` or not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to fill in; what is left empty is not given."""

    name: str
    """The manual's own, or that of the setting."""
    label: str
    help: str
    check: Callable[[str], str]
    """Raises `InvalidInput`."""
    shape: Shape = Shape.LINE
    choices: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """The values to choose from, each in words."""
    unset: str = ""
    """What counts where nothing is given."""
    hint: str = ""
    """The range."""
    is_needed: bool = False
    is_ours: bool = False
    """A setting of this program, whose name is not shown."""


def of_parameter(facts: Facts, parameter: Parameter) -> Field:
    """The field of one of the manual's parameters."""
    return Field(
        name=parameter.name,
        label=capital(parameter.label),
        help=capital(f"{parameter.help}."),
        check=_secret_check(parameter.name) if parameter.is_secret else parameter.check,
        shape=_SHAPES.get(parameter.kind, Shape.LINE),
        choices=_choices(parameter),
        unset=_unset(facts, parameter),
        hint=_range(parameter),
        is_needed=parameter.required and not parameter.is_secret and parameter.role is not Role.A_PARTY,
    )


def of_setting(facts: Facts, name: str) -> Field:
    """The field of a setting of ours."""
    texts = SETTING_HELP[name]
    choices = dict(texts.choices)
    if name == "number_format":
        choices = {style: choices[style] for style in facts.number_formats}
    default = default_of(facts, name)
    is_needed = name == "base_url" and facts.base_url is None
    about = facts.base_url_help if name == "base_url" else takes(facts, name)
    return Field(
        name=name,
        label=capital(texts.label),
        help=capital(f"{about}."),
        check=_setting_check(name),
        shape=Shape.SWITCH if name == "allow_http" else Shape.CHOICE if choices else Shape.LINE,
        choices=MappingProxyType(choices),
        unset="needed" if is_needed else f"{choices.get(default, default)} (default)" if default else "not given",
        is_needed=is_needed,
        is_ours=True,
    )


_SHAPES = {Kind.SECRET: Shape.SECRET, Kind.FLAG: Shape.CHOICE, Kind.CHOICE: Shape.CHOICE}


def _secret_check(name: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        check_secret_text(name, Secret(value))
        return value

    return check


def _setting_check(name: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        return check_setting(name, value)

    return check


def _choices(parameter: Parameter) -> Mapping[str, str]:
    match parameter.kind:
        case Kind.FLAG:
            return _FLAG
        case Kind.CHOICE:
            return MappingProxyType({value: _choice_words(parameter, value) for value in parameter.choices})
        case _:
            return _NONE


def _choice_words(parameter: Parameter, value: str) -> str:
    """The value with what the help says of it, where that is short: “1: the source first”."""
    said = re.search(rf"(?:\A|; ){re.escape(value)}: ([^;]+)", parameter.help) if value else None
    if said is not None and len(said[1]) <= _LONGEST_CHOICE:
        return f"{value}: {said[1]}"
    return value or "empty"


def _unset(facts: Facts, parameter: Parameter) -> str:
    if parameter.role is Role.A_PARTY and facts.a_party_default:
        return f"same as {facts.a_party_default}"
    if parameter.role is Role.A_PARTY and parameter.required:
        return "chosen for each call"
    if parameter.required:
        return "needed"
    if parameter.default is None:
        return "not given"
    words = _choices(parameter).get(parameter.default, parameter.default) or "empty"
    return f"provider's default ({words})" if parameter.kind in {Kind.FLAG, Kind.CHOICE} else f"{words} (default)"


def _range(parameter: Parameter) -> str:
    match parameter.kind:
        case Kind.DATE:
            return "YYYYMMDDhhmm"
        case Kind.INTEGER:
            return parameter.range_text.strip()
        case _:
            return ""
