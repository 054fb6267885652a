"""VProvider's dialect of the simulator."""

import json
import time

import pytest

from desktop_dialer.simulator import Action, Phase, Scenario, Simulator

LOGIN = "auth_username=user;auth_password=password"
START = f"{LOGIN};stype=phone;snumber=1234567;cnumber=2125551234"


async def ask(simulator, client, query, function="make"):
    url = simulator.base_url("vprovider").replace("make", function)
    response = await client.get(f"{url}?{query}")
    assert response.status_code == 200
    return json.loads(response.text)


def codes(reply):
    return [(entry["code"], entry["key"]) for entry in reply["responses"]]


async def test_the_manuals_example_answers_204(simulator, client):
    reply = await ask(simulator, client, START)
    assert reply == {"responses": [{"code": "204", "key": "", "message": "OK"}]}
    [entry] = simulator.log
    assert (entry.action, entry.dialled, entry.a_number, entry.b_number) == (
        Action.START,
        True,
        "1234567",
        "2125551234",
    )


async def test_an_ampersand_separates_as_well(simulator, client):
    await ask(simulator, client, START.replace(";", "&").replace("=password", "=a%3Bb%26c"))
    assert simulator.log[0].parameters["auth_password"] == "a;b&c"


async def test_a_form_is_taken_like_a_query(simulator, client):
    form = dict(pair.split("=") for pair in START.split(";"))
    await client.post(simulator.base_url("vprovider"), data=form)
    assert simulator.log[0].dialled


async def test_every_parameter_of_the_manual_is_known(simulator, client):
    flags = "".join(
        f";{name}=1" for name in ("answer1", "answer2", "screen1", "screen2", "warn1", "warn2", "noforwards")
    )
    rest = ";ctype=;cdialplan=auto;card=;customer=7;callerid1=a%20b;callerid2=;recordgroup=3;delay=2;wait=0"
    assert codes(await ask(simulator, client, START + flags + rest)) == [("204", "")]


async def test_with_wait_the_ids_come_once_the_call_is_made(client):
    async with Simulator(pace=0.02) as simulator:
        reply = await ask(simulator, client, START + ";wait=5")
        waited = time.monotonic() - simulator.log[0].time
    assert codes(reply) == [("200", "")]
    assert reply["data"]["machine"] == 1
    assert reply["data"]["server"] == "asterisk01"
    assert reply["data"]["callid"].endswith(".000001")
    assert 0.5 * 0.02 <= waited < 5 * 0.02


async def test_a_wait_as_short_as_the_delay_is_refused(simulator, client):
    assert codes(await ask(simulator, client, START + ";delay=10;wait=10")) == [("400", "wait")]


async def test_a_delay_holds_the_call_back(simulator, client, clock):
    await ask(simulator, client, START + ";delay=10")
    assert simulator.calls()[0].phase(clock.now + 10.4) is Phase.PENDING


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (";answer1=2", [("400", "answer1")]),
        (";warn1=2;cdialplan=manual", [("400", "warn1"), ("400", "cdialplan")]),
        (";recordgroup=x", [("400", "recordgroup")]),
        (";Wait=5", [("400", "Wait")]),
    ],
)
async def test_every_faulty_parameter_gets_its_entry(simulator, client, change, expected):
    assert codes(await ask(simulator, client, START + change)) == expected
    assert simulator.calls() == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("snumber=1;cnumber=2", "401"),
        ("auth_username=user;auth_password=;snumber=1;cnumber=2", "401"),
        ("auth_username=norole;auth_password=x;snumber=1;cnumber=2", "402"),
        (LOGIN, "400"),
    ],
)
async def test_a_refusal_stands_in_the_envelope(simulator, client, query, code):
    assert codes(await ask(simulator, client, query))[0][0] == code
    assert not simulator.log[0].dialled


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        (Scenario.WRONG_PASSWORD, ("401", "")),
        (Scenario.NO_FUNDS, ("403", "")),
        (Scenario.WRONG_NUMBER, ("400", "cnumber")),
        (Scenario.BUSY, ("204", "")),
    ],
)
async def test_a_scenario_is_told_as_the_dialect_can(simulator, client, scenario, expected):
    simulator.scenario = scenario
    assert codes(await ask(simulator, client, START)) == [expected]


async def test_the_active_list_has_a_row_for_each_leg(simulator, client, clock):
    await ask(simulator, client, START)
    seen = []
    for second in (0.0, 1.0, 4.0, 6.0, 14.0):
        clock.now = 1000.0 + second
        reply = await ask(simulator, client, LOGIN, "active/list")
        assert codes(reply) == [("200", "")]
        seen.append([row["answered"] > 0 for row in reply["data"]])
    assert seen == [[], [False], [True, False], [True, True], []]
    assert simulator.log[1].action is Action.STATUS


async def test_the_active_list_can_be_asked_for_one_call(simulator, client, clock):
    await ask(simulator, client, START)
    await ask(simulator, client, START)
    clock.now += 1.0
    rows = (await ask(simulator, client, LOGIN, "active/list"))["data"]
    assert len(rows) == 2
    asked = rows[1]["callid"]
    reply = await ask(simulator, client, f"{LOGIN};callid={asked}", "active/list")
    assert [row["callid"] for row in reply["data"]] == [asked]
    assert simulator.log[-1].call == "call-2"
    assert (await ask(simulator, client, f"{LOGIN};callid=x", "active/list"))["data"] == []


@pytest.mark.parametrize("key", ["callid", "uniqueid"])
async def test_a_hang_up_ends_the_call_a_second_later(simulator, client, clock, key):
    await ask(simulator, client, START)
    clock.now += 3.5
    rows = (await ask(simulator, client, LOGIN, "active/list"))["data"]
    query = f"{LOGIN};{key}={rows[1][key]}"
    assert codes(await ask(simulator, client, query, "hangup")) == [("204", "")]
    assert simulator.log[-1].action is Action.HANG_UP
    assert simulator.log[-1].call == "call-1"
    assert simulator.calls()[0].phase(clock.now + 0.9) is Phase.B_RINGING
    clock.now += 1.0
    assert codes(await ask(simulator, client, query, "hangup")) == [("404", key)]


async def test_a_hang_up_names_exactly_one_call(simulator, client):
    assert codes(await ask(simulator, client, LOGIN, "hangup")) == [("400", "callid")]
    assert codes(await ask(simulator, client, f"{LOGIN};callid=1;uniqueid=1", "hangup")) == [("400", "callid")]
    assert codes(await ask(simulator, client, f"{LOGIN};callid=1", "hangup")) == [("404", "callid")]
    assert codes(await ask(simulator, client, "callid=1", "hangup")) == [("401", "")]


async def test_a_lost_session_lists_the_call_no_more(simulator, client, clock):
    simulator.scenario = Scenario.SESSION_LOST
    await ask(simulator, client, START)
    clock.now += 6.0
    assert (await ask(simulator, client, LOGIN, "active/list"))["data"] == []
