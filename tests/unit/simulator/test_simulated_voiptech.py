"""VoipTech's dialect of the simulator."""

import time
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from desktop_dialer.simulator import Action, Phase, Scenario, Simulator

ACCOUNT = {"user": "web", "pass": "pw", "org": "acme"}
START = {**ACCOUNT, "dial1": "203", "dial2": "97231234567"}
REPORT = {**START, "Response": "yes"}


@pytest.fixture
async def quick():
    """A simulator by the real clock, with simulated seconds of 10 ms: its replies wait for the first leg."""
    async with Simulator(pace=0.01) as simulator:
        yield simulator


async def test_without_response_nothing_is_reported(simulator, client):
    response = await client.get(simulator.base_url("voiptech"), params=START)
    assert (response.status_code, response.content) == (200, b"")
    [entry] = simulator.log
    assert (entry.action, entry.dialled, entry.a_number, entry.b_number) == (Action.START, True, "203", "97231234567")


async def test_a_form_is_taken_like_a_query(simulator, client):
    await client.post(simulator.base_url("voiptech"), data=START)
    assert simulator.log[0].dialled


async def test_a_body_that_is_no_form_holds_no_login(simulator, client):
    response = await client.post(simulator.base_url("voiptech"), json=START)
    assert response.text == "You need to login first!"


async def test_a_form_that_is_not_escaped_is_a_bad_request(simulator, client):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    url = simulator.base_url("voiptech")
    assert (await client.post(url, content="user=é".encode(), headers=headers)).status_code == 400


async def test_a_date_that_no_clock_can_show_is_no_crash(simulator, client):
    future = {"Date": "999912312359", "Maxretry": "3", "Retrytime": "60", "ident": "acme"}
    assert (await client.get(simulator.base_url("voiptech"), params={**START, **future})).status_code == 200


async def test_the_report_waits_until_the_first_leg_answers(quick, client):
    response = await client.get(quick.base_url("voiptech"), params={**REPORT, "RFormat": "json"})
    waited = time.monotonic() - quick.log[0].time
    assert response.json() == {"data": {"dial1": "203", "dial2": "97231234567", "Response": "OK"}}
    assert waited >= 2.5 * 0.01
    assert quick.calls()[0].has_begun(Phase.A_ANSWERED, time.monotonic())


@pytest.mark.parametrize(
    "scenario", [Scenario.BUSY, Scenario.NO_ANSWER, Scenario.DECLINED, Scenario.NO_FUNDS, Scenario.WRONG_NUMBER]
)
async def test_whatever_fails_is_reported_as_the_first_legs_failure(quick, client, scenario):
    quick.scenario = scenario
    response = await client.get(quick.base_url("voiptech"), params={**REPORT, "showUID": "yes", "RFormat": "json"})
    assert response.json()["data"] == {"dial1": "203", "dial2": "97231234567", "Response": "fail"}
    assert quick.log[0].dialled


async def test_a_telephone_that_nobody_answers_rings_for_the_timeout(quick, client):
    quick.scenario = Scenario.NO_ANSWER
    await client.get(quick.base_url("voiptech"), params={**REPORT, "Timeout": "5"})
    await client.get(quick.base_url("voiptech"), params=REPORT)
    assert [call.first_leg_result()[1] for call in quick.calls()] == pytest.approx([0.055, 0.205])


