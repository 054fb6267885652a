"""Each fault of the wire at the start request of each provider, through the whole program: right class, never twice.

The table is written from `design: the law of a call` and the providers' page, not from the code.
"""

import asyncio

import pytest

from tests.faults.certificates import Certificate
from tests.faults.crew import CANARY, PROVIDERS, found_on_disk
from tests.faults.evidence import START
from tests.faults.fault import Fault
from tests.faults.hostile_provider import GUID, HostileProvider, enswitch, isp
from tests.faults.scene import Scene

OVER = pytest.mark.parametrize("tls", [None, Certificate.GOOD], ids=["http", "https"])
SCALE = 0.2
STALL_SCALE = 0.1
SLACK = 0.5
"""Real seconds that a busy machine may add to a deadline."""
DEADLINES = {"tel2": 60.0, "voiptech": 15.0, "anveo": 15.0, "vprovider": 20.0 + 10.0, "business_isp": 15.0}
"""Per call-safety: VProvider `wait` + 20 s, and these calls wait 10 s."""

AFTER_THE_FIRST_BYTE = {
    Fault.RESET_AFTER_ACCEPT: "disconnected",
    Fault.RESET_AFTER_READING: "disconnected",
    Fault.RESET_MID_REPLY: "disconnected",
    Fault.CLOSE_AFTER_ACCEPT: "disconnected",
    Fault.CLOSE_AFTER_READING: "disconnected",
    Fault.TRUNCATED_BODY: "disconnected",
    Fault.TRUNCATED_CHUNKS: "disconnected",
    Fault.REDIRECT: "redirect",
    Fault.REDIRECT_TO_FILE: "redirect",
    Fault.REDIRECT_LOOP: "redirect",
    Fault.GZIP_BOMB: "malformed",
    Fault.GZIP_BROKEN: "malformed",
    Fault.ENDLESS_CHUNKS: "body_too_large",
    Fault.HUGE_BODY: "body_too_large",
    Fault.HUGE_HEADERS: "not_http",
    Fault.CAPTIVE_PORTAL: "html_page",
    Fault.NOT_HTTP: "not_http",
}
"""All of them `unknown`, at every provider, over either channel."""
STALLS = (
    Fault.STALL_AFTER_ACCEPT,
    Fault.STALL_AFTER_READING,
    Fault.STALL_AFTER_HEADERS,
    Fault.STALL_MID_BODY,
    Fault.DRIP,
)
GOOD_AFTER_ALL = (Fault.NONE, Fault.CONTINUE_FIRST, Fault.EARLY_HINTS_FIRST)
TAKEN = {
    "tel2": "accepted_unconfirmed",
    "voiptech": "accepted_unconfirmed",
    "anveo": "accepted",
    "vprovider": "accepted",
    "business_isp": "accepted",
}
BY_STATUS = {
    # status: over verified TLS, over plain http without the provider's own body
    400: ("rejected/http_400", "unknown/untrusted_channel"),
    401: ("rejected/credentials", "unknown/untrusted_channel"),
    403: ("rejected/permission", "unknown/untrusted_channel"),
    404: ("rejected/http_404", "unknown/untrusted_channel"),
    408: ("unknown/http_408", "unknown/http_408"),
    429: ("rejected/rate_limited", "unknown/untrusted_channel"),
    500: ("unknown/http_500", "unknown/http_500"),
    503: ("unknown/http_503", "unknown/http_503"),
}
OWN_REFUSAL = {
    "tel2": b'{"Result":"-1","Status":"Error","Message":"Password incorrect"}',
    "voiptech": b"You need to login first!",
    "anveo": b"<RESPONSE><ERROR>INVALID USERKEY</ERROR></RESPONSE>",
    "vprovider": enswitch("401"),
    "business_isp": isp(102),
}
OWN_WORDS = [
    # With HTTP 200, over plain http: the provider's own form decides.
    ("tel2", OWN_REFUSAL["tel2"], "rejected/provider_message"),
    ("tel2", b"ERROR: invalid password", "unknown/unrecognised"),
    ("tel2", b"", "accepted_unconfirmed/None"),
    ("voiptech", OWN_REFUSAL["voiptech"], "rejected/provider_message"),
    ("voiptech", b"bad event", "rejected/provider_message"),
    ("anveo", OWN_REFUSAL["anveo"], "rejected/provider_message"),
    ("anveo", b"<RESPONSE><RESULT>SUCCESS</RESULT></RESPONSE>", "accepted_unconfirmed/None"),
    ("anveo", b"<!DOCTYPE x []><RESPONSE><RESULT>SUCCESS</RESULT></RESPONSE>", "unknown/malformed"),
    ("anveo", b"<OTHER/>", "unknown/unrecognised"),
    ("anveo", b"", "unknown/empty_body"),
    ("vprovider", enswitch("400"), "rejected/parameters"),
    ("vprovider", enswitch("401"), "rejected/credentials"),
    ("vprovider", enswitch("402"), "rejected/permission"),
    ("vprovider", enswitch("403"), "rejected/rate_plan"),
    ("vprovider", enswitch("404"), "rejected/parameters"),
    ("vprovider", enswitch("500"), "unknown/unrecognised"),
    ("vprovider", b"", "unknown/empty_body"),
    ("vprovider", b"{", "unknown/malformed"),
    ("business_isp", isp(100), "accepted_unconfirmed/None"),
    ("business_isp", isp(101), "rejected/provider_message"),
    ("business_isp", isp(102), "rejected/credentials"),
    ("business_isp", isp(103, ""), "unknown/unrecognised"),
    ("business_isp", isp(104), "rejected/parameters"),
    ("business_isp", isp(105), "unknown/unrecognised"),
    ("business_isp", b"", "unknown/empty_body"),
]


