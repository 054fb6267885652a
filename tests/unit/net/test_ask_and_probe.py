"""Polls, hang-ups and probes: kept connections, one limit over the whole, nothing sent by a probe."""

import asyncio
import contextlib
import time

import pytest

from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import NoAnswer, NotSent
from desktop_dialer.net import tls as program_tls
from tests.faults.certificates import Certificate
from tests.faults.fault import Fault
from tests.faults.hostile_server import HostileServer

OVER = pytest.mark.parametrize("tls", [None, Certificate.GOOD], ids=["http", "https"])


@OVER
async def test_asking_again_uses_the_kept_connection(client, request_to, tls):
    async with HostileServer(Fault.NONE, tls=tls, body=b"100") as server:
        for _ in range(3):
            reply = await client.ask(request_to(server.url("/poll")), seconds=5, proxy="none")
            assert (reply.body, reply.secure) == (b"100", tls is not None)
        assert (server.requests, server.connections) == (3, 1)


async def test_starting_never_uses_a_kept_connection(client, start, request_to):
    async with HostileServer(Fault.NONE) as server:
        await client.ask(request_to(server.url("/poll")), seconds=5, proxy="none")
        await start(server.url("/start"))
        await start(server.url("/start"))
        await client.ask(request_to(server.url("/poll")), seconds=5, proxy="none")
        assert (server.requests, server.connections) == (4, 3)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.CLOSE_AFTER_READING, Reason.DISCONNECTED),
        (Fault.RESET_MID_REPLY, Reason.DISCONNECTED),
        (Fault.GZIP_BOMB, Reason.MALFORMED),
        (Fault.ENDLESS_CHUNKS, Reason.BODY_TOO_LARGE),
        (Fault.HUGE_HEADERS, Reason.NOT_HTTP),
        (Fault.STALL_AFTER_READING, Reason.TIMEOUT),
        (Fault.STALL_MID_BODY, Reason.TIMEOUT),
        (Fault.DRIP, Reason.TIMEOUT),
    ],
    ids=lambda value: value.name,
)
async def test_a_fault_is_no_answer_within_the_seconds_given(client, request_to, fault, reason):
    async with HostileServer(fault) as server:
        with pytest.raises(NoAnswer) as raised:
            await client.ask(request_to(server.url("/poll?guid=hunter2")), seconds=0.4, proxy="none")
        assert server.requests == 1
    assert raised.value.reason is reason
    assert "hunter2" not in str(raised.value)


async def test_asking_works_again_after_many_were_cancelled_at_once(client, request_to):
    async with HostileServer(Fault.NONE) as server:
        for turns in range(150):
            task = asyncio.create_task(client.ask(request_to(server.url("/")), seconds=5, proxy="none"))
            for _ in range(turns % 15):
                await asyncio.sleep(0)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        assert (await client.ask(request_to(server.url("/")), seconds=5, proxy="none")).status == 200


async def test_where_nobody_listens_an_ask_is_not_sent(client, request_to):
    async with HostileServer(Fault.REFUSE) as server:
        with pytest.raises(NotSent) as raised:
            await client.ask(request_to(server.url("/")), seconds=5, proxy="none")
    assert raised.value.reason is Reason.REFUSED


async def test_a_bad_certificate_is_not_sent(client, request_to):
    async with HostileServer(Fault.NONE, tls=Certificate.EXPIRED) as server:
        with pytest.raises(NotSent) as raised:
            await client.ask(request_to(server.url("/")), seconds=5, proxy="none")
    assert raised.value.reason is Reason.TLS


async def test_a_connection_that_does_not_come_about_in_time_is_not_sent(client, request_to):
    async with HostileServer(Fault.STALL_AFTER_ACCEPT) as server:
        with pytest.raises(NotSent) as raised:
            await client.ask(request_to(f"https://localhost:{server.port}/"), seconds=0.4, proxy="none")
    assert raised.value.reason is Reason.TIMEOUT_CONNECTING


async def test_closing_ends_kept_connections_at_once(client, request_to):
    async with HostileServer(Fault.NONE, tls=Certificate.GOOD) as server:
        await client.ask(request_to(server.url("/")), seconds=5, proxy="none")
        begun = time.monotonic()
        await client.aclose()
        await client.aclose()
        assert time.monotonic() - begun < 1


@OVER
async def test_a_probe_connects_and_sends_no_request(client, tls):
    async with HostileServer(Fault.NONE, tls=tls) as server:
        await client.probe(server.url("/start?password=hunter2"), seconds=5, proxy="none")
        async with asyncio.timeout(5):
            await server.reached.wait()
        assert (server.requests, server.connections) == (0, 1)


@pytest.mark.parametrize(
    ("fault", "tls", "reason"),
    [
        (Fault.REFUSE, None, Reason.REFUSED),
        (Fault.NONE, Certificate.WRONG_NAME, Reason.TLS),
    ],
    ids=["refused", "certificate"],
)
async def test_a_probe_says_why_no_connection_stands(client, fault, tls, reason):
    async with HostileServer(fault, tls=tls) as server:
        with pytest.raises(NotSent) as raised:
            await client.probe(server.url("/"), seconds=5, proxy="none")
    assert raised.value.reason is reason


async def test_preparing_makes_the_context_beforehand(client):
    await client.prepare()
    assert program_tls.context.cache_info().currsize == 1
