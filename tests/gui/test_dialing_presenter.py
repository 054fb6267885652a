"""A press of Call on the whole program: one start at most, and every refusal and question where it arises."""

import asyncio

import pytest

from desktop_dialer.core.call import Evidence, Reason, Report, State, Verdict
from desktop_dialer.core.contact import Contact, ContactNumber
from desktop_dialer.core.errors import SecretUnavailable, StorageFailed
from desktop_dialer.simulator import Scenario
from desktop_dialer.ui.models.call_actions import Do
from desktop_dialer.ui.presenters import dialing as dialing_module
from desktop_dialer.ui.presenters.dialing import ANSWER_FIRST, JOURNAL, KEYRING, ONE_AT_A_TIME
from tests.gui.call_scene import GRACE, Scene, on_stage

ADA = "+44 20 7946 0958"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(dialing_module, "PATIENCE_SECONDS", 0.01)


@pytest.fixture
def at_once(monkeypatch):
    """The same number pressed again is another press, however soon."""
    monkeypatch.setattr(dialing_module, "DOUBLE_PRESS_MILLISECONDS", 0)


async def ended(scene):
    await scene.until_state(State.ENDED, State.FAILED, State.REJECTED, State.UNTRACKED, State.NOT_SENT)


async def answer(scene, *, yes):
    await scene.until(scene.column.question.isVisible)
    scene.column.question.answered.emit(yes)


@on_stage
async def test_a_press_makes_one_call_and_shows_it(scene):
    model = await scene.dialled()
    assert scene.starts == ["+442079460142"] or len(scene.starts) == 1
    assert scene.column.current is model
    assert model.a_number
    assert scene.refused == []


@on_stage
async def test_twenty_presses_in_one_turn_of_the_loop_make_one_call(scene):
    for _ in range(20):
        scene.dialing.press(GRACE)
    await ended(scene)
    assert len(scene.starts) == 1
    assert scene.refused == []


@on_stage
async def test_twenty_presses_on_different_numbers_make_one_call_and_the_others_are_told_to_wait(scene):
    for n in range(20):
        scene.dialing.press(f"+4420794601{n:02}")
    await scene.until(lambda: scene.model is not None)
    assert scene.refused == [ONE_AT_A_TIME] * 19
    await ended(scene)
    assert len(scene.starts) == 1


@on_stage
async def test_presses_all_through_a_call_make_no_second_one(scene, at_once):
    scene.dialing.press(GRACE)
    while scene.model is None or not scene.model.is_over:
        scene.dialing.press(GRACE)
        scene.dialing.redial()
        await asyncio.sleep(0.01)
    await scene.until(lambda: scene.dialing._task.done() or scene.column.question.isVisible())
    assert len(scene.starts) == 1
    assert any("has a call already" in sentence for sentence in scene.refused)


@on_stage
async def test_a_busy_line_is_said_and_its_call_is_shown(scene):
    first = await scene.dialled()
    scene.dialing.press(ADA)
    await scene.until(lambda: scene.refused)
    assert scene.column.refused.isVisible()
    assert "Hang it up or wait for its end" in scene.column.refused.text()
    assert scene.column.current is first
    assert len(scene.starts) == 1


@on_stage
async def test_a_line_that_becomes_busy_meanwhile_is_said_too(scene, monkeypatch):
    async def nobody():
        return []

    first = await scene.dialled()
    monkeypatch.setattr(scene.engine.parts.journal, "unfinished", nobody)
    scene.dialing.press(ADA)
    await scene.until(lambda: scene.refused)
    assert "has a call already" in scene.refused[0]
    assert scene.column.calls == (first,)
    assert len(scene.starts) == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [("+44999", "emergency number"), ("", "There is no number"), ("12a4", "not part of a telephone number")],
)
@on_stage
async def test_what_cannot_be_called_is_refused_in_the_column_at_once(scene, number, words):
    scene.dialing.press(number)
    assert words in scene.refused[0]
    assert words in scene.column.refused.text()
    assert scene.starts == []
    await scene.dialled()
    assert scene.column.refused.isHidden()


@on_stage
async def test_without_an_account_one_is_asked_for(scene, monkeypatch):
    needed = []
    scene.dialing.account_needed.connect(lambda: needed.append(1))
    monkeypatch.setattr(scene.desk, "_account", None)
    scene.dialing.press(GRACE)
    assert needed == [1]
    assert scene.refused == []


@on_stage
async def test_a_repeat_asks_first_and_a_no_calls_nobody(scene, at_once):
    scene.simulator.scenario = Scenario.BUSY
    await scene.dialled()
    await ended(scene)
    scene.dialing.press(GRACE)
    await scene.until(scene.column.question.isVisible)
    assert "was called" in scene.column.question.sentences.text()
    assert "via Business ISP" in scene.column.question.title.text()
    await answer(scene, yes=False)
    await scene.until(scene.column.question.isHidden)
    assert len(scene.starts) == 1


