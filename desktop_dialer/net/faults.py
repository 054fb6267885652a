"""What went wrong on the wire, as a reason and a sentence: from the libraries' exceptions to `NotSent` and `NoAnswer`.

The sentences name hosts alone. The exceptions' own texts are never used: they may hold the URL, a proxy's password or
whatever the other side sent.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import NoAnswer, NotSent

_UNREACHABLE = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)

_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
"""What httpx raises only while no byte of the request has left."""

# OpenSSL's numbers (x509_vfy.h): what is wrong, and what a person can do.
_ASK = "Ask the provider"
_CLOCK = "Check this computer's clock, then ask the provider"
_STORE = "Ask the provider, or add your company's authority to this system's certificates"
_CERTIFICATE_FAULTS = {
    9: ("it is not valid yet", _CLOCK),
    10: ("it has expired", _CLOCK),
    18: ("self-signed certificate", _ASK),
    19: ("self-signed certificate in its chain", _STORE),
    20: ("its issuer is not known here", _STORE),
    21: ("its issuer is not known here", _STORE),
    62: ("it belongs to another name", "Check the address"),
    64: ("it belongs to another address", "Check the address"),
}


def came_before_sending(error: Exception) -> bool:
    """Whether the exception by itself proves that no byte of the request left."""
    return isinstance(error, _BEFORE_SENDING)


def unusable_address(detail: str) -> NotSent:
    """The request's address is no address to send to."""
    return NotSent(
        f"The address is not usable: {detail}; nothing was sent. Correct it in the account.", reason=Reason.REFUSED
    )


def not_in_time_to_send(host: str, proxy: str, seconds: float) -> NotSent:
    """The time for connecting is over."""
    if proxy:
        return NotSent(
            f"The proxy {proxy} did not get through to {host} within {seconds:g} seconds; nothing was sent.",
            reason=Reason.PROXY,
        )
    return NotSent(
        f"No connection to {host} within {seconds:g} seconds; nothing was sent. Check the network and the address.",
        reason=Reason.TIMEOUT_CONNECTING,
    )


def not_sent(error: Exception, host: str, proxy: str, *, with_target: bool) -> NotSent:
    """The exception that stopped the request before its first byte left.

    `with_target` says that a TLS handshake was with the host itself, and not with the proxy before it.
    """
    causes = list(_causes(error))
    if tls := next((cause for cause in causes if _is_tls(cause)), None):
        if with_target:
            return _tls(tls, host)
        return NotSent(f"TLS with the proxy {proxy} failed; nothing was sent. Check the proxy.", reason=Reason.PROXY)
    if proxy:
        return _proxy(error, host, proxy)
    if any(isinstance(cause, socket.gaierror | UnicodeError) for cause in causes):
        return NotSent(
            f"The name {host} was not found; nothing was sent. Check the address and the network.", reason=Reason.DNS
        )
    if any(isinstance(cause, httpx.TimeoutException | TimeoutError) for cause in causes):
        return NotSent(
            f"No connection to {host} in time; nothing was sent. Check the network and the address.",
            reason=Reason.TIMEOUT_CONNECTING,
        )
    if any(isinstance(cause, OSError) and cause.errno in _UNREACHABLE for cause in causes):
        return NotSent(f"There is no way to {host}; nothing was sent. Check the network.", reason=Reason.REFUSED)
    return NotSent(
        f"{host} refused the connection; nothing was sent. Check the address, or try later.", reason=Reason.REFUSED
    )


def no_answer_in_time(host: str, seconds: float) -> NoAnswer:
    """The time for the whole exchange is over."""
    return NoAnswer(f"{host} did not answer within {seconds:g} seconds.", reason=Reason.TIMEOUT)


def no_answer(error: Exception, host: str, received: bytes | None) -> NoAnswer:
    """The exception that came after the first byte of the request left.

    `received` is how the reply began (None: it is not known), for where a connection ended before a reply was whole.
    """
    if isinstance(error, httpx.TimeoutException):
        return NoAnswer(f"{host} did not answer in time.", reason=Reason.TIMEOUT)
    broke_http = isinstance(error, httpx.RemoteProtocolError) and not _is_hang_up(error)
    if broke_http or (received and not received.startswith(b"HTTP/"[: len(received)])):
        return NoAnswer(f"{host} answered with something that is not HTTP.", reason=Reason.NOT_HTTP)
    return NoAnswer(f"{host} ended the connection before its answer was complete.", reason=Reason.DISCONNECTED)


def encoded_answer(host: str) -> NoAnswer:
    """The body is in an encoding that was not asked for."""
    return NoAnswer(f"{host} answered in an encoding that was not asked for.", reason=Reason.MALFORMED)


def oversized_answer(host: str) -> NoAnswer:
    """The body is larger than any answer of a provider."""
    return NoAnswer(f"{host} answered with far more than an answer holds.", reason=Reason.BODY_TOO_LARGE)


def _is_hang_up(error: httpx.RemoteProtocolError) -> bool:
    """Whether the other side closed the connection too early; httpx tells this from broken HTTP by its text alone."""
    return str(error).startswith(("Server disconnected", "peer closed connection"))


def _is_tls(cause: BaseException) -> bool:
    """Whether TLS itself failed; a handshake under way has wanted to read or write, which is no failure."""
    return isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLWantReadError | ssl.SSLWantWriteError)


def _tls(cause: BaseException, host: str) -> NotSent:
    if isinstance(cause, ssl.SSLCertVerificationError):
        wrong, way_out = _CERTIFICATE_FAULTS.get(cause.verify_code, ("it did not pass the check", _STORE))
        sentence = f"The certificate of {host} is not trusted ({wrong}); nothing was sent. {way_out}."
    else:
        sentence = f"{host} could not agree on TLS with this program; nothing was sent. Check the address and its port."
    return NotSent(sentence, reason=Reason.TLS)


def _proxy(error: Exception, host: str, proxy: str) -> NotSent:
    status = str(error)[:3] if isinstance(error, httpx.ProxyError) else ""
    if status == "407":
        sentence = f"The proxy {proxy} wants a user name and password; nothing was sent. Give them in its address."
    elif status.isdecimal():
        sentence = f"The proxy {proxy} did not connect to {host} (HTTP {status}); nothing was sent. Check the proxy."
    elif isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        sentence = f"The way through the proxy {proxy} to {host} failed; nothing was sent. Check the proxy."
    else:
        sentence = f"The proxy {proxy} did not connect to {host}; nothing was sent. Check the proxy."
    return NotSent(sentence, reason=Reason.PROXY)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and all that it was made from; several addresses of one name fail as a group."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for member in error.exceptions:
                yield from _causes(member)
        error = error.__cause__ or error.__context__
