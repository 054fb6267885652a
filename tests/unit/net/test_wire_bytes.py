"""What goes out, byte by byte; and that nothing of it gets into a log."""

import logging

import pytest

from desktop_dialer import __version__
from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import NotSent
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.wire import Method, Request, WireText, get
from tests.faults.fault import Fault
from tests.faults.hostile_server import HostileServer

TARGETS = [
    "/api/json/calls/make/?auth_username=a;auth_password=b;stype=",
    "/x?a=%20&b=%3B%26%3d%2b%2F%2f&c=",
    "/x?a=+%2B*'()!~_-.,:@$[]{}|^`\\",
    "/x;y=1/./a//b/?",
    "/API/dialup.php?Response=yes?&=&&==",
    "/%7Euser/%c3%a9",
]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("kept", [False, True], ids=["start", "ask"])
async def test_the_url_goes_out_byte_for_byte_or_not_at_all(client, start, request_to, target, kept):
    async with HostileServer(Fault.NONE) as server:
        try:
            if kept:
                await client.ask(request_to(server.url(target)), seconds=5, proxy="none")
            else:
                await start(server.url(target))
        except NotSent:
            assert server.connections == 0
            assert "\\" in target or "./" in target
        else:
            assert server.received[0].split(b"\r\n")[0] == f"GET {target} HTTP/1.1".encode("ascii")


async def test_each_character_but_the_unreserved_travels_escaped(start):
    value = "".join(map(chr, range(0x20, 0x7F))) + "é€😀"
    async with HostileServer(Fault.NONE) as server:
        request = get(server.url("/x"), [("a", value), ("b", Secret(value))], separator=";")
        await start("", request=request)
        assert server.received[0].startswith(
            b"GET /x?" + request.url.reveal().partition("?")[2].encode() + b" HTTP/1.1"
        )


async def test_a_host_without_a_path_gets_the_root(start):
    async with HostileServer(Fault.NONE) as server:
        await start(server.url(""))
        await start(server.url("?a=1"))
        assert [head.split(b" ")[1] for head in server.received] == [b"/", b"/?a=1"]


async def test_a_start_carries_these_headers_and_no_others(start):
    async with HostileServer(Fault.NONE) as server:
        await start(server.url("/"))
        assert server.received[0].decode("ascii").splitlines()[1:-1] == [
            f"Host: 127.0.0.1:{server.port}",
            f"User-Agent: DesktopDialer/{__version__}",
            "Accept: */*",
            "Accept-Encoding: identity",
            "Connection: close",
        ]


async def test_a_post_carries_its_body_and_its_own_headers_in_place_of_ours(start):
    async with HostileServer(Fault.NONE) as server:
        request = Request(
            method=Method.POST,
            url=WireText(server.url("/v3.asp")),
            headers=(("Content-Type", "application/xml; charset=UTF-8"), ("Accept", "application/xml")),
            body=WireText("<KEY>", Secret("ë"), "</KEY>"),
        )
        await start("", request=request)
        head, _, body = server.received[0].partition(b"\r\n\r\n")
    assert body == "<KEY>ë</KEY>".encode()
    assert head.count(b"Accept: ") == 1
    assert b"Content-Length: 13" in head.split(b"\r\n")


async def test_headers_of_a_reply_are_lower_case_and_repeated_ones_are_joined(start):
    async with HostileServer(Fault.STATUS, retry_after="1\r\nX-Twice: a\r\nx-twice: b") as server:
        reply = await start(server.url("/"))
    assert reply.headers["x-twice"] == "a, b"
    assert reply.headers["content-type"] == "text/plain"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "portal.example/api",
        "ftp://portal.example/",
        "https:///api",
        "https://user:hunter2@portal.example/",
        "https://portal example/",
        "https://portal.example/a b?password=hunter2",
        "https://portal.example/é?password=hunter2",
        "https://portal.example/?password=hunter2#frag",
        "https://portal.example/\x00",
        "https://portal.example:99999/",
        "https://[::1/",
    ],
)
async def test_a_useless_address_is_not_sent_and_not_shown(client, start, request_to, url):
    sent = []
    ask = lambda url: client.ask(request_to(url), seconds=5, proxy="none")  # noqa: E731
    for attempt in (lambda url: start(url, sent), ask):
        with pytest.raises(NotSent, match=r"^The address is not usable: .*; nothing was sent\.") as raised:
            await attempt(url)
        assert raised.value.reason is Reason.REFUSED
        assert "hunter2" not in str(raised.value)
    assert sent == []


@pytest.mark.parametrize("header", [("X-A", "a\r\nX-B: b"), ("X A", "a"), ("X-A", "é")])
async def test_what_http_cannot_carry_is_refused_before_a_connection(start, request_to, header):
    sent = []
    async with HostileServer(Fault.NONE) as server:
        with pytest.raises(NotSent):
            await start("", sent, request=request_to(server.url("/"), headers=(header,)))
        assert server.connections == 0
    assert sent == []


async def test_a_body_of_half_characters_is_refused_before_a_connection(start):
    async with HostileServer(Fault.NONE) as server:
        with pytest.raises(NotSent):
            await start("", request=Request(method=Method.POST, url=WireText(server.url("/")), body=WireText("\ud800")))
        assert server.connections == 0


async def test_the_log_at_debug_holds_no_url(client, start, request_to, caplog):
    with caplog.at_level(logging.DEBUG):
        async with HostileServer(Fault.NONE) as server:
            await start(server.url("/start?password=hunter2"))
            await client.ask(request_to(server.url("/poll?guid=hunter2")), seconds=5, proxy="none")
        async with HostileServer(Fault.CLOSE_AFTER_READING) as server:
            with pytest.raises(Exception, match="ended the connection"):
                await start(server.url("/start?password=hunter2"))
    assert "hunter2" not in caplog.text
    assert "/start" not in caplog.text
