"""The simulator as an HTTP server: routing, log, faults on the wire, and abuse."""

import ast
import asyncio
import re
import ssl
import time
from pathlib import Path

import h11
import httpx
import pytest
import trustme

import desktop_dialer.simulator
from desktop_dialer.simulator import Action, Scenario, Simulator, connection

PROVIDERS = ("tel2", "voiptech", "anveo", "vprovider", "business_isp")
START = "user=442039876543&password=mypassword&bparty=02034567890"


async def talk(simulator, sent):
    """Send bytes, end the sending side, and return all that comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
    writer.write(sent)
    writer.write_eof()
    received = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await writer.wait_closed()
    return received


def statuses(received):
    """Return the status of each response in a stream of them."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 ([0-9]{3})", received)]


async def test_every_provider_has_its_base_address(simulator):
    root = f"http://127.0.0.1:{simulator.port}"
    assert [simulator.base_url(provider) for provider in PROVIDERS] == [
        f"{root}/tel2/webservices/connectcall",
        f"{root}/voiptech/API/dialup.php",
        f"{root}/anveo/api/v3.asp",
        f"{root}/vprovider/api/json/calls/make/",
        f"{root}/business_isp/api/",
    ]


async def test_the_log_keeps_secrets_out_of_its_repr(simulator, client):
    await client.get(f"{simulator.base_url('tel2')}?{START}")
    assert simulator.log[0].parameters["password"] == "mypassword"
    assert "mypassword" not in repr(simulator.log)


async def test_a_request_is_announced_before_it_is_answered(client):
    announced = asyncio.Event()
    async with Simulator(scenario=Scenario.SLOW, on_request=lambda _entry: announced.set()) as simulator:
        request = asyncio.create_task(client.get(f"{simulator.base_url('tel2')}?{START}"))
        await asyncio.wait_for(announced.wait(), 5)
        assert simulator.log[0].dialled
        assert not request.done()
        await simulator.close()
        with pytest.raises(httpx.RemoteProtocolError):
            await request


async def test_a_client_that_leaves_before_the_answer_changes_nothing(client):
    announced = asyncio.Event()
    async with Simulator(scenario=Scenario.SLOW, pace=0.005, on_request=lambda _entry: announced.set()) as simulator:
        _, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
        writer.write(f"GET /tel2/webservices/connectcall?{START} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        await asyncio.wait_for(announced.wait(), 5)
        writer.transport.abort()
        assert (await client.get(f"{simulator.base_url('tel2')}?{START}")).text == "OK"
    assert [entry.dialled for entry in simulator.log] == [True, True]


async def test_requests_are_logged_in_order_with_rising_times(client):
    before = time.monotonic()
    async with Simulator() as simulator:
        for bparty in ("0201", "0202", "0203"):
            await client.get(f"{simulator.base_url('tel2')}?user=442039876543&password=x&bparty={bparty}")
    assert [entry.b_number for entry in simulator.log] == ["0201", "0202", "0203"]
    times = [before, *(entry.time for entry in simulator.log), time.monotonic()]
    assert times == sorted(times)


async def test_an_unknown_address_is_not_found(simulator, client):
    response = await client.get(f"http://127.0.0.1:{simulator.port}/tel2/webservices/")
    assert response.status_code == 404
    assert (simulator.log[0].provider, simulator.log[0].action) == ("", Action.UNKNOWN)


async def test_a_slow_reply_comes_in_the_end(client):
    async with Simulator(scenario=Scenario.SLOW, pace=0.005) as simulator:
        response = await client.get(f"{simulator.base_url('tel2')}?{START}")
        assert time.monotonic() - simulator.log[0].time >= 20 * 0.005
    assert response.text == "OK"


@pytest.mark.parametrize("provider", ["tel2", "business_isp"])
async def test_garbage_comes_although_the_call_is_placed(simulator, client, provider):
    simulator.scenario = Scenario.GARBAGE
    queries = {
        "tel2": f"?{START}",
        "business_isp": "connectcall.aspx?login=x&password=x&dest=0201&source=0202&type=1",
    }
    response = await client.get(simulator.base_url(provider) + queries[provider])
    with pytest.raises(UnicodeDecodeError):
        response.content.decode()
    assert simulator.log[0].dialled


async def test_an_answer_can_get_lost_although_the_call_is_placed(simulator, client):
    simulator.scenario = Scenario.LOST_ANSWER
    with pytest.raises(httpx.RemoteProtocolError):
        await client.get(f"{simulator.base_url('tel2')}?{START}")
    assert [entry.dialled for entry in simulator.log] == [True]


async def test_a_request_that_is_refused_is_answered_even_when_answers_get_lost(simulator, client):
    simulator.scenario = Scenario.LOST_ANSWER
    assert (await client.get(simulator.base_url("tel2"))).text == "ERROR: user is missing"


async def test_a_call_under_way_keeps_its_scenario(simulator, client):
    await client.get(f"{simulator.base_url('tel2')}?{START}")
    simulator.scenario = Scenario.BUSY
    assert simulator.scenario is Scenario.BUSY
    await client.get(f"{simulator.base_url('tel2')}?{START}")
    assert [call.scenario for call in simulator.calls()] == [Scenario.TALK, Scenario.BUSY]


async def test_one_connection_carries_many_requests(simulator):
    request = b"GET /tel2/webservices/connectcall?user=1 HTTP/1.1\r\nHost: x\r\n\r\n"
    assert statuses(await talk(simulator, request * 3)) == [200, 200, 200]
    assert len(simulator.log) == 3


async def test_a_client_may_ask_to_be_let_go_on(simulator):
    head = b"POST /voiptech/API/dialup.php HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
    writer.write(head)
    assert await reader.readline() == b"HTTP/1.1 100 \r\n"
    writer.write(b"x")
    writer.write_eof()
    assert b"You need to login first!" in await reader.read()
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"garbage\r\n\r\n", [400]),
        (b"GET / HTTP/1.1\r\n\r\n", [400]),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx", [400]),
        (b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", [431]),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n" + b"x" * 70_000, [413]),
        (b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", [404]),
        (b"", []),
    ],
)
async def test_what_is_no_good_request_is_refused_without_ado(simulator, sent, expected):
    assert statuses(await talk(simulator, sent)) == expected
    assert simulator.calls() == []


