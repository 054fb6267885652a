"""`call` to its end: five providers, every scenario of the simulator, the last state and the exit."""

import asyncio

import pytest

from desktop_dialer.simulator import Action, Scenario

NOTHING_MORE = (0, "untracked", "reports_nothing_more")
ENDED = (0, "ended", "not_reported")
FIRST_LEG = (7, "failed", "first_leg")
REFUSED = (3, "rejected", "provider_message")
PROVIDERS = ("tel2", "voiptech", "anveo", "vprovider", "business_isp")
OUTCOMES = {
    Scenario.TALK: (NOTHING_MORE, NOTHING_MORE, ENDED, ENDED, (0, "ended", "b_party")),
    Scenario.BUSY: (NOTHING_MORE, FIRST_LEG, ENDED, ENDED, (7, "failed", "busy")),
    Scenario.NO_ANSWER: (NOTHING_MORE, FIRST_LEG, ENDED, ENDED, (7, "failed", "no_answer")),
    Scenario.DECLINED: (NOTHING_MORE, FIRST_LEG, ENDED, ENDED, (7, "failed", "declined")),
    Scenario.NO_FUNDS: (NOTHING_MORE, FIRST_LEG, REFUSED, (3, "rejected", "rate_plan"), (7, "failed", "funds")),
    Scenario.WRONG_PASSWORD: (
        (4, "unknown", "unrecognised"),
        REFUSED,
        REFUSED,
        (3, "rejected", "credentials"),
        (3, "rejected", "credentials"),
    ),
    Scenario.WRONG_NUMBER: (
        NOTHING_MORE,
        FIRST_LEG,
        REFUSED,
        (3, "rejected", "parameters"),
        (7, "failed", "b_number"),
    ),
    Scenario.SLOW: (NOTHING_MORE, NOTHING_MORE, ENDED, ENDED, (0, "ended", "b_party")),
    Scenario.GARBAGE: (
        (4, "unknown", "unrecognised"),
        (4, "unknown", "unrecognised"),
        (4, "unknown", "malformed"),
        (4, "unknown", "malformed"),
        (4, "unknown", "malformed"),
    ),
    Scenario.LOST_ANSWER: ((4, "unknown", "disconnected"),) * 5,
    Scenario.SESSION_LOST: (
        NOTHING_MORE,
        NOTHING_MORE,
        (8, "untracked", "contact_lost"),
        ENDED,
        (8, "untracked", "session_lost"),
    ),
}
"""Exit, last state and its reason, in the order of the providers."""
LATE_ANSWER = ["armed", "sending", "unknown", "accepted"]
BEGINNINGS = {(Scenario.SLOW, "anveo"): LATE_ANSWER, (Scenario.SLOW, "business_isp"): LATE_ANSWER}
"""How a call begins where that is not plain: an answer after the deadline closes what was unknown."""


@pytest.mark.parametrize("scenario", list(Scenario), ids=str)
async def test_a_call_ends_with_the_state_and_exit_of_its_scenario(ready, simulator, scenario):
    simulator.scenario = scenario
    # Ten failed polls with growing pauses between them take three minutes at full pace.
    paces = {"anveo": 0.02} if scenario is Scenario.SESSION_LOST else {}
    calls = [ready.call(provider, scale=paces.get(provider)) for provider in PROVIDERS]
    ended = dict(zip(PROVIDERS, await asyncio.gather(*calls), strict=True))
    found = {provider: (one.code, *one.last) for provider, one in ended.items()}
    assert found == dict(zip(PROVIDERS, OUTCOMES[scenario], strict=True))
    for provider, one in ended.items():
        begins = BEGINNINGS.get((scenario, provider), ["armed", "sending"])
        assert one.states[: len(begins)] == begins
        starts = [entry for entry in simulator.log if entry.provider == provider and entry.action is Action.START]
        assert len(starts) == 1


async def test_a_talk_through_business_isp_is_told_leg_by_leg(ready):
    told = await ready.call("business_isp")
    assert told.states[0:3] == ["armed", "sending", "accepted"]
    assert {"connected", "ended"} <= set(told.states)
    assert [one["seq"] for one in told.objects] == list(range(1, len(told.objects) + 1))
    connected = next(one for one in told.objects if one["state"] == "connected")
    assert (connected["evidence"], connected["code"]) == ("poll", "9")
    assert set(connected) == {
        "call", "seq", "time", "elapsed", "state", "leg", "reason", "evidence", "code", "text",
    }  # fmt: skip


