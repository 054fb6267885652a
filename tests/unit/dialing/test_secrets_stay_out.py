"""No secret is in an entry, and no handle stays on the disk longer than it serves."""

import asyncio
import base64
from urllib.parse import quote

import pytest

from desktop_dialer.core.secret import Secret
from tests.unit.dialing.desk import CANARY
from tests.unit.dialing.wire import anveo, isp, no_answer, opened, reply, taken_by_anveo

GUID = "5ae2a5rw47w"
REQUEST_ID = "req-a3348f81491b"
SPELLINGS = {
    "raw": str,
    "upper": str.upper,
    "percent": lambda value: quote(value, safe=""),
    "all percent": lambda value: "".join(f"%{byte:02x}" for byte in value.encode()),
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 within": lambda value: base64.b64encode(f"x:{value}".encode()).decode(),
    "hex": lambda value: value.encode().hex(),
    "JSON": lambda value: "".join(f"\\u{ord(char):04x}" for char in value),
}


def traces(folder, secret):
    """The files under the folder that hold the secret, raw or percent-encoded."""
    needles = {secret.encode(), quote(secret, safe="").encode()}
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if any(needle in path.read_bytes() for needle in needles)]


def assert_unheard(desk, secret):
    for event in desk.seen:
        for said in (event.text, event.code or ""):
            assert secret.casefold() not in said.casefold()
            assert quote(secret, safe="").casefold() not in said.casefold()
            assert base64.b64encode(secret.encode()).decode() not in said


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
async def test_a_password_that_the_provider_echoes_is_nowhere(desk, wire, tmp_path, spell):
    echo = spell(CANARY).replace("&", "&amp;")
    wire.on("connectcall", reply(f"sent for {echo} now"), reply(f"error: {echo}"), no_answer())
    await desk.account("tel2")
    for _ in range(3):
        await desk.call("tel2")
    assert_unheard(desk, CANARY)
    assert spell(CANARY) not in "".join(event.text for event in desk.seen)
    await desk.close()
    assert traces(tmp_path, CANARY) == []


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
async def test_a_session_id_that_the_provider_echoes_is_nowhere(desk, wire, tmp_path, spell):
    wire.on("login", opened(GUID))
    wire.on("getStatus", isp(27, spell(GUID)), isp(17, spell(GUID)), isp(9, f"x {spell(GUID)} y"), isp(30, spell(GUID)))
    wire.on("hangUp", isp(101, spell(GUID)))
    wire.on("connect", isp(101, spell(GUID)))
    wire.on("end", isp(100))
    await desk.account("business_isp")
    call = await desk.press("business_isp")
    await desk.until(call, "a_ringing")
    await desk.hang_up(call)
    await desk.finished(call)
    await desk.call("business_isp")
    assert_unheard(desk, GUID)
    await desk.close()
    assert traces(tmp_path, GUID) == []


async def test_a_session_id_is_on_the_disk_while_it_serves_and_gone_after(desk, wire, tmp_path):
    wire.on("login", opened(GUID))
    wire.on("getStatus", isp(9))
    wire.on("end", isp(100))
    await desk.account("business_isp")
    call = await desk.press("business_isp")
    await desk.until(call, "connected")
    assert len(traces(tmp_path, GUID)) == 1
    wire.on("getStatus", isp(30))
    await desk.finished(call)
    assert len(traces(tmp_path, GUID)) == 1
    await desk.when(lambda: wire.count("end") == 1)
    await desk.when(lambda: traces(tmp_path, GUID) == [])


async def test_a_lost_session_id_is_gone_at_once(desk, wire, tmp_path):
    wire.on("login", opened(GUID))
    wire.on("getStatus", isp(102, GUID))
    await desk.account("business_isp")
    await desk.call("business_isp")
    assert traces(tmp_path, GUID) == []


async def test_a_request_id_is_on_the_disk_while_the_call_lives_and_gone_after(desk, wire, tmp_path):
    wire.on("DIAL.CONNECT", taken_by_anveo(REQUEST_ID))
    wire.on("DIAL.GETSTATUS", anveo("INIT"))
    await desk.account("anveo")
    call = await desk.press("anveo")
    await desk.until(call, "dialing")
    assert len(traces(tmp_path, REQUEST_ID)) == 1
    wire.on("DIAL.GETSTATUS", anveo(f"END {REQUEST_ID}"), anveo("END"))
    await desk.finished(call)
    assert traces(tmp_path, REQUEST_ID) == []
    assert_unheard(desk, REQUEST_ID)


async def test_the_id_of_a_scheduled_request_is_never_on_the_disk(desk, wire, tmp_path):
    wire.on("DIAL.CONNECT", taken_by_anveo(REQUEST_ID))
    await desk.account("anveo")
    await desk.call("anveo", DELAY="600")
    assert traces(tmp_path, REQUEST_ID) == []


async def test_a_signature_that_a_poll_echoes_is_nowhere(desk, wire):
    wire.on("DIAL.CONNECT", taken_by_anveo(REQUEST_ID))

    def echo(request):
        signature = request.body.reveal().split('"SIGNATURE">')[1].split("<")[0]
        return anveo(signature)

    wire.on("DIAL.GETSTATUS", echo, anveo("END"))
    await desk.accounts.add(
        "anveo",
        "anveo",
        {"PHONENUMBER": "+31201234567", "email": "a@b.example"},
        {"USERKEY": Secret(CANARY), "secure_phrase": Secret("phrase")},
    )
    await desk.call("anveo")
    (said,) = [event for event in desk.seen if event.evidence == "poll" and event.state == "accepted"]
    assert (said.code, said.text) == ("***", "***")


async def test_the_ids_of_vprovider_are_no_keys_and_stay_in_the_history(desk, wire):
    data = '"data":{"machine":1,"server":"asterisk01","callid":"1234567890.123456"}'
    wire.on("calls/make", reply('{"responses":[{"code":"200","message":"OK"}],' + data + "}"))
    await desk.account("vprovider", wait="5")
    await desk.call("vprovider")
    assert "callid 1234567890.123456" in desk.seen[2].text
    assert Secret("1234567890.123456") not in desk.known_secrets


async def test_whoever_keeps_the_log_clean_is_told_of_each_secret_in_use(desk, wire):
    wire.on("login", opened(GUID))
    wire.on("getStatus", isp(30))
    await desk.account("business_isp")
    await desk.call("business_isp")
    assert desk.known_secrets == [Secret(CANARY), Secret(GUID)]
    await asyncio.sleep(0)
