"""The journal, the handles or the keyring fail: no row, no call; and a call that runs is not lost sight of."""

import asyncio
import threading

import pytest
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from desktop_dialer.core.call import State
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.dialing.limits import Question
from desktop_dialer.dialing.parts import Call
from desktop_dialer.storage.keyring_backend import Keyring, unavailable
from desktop_dialer.storage.secrets import KeyringSecrets
from tests.unit.dialing.desk import C
from tests.unit.dialing.wire import isp, opened, reply

REFUSED = StorageFailed("The journal (journal.db) could not be used: the disk is full.")


def failing(owner, name, *turns):
    """The method fails at these turns (from 1), or at each where none is named."""
    method, turn = getattr(owner, name), 0

    def answer(*args, **kwargs):
        nonlocal turn
        turn += 1
        if not turns or turn in turns:
            raise REFUSED
        return method(*args, **kwargs)

    async def answer_later(*args, **kwargs):
        return await answer(*args, **kwargs)

    setattr(owner, name, answer_later if asyncio.iscoroutinefunction(method) else answer)
    return lambda: setattr(owner, name, method)


@pytest.fixture
async def isp_desk(desk):
    await desk.account("business_isp")
    return desk


async def test_without_a_row_nothing_is_sent_and_the_cause_is_named(isp_desk, wire):
    failing(isp_desk.journal, "arm")
    call = await isp_desk.press("business_isp")
    assert call.finished.is_set()
    assert isp_desk.shown(call) == ["not_sent/journal"]
    assert "the disk is full" in isp_desk.seen[-1].text
    assert wire.sent == []


async def test_without_the_entry_that_it_goes_out_nothing_goes_out(isp_desk, wire, expected_log):
    expected_log("call .* stopped: StorageFailed")
    wire.on("login", opened())
    wire.on("getStatus", isp(30))
    wire.on("hangUp", isp(105))
    await isp_desk.call("business_isp")
    wire.sent.clear()
    failing(isp_desk.journal, "append", 1)
    call = await isp_desk.press("business_isp", C)
    await isp_desk.finished(call)
    assert await isp_desk.course(call) == isp_desk.shown(call) == ["armed", "not_sent/journal"]
    assert wire.sent == ["hangUp"]
    assert isp_desk.sessions.has_idle(isp_desk.accounts.named(None), "https://portal.business-isp.nl/api/")


async def test_without_the_sessions_entry_on_disk_it_is_not_called_in(isp_desk, wire, expected_log):
    """A crash would leave it to be ended as the session of the call before, while this one talks."""
    expected_log("call .* stopped: StorageFailed")
    wire.on("login", opened())
    wire.on("getStatus", isp(30))
    wire.on("hangUp", isp(105))
    await isp_desk.call("business_isp")
    wire.sent.clear()
    mended = failing(isp_desk.handles, "keep")
    call = await isp_desk.press("business_isp", C)
    await isp_desk.finished(call)
    mended()
    assert await isp_desk.course(call) == ["armed", "sending", "not_sent/journal"]
    assert wire.sent == ["hangUp"]


async def test_an_outcome_that_cannot_be_kept_is_shown_and_the_call_is_followed(isp_desk, wire, expected_log):
    expected_log("An entry of call .* could not be kept: .*disk is full")
    wire.on("login", opened())
    wire.on("getStatus", isp(27), isp(30))
    failing(isp_desk.journal, "append", 1)
    call = await isp_desk.press("business_isp")
    await isp_desk.finished(call)
    assert isp_desk.shown(call) == ["armed", "sending", "accepted", "a_ringing", "ended/b_party"]
    assert await isp_desk.course(call) == ["armed", "sending", "a_ringing", "ended/b_party"]
    assert [event.seq for event in isp_desk.seen] == [1, 2, 3, 3, 4]


