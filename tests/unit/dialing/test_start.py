"""One press: the row before the byte, at most one start request, and what its answer proves."""

import asyncio
import sqlite3

import pytest

from desktop_dialer.core.call import Evidence, Reason, State, Verdict
from desktop_dialer.core.errors import InvalidInput, LineBusy
from desktop_dialer.dialing.verdicts import close_unknown
from tests.unit.dialing.desk import A, B, C
from tests.unit.dialing.test_stopping import Gate
from tests.unit.dialing.wire import Act, anveo, hanging, isp, no_answer, not_sent, opened, reply, taken_by_anveo

STARTS = ("login", "connect", "connectcall", "DIAL.CONNECT", "dialup.php", "calls/make")


async def test_the_row_is_committed_before_the_first_byte_leaves(desk, wire, tmp_path):
    found = []

    def look():
        with sqlite3.connect(f"file:{tmp_path / 'journal.db'}?mode=ro", uri=True) as other:
            found.append(other.execute("SELECT intent.call, state FROM intent JOIN event USING (call)").fetchall())
        other.close()

    wire.on_leaving = look
    wire.on("connectcall", reply("OK"))
    await desk.account("tel2")
    call = await desk.press("tel2")
    await desk.finished(call)
    assert found == [[(call.id, "armed"), (call.id, "sending")]]


async def test_others_see_that_the_process_lives_before_its_first_row(desk, open_desk, wire):
    """Else one of them could close the row as a dead one's: as not sent, while it is being sent."""
    wire.on("connectcall", reply("OK"))
    await desk.account("tel2")
    other = await open_desk()
    gate = Gate(desk.journal, "arm")
    press = asyncio.ensure_future(desk.press("tel2"))
    await gate.reached.wait()
    assert await other.handles.is_alive(desk.handles.process)
    gate.opened.set()
    await desk.finished(await press)


async def test_where_others_cannot_see_that_the_process_lives_no_call_is_made(desk, wire, tmp_path):
    await desk.account("tel2")
    (tmp_path / "live").touch()
    call = await desk.press("tel2")
    assert desk.shown(call) == ["not_sent/journal"]
    assert wire.sent == []


async def test_the_handle_is_on_disk_before_the_call_is_accepted(desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(27))
    await desk.account("business_isp")
    gate = Gate(desk.handles, "keep")
    call = await desk.press("business_isp")
    await gate.reached.wait()
    await asyncio.sleep(0.01)
    assert await desk.course(call) == ["armed", "sending"]
    gate.opened.set()
    await desk.until(call, State.A_RINGING)
    assert (await desk.course(call))[2:] == ["accepted", "a_ringing"]


async def test_a_press_is_one_start_request_and_its_course_is_told_in_order(desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(27), isp(9), isp(30))
    await desk.account("business_isp")
    call = await desk.press("business_isp")
    await desk.finished(call)
    course = ["armed", "sending", "accepted", "a_ringing", "connected", "ended/b_party"]
    assert await desk.course(call) == desk.shown(call) == course
    assert wire.count(*STARTS) == 1
    assert [event.seq for event in desk.seen] == [1, 2, 3, 4, 5, 6]


async def test_every_entry_carries_its_evidence(desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(27), isp(31))
    await desk.account("business_isp")
    await desk.call("business_isp")
    assert [event.evidence for event in desk.seen] == [*["local"] * 2, "reply", *["poll"] * 2]
    assert [event.code for event in desk.seen] == [None, None, "103", "27", "31"]


