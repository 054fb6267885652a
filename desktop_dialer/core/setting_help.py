"""What each setting of ours is called, what it takes and how it is chosen: for the account form and `provider show`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop_dialer.core.numbers import NumberFormat

if TYPE_CHECKING:
    from desktop_dialer.core.facts import Facts


_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingHelp:
    """`label` is for people, `takes` a sentence without its end; `choices` are the values, each in words."""

    label: str
    takes: str
    choices: Mapping[str, str] = field(default_factory=lambda: _NONE)
    is_for_login: bool = False
    """It belongs beside user name and password."""
    is_for_calls: bool = False
    """One call may have it otherwise than the account."""


_YES_NO = MappingProxyType({"yes": "yes", "no": "no"})

SETTING_HELP: Mapping[str, SettingHelp] = MappingProxyType(
    {
        "base_url": SettingHelp(label="service address", takes="an http or https address"),
        "country": SettingHelp(label="home country", takes="two letters, such as NL: where national numbers belong"),
        "number_format": SettingHelp(
            label="number format",
            takes="how numbers are sent",
            choices=MappingProxyType(
                {
                    NumberFormat.AS_TYPED: "as typed",
                    NumberFormat.E164_PLUS: "+ and country code",
                    NumberFormat.E164_DIGITS: "country code, digits only",
                    NumberFormat.INTERNATIONAL_00: "00 and country code",
                    NumberFormat.NATIONAL: "as dialled at home",
                }
            ),
        ),
        "allow_http": SettingHelp(
            label="allow an unencrypted address",
            takes="yes or no (default): whether an address without encryption may be used",
            choices=_YES_NO,
        ),
        "internal": SettingHelp(label="internal numbers", takes="a regular expression: the exchange's own numbers"),
        "proxy": SettingHelp(label="proxy", takes="system (default), none, or an address such as http://host:3128"),
        "method": SettingHelp(
            label="request method",
            takes="GET (default) or POST",
            choices=MappingProxyType({"GET": "GET", "POST": "POST"}),
        ),
        "separator": SettingHelp(
            label="separator",
            takes="; (default) or &: what stands between two parameters",
            choices=MappingProxyType({";": ";", "&": "&"}),
        ),
        "record": SettingHelp(
            label="record calls",
            takes="yes or no (default): have calls recorded, by the manual's table",
            choices=_YES_NO,
            is_for_calls=True,
        ),
        "track": SettingHelp(
            label="follow calls",
            takes="yes or no: follow calls by functions that the manual does not name",
            choices=_YES_NO,
        ),
        "email": SettingHelp(
            label="e-mail address", takes="the account's e-mail address, for the signature", is_for_login=True
        ),
    }
)
"""By the setting's name."""


def takes(facts: Facts, name: str) -> str:
    """What a setting takes, with this provider's own choices and defaults."""
    text = SETTING_HELP[name].takes
    match name:
        case "base_url":
            return f"{text}; default {facts.base_url or 'none: it is needed'}"
        case "number_format":
            first, *others = facts.number_formats
            also = f", or {', '.join(others)}" if others else "; the manual fixes it"
            return f"{text}: {first} (default){also}"
        case _:
            default = default_of(facts, name)
            return f"{text}; default {default or 'none'}" if name in {"country", "track"} else text


def default_of(facts: Facts, name: str) -> str | None:
    """What counts where the account does not say; None where nothing does."""
    defaults = {
        "base_url": facts.base_url,
        "country": facts.home_country,
        "number_format": facts.number_formats[0],
        "allow_http": "no",
        "proxy": "system",
        "method": "GET",
        "separator": ";",
        "record": "no",
        "track": "yes" if facts.tracks_by_default else "no",
    }
    return defaults.get(name)