@on_stage
async def test_a_yes_calls_once(scene, at_once):
    scene.simulator.scenario = Scenario.BUSY
    await scene.dialled()
    await ended(scene)
    scene.dialing.redial()
    await answer(scene, yes=True)
    scene.column.question.answered.emit(True)
    await scene.until(lambda: len(scene.starts) == 2)
    await ended(scene)
    assert len(scene.starts) == 2


@on_stage
async def test_an_open_question_is_not_replaced_and_the_press_is_told_to_answer_it(scene, at_once):
    scene.simulator.scenario = Scenario.BUSY
    await scene.dialled()
    await ended(scene)
    scene.dialing.press(GRACE)
    await scene.until(scene.column.question.isVisible)
    before = scene.column.question.title.text()
    scene.dialing.press(ADA)
    assert scene.refused[-1] == ANSWER_FIRST
    assert scene.column.question.title.text() == before
    await answer(scene, yes=False)
    await scene.until(scene.column.question.isHidden)
    assert scene.column.refused.isHidden()
    assert len(scene.starts) == 1


@on_stage
async def test_after_an_unknown_calling_again_asks_whatever_line_is_chosen(scene, at_once):
    scene.choose("voiptech")
    scene.simulator.scenario = Scenario.LOST_ANSWER
    model = await scene.dialled()
    assert model.is_open_unknown
    scene.choose("business_isp")
    scene.simulator.scenario = Scenario.BUSY
    scene.column.panel.again_requested.emit(model.id)
    await scene.until(scene.column.question.isVisible)
    assert "We don't know if the call before went out" in scene.column.question.sentences.text()
    await answer(scene, yes=True)
    await scene.until(lambda: len(scene.starts) == 2)
    await scene.until(lambda: model.verdict is Verdict.CALLED_ANYWAY)


@on_stage
async def test_what_a_call_took_is_used_up_and_its_number_is_the_first_choice(scene):
    numbers = (ContactNumber(label="Work", text="020 7946 0142", key="+442079460142"),)
    scene.book.people["+442079460142"] = Contact(id="g", name="Grace Hopper", numbers=numbers)
    scene.choose("anveo")
    scene.desk.set_options({"MEMO": "x"})
    model = await scene.dialled(contact="g", title="Grace Hopper")
    await scene.until(lambda: scene.book.calls)
    assert model.names.b_party == "Grace Hopper"
    assert scene.desk.options == {}
    assert scene.book.calls == [("g", "020 7946 0142")]


@on_stage
async def test_a_typed_number_gets_its_name_from_the_contacts(scene):
    scene.book.people["+442079460142"] = Contact(id="g", name="Grace Hopper")
    model = await scene.dialled()
    assert model.b_title == "Grace Hopper"
    assert scene.book.calls == []


@on_stage
async def test_contacts_that_do_not_answer_hold_no_call_up(scene):
    scene.book.stall = asyncio.Event()
    model = await scene.dialled()
    assert model.b_title == "020 7946 0142"


@on_stage
async def test_redial_takes_the_last_number_of_the_journal_where_none_was_pressed(scene, at_once):
    scene.simulator.scenario = Scenario.BUSY
    await scene.dialled()
    await ended(scene)
    scene.dialing._last = None
    scene.dialing.redial()
    await scene.until(scene.column.question.isVisible)
    assert "020 7946 0142" in scene.column.question.title.text()
    await answer(scene, yes=False)


@on_stage
async def test_redial_without_any_call_says_so(scene):
    scene.dialing.redial()
    await scene.until(lambda: scene.refused)
    assert scene.refused == ["No number was called yet."]


class Locked:
    """A keyring that opens when it is told to; None in it means: no such secret."""

    place = "the keyring"

    def __init__(self, fault=None):
        self.opened = asyncio.Event()
        self.fault = fault

    async def get(self, account, key):
        await self.opened.wait()
        if self.fault is not None:
            raise self.fault


def lock(scene, keyring):
    scene.program.accounts._secrets._keyring = keyring
    scene.program.session_secrets._secrets.clear()


@on_stage
async def test_while_the_keyring_is_waited_for_it_is_said_and_the_press_can_be_taken_back(scene):
    lock(scene, Locked())
    scene.dialing.press(GRACE)
    await scene.until(scene.column.waiting.isVisible)
    assert scene.column.waiting.text() == KEYRING
    scene.dialing.press(ADA)
    assert scene.refused == [ONE_AT_A_TIME]
    scene.column.waiting.given_up.emit()
    await scene.until(scene.column.waiting.isHidden)
    await scene.until(scene.dialing._task.done)
    assert scene.starts == []
    assert scene.column.current is None
    assert scene.calls._shown == {}


