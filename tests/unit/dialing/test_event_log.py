"""The one way into the journal and out to who watches: in order, from every process, cleaned, and never in the way."""

import asyncio

import pytest

from desktop_dialer.core.call import Evidence, Intent, Leg, Report, State
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.core.secret import Secret
from desktop_dialer.dialing.event_log import EventLog
from tests.unit.dialing.desk import in_short

ARMED = Report(evidence=Evidence.LOCAL, state=State.ARMED)


def said(state=None, **more):
    return Report(evidence=Evidence.POLL, state=state and State(state), **more)


def intent(call="call1", line="line 1"):
    return Intent(
        call=call,
        account="office",
        provider="tel2",
        a_number="1",
        b_number="2",
        line=line,
        called="2",
        country=None,
    )


@pytest.fixture
async def other(open_desk):
    return await open_desk()


async def test_entries_are_on_disk_before_they_are_shown(desk):
    found = []
    desk.log.subscribe(lambda event: found.append(event.seq))
    await desk.log.arm(intent(), [ARMED])
    await desk.log.enter("call1", said("accepted"))
    assert found == [event.seq for event in await desk.journal.events("call1")] == [1, 2]


async def test_who_does_not_listen_any_more_hears_no_more(desk):
    found = []
    stop = desk.log.subscribe(found.append)
    await desk.log.arm(intent(), [ARMED])
    stop()
    await desk.log.enter("call1", said("accepted"))
    assert len(found) == 1


async def test_entries_of_another_process_are_shown_in_their_order(desk, other):
    await desk.log.arm(intent(), [ARMED])
    await other.log.enter("call1", said("accepted"))
    await desk.log.enter("call1", said("dialing"))
    assert in_short(desk.seen) == ["armed", "accepted", "dialing"]
    assert [event.seq for event in desk.seen] == [1, 2, 3]
    await other.log.enter("call1", said("answered"))
    await desk.when(lambda: len(desk.seen) == 4)


async def test_entries_that_are_written_at_once_are_shown_once_each_and_in_order(desk):
    await desk.log.arm(intent(), [ARMED])
    await asyncio.gather(*(desk.log.enter("call1", said(code=str(number))) for number in range(20)))
    assert [event.seq for event in desk.seen] == list(range(1, 22))


async def test_calls_of_another_process_are_not_shown_here(desk, other):
    await desk.log.arm(intent(), [ARMED])
    await other.log.arm(intent("call2", "line 2"), [ARMED])
    await other.log.enter("call2", said("accepted"))
    await asyncio.sleep(0.03)
    assert {event.call for event in desk.seen} == {"call1"}


async def test_what_is_entered_here_for_a_call_that_is_not_minded_is_shown_alone(desk, other):
    await other.log.arm(intent(), [ARMED])
    await desk.log.enter("call1", said("accepted"))
    assert in_short(desk.seen) == ["accepted"]
    await desk.log.catch_up("call1")
    assert len(desk.seen) == 1


async def test_a_call_is_minded_from_an_entry_on(desk, other):
    await other.log.arm(intent(), [ARMED])
    await other.log.enter("call1", said("accepted"))
    desk.log.mind("call1", 1)
    await other.log.enter("call1", said("dialing"))
    await desk.when(lambda: in_short(desk.seen) == ["accepted", "dialing"])
    desk.log.mind("call1", 1)
    await desk.log.catch_up("call1")
    assert len(desk.seen) == 2


async def test_a_call_that_is_forgotten_is_minded_no_more(desk, other):
    await desk.log.arm(intent(), [ARMED])
    desk.log.forget("call1")
    await other.log.enter("call1", said("accepted"))
    await asyncio.sleep(0.03)
    assert len(desk.seen) == 1


async def test_a_call_that_is_over_costs_no_more_looks(desk):
    await desk.log.arm(intent(), [ARMED])
    assert not desk.log.is_over("call1")
    await desk.log.enter("call1", said("ended"))
    assert desk.log.is_over("call1")
    assert desk.log._minded == set()


