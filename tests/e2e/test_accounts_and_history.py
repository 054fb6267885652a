"""`account`, `--dry-run` and `history` with the program's own files and the system's keyring."""

import asyncio
import json
import os
import pty
import sys

import pytest

from desktop_dialer.simulator import Action, Scenario

SECRET = "pr1vate & known to nobody"


def add(name, provider, *given):
    return ("account", "add", name, "--provider", provider, *(word for one in given for word in ("--set", one)))


async def on_terminal(dialer, *words, typed):
    """Exit and output of the program with a person at the terminal, who types that."""
    ours, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "desktop_dialer",
        *words,
        stdin=theirs,
        stdout=asyncio.subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "DESKTOP_DIALER_HOME": str(dialer.home)},
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    out, _ = await asyncio.wait_for(process.communicate(), 30)
    os.close(ours)
    return process.returncode, out.decode()


DRY_RUNS = {
    "tel2": (
        ("user=442034567890",),
        "+44 20 7946 0123",
        "GET https://now.tel2.co.uk/webservices/connectcall?user=442034567890&password=***&bparty=02079460123\n",
    ),
    "voiptech": (
        ("user=me", "org=w&e", "dial1=101", "base_url=https://pbx.example.com/API/dialup.php", "method=POST"),
        "+442079460123",
        (
            "POST https://pbx.example.com/API/dialup.php\nContent-Type: application/x-www-form-urlencoded\n\n"
            "user=me&pass=***&org=w%26e&dial1=101&dial2=%2B442079460123\n"
        ),
    ),
    "anveo": (
        ("PHONENUMBER=+442034567890", "MEMO=a<b"),
        "+442079460123",
        (
            "POST https://www.anveo.com/api/v3.asp\nContent-Type: application/xml; charset=UTF-8\n"
            'Accept: application/xml; charset=UTF-8\n\n<?xml version="1.0" standalone="no" ?>\n<REQUEST>\n<USERTOKEN>\n'
            '<USERKEY>***</USERKEY>\n</USERTOKEN>\n<ACTION NAME="DIAL.CONNECT">\n'
            '<PARAMETER NAME="PHONENUMBER">442034567890</PARAMETER>\n'
            '<PARAMETER NAME="DESTPHONENUMBER">442079460123</PARAMETER>\n<PARAMETER NAME="MEMO">a&lt;b</PARAMETER>\n'
            "</ACTION>\n</REQUEST>\n"
        ),
    ),
    "vprovider": (
        ("auth_username=me", "snumber=101", "callerid2=x y;z", "base_url=https://h.example.com/api/json/calls/make/"),
        "+442079460123",
        (
            "GET https://h.example.com/api/json/calls/make/?auth_username=me;auth_password=***;stype=;snumber=101;"
            "cnumber=%2B442079460123;callerid2=x%20y%3Bz\n"
        ),
    ),
    "business_isp": (
        ("login=me", "source=0201234567", "type=2"),
        "+442079460123",
        (
            "GET https://portal.business-isp.nl/api/connectcall.aspx?login=me&password=***&dest=%2B442079460123"
            "&source=0201234567&type=2\n"
        ),
    ),
}


