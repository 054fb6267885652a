"""A damaged journal is set aside, what can be read of it is kept, and the person is told once."""

import asyncio
import random
import sqlite3

import pytest

from desktop_dialer.core.call import Reason, State
from desktop_dialer.core.errors import LineBusy, StorageFailed
from desktop_dialer.storage import salvage
from tests.unit.storage.material import ARMED, intent, run_python, said

PAGE = 4096


_FILLED = {}


@pytest.fixture
async def filled(open_journal, tmp_path):
    """The path of a closed journal of 300 calls: the last is live, and the one before it only armed."""
    path = tmp_path / "journal.db"
    if not _FILLED:
        journal = await open_journal()
        for number in range(300):
            call = f"c{number:03}"
            await journal.arm(intent(call, line=f"line {number}"), [ARMED])
            if number != 298:
                await journal.append(call, said("connected", text="x" * 150))
            if number < 298:
                await journal.append(call, said("ended", reason=Reason.HUNG_UP))
        await journal.set_note("c007", "call back")
        await journal.aclose()
        _FILLED["bytes"] = path.read_bytes()
    path.write_bytes(_FILLED["bytes"])
    return path


def scribble(path, place, content):
    with path.open("r+b") as file:
        file.seek(place)
        file.write(content)


def pages_of(path, table):
    """Numbers of the leaf pages of a table, in order."""
    with sqlite3.connect(path) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    connection.close()
    data = path.read_bytes()
    page = data[(root - 1) * PAGE : root * PAGE]
    assert page[0] == 5, "an inner page"
    cells = int.from_bytes(page[3:5])
    places = [int.from_bytes(page[12 + 2 * number : 14 + 2 * number]) for number in range(cells)]
    return [int.from_bytes(page[place : place + 4]) for place in places]


def set_aside(folder):
    return sorted(path.name for path in folder.glob("journal-damaged-*.db"))


async def test_rows_behind_a_broken_page_are_kept(filled, open_journal, tmp_path):
    broken = pages_of(filled, "event")[3]
    scribble(filled, (broken - 1) * PAGE, b"\xff" * 200)
    journal = await open_journal()
    kept = await journal.calls()
    assert len(kept) == 300
    assert "was damaged and was set aside as" in journal.notice
    assert "300 calls" in journal.notice
    assert "of its rows could not be read" in journal.notice
    assert set_aside(tmp_path) == ["journal-damaged-20260301T120000.250000Z.db"]
    assert (await journal.call("c007")).note == "call back"
    cut_off = [record for record in kept if record.last.text.startswith("the journal was damaged")]
    assert 0 < len(cut_off) < 40
    await journal.aclose()
    assert (await open_journal()).notice is None


async def test_a_call_that_may_have_been_sent_does_not_stay_armed(filled, open_journal):
    scribble(filled, (pages_of(filled, "event")[3] - 1) * PAGE, b"\xff" * 200)
    journal = await open_journal()
    last = (await journal.call("c298")).last
    assert (last.state, last.reason) == (State.UNKNOWN, "interrupted")
    assert [record.intent.call for record in await journal.unfinished()][:2] == ["c299", "c298"]


async def test_a_live_call_keeps_its_line_through_a_repair(filled, open_journal):
    scribble(filled, (pages_of(filled, "event")[3] - 1) * PAGE, b"\xff" * 200)
    journal = await open_journal()
    with pytest.raises(LineBusy):
        await journal.arm(intent(line="line 299"), [ARMED])


async def test_a_row_that_says_something_else_than_was_written_is_left_out_and_counted(filled, open_journal):
    scribble(filled, filled.read_bytes().index(b"x" * 150), b"y")
    scribble(filled, (pages_of(filled, "intent")[0] - 1) * PAGE, b"\xff" * 8)
    journal = await open_journal()
    assert "of its rows could not be read" in journal.notice
    texts = {event.text for record in await journal.calls() for event in await journal.events(record.intent.call)}
    assert not any(text.startswith("y") for text in texts)


async def test_a_changed_row_in_a_sound_file_is_left_out_and_logged(filled, open_journal, expected_log):
    expected_log("Event 2 of call c000 is damaged")
    expected_log("The intent row of call c001 is damaged")
    connection = sqlite3.connect(filled)
    connection.execute("DROP TRIGGER event_update")
    connection.execute("DROP TRIGGER intent_update")
    connection.execute("UPDATE event SET state = 'failed' WHERE call = 'c000' AND seq = 2")
    connection.execute("UPDATE intent SET b_number = '1' WHERE call = 'c001'")
    connection.commit()
    connection.close()
    journal = await open_journal()
    assert journal.notice is None
    assert [event.state for event in await journal.events("c000")] == [State.ARMED, State.ENDED]
    assert len(await journal.calls()) == 299
    assert len(await journal.calls(limit=299)) == 299


async def test_a_damaged_entry_after_armed_proves_nothing_any_more(open_journal, tmp_path, expected_log):
    """The damaged entry may have been `sending`: recovery's `not_sent` becomes `unknown`."""
    expected_log("Event 2 of call c1 is damaged")
    journal = await open_journal()
    await journal.arm(intent("c1"), [ARMED])
    await journal.append("c1", said("sending"))
    await journal.aclose()
    with sqlite3.connect(tmp_path / "journal.db") as connection:
        connection.execute("DROP TRIGGER event_update")
        connection.execute("UPDATE event SET text = 'changed' WHERE seq = 2")
    connection.close()
    journal = await open_journal()
    event = await journal.append("c1", said("not_sent", reason=Reason.INTERRUPTED))
    assert (event.state, event.reason) == (State.UNKNOWN, Reason.INTERRUPTED)