async def test_no_follow_ends_with_the_answer_to_the_start_request(ready, simulator):
    told = await ready.call("business_isp", "--no-follow")
    assert (told.code, told.states) == (0, ["armed", "sending", "accepted"])
    assert [entry.action for entry in simulator.log] == [Action.START]


async def test_several_numbers_go_through_one_session(ready, simulator):
    numbers = ("+31207654321", "+31207654322")
    told = await ready.run("call", *numbers, "--account", "business_isp", "--json")
    assert told.code == 0
    assert told.states.count("ended") == 2
    steps = [entry for entry in simulator.log if entry.action is not Action.STATUS]
    assert [entry.parameters.get("cmd", "login") for entry in steps] == [
        "login", "hangUp", "connect", "end",
    ]  # fmt: skip
    assert [entry.parameters["dest"] for entry in steps if entry.action is Action.START] == list(numbers)
    assert not any(entry.parameters.get("password") for entry in steps[1:])


async def test_no_further_number_is_called_after_an_unknown(ready, simulator):
    simulator.scenario = Scenario.LOST_ANSWER
    told = await ready.run("call", "+31207654321", "+31207654322", "--account", "business_isp", "--json")
    assert told.code == 4
    assert len(simulator.log) == 1


async def test_the_exit_of_several_calls_is_the_first_that_is_not_0(ready, simulator):
    simulator.scenario = Scenario.BUSY
    told = await ready.run("call", "+31207654321", "+31207654322", "--account", "business_isp", "--json")
    assert told.code == 7
    assert told.states.count("failed") == 2


async def test_anveos_test_is_accepted_marked_and_no_call(ready, simulator):
    told = await ready.call("anveo", "--set", "TEST=TRUE")
    assert told.code == 0
    assert "Test request" in next(one["text"] for one in told.objects if one["state"] == "accepted")
    (row,) = (await ready.run("history", "--json")).objects
    assert row["test"] is True
    assert simulator.calls() == []


async def test_a_detailed_log_holds_no_secret(ready):
    told = await ready.run("--debug", "call", "+31207654321", "--account", "business_isp", "--json")
    assert told.code == 0
    log = (ready.home / "desktop-dialer.log").read_text()
    assert log
    assert "S3cret" not in log


async def test_without_json_a_person_reads_a_timeline(ready):
    told = await ready.run("call", "+31207654321", "--account", "business_isp")
    assert told.code == 0
    for text in ("020 765 4321", "through Business ISP", "Both connected – talking.", "[30]"):
        assert text in told.out


async def test_nothing_listening_is_not_sent(ready, simulator):
    await simulator.close()
    told = await ready.call("business_isp")
    assert (told.code, told.last) == (5, ("not_sent", "refused"))


async def test_a_secret_that_is_nowhere_is_not_sent(ready):
    await ready.run("account", "add", "bare", "--provider", "tel2", "--set", "user=442034567890")
    told = await ready.run("call", "02079460123", "--account", "bare", "--json")
    assert (told.code, told.last) == (6, ("not_sent", "no_secret"))


async def test_a_repeat_asks_and_without_a_person_stops(ready, simulator):
    assert (await ready.run("call", "+31207654321", "--account", "tel2", "--yes")).code == 0
    again = await ready.run("call", "+31207654321", "--account", "tel2", "--json", scale=1)
    assert (again.code, again.out) == (2, "")
    assert "Call anyway?" in again.err
    assert len(simulator.log) == 1


async def test_a_busy_line_takes_no_second_call(ready, simulator):
    first = await ready.start("call", "+31207654321", "--account", "business_isp", "--json")
    await first.line(holds="accepted")
    second = await ready.run("call", "+31207654322", "--account", "business_isp", "--json")
    assert (second.code, second.out) == (2, "")
    assert "live call" in second.err
    assert (await first.end()).code == 0
    assert len([entry for entry in simulator.log if entry.action is Action.START]) == 1


async def test_a_home_that_cannot_be_written_makes_no_call(ready, simulator):
    (ready.home / "journal.db").mkdir()
    told = await ready.call("business_isp")
    assert (told.code, told.last) == (5, ("not_sent", "journal"))
    assert simulator.log == []
