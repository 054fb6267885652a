"""Requests and replies between this program's values and httpx's."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncGenerator
from typing import Final, cast

import h11
import httpx

from desktop_dialer import __version__
from desktop_dialer.core.wire import MAX_BODY_BYTES, Method, Reply, Request
from desktop_dialer.net import faults

_HEADERS: Final = (
    ("User-Agent", f"DesktopDialer/{__version__}"),
    ("Accept", "*/*"),
    # A compressed body would have to be unpacked before its size is known.
    ("Accept-Encoding", "identity"),
)
_BEYOND_HTTP: Final = "HTTP cannot carry the request"
_LAST_PORT: Final = 65535
_ORIGIN: Final = re.compile(r"[^:/?#]+://[^/?#]*")


def prepare(request: Request, *, connection: str) -> httpx.Request:
    """The request as httpx sends it, its URL unchanged. Raises `NotSent` where the URL would have to be changed."""
    text = request.url.reveal()
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        raise faults.unusable_address("it cannot be read") from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise faults.unusable_address("it begins with https:// or http://, and names a host")
    if "%" in url.host or (url.port or 0) > _LAST_PORT:  # httpx escapes what no host name can hold
        raise faults.unusable_address("its host or its port is none")
    if url.userinfo:
        raise faults.unusable_address("a user name or password stands before the host")
    target = _ORIGIN.sub("", text, count=1)
    if url.raw_path.decode("ascii") != (target if target.startswith("/") else f"/{target}"):
        raise faults.unusable_address("it holds characters that a URL cannot carry as they are")
    own = {name.lower() for name, _ in request.headers}
    headers = [(name, value) for name, value in _HEADERS if name.lower() not in own]
    try:
        body = request.body.reveal().encode() if request.method is Method.POST else None
        return httpx.Request(
            request.method.value, url, headers=[*headers, *request.headers, ("Connection", connection)], content=body
        )
    except UnicodeEncodeError:  # half a character, or a header that is not ASCII
        raise faults.unusable_address(_BEYOND_HTTP) from None


def check(prepared: httpx.Request) -> None:
    """See that HTTP can carry the request, before anybody connects for it. Raises `NotSent`."""
    try:
        h11.Request(method=prepared.method, target=prepared.url.raw_path, headers=prepared.headers.raw)
    except h11.LocalProtocolError:
        raise faults.unusable_address(_BEYOND_HTTP) from None


async def exchange(transport: httpx.AsyncBaseTransport, prepared: httpx.Request) -> Reply:
    """Send, and read the reply whole. Raises `NoAnswer` for a body that is encoded or too large, at once."""
    response = await transport.handle_async_request(prepared)
    try:
        host = prepared.url.host
        headers: dict[str, str] = {}
        for raw_name, raw_value in response.headers.raw:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        if headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
            raise faults.encoded_answer(host)
        return Reply(
            status=response.status_code,
            headers=headers,
            body=await _body(response, host),
            # TLS without verification does not exist here.
            secure=prepared.url.scheme == "https",
        )
    finally:
        await response.aclose()


async def _body(response: httpx.Response, host: str) -> bytes:
    """The body as it came. Raises `NoAnswer` as soon as it is too large.

    The response is closed before its generators are: they would do it while they are cleared away, and must not wait
    then. asyncio helps them out of that; Qt's event loop (qasync) does not.
    """
    body = bytearray()
    async with contextlib.aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_raw())) as chunks:
        try:
            async for chunk in chunks:
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise faults.oversized_answer(host)
        finally:
            await response.aclose()
    return bytes(body)
