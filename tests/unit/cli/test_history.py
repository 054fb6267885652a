"""`history`: what is listed, shown, exported and added, on a journal that is written as calls write it."""

import csv
import json
import stat

import pytest

from desktop_dialer.cli import export
from desktop_dialer.core.call import Evidence, Intent, Leg, Report, State
from desktop_dialer.core.errors import InvalidInput, NothingFound, QuestionOpen, StorageFailed

KEYS = [
    "call", "time", "account", "provider", "a_number", "b_number", "state", "reason", "leg", "verdict", "test", "note",
    "talk_seconds",
]  # fmt: skip
ARMED = Report(evidence=Evidence.LOCAL, state=State.ARMED)
SENDING = Report(evidence=Evidence.LOCAL, state=State.SENDING)
BUSY = Report(evidence=Evidence.POLL, state=State.FAILED, reason="busy", leg=Leg.B, code="13", text="Busy")
LOST = Report(evidence=Evidence.LOCAL, state=State.UNKNOWN, reason="timeout")


@pytest.fixture
def calls(program):
    """`await calls("c1", …)` writes calls, each on the same line, that ended busy; `last` is another end."""

    async def write(*ids, last=BUSY, account="desk"):
        async with program.engine() as engine:
            for call in ids:
                intent = Intent(
                    call=call,
                    account=account,
                    provider="business_isp",
                    a_number="+31201234567",
                    b_number="+31207654321",
                    line="+31201234567",
                    called="+31207654321",
                    country="NL",
                )
                await engine.journal.arm(intent, (ARMED, SENDING, last))

    return write


async def test_the_newest_call_comes_first_as_one_object(run, calls):
    await calls("c1", "c2")
    objects = (await run("history", "--json")).objects
    assert [one["call"] for one in objects] == ["c2", "c1"]
    assert list(objects[0]) == KEYS
    assert {name: objects[0][name] for name in KEYS if name not in {"call", "time"}} == {
        "account": "desk",
        "provider": "business_isp",
        "a_number": "+31201234567",
        "b_number": "+31207654321",
        "state": "failed",
        "reason": "busy",
        "leg": "b",
        "verdict": None,
        "test": False,
        "note": "",
        "talk_seconds": None,
    }
    assert objects[0]["time"].endswith("Z")


async def test_limit_and_default_cut_the_list(run, calls, monkeypatch):
    monkeypatch.setattr(export, "_BATCH", 3)
    await calls(*(f"c{n:02}" for n in range(53)))
    assert len((await run("history", "--json")).objects) == 50
    assert [one["call"] for one in (await run("history", "--json", "--limit", "4")).objects] == [
        "c52", "c51", "c50", "c49",
    ]  # fmt: skip
    assert len((await run("history", "--json", "--limit", "100000")).objects) == 53


async def test_for_people_it_is_a_table(run, calls):
    await calls("c1")
    listed = (await run("history")).out
    assert "c1" in listed
    assert "020 765 4321" in listed
    assert "No call" in listed


async def test_an_empty_history_says_so_beside_the_output(run):
    listed = await run("history")
    assert (listed.code, listed.out, listed.err) == (0, "", "There is no call yet.\n")


async def test_show_gives_the_events_of_one_call(run, calls):
    await calls("abc1", "abd2")
    shown = (await run("history", "show", "abd", "--json")).objects
    assert [one["state"] for one in shown] == ["armed", "sending", "failed"]
    assert {one["call"] for one in shown} == {"abd2"}
    text = (await run("history", "show", "abc1")).out
    assert "Busy." in text
    assert "[13]" in text


async def test_an_ambiguous_or_unknown_call_is_refused(run, calls):
    await calls("abc1", "abd2")
    for words in (("show", "ab"), ("show", "x"), ("note", "x", "n"), ("verdict", "x", "rang")):
        with pytest.raises(NothingFound):
            await run("history", *words)


async def test_a_note_is_kept_shown_and_removed(run, calls):
    await calls("abc1")
    assert (await run("history", "note", "ab", "call back")).err == "The note is kept.\n"
    assert (await run("history", "--json")).objects[0]["note"] == "call back"
    assert "Note: call back" in (await run("history", "show", "abc1")).out
    await run("history", "note", "abc1", "")
    assert (await run("history", "--json")).objects[0]["note"] == ""
    with pytest.raises(InvalidInput, match="takes 2000"):
        await run("history", "note", "abc1", "x" * 2001)


async def test_a_verdict_closes_an_unknown_once(run, calls):
    await calls("abc1", last=LOST)
    assert (await run("history", "verdict", "abc", "did_not_ring")).code == 0
    assert (await run("history", "--json")).objects[0]["verdict"] == "did_not_ring"
    shown = (await run("history", "show", "abc1", "--json")).objects[-1]
    assert (shown["evidence"], shown["state"]) == ("person", "unknown")
    with pytest.raises(InvalidInput, match="Nothing stands open on this call"):
        await run("history", "verdict", "abc1", "rang")


async def test_csv_has_the_same_names_and_no_formulas(run, calls, tmp_path):
    await calls("c1", account="=HYPERLINK(1)")
    await run("history", "note", "c1", '@SUM(1), "quoted"\nsecond line')
    file = tmp_path / "calls.CSV"
    assert (await run("history", "export", str(file))).err == f"1 call written to {file}.\n"
    with file.open(newline="", encoding="utf-8") as opened:
        (row,) = list(csv.DictReader(opened))
    assert list(row) == KEYS
    assert row["account"] == "'=HYPERLINK(1)"
    assert row["note"] == '\'@SUM(1), "quoted"\nsecond line'
    assert (row["b_number"], row["test"], row["verdict"]) == ("+31207654321", "false", "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_jsonl_is_what_history_prints(run, calls, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "_BATCH", 2)
    await calls("c1", "c2", "c3", "c4", "c5")
    file = tmp_path / "calls.jsonl"
    await run("history", "export", str(file))
    assert [json.loads(line) for line in file.read_text().splitlines()] == (await run("history", "--json")).objects


async def test_an_existing_file_is_replaced_only_with_a_yes(run, calls, tmp_path):
    await calls("c1")
    file = tmp_path / "calls.jsonl"
    file.write_text("mine")
    with pytest.raises(QuestionOpen) as asked:
        await run("history", "export", str(file))
    assert asked.value.key == "overwrite"
    assert file.read_text() == "mine"
    assert (await run("history", "export", str(file), "--yes")).code == 0
    assert json.loads(file.read_text())["call"] == "c1"
    assert list(tmp_path.glob(".calls*")) == []


@pytest.mark.parametrize("name", ["calls.txt", "calls", "nowhere/calls.csv"])
async def test_a_file_that_cannot_be_is_refused(run, calls, tmp_path, name):
    with pytest.raises(InvalidInput):
        await run("history", "export", str(tmp_path / name))


async def test_a_disk_that_refuses_leaves_the_old_file(run, calls, tmp_path, monkeypatch):
    await calls("c1")
    file = tmp_path / "calls.csv"
    file.write_text("mine")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(export.os, "fsync", full)
        with pytest.raises(StorageFailed, match="no space left"):
            await export.write_calls(file, export.Form.CSV, _none())
    assert file.read_text() == "mine"
    assert list(tmp_path.glob(".calls*")) == []


async def _none():
    for nothing in ():
        yield nothing
