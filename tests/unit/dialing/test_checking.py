"""Checking an account: from the disk to the provider's door, and no further without asking."""

import pytest

from desktop_dialer.core.call import Reason
from desktop_dialer.dialing.checking import question_before_test
from desktop_dialer.providers import PROVIDERS
from tests.unit.dialing.desk import CANARY, A, C
from tests.unit.dialing.test_journal_failures import failing
from tests.unit.dialing.test_tracker import refused
from tests.unit.dialing.wire import LOST, anveo, no_answer, not_sent, opened, reply, taken_by_anveo


async def checks(desk, provider, *, may_test=False, secrets=True, **more):
    account = await desk.account(provider, secrets=secrets, **more)
    return await desk.checker.check(account, may_test=may_test)


def short(found):
    return [(check.subject, check.result.value) for check in found]


@pytest.mark.parametrize("provider", ["tel2", "business_isp", "voiptech", "vprovider"])
async def test_what_cannot_be_checked_without_dialling_is_said_and_nothing_is_sent(desk, wire, provider):
    found = await checks(desk, provider)
    assert short(found) == [("settings", "ok"), ("secrets", "ok"), ("address", "ok"), ("login", "not_checked")]
    assert "without dialling" in found[-1].text
    assert ("track=yes" in found[-1].text) is (provider in {"voiptech", "vprovider"})
    assert wire.sent == []
    assert await desk.journal.calls() == []
    assert len(wire.probed) == 1


async def test_the_address_is_tried_without_a_request(desk, wire):
    found = await checks(desk, "tel2")
    assert wire.probed == ["https://now.tel2.co.uk/webservices/connectcall"]
    assert "certificate is trusted" in found[2].text


async def test_an_address_without_encryption_is_said_to_be_so(desk):
    found = await checks(desk, "voiptech", base_url="http://pbx.example/dialup.php", allow_http="yes")
    assert "not encrypted" in found[2].text


async def test_an_address_that_is_not_reached_is_the_end(desk, wire):
    wire.probe_fault = not_sent(Reason.TLS)
    found = await checks(desk, "anveo", may_test=True)
    assert short(found) == [("settings", "ok"), ("secrets", "ok"), ("address", "failed")]
    assert found[-1].reason == "tls"
    assert wire.sent == []


async def test_a_missing_secret_is_the_end(desk, wire):
    found = await checks(desk, "tel2", secrets=False)
    assert short(found) == [("settings", "ok"), ("secrets", "failed")]
    assert found[-1].reason == "no_secret"
    assert wire.probed == []


async def test_without_an_own_telephone_the_settings_are_complete_but_for_that(desk, wire):
    found = await checks(desk, "business_isp", source="")
    assert found[0].text == "Complete but for source: give it for each call with --from."
    assert short(found)[0] == ("settings", "ok")


async def test_settings_with_which_no_call_could_be_made_fail_and_the_login_is_left_out(desk, wire):
    found = await checks(desk, "business_isp", type="")
    assert short(found) == [("settings", "failed"), ("secrets", "ok"), ("address", "ok")]
    assert "type" in found[0].text


async def test_an_account_that_lost_its_address_is_told_so(desk, wire, tmp_path):
    account = await desk.account("voiptech")
    file = tmp_path / "accounts.toml"
    file.write_text("\n".join(line for line in file.read_text().splitlines() if "base_url" not in line))
    await desk.accounts.refresh()
    found = await desk.checker.check(desk.accounts.by_id(account.id), may_test=True)
    assert short(found) == [("settings", "failed"), ("secrets", "ok")]
    assert wire.probed == []


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (reply('{"responses":[{"code":"200"}],"data":[]}'), "ok"),
        (refused(f"no {CANARY}"), "failed"),
        (reply("<html>"), "not_checked"),
        (LOST, "failed"),
    ],
)
async def test_vprovider_is_asked_for_its_running_calls(desk, wire, answer, result):
    wire.on("calls/active/list", answer)
    found = await checks(desk, "vprovider", track="yes")
    assert short(found)[-1] == ("login", result)
    assert wire.sent == ["calls/active/list"]
    assert CANARY not in found[-1].text