async def test_a_client_that_drips_its_request_is_dropped(simulator, monkeypatch):
    monkeypatch.setattr(connection, "_READ_LIMIT", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
    writer.write(b"GET / HT")
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()
    await writer.wait_closed()


async def test_closing_drops_an_idle_connection_at_once(simulator):
    reader, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    await reader.readuntil(b"no such address")
    before = time.monotonic()
    await simulator.close()
    await simulator.close()
    assert time.monotonic() - before < 0.5
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()
    with pytest.raises(OSError, match=str(simulator.port)):
        await asyncio.open_connection("127.0.0.1", simulator.port)


async def test_a_simulator_starts_once_and_can_start_again(client):
    simulator = Simulator()
    await simulator.start()
    with pytest.raises(RuntimeError):
        await simulator.start()
    await simulator.close()
    async with simulator:
        assert (await client.get(f"{simulator.base_url('tel2')}?{START}")).text == "OK"


async def test_a_port_in_use_is_an_error(simulator):
    with pytest.raises(OSError, match="in use"):
        await Simulator().start(simulator.port)


async def test_it_speaks_tls_too():
    authority = trustme.CA()
    server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(server_side)
    client_side = ssl.create_default_context()
    authority.configure_trust(client_side)
    async with (
        Simulator(ssl_context=server_side) as simulator,
        httpx.AsyncClient(verify=client_side, trust_env=False) as client,
        httpx.AsyncClient(trust_env=False) as stranger,
    ):
        assert simulator.base_url("tel2").startswith("https://")
        assert (await client.get(f"{simulator.base_url('tel2')}?{START}")).text == "OK"
        with pytest.raises(httpx.ConnectError):
            await stranger.get(simulator.base_url("tel2"))
    assert len(simulator.log) == 1


def test_it_uses_nothing_of_the_program_around_it():
    folder = Path(desktop_dialer.simulator.__file__).parent
    imported = {
        name
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    ours = {name for name in imported if name.startswith(("desktop_dialer", "."))}
    assert h11.__name__ in imported
    assert all(name.startswith("desktop_dialer.simulator") for name in ours)