def test_every_fault_is_expected_somewhere_here():
    assert {*AFTER_THE_FIRST_BYTE, *STALLS, *GOOD_AFTER_ALL, Fault.REFUSE, Fault.STATUS} == set(Fault)


async def outcomes(home, servers, *, scale=SCALE, scheme=None):
    """What came of a call to each server, side by side, and how long it took; the law is checked as well."""
    async with Scene(home, scale) as scene:
        lines = [await scene.line(server, scheme=scheme) for server in servers]
        calls = await asyncio.gather(*(scene.call(line) for line in lines))
        found = [scene.outcome(call) for call in calls]
        for (state, _), server in zip(found, servers, strict=True):
            if state == "accepted/None":
                await scene.first_poll(server)
    scene.holds()
    for server in servers:
        assert len(server.of(START)) == (0 if server.hit.before_reading else 1), server.provider
    assert not found_on_disk(home, [CANARY])
    return [state for state, _ in found], [seconds for _, seconds in found]


@OVER
@pytest.mark.parametrize("fault", AFTER_THE_FIRST_BYTE, ids=lambda fault: fault.name)
async def test_after_the_first_byte_a_fault_leaves_the_call_unknown(home, trusting, fault, tls):
    servers = [HostileProvider(provider, home / "journal.db", fault, tls=tls) for provider in PROVIDERS]
    found, seconds = await outcomes(home, servers)
    assert found == [f"unknown/{AFTER_THE_FIRST_BYTE[fault]}"] * len(PROVIDERS)
    assert max(seconds) < 15.0 * SCALE, "nothing has to wait for its deadline here"


async def test_a_server_that_stalls_leaves_the_call_unknown_at_its_deadline(home, trusting):
    servers = [
        HostileProvider(provider, home / "journal.db", fault, tls=tls)
        for fault in STALLS
        for tls in (None, Certificate.GOOD)
        for provider in PROVIDERS
    ]
    found, seconds = await outcomes(home, servers, scale=STALL_SCALE)
    assert found == ["unknown/timeout"] * len(servers)
    for server, took in zip(servers, seconds, strict=True):
        deadline = DEADLINES[server.provider] * STALL_SCALE
        assert deadline - 0.05 <= took <= deadline + 1.0 * STALL_SCALE + SLACK, (server.provider, server.hit, took)