@pytest.mark.parametrize(
    ("answer", "result"), [(reply("Idle"), "ok"), (reply("Restricted access"), "failed"), (reply("?"), "not_checked")]
)
async def test_voiptech_is_asked_for_the_extension(desk, wire, answer, result):
    wire.on("CHstatus.php", answer)
    found = await checks(desk, "voiptech", track="yes")
    assert short(found)[-1] == ("login", result)
    assert wire.sent == ["CHstatus.php"]
    assert "exten=100" in wire.urls[0]


async def test_voiptech_with_an_external_telephone_has_no_extension_to_ask_for(desk, wire):
    found = await checks(desk, "voiptech", track="yes", dial1=A)
    assert short(found)[-1] == ("login", "not_checked")


async def test_anveo_is_not_tested_without_leave(desk, wire):
    found = await checks(desk, "anveo")
    assert short(found)[-1] == ("login", "not_checked")
    assert wire.sent == []


async def test_anveos_test_goes_the_way_of_a_call_and_is_marked(desk, wire):
    wire.on("DIAL.CONNECT", anveo())
    found = await checks(desk, "anveo", may_test=True)
    assert short(found)[-1] == ("login", "ok")
    assert "Test request accepted" in found[-1].text
    assert wire.sent == ["DIAL.CONNECT"]
    (record,) = await desk.journal.calls()
    assert record.intent.test
    assert (record.intent.a_number, record.intent.b_number) == ("31201234567", "31201234567")
    await desk.when(lambda: desk.seen[-1].state == "untracked")
    assert [event.state for event in desk.seen] == ["armed", "sending", "accepted", "untracked"]


async def test_a_test_takes_no_line_and_needs_none(desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", LOST)
    wire.on("DIAL.CONNECT", anveo(), taken_by_anveo())
    wire.on("DIAL.GETSTATUS", anveo("INIT"))
    await desk.account("business_isp")
    live = await desk.press("business_isp")
    found = await checks(desk, "anveo", may_test=True)
    assert short(found)[-1] == ("login", "ok")
    test = await desk.press("anveo", C, TEST="TRUE")
    other = await desk.press("anveo", C, "+31207654321", TEST="TRUE")
    assert (await desk.record(live)).is_live
    for call in (test, other):
        assert (await desk.record(call)).intent.test


@pytest.mark.parametrize(
    ("answer", "result", "words"),
    [
        (anveo("", "<ERROR>BAD KEY</ERROR>"), "failed", "Anveo refused a test request: “BAD KEY”."),
        (reply("", 401), "failed", "Anveo refused a test request."),
        (anveo("LATER"), "not_checked", "Anveo gave no usable answer: “LATER”."),
        (no_answer(), "not_checked", "no usable answer"),
        (not_sent(), "failed", "The test request was not sent"),
    ],
)
async def test_a_test_fails_only_where_it_was_refused_or_not_sent(desk, wire, answer, result, words):
    wire.on("DIAL.CONNECT", answer)
    found = await checks(desk, "anveo", may_test=True)
    assert short(found)[-1] == ("login", result)
    assert words in found[-1].text


async def test_a_test_that_cannot_be_written_down_is_not_sent(desk, wire):
    failing(desk.journal, "arm")
    found = await checks(desk, "anveo", may_test=True)
    assert short(found)[-1] == ("login", "failed")
    assert found[-1].reason == "journal"
    assert wire.sent == []


async def test_a_test_needs_the_own_telephone(desk, wire):
    found = await checks(desk, "anveo", may_test=True, PHONENUMBER="")
    assert short(found)[-1] == ("login", "not_checked")
    assert "PHONENUMBER" in found[-1].text


async def test_half_a_signature_is_told_before_anything_is_sent(desk, wire):
    found = await checks(desk, "anveo", may_test=True, email="a@b.example")
    assert short(found)[-1] == ("login", "not_checked")
    assert "secure_phrase" in found[-1].text
    assert wire.sent == []


def test_only_anveo_asks_before_a_test():
    asked = {name: question_before_test(provider) for name, provider in PROVIDERS.items()}
    assert [name for name, question in asked.items() if question] == ["anveo"]
    assert asked["anveo"].key == "test"
