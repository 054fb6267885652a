"""The simulator as a server: routes requests to the dialects, logs them, and sends the answers when they are due."""

import asyncio
import contextlib
import ssl
import time
from collections.abc import Callable
from typing import Final, Self

from desktop_dialer.simulator.anveo import Anveo
from desktop_dialer.simulator.business_isp import BusinessIsp
from desktop_dialer.simulator.call import SimulatedCall
from desktop_dialer.simulator.connection import Connection
from desktop_dialer.simulator.dialect import Answer, Dialect, Route
from desktop_dialer.simulator.exchange import Exchange
from desktop_dialer.simulator.faults import spoil
from desktop_dialer.simulator.log import Action, LogEntry
from desktop_dialer.simulator.message import MalformedParametersError, Request, Response, text_response
from desktop_dialer.simulator.scenario import Scenario
from desktop_dialer.simulator.tel2 import Tel2
from desktop_dialer.simulator.voiptech import VoipTech
from desktop_dialer.simulator.vprovider import VProvider

_DIALECTS: Final = (Tel2, VoipTech, Anveo, VProvider, BusinessIsp)
_CLOSE_LIMIT: Final = 1.0
"""Seconds for what a cancelled connection cannot finish at once: a TLS handshake that the client has left hanging."""


class Simulator:
    """All five providers on one port. Start it, hand out `base_url(...)`, read `log` and `calls()`, close it."""

    def __init__(
        self,
        *,
        scenario: Scenario = Scenario.TALK,
        pace: float = 1.0,
        host: str = "127.0.0.1",
        ssl_context: ssl.SSLContext | None = None,
        on_request: Callable[[LogEntry], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare a simulator that does not listen yet.

        `pace` multiplies every simulated duration; at 1.0 a call that is talked on takes 14 s. `on_request` is called
        in the event loop for each request, once it has been read and before it is answered. `clock` tells the seconds
        by which calls proceed; a reply that is due later waits in real seconds all the same.
        """
        self.log: list[LogEntry] = []
        self.port = 0
        self._host = host
        self._ssl_context = ssl_context
        self._on_request = on_request
        self._exchange = Exchange(scenario=scenario, pace=pace, clock=clock)
        self._dialects: dict[str, Dialect] = {dialect.name: dialect(self._exchange) for dialect in _DIALECTS}
        self._routes: dict[str, tuple[str, Route]] = {
            f"/{dialect.name}{path}": (dialect.name, route)
            for dialect in self._dialects.values()
            for path, route in dialect.routes.items()
        }
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def scenario(self) -> Scenario:
        """How calls go that are placed from now on; those under way keep theirs."""
        return self._exchange.scenario

    @scenario.setter
    def scenario(self, scenario: Scenario) -> None:
        self._exchange.scenario = scenario

    async def start(self, port: int = 0) -> None:
        """Listen on `port`, or on a free one that is then found in `port`. Raises OSError for one in use."""
        if self._server is not None:
            raise RuntimeError("the simulator is running already")
        self._server = await asyncio.start_server(self._accept, self._host, port, ssl=self._ssl_context)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening and drop every open connection, those with an answer still due included."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_LIMIT):
                await server.wait_closed()

    async def __aenter__(self) -> Self:
        """Start on a free port."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self.close()

    def base_url(self, provider: str) -> str:
        """What an account of `provider` takes as its base address: a folder for business_isp, else all of it."""
        scheme = "http" if self._ssl_context is None else "https"
        return f"{scheme}://{self._host}:{self.port}/{provider}{self._dialects[provider].base_path}"

    def calls(self) -> list[SimulatedCall]:
        """Every call placed so far, in order."""
        return list(self._exchange.calls)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._server is None:
            writer.transport.abort()
            return
        connection = asyncio.create_task(Connection(reader, writer, self._respond).serve())
        self._connections.add(connection)
        connection.add_done_callback(self._connections.discard)

    async def _respond(self, request: Request) -> Response | None:
        arrived_at = self._exchange.now()
        provider, answer = self._answer(request)
        call = answer.placed or answer.about
        entry = LogEntry(
            time=arrived_at,
            provider=provider,
            action=answer.action,
            a_number=call.a_number if call else answer.a_number,
            b_number=call.b_number if call else answer.b_number,
            dialled=answer.placed is not None,
            call=call.id if call else None,
            parameters=answer.parameters,
        )
        self.log.append(entry)
        if self._on_request is not None:
            self._on_request(entry)
        spoilt = spoil(answer)
        if spoilt is None:
            return None
        if spoilt.delay:
            await asyncio.sleep(spoilt.delay)
        return spoilt.response

    def _answer(self, request: Request) -> tuple[str, Answer]:
        provider, route = self._routes.get(request.path, ("", None))
        if route is None:
            return provider, _refusal(404, "no such address")
        if request.method not in route.methods:
            return provider, _refusal(405, f"use {' or '.join(sorted(route.methods))}")
        try:
            return provider, route.handle(request)
        except MalformedParametersError as error:
            return provider, _refusal(400, str(error))


def _refusal(status: int, text: str) -> Answer:
    """The answer to a request that no dialect gets to see."""
    return Answer(action=Action.UNKNOWN, response=text_response(text, status=status), parameters={})
