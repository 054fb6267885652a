"""The program closes, or a press is taken back, at each step of a start: what is proved is entered, and no more."""

import asyncio
import threading

import pytest

from desktop_dialer.core.call import Evidence, Reason, State
from desktop_dialer.core.errors import LineBusy
from desktop_dialer.core.pace import Pace
from desktop_dialer.core.wire import Method, Request, WireText
from desktop_dialer.dialing import sessions
from desktop_dialer.dialing.exchange import Exchange
from desktop_dialer.dialing.parts import Call
from desktop_dialer.providers.business_isp import BusinessIsp
from desktop_dialer.storage import handles
from desktop_dialer.storage.session_secrets import MemorySecrets
from tests.unit.dialing.desk import C, Clock, Desk
from tests.unit.dialing.wire import (
    Act,
    ScriptedWire,
    anveo,
    hanging,
    isp,
    no_answer,
    opened,
    reply,
    taken_by_anveo,
)

STOP_SECONDS = 2.0


@pytest.fixture
async def isp_desk(desk):
    await desk.account("business_isp")
    return desk


async def idle_session(desk, wire):
    """A first call that is over and left its session idle."""
    wire.on("login", opened())
    wire.on("getStatus", isp(30))
    await desk.call("business_isp")
    wire.sent.clear()


class Gate:
    """Stands before an async method: tells that it was reached, and lets it run when it is opened."""

    def __init__(self, owner, name, *, at=1):
        self.reached, self.opened = asyncio.Event(), asyncio.Event()
        self._method, self._at = getattr(owner, name), at
        setattr(owner, name, self._wait)

    async def _wait(self, *args, **kwargs):
        self._at -= 1
        if self._at == 0:
            self.reached.set()
            await self.opened.wait()
        return await self._method(*args, **kwargs)


async def cancelled(task):
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_taken_back_while_the_secret_is_awaited_nothing_is_written_or_sent(isp_desk, wire):
    gate = Gate(isp_desk.memory, "get")
    press = asyncio.ensure_future(isp_desk.press("business_isp"))
    await gate.reached.wait()
    await cancelled(press)
    assert await isp_desk.journal.calls() == []
    assert wire.sent == []


async def test_taken_back_while_the_row_is_written_it_is_not_sent(isp_desk, wire):
    gate, call = Gate(isp_desk.journal, "arm"), Call()
    press = asyncio.ensure_future(isp_desk.press("business_isp", call=call))
    await gate.reached.wait()
    press.cancel()
    await asyncio.sleep(0)
    gate.opened.set()
    with pytest.raises(asyncio.CancelledError):
        await press
    assert await isp_desk.course(call) == ["armed", "sending", "not_sent/cancelled"]
    assert call.finished.is_set()
    assert wire.sent == []


async def test_taken_back_while_the_line_is_refused_there_is_no_row(isp_desk, wire, expected_log):
    expected_log("row of call .* stopped: LineBusy")
    wire.on("login", opened())
    wire.on("getStatus", isp(27))
    await isp_desk.press("business_isp")
    gate, call = Gate(isp_desk.journal, "arm"), Call()
    press = asyncio.ensure_future(isp_desk.press("business_isp", C, call=call))
    await gate.reached.wait()
    press.cancel()
    await asyncio.sleep(0)
    gate.opened.set()
    with pytest.raises(asyncio.CancelledError):
        await press
    assert len(await isp_desk.journal.calls()) == 1
    assert call.finished.is_set()


async def test_closed_before_its_first_step_it_is_not_sent(isp_desk, wire):
    wire.on("login", hanging(connects=asyncio.Event()))
    call = await isp_desk.press("business_isp")
    await isp_desk.scope.close(STOP_SECONDS)
    assert await isp_desk.course(call) == ["armed", "sending", "not_sent/cancelled"]
    assert call.finished.is_set()
    assert wire.sent == []


async def test_pressed_while_the_program_closes_it_is_not_sent(isp_desk, wire):
    wire.on("login", hanging(connects=asyncio.Event()))
    await isp_desk.scope.close(STOP_SECONDS)
    call = await isp_desk.press("business_isp")
    await isp_desk.finished(call)
    assert await isp_desk.course(call) == ["armed", "sending", "not_sent/cancelled"]


async def test_closed_while_connecting_it_is_not_sent(isp_desk, wire):
    wire.on("login", Act(opened(), connects=asyncio.Event()))
    call = await isp_desk.press("business_isp")
    await wire.connecting.wait()
    await isp_desk.scope.close(STOP_SECONDS)
    assert await isp_desk.course(call) == ["armed", "sending", "not_sent/cancelled"]
    assert wire.sent == []


