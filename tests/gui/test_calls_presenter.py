"""The calls in sight: every event reaches its model, everything that a person does reaches the engine, none is lost."""

import asyncio
import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication

from desktop_dialer.core.call import Evidence, Intent, Reason, Report, State, Verdict
from desktop_dialer.core.contact import Contact
from desktop_dialer.core.errors import SecretUnavailable, StorageFailed
from desktop_dialer.simulator import Scenario
from desktop_dialer.stage import Stage
from desktop_dialer.ui.models.call_actions import Do, told
from desktop_dialer.ui.presenters import notes as notes_module
from desktop_dialer.ui.presenters.call_commands import NOTHING_HEARD
from desktop_dialer.ui.presenters.calls import MOST_FINISHED
from tests.gui.call_scene import GRACE, Scene, on_stage


def intent(call, **given):
    values = {
        "call": call,
        "account": "Business ISP",
        "provider": "business_isp",
        "a_number": "442079460100",
        "b_number": "442079460142",
        "line": f"line of {call}",
        "called": "+442079460142",
        "country": "GB",
    }
    return Intent(**{**values, **given})


async def heard_of_nothing(record):
    """As watching, of a call that stays what it is."""


async def written(scene, call, *states, **given):
    """A call in the journal that this window did not make."""
    await scene.engine.journal.arm(intent(call, **given), [Report(evidence=Evidence.LOCAL, state=State.ARMED)])
    for state, reason in states:
        await scene.engine.journal.append(call, Report(evidence=Evidence.LOCAL, state=state, reason=reason))


@on_stage
async def test_a_call_is_followed_to_its_end(scene):
    news, history = [], []
    scene.calls.state_changed.connect(lambda model: news.append(model.last.state))
    scene.calls.history_changed.connect(history.append)
    model = await scene.dialled()
    await scene.until_state(State.ENDED)
    assert news[0] is State.ARMED
    assert news[-1] is State.ENDED
    assert State.CONNECTED in news
    assert len(news) == len({(event.state, event.reason) for event in model.events})
    assert set(history) == {model.id}
    stored = await scene.engine.journal.events(model.id)
    assert model.events == stored


@on_stage
async def test_hanging_up_ends_the_call_shown(scene):
    model = await scene.dialled()
    await scene.until_state(State.CONNECTED)
    assert model.can_hang_up
    scene.calls.hang_up_current()
    scene.calls.hang_up_current()
    assert model.is_hanging_up
    await scene.until_state(State.ENDED)
    await scene.until(lambda: not model.is_hanging_up)
    said = [event for event in model.events if event.text == "Hang up."]
    assert len(said) == 1


@on_stage
async def test_a_hang_up_that_is_not_sent_says_so_with_the_call(scene):
    model = await scene.dialled()
    await scene.until_state(State.CONNECTED)
    await scene.simulator.close()
    scene.column.panel.hang_up_requested.emit(model.id)
    await scene.until(lambda: model.notice)
    assert model.notice.startswith("The hang-up")
    assert not model.is_hanging_up


@on_stage
async def test_where_there_is_no_hang_up_the_key_does_nothing(scene):
    scene.choose("tel2")
    model = await scene.dialled()
    scene.calls.hang_up_current()
    await asyncio.sleep(0.02)
    assert not model.can_hang_up
    assert not model.is_hanging_up


@on_stage
async def test_a_hang_up_that_cannot_be_had_is_refused_in_plain_words(scene, monkeypatch):
    model = await scene.dialled()
    await scene.until_state(State.CONNECTED)

    async def locked(*_):
        raise SecretUnavailable("The keyring stayed locked.", reason=Reason.KEYRING)

    monkeypatch.setattr(scene.program.accounts, "with_secrets", locked)
    scene.calls.hang_up_current()
    await scene.until(lambda: model.notice)
    assert model.notice == "The keyring stayed locked."


@on_stage
async def test_tel2_s_call_is_told_by_the_person(scene):
    scene.choose("tel2")
    model = await scene.dialled()
    await scene.until(lambda: model.is_over)
    assert model.last.reason == Reason.REPORTS_NOTHING_MORE
    assert not scene.column.panel.row.button(Do.HOW_DID_IT_GO).isHidden()
    scene.column.panel.told.emit(model.id, "Talked")
    await scene.until(lambda: told(model) == "Talked")
    stored = (await scene.engine.journal.events(model.id))[-1]
    assert (stored.evidence, stored.text, stored.state) == (Evidence.PERSON, "Talked.", State.UNTRACKED)


@pytest.mark.parametrize("verdict", [Verdict.RANG, Verdict.DID_NOT_RING])
@on_stage
async def test_an_unknown_is_closed_by_the_person(scene, verdict):
    scene.choose("voiptech")
    scene.simulator.scenario = Scenario.LOST_ANSWER
    model = await scene.dialled()
    assert model.is_open_unknown
    scene.column.panel.verdict_given.emit(model.id, verdict)
    await scene.until(lambda: model.verdict is verdict)
    assert (await scene.engine.journal.call(model.id)).verdict is verdict
    scene.column.panel.verdict_given.emit(model.id, verdict)
    await scene.until(lambda: model.notice)
    assert "Nothing stands open" in model.notice


