import asyncio
import sqlite3
import threading
import time

import pytest

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.storage import database as module
from desktop_dialer.storage.connection import transaction
from desktop_dialer.storage.database import Database, Schema
from desktop_dialer.storage.salvage import Saved
from desktop_dialer.storage.worker import Worker

FIRST = ("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)",)
SECOND = ("ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'new'", "INSERT INTO t (b) VALUES ('second')")


def nothing_saved(source, target):
    return Saved(kept="", lost=0)


@pytest.fixture
async def open_database(tmp_path, clock):
    opened = []

    async def open_one(*steps, salvage=nothing_saved):
        database = Database(
            tmp_path / "x.db", what="contact list", schema=Schema(steps=steps, salvage=salvage), now=clock.now
        )
        opened.append(database)
        database.notice = await database.open()
        return database

    yield open_one
    for database in opened:
        await database.aclose()


def rows(connection):
    return connection.execute("SELECT * FROM t").fetchall()


async def test_each_format_builds_on_the_one_before(open_database):
    database = await open_database(FIRST)
    await database.run(lambda connection: connection.execute("INSERT INTO t (b) VALUES ('first')").fetchall())
    await database.aclose()
    assert await (await open_database(FIRST, SECOND)).run(rows) == [(1, "first", "new"), (2, "second", "new")]
    assert await (await open_database(FIRST, SECOND)).run(rows) == [(1, "first", "new"), (2, "second", "new")]


async def test_a_format_that_fails_half_way_changes_nothing(open_database, tmp_path):
    await (await open_database(FIRST)).aclose()
    with pytest.raises(StorageFailed, match="contact list"):
        await open_database(FIRST, (SECOND[0], "nonsense"))
    assert await (await open_database(FIRST)).run(rows) == []


async def test_a_commit_is_durable_and_what_is_deleted_is_overwritten(open_database):
    database = await open_database(FIRST)

    def pragmas(connection):
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await database.run(pragmas) == ["wal", 2, 1, 1, 5000]


async def test_a_failed_transaction_leaves_nothing_and_the_next_one_works(open_database):
    database = await open_database(FIRST)

    def fail(connection):
        with transaction(connection):
            connection.execute("INSERT INTO t (b) VALUES ('x')")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        await database.run(fail)
    assert await database.run(rows) == []


async def test_all_work_is_done_in_one_thread_and_not_the_loop_s(open_database):
    database = await open_database(FIRST)
    threads = await asyncio.gather(*(database.run(lambda _: threading.get_ident()) for _ in range(5)))
    assert len(set(threads)) == 1
    assert threading.get_ident() not in threads


async def test_a_log_is_moved_into_the_file_when_nothing_else_is_to_do(open_database, tmp_path):
    database = await open_database(FIRST)
    database._worker._idle_seconds = 0.01
    await database.run(lambda connection: connection.execute("INSERT INTO t (b) VALUES ('needle in the file')"))
    for _ in range(200):
        if b"needle" in (tmp_path / "x.db").read_bytes():
            break
        await asyncio.sleep(0.01)
    else:
        pytest.fail("it stayed in the log")


async def test_a_disk_that_hangs_does_not_hold_up_the_end(open_database, monkeypatch):
    monkeypatch.setattr(module, "CLOSE_SECONDS", 0.05)
    database = await open_database(FIRST)
    gate = threading.Event()
    hanging = asyncio.ensure_future(database.run(lambda _: gate.wait(10)))
    await asyncio.sleep(0)
    began = time.monotonic()
    await database.aclose()
    await database.aclose()
    assert time.monotonic() - began < 1
    with pytest.raises(StorageFailed, match="closed"):
        await database.run(rows)
    gate.set()
    assert await hanging


async def test_a_file_of_which_nothing_is_left_says_so(open_database, tmp_path):
    (tmp_path / "x.db").write_bytes(b"garbage" * 1000)
    database = await open_database(FIRST)
    assert database.notice.startswith(f"The contact list was damaged and was set aside as {tmp_path}")
    assert database.notice.endswith("Nothing in it could be read.")


async def test_a_file_that_another_one_is_just_making_is_waited_for(open_database, tmp_path):
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(0.1, lambda: other.execute("COMMIT"))
    release.start()
    assert (await open_database(FIRST)).notice is None
    release.join()
    other.close()


async def test_another_process_that_repairs_is_waited_for(open_database, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    lock = module.FileLock.take(tmp_path / "x.db-lock")
    with pytest.raises(StorageFailed, match="Another process is repairing"):
        await open_database(FIRST)
    lock.release()
    assert (await open_database(FIRST)).notice is None


async def test_a_salvage_that_fails_leaves_the_damaged_file(open_database, tmp_path):
    (tmp_path / "x.db").write_bytes(b"garbage" * 1000)

    def fail(source, target):
        raise sqlite3.OperationalError("no")

    with pytest.raises(StorageFailed):
        await open_database(FIRST, salvage=fail)
    assert (tmp_path / "x.db").read_bytes() == b"garbage" * 1000
    assert (await open_database(FIRST)).notice


async def test_a_worker_hands_on_results_and_errors_of_any_kind():
    worker = Worker("test")
    assert await worker.run(lambda: 3) == 3
    with pytest.raises(KeyboardInterrupt):
        await worker.run(lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    assert await worker.run(lambda: 4) == 4
    worker.stop()
    with pytest.raises(RuntimeError, match="closed"):
        await worker.run(lambda: 5)


async def test_work_that_is_given_up_before_its_turn_is_not_done():
    worker, gate, done = Worker("test"), threading.Event(), []
    first = asyncio.ensure_future(worker.run(lambda: gate.wait(10)))
    second = asyncio.ensure_future(worker.run(lambda: done.append(2)))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    gate.set()
    await first
    await worker.run(lambda: done.append(3))
    assert done == [3]
    worker.stop()


def test_a_loop_that_is_gone_does_not_end_the_thread():
    worker, gate = Worker("test"), threading.Event()

    async def leave():
        task = asyncio.ensure_future(worker.run(lambda: gate.wait(10)))
        await asyncio.sleep(0.01)
        task.cancel()

    asyncio.run(leave())
    gate.set()

    async def come_back():
        return await worker.run(lambda: "here")

    assert asyncio.run(come_back()) == "here"
    worker.stop()