async def test_a_port_that_nobody_listens_on_proves_that_nothing_was_sent(home):
    servers = [HostileProvider(provider, home / "journal.db", Fault.REFUSE) for provider in PROVIDERS]
    found, _ = await outcomes(home, servers)
    assert found == ["not_sent/refused"] * len(PROVIDERS)


@pytest.mark.parametrize("bad", [Certificate.SELF_SIGNED, Certificate.EXPIRED, Certificate.WRONG_NAME])
async def test_a_certificate_that_is_not_trusted_proves_that_nothing_was_sent(home, trusting, bad):
    servers = [HostileProvider(provider, home / "journal.db", tls=bad) for provider in PROVIDERS]
    async with Scene(home, SCALE) as scene:
        calls = [await scene.call(await scene.line(server)) for server in servers]
        assert [scene.outcome(call)[0] for call in calls] == ["not_sent/tls"] * len(PROVIDERS)
    scene.holds()
    assert [server.requests for server in servers] == [0] * len(PROVIDERS)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [(Fault.STALL_AFTER_ACCEPT, "not_sent/timeout_connecting"), (Fault.CLOSE_AFTER_ACCEPT, "not_sent/tls")],
    ids=["stalls", "closes"],
)
async def test_a_handshake_that_comes_to_nothing_proves_that_nothing_was_sent(home, trusting, fault, expected):
    """The address says https, and what listens there speaks no TLS."""
    servers = [HostileProvider(provider, home / "journal.db", fault) for provider in PROVIDERS]
    found, seconds = await outcomes(home, servers, scale=STALL_SCALE, scheme="https")
    assert set(found) <= {expected, "not_sent/refused"}
    assert max(seconds) <= (10.0 + 1.0) * STALL_SCALE + SLACK, "connecting has ten seconds"


@OVER
@pytest.mark.parametrize("fault", GOOD_AFTER_ALL, ids=lambda fault: fault.name)
async def test_what_comes_before_a_good_reply_does_no_harm(home, trusting, fault, tls):
    servers = [HostileProvider(provider, home / "journal.db", fault, tls=tls) for provider in PROVIDERS]
    found, _ = await outcomes(home, servers)
    assert found == [f"{TAKEN[provider]}/None" for provider in PROVIDERS]


@OVER
@pytest.mark.parametrize("status", BY_STATUS)
async def test_a_status_alone_refuses_only_over_verified_tls(home, trusting, status, tls):
    over_tls, over_http = BY_STATUS[status]
    expected = over_tls if tls else over_http
    made = {
        provider: HostileProvider(
            provider,
            home / "journal.db",
            Fault.STATUS,
            status=status,
            retry_after=120,
            dials=not expected.startswith("rejected"),
            tls=tls,
        )
        for provider in PROVIDERS
    }
    found, _ = await outcomes(home, list(made.values()))
    assert found == [expected] * len(PROVIDERS)


async def test_a_refusal_in_the_providers_own_form_counts_over_plain_http_too(home):
    servers = [
        HostileProvider(
            provider, home / "journal.db", Fault.STATUS, status=401, body=OWN_REFUSAL[provider], dials=False
        )
        for provider in PROVIDERS
    ]
    found, _ = await outcomes(home, servers)
    assert found == ["rejected/credentials"] * len(PROVIDERS)


async def test_each_providers_own_words_decide(home):
    servers = [
        HostileProvider(provider, home / "journal.db", replies={START: body}, dials=not expected.startswith("rejected"))
        for provider, body, expected in OWN_WORDS
    ]
    found, _ = await outcomes(home, servers)
    assert found == [expected for *_, expected in OWN_WORDS]
    assert not found_on_disk(home, [GUID])
