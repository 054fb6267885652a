import json
import os
import signal
from datetime import UTC, datetime

import pytest

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.core.reading import Handle, Kept
from desktop_dialer.core.secret import Secret
from desktop_dialer.storage import handles as module
from desktop_dialer.storage.handles import FileHandles
from tests.unit.storage.material import start_python

GUID = "{5C0FFEE5-canary-guid}"


@pytest.fixture
def live(tmp_path):
    return tmp_path / "home ☎" / "live"


@pytest.fixture
def start(live):
    """Starts processes' views of the folder; ends them."""
    started = []

    def start_one():
        started.append(FileHandles(live))
        return started[-1]

    yield start_one
    for handles in started:
        handles.close()


def kept(key="c1", call=None, value=GUID, last_code=None):
    return Kept(
        key=key,
        call=call or key,
        account="office",
        values={"source": "0201234567"},
        settings={"base_url": "https://pbx.example/api/"},
        handle=Handle(value=Secret(value), last_code=last_code),
        is_session=True,
        since=datetime(2026, 3, 1, 12, 0, tzinfo=UTC),
    )


def end(handles):
    """The process ends as a killed one does: nothing is tidied, its lock is gone."""
    handles._own_lock.release()


def files(live):
    return sorted(path.name for path in live.rglob("*.json"))


def bytes_in(live):
    return b"".join(path.read_bytes() for path in live.rglob("*") if path.is_file())


def test_nothing_is_made_before_it_is_needed(live, start):
    handles = start()
    handles.drop("c1")
    assert handles.find("c1") is None
    assert handles.orphans() == []
    assert not handles.is_alive("0123456789abcdef")
    assert not live.exists()


def test_who_asks_for_the_process_can_be_seen_to_live(start):
    ours, theirs = start(), start()
    process = ours.process
    assert theirs.is_alive(process)
    assert ours.is_alive(process)
    end(ours)
    assert not theirs.is_alive(process)


@pytest.mark.parametrize("process", ["", "..", "../live", "nobody", "a/b"])
def test_what_is_no_process_does_not_live(start, process):
    handles = start()
    handles.keep(kept())
    assert not handles.is_alive(process)


def test_an_entry_is_found_by_its_call_from_any_process(start):
    ours, theirs = start(), start()
    entry = kept("c1", call="c2", last_code="4")
    ours.keep(entry)
    for handles in (ours, theirs):
        assert handles.find("c2") == (ours.process, entry)
        assert handles.find("c1") is None


def test_an_entry_replaces_the_one_under_its_key(live, start):
    handles = start()
    handles.keep(kept("c1", value="old-canary"))
    handles.keep(kept("c1", call="c2", value="new"))
    handles.keep(kept("c3"))
    assert handles.find("c2")[1].handle.value.reveal() == "new"
    assert handles.find("c1") is None
    assert len(files(live)) == 2
    assert b"old-canary" not in bytes_in(live)


def test_a_dropped_entry_is_overwritten_before_it_goes(live, start, monkeypatch):
    handles = start()
    handles.keep(kept())
    [entry] = live.rglob("*.json")
    assert GUID.encode() in entry.read_bytes()
    still_open = entry.open("rb")
    size = entry.stat().st_size
    handles.drop("c1")
    assert not entry.exists()
    assert still_open.read() == bytes(size)
    still_open.close()
    handles.drop("c1")


def test_any_text_may_be_a_key(start):
    handles = start()
    handles.keep(kept("../☎/\x00.*", call="x"))
    assert handles.find("x")[1].key == "../☎/\x00.*"
    handles.drop("../☎/\x00.*")
    assert handles.find("x") is None


def test_files_are_for_their_owner_alone(live, start):
    start().keep(kept())
    assert {oct(path.stat().st_mode & 0o777) for path in live.rglob("*") if path.is_file()} == {"0o600"}
    assert {oct(path.stat().st_mode & 0o777) for path in [live, *live.iterdir()]} == {"0o700"}


def test_a_handle_shows_in_no_repr():
    assert GUID not in repr(kept())


def test_only_the_entries_of_dead_processes_are_orphans(start):
    living, dead, ours = start(), start(), start()
    living.keep(kept("c1"))
    dead.keep(kept("c2"))
    ours.keep(kept("c3"))
    assert ours.orphans() == []
    end(dead)
    assert ours.orphans() == [kept("c2")]


def test_an_orphan_is_adopted_once(live, start):
    dead, first, second = start(), start(), start()
    dead.keep(kept("c1"))
    dead.keep(kept("c2"))
    name = dead.process
    end(dead)
    assert first.adopt("c1") == kept("c1")
    assert second.adopt("c1") is None
    assert first.find("c1") == (first.process, kept("c1"))
    assert second.orphans() == [kept("c2")]
    assert second.adopt("c2") == kept("c2")
    assert not (live / name).exists()
    assert first.adopt("nothing") is None


