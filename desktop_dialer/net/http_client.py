"""HTTP for providers: one request at most for each start, and proof of whether it left.

It drives httpx's transport and not its client: there are then no redirects, no cookies, no environment, no headers
but our own and no URL in the log, and a poll costs less processor time.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import sys
from collections.abc import Callable
from typing import Final, NoReturn

import httpx

from desktop_dialer.core.errors import WireFault
from desktop_dialer.core.wire import Method, Reply, Request, WireText
from desktop_dialer.net import faults, message, tls
from desktop_dialer.net.proxies import DIRECT, Proxies, Route
from desktop_dialer.net.redaction import quieten_libraries
from desktop_dialer.net.witness import Witness

_PORTION_FOR_CONNECTING: Final = 0.8
"""Of the seconds of `ask`: connecting gives up before the whole does, and so it is known that nothing was sent."""
_KEPT_CONNECTIONS: Final = 20
_KEPT_SECONDS: Final = 10.0
"""Longer than any interval between polls while all is well."""
_CLOSING_SECONDS: Final = 1.0


class HttpClient:
    """The port `core.ports.Http` over httpx. Made without cost; belongs to one event loop; closed by `aclose`."""

    def __init__(self) -> None:
        quieten_libraries()
        self._proxies = Proxies()
        self._kept: dict[Route, httpx.AsyncHTTPTransport] = {}
        self._is_prepared = False

    async def prepare(self) -> None:
        """Load what the first request needs (50 ms), in a thread. It does so itself; done early, no press waits."""
        if not self._is_prepared:
            await asyncio.to_thread(_load)
            self._is_prepared = True

    async def start(
        self, request: Request, *, connect_seconds: float, proxy: str, on_sent: Callable[[], None]
    ) -> Reply:
        """Send once, on a connection of its own. What `on_sent` raises comes through, and nothing is sent."""
        prepared = message.prepare(request, connection="close")
        message.check(prepared)
        host = prepared.url.host
        route = DIRECT
        witness = Witness(on_sent)
        prepared.extensions["trace"] = witness.trace
        try:
            # The limit is on all that comes before the first byte: the name, a proxy, TLS. The witness then lifts it.
            async with asyncio.timeout(connect_seconds) as witness.limit:
                await self.prepare()
                route = await self._proxies.route(proxy, prepared.url)
                async with contextlib.aclosing(_transport(route, kept=0)) as transport:
                    return await message.exchange(transport, prepared)
        except WireFault:
            raise
        # Not all is an `httpx.HTTPError`: TLS after the handshake, SOCKS and name look-up raise errors of their own.
        except Exception as error:
            if error is witness.objection:
                raise
            if witness.sent:
                raise faults.no_answer(error, host, witness.received) from None
            if witness.limit.expired():
                raise faults.not_in_time_to_send(host, route.host, connect_seconds) from None
            with_target = route is DIRECT or witness.through_proxy
            raise faults.not_sent(error, host, route.host, with_target=with_target) from None
        finally:
            await witness.hang_up()

    async def ask(self, request: Request, *, seconds: float, proxy: str) -> Reply:
        """Send on a kept connection where there is one. Raises `NotSent` only where no connection came about."""
        prepared = message.prepare(request, connection="keep-alive")
        prepared.extensions["timeout"] = {"connect": seconds * _PORTION_FOR_CONNECTING}
        host = prepared.url.host
        route = DIRECT
        try:
            async with asyncio.timeout(seconds) as limit:
                await self.prepare()
                route = await self._proxies.route(proxy, prepared.url)
                return await message.exchange(self._keeping(route), prepared)
        except WireFault:
            raise
        except Exception as error:  # noqa: BLE001 - as in `start`
            if limit.expired():
                raise faults.no_answer_in_time(host, seconds) from None
            if faults.came_before_sending(error):
                raise faults.not_sent(error, host, route.host, with_target=True) from None
            raise faults.no_answer(error, host, received=None) from None

    async def probe(self, url: str, *, seconds: float, proxy: str) -> None:
        """Go the whole way of a start (name, proxy, TLS) up to the first byte, and turn back there.

        A plain `http` address behind a proxy is checked up to the proxy: only a request would make it go further.
        """
        request = Request(method=Method.GET, url=WireText(url))
        with contextlib.suppress(_TurnedBackError):
            await self.start(request, connect_seconds=seconds, proxy=proxy, on_sent=_turn_back)

    async def aclose(self) -> None:
        """Close every kept connection, within a second."""
        transports = list(self._kept.values())
        self._kept.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING_SECONDS):
                for transport in transports:
                    await transport.aclose()

    def _keeping(self, route: Route) -> httpx.AsyncHTTPTransport:
        if route not in self._kept:
            self._kept[route] = _transport(route, kept=_KEPT_CONNECTIONS)
        return self._kept[route]


class _TurnedBackError(Exception):
    """A probe has seen enough."""


def _turn_back() -> NoReturn:
    raise _TurnedBackError


def _spare_a_search() -> None:
    """Say at once that `sniffio` is not there, where it is not.

    WORKAROUND httpcore 1.0.9: it tries to import it eight times a request, and each time all of `sys.path` is searched
    on disk. Without it httpcore takes asyncio to be running, and so it is.
    """
    if importlib.util.find_spec("sniffio") is None:
        sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]  # so a module is marked as missing


def _load() -> None:
    """Read the certificates, and have httpx import what it imports at its first connection; none is made."""
    _spare_a_search()
    tls.context()
    asyncio.run(_rehearse())


async def _rehearse() -> None:
    async with contextlib.aclosing(_transport(DIRECT, kept=0)) as transport:
        with contextlib.suppress(httpx.HTTPError):
            await transport.handle_async_request(httpx.Request("GET", "http://127.0.0.1:0/"))  # no port is number 0


def _transport(route: Route, *, kept: int) -> httpx.AsyncHTTPTransport:
    """A transport by that route which keeps at most so many idle connections."""
    return httpx.AsyncHTTPTransport(
        verify=tls.context(),
        trust_env=False,
        http1=True,
        http2=False,
        retries=0,
        proxy=route.proxy,
        # WORKAROUND encode/httpcore#1093: a request cancelled in its first millisecond never gives its place in the
        # pool back. Without a limit on places nothing starves.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=kept, keepalive_expiry=_KEPT_SECONDS),
    )
