"""One HTTP/1.1 connection: reads its requests one after the other and writes their responses, by h11."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final

import h11

from desktop_dialer.simulator.message import Request, Response, text_response

Respond = Callable[[Request], Awaitable[Response | None]]
"""Answers a request; None drops the connection without a word."""

_READ_LIMIT: Final = 30.0
"""Seconds in which a request has to arrive whole, from the start of the connection or the end of the request before."""
_WRITE_LIMIT: Final = 30.0
_BODY_CAP: Final = 64 * 1024
_CHUNK: Final = 64 * 1024


class _BodyTooLargeError(Exception):
    """More bytes of a body than the cap allows."""


class Connection:
    """Serves one client until either side has had enough."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, respond: Respond) -> None:
        self._reader = reader
        self._writer = writer
        self._respond = respond
        self._http = h11.Connection(h11.SERVER)

    async def serve(self) -> None:
        """Serve requests until the connection ends; what is wrong with a request is answered, not raised."""
        try:
            while await self._serve_one():
                self._http.start_next_cycle()
        except asyncio.CancelledError:
            self._writer.transport.abort()
            raise
        finally:
            self._writer.close()

    async def _serve_one(self) -> bool:
        """Answer one request, and return whether another one may follow on this connection."""
        try:
            async with asyncio.timeout(_READ_LIMIT):
                request = await self._read_request()
        except h11.RemoteProtocolError as error:
            await self._refuse(error.error_status_hint)
            return False
        except _BodyTooLargeError:
            await self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return False
        except OSError:  # The client is gone or, as a TimeoutError, too slow.
            return False
        if request is None:
            return False
        response = await self._respond(request)
        if response is None:
            return False
        await self._send(response, with_body=request.method != "HEAD")
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE

    async def _read_request(self) -> Request | None:
        """A whole request, or None from a client that has nothing more to ask."""
        head = await self._next_event()
        if not isinstance(head, h11.Request):
            return None
        body = bytearray()
        while isinstance(event := await self._next_event(), h11.Data):
            body += event.data
            if len(body) > _BODY_CAP:
                raise _BodyTooLargeError
        path, _, query = head.target.decode("ascii").partition("?")
        content_type = dict(head.headers).get(b"content-type", b"").decode("latin-1")
        return Request(
            method=head.method.decode("ascii"),
            path=path,
            query=query,
            content_type=content_type.partition(";")[0].strip().lower(),
            body=bytes(body),
        )

    async def _next_event(self) -> object:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._http.they_are_waiting_for_100_continue:
                go_ahead = h11.InformationalResponse(status_code=HTTPStatus.CONTINUE, headers=[])
                self._writer.write(self._http.send(go_ahead) or b"")
            self._http.receive_data(await self._reader.read(_CHUNK))
        return event

    async def _refuse(self, status: int) -> None:
        """Answer what is no request; the connection cannot be used any further."""
        if self._http.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            await self._send(text_response(HTTPStatus(status).phrase, status=status), with_body=True, close=True)

    async def _send(self, response: Response, *, with_body: bool, close: bool = False) -> None:
        headers = [("Content-Type", response.content_type), ("Content-Length", str(len(response.body)))]
        if close:
            headers.append(("Connection", "close"))
        events: list[h11.Event] = [h11.Response(status_code=response.status, headers=headers)]
        if with_body:
            events.append(h11.Data(data=response.body))
        events.append(h11.EndOfMessage())
        self._writer.write(b"".join(self._http.send(event) or b"" for event in events))
        with contextlib.suppress(OSError):  # A client that is gone, or never reads, needs no answer.
            async with asyncio.timeout(_WRITE_LIMIT):
                await self._writer.drain()
