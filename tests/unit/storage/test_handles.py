import asyncio
import json
import os
import signal
import threading
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
async def start(live):
    """Starts processes' views of the folder; ends them."""
    started = []

    def start_one():
        started.append(FileHandles(live))
        return started[-1]

    yield start_one
    for handles in started:
        await handles.aclose()


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
    handles._folder._own_lock.release()


def files(live):
    return sorted(path.name for path in live.rglob("*.json"))


def bytes_in(live):
    return b"".join(path.read_bytes() for path in live.rglob("*") if path.is_file())


async def test_nothing_is_made_before_it_is_needed(live, start):
    handles = start()
    await handles.drop(kept("c1"))
    assert await handles.find("c1") is None
    assert await handles.orphans() == []
    assert not await handles.is_alive("0123456789abcdef")
    assert not live.exists()


async def test_who_is_announced_can_be_seen_to_live(start):
    ours, theirs = start(), start()
    process = ours.process
    assert not await theirs.is_alive(process)
    await ours.announce()
    assert await theirs.is_alive(process)
    await ours.announce()
    assert await ours.is_alive(process)
    end(ours)
    assert not await theirs.is_alive(process)


@pytest.mark.parametrize("process", ["", "..", "../live", "nobody", "a/b"])
async def test_what_is_no_process_does_not_live(start, process):
    handles = start()
    await handles.keep(kept())
    assert not await handles.is_alive(process)


async def test_an_entry_is_found_by_its_call_from_any_process(start):
    ours, theirs = start(), start()
    entry = kept("c1", call="c2", last_code="4")
    await ours.keep(entry)
    for handles in (ours, theirs):
        assert await handles.find("c2") == (ours.process, entry)
        assert await handles.find("c1") is None


async def test_an_entry_replaces_the_one_under_its_key(live, start):
    handles = start()
    await handles.keep(kept("c1", value="old-canary"))
    await handles.keep(kept("c1", call="c2", value="new"))
    await handles.keep(kept("c3"))
    assert (await handles.find("c2"))[1].handle.value.reveal() == "new"
    assert await handles.find("c1") is None
    assert len(files(live)) == 2
    assert b"old-canary" not in bytes_in(live)


async def test_a_dropped_entry_is_overwritten_before_it_goes(live, start, monkeypatch):
    handles = start()
    await handles.keep(kept())
    [entry] = live.rglob("*.json")
    assert GUID.encode() in entry.read_bytes()
    still_open = entry.open("rb")
    size = entry.stat().st_size
    await handles.drop(kept("c1"))
    assert not entry.exists()
    assert still_open.read() == bytes(size)
    still_open.close()
    await handles.drop(kept("c1"))


async def test_any_text_may_be_a_key(start):
    handles = start()
    await handles.keep(kept("../☎/\x00.*", call="x"))
    assert (await handles.find("x"))[1].key == "../☎/\x00.*"
    await handles.drop(kept("../☎/\x00.*", call="x"))
    assert await handles.find("x") is None


async def test_files_are_for_their_owner_alone(live, start):
    await start().keep(kept())
    assert {oct(path.stat().st_mode & 0o777) for path in live.rglob("*") if path.is_file()} == {"0o600"}
    assert {oct(path.stat().st_mode & 0o777) for path in [live, *live.iterdir()]} == {"0o700"}


def test_a_handle_shows_in_no_repr():
    assert GUID not in repr(kept())


async def test_only_the_entries_of_dead_processes_are_orphans(start):
    living, dead, ours = start(), start(), start()
    await living.keep(kept("c1"))
    await dead.keep(kept("c2"))
    await ours.keep(kept("c3"))
    assert await ours.orphans() == []
    end(dead)
    assert await ours.orphans() == [kept("c2")]


async def test_an_orphan_is_adopted_once(live, start):
    dead, first, second = start(), start(), start()
    await dead.keep(kept("c1"))
    await dead.keep(kept("c2"))
    name = dead.process
    end(dead)
    assert await first.adopt(kept("c1"))
    assert not await second.adopt(kept("c1"))
    assert await first.find("c1") == (first.process, kept("c1"))
    assert await second.orphans() == [kept("c2")]
    assert await second.adopt(kept("c2"))
    assert not (live / name).exists()
    assert not await first.adopt(kept("nothing"))


