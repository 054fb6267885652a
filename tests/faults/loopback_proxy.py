"""A loopback proxy: HTTP (CONNECT and forwarding) or SOCKS5, willing or not; every name leads to 127.0.0.1."""

import asyncio
import contextlib
from enum import Enum, auto
from urllib.parse import urlsplit


class Manner(Enum):
    """How the proxy treats who comes."""

    WILLING = auto()
    WANTS_LOGIN = auto()
    """HTTP: 407. SOCKS5: no acceptable method."""
    FAILS = auto()
    """HTTP: 502. SOCKS5: connection refused."""
    CLOSES = auto()
    STALLS = auto()
    TALKS_NONSENSE = auto()


class LoopbackProxy:
    """Entered with `async with`. `heads` are the request heads it was given, `tunnels` how many hosts it reached."""

    def __init__(self, manner=Manner.WILLING, *, socks=False, tls_context=None):
        self.heads = []
        self.tunnels = 0
        self._manner = manner
        self._socks = socks
        self._context = tls_context
        self._tasks = set()

    @property
    def address(self):
        """The proxy's address as a setting."""
        kind = "socks5" if self._socks else "https" if self._context else "http"
        return f"{kind}://localhost:{self._port}"

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._handle, "127.0.0.1", 0, ssl=self._context)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _handle(self, reader, writer):
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            await (self._speak_socks if self._socks else self._speak_http)(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _speak_http(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        method, target = head.split(b" ")[:2]
        match self._manner:
            case Manner.WANTS_LOGIN:
                writer.write(b"HTTP/1.1 407 Who are you?\r\nContent-Length: 0\r\n\r\n")
            case Manner.FAILS:
                writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            case Manner.STALLS:
                await asyncio.get_running_loop().create_future()
            case Manner.TALKS_NONSENSE:
                writer.write(b"nonsense\r\n\r\n")
            case Manner.WILLING if method == b"CONNECT":
                await self._tunnel(int(target.rpartition(b":")[2]), reader, writer, first=b"HTTP/1.1 200 OK\r\n\r\n")
            case Manner.WILLING:
                url = urlsplit(target.decode("ascii"))
                path = target.decode("ascii").partition(url.netloc)[2]
                await self._tunnel(url.port, reader, writer, forward=head.replace(target, path.encode("ascii"), 1))

    async def _speak_socks(self, reader, writer):
        _, count = await reader.readexactly(2)
        await reader.readexactly(count)
        match self._manner:
            case Manner.CLOSES:
                return
            case Manner.STALLS:
                await asyncio.get_running_loop().create_future()
            case Manner.TALKS_NONSENSE:
                writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
            case Manner.WANTS_LOGIN:
                writer.write(b"\x05\xff")
                return
        writer.write(b"\x05\x00")
        *_, length = await reader.readexactly(5)
        self.heads.append(await reader.readexactly(length))
        port = int.from_bytes(await reader.readexactly(2))
        if self._manner is Manner.FAILS:
            writer.write(b"\x05\x05\x00\x01" + bytes(6))
        else:
            await self._tunnel(port, reader, writer, first=b"\x05\x00\x00\x01" + bytes(6))

    async def _tunnel(self, port, reader, writer, *, first=b"", forward=b""):
        self.tunnels += 1
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(first)
            far_writer.write(forward)
            async with asyncio.TaskGroup() as both:
                both.create_task(_pump(reader, far_writer))
                both.create_task(_pump(far_reader, writer))
        finally:
            far_writer.transport.abort()
            with contextlib.suppress(ConnectionError):
                await far_writer.wait_closed()


async def _pump(reader, writer):
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