@pytest.mark.parametrize(
    ("answer", "last"),
    [
        (not_sent(Reason.DNS), "not_sent/dns"),
        (not_sent(Reason.REFUSED), "not_sent/refused"),
        (not_sent(Reason.TLS), "not_sent/tls"),
        (not_sent(Reason.PROXY), "not_sent/proxy"),
        (no_answer(Reason.DISCONNECTED), "unknown/disconnected"),
        (no_answer(Reason.NOT_HTTP), "unknown/not_http"),
        (no_answer(Reason.BODY_TOO_LARGE), "unknown/body_too_large"),
        (reply("", 401), "rejected/credentials"),
        (reply("", 403), "rejected/permission"),
        (reply("", 429), "rejected/rate_limited"),
        (reply("", 404), "rejected/http_404"),
        (reply("", 404, secure=False), "unknown/untrusted_channel"),
        (reply("", 408), "unknown/http_408"),
        (reply("", 500), "unknown/http_500"),
        (reply("", 302, location="https://other/"), "unknown/redirect"),
        (reply("<html></html>"), "unknown/html_page"),
        (reply(""), "unknown/empty_body"),
        (reply("<response>"), "unknown/malformed"),
        (isp(103), "unknown/unrecognised"),
        (isp(101), "rejected/provider_message"),
        (isp(102), "rejected/credentials"),
        (isp(104), "rejected/parameters"),
        (isp(105), "unknown/unrecognised"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_an_answer_proves_is_entered_and_nothing_is_sent_again(desk, wire, answer, last):
    wire.on("login", answer)
    await desk.account("business_isp")
    assert await desk.call("business_isp") == ["armed", "sending", last]
    assert wire.count(*STARTS) == (0 if last.startswith("not_sent") else 1)


@pytest.mark.parametrize(
    ("account", "given", "command", "answer", "course"),
    [
        ("tel2", {}, "connectcall", reply("Done"), ["accepted_unconfirmed", "untracked/reports_nothing_more"]),
        ("tel2", {}, "connectcall", reply('{"Result": 1}'), ["accepted", "untracked/reports_nothing_more"]),
        ("tel2", {}, "connectcall", reply('{"Result": -1}'), ["rejected/provider_message"]),
        (
            "voiptech",
            {"Response": "yes"},
            "dialup.php",
            reply("Response: OK"),
            ["a_answered", "untracked/reports_nothing_more"],
        ),
        ("voiptech", {"Response": "yes"}, "dialup.php", reply("Response: Fail"), ["failed/first_leg"]),
        ("voiptech", {}, "dialup.php", reply(""), ["accepted_unconfirmed", "untracked/reports_nothing_more"]),
        ("anveo", {}, "DIAL.CONNECT", anveo(), ["accepted_unconfirmed", "untracked/reports_nothing_more"]),
        ("anveo", {"track": "no"}, "DIAL.CONNECT", taken_by_anveo(), ["accepted", "untracked/reports_nothing_more"]),
        ("business_isp", {}, "login", isp(100), ["accepted_unconfirmed", "untracked/reports_nothing_more"]),
        (
            "vprovider",
            {},
            "calls/make",
            reply('{"responses":[{"code":"204","key":"","message":"OK"}]}'),
            ["accepted", "untracked/reports_nothing_more"],
        ),
    ],
)
async def test_a_provider_that_reports_nothing_more_lets_go_of_the_line(
    desk, wire, account, given, command, answer, course
):
    wire.on(command, answer)
    await desk.account(account, **given)
    assert await desk.call(account) == ["armed", "sending", *course]
    assert await desk.journal.unfinished() == []


async def test_no_byte_by_the_deadline_is_not_sent(desk, wire):
    wire.on("login", Act(opened(), connects=asyncio.Event(), stubborn=True))
    await desk.account("business_isp")
    assert await desk.call("business_isp") == ["armed", "sending", "not_sent/timeout_connecting"]
    assert wire.sent == []


async def test_connecting_has_ten_seconds_of_the_deadline(desk, wire):
    wire.on("connectcall", Act(opened(), connects=asyncio.Event()))
    await desk.account("tel2")
    begun = asyncio.get_running_loop().time()
    assert await desk.call("tel2") == ["armed", "sending", "not_sent/timeout_connecting"]
    assert 0.09 < asyncio.get_running_loop().time() - begun < 0.6


async def test_an_answer_that_does_not_come_by_the_deadline_is_unknown_and_sent_once(desk, wire):
    wire.on("login", hanging())
    await desk.account("business_isp")
    call = await desk.press("business_isp")
    begun = asyncio.get_running_loop().time()
    await desk.answered(call)
    assert asyncio.get_running_loop().time() - begun > 0.14
    assert not call.finished.is_set()
    await desk.finished(call)
    assert asyncio.get_running_loop().time() - begun > 0.29
    assert await desk.course(call) == ["armed", "sending", "unknown/timeout"]
    assert wire.sent == ["login"]
    assert (await desk.record(call)).is_open_unknown


async def late(desk, wire, answer):
    """A call that is `unknown`, whose answer is held back; and what lets it come."""
    act = hanging(answer)
    wire.on("login", act)
    await desk.account("business_isp")
    call = await desk.press("business_isp")
    await desk.answered(call)
    return call, act.answers


async def test_a_late_success_closes_the_unknown_and_the_call_is_followed(desk, wire):
    call, answers = await late(desk, wire, opened())
    wire.on("getStatus", isp(27), isp(31))
    answers.set()
    await desk.finished(call)
    course = ["armed", "sending", "unknown/timeout", "accepted", "a_ringing", "ended/a_party"]
    assert await desk.course(call) == course


async def test_a_late_refusal_closes_the_unknown(desk, wire):
    call, answers = await late(desk, wire, isp(101, "no"))
    answers.set()
    await desk.finished(call)
    assert await desk.course(call) == ["armed", "sending", "unknown/timeout", "rejected/provider_message"]


@pytest.mark.parametrize("answer", [no_answer(), reply("", 500)])
async def test_a_late_answer_that_says_nothing_leaves_it_unknown(desk, wire, answer):
    call, answers = await late(desk, wire, answer)
    answers.set()
    await desk.finished(call)
    assert await desk.course(call) == ["armed", "sending", "unknown/timeout"]


async def test_a_late_answer_comes_after_a_persons_word_too_late(desk, wire, tmp_path):
    call, answers = await late(desk, wire, opened())
    await close_unknown(desk.log, await desk.record(call), Verdict.DID_NOT_RING)
    answers.set()
    await desk.finished(call)
    assert await desk.course(call) == ["armed", "sending", "unknown/timeout", "+did_not_ring"]
    assert not list((tmp_path / "live").rglob("*.json"))


async def test_a_late_answer_does_not_take_the_line_from_another_call(desk, wire):
    call, answers = await late(desk, wire, opened())
    wire.on("login", opened("second"))
    wire.on("getStatus", isp(27))
    other = await desk.press("business_isp", C)
    await desk.until(other, State.A_RINGING)
    answers.set()
    await desk.finished(call)
    *_, last = await desk.journal.events(call.id)
    assert (last.state, last.reason, last.evidence) == (State.UNKNOWN, Reason.TIMEOUT, Evidence.REPLY)
    assert other.id in last.text
    assert "A late answer says: Accepted." in last.text
    assert await desk.handles.find(call.id) is None
    assert (await desk.record(other)).is_live


async def test_a_line_carries_one_live_call_in_this_process(desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(27))
    await desk.account("business_isp")
    call = await desk.press("business_isp")
    with pytest.raises(LineBusy) as busy:
        await desk.press("business_isp", C)
    assert busy.value.call == call.id
    assert wire.sent.count("login") <= 1
    assert len(await desk.journal.calls()) == 1


async def test_a_line_carries_one_live_call_across_processes_accounts_and_spellings(desk, open_desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(27))
    await desk.account("business_isp")
    await desk.account("tel2", aparty=A)
    await desk.press("business_isp", from_="020-1234567")
    other = await open_desk()
    with pytest.raises(LineBusy):
        await other.press("tel2", C)
    assert wire.count("connectcall") == 0


async def test_another_line_is_free(desk, wire):
    wire.on("login", opened("one"), opened("two"))
    wire.on("getStatus", isp(27))
    await desk.account("business_isp")
    calls = [await desk.press("business_isp"), await desk.press("business_isp", C, "+31207654321")]
    for call in calls:
        await desk.until(call, State.A_RINGING)
    assert wire.count("login") == 2


@pytest.mark.parametrize(
    ("account", "command", "answer"),
    [
        ("tel2", "connectcall", reply("ok")),
        ("tel2", "connectcall", no_answer()),
        ("tel2", "connectcall", reply('{"Result": -1}')),
        ("anveo", "DIAL.CONNECT", taken_by_anveo()),
    ],
)
async def test_untracked_unknown_rejected_and_scheduled_calls_let_go_of_the_line(desk, wire, account, command, answer):
    wire.on(command, answer)
    await desk.account(account, **({"DELAY": "600"} if account == "anveo" else {}))
    for number in (B, C):
        await desk.finished(await desk.press(account, number))
    assert wire.count(command) == 2


async def test_a_secret_that_breaks_the_manuals_rule_is_refused_and_no_row_is_written(desk):
    await desk.account("anveo", email="a@b.example")
    with pytest.raises(InvalidInput, match="secure_phrase"):
        await desk.press("anveo")
    assert await desk.journal.calls() == []


async def test_a_fault_of_the_program_in_reading_is_unknown_and_is_logged(desk, wire, expected_log):
    expected_log("ERROR .*fault of this program")
    wire.on("login", RuntimeError("a bug"))
    await desk.account("business_isp")
    assert await desk.call("business_isp") == ["armed", "sending", "unknown/interrupted"]


async def test_the_accounts_proxy_is_taken(desk, wire):
    wire.on("connectcall", reply("ok"))
    await desk.account("tel2", proxy="http://proxy.example:3128")
    await desk.call("tel2")
    assert wire.proxies == ["http://proxy.example:3128"]
