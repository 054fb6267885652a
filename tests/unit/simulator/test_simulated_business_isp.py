"""Business ISP's dialect of the simulator."""

import re

import pytest

from desktop_dialer.simulator import Action, Scenario

NUMBERS = "dest=0201234567&source=0207654321&type=1"
LOGIN = f"login=xx&password=xx&{NUMBERS}"


async def ask(simulator, client, query):
    """Return code and message."""
    response = await client.get(f"{simulator.base_url('business_isp')}connectcall.aspx?{query}")
    assert response.status_code == 200
    found = re.fullmatch(r"<response>\n<code>(\d+)</code>\n<message>(.*)</message>\n</response>", response.text)
    assert found, response.text
    return int(found[1]), found[2]


async def log_in(simulator, client, query=LOGIN):
    code, guid = await ask(simulator, client, query)
    assert code == 103
    return guid


async def course(simulator, client, clock, guid, seconds):
    """Return the codes of a poll at each of the seconds after now."""
    start, seen = clock.now, []
    for second in seconds:
        clock.now = start + second
        seen.append((await ask(simulator, client, f"guid={guid}&cmd=getStatus"))[0])
    return seen


async def test_a_login_opens_a_session_and_places_the_first_call(simulator, client):
    assert re.fullmatch("[a-z0-9]{11}", await log_in(simulator, client))
    [entry] = simulator.log
    assert (entry.action, entry.dialled, entry.call) == (Action.START, True, "call-1")
    assert (entry.a_number, entry.b_number) == ("0207654321", "0201234567")


async def test_the_source_rings_first_with_type_1(simulator, client, clock):
    guid = await log_in(simulator, client)
    seen = await course(simulator, client, clock, guid, (0, 1, 2.6, 4, 5.7, 7, 14, 15))
    assert seen == [105, 27, 28, 26, 29, 9, 30, 30]


async def test_both_ring_at_once_with_type_2(simulator, client, clock):
    guid = await log_in(simulator, client, LOGIN.replace("type=1", "type=2"))
    seen = await course(simulator, client, clock, guid, (0, 0.6, 1, 4, 5.7, 7, 14))
    assert seen == [105, 26, 27, 29, 28, 9, 30]


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        (Scenario.BUSY, (10, "Busy")),
        (Scenario.NO_ANSWER, (11, "No answer")),
        (Scenario.DECLINED, (12, "Call has been rejected")),
        (Scenario.NO_FUNDS, (16, "Insufficient funds")),
        (Scenario.WRONG_NUMBER, (25, "Wrong destination number")),
    ],
)
async def test_a_call_that_does_not_come_about_says_why(simulator, client, clock, scenario, expected):
    simulator.scenario = scenario
    guid = await log_in(simulator, client)
    clock.now += 10
    assert await ask(simulator, client, f"guid={guid}&cmd=getStatus") == expected


async def test_a_hang_up_is_granted_at_once_and_done_a_second_later(simulator, client, clock):
    guid = await log_in(simulator, client)
    clock.now += 7
    assert await ask(simulator, client, f"guid={guid}&cmd=hangUp") == (100, "OK")
    assert await course(simulator, client, clock, guid, (0, 0.9, 1)) == [9, 9, 4]
    assert await ask(simulator, client, f"guid={guid}&cmd=hangUp") == (105, "NoChanges")
    assert [entry.action for entry in simulator.log if entry.action is not Action.STATUS] == [
        Action.START,
        Action.HANG_UP,
        Action.HANG_UP,
    ]


async def test_the_next_call_of_a_session_is_told_from_the_third_poll_on(simulator, client, clock):
    guid = await log_in(simulator, client)
    clock.now += 20
    assert await ask(simulator, client, f"guid={guid}&cmd=connect&{NUMBERS}") == (100, "OK")
    assert await course(simulator, client, clock, guid, (0, 1, 2, 3, 7, 14)) == [30, 30, 27, 26, 9, 30]
    assert [entry.call for entry in simulator.log if entry.dialled] == ["call-1", "call-2"]


async def test_a_connect_while_a_call_runs_fails_until_the_hang_up_is_granted(simulator, client, clock):
    guid = await log_in(simulator, client)
    clock.now += 7
    assert await ask(simulator, client, f"guid={guid}&cmd=connect&{NUMBERS}") == (101, "Failed")
    assert (simulator.log[-1].action, simulator.log[-1].dialled) == (Action.START, False)
    await ask(simulator, client, f"guid={guid}&cmd=hangUp")
    assert await ask(simulator, client, f"guid={guid}&cmd=connect&{NUMBERS}") == (100, "OK")
    assert await course(simulator, client, clock, guid, (0, 0, 1)) == [4, 4, 27]


async def test_an_ended_session_is_gone(simulator, client):
    guid = await log_in(simulator, client)
    assert await ask(simulator, client, f"guid={guid}&cmd=end") == (100, "OK")
    assert (simulator.log[-1].action, simulator.log[-1].call) == (Action.END, "call-1")
    for command in ("end", "hangUp", "getStatus", f"connect&{NUMBERS}"):
        assert await ask(simulator, client, f"guid={guid}&cmd={command}") == (102, "AutorizationFailed")


async def test_a_session_can_be_lost_while_its_call_goes_on(simulator, client, clock):
    simulator.scenario = Scenario.SESSION_LOST
    guid = await log_in(simulator, client)
    assert await course(simulator, client, clock, guid, (5.7, 6, 7)) == [29, 102, 102]
    assert await ask(simulator, client, f"guid={guid}&cmd=hangUp") == (102, "AutorizationFailed")


@pytest.mark.parametrize("scenario", [Scenario.TALK, Scenario.WRONG_PASSWORD])
async def test_a_wrong_password_opens_no_session(simulator, client, scenario):
    simulator.scenario = scenario
    password = "" if scenario is Scenario.TALK else "xx"
    query = LOGIN.replace("password=xx", f"password={password}")
    assert await ask(simulator, client, query) == (102, "AutorizationFailed")
    assert not simulator.log[0].dialled


@pytest.mark.parametrize(
    "query",
    [
        "",
        "login=xx&password=xx&dest=0201234567&source=0207654321",
        LOGIN.replace("type=1", "type=3"),
        LOGIN.replace("source=0207654321", "source="),
        LOGIN + "&caller=1",
        "cmd=getStatus",
        "guid=x",
        "guid=x&cmd=getstatus",
        "guid=x&cmd=hangup",
        "guid=x&cmd=connect",
        "guid=x&cmd=end&login=xx",
    ],
)
async def test_faulty_parameters_are_104(simulator, client, query):
    assert await ask(simulator, client, query) == (104, "WrongParameters")
    assert simulator.calls() == []


async def test_sessions_do_not_mix(simulator, client, clock):
    first = await log_in(simulator, client)
    clock.now += 7
    second = await log_in(simulator, client)
    assert first != second
    assert await course(simulator, client, clock, first, (0,)) == [9]
    assert await course(simulator, client, clock, second, (1,)) == [27]
