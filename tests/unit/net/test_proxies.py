"""Proxies: the setting, the system's, the loopback exception, and what a proxy's failure is called."""

import pytest

from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import NoAnswer, NotSent
from tests.faults.certificates import BEHIND_PROXY, Certificate, server_context
from tests.faults.fault import Fault
from tests.faults.hostile_server import HostileServer
from tests.faults.loopback_proxy import LoopbackProxy, Manner

PASSWORD = "pr0xy-p4ss"


@pytest.fixture(autouse=True)
def _no_system_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def behind(server, scheme="https", target="/start?password=hunter2"):
    return f"{scheme}://{BEHIND_PROXY}:{server.port}{target}"


@pytest.mark.parametrize("kind", ["http", "https", "socks5"])
async def test_a_request_goes_through_the_tunnel_unseen_by_the_proxy(start, kind):
    sent = []
    context = server_context(Certificate.GOOD) if kind == "https" else None
    async with (
        HostileServer(Fault.NONE, tls=Certificate.GOOD) as server,
        LoopbackProxy(socks=kind == "socks5", tls_context=context) as proxy,
    ):
        reply = await start(behind(server), sent, proxy=proxy.address)
        assert (reply.status, reply.secure) == (200, True)
        assert (server.requests, proxy.tunnels) == (1, 1)
        assert b"hunter2" not in b"".join(proxy.heads)
    assert sent == ["sent"]


@pytest.mark.parametrize("manner", [manner for manner in Manner if manner is not Manner.WILLING])
@pytest.mark.parametrize("socks", [False, True], ids=["http", "socks5"])
async def test_an_unwilling_proxy_means_not_sent(start, manner, socks):
    sent = []
    async with (
        HostileServer(Fault.NONE, tls=Certificate.GOOD) as server,
        LoopbackProxy(manner, socks=socks) as proxy,
    ):
        address = proxy.address.replace("//", f"//user:{PASSWORD}@")
        with pytest.raises(NotSent) as raised:
            await start(behind(server), sent, proxy=address, connect_seconds=0.4)
        assert server.connections == 0
    assert raised.value.reason is Reason.PROXY
    assert "The proxy localhost " in str(raised.value)
    assert PASSWORD not in str(raised.value)
    assert sent == []


async def test_a_proxy_that_wants_a_login_is_called_that(start):
    async with LoopbackProxy(Manner.WANTS_LOGIN) as proxy:
        with pytest.raises(NotSent, match="wants a user name and password"):
            await start(f"https://{BEHIND_PROXY}/", proxy=proxy.address)


@pytest.mark.parametrize("address", ["http://portal.invalid:8080", "socks5://portal.invalid"])
async def test_a_proxy_that_is_not_found_means_not_sent(start, address):
    with pytest.raises(NotSent, match=r"proxy portal\.invalid") as raised:
        await start(f"https://{BEHIND_PROXY}/", proxy=address)
    assert raised.value.reason is Reason.PROXY


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_refuses_connections_means_not_sent(start, scheme):
    async with HostileServer(Fault.REFUSE) as nobody:
        with pytest.raises(NotSent) as raised:
            await start(f"https://{BEHIND_PROXY}/", proxy=f"{scheme}://127.0.0.1:{nobody.port}")
    assert raised.value.reason is Reason.PROXY


@pytest.mark.parametrize("certificate", [Certificate.EXPIRED, Certificate.SELF_SIGNED])
@pytest.mark.parametrize("socks", [False, True], ids=["http", "socks5"])
async def test_a_bad_certificate_behind_a_proxy_is_the_hosts(start, certificate, socks):
    async with HostileServer(Fault.NONE, tls=certificate) as server, LoopbackProxy(socks=socks) as proxy:
        with pytest.raises(NotSent) as raised:
            await start(behind(server), proxy=proxy.address)
        assert server.requests == 0
    assert raised.value.reason is Reason.TLS
    assert f"certificate of {BEHIND_PROXY}" in str(raised.value)


async def test_a_bad_certificate_of_the_proxy_is_the_proxys(start):
    async with LoopbackProxy(tls_context=server_context(Certificate.EXPIRED)) as proxy:
        with pytest.raises(NotSent) as raised:
            await start(f"https://{BEHIND_PROXY}/", proxy=proxy.address)
    assert raised.value.reason is Reason.PROXY


async def test_a_fault_behind_the_tunnel_is_no_answer(start):
    sent = []
    async with HostileServer(Fault.NOT_HTTP, tls=Certificate.GOOD) as server, LoopbackProxy() as proxy:
        with pytest.raises(NoAnswer) as raised:
            await start(behind(server), sent, proxy=proxy.address)
        assert server.requests == 1
    assert raised.value.reason is Reason.NOT_HTTP
    assert sent == ["sent"]