@on_stage
async def test_without_its_secret_a_call_ends_and_one_kept_for_the_session_serves_the_next_press(scene, at_once):
    keyring = Locked()
    keyring.opened.set()
    lock(scene, keyring)
    scene.desk.set_options({"type": "2"})
    model = await scene.dialled()
    assert (model.last.state, model.last.reason) == (State.NOT_SENT, Reason.NO_SECRET)
    assert scene.desk.options == {"type": "2"}
    panel = scene.column.panel
    assert not panel.row.button(Do.KEEP_SECRET).isHidden()
    panel.secret_requested.emit(model.id)
    assert list(panel.secrets._entries) == ["password"]
    panel.secret_given.emit(model.id, {"password": "demo"})
    await scene.until(lambda: "Redial" in model.notice)
    assert scene.starts == []
    panel.redial_requested.emit(model.id)
    await scene.until(lambda: len(scene.starts) == 1)


@on_stage
async def test_a_locked_keyring_ends_the_call_in_its_own_words(scene):
    keyring = Locked(SecretUnavailable("The keyring stayed locked.", reason=Reason.KEYRING))
    keyring.opened.set()
    lock(scene, keyring)
    model = await scene.dialled()
    assert model.last.reason == Reason.KEYRING
    assert scene.starts == []


@on_stage
async def test_a_secret_that_no_store_takes_is_said_with_the_call(scene):
    keyring = Locked()
    keyring.opened.set()
    lock(scene, keyring)
    model = await scene.dialled()
    scene.column.panel.secret_given.emit(model.id, {"password": "a\nb"})
    await scene.until(lambda: model.notice)
    assert "Redial" not in model.notice
    assert "a\nb" not in model.notice


@on_stage
async def test_a_journal_that_cannot_be_read_makes_no_call(scene, monkeypatch):
    async def fails():
        raise StorageFailed("The journal cannot be read: no space.")

    monkeypatch.setattr(scene.engine.parts.journal, "unfinished", fails)
    scene.dialing.press(GRACE)
    await scene.until(lambda: scene.refused)
    assert scene.refused == ["The journal cannot be read: no space."]
    assert scene.starts == []


@on_stage
async def test_a_disk_that_takes_its_time_is_said_and_the_press_can_be_taken_back(scene, monkeypatch):
    async def stalls():
        await asyncio.Event().wait()

    monkeypatch.setattr(scene.engine.parts.journal, "unfinished", stalls)
    scene.dialing.press(GRACE)
    await scene.until(scene.column.waiting.isVisible)
    assert scene.column.waiting.text() == JOURNAL
    scene.column.waiting.stop_button.click()
    await scene.until(scene.dialing._task.done)
    assert scene.starts == []
    assert scene.column.waiting.isHidden()


@on_stage
async def test_a_journal_that_cannot_be_written_shows_a_call_that_was_not_sent(scene, monkeypatch):
    async def fails(intent, reports):
        raise StorageFailed("The journal cannot be written: no space.")

    monkeypatch.setattr(scene.engine.parts.journal, "arm", fails)
    model = await scene.dialled()
    assert (model.last.state, model.last.reason) == (State.NOT_SENT, Reason.JOURNAL)
    assert scene.starts == []


async def test_no_press_is_taken_before_the_calls_of_last_time_are_looked_after():
    async with Scene() as scene:
        scene.choose("business_isp")
        scene.dialing.press(GRACE)
        await scene.until(scene.column.waiting.isVisible)
        assert await scene.engine.journal.unfinished() == []
        await scene.calls.start()
        await scene.until(lambda: len(scene.starts) == 1)


@on_stage
async def test_thirty_calls_at_once_on_thirty_lines_each_make_one_start(scene, monkeypatch):
    monkeypatch.setattr(scene.engine.limits, "questions", nothing_asked)
    scene.choose("voiptech")
    for n in range(30):
        scene.desk.set_options({"dial1": f"+4420794602{n:02}"})
        scene.dialing.press(f"+4420794603{n:02}")
        await scene.until(scene.dialing._task.done)
    await scene.until(lambda: len(scene.starts) == 30)
    assert len(set(scene.starts)) == 30
    assert scene.refused == []


async def nothing_asked(draft):
    return []


@on_stage
async def test_a_report_of_a_person_is_no_press(scene):
    model = await scene.dialled()
    await scene.engine.log.enter(model.id, Report(evidence=Evidence.PERSON, text="Hm."))
    assert len(scene.starts) == 1
