"""The five web APIs, one file each; a new provider is one more line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desktop_dialer.core.ports import Provider
from desktop_dialer.providers.anveo import Anveo
from desktop_dialer.providers.business_isp import BusinessIsp
from desktop_dialer.providers.tel2 import Tel2
from desktop_dialer.providers.voiptech import VoipTech
from desktop_dialer.providers.vprovider import VProvider

_ALL: tuple[Provider, ...] = (Tel2(), VoipTech(), Anveo(), VProvider(), BusinessIsp())

PROVIDERS: Mapping[str, Provider] = MappingProxyType({provider.facts.id: provider for provider in _ALL})
"""Every provider by its id, in the order in which they are offered."""