async def test_closed_after_the_bytes_left_it_is_unknown(isp_desk, wire):
    act = hanging()
    wire.on("login", act)
    call = await isp_desk.press("business_isp")
    await act.leaves.wait()
    await isp_desk.scope.close(STOP_SECONDS)
    assert await isp_desk.course(call) == ["armed", "sending", "unknown/interrupted"]
    assert call.answered.is_set()


async def test_closed_while_the_late_answer_is_awaited_it_stays_as_it_is(isp_desk, wire):
    wire.on("login", hanging())
    call = await isp_desk.press("business_isp")
    await isp_desk.answered(call)
    await isp_desk.scope.close(STOP_SECONDS)
    assert await isp_desk.course(call) == ["armed", "sending", "unknown/timeout"]
    assert call.finished.is_set()


async def test_closed_while_the_deadline_is_entered_it_is_unknown_and_nobody_waits_for_the_answer(isp_desk, wire):
    wire.on("login", hanging())
    gate = Gate(isp_desk.journal, "append")
    call = await isp_desk.press("business_isp")
    await gate.reached.wait()
    closing = asyncio.ensure_future(isp_desk.scope.close(STOP_SECONDS))
    await asyncio.sleep(0.01)
    gate.opened.set()
    await closing
    assert await isp_desk.course(call) == ["armed", "sending", "unknown/timeout"]
    assert not [task for task in asyncio.all_tasks() if "ScriptedWire" in repr(task)]


async def test_closed_while_the_answer_is_entered_it_is_entered_whole_and_once(isp_desk, wire):
    wire.on("login", opened())
    gate = Gate(isp_desk.journal, "append")
    call = await isp_desk.press("business_isp")
    await gate.reached.wait()
    closing = asyncio.ensure_future(isp_desk.scope.close(STOP_SECONDS))
    await asyncio.sleep(0.01)
    gate.opened.set()
    await closing
    assert await isp_desk.course(call) == ["armed", "sending", "accepted"]
    assert await isp_desk.handles.find(call.id) is not None
    assert wire.sent == ["login"]


async def test_closed_just_as_the_answer_came_the_answer_counts(wire):
    """The answer is there, and nobody has looked at it yet."""
    wire.on("login", isp(101, "no"))
    request = Request(method=Method.GET, url=WireText("https://host/connectcall.aspx?login=u"))
    exchange = Exchange(
        wire,
        Pace(),
        request=request,
        read=lambda reply: BusinessIsp().read_start(None, reply),
        deadline=5,
        proxy="none",
    )
    await asyncio.wait({exchange._task})
    reading = await exchange.give_up(unsent=Reason.CANCELLED, sent=Reason.INTERRUPTED)
    assert (reading.state, exchange.evidence) == (State.REJECTED, Evidence.REPLY)


async def test_closed_while_it_is_followed_the_call_is_left_alone(isp_desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(9))
    call = await isp_desk.press("business_isp")
    await isp_desk.until(call, State.CONNECTED)
    await isp_desk.close()
    assert wire.count("hangUp", "end") == 0
    assert isp_desk.shown(call)[-1] == "connected"


async def test_closed_during_a_poll_nothing_is_entered_of_it(isp_desk, wire):
    wire.on("login", opened())
    act = hanging(isp(30))
    wire.on("getStatus", act)
    call = await isp_desk.press("business_isp")
    await act.leaves.wait()
    await isp_desk.scope.close(STOP_SECONDS)
    assert await isp_desk.course(call) == ["armed", "sending", "accepted"]


async def test_closed_while_the_session_is_asked_for_the_way_it_is_not_sent_and_the_session_is_ended(isp_desk, wire):
    await idle_session(isp_desk, wire)
    act = hanging()
    wire.on("hangUp", act)
    wire.on("end", isp(100))
    call = await isp_desk.press("business_isp", C)
    await act.leaves.wait()
    assert await isp_desk.course(call) == ["armed"]
    await isp_desk.scope.close(STOP_SECONDS)
    assert await isp_desk.course(call) == ["armed", "not_sent/cancelled"]
    await isp_desk.close()
    assert wire.sent == ["hangUp", "end"]


