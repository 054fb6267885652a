"""A plan: all that a provider needs to build a request for one call, checked, with secrets still masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from desktop_dialer.core.secret import Secret

_NO_TEXTS: Mapping[str, str] = MappingProxyType({})
_NO_SECRETS: Mapping[str, Secret] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`values` holds what a person gave, by the manual's names, without the two numbers and without secrets.

    `a_number` and `b_number` are the very strings to send; `a_number` is empty where it is left out (Tel2).
    """

    base_url: str
    a_number: str = ""
    b_number: str = ""
    a_internal: bool = False
    b_internal: bool = False
    values: Mapping[str, str] = field(default_factory=lambda: _NO_TEXTS)
    settings: Mapping[str, str] = field(default_factory=lambda: _NO_TEXTS)
    secrets: Mapping[str, Secret] = field(default_factory=lambda: _NO_SECRETS, repr=False)
    track: bool = False
    """Whether the maker's follow-up functions may be used for this account."""

    def given(self, *names: str) -> list[tuple[str, str]]:
        """The named values that a person gave, in this order."""
        return [(name, self.values[name]) for name in names if name in self.values]

    def secret(self, name: str) -> Secret:
        """A secret of the account; the dialer has seen to it that it is there."""
        return self.secrets[name]
