"""Anveo's dialect of the simulator."""

import re

import pytest

from desktop_dialer.simulator import Action, Phase, Scenario

MANUAL_EXAMPLE = """<?xml version="1.0" standalone="no" ?>
<REQUEST>
<USERTOKEN>
<USERKEY>df141891e2e883904b0b294dc5bq79c1c1c13f6d</USERKEY>
</USERTOKEN>
<ACTION NAME="DIAL.CONNECT">
<PARAMETER NAME="PHONENUMBER">1215215215</PARAMETER>
<PARAMETER NAME="DESTPHONENUMBER">1212121212</PARAMETER>
<PARAMETER NAME="CALLERID">12157010680</PARAMETER>
<PARAMETER NAME="DELAY">1440</PARAMETER>
<PARAMETER NAME="MEMO">Delayed by 24 hours</PARAMETER>
</ACTION>
</REQUEST>"""
NUMBERS = {"PHONENUMBER": "12157010680", "DESTPHONENUMBER": "442034567890"}


async def post(simulator, client, body):
    response = await client.post(simulator.base_url("anveo"), content=body)
    assert response.status_code == 200
    return response.text


async def ask(simulator, client, action, key="k", **values):
    parameters = "".join(f'<PARAMETER NAME="{name}">{value}</PARAMETER>' for name, value in values.items())
    return await post(
        simulator,
        client,
        f"<REQUEST><USERTOKEN><USERKEY>{key}</USERKEY></USERTOKEN>"
        f'<ACTION NAME="{action}">{parameters}</ACTION></REQUEST>',
    )


def request_id(reply):
    found = re.search(r'<RESULT>SUCCESS</RESULT>\n<VALUE NAME="REQUESTID">([0-9a-f]{40})</VALUE>', reply)
    assert found, reply
    return found[1]


async def test_the_manuals_example_is_accepted_for_tomorrow(simulator, client, clock):
    reply = await post(simulator, client, MANUAL_EXAMPLE)
    assert request_id(reply)
    [call] = simulator.calls()
    assert (call.a_number, call.b_number) == ("1215215215", "1212121212")
    assert call.phase(clock.now + 86400.0) is Phase.PENDING
    assert call.phase(clock.now + 86400.5) is Phase.A_RINGING
    [entry] = simulator.log
    assert (entry.action, entry.dialled) == (Action.START, True)
    assert entry.parameters["USERKEY"] == "df141891e2e883904b0b294dc5bq79c1c1c13f6d"


async def test_the_progress_of_a_call_is_told_in_four_words(simulator, client, clock):
    handle = request_id(await ask(simulator, client, "DIAL.CONNECT", **NUMBERS))
    seen = []
    for second in (0.0, 1.0, 4.0, 6.0, 14.0):
        clock.now = 1000.0 + second
        reply = await ask(simulator, client, "DIAL.GETSTATUS", REQUESTID=handle)
        seen.append(reply.partition("<RESULT>")[2].partition("<")[0])
    assert seen == ["NONE", "INIT", "INIT", "START", "END"]
    assert {entry.action for entry in simulator.log[1:]} == {Action.STATUS}


async def test_a_test_is_accepted_and_places_no_call(simulator, client):
    reply = await ask(simulator, client, "DIAL.CONNECT", TEST="TRUE", **NUMBERS)
    assert "<RESULT>SUCCESS</RESULT>" in reply
    assert (simulator.log[0].action, simulator.log[0].dialled) == (Action.CHECK, False)


async def test_every_parameter_of_the_manual_is_known(simulator, client):
    others = {"MAXCALLDURATION": "20", "CALLERID": "12157010680", "DELAY": "86400", "MEMO": "", "BILLINGCODE": "1"}
    signature = "2a24ccab7d91cc86e09e49a4636a2426e9d3ae6e"
    assert request_id(await ask(simulator, client, "DIAL.CONNECT", SIGNATURE=signature, **NUMBERS, **others))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"PHONENUMBER": "02034567890"}, "INVALID PHONENUMBER"),
        ({"DESTPHONENUMBER": "+442034567890"}, "INVALID DESTPHONENUMBER"),
        ({"CALLERID": "office"}, "INVALID CALLERID"),
        ({"DELAY": "86401"}, "INVALID DELAY"),
        ({"DELAY": "-1"}, "INVALID DELAY"),
        ({"MAXCALLDURATION": "0"}, "INVALID MAXCALLDURATION"),
        ({"TEST": "true"}, "INVALID TEST"),
        ({"Memo": "x"}, "UNKNOWN MEMO"),
    ],
)
async def test_a_faulty_parameter_is_an_error(simulator, client, changes, text):
    reply = await ask(simulator, client, "DIAL.CONNECT", **{**NUMBERS, **changes})
    assert f"<ERROR>{text}</ERROR>" in reply
    assert simulator.calls() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"<REQUEST>",
        MANUAL_EXAMPLE.lower().encode(),
        MANUAL_EXAMPLE.replace("CALLERID", "PHONENUMBER").encode(),
        MANUAL_EXAMPLE.replace("<REQUEST>", "<!DOCTYPE r [<!ENTITY a '1'>]><REQUEST>").encode(),
        b"<REQUEST>" * 5000,
    ],
)
async def test_what_is_no_request_of_the_manual_is_an_error(simulator, client, body):
    assert "<ERROR>INVALID REQUEST</ERROR>" in await post(simulator, client, body)
    assert simulator.log[0].action is Action.UNKNOWN


@pytest.mark.parametrize(
    ("scenario", "text"),
    [
        (Scenario.WRONG_PASSWORD, "INVALID USERKEY"),
        (Scenario.NO_FUNDS, "INSUFFICIENT FUNDS"),
        (Scenario.WRONG_NUMBER, "INVALID DESTPHONENUMBER"),
    ],
)
async def test_a_refusal_places_no_call(simulator, client, scenario, text):
    simulator.scenario = scenario
    assert f"<ERROR>{text}</ERROR>" in await ask(simulator, client, "DIAL.CONNECT", **NUMBERS)
    assert not simulator.log[0].dialled


async def test_other_actions_and_requests_are_unknown(simulator, client):
    assert "UNKNOWN ACTION" in await ask(simulator, client, "DIAL.CANCEL", REQUESTID="x")
    assert "UNKNOWN REQUESTID" in await ask(simulator, client, "DIAL.GETSTATUS", REQUESTID="x")
    assert "MISSING REQUESTID" in await ask(simulator, client, "DIAL.GETSTATUS")
    assert "INVALID USERKEY" in await ask(simulator, client, "DIAL.GETSTATUS", key="", REQUESTID="x")


async def test_a_lost_session_knows_the_call_no_more(simulator, client, clock):
    simulator.scenario = Scenario.SESSION_LOST
    handle = request_id(await ask(simulator, client, "DIAL.CONNECT", **NUMBERS))
    clock.now += 6.0
    assert "UNKNOWN REQUESTID" in await ask(simulator, client, "DIAL.GETSTATUS", REQUESTID=handle)


async def test_a_memo_may_hold_any_text(simulator, client):
    memo = '&lt;/PARAMETER&gt;&lt;PARAMETER NAME="CALLERID"&gt;1'
    request_id(await ask(simulator, client, "DIAL.CONNECT", **NUMBERS, MEMO=memo))
    assert simulator.log[0].parameters["MEMO"] == '</PARAMETER><PARAMETER NAME="CALLERID">1'