async def test_text_that_is_no_text_hides_no_other_call(filled, open_journal, expected_log):
    expected_log("Event 2 of call c... is damaged")
    scribble(filled, filled.read_bytes().index(b"x" * 150), b"\xff\xfe")
    assert len(await (await open_journal()).calls()) == 300


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"this is no database" * 500),
        lambda path: scribble(path, 0, b"\x00" * 100),
        lambda path: scribble(path, 40, b"\xff" * 20),
        lambda path: scribble(path, 100, b"\xff" * 300),
        lambda path: path.write_bytes(path.read_bytes()[: 5 * PAGE]),
        lambda path: path.write_bytes(path.read_bytes()[:PAGE]),
        lambda path: path.write_bytes(path.read_bytes()[: 10 * PAGE + 77]),
        lambda path: scribble(path, 2 * PAGE, b"\xa5" * 20 * PAGE),
    ],
    ids=["garbage", "header", "counters", "schema", "cut to 5 pages", "cut to 1", "cut within a page", "overwritten"],
)
async def test_whatever_the_damage_a_journal_opens_and_takes_a_call(filled, open_journal, tmp_path, spoil):
    spoil(filled)
    before = filled.read_bytes()
    journal = await open_journal()
    await journal.arm(intent("new"), [ARMED])
    assert (await journal.calls(limit=1))[0].intent.call == "new"
    if journal.notice:
        [aside] = set_aside(tmp_path)
        assert (tmp_path / aside).read_bytes() == before
        assert aside in journal.notice
    else:
        assert len(await journal.calls()) == 301, "SQLite itself made good the damage"


@pytest.mark.parametrize("seed", range(40))
async def test_no_damage_keeps_the_next_call_from_being_taken(filled, open_journal, seed, caplog, expected_log):
    chance = random.Random(seed)
    data = bytearray(filled.read_bytes())
    for _ in range(chance.choice([1, 20, 200])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    for _ in range(chance.choice([0, 0, 1, 5])):
        page = chance.randrange(len(data) // PAGE)
        data[page * PAGE : (page + 1) * PAGE] = chance.choice([bytes(PAGE), chance.randbytes(PAGE)])
    filled.write_bytes(data)
    journal = await open_journal()
    await journal.arm(intent("new"), [ARMED])
    assert (await journal.append("new", said("accepted"))).seq == 2
    assert "new" in {record.intent.call for record in await journal.calls()}
    if "is damaged" in caplog.text:
        expected_log("is damaged")


async def test_rows_that_are_in_the_log_alone_are_kept(open_journal, tmp_path):
    """A process that was killed leaves the write-ahead log."""
    script = """
import asyncio, os, sys, time
from datetime import UTC, datetime
from pathlib import Path
from desktop_dialer.storage.journal import SqliteJournal
from tests.unit.storage.material import ARMED, intent
async def main():
    journal = SqliteJournal(
        Path(sys.argv[1]), process=lambda: "p", now=lambda: datetime.now(UTC), monotonic=time.monotonic
    )
    await journal.open()
    for number in range(20):
        await journal.arm(intent(f"c{number:02}"), [ARMED])
    os._exit(0)
asyncio.run(main())
"""
    path = tmp_path / "journal.db"
    run_python(script, path)
    assert (tmp_path / "journal.db-wal").stat().st_size > 20 * 32
    journal = await open_journal()
    assert journal.notice is None
    assert len(await journal.calls()) == 20


async def test_nothing_is_set_aside_while_another_has_the_file_open(filled, open_journal, tmp_path):
    other = await open_journal()
    scribble(filled, (pages_of(filled, "event")[3] - 1) * PAGE, b"\xff" * 200)
    with pytest.raises(StorageFailed, match=r"damaged; close every copy of this program"):
        await open_journal()
    assert set_aside(tmp_path) == []
    await other.aclose()
    assert "was damaged" in (await open_journal()).notice


async def test_of_two_that_find_the_damage_at_once_one_repairs_it(filled, open_journal, tmp_path):
    scribble(filled, (pages_of(filled, "event")[3] - 1) * PAGE, b"\xff" * 200)
    first, second = await asyncio.gather(open_journal(), open_journal(process="p2"))
    assert sorted(journal.notice is None for journal in (first, second)) == [False, True]
    assert len(set_aside(tmp_path)) == 1
    assert len(await first.calls()) == len(await second.calls()) == 300


async def test_a_crash_while_the_new_file_is_put_in_place_loses_nothing(filled, open_journal, monkeypatch, tmp_path):
    scribble(filled, (pages_of(filled, "event")[3] - 1) * PAGE, b"\xff" * 200)

    rename = type(filled).rename

    def rename_the_old_alone(path, target):
        if path.name.endswith("-salvaged"):
            raise OSError(5, "crash")
        return rename(path, target)

    monkeypatch.setattr(type(filled), "rename", rename_the_old_alone)
    with pytest.raises(StorageFailed):
        await open_journal()
    monkeypatch.undo()
    assert not filled.exists()
    assert salvage.is_half_replaced(filled)
    journal = await open_journal()
    assert len(await journal.calls()) == 300
    assert "What could be read was kept" in journal.notice


async def test_a_journal_of_a_newer_version_is_left_alone(filled, open_journal):
    connection = sqlite3.connect(filled)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = filled.read_bytes()
    with pytest.raises(StorageFailed, match=r"newer version.*format 99.*install the newer one"):
        await open_journal()
    assert filled.read_bytes() == before


async def test_rows_are_never_changed_or_removed(filled):
    connection = sqlite3.connect(filled)
    for statement in ("UPDATE event SET text = ''", "DELETE FROM event", "UPDATE intent SET line = ''",
                      "DELETE FROM intent"):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            connection.execute(statement)
    connection.close()
