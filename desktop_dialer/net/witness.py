"""The witness of one start request: whether it left this machine, and how its reply began."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

_LEAVING: Final = "http11.send_request_headers.started"
_CONNECTED: Final = (".connect_tcp.complete", ".start_tls.complete")
_TLS_THROUGH_PROXY: Final = ("proxy.start_tls.started", "socks.start_tls.started")
_ENOUGH: Final = len(b"HTTP/")


class Witness:
    """Follows one exchange through httpcore's trace events; serves once.

    `sent` says that a byte may have left, `received` holds the reply's first five bytes, `objection` what `on_sent`
    raised, `through_proxy` that a proxy led through to the host. `limit` bounds all that comes before the first byte.
    """

    limit: asyncio.Timeout

    def __init__(self, on_sent: Callable[[], None]) -> None:
        self._on_sent = on_sent
        self._stream: Any = None
        self.sent = False
        self.received = b""
        self.objection: Exception | None = None
        self.through_proxy = False

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """Httpcore's `trace` extension; what it raises at `_LEAVING` keeps the request from being written."""
        if event == _LEAVING and info["request"].method != b"CONNECT":  # that one is for the proxy alone
            self._leave()
        elif event.endswith(_CONNECTED):
            self._stream = info["return_value"]
        elif event in _TLS_THROUGH_PROXY:
            self.through_proxy = True

    async def hang_up(self) -> None:
        """Close the connection, where there is one.

        WORKAROUND: cancelled within a TLS handshake, httpcore 1.0.9 forgets the connection below without closing it.
        """
        if self._stream is not None:
            await self._stream.aclose()

    def _leave(self) -> None:
        if self.sent:
            raise RuntimeError("a start request was about to leave a second time")
        self.limit.reschedule(None)
        try:
            self._on_sent()
        except Exception as objection:
            self.objection = objection
            raise
        self.sent = True
        self._listen()

    def _listen(self) -> None:
        """Note how the reply begins: httpx does not tell a server that spoke something else from a silent one."""
        read = self._stream.read

        async def listening(max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
            data: bytes = await read(max_bytes, timeout)
            self.received += data[: _ENOUGH - len(self.received)]
            return data

        self._stream.read = listening