@pytest.mark.parametrize("provider", DRY_RUNS)
async def test_a_dry_run_shows_the_very_bytes_and_needs_neither_keyring_nor_journal(dialer, provider):
    given, number, request = DRY_RUNS[provider]
    assert (await dialer.run(*add("one", provider, *given))).code == 0
    dry = await dialer.run("call", number, "--dry-run")
    assert (dry.code, dry.out, dry.err) == (0, request, "")
    (as_json,) = (await dialer.run("call", number, "--dry-run", "--json")).objects
    assert set(as_json) == {"method", "url", "headers", "body"}
    assert request.startswith(f"{as_json['method']} {as_json['url']}\n")
    assert not (dialer.home / "journal.db").exists()


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("account", "add", "x"), "--provider"),
        (("account", "show", "x"), "There is no account 'x'. Known: none."),
        (("call", "+31207654321"), "There is no account yet"),
        (("history", "--limit", "0"), "'0' is no positive number"),
        (("history", "show", "x"), "There is no call 'x' in the journal."),
        (("history", "export", "calls.doc"), "end the name in .csv or .jsonl"),
        (("provider", "show", "x"), "There is no provider 'x'."),
        (("simulate", "--scenario", "x"), "invalid choice: 'x'"),
        (add("x", "tel2", "user=442034567890", "password=p"), "read with --secret password"),
        (add("x", "business_isp", "login=a", "base_url=http://h/"), "allow_http=yes"),
        (("nothing",), "invalid choice: 'nothing'"),
    ],
)
async def test_wrong_words_are_one_sentence_and_exit_2(dialer, words, text):
    ended = await dialer.run(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("desktop-dialer: ")
    assert ended.err.count("\n") == 1
    assert text in ended.err


async def test_a_secret_goes_from_standard_input_into_the_keyring_and_out_with_the_account(ready, simulator):
    address = simulator.base_url("business_isp")
    given = ("login=me", "source=0201234599", "type=1", "country=NL", f"base_url={address}", "allow_http=yes")
    added = await ready.run(*add("new", "business_isp", *given), "--secret", "password", stdin=f"{SECRET}\n")
    assert (added.code, added.err) == (0, "")
    assert (await ready.call("new", "--no-follow")).code == 0
    assert simulator.log[0].parameters["password"] == SECRET
    for words in (("account", "list", "--json"), ("account", "show", "new"), ("history", "--json")):
        shown = await ready.run(*words)
        assert SECRET not in shown.out + shown.err
    assert (await ready.run("account", "remove", "new")).code == 2
    assert (await ready.run("account", "remove", "new", "--yes")).code == 0
    assert (await ready.run("account", "show", "new")).code == 2
    written = b"".join(path.read_bytes() for path in ready.home.rglob("*") if path.is_file())
    assert SECRET.encode() not in written


async def test_on_a_terminal_a_person_is_asked(dialer):
    await dialer.run(*add("old", "tel2", "user=442034567890"))
    code, _ = await on_terminal(dialer, "account", "remove", "old", typed="n\n")
    assert code == 2
    assert (await dialer.run("account", "show", "old")).code == 0
    code, out = await on_terminal(dialer, "account", "remove", "old", typed="y\n")
    assert (code, out) == (0, "The account 'old' is removed.\n")


@pytest.mark.parametrize(
    ("provider", "scenario", "code", "result"),
    [
        ("tel2", Scenario.TALK, 0, "not_checked"),
        ("business_isp", Scenario.TALK, 0, "not_checked"),
        ("vprovider", Scenario.TALK, 0, "ok"),
        ("anveo", Scenario.TALK, 0, "ok"),
        ("anveo", Scenario.WRONG_PASSWORD, 3, "failed"),
    ],
)
async def test_check_looks_without_dialling(ready, simulator, provider, scenario, code, result):
    simulator.scenario = scenario
    checked = await ready.run("account", "check", provider, "--json", "--yes")
    assert checked.code == code
    assert [one["result"] for one in checked.objects] == ["ok", "ok", "ok", result]
    assert [set(one) for one in checked.objects] == [{"subject", "result", "text", "reason"}] * 4
    assert simulator.calls() == []
    assert Action.START not in [entry.action for entry in simulator.log]


async def test_check_says_what_stands_in_the_way(ready, simulator):
    assert (await ready.run("account", "check", "anveo")).code == 2
    assert (await ready.run(*add("bare", "tel2", "user=442034567890"))).code == 0
    assert (await ready.run("account", "check", "bare")).code == 6
    await simulator.close()
    checked = await ready.run("account", "check", "business_isp")
    assert checked.code == 5
    assert checked.out.splitlines()[-1].startswith("address     failed")


async def test_check_of_an_incomplete_account_is_exit_2(ready):
    assert (await ready.run("account", "set", "business_isp", "--set", "type=")).code == 0
    checked = await ready.run("account", "check", "business_isp", "--json")
    assert checked.code == 2
    assert "type" in checked.objects[0]["text"]


async def test_without_a_keyring_the_exit_is_6(ready, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    for words in (
        ("call", "+31207654321", "--account", "business_isp"),
        ("account", "check", "business_isp"),
        ("account", "remove", "business_isp", "--yes"),
    ):
        assert (await ready.run(*words)).code == 6
    added = await ready.run(*add("new", "tel2", "user=442034567890"), "--secret", "password", stdin="x\n")
    assert added.code == 6
    assert (await ready.run("account", "show", "new")).code == 2


async def test_history_tells_what_call_told(ready):
    told = await ready.call("business_isp")
    (row,) = (await ready.run("history", "--json")).objects
    assert list(row) == [
        "call", "time", "account", "provider", "a_number", "b_number", "state", "reason", "leg", "verdict", "test",
        "note", "talk_seconds",
    ]  # fmt: skip
    assert (row["account"], row["provider"], row["b_number"]) == ("business_isp", "business_isp", "+31207654321")
    assert (row["state"], row["reason"], row["test"]) == ("ended", "b_party", False)
    assert 0 < row["talk_seconds"] < 30
    shown = await ready.run("history", "show", row["call"], "--json")
    assert shown.out == told.out
    file = ready.home / "calls.jsonl"
    assert (await ready.run("history", "export", str(file))).code == 0
    assert json.loads(file.read_text()) == row
    assert (await ready.run("history", "export", str(file))).code == 2


async def test_a_verdict_closes_an_unknown(ready, simulator):
    simulator.scenario = Scenario.LOST_ANSWER
    told = await ready.call("tel2")
    call = told.objects[0]["call"]
    assert (await ready.run("history", "verdict", call, "did_not_ring")).code == 0
    (row,) = (await ready.run("history", "--json")).objects
    assert (row["state"], row["verdict"]) == ("unknown", "did_not_ring")
    assert (await ready.run("history", "verdict", call, "rang")).code == 2


async def test_a_damaged_list_of_accounts_is_no_traceback(dialer):
    (dialer.home / "accounts.toml").write_text("[[account")
    ended = await dialer.run("account", "list")
    assert ended.code == 1
    assert "is damaged" in ended.err


@pytest.mark.parametrize("words", [("history", "show"), ("watch",), ("hangup",)])
async def test_bytes_that_are_no_text_name_no_call(dialer, words):
    ended = await dialer.run(*words, "\udcff")
    assert (ended.code, ended.out) == (2, "")
    assert "There is no call" in ended.err