def test_the_entry_of_a_living_process_is_not_adopted(start):
    living, ours = start(), start()
    living.keep(kept())
    assert ours.adopt("c1") is None
    assert living.find("c1") == (living.process, kept())


def test_what_a_crash_left_half_done_is_wiped(live, start):
    dead, ours = start(), start()
    dead.keep(kept("c1", value="newest"))
    folder = live / dead.process
    [entry] = folder.glob("*.json")
    draft = entry.with_suffix(".new")
    draft.write_text('{"value": "canary-draft')
    older = entry.with_name(entry.name.replace("000001", "000000"))
    older.write_text(json.dumps({"value": "canary-older"}))
    damaged = folder / f"{'0' * 32}-000001.json"
    damaged.write_text('{"value": "canary-damaged"}')
    watched = [path.open("rb") for path in (draft, older, damaged)]
    assert ours.orphans() == []
    end(dead)
    assert [entry.handle.value.reveal() for entry in ours.orphans()] == ["newest"]
    assert [set(file.read()) for file in watched] == [{0}, {0}, {0}]
    assert sorted(path.name for path in folder.iterdir()) == [entry.name, "lock"]
    for file in watched:
        file.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 80, b"[]", b'"x"', b"{}", b'{"key": 1}', b"[" * 100_000, b"\xff\xfe"],
    ids=["empty", "zeros", "list", "text", "nothing", "number", "deep", "no text"],
)
def test_a_damaged_entry_is_skipped(live, start, content):
    dead, ours = start(), start()
    dead.keep(kept("c1"))
    dead.keep(kept("c2"))
    [entry] = [path for path in live.rglob("*.json") if b'"c1"' in path.read_bytes()]
    entry.write_bytes(content)
    assert ours.find("c2") == (dead.process, kept("c2"))
    assert entry.exists()
    end(dead)
    assert ours.orphans() == [kept("c2")]
    assert not entry.exists()
    assert ours.adopt("c1") is None


def test_adopting_leaves_no_older_entry_behind(live, start):
    dead, ours = start(), start()
    dead.keep(kept("c1", value="newest"))
    [entry] = live.rglob("*.json")
    entry.with_name(entry.name.replace("000001", "000000")).write_bytes(entry.read_bytes())
    end(dead)
    assert ours.adopt("c1").handle.value.reveal() == "newest"
    assert ours.orphans() == []
    assert files(live) == [entry.name]


def test_a_process_that_ends_in_order_leaves_nothing_but_its_entries(live, start):
    ours, theirs = start(), start()
    ours.keep(kept("c1"))
    theirs.keep(kept("c2"))
    theirs.drop("c2")
    names = ours.process, theirs.process
    ours.close()
    theirs.close()
    assert (live / names[0]).exists()
    assert not (live / names[1]).exists()
    assert start().orphans() == [kept("c1")]


def test_the_folder_of_a_dead_process_without_entries_is_removed(live, start):
    dead, ours = start(), start()
    name = dead.process
    end(dead)
    assert ours.orphans() == []
    assert not (live / name).exists()


def test_recovery_is_one_process_s_at_a_time(start, monkeypatch):
    monkeypatch.setattr(module, "RECOVERY_SECONDS", 0.1)
    first, second = start(), start()
    with first.recovering(), pytest.raises(StorageFailed, match="tidying up"), second.recovering():
        pytest.fail("both at once")
    with second.recovering():
        pass


def test_a_disk_that_refuses_is_named_and_leaves_no_draft(live, start, monkeypatch):
    handles = start()
    handles.keep(kept("c1", value="old"))

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFailed, match=r"live\) could not be used: the disk is full"):
        handles.keep(kept("c1", value="new"))
    monkeypatch.undo()
    assert handles.find("c1")[1].handle.value.reveal() == "old"


CHILD = """
import sys, time
from pathlib import Path
from tests.unit.storage.test_handles import kept
from desktop_dialer.storage.handles import FileHandles
handles = FileHandles(Path(sys.argv[1]))
handles.keep(kept("c1"))
print(handles.process, flush=True)
time.sleep(60)
"""


def test_a_killed_process_is_seen_as_dead_and_its_call_is_taken_up(live, start):
    child = start_python(CHILD, live)
    try:
        process = child.stdout.readline().strip()
        ours = start()
        assert ours.is_alive(process)
        assert ours.orphans() == []
        child.send_signal(signal.SIGKILL)
        child.wait(timeout=10)
        assert not ours.is_alive(process)
        assert ours.orphans() == [kept("c1")]
        assert ours.adopt("c1") == kept("c1")
        assert ours.find("c1") == (ours.process, kept("c1"))
    finally:
        child.kill()
        child.wait(timeout=10)
        child.stdout.close()