async def test_an_orphan_that_changed_since_it_was_seen_is_not_adopted(start):
    """Somebody else adopted it, made another call in the session, and died: what was judged was the call before."""
    dead, ours = start(), start()
    await dead.keep(kept("c1", call="c2"))
    await dead.keep(kept("c1", call="c3"))
    end(dead)
    assert not await ours.adopt(kept("c1", call="c2"))
    assert await ours.adopt(kept("c1", call="c3"))


async def test_an_entry_that_is_for_another_call_by_now_is_not_dropped(start):
    handles = start()
    await handles.keep(kept("c1"))
    await handles.keep(kept("c1", call="c2"))
    await handles.drop(kept("c1"))
    assert await handles.find("c2") is not None
    await handles.drop(kept("c1", call="c2"))
    assert await handles.find("c2") is None


async def test_the_entry_of_a_living_process_is_not_adopted(start):
    living, ours = start(), start()
    await living.keep(kept())
    assert not await ours.adopt(kept("c1"))
    assert await living.find("c1") == (living.process, kept())


async def test_what_a_crash_left_half_done_is_wiped(live, start):
    dead, ours = start(), start()
    await dead.keep(kept("c1", value="newest"))
    folder = live / dead.process
    [entry] = folder.glob("*.json")
    draft = entry.with_suffix(".new")
    draft.write_text('{"value": "canary-draft')
    older = entry.with_name(entry.name.replace("000001", "000000"))
    older.write_text(json.dumps({"value": "canary-older"}))
    damaged = folder / f"{'0' * 32}-000001.json"
    damaged.write_text('{"value": "canary-damaged"}')
    watched = [path.open("rb") for path in (draft, older, damaged)]
    assert await ours.orphans() == []
    end(dead)
    assert [entry.handle.value.reveal() for entry in await ours.orphans()] == ["newest"]
    assert [set(file.read()) for file in watched] == [{0}, {0}, {0}]
    assert sorted(path.name for path in folder.iterdir()) == [entry.name, "lock"]
    for file in watched:
        file.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 80, b"[]", b'"x"', b"{}", b'{"key": 1}', b"[" * 100_000, b"\xff\xfe"],
    ids=["empty", "zeros", "list", "text", "nothing", "number", "deep", "no text"],
)
async def test_a_damaged_entry_is_skipped(live, start, content):
    dead, ours = start(), start()
    await dead.keep(kept("c1"))
    await dead.keep(kept("c2"))
    [entry] = [path for path in live.rglob("*.json") if b'"c1"' in path.read_bytes()]
    entry.write_bytes(content)
    assert await ours.find("c2") == (dead.process, kept("c2"))
    assert entry.exists()
    end(dead)
    assert await ours.orphans() == [kept("c2")]
    assert not entry.exists()
    assert not await ours.adopt(kept("c1"))


async def test_adopting_leaves_no_older_entry_behind(live, start):
    dead, ours = start(), start()
    await dead.keep(kept("c1", value="newest"))
    [entry] = live.rglob("*.json")
    entry.with_name(entry.name.replace("000001", "000000")).write_bytes(entry.read_bytes())
    end(dead)
    assert await ours.adopt(kept("c1", value="newest"))
    assert await ours.orphans() == []
    assert files(live) == [entry.name]


async def test_a_process_that_ends_in_order_leaves_nothing_but_its_entries(live, start):
    ours, theirs = start(), start()
    await ours.keep(kept("c1"))
    await theirs.keep(kept("c2"))
    await theirs.drop(kept("c2"))
    names = ours.process, theirs.process
    await ours.aclose()
    await theirs.aclose()
    assert (live / names[0]).exists()
    assert not (live / names[1]).exists()
    assert await start().orphans() == [kept("c1")]


async def test_the_folder_of_a_dead_process_without_entries_is_removed(live, start):
    dead, ours = start(), start()
    await dead.announce()
    name = dead.process
    end(dead)
    assert await ours.orphans() == []
    assert not (live / name).exists()


async def test_recovery_is_one_process_s_at_a_time(start, monkeypatch):
    monkeypatch.setattr(module, "RECOVERY_SECONDS", 0.1)
    first, second = start(), start()
    async with first.recovering():
        with pytest.raises(StorageFailed, match="tidying up"):
            async with second.recovering():
                pytest.fail("both at once")
    async with second.recovering():
        pass


