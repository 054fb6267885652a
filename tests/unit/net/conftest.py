"""A client that trusts the tests' own authority, and requests to send with it."""

import pytest

from desktop_dialer.core.secret import Secret
from desktop_dialer.core.wire import Method, Request, WireText
from desktop_dialer.net import tls
from desktop_dialer.net.http_client import HttpClient
from tests.faults.certificates import write_authority

CANARY = "s3cr3t canary/+&=é"


@pytest.fixture
def _trusting(monkeypatch, tmp_path):
    """The program's own context, made anew where the environment names the tests' authority."""
    file = tmp_path / "authority.pem"
    write_authority(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    tls.context.cache_clear()
    yield
    tls.context.cache_clear()


@pytest.fixture
async def client(_trusting):
    made = HttpClient()
    yield made
    await made.aclose()


@pytest.fixture
def request_to():
    def make(url, **more):
        return Request(method=Method.GET, url=WireText(url), **more)

    return make


@pytest.fixture
def start(client, request_to):
    """Starts a GET with sensible limits; the returned list grows by one at each `on_sent`."""

    async def run(url, sent=None, *, proxy="none", connect_seconds=5.0, request=None):
        marks = [] if sent is None else sent
        return await client.start(
            request or request_to(url),
            connect_seconds=connect_seconds,
            proxy=proxy,
            on_sent=lambda: marks.append("sent"),
        )

    return run


@pytest.fixture
def secret():
    return Secret(CANARY)
