from datetime import timedelta

import pytest

from desktop_dialer.core.call import Evidence, Leg, Reason, State, Verdict
from desktop_dialer.core.errors import LineBusy, NothingFound, StorageFailed
from desktop_dialer.storage.boot import boot_id
from tests.unit.storage.material import ARMED, intent, said


async def placed(journal, *states, call=None, **changes):
    """A call that has come so far; gives its intent."""
    wanted = intent(call, **changes)
    await journal.arm(wanted, [ARMED])
    for state in states:
        await journal.append(wanted.call, said(state))
    return wanted


async def test_an_armed_call_is_read_as_it_was_written(journal, clock):
    wanted = intent("c1", country=None, b_number="+44 ☎ 20")
    events = await journal.arm(wanted, [ARMED])
    record = await journal.call("c1")
    assert record.intent == wanted
    assert (record.time, record.process, record.note, record.talk_seconds) == (clock.time, "p1", "", None)
    assert [record.last] == events == await journal.events("c1")
    assert (events[0].seq, events[0].state, events[0].elapsed) == (1, State.ARMED, 0.0)


async def test_a_report_is_entered_as_given_and_in_order(journal, clock):
    await journal.arm(intent("c1"), [ARMED, said("sending", Evidence.LOCAL)])
    clock.move(1.23456)
    event = await journal.append(
        "c1", said("a_ringing", Evidence.POLL, leg=Leg.A, reason=None, code="2", text="☎ ringing")
    )
    assert (event.seq, event.elapsed, event.time) == (3, 1.235, clock.time)
    assert (event.leg, event.code, event.text, event.evidence) == (Leg.A, "2", "☎ ringing", Evidence.POLL)
    assert [entry.seq for entry in await journal.events("c1")] == [1, 2, 3]
    assert await journal.events("c1", after=2) == [event]


async def test_a_provider_text_is_cut_and_half_a_character_is_replaced(journal):
    await journal.arm(intent("c1"), [ARMED])
    event = await journal.append("c1", said("accepted", text="x\ud800" + "y" * 500, code="c\udfff"))
    assert len(event.text) == 200
    assert event.text.startswith("x?y")
    assert event.code == "c?"
    assert await journal.events("c1", after=1) == [event]


async def test_a_report_that_comes_too_late_is_not_entered(journal):
    await placed(journal, "rejected", call="c1")
    assert await journal.append("c1", said("connected", Evidence.POLL)) is None
    assert len(await journal.events("c1")) == 2


async def test_what_changes_nothing_repeats_the_state_with_its_leg_and_reason(journal):
    await journal.arm(intent("c1"), [ARMED])
    await journal.append("c1", said("failed", leg=Leg.B, reason=Reason.BUSY, code="5"))
    event = await journal.append("c1", said(None, Evidence.PERSON, text="they called back"))
    assert (event.state, event.leg, event.reason, event.code) == (State.FAILED, Leg.B, "busy", None)


async def test_lost_contact_is_taken_up_again_even_after_a_note(journal):
    await journal.arm(intent("c1"), [ARMED])
    await journal.append("c1", said("untracked", Evidence.LOCAL, reason=Reason.CONTACT_LOST))
    await journal.append("c1", said(None, Evidence.PERSON, text="still talking"))
    event = await journal.append("c1", said("connected", Evidence.POLL))
    assert event.state is State.CONNECTED
    assert event.reason is None


async def test_a_report_on_an_unknown_call_is_refused(journal):
    with pytest.raises(NothingFound, match="nobody"):
        await journal.append("nobody", said("accepted"))


async def test_a_second_call_on_a_live_line_is_refused_and_leaves_no_row(journal):
    await placed(journal, call="c1", line="desk")
    with pytest.raises(LineBusy) as refusal:
        await journal.arm(intent("c2", line="desk"), [ARMED])
    assert refusal.value.call == "c1"
    with pytest.raises(NothingFound):
        await journal.call("c2")


@pytest.mark.parametrize("state", ["not_sent", "rejected", "unknown", "scheduled", "ended", "failed", "untracked"])
async def test_a_standing_call_gives_the_line_free(journal, state):
    await placed(journal, state, line="desk")
    await placed(journal, line="desk")


