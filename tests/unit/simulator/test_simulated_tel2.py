"""Tel2's dialect of the simulator."""

import httpx
import pytest

from desktop_dialer.simulator import Action, Scenario


async def start(simulator, client, query):
    return await client.get(f"{simulator.base_url('tel2')}?{query}")


async def test_the_manuals_first_example_places_a_call(simulator, client):
    query = "user=442039876543&password=mypassword&aparty=02034567890&bparty=0012345678910"
    response = await start(simulator, client, query)
    assert (response.status_code, response.text) == (200, "OK")
    [entry] = simulator.log
    assert (entry.provider, entry.action, entry.dialled, entry.call) == ("tel2", Action.START, True, "call-1")
    assert (entry.a_number, entry.b_number) == ("02034567890", "0012345678910")


async def test_without_an_aparty_the_users_own_line_rings(simulator, client):
    await start(simulator, client, "user=442039876543&password=mypassword&bparty=02034567890")
    assert simulator.calls()[0].a_number == "442039876543"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("user=442039876543&password=x", "ERROR: bparty is missing"),
        ("user=02039876543&password=x&bparty=020345", "ERROR: user is invalid"),
        ("user=442039876543&password=x&aparty=&bparty=020345", "ERROR: aparty is invalid"),
        ("user=442039876543&password=x&bparty=%2B4420345", "ERROR: bparty is invalid"),
        ("login=442039876543&user=442039876543&password=x&bparty=020345", "ERROR: login is unknown"),
        ("user=442039876543&password=&bparty=020345", "ERROR: invalid password"),
    ],
)
async def test_a_faulty_request_places_no_call(simulator, client, query, text):
    assert (await start(simulator, client, query)).text == text
    assert not simulator.log[0].dialled
    assert simulator.calls() == []


async def test_a_wrong_password_is_told_in_plain_text(simulator, client):
    simulator.scenario = Scenario.WRONG_PASSWORD
    response = await start(simulator, client, "user=442039876543&password=x&bparty=020345")
    assert (response.status_code, response.text) == (200, "ERROR: invalid password")
    assert not simulator.log[0].dialled


@pytest.mark.parametrize("scenario", [Scenario.BUSY, Scenario.NO_FUNDS, Scenario.WRONG_NUMBER])
async def test_a_call_that_fails_looks_like_any_other(simulator, client, scenario):
    simulator.scenario = scenario
    assert (await start(simulator, client, "user=442039876543&password=x&bparty=020345")).text == "OK"


async def test_a_password_arrives_with_every_character(simulator, client):
    await start(simulator, client, "user=442039876543&password=p%26a%3Bs%3D%25%20%2B+%23%C3%A9&bparty=020345")
    assert simulator.log[0].parameters["password"] == "p&a;s=% ++#é"


@pytest.mark.parametrize("broken", ["password=%zz", "password=%", "password=%FF", "user=1&user=2"])
async def test_a_query_that_cannot_be_read_is_a_bad_request(simulator, client, broken):
    target = simulator.base_url("tel2").partition(str(simulator.port))[2]
    url = httpx.URL(simulator.base_url("tel2"), raw_path=f"{target}?bparty=020345&{broken}".encode())
    assert (await client.get(url)).status_code == 400
    assert simulator.log[0].action is Action.UNKNOWN


async def test_the_manual_knows_no_post(simulator, client):
    response = await client.post(simulator.base_url("tel2"), data={"user": "442039876543"})
    assert response.status_code == 405