async def test_plain_http_is_forwarded_and_never_secure(start):
    async with HostileServer(Fault.NONE) as server, LoopbackProxy() as proxy:
        reply = await start(behind(server, "http", "/a;b=%20c"), proxy=proxy.address)
        assert (reply.status, reply.secure) == (200, False)
        assert server.received[0].startswith(b"GET /a;b=%20c HTTP/1.1\r\n")


async def test_a_forwarding_proxys_refusal_is_a_reply_since_the_request_left(start):
    sent = []
    async with LoopbackProxy(Manner.WANTS_LOGIN) as proxy:
        reply = await start(f"http://{BEHIND_PROXY}/", sent, proxy=proxy.address)
    assert (reply.status, reply.secure) == (407, False)
    assert sent == ["sent"]


@pytest.mark.parametrize("socks", [False, True], ids=["http", "socks5"])
async def test_a_probe_goes_through_the_proxy_and_sends_no_request(client, socks):
    async with HostileServer(Fault.NONE, tls=Certificate.GOOD) as server, LoopbackProxy(socks=socks) as proxy:
        await client.probe(behind(server), seconds=5, proxy=proxy.address)
        assert (server.requests, server.connections) == (0, 1)


async def test_asking_through_a_proxy_keeps_its_tunnel(client, request_to):
    async with HostileServer(Fault.NONE, tls=Certificate.GOOD) as server, LoopbackProxy() as proxy:
        for _ in range(2):
            await client.ask(request_to(behind(server)), seconds=5, proxy=proxy.address)
        assert (server.requests, proxy.tunnels) == (2, 1)


async def test_asking_through_an_unwilling_proxy_is_not_sent(client, request_to):
    async with LoopbackProxy(Manner.FAILS) as proxy:
        with pytest.raises(NotSent) as raised:
            await client.ask(request_to(f"https://{BEHIND_PROXY}/"), seconds=5, proxy=proxy.address)
    assert raised.value.reason is Reason.PROXY


async def test_the_systems_proxy_is_used_with_its_credentials_and_they_are_never_shown(start, monkeypatch):
    async with HostileServer(Fault.NONE, tls=Certificate.GOOD) as server, LoopbackProxy() as proxy:
        # Without a scheme, as many systems have it.
        monkeypatch.setenv("https_proxy", proxy.address.replace("http://", f"user:{PASSWORD}@"))
        await start(behind(server), proxy="system")
        assert b"Proxy-Authorization: Basic " in proxy.heads[0]
        with pytest.raises(NotSent) as raised:
            await start(f"https://{BEHIND_PROXY}:1/", proxy="system")
    assert PASSWORD not in str(raised.value)


async def test_the_systems_exceptions_are_honoured(start, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", BEHIND_PROXY)
    with pytest.raises(NotSent) as raised:
        await start(f"https://{BEHIND_PROXY}/", proxy="system")
    assert raised.value.reason is Reason.DNS  # direct, where the name is not known


async def test_a_system_without_a_proxy_is_reached_directly(start):
    with pytest.raises(NotSent) as raised:
        await start(f"https://{BEHIND_PROXY}/", proxy="system")
    assert raised.value.reason is Reason.DNS


@pytest.mark.parametrize("variable", ["http_proxy", "all_proxy"])
async def test_loopback_and_the_setting_none_go_past_every_proxy(start, monkeypatch, variable):
    monkeypatch.setenv(variable, "http://127.0.0.1:1")
    async with HostileServer(Fault.NONE) as server:
        for proxy in ("system", "none", "http://127.0.0.1:1"):
            assert (await start(server.url("/"), proxy=proxy)).status == 200
            assert (await start(f"http://localhost:{server.port}/", proxy=proxy)).status == 200


async def test_the_environment_is_not_obeyed_unless_it_is_asked(start, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    with pytest.raises(NotSent) as raised:
        await start(f"https://{BEHIND_PROXY}/", proxy="none")
    assert raised.value.reason is Reason.DNS


@pytest.mark.parametrize(
    "address", ["socks4://proxy.example", "http://", "http://[", "http://proxy:port", f"http://u:{PASSWORD}@:80"]
)
async def test_a_useless_proxy_address_is_not_sent_and_not_shown(start, address):
    with pytest.raises(NotSent, match="The proxy's address is not usable") as raised:
        await start(f"https://{BEHIND_PROXY}/", proxy=address)
    assert raised.value.reason is Reason.PROXY
    assert PASSWORD not in str(raised.value)