@pytest.mark.parametrize(
    "state",
    [
        "sending", "accepted", "accepted_unconfirmed", "dialing", "a_ringing", "a_answered", "b_ringing", "b_answered",
        "answered", "connected", "ending",
    ],
)  # fmt: skip
async def test_a_live_call_keeps_the_line(journal, state):
    await placed(journal, state, line="desk")
    with pytest.raises(LineBusy):
        await journal.arm(intent(line="desk"), [ARMED])


async def test_a_call_that_ends_with_its_first_rows_needs_no_line(journal):
    await placed(journal, line="desk")
    events = await journal.arm(intent(line="desk"), [ARMED, said("not_sent", Evidence.LOCAL, reason=Reason.NO_SECRET)])
    assert [event.state for event in events] == [State.ARMED, State.NOT_SENT]


@pytest.mark.parametrize("first", [("unknown", None), ("untracked", Reason.CONTACT_LOST)])
async def test_a_call_that_comes_alive_takes_its_line_again_unless_another_has_it(journal, first):
    state, reason = first
    await journal.arm(intent("c1", line="desk"), [ARMED])
    await journal.append("c1", said(state, reason=reason))
    await placed(journal, call="c2", line="desk")
    with pytest.raises(LineBusy) as refusal:
        await journal.append("c1", said("connected"))
    assert refusal.value.call == "c2"
    assert (await journal.call("c1")).last.state == state
    await journal.append("c2", said("ended"))
    await journal.append("c1", said("connected"))
    with pytest.raises(LineBusy):
        await journal.arm(intent(line="desk"), [ARMED])


async def test_a_test_takes_no_line(journal):
    await placed(journal, line="desk", test=True)
    await placed(journal, line="desk")
    await placed(journal, line="desk", test=True)


async def test_talk_lasts_from_the_first_connected_to_the_end(journal, clock):
    await placed(journal, call="c1")
    clock.move(5)
    await journal.append("c1", said("connected"))
    clock.move(60.5)
    assert (await journal.call("c1")).talk_seconds is None
    await journal.append("c1", said("connected", text="again"))
    clock.move(1)
    await journal.append("c1", said("ended", reason=Reason.HUNG_UP))
    clock.move(100)
    await journal.append("c1", said(None, Evidence.PERSON, text="note"))
    assert (await journal.call("c1")).talk_seconds == 61.5


@pytest.mark.parametrize("states", [("accepted", "ended"), ("connected", "untracked")])
async def test_talk_that_was_not_reported_whole_has_no_length(journal, states):
    assert (await journal.call((await placed(journal, *states)).call)).talk_seconds is None


async def test_elapsed_does_not_follow_a_clock_that_is_set(journal, clock):
    await placed(journal, call="c1")
    clock.time += timedelta(hours=5)
    clock.ticks += 2
    assert (await journal.append("c1", said("accepted"))).elapsed == 2.0


async def test_elapsed_after_a_restart_of_the_machine_goes_by_the_wall_clock(open_journal, clock):
    await placed(await open_journal(), call="c1")
    clock.time += timedelta(minutes=10)
    clock.ticks = 6000.0
    assert (await (await open_journal(boot="boot 2")).append("c1", said("accepted"))).elapsed == 600.0


async def test_two_processes_of_one_boot_share_the_monotonic_clock(open_journal, clock):
    await placed(await open_journal(boot=None), call="c1")
    clock.time += timedelta(hours=1)
    clock.ticks += 3
    assert (await (await open_journal(boot=None)).append("c1", said("accepted"))).elapsed == 3.0


def test_a_system_that_names_no_boot_gives_an_empty_one(monkeypatch, tmp_path):
    monkeypatch.setattr("desktop_dialer.storage.boot._LINUX", tmp_path / "none")
    assert boot_id() == ""


async def test_elapsed_is_never_negative(open_journal, clock):
    await placed(await open_journal(), call="c1")
    clock.time -= timedelta(minutes=10)
    assert (await (await open_journal(boot="boot 2")).append("c1", said("accepted"))).elapsed == 0.0


async def test_a_verdict_closes_an_unknown_and_stays_when_a_note_follows(journal):
    await placed(journal, call="c1")
    await journal.append("c1", said("unknown", Evidence.LOCAL, reason=Reason.TIMEOUT))
    assert (await journal.call("c1")).is_open_unknown
    assert [record.intent.call for record in await journal.unfinished()] == ["c1"]
    await journal.append("c1", said("unknown", Evidence.PERSON, verdict=Verdict.RANG))
    await journal.append("c1", said(None, Evidence.PERSON, text="note"))
    record = await journal.call("c1")
    assert (record.verdict, record.last.state, record.last.reason) == (Verdict.RANG, State.UNKNOWN, "timeout")
    assert await journal.unfinished() == []


