"""Every fault through `start`: the class and the reason, whether it was said to have left, and one request at most."""

import asyncio
import sys
import tracemalloc

import pytest

from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import NoAnswer, NotSent
from desktop_dialer.core.wire import MAX_BODY_BYTES
from tests.faults.certificates import Certificate
from tests.faults.fault import Fault
from tests.faults.hostile_server import HostileServer

NO_ANSWER = {
    Fault.RESET_AFTER_ACCEPT: Reason.DISCONNECTED,
    Fault.RESET_AFTER_READING: Reason.DISCONNECTED,
    Fault.RESET_MID_REPLY: Reason.DISCONNECTED,
    Fault.CLOSE_AFTER_ACCEPT: Reason.DISCONNECTED,
    Fault.CLOSE_AFTER_READING: Reason.DISCONNECTED,
    Fault.TRUNCATED_BODY: Reason.DISCONNECTED,
    Fault.TRUNCATED_CHUNKS: Reason.DISCONNECTED,
    Fault.GZIP_BOMB: Reason.MALFORMED,
    Fault.GZIP_BROKEN: Reason.MALFORMED,
    Fault.ENDLESS_CHUNKS: Reason.BODY_TOO_LARGE,
    Fault.HUGE_BODY: Reason.BODY_TOO_LARGE,
    Fault.NOT_HTTP: Reason.NOT_HTTP,
    Fault.HUGE_HEADERS: Reason.NOT_HTTP,
}
REPLIES = {
    Fault.NONE: 200,
    Fault.REDIRECT: 302,
    Fault.REDIRECT_TO_FILE: 302,
    Fault.REDIRECT_LOOP: 302,
    Fault.CAPTIVE_PORTAL: 200,
    Fault.CONTINUE_FIRST: 200,
    Fault.EARLY_HINTS_FIRST: 200,
    Fault.STATUS: 503,
}
ENDLESS = (
    Fault.STALL_AFTER_ACCEPT,
    Fault.STALL_AFTER_READING,
    Fault.STALL_AFTER_HEADERS,
    Fault.STALL_MID_BODY,
    Fault.DRIP,
)
OVER = pytest.mark.parametrize("tls", [None, Certificate.GOOD], ids=["http", "https"])


def test_every_fault_is_expected_somewhere_here():
    assert {*NO_ANSWER, *REPLIES, *ENDLESS, Fault.REFUSE} == set(Fault)


@OVER
@pytest.mark.parametrize("fault", NO_ANSWER, ids=lambda fault: fault.name)
async def test_a_fault_after_the_first_byte_is_no_answer_and_is_not_repeated(start, fault, tls):
    sent = []
    async with HostileServer(fault, tls=tls) as server:
        with pytest.raises(NoAnswer) as raised:
            await start(server.url("/start?password=hunter2"), sent)
        assert server.requests == (0 if fault.before_reading else 1)
        assert server.connections == 1
    assert raised.value.reason is NO_ANSWER[fault]
    assert sent == ["sent"]
    assert "hunter2" not in str(raised.value)
    assert raised.value.__cause__ is None


@OVER
@pytest.mark.parametrize("fault", REPLIES, ids=lambda fault: fault.name)
async def test_a_whole_reply_is_handed_on_whatever_it_says(start, fault, tls):
    sent = []
    async with HostileServer(fault, tls=tls) as server:
        reply = await start(server.url("/start"), sent)
        assert (server.requests, server.connections, server.trap_connections) == (1, 1, 0)
    assert reply.status == REPLIES[fault]
    assert reply.secure is (tls is not None)
    assert sent == ["sent"]


@OVER
@pytest.mark.parametrize("fault", ENDLESS, ids=lambda fault: fault.name)
async def test_a_reply_that_never_ends_lasts_as_long_as_the_caller_waits(start, fault, tls):
    sent = []
    async with HostileServer(fault, tls=tls) as server:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.45):
                await start(server.url("/start"), sent, connect_seconds=0.3)  # less than the wait: it is lifted
        assert server.requests == (0 if fault.before_reading else 1)
    assert sent == ["sent"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_never_followed(start, status):
    async with HostileServer(Fault.REDIRECT, status=status) as server:
        reply = await start(server.url("/start"))
        assert reply.status == status
        assert reply.headers["location"].endswith("/trap")
        assert server.trap_connections == 0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 429, 500, 503])
async def test_a_status_comes_with_its_retry_after_and_body(start, status):
    async with HostileServer(Fault.STATUS, status=status, retry_after=7, body=b"busy") as server:
        reply = await start(server.url("/start"))
    assert (reply.status, reply.retry_after, reply.body) == (status, 7.0, b"busy")