async def test_an_end_that_cannot_be_kept_is_shown_and_the_session_is_not_taken_for_idle(isp_desk, wire, expected_log):
    expected_log("could not be kept")
    wire.on("login", opened())
    wire.on("getStatus", isp(27), isp(30))
    failing(isp_desk.journal, "append", 3)
    call = await isp_desk.press("business_isp")
    await isp_desk.finished(call)
    assert isp_desk.shown(call)[-1] == "ended/b_party"
    assert (await isp_desk.record(call)).is_live
    assert not isp_desk.sessions.has_idle(isp_desk.accounts.named(None), "https://portal.business-isp.nl/api/")


async def test_a_call_whose_handle_cannot_be_kept_is_followed_from_memory(isp_desk, wire, expected_log):
    expected_log("What call .* is known by could not be kept")
    expected_log("What the session of call .* said last could not be kept")
    wire.on("login", opened())
    wire.on("getStatus", isp(27), isp(30))
    mended = failing(isp_desk.handles, "keep")
    assert (await isp_desk.call("business_isp"))[-1] == "ended/b_party"
    mended()


async def test_what_is_said_and_cannot_be_kept_shows_the_state_as_it_was(isp_desk, wire, expected_log):
    expected_log("could not be kept")
    wire.on("login", opened())
    wire.on("getStatus", isp(26), isp(3), isp(9))
    failing(isp_desk.journal, "append", 3)
    call = await isp_desk.press("business_isp")
    await isp_desk.until(call, State.CONNECTED)
    said = next(event for event in isp_desk.seen if event.code == "3")
    assert (said.state, said.leg, said.seq) == (State.B_RINGING, "b", 5)
    assert said.elapsed >= isp_desk.seen[3].elapsed


def keyring(work, *, limit=5.0):
    class Backend:
        priority = 1

        def get_password(self, service, username):
            return work()

    return KeyringSecrets(limit=limit, choose=lambda: Keyring(backend=Backend(), place="the keyring", priority=1.0))


def raising(fault):
    def work():
        raise fault

    return work


def absent():
    def choose():
        raise unavailable("there is no keyring")

    return KeyringSecrets(choose=choose)


def stalling():
    return keyring(lambda: threading.Event().wait(0.2), limit=0.02)


@pytest.mark.parametrize(
    ("store", "reason"),
    [
        (absent, "keyring"),
        (lambda: keyring(raising(KeyringLocked())), "keyring"),
        (lambda: keyring(raising(InitError())), "keyring"),
        (lambda: keyring(raising(NoKeyringError())), "keyring"),
        (stalling, "keyring"),
        (lambda: keyring(lambda: None), "no_secret"),
    ],
    ids=["absent", "locked", "not opened", "failing", "stalling", "without it"],
)
async def test_without_its_secret_a_press_is_written_down_and_not_sent(open_desk, wire, store, reason):
    desk = await open_desk(keyring=store())
    account = await desk.account("tel2", secrets=False)
    call = await desk.press(account)
    assert call.finished.is_set()
    assert await desk.course(call) == desk.shown(call) == ["armed", f"not_sent/{reason}"]
    assert wire.sent == []
    assert desk.seen[-1].text


async def test_a_press_without_its_secret_holds_no_line(desk, wire):
    account = await desk.account("tel2", secrets=False)
    for number in (C, C):
        assert (await desk.call(account, number))[-1] == "not_sent/no_secret"


async def test_neither_secret_nor_journal_is_shown_as_the_journals_failure(desk):
    failing(desk.journal, "arm")
    account = await desk.account("tel2", secrets=False)
    call = await desk.press(account, call=Call())
    assert desk.shown(call) == ["not_sent/journal"]


async def test_the_question_about_an_unreadable_call_does_not_stop_the_new_one(desk, wire, expected_log):
    expected_log("called anyway could not be kept")
    wire.on("connectcall", reply("ok"))
    await desk.account("tel2")
    question = Question(key="open_unknown", sentence="?", call="nowhere")
    call = await desk.press("tel2", answered=[question])
    await desk.finished(call)
    assert wire.sent == ["connectcall"]