async def test_unfinished_are_the_live_the_scheduled_and_the_open_unknown_ones(journal):
    live = await placed(journal, "accepted")
    scheduled = await placed(journal, "scheduled")
    unknown = await placed(journal, "unknown")
    for state in ("not_sent", "rejected", "ended", "failed", "untracked"):
        await placed(journal, state)
    tested = await placed(journal, "accepted", test=True)
    found = [record.intent.call for record in await journal.unfinished()]
    assert found == [tested.call, unknown.call, scheduled.call, live.call]


async def test_calls_come_newest_first_in_parts(journal, monkeypatch):
    monkeypatch.setattr("desktop_dialer.storage.journal._BATCH", 3)
    made = [(await placed(journal)).call for _ in range(8)][::-1]
    assert [record.intent.call for record in await journal.calls()] == made
    assert [record.intent.call for record in await journal.calls(limit=5)] == made[:5]
    assert [record.intent.call for record in await journal.calls(limit=4, before=made[2])] == made[3:7]
    assert await journal.calls(before=made[-1]) == []
    with pytest.raises(NothingFound):
        await journal.calls(before="nobody")


async def test_a_call_is_found_by_an_unambiguous_beginning(journal):
    for call in ("ab1", "ab2", "ab", "c%d"):
        await placed(journal, call=call)
    assert (await journal.call("ab1")).intent.call == "ab1"
    assert (await journal.call("ab")).intent.call == "ab"
    assert (await journal.call("c%")).intent.call == "c%d"
    for beginning, words in (("a", "More than one"), ("", "no call"), ("x", "no call"), ("%", "no call")):
        with pytest.raises(NothingFound, match=words):
            await journal.call(beginning)


async def test_since_gives_the_calls_from_a_moment_on(journal, clock):
    await placed(journal)
    clock.move(30)
    moment = clock.time
    second = await placed(journal)
    clock.move(0.000001)
    third = await placed(journal)
    assert [record.intent.call for record in await journal.since(moment)] == [third.call, second.call]
    assert await journal.since(moment + timedelta(minutes=1)) == []


async def test_a_country_was_called_once_a_call_may_have_been_placed(journal):
    await placed(journal, "not_sent", country="FR")
    await placed(journal, "rejected", country="FR")
    await placed(journal, "accepted", country="FR", test=True)
    assert not await journal.has_called("FR")
    await placed(journal, "unknown", country="FR")
    assert await journal.has_called("FR")
    assert not await journal.has_called("DE")


async def test_only_what_another_process_writes_counts_as_changed(open_journal):
    ours, theirs = await open_journal(), await open_journal(process="p2")
    await placed(ours, call="c1")
    assert not await ours.changed()
    assert await theirs.changed()
    await theirs.append("c1", said("accepted"))
    assert await ours.changed()
    assert not await ours.changed()


async def test_two_processes_may_write_on_one_call(open_journal):
    ours, theirs = await open_journal(), await open_journal(process="p2")
    await placed(ours, call="c1")
    for journal, state in ((theirs, "accepted"), (ours, "a_ringing"), (theirs, "ending"), (ours, "ended")):
        await journal.append("c1", said(state))
    assert [event.seq for event in await theirs.events("c1")] == [1, 2, 3, 4, 5]
    assert (await ours.call("c1")).process == "p1"
    await placed(ours, call="c2", line="desk")
    with pytest.raises(LineBusy):
        await placed(theirs, call="c3", line="desk")


async def test_a_note_is_set_changed_and_removed(journal):
    await placed(journal, call="c1")
    for note in ("call back", "no, never", ""):
        await journal.set_note("c1", note)
        assert (await journal.call("c1")).note == note
    with pytest.raises(NothingFound):
        await journal.set_note("nobody", "x")


async def test_the_process_is_asked_for_only_at_a_press(tmp_path, open_journal):
    journal = await open_journal(process=None)
    journal._process = lambda: pytest.fail("asked")
    assert await journal.calls() == []


async def test_one_id_is_used_once(journal):
    await placed(journal, "ended", call="c1")
    with pytest.raises(StorageFailed, match="journal"):
        await placed(journal, call="c1")


async def test_a_closed_journal_says_so(journal):
    await journal.aclose()
    with pytest.raises(StorageFailed, match="closed"):
        await journal.calls()