async def test_a_lost_contact_is_not_over(desk):
    await desk.log.arm(intent(), [ARMED])
    await desk.log.enter("call1", said("untracked", reason="contact_lost"))
    assert not desk.log.is_over("call1")


async def test_an_entry_that_comes_too_late_is_not_shown(desk):
    await desk.log.arm(intent(), [ARMED, said("ended")])
    assert await desk.log.enter("call1", said("dialing")) is None
    assert len(desk.seen) == 2


async def test_what_the_provider_says_is_cleaned_and_holds_no_secret(desk):
    await desk.log.arm(intent(), [ARMED])
    text = "line\none\u202e hunter2 " + "x" * 300
    event = await desk.log.enter("call1", said("accepted", code="hunter2", text=text), [Secret("hunter2")])
    assert event.code == "***"
    assert event.text.startswith("line one *** xxx")
    assert len(event.text) == 200


async def test_a_listener_that_fails_stops_neither_the_call_nor_the_others(desk, expected_log):
    expected_log("could not be shown")

    def fail(event):
        raise RuntimeError

    found = []
    desk.log.subscribe(fail)
    desk.log.subscribe(found.append)
    await desk.log.arm(intent(), [ARMED])
    assert len(found) == 1


async def test_reading_other_processes_entries_goes_on_after_a_fault(desk, other, expected_log):
    expected_log("What other processes entered could not be read: disk")
    await desk.log.arm(intent(), [ARMED])
    events, turns = desk.journal.events, []

    async def failing_once(*args, **kwargs):
        turns.append(args)
        if len(turns) == 1:
            raise StorageFailed("disk")
        return await events(*args, **kwargs)

    desk.journal.events = failing_once
    await other.log.enter("call1", said("accepted"))
    await desk.when(lambda: in_short(desk.seen) == ["armed", "accepted"])


def unrecorded(desk, call, report):
    event = desk.log.show_unrecorded(call, report)
    return event and (event.seq, *in_short([event]), event.leg)


async def test_what_is_shown_without_a_row_goes_by_the_same_law(desk, clock):
    assert unrecorded(desk, "call0", said("not_sent", reason="journal")) == (1, "not_sent/journal", None)
    assert unrecorded(desk, "call0", said(code="3")) == (2, "sending", None)
    await desk.log.arm(intent(), [ARMED, said("b_ringing", leg=Leg.B)])
    clock.move(seconds=5)
    assert unrecorded(desk, "call1", said(code="3")) == (3, "b_ringing", "b")
    assert desk.seen[-1].elapsed >= 5
    assert unrecorded(desk, "call1", said("connected")) == (4, "connected", None)
    await desk.log.enter("call1", said("ended", reason="hung_up"))
    assert unrecorded(desk, "call1", said("connected")) is None


async def test_what_the_disk_refuses_is_shown_under_numbers_of_its_own_and_says_so(desk, monkeypatch, expected_log):
    expected_log("could not be kept")
    await desk.log.arm(intent(), [ARMED])

    async def full(*_):
        raise StorageFailed("The disk is full.")

    monkeypatch.setattr(desk.journal, "append", full)
    events = [await desk.log.enter("call1", said(state)) for state in ("a_ringing", "connected", "ended")]
    assert [event.seq for event in events] == [2, 3, 4]
    assert all("(Not written down: The disk is full.)" in event.text for event in events)


async def test_others_are_not_looked_for_while_nothing_is_minded(desk):
    asked = []

    class Journal:
        async def changed(self):
            asked.append(1)

    log = EventLog(journal=Journal(), pace=desk.pace, now=desk.clock.now)
    task = asyncio.ensure_future(log.follow_others())
    await asyncio.sleep(0.03)
    task.cancel()
    assert asked == []
