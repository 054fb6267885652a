"""A loopback server that plays one named fault, over plain HTTP or TLS, and counts what reaches it.

    async with HostileServer(Fault.TRUNCATED_BODY, tls=Certificate.GOOD) as server:
        ... server.url("/api?x=1") ...
        assert server.requests == 1

`connections` counts connections that were accepted (over TLS: whose handshake was completed), `requests` the whole
requests read from them, `received` their bytes; `await server.reached.wait()` and `server.read.wait()` wait for the
first of each. `tls` is a certificate of `tests.faults.certificates`.
"""

import asyncio
import functools
import socket
import struct
import zlib

from tests.faults.certificates import server_context
from tests.faults.fault import Fault

BOMB_BYTES = 50_000_000
"""What `Fault.GZIP_BOMB` becomes when it is unpacked; it is some 48 KB on the wire."""
HUGE_BYTES = 10 * 1024 * 1024
"""The body of `Fault.HUGE_BODY`, and the header of `Fault.HUGE_HEADERS` is a fiftieth of it."""

_FIRST_HALF = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 50\r\n\r\n0123456789"
_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
_PORTAL = b"<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body>Log in to use the Wi-Fi</body></html>"


class HostileServer:
    """One listening port with one fault. Entered with `async with`; leaves no task and no connection behind."""

    def __init__(
        self,
        fault,
        *,
        body=b"fine",
        content_type="text/plain",
        status=None,
        retry_after=None,
        location=None,
        drip_seconds=0.02,
        tls=None,
    ):
        self.fault = fault
        self.connections = 0
        self.requests = 0
        self.received = []
        self.trap_connections = 0
        self.reached = asyncio.Event()
        self.read = asyncio.Event()
        self._body = body
        self._content_type = content_type
        self._status = status
        self._retry_after = retry_after
        self._location = location
        self._drip_seconds = drip_seconds
        self._certificate = tls
        self._tasks = set()
        self._servers = []
        self._closed_port = None
        self.port = 0

    def url(self, target="/"):
        """An absolute URL on this server; by name over TLS (a certificate names), by number else."""
        origin = "https://localhost" if self._certificate else "http://127.0.0.1"
        return f"{origin}:{self.port}{target}"

    async def __aenter__(self):
        if self.fault is Fault.REFUSE:
            self._closed_port = socket.socket()  # bound, so that nobody else gets it, but not listening
            self._closed_port.bind(("127.0.0.1", 0))
            self.port = self._closed_port.getsockname()[1]
            return self
        if self.fault is Fault.GZIP_BOMB:
            bomb()  # made now, so that a test of memory does not see the making
        context = server_context(self._certificate) if self._certificate else None
        self.port = await self._listen(self._serve, context)
        if self.fault is Fault.REDIRECT and self._location is None:
            self._location = f"http://127.0.0.1:{await self._listen(self._spring_trap)}/trap"
        return self

    async def __aexit__(self, *_):
        if self._closed_port:
            self._closed_port.close()
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for server in self._servers:
            await server.wait_closed()

    async def _listen(self, handler, context=None):
        async def handle(reader, writer):
            task = asyncio.current_task()
            self._tasks.add(task)
            try:
                await handler(reader, writer)
            except (OSError, asyncio.IncompleteReadError):
                pass  # the client left
            except asyncio.CancelledError:
                writer.transport.abort()  # this server is closed; a TLS client need not agree to that
            finally:
                self._tasks.discard(task)
                writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context, backlog=512)
        self._servers.append(server)
        return server.sockets[0].getsockname()[1]

    async def _spring_trap(self, reader, writer):
        self.trap_connections += 1

    async def _serve(self, reader, writer):
        self.connections += 1
        self.reached.set()
        match self.fault:
            case Fault.RESET_AFTER_ACCEPT:
                return _reset(writer)
            case Fault.CLOSE_AFTER_ACCEPT:
                return None
            case Fault.STALL_AFTER_ACCEPT:
                await _for_ever()
        while await self._read(reader):
            if not await self._answer(writer):
                break
            await writer.drain()
        return None

    async def _read(self, reader):
        """Read one whole request; whether there was one."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return False
        lengths = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        body = await reader.readexactly(int(lengths[0])) if lengths else b""
        self.received.append(head + body)
        self.requests += 1
        self.read.set()
        return True

    async def _answer(self, writer):  # noqa: C901, PLR0912 - the list of faults
        """Play the fault; whether the connection is kept."""
        send = writer.write
        match self.fault:
            case Fault.NONE | Fault.CAPTIVE_PORTAL | Fault.STATUS | Fault.GZIP_BROKEN | Fault.GZIP_BOMB:
                send(self._whole_reply())
                return b"\r\nconnection: close\r\n" not in self.received[-1].lower()
            case Fault.CONTINUE_FIRST:
                send(b"HTTP/1.1 100 Continue\r\n\r\n" + self._whole_reply())
            case Fault.EARLY_HINTS_FIRST:
                send(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n" + self._whole_reply())
            case Fault.RESET_AFTER_READING:
                _reset(writer)
            case Fault.RESET_MID_REPLY:
                send(_FIRST_HALF)
                await writer.drain()
                _reset(writer)
            case Fault.STALL_AFTER_READING:
                await _for_ever()
            case Fault.STALL_AFTER_HEADERS:
                send(_CHUNKED)
                await _for_ever()
            case Fault.STALL_MID_BODY:
                send(_FIRST_HALF)
                await _for_ever()
            case Fault.TRUNCATED_BODY:
                send(_FIRST_HALF)
            case Fault.TRUNCATED_CHUNKS:
                send(_CHUNKED + b"5\r\nhel")
            case Fault.DRIP:
                send(_CHUNKED)
                while True:
                    send(b"1\r\nx\r\n")
                    await writer.drain()
                    await asyncio.sleep(self._drip_seconds)
            case Fault.ENDLESS_CHUNKS:
                send(_CHUNKED)
                while True:
                    send(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
                    await writer.drain()
            case Fault.HUGE_BODY:
                send(_head(200, "text/plain", HUGE_BYTES))
                for _ in range(HUGE_BYTES // 65536):
                    send(b"x" * 65536)
                    await writer.drain()
            case Fault.HUGE_HEADERS:
                send(b"HTTP/1.1 200 OK\r\nX-Much: " + b"x" * (HUGE_BYTES // 50) + b"\r\nContent-Length: 0\r\n\r\n")
            case Fault.NOT_HTTP:
                send(b"garbage\r\n")
            case Fault.REDIRECT | Fault.REDIRECT_TO_FILE | Fault.REDIRECT_LOOP:
                send(_head(self._status or 302, "text/plain", 0, Location=self._destination()))
        return False

    def _destination(self):
        match self.fault:
            case Fault.REDIRECT:
                return self._location
            case Fault.REDIRECT_TO_FILE:
                return "file:///etc/passwd"
        return self.url(self.received[-1].split(b" ")[1].decode("ascii"))

    def _whole_reply(self):
        match self.fault:
            case Fault.CAPTIVE_PORTAL:
                return _head(200, "text/html", len(_PORTAL)) + _PORTAL
            case Fault.GZIP_BROKEN:
                return _head(200, "text/plain", 9, Content_Encoding="gzip") + b"not gzip!"
            case Fault.GZIP_BOMB:
                return _head(200, "text/plain", len(bomb()), Content_Encoding="gzip") + bomb()
            case Fault.STATUS:
                wait = {} if self._retry_after is None else {"Retry_After": self._retry_after}
                return _head(self._status or 503, self._content_type, len(self._body), **wait) + self._body
        return _head(self._status or 200, self._content_type, len(self._body)) + self._body


@functools.cache
def bomb():
    """The gzip body that grows a thousandfold; made a megabyte at a time."""
    press = zlib.compressobj(9, wbits=31)
    million = b"\0" * 1_000_000
    return b"".join(press.compress(million) for _ in range(BOMB_BYTES // 1_000_000)) + press.flush()


def _head(status, content_type, length, **headers):
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Type: {content_type}", f"Content-Length: {length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _reset(writer):
    """End the connection with RST: with a linger of 0 the kernel throws away what is unsent."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _for_ever():
    await asyncio.get_running_loop().create_future()