@on_stage
async def test_the_trace_on_the_clipboard_holds_no_number(scene):
    model = await scene.dialled()
    scene.column.panel.copy_requested.emit(model.id)
    text = QGuiApplication.clipboard().text()
    assert "Business ISP" in text
    assert "442079460142" not in text


@on_stage
async def test_a_note_is_written_soon_after_the_typing_stops(scene):
    model = await scene.dialled()
    scene.calls.commands.notes._pause.setInterval(10)
    for text in ("S", "Se", "Send it"):
        scene.column.panel.note_typed.emit(model.id, text)
    await scene.until(lambda: not scene.calls.commands.notes._open)
    assert (await scene.engine.journal.call(model.id)).note == "Send it"
    assert notes_module.PAUSE_MILLISECONDS == 600


@on_stage
async def test_a_note_survives_leaving_dismissing_and_closing(scene):
    model = await scene.dialled()
    await scene.until_state(State.ENDED)
    scene.column.panel.note_typed.emit(model.id, "left")
    scene.column.panel.note_left.emit()
    await scene.until(lambda: not scene.calls.commands.notes._open)
    assert (await scene.engine.journal.call(model.id)).note == "left"
    scene.column.panel.note_typed.emit(model.id, "dismissed")
    scene.calls.dismiss(model.id)
    await scene.until(lambda: not scene.calls.commands.notes._open)
    assert (await scene.engine.journal.call(model.id)).note == "dismissed"
    await scene.calls.open(model.id)
    assert scene.model.note == "dismissed"
    scene.column.panel.note_typed.emit(model.id, "closed")
    await scene.calls.close()
    assert (await scene.engine.journal.call(model.id)).note == "closed"


@on_stage
async def test_a_note_that_the_disk_refuses_is_kept_and_said(scene, monkeypatch):
    model = await scene.dialled()
    keep = scene.engine.journal.set_note

    async def fails(call, note):
        raise StorageFailed("No space.")

    monkeypatch.setattr(scene.engine.journal, "set_note", fails)
    scene.column.panel.note_typed.emit(model.id, "important")
    scene.column.panel.note_left.emit()
    await scene.until(lambda: model.notice)
    assert model.notice == "The note is not saved. No space."
    assert model.note == "important"
    monkeypatch.setattr(scene.engine.journal, "set_note", keep)
    await scene.calls.close()
    assert (await scene.engine.journal.call(model.id)).note == "important"


@on_stage
async def test_the_next_call_takes_the_place_of_what_is_over_but_not_of_what_may_run(scene):
    scene.simulator.scenario = Scenario.BUSY
    over = await scene.dialled()
    await scene.until_state(State.FAILED)
    await written(scene, "a" * 16, (State.SENDING, None), (State.UNTRACKED, Reason.CONTACT_LOST))
    await scene.calls.open("a" * 16)
    assert len(scene.column.calls) == 2
    lost = scene.model
    new = await scene.dialled("+44 20 7946 0958")
    assert over not in scene.column.calls
    assert set(scene.column.calls) == {new, lost}
    assert scene.column.current is new


@on_stage
async def test_so_many_finished_calls_stay_and_no_more(scene, monkeypatch):
    monkeypatch.setattr(scene.engine.watching, "watch", heard_of_nothing)
    await written(scene, "e" * 16, (State.SENDING, None), (State.ACCEPTED, None))
    await scene.calls.open("e" * 16)
    live = scene.model
    for n in range(MOST_FINISHED + 5):
        call = f"{n:016x}"
        await written(scene, call, (State.NOT_SENT, Reason.DNS))
        await scene.calls.open(call)
    assert live in scene.column.calls
    assert len([model for model in scene.column.calls if model.is_over]) == MOST_FINISHED
    assert scene.column.current.id == f"{MOST_FINISHED + 4:016x}"


@on_stage
async def test_a_live_call_cannot_be_put_away(scene):
    model = await scene.dialled()
    scene.calls.dismiss(model.id)
    assert scene.column.calls == (model,)


@on_stage
async def test_a_call_of_the_history_is_opened_with_its_timeline_its_note_and_its_name(scene):
    await written(scene, "b" * 16, (State.SENDING, None), (State.FAILED, Reason.BUSY))
    await scene.engine.journal.set_note("b" * 16, "Try Friday.")
    scene.book.people["+442079460142"] = Contact(id="g", name="Grace Hopper")
    await scene.calls.open("b" * 16)
    model = scene.model
    assert [event.state for event in model.events] == [State.ARMED, State.SENDING, State.FAILED]
    assert (model.b_title, model.note) == ("Grace Hopper", "Try Friday.")
    await scene.calls.open("b" * 16)
    assert scene.column.calls == (model,)