@pytest.mark.parametrize("reply_format", [None, "text", "html", "xml"])
async def test_every_format_tells_the_same(quick, client, reply_format):
    asked = {} if reply_format is None else {"RFormat": reply_format}
    response = await client.get(quick.base_url("voiptech"), params={**REPORT, "showUID": "yes", **asked})
    if reply_format == "xml":
        told = {element.tag: element.text for element in ET.fromstring(response.text)}
    else:
        told = dict(line.split(": ") for line in response.text.replace("<br>", "").splitlines())
    assert told == {
        "dial1": "203",
        "dial2": "97231234567",
        "Response": "OK",
        "Uniqueid1": "1710000000.1",
        "Uniqueid2": "1710000000.2",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"org": ""},
        {"dial2": ""},
        {"Response": "no"},
        {"showUID": "yes"},
        {"RFormat": "json"},
        {"Response": "yes", "RFormat": "yaml"},
        {"Timeout": "0"},
        {"Timeout": "301"},
        {"Timeout": "20s"},
        {"SetCID": "reception"},
        {"setCID": "203"},
        {"Date": "209901011200", "Maxretry": "3", "Retrytime": "60"},
        {"Date": "209913011200", "Maxretry": "3", "Retrytime": "60", "ident": "acme"},
        {"Date": "000001010000", "Maxretry": "3", "Retrytime": "60", "ident": "acme"},
    ],
)
async def test_a_bad_event_places_no_call(simulator, client, changes):
    response = await client.get(simulator.base_url("voiptech"), params={**START, **changes})
    assert (response.status_code, response.text) == (200, "bad event")
    assert not simulator.log[0].dialled


@pytest.mark.parametrize("seconds", ["1", "20", "300"])
async def test_a_timeout_may_be_1_to_300_seconds(simulator, client, seconds):
    await client.get(simulator.base_url("voiptech"), params={**START, "Timeout": seconds})
    assert simulator.log[0].dialled


async def test_a_future_call_is_confirmed_at_once_and_dialled_at_its_time(simulator, client, clock):
    date = (datetime.now().astimezone() + timedelta(hours=2)).strftime("%Y%m%d%H%M")
    future = {"Date": date, "Maxretry": "3", "Retrytime": "60", "ident": "acme", "RFormat": "json"}
    response = await client.get(simulator.base_url("voiptech"), params={**REPORT, **future})
    assert response.json()["data"]["Response"] == "OK"
    [call] = simulator.calls()
    assert call.phase(clock.now + 3600) is Phase.PENDING
    assert call.phase(clock.now + 7200.5) is not Phase.PENDING


async def test_a_wrong_login_is_told_with_status_200(simulator, client):
    simulator.scenario = Scenario.WRONG_PASSWORD
    response = await client.get(simulator.base_url("voiptech"), params=REPORT)
    assert (response.status_code, response.text) == (200, "You need to login first!")


async def extension_status(simulator, client, **more):
    url = simulator.base_url("voiptech").replace("dialup.php", "CHstatus.php")
    response = await client.get(url, params={**ACCOUNT, "exten": "203", "RFormat": "json", **more})
    return response.json()["data"]


async def test_the_extensions_telephone_can_be_watched(simulator, client, clock):
    seen = [await extension_status(simulator, client)]
    await client.get(simulator.base_url("voiptech"), params=START)
    for second in (1.0, 3.0, 14.0):
        clock.now = 1000.0 + second
        seen.append(await extension_status(simulator, client))
    assert seen == [{"status": "Idle"}, {"status": "Ringing"}, {"status": "InUse"}, {"status": "Idle"}]
    assert simulator.log[2].action is Action.STATUS
    assert simulator.log[2].call == "call-1"


async def test_the_extensions_channel_is_told_when_asked_for(simulator, client, clock):
    await client.get(simulator.base_url("voiptech"), params=START)
    clock.now += 3.0
    assert await extension_status(simulator, client, Response="yes") == {
        "status": "InUse",
        "Channel": "SIP/203-call-1",
        "BridgedUniqueid": "1710000000.2",
        "Uniqueid": "1710000000.1",
    }


async def test_a_wrong_login_and_a_lost_session_fail_alike(simulator, client, clock):
    simulator.scenario = Scenario.WRONG_PASSWORD
    assert await extension_status(simulator, client) == {"status": "fail"}
    simulator.scenario = Scenario.SESSION_LOST
    await client.get(simulator.base_url("voiptech"), params=START)
    clock.now += 6.0
    assert await extension_status(simulator, client) == {"status": "fail"}