async def test_who_waits_to_recover_keeps_handles_meanwhile(start):
    first, second = start(), start()
    async with first.recovering():
        waiting = asyncio.ensure_future(recover(second))
        await asyncio.sleep(0.03)
        async with asyncio.timeout(1):
            await second.keep(kept())
        assert not waiting.done()
    await waiting


async def recover(handles):
    async with handles.recovering():
        pass


async def test_who_is_cancelled_as_it_gets_the_turn_to_recover_lets_it_go(start, monkeypatch):
    first, second = start(), start()
    taken, go_on = threading.Event(), threading.Event()
    take_turn = first._folder.take_turn

    def slowly(turn):
        is_taken = take_turn(turn)
        taken.set()
        go_on.wait(5)
        return is_taken

    monkeypatch.setattr(first._folder, "take_turn", slowly)
    recovering = asyncio.ensure_future(recover(first))
    await asyncio.to_thread(taken.wait, 5)
    recovering.cancel()
    await asyncio.wait({recovering})
    go_on.set()
    async with asyncio.timeout(5), second.recovering():
        pass


async def test_what_is_asked_is_done_in_the_order_of_asking(start):
    """Whoever is the first to be heard of: no entry is dropped before it was kept."""
    handles = start()
    await asyncio.gather(
        handles.keep(kept("c1")), handles.keep(kept("c1", call="c2")), handles.drop(kept("c1", call="c2"))
    )
    assert await handles.find("c2") is None


async def test_who_is_cancelled_finds_it_done_or_not_and_never_half(live, start, monkeypatch):
    handles = start()
    reached, go_on = threading.Event(), threading.Event()
    fsync = os.fsync

    def slowly(descriptor):
        reached.set()
        go_on.wait(5)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", slowly)
    begun, waits = (asyncio.ensure_future(handles.keep(kept(key))) for key in ("c1", "c2"))
    await asyncio.to_thread(reached.wait, 5)
    begun.cancel()
    waits.cancel()
    await asyncio.wait({begun, waits})
    go_on.set()
    assert await handles.find("c1") is not None
    assert await handles.find("c2") is None
    assert len(files(live)) == 1


async def test_a_disk_that_hangs_does_not_hold_up_the_event_loop_nor_the_end(start, monkeypatch):
    handles = start()
    go_on = threading.Event()
    monkeypatch.setattr(module, "CLOSE_SECONDS", 0.05)
    monkeypatch.setattr(os, "fsync", lambda _: go_on.wait(5))
    keeping = asyncio.ensure_future(handles.keep(kept()))
    await asyncio.sleep(0)
    async with asyncio.timeout(1):
        await handles.aclose()
    assert not keeping.done()
    assert handles._worker._thread.daemon
    go_on.set()
    await keeping


async def test_after_the_end_it_says_so(start):
    handles = start()
    await handles.aclose()
    await handles.aclose()
    with pytest.raises(StorageFailed, match="is closed"):
        await handles.keep(kept())


async def test_a_disk_that_refuses_is_named_and_leaves_no_draft(live, start, monkeypatch):
    handles = start()
    await handles.keep(kept("c1", value="old"))

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFailed, match=r"live\) could not be used: the disk is full"):
        await handles.keep(kept("c1", value="new"))
    monkeypatch.undo()
    assert (await handles.find("c1"))[1].handle.value.reveal() == "old"


CHILD = """
import asyncio, sys, time
from pathlib import Path
from tests.unit.storage.test_handles import kept
from desktop_dialer.storage.handles import FileHandles
handles = FileHandles(Path(sys.argv[1]))
asyncio.run(handles.keep(kept("c1")))
print(handles.process, flush=True)
time.sleep(60)
"""


async def test_a_killed_process_is_seen_as_dead_and_its_call_is_taken_up(live, start):
    child = start_python(CHILD, live)
    try:
        process = child.stdout.readline().strip()
        ours = start()
        assert await ours.is_alive(process)
        assert await ours.orphans() == []
        child.send_signal(signal.SIGKILL)
        child.wait(timeout=10)
        assert not await ours.is_alive(process)
        assert await ours.orphans() == [kept("c1")]
        assert await ours.adopt(kept("c1"))
        assert await ours.find("c1") == (ours.process, kept("c1"))
    finally:
        child.kill()
        child.wait(timeout=10)
        child.stdout.close()