@on_stage
async def test_a_call_that_is_not_there_is_said(scene):
    await scene.calls.open("f" * 16)
    assert len(scene.said) == 1
    assert scene.column.current is None


@on_stage
async def test_opened_twice_at_once_it_is_shown_once(scene):
    await written(scene, "b" * 16, (State.SENDING, None), (State.FAILED, Reason.BUSY))
    await asyncio.gather(scene.calls.open("b" * 16), scene.calls.open("b" * 16))
    assert len(scene.column.calls) == 1


async def test_at_the_start_everything_that_is_not_over_is_shown():
    async with Scene() as scene:
        await written(scene, "1" * 16, (State.SENDING, None), (State.UNKNOWN, Reason.TIMEOUT))
        await written(scene, "2" * 16, (State.SENDING, None), (State.SCHEDULED, None))
        await written(scene, "3" * 16, (State.SENDING, None), (State.ENDED, Reason.B_PARTY))
        await written(scene, "4" * 16, (State.SENDING, None), (State.UNKNOWN, Reason.TIMEOUT), test=True)
        await scene.calls.start()
        assert {model.id[0] for model in scene.column.calls} == {"1", "2"}
        assert scene.calls.recovered.is_set()
        assert scene.starts == []


async def test_a_call_that_runs_on_after_the_program_ended_is_taken_up_by_the_next_one_and_never_repeated():
    async with Stage(pace="0.1") as stage:
        async with Scene(stage=stage) as scene:
            scene.choose("business_isp")
            await scene.calls.start()
            first = (await scene.dialled()).id
            await scene.until_state(State.CONNECTED)
        async with Scene(stage=stage) as scene:
            await scene.calls.start()
            assert scene.model.id == first
            assert scene.model.is_live
            await scene.until_state(State.ENDED)
            assert len(scene.starts) == 1


async def test_a_start_that_fails_says_so_and_lets_presses_through(monkeypatch):
    async with Scene() as scene:

        async def fails():
            raise StorageFailed("The journal is damaged.")

        monkeypatch.setattr(scene.engine.recovery, "close_left_behind", fails)
        monkeypatch.setattr(scene.engine.journal, "unfinished", fails)
        await scene.calls.start()
        assert scene.said == ["The journal is damaged."] * 2
        assert scene.calls.recovered.is_set()


@on_stage
async def test_contact_that_was_lost_is_taken_up_again(scene, monkeypatch):
    watched = []

    async def watch(record):
        watched.append(record.intent.call)

    await written(scene, "c" * 16, (State.SENDING, None), (State.UNTRACKED, Reason.CONTACT_LOST))
    await scene.calls.open("c" * 16)
    monkeypatch.setattr(scene.engine.watching, "watch", watch)
    scene.column.panel.watch_requested.emit("c" * 16)
    await scene.until(lambda: watched)
    assert scene.model.is_watched


@on_stage
async def test_where_nothing_can_be_heard_any_more_the_panel_says_so(scene):
    await written(scene, "c" * 16, (State.SENDING, None), (State.UNTRACKED, Reason.CONTACT_LOST))
    await scene.calls.open("c" * 16)
    scene.column.panel.watch_requested.emit("c" * 16)
    await scene.until(lambda: scene.model.notice)
    assert scene.model.notice == NOTHING_HEARD


@on_stage
async def test_where_it_cannot_be_taken_up_the_panel_says_why(scene, monkeypatch):
    async def locked(record):
        raise SecretUnavailable("The keyring stayed locked.", reason=Reason.KEYRING)

    await written(scene, "c" * 16, (State.SENDING, None), (State.ACCEPTED, None))
    monkeypatch.setattr(scene.engine.watching, "watch", locked)
    await scene.calls.open("c" * 16)
    await scene.until(lambda: scene.model.notice)
    assert scene.model.notice == "The keyring stayed locked."
    assert not scene.model.is_watched
    assert not scene.column.panel.row.button(Do.WATCH).isHidden()


@on_stage
async def test_calls_of_this_window_take_nothing_from_one_another(scene):
    first = await scene.dialled()
    scene.choose("tel2")
    scene.desk.choose_ring_first(None)
    await scene.engine.log.enter(first.id, Report(evidence=Evidence.PERSON, text="Only here."))
    assert first.events[-1].text == "Only here."


@on_stage
async def test_two_hundred_calls_come_and_go_without_a_trace(scene):
    remembered = []
    for n in range(200):
        call = f"{n:016x}"
        await written(scene, call, (State.NOT_SENT, Reason.DNS))
        await scene.calls.open(call)
        remembered.append(weakref.ref(scene.model))
        scene.calls.dismiss(call)
    assert scene.column.current is None
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [reference() for reference in remembered if reference() is not None] == []
    assert scene.calls._shown == {}


@on_stage
async def test_the_number_of_a_press_finds_its_way_back_to_redial(scene):
    model = await scene.dialled(GRACE, contact="g", title="Grace Hopper")
    party = scene.calls.shown(model.id).party
    assert (party.number, party.contact, party.title) == (GRACE, "g", "Grace Hopper")
