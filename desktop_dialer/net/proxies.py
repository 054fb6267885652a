"""Which proxy a request takes: the account's setting, turned into an address."""

from __future__ import annotations

import asyncio
import ipaddress
import time
import urllib.request
from dataclasses import dataclass
from typing import Final

import httpx

from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import NotSent
from desktop_dialer.net import tls

SYSTEM: Final = "system"
NONE: Final = "none"

_KINDS = ("http", "https", "socks5", "socks5h")
_REMEMBERED_SECONDS = 30.0
"""How long the system's answer holds: asking costs up to a DNS query, and polls come by the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way to a host: direct where `proxy` is None. Never shows a proxy's credentials."""

    proxy: httpx.Proxy | None

    @property
    def host(self) -> str:
        """The proxy's host, for a person; empty where the way is direct."""
        return self.proxy.url.host if self.proxy else ""


DIRECT: Final = Route(proxy=None)


class Proxies:
    """Finds routes, and remembers the system's for half a minute."""

    def __init__(self) -> None:
        self._routes: dict[str, Route] = {}
        self._system: dict[tuple[str, str], tuple[float, str]] = {}

    async def route(self, setting: str, url: httpx.URL) -> Route:
        """The route for `url` by `setting` (`system`, `none` or an address). Raises `NotSent` for a useless address.

        Equal settings give the same `Route` object; a host on this machine is reached directly, whatever is set.
        """
        if setting == NONE or is_loopback(url.host):
            return DIRECT
        address = await self._system_address(url) if setting == SYSTEM else setting
        if not address:
            return DIRECT
        if address not in self._routes:
            self._routes[address] = Route(proxy=_proxy(address))
        return self._routes[address]

    async def _system_address(self, url: httpx.URL) -> str:
        key = (url.scheme, url.netloc.decode("ascii"))
        asked_at, address = self._system.get(key, (0.0, ""))
        now = time.monotonic()
        if key not in self._system or now - asked_at > _REMEMBERED_SECONDS:
            # In a thread: on Windows and macOS the exceptions may be looked up in the DNS.
            address = await asyncio.to_thread(_ask_system, *key)
            self._system[key] = (now, address)
        return address


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its very name or number."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _ask_system(scheme: str, netloc: str) -> str:
    """The proxy that the environment or the operating system names for the host; empty where none."""
    addresses = urllib.request.getproxies()
    address = addresses.get(scheme) or addresses.get("all") or ""
    # Where only a SOCKS proxy is set, Windows' settings come as `socks://`.
    address = address.replace("socks://", "socks5://", 1)
    return "" if urllib.request.proxy_bypass(netloc) else address


def _proxy(address: str) -> httpx.Proxy:
    """The proxy of that address; one without a scheme is an HTTP proxy."""
    try:
        url = httpx.URL(address if "://" in address else f"http://{address}")
        if url.scheme in _KINDS and url.host and "%" not in url.host:  # httpx escapes what no host name can hold
            return httpx.Proxy(url, ssl_context=tls.context() if url.scheme == "https" else None)
    except (httpx.InvalidURL, ValueError):
        pass  # said below, without the address: it may hold a password
    raise NotSent(
        "The proxy's address is not usable; nothing was sent. Write it as http://host:port, or with https or socks5.",
        reason=Reason.PROXY,
    )
