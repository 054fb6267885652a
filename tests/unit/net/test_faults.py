"""The faults that no loopback server can play: several addresses at once, no route, odd certificates."""

import errno
import socket
import ssl

import httpx
import pytest

from desktop_dialer.core.call import Reason
from desktop_dialer.net import faults
from desktop_dialer.net.proxies import Proxies
from desktop_dialer.net.witness import Witness


def connect_error(cause):
    error = httpx.ConnectError("https://portal.example/?password=hunter2")
    error.__cause__ = cause
    return error


def certificate_error(code):
    error = ssl.SSLCertVerificationError("certificate verify failed")
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    ("cause", "reason", "words"),
    [
        (OSError(errno.ENETUNREACH, "Network is unreachable"), Reason.REFUSED, "There is no way to h;"),
        (
            ExceptionGroup("", [ConnectionRefusedError(errno.ECONNREFUSED, ""), OSError(errno.EHOSTUNREACH, "")]),
            Reason.REFUSED,
            "There is no way to h;",
        ),
        (ExceptionGroup("", [ConnectionRefusedError(errno.ECONNREFUSED, "")]), Reason.REFUSED, "h refused"),
        (
            TimeoutError(errno.ETIMEDOUT, "Connection timed out"),
            Reason.TIMEOUT_CONNECTING,
            "No connection to h in time;",
        ),
        (socket.gaierror(socket.EAI_AGAIN, ""), Reason.DNS, "The name h was not found;"),
        (UnicodeError("label too long"), Reason.DNS, "The name h was not found;"),
        (certificate_error(9), Reason.TLS, "(it is not valid yet)"),
        (certificate_error(19), Reason.TLS, "(self-signed certificate in its chain)"),
        (certificate_error(20), Reason.TLS, "(its issuer is not known here)"),
        (certificate_error(64), Reason.TLS, "(it belongs to another address)"),
        (certificate_error(7777), Reason.TLS, "(it did not pass the check)"),
        (ssl.SSLError(1, "wrong version number"), Reason.TLS, "h could not agree on TLS"),
    ],
)
def test_a_connection_that_failed_names_the_cause_and_the_host(cause, reason, words):
    fault = faults.not_sent(connect_error(cause), "h", "", with_target=True)
    assert fault.reason is reason
    assert words in str(fault)
    assert "nothing was sent" in str(fault)
    assert "hunter2" not in str(fault)


def test_a_read_that_timed_out_is_no_answer_in_time():
    assert faults.no_answer(httpx.ReadTimeout(""), "h", None).reason is Reason.TIMEOUT


@pytest.mark.parametrize(
    ("received", "reason"),
    [
        (b"", Reason.DISCONNECTED),
        (b"HT", Reason.DISCONNECTED),
        (b"HTTP/", Reason.DISCONNECTED),
        (b"SSH-2", Reason.NOT_HTTP),
        (None, Reason.DISCONNECTED),
    ],
)
def test_how_a_reply_began_tells_broken_http_from_a_broken_connection(received, reason):
    assert faults.no_answer(httpx.RemoteProtocolError("Server disconnected"), "h", received).reason is reason


async def test_a_start_request_cannot_leave_twice():
    class Timeless:
        def reschedule(self, when): ...

    class Stream:
        async def read(self): ...

    leaving = ("http11.send_request_headers.started", {"request": httpx.Request("GET", "http://h/")})
    sent = []
    witness = Witness(lambda: sent.append("sent"))
    witness.limit = Timeless()
    await witness.trace("connection.connect_tcp.complete", {"return_value": Stream()})
    await witness.trace(*leaving)
    with pytest.raises(RuntimeError, match="second time"):
        await witness.trace(*leaving)
    assert sent == ["sent"]


async def test_a_route_shows_no_credentials():
    route = await Proxies().route("http://user:hunter2@proxy.example:8080", httpx.URL("https://portal.example/"))
    assert route.host == "proxy.example"
    assert "hunter2" not in repr(route)


async def test_the_systems_proxy_is_asked_once_in_a_while(monkeypatch):
    asked = []
    monkeypatch.setattr("urllib.request.getproxies", lambda: asked.append(1) or {"all": "socks://127.0.0.1:9"})
    monkeypatch.setattr("urllib.request.proxy_bypass", lambda host: False)
    proxies = Proxies()
    routes = [await proxies.route("system", httpx.URL("https://portal.example/")) for _ in range(2)]
    assert routes[0] is routes[1]
    assert routes[0].proxy.url.scheme == "socks5"
    assert asked == [1]