async def test_closed_while_it_is_handed_over_it_is_not_sent_and_the_session_is_ended(isp_desk, wire):
    await idle_session(isp_desk, wire)
    wire.on("hangUp", isp(105))
    wire.on("end", isp(100))
    gate = Gate(isp_desk.journal, "append")
    call = await isp_desk.press("business_isp", C)
    await gate.reached.wait()
    closing = asyncio.ensure_future(isp_desk.scope.close(STOP_SECONDS))
    await asyncio.sleep(0)
    gate.opened.set()
    await closing
    assert (await isp_desk.course(call))[-1] == "not_sent/cancelled"
    await isp_desk.close()
    assert wire.sent == ["hangUp", "end"]


async def test_closed_while_the_session_becomes_the_calls_it_is_not_sent_and_the_session_is_ended(
    isp_desk, wire, tmp_path
):
    await idle_session(isp_desk, wire)
    wire.on("hangUp", isp(105))
    wire.on("end", isp(100))
    gate = Gate(isp_desk.handles, "keep")
    call = await isp_desk.press("business_isp", C)
    await gate.reached.wait()
    closing = asyncio.ensure_future(isp_desk.scope.close(STOP_SECONDS))
    await asyncio.sleep(0)
    gate.opened.set()
    await closing
    assert (await isp_desk.course(call))[-1] == "not_sent/cancelled"
    await isp_desk.close()
    assert wire.sent == ["hangUp", "end"]
    assert not list((tmp_path / "live").rglob("*.json"))


async def test_closed_while_a_session_is_put_to_rest_it_is_ended(isp_desk, wire, tmp_path):
    wire.on("login", opened())
    wire.on("getStatus", isp(30))
    wire.on("end", isp(100))
    gate = Gate(isp_desk.handles, "keep", at=2)
    await isp_desk.press("business_isp")
    await gate.reached.wait()
    closing = asyncio.ensure_future(isp_desk.close())
    await asyncio.sleep(0)
    gate.opened.set()
    await closing
    assert wire.sent[-1] == "end"
    assert not list((tmp_path / "live").rglob("*.json"))


async def test_closed_while_the_handle_is_dropped_it_is_dropped(desk, wire, tmp_path):
    await desk.account("anveo")
    wire.on("DIAL.CONNECT", taken_by_anveo())
    wire.on("DIAL.GETSTATUS", anveo("END"))
    gate = Gate(desk.handles, "drop")
    await desk.press("anveo")
    await gate.reached.wait()
    closing = asyncio.ensure_future(desk.close())
    await asyncio.sleep(0)
    gate.opened.set()
    await closing
    assert not list((tmp_path / "live").rglob("*.json"))


async def test_a_disk_that_hangs_holds_up_the_end_for_a_second_at_most(isp_desk, wire, monkeypatch):
    await idle_session(isp_desk, wire)
    wire.on("end", isp(100))
    released = threading.Event()
    monkeypatch.setattr(isp_desk.handles._folder, "drop", lambda _: released.wait(20))
    monkeypatch.setattr(sessions, "DISK_SECONDS", 0.1)
    monkeypatch.setattr(handles, "CLOSE_SECONDS", 0.1)
    async with asyncio.timeout(2):
        await isp_desk.close()
    released.set()
    assert wire.sent == ["end"]


async def test_closed_while_connect_connects_it_is_not_sent_and_the_session_is_ended(isp_desk, wire):
    await idle_session(isp_desk, wire)
    wire.on("hangUp", isp(105))
    wire.on("connect", Act(isp(100), connects=asyncio.Event()))
    wire.on("end", isp(100))
    wire.connecting.clear()
    call = await isp_desk.press("business_isp", C)
    await wire.connecting.wait()
    await isp_desk.scope.close(STOP_SECONDS)
    assert await isp_desk.course(call) == ["armed", "sending", "not_sent/cancelled"]
    await isp_desk.close()
    assert wire.sent == ["hangUp", "end"]


async def test_closed_after_connect_left_it_is_unknown_and_the_session_is_never_spoken_to_again(
    isp_desk, open_desk, wire
):
    await idle_session(isp_desk, wire)
    wire.on("hangUp", isp(105))
    act = hanging()
    wire.on("connect", act)
    call = await isp_desk.press("business_isp", C)
    await act.leaves.wait()
    await isp_desk.close()
    assert wire.sent == ["hangUp", "connect"]
    assert isp_desk.shown(call)[-1] == "unknown/interrupted"
    assert await (await open_desk()).handles.find(call.id) is None