async def test_nobody_listening_is_not_sent(start):
    sent = []
    async with HostileServer(Fault.REFUSE) as server:
        with pytest.raises(NotSent) as raised:
            await start(server.url("/start?password=hunter2"), sent)
    assert raised.value.reason is Reason.REFUSED
    assert str(raised.value) == "127.0.0.1 refused the connection; nothing was sent. Check the address, or try later."
    assert sent == []


@pytest.mark.parametrize("host", ["portal.invalid", "a..b", "x" * 70 + ".invalid"])
async def test_a_name_that_is_not_found_is_not_sent(start, host):
    with pytest.raises(NotSent) as raised:
        await start(f"https://{host}/start")
    assert raised.value.reason is Reason.DNS
    assert host in str(raised.value)


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        (Certificate.SELF_SIGNED, "(self-signed certificate)"),
        (Certificate.EXPIRED, "(it has expired)"),
        (Certificate.WRONG_NAME, "(it belongs to another name)"),
    ],
)
async def test_a_bad_certificate_is_not_sent(start, certificate, words):
    sent = []
    async with HostileServer(Fault.NONE, tls=certificate) as server:
        with pytest.raises(NotSent) as raised:
            await start(server.url("/start"), sent)
        assert server.requests == 0
    assert raised.value.reason is Reason.TLS
    assert str(raised.value).startswith(f"The certificate of localhost is not trusted {words}; nothing was sent.")
    assert sent == []


async def test_a_server_without_tls_on_a_tls_address_is_not_sent(start):
    async def greet(reader, writer):
        writer.write(b"220 mail.example ESMTP\r\n")
        await writer.drain()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        with pytest.raises(NotSent) as raised:
            await start(f"https://localhost:{server.sockets[0].getsockname()[1]}/")
    assert raised.value.reason is Reason.TLS


async def test_a_tls_handshake_that_stalls_is_given_up_in_time(start):
    async with HostileServer(Fault.STALL_AFTER_ACCEPT) as server:
        with pytest.raises(NotSent) as raised:
            await start(server.url("/start").replace("http://127.0.0.1", "https://localhost"), connect_seconds=0.3)
    assert raised.value.reason is Reason.TIMEOUT_CONNECTING
    assert "localhost within 0.3 seconds; nothing was sent" in str(raised.value)


async def test_a_tls_handshake_that_is_broken_off_is_not_sent(start):
    async with HostileServer(Fault.CLOSE_AFTER_ACCEPT) as server:
        with pytest.raises(NotSent):
            await start(server.url("/start").replace("http://127.0.0.1", "https://localhost"))


@pytest.mark.parametrize(
    "fault", [Fault.GZIP_BOMB, Fault.ENDLESS_CHUNKS, Fault.HUGE_BODY], ids=lambda fault: fault.name
)
async def test_a_flood_costs_no_more_memory_than_its_cap_and_a_mebibyte(start, fault):
    async with HostileServer(Fault.NONE) as server:
        await start(server.url("/"))  # what is loaded once
    async with HostileServer(fault) as server:
        tracemalloc.start()
        try:
            with pytest.raises(NoAnswer):
                await start(server.url("/start"))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < MAX_BODY_BYTES + 1024 * 1024


@OVER
async def test_a_body_is_left_early_without_the_help_of_the_event_loop(start, tls):
    hooks = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(None, None)  # as under qasync, which has none
    try:
        async with HostileServer(Fault.ENDLESS_CHUNKS, tls=tls) as server:
            with pytest.raises(NoAnswer):
                await start(server.url("/start"))
    finally:
        sys.set_asyncgen_hooks(*hooks)
    # What went wrong while generators were cleared away would now fail the test as a warning.


async def test_a_body_of_exactly_the_cap_is_read(start):
    async with HostileServer(Fault.NONE, body=b"x" * MAX_BODY_BYTES) as server:
        assert len((await start(server.url("/"))).body) == MAX_BODY_BYTES


async def test_a_cancelled_start_passes_the_cancellation_on(start):
    sent = []
    async with HostileServer(Fault.STALL_AFTER_READING) as server:
        task = asyncio.create_task(start(server.url("/start"), sent))
        async with asyncio.timeout(5):
            await server.read.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert sent == ["sent"]


async def test_what_on_sent_raises_comes_through_and_nothing_is_sent(client, request_to):
    class JournalFullError(Exception):
        pass

    def refuse():
        raise JournalFullError

    async with HostileServer(Fault.NONE) as server:
        with pytest.raises(JournalFullError):
            await client.start(request_to(server.url("/")), connect_seconds=5, proxy="none", on_sent=refuse)
        assert server.requests == 0
