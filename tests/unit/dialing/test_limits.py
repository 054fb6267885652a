"""What asks before a call is made, and what does not."""

import pytest

from desktop_dialer.core.call import Verdict
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.dialing.verdicts import MAX_NOTE, check_note, close_unknown
from tests.unit.dialing.desk import A, B, C
from tests.unit.dialing.wire import isp, no_answer, not_sent, opened, reply, taken_by_anveo

DONE = reply("ok")
REFUSED = reply('{"Result": -1}')
ELSEWHERE = "+4930123456"


@pytest.fixture
async def desk(open_desk):
    """In real time, for the limits' own spans; no test here waits for one."""
    desk = await open_desk(scale=1.0)
    await desk.account("tel2", country="NL")
    return desk


async def keys(desk, account="tel2", to=B, **more):
    return [question.key for question in await desk.limits.questions(desk.draft(account, to, **more))]


async def test_a_first_call_at_home_asks_nothing(desk):
    assert await keys(desk) == []


async def test_a_repeat_within_30_s_asks_in_any_spelling_through_any_account(desk, wire, clock):
    wire.on("connectcall", DONE)
    await desk.account("business_isp")
    await desk.call("tel2")
    questions = await desk.limits.questions(desk.draft("business_isp", "030-1234567"))
    assert [question.key for question in questions] == ["repeat"]
    assert questions[0].sentence == "0301234567 was called 0 s ago. Call anyway?"
    assert questions[0].call == desk.seen[0].call
    clock.move(seconds=31)
    assert await keys(desk) == []


async def test_another_number_is_no_repeat(desk, wire):
    wire.on("connectcall", DONE)
    await desk.call("tel2")
    assert await keys(desk, to="+31301111111") == []


@pytest.mark.parametrize("answer", [not_sent(), REFUSED])
async def test_a_repeat_after_nothing_was_placed_does_not_ask(desk, wire, answer):
    wire.on("connectcall", answer)
    await desk.call("tel2")
    assert await keys(desk) == []


async def test_a_call_that_is_under_way_is_a_repeat(desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(27))
    await desk.account("business_isp")
    await desk.press("business_isp")
    assert await keys(desk) == ["repeat"]


async def test_an_open_unknown_asks_on_its_line_and_calling_anyway_is_entered(desk, wire, clock):
    wire.on("connectcall", no_answer(), DONE)
    unknown = await desk.press("tel2")
    await desk.finished(unknown)
    clock.move(seconds=61)
    questions = await desk.limits.questions(desk.draft("tel2", C))
    assert [(question.key, question.call) for question in questions if question.key != "new_country"] == [
        ("open_unknown", unknown.id)
    ]
    call = await desk.press("tel2", C, answered=questions)
    await desk.finished(call)
    assert (await desk.record(unknown)).verdict is Verdict.CALLED_ANYWAY
    assert [question.key for question in await desk.limits.questions(desk.draft("tel2", "+31301111111"))] == []


async def test_an_open_unknown_does_not_ask_on_another_line(desk, wire, clock):
    wire.on("connectcall", no_answer())
    await desk.call("tel2")
    clock.move(seconds=61)
    assert await keys(desk, from_=A) == []


async def test_an_unknown_that_was_closed_asks_no_more_and_is_not_closed_twice(desk, wire, clock):
    wire.on("connectcall", no_answer(), DONE)
    unknown = await desk.press("tel2")
    await desk.finished(unknown)
    clock.move(seconds=61)
    questions = await desk.limits.questions(desk.draft("tel2"))
    await close_unknown(desk.log, await desk.record(unknown), Verdict.RANG)
    assert await keys(desk) == []
    await desk.finished(await desk.press("tel2", answered=questions))
    assert (await desk.record(unknown)).verdict is Verdict.RANG


async def test_a_yes_to_another_question_closes_nothing(desk, wire):
    wire.on("connectcall", DONE)
    await desk.call("tel2")
    questions = await desk.limits.questions(desk.draft("tel2"))
    call = await desk.press("tel2", answered=questions)
    await desk.finished(call)
    assert [record.verdict for record in await desk.journal.calls()] == [None, None]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0900-1234", "premium-rate"),
        ("+31909123456", "premium-rate"),
        ("+491801234567", "shared-cost"),
        ("+870773111632", "satellite"),
        ("+979123456789", "international premium-rate"),
    ],
)
async def test_a_number_that_costs_more_asks(desk, number, words):
    questions = await desk.limits.questions(desk.draft("tel2", number))
    premium = next(question for question in questions if question.key == "premium")
    assert words in premium.sentence


async def test_the_first_call_to_a_country_asks_until_one_may_have_been_placed(desk, wire, clock):
    wire.on("connectcall", not_sent(), DONE)
    assert await keys(desk, to=ELSEWHERE) == ["new_country"]
    await desk.call("tel2", ELSEWHERE)
    assert await keys(desk, to=ELSEWHERE) == ["new_country"]
    await desk.call("tel2", ELSEWHERE)
    clock.move(seconds=31)
    assert await keys(desk, to=ELSEWHERE) == []


async def test_without_a_country_of_its_own_the_line_tells_what_is_at_home(desk):
    await desk.account("business_isp", country="", number_format="e164_plus")
    assert await keys(desk, "business_isp", B) == []
    assert await keys(desk, "business_isp", C) == ["new_country"]


async def test_a_seventh_start_within_a_minute_asks(desk, wire, clock):
    wire.on("connectcall", *[DONE] * 3, *[REFUSED] * 3)
    for digit in range(5):
        await desk.call("tel2", f"+3130123450{digit}")
    assert await keys(desk) == []
    await desk.call("tel2", "+31301234509")
    questions = await desk.limits.questions(desk.draft("tel2"))
    assert [(question.key, question.sentence) for question in questions] == [
        ("rate", "6 calls were started within the last minute. Start another?")
    ]
    clock.move(seconds=61)
    assert await keys(desk) == []


async def test_what_was_not_sent_is_no_start(desk, wire):
    wire.on("connectcall", not_sent())
    for digit in range(7):
        await desk.call("tel2", f"+3130123450{digit}")
    assert await keys(desk) == []


async def test_a_test_is_no_call_for_the_limits(desk, wire):
    wire.on("DIAL.CONNECT", *[taken_by_anveo()] * 6, no_answer())
    await desk.account("anveo")
    for _ in range(7):
        await desk.call("anveo", C, TEST="TRUE")
    assert await keys(desk, "anveo", C) == ["new_country"]


async def test_only_an_open_unknown_can_be_closed(desk, wire):
    wire.on("connectcall", no_answer(), DONE)
    unknown, done = await desk.press("tel2"), None
    await desk.finished(unknown)
    await close_unknown(desk.log, await desk.record(unknown), Verdict.DID_NOT_RING)
    assert (await desk.course(unknown))[-1] == "+did_not_ring"
    assert desk.seen[-1].text == "My phone did not ring."
    assert desk.seen[-1].evidence == "person"
    done = await desk.press("tel2")
    await desk.finished(done)
    for call in (unknown, done):
        with pytest.raises(InvalidInput, match="Nothing stands open"):
            await close_unknown(desk.log, await desk.record(call), Verdict.RANG)


def test_a_note_has_its_limit():
    assert check_note("x" * MAX_NOTE) == "x" * MAX_NOTE
    with pytest.raises(InvalidInput, match="2001"):
        check_note("x" * (MAX_NOTE + 1))