async def test_closed_between_a_lost_session_and_the_login_it_is_refused_and_no_login_follows(isp_desk, wire):
    await idle_session(isp_desk, wire)
    wire.on("hangUp", isp(105))
    wire.on("connect", isp(102))
    gate = Gate(isp_desk.journal, "append", at=2)
    call = await isp_desk.press("business_isp", C)
    await gate.reached.wait()
    closing = asyncio.ensure_future(isp_desk.scope.close(STOP_SECONDS))
    await asyncio.sleep(0)
    gate.opened.set()
    await closing
    assert (await isp_desk.course(call))[-1] == "rejected/credentials"
    assert wire.sent == ["hangUp", "connect"]


async def test_closed_while_it_waits_for_its_time_it_stays_scheduled(desk, wire):
    wire.on("calls/make", reply('{"responses":[{"code":"204","key":"","message":"OK"}]}'))
    await desk.account("vprovider", delay="3600")
    call = await desk.press("vprovider")
    await desk.finished(call)
    await desk.scope.close(STOP_SECONDS)
    assert await desk.course(call) == ["armed", "sending", "scheduled"]


async def test_a_call_that_its_watcher_never_saw_begin_is_over_for_him_when_it_is_busy(isp_desk, wire):
    wire.on("login", hanging())
    await isp_desk.press("business_isp")
    call = Call()
    with pytest.raises(LineBusy):
        await isp_desk.press("business_isp", C, call=call)
    assert not call.answered.is_set()


async def test_a_fault_of_the_program_before_anything_left_is_not_sent_and_is_logged(isp_desk, wire, expected_log):
    expected_log("call .* stopped: RuntimeError")
    await idle_session(isp_desk, wire)
    wire.on("hangUp", RuntimeError("a bug"))
    wire.on("end", isp(100))
    assert await isp_desk.call("business_isp", C) == ["armed", "not_sent/interrupted"]
    await isp_desk.close()
    assert wire.sent == ["hangUp", "end"]


async def test_a_fault_at_the_end_of_a_cancelled_exchange_is_no_loose_end(isp_desk, wire):
    """The wire answers the cancellation itself with a fault."""

    async def stubborn(_):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            return no_answer(Reason.DISCONNECTED)

    act = Act(stubborn)
    wire.on("login", act)
    call = await isp_desk.press("business_isp")
    await act.leaves.wait()
    await isp_desk.scope.close(STOP_SECONDS)
    assert await isp_desk.course(call) == ["armed", "sending", "unknown/disconnected"]


async def stopped_after(seconds, folder, answers):
    """Press in a process of its own, close it after so long: the last state, or None without a row, and the wire."""
    wire = ScriptedWire()
    desk = Desk(folder, wire, secrets=MemorySecrets(), clock=Clock())
    await desk.open()
    try:
        await desk.account("business_isp")
        if "connect" in answers:
            await idle_session(desk, wire)
        for command, answer in answers.items():
            wire.on(command, answer)
        wire.on("end", isp(100))
        wire.pause = 0.001
        desk.scope.spawn(desk.press("business_isp", C), "press")
        await asyncio.sleep(seconds)
        await desk.scope.close(STOP_SECONDS)
        records = [record for record in await desk.journal.calls() if record.intent.b_number == C]
        return (records[0].last.state if records else None), wire
    finally:
        await desk.close()


@pytest.mark.parametrize(
    ("answers", "most"),
    [
        ({"login": opened()}, 1),
        ({"login": isp(101)}, 1),
        ({"hangUp": isp(105), "connect": isp(100)}, 1),
        ({"hangUp": isp(102), "connect": isp(101), "login": opened("fresh")}, 1),
        ({"hangUp": isp(105), "connect": isp(102), "login": opened("fresh")}, 2),
    ],
    ids=["login", "refused login", "session", "lost session", "session lost at connect"],
)
async def test_stopped_at_any_moment_the_law_holds(tmp_path, answers, most):
    found = set()
    for seconds in (*(step * 0.0008 for step in range(30)), 0.5):
        state, wire = await stopped_after(seconds, tmp_path / str(seconds), {**answers, "getStatus": isp(27)})
        starts = wire.count("login", "connect")
        assert starts <= most
        assert (state in {None, State.NOT_SENT}) is (starts == 0)
        assert state not in {State.ARMED, State.SENDING}
        assert state is not State.REJECTED or starts == 1
        found.add(state)
    assert State.NOT_SENT in found
    assert found - {State.NOT_SENT, None}
