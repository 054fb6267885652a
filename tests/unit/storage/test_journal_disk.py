"""What a disk refuses becomes one sentence that names the file and the cause, and leaves the journal whole."""

import contextlib
import os
import re
import sqlite3
import subprocess

import pytest

from desktop_dialer.core.errors import StorageFailed
from tests.unit.storage.material import ARMED, intent, run_python, said


@pytest.fixture
def mount(tmp_path):
    """Mounts a disk in memory, with the options given; skips without the right to."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = []

    def mount_one(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting a disk takes root")
        mounted.append(folder)
        return folder

    yield mount_one
    for each in mounted:
        # Lazily: a journal may still be closing.
        subprocess.run(["umount", "--lazy", str(each)], check=True)


async def fill(journal):
    """Arms calls until the journal refuses; gives their number and the sentence."""
    for number in range(1000):
        try:
            await journal.arm(intent(f"n{number}"), [ARMED])
        except StorageFailed as error:
            return number, str(error)
    pytest.fail("it took all")


async def test_a_full_disk_is_named_and_nothing_is_half_written(journal):
    def no_more(connection):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    await journal._database.run(no_more)
    written, sentence = await fill(journal)
    assert re.search(r"journal .*journal\.db.*the disk is full; free some space", sentence)
    await journal._database.run(lambda connection: connection.execute("PRAGMA max_page_count = 1000000").fetchall())
    assert len(await journal.calls()) == written
    await journal.arm(intent(f"n{written}"), [ARMED])


async def test_a_really_full_disk_is_named_and_the_journal_opens_again(open_journal, mount):
    path = mount("size=400k") / "journal.db"
    journal = await open_journal(path)
    written, sentence = await fill(journal)
    assert "the disk is full" in sentence
    assert len(await journal.calls()) == written
    await journal.aclose()
    again = await open_journal(path)
    assert again.notice is None
    assert len(await again.calls()) == written


async def test_a_journal_that_cannot_be_opened_on_a_full_disk_names_that(open_journal, mount):
    folder = mount("size=400k")
    journal = await open_journal(folder / "journal.db")
    await journal.aclose()
    with contextlib.suppress(OSError), (folder / "rest").open("wb", buffering=0) as rest:
        while True:
            rest.write(bytes(512))
    with pytest.raises(StorageFailed, match="the disk is full; free some space"):
        await open_journal(folder / "journal.db")


async def test_a_read_only_disk_is_named(open_journal, mount):
    with pytest.raises(StorageFailed, match=r"disk.*cannot be written.*DESKTOP_DIALER_HOME"):
        await open_journal(mount("ro") / "journal.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
async def test_a_read_only_folder_is_named(open_journal, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StorageFailed, match="cannot be written"):
        await open_journal(tmp_path / "new" / "journal.db")


LIMITED = """
import asyncio, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.storage.journal import SqliteJournal
from tests.unit.storage.material import ARMED, intent
async def main():
    journal = SqliteJournal(
        Path(sys.argv[1]), process=lambda: "p", now=lambda: datetime.now(UTC), monotonic=time.monotonic
    )
    await journal.open()
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    for number in range(500):
        try:
            await journal.arm(intent(f"n{number:03}"), [ARMED])
        except StorageFailed as error:
            print(number, error)
            break
    await journal.aclose()
asyncio.run(main())
"""


async def test_a_limit_on_the_size_of_files_is_named_and_what_was_committed_stays(open_journal, tmp_path):
    path = tmp_path / "journal.db"
    committed, _, sentence = run_python(LIMITED, path).partition(" ")
    assert "limit on the size of files" in sentence
    assert int(committed) > 5
    journal = await open_journal()
    assert journal.notice is None
    assert len(await journal.calls()) == int(committed)


async def test_a_journal_that_another_program_locks_is_named(journal, tmp_path, monkeypatch):
    await journal._database.run(lambda connection: connection.execute("PRAGMA busy_timeout = 20").fetchall())
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageFailed, match="another program keeps it locked"):
        await journal.arm(intent("c1"), [ARMED])
    other.execute("ROLLBACK")
    other.close()
    await journal.arm(intent("c1"), [ARMED])
    assert (await journal.append("c1", said("accepted"))).seq == 2


async def test_a_file_in_the_folder_s_place_is_named(open_journal, tmp_path):
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StorageFailed, match=r"home.*its folder is not there or not a folder"):
        await open_journal(tmp_path / "home" / "journal.db")


async def test_a_folder_in_the_file_s_place_is_named(open_journal, tmp_path):
    (tmp_path / "journal.db").mkdir()
    with pytest.raises(StorageFailed, match="cannot be opened"):
        await open_journal()


async def test_all_files_are_for_their_owner_alone(journal, tmp_path):
    await journal.arm(intent("c1"), [ARMED])
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()} == dict.fromkeys(
        ("journal.db", "journal.db-wal", "journal.db-shm", "journal.db-lock"), "0o600"
    )


async def test_names_with_spaces_pictures_and_signs_are_fine(open_journal, tmp_path):
    real = tmp_path / "my ☎ 📞 home?#%20"
    real.mkdir()
    link = tmp_path / "link"
    link.symlink_to(real)
    path = link / "a b" / "journal.db"
    await (await open_journal(path)).arm(intent("c1"), [ARMED])
    assert (await (await open_journal(real / "a b" / "journal.db")).call("c1")).intent.call == "c1"
