"""A disk that is full, read-only or broken, and a damaged journal: no call is made that cannot be written down.

During a call it is shown though not recorded, and nothing is sent a second time. System calls are made to fail with
strace, disks are mounted in memory; without strace or the right to mount those tests are skipped.
"""

import asyncio
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_dialer.simulator import Scenario
from tests.faults import child
from tests.faults.checker import violations
from tests.faults.child import Death, Job, presses_of, run, run_under, seen_of
from tests.faults.crew import CANARY, Person, make_program, own_line, somebody
from tests.faults.evidence import START, read_journal
from tests.faults.recorder import Recorder

SCALE = 0.05
ROOT = Path(__file__).parents[2]
CALL = ("business_isp", somebody(1), own_line(1), {})
TEL2 = ("tel2", somebody(2), own_line(2), {})


@pytest.fixture
def disk(tmp_path):
    """A small disk of its own, mounted in memory, with the home on it; skips without the right to mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a disk takes Linux and root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder):
    """Leave no byte free; what is returned frees it again."""
    ballast = folder / "ballast"
    size = 1 << 16
    with ballast.open("ab", buffering=0) as file:
        while size:
            try:
                file.write(b"x" * size)
            except OSError:
                size //= 2
    return ballast.unlink


@pytest.fixture
def strace():
    """Whether system calls can be made to fail; else the test is skipped."""
    if shutil.which("strace") is None:
        pytest.skip("making system calls fail takes strace")
    tried = subprocess.run(["strace", "-qq", "-e", "inject=sync:error=EIO", "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("strace may not trace here")


def failing(call, error, when, path):
    """The command under which a system call on that file fails from its `when`-th time on, or at that one alone."""
    return ["strace", "-f", "-qq", "-o", os.devnull, "-P", str(path), "-e", f"inject={call}:error={error}:when={when}"]


INJECTED = [
    ("pwrite64", "ENOSPC", "1+"),
    ("pwrite64", "ENOSPC", "4+"),
    ("pwrite64", "EIO", "25+"),
    ("fdatasync", "EIO", "1+"),
    ("fdatasync", "EIO", "2"),
    ("fdatasync", "EIO", "3+"),
]


@pytest.mark.parametrize("injected", INJECTED, ids="-".join)
async def test_a_disk_that_fails_at_some_write_leads_to_one_start_at_most(home, strace, injected):
    journal = home / "journal.db"
    async with Recorder(journal, pace=SCALE) as recorder:
        program = await make_program(home, SCALE, recorder.simulator.base_url)
        async with program.engine():
            pass  # makes the journal
        wal = journal.with_name("journal.db-wal")
        job = Job(home=home, scale=SCALE, does=child.call, calls=(CALL,))
        code, said = await run_under(failing(*injected, wal), job)
        assert code == 0, said
        shown = [state for *_, state in seen_of(home)]
        if recorder.starts():
            assert [start.row for start in recorder.starts()] == ["sending"]
            assert "accepted" in shown
        else:
            assert shown[-1] == "not_sent"
        assert await run(Job(home=home, scale=SCALE, does=child.recover)) == 0
        calls = read_journal(journal)
        assert violations(calls, recorder.arrivals, presses_of(home)) == []
        assert len(recorder.starts()) <= 1
        assert all(call.last.state in {"ended", "unknown", "not_sent", "untracked"} for call in calls)


async def test_the_row_is_on_the_disk_itself_before_the_first_byte_leaves(home, strace, tmp_path):
    """Not in the system's cache alone: what a power failure would leave is a row, if anything was sent."""
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-qq", "-y", "-s", "400", "-o", str(trace), "-e", "trace=pwrite64,fdatasync,sendto"]
    async with Recorder(home / "journal.db", pace=SCALE) as recorder:
        await make_program(home, SCALE, recorder.simulator.base_url)
        code, said = await run_under(command, Job(home=home, scale=SCALE, does=child.call, calls=(TEL2,)))
        assert code == 0, said
    lines = trace.read_text().splitlines()
    (sent,) = [place for place, line in enumerate(lines) if "sendto(" in line and "bparty=0031300000002" in line]
    written = max(place for place, line in enumerate(lines[:sent]) if "pwrite64(" in line and "journal.db-wal>" in line)
    assert any("fdatasync(" in line and "journal.db-wal>" in line for line in lines[written:sent])


async def test_on_a_full_disk_no_call_is_made_and_on_one_with_room_again_it_is(disk, expected_log):
    home = disk / "home"
    home.mkdir(mode=0o700)
    async with Recorder(home / "journal.db", pace=SCALE) as recorder:
        program = await make_program(home, SCALE, recorder.simulator.base_url)
        async with program.engine() as engine:
            person, shown = Person(program, engine), []
            engine.log.subscribe(shown.append)
            await (await person.call(person.draft(*TEL2))).finished.wait()
            make_room = fill(disk)
            call = await person.call(person.draft("tel2", somebody(3), own_line(2)))
            await call.finished.wait()
            assert [(event.state, event.reason) for event in shown if event.call == call.id] == [
                ("not_sent", "journal")
            ]
            assert "the disk is full" in shown[-1].text
            assert len(recorder.starts()) == 1
            make_room()
            await (await person.call(person.draft("tel2", somebody(4), own_line(2)))).finished.wait()
            assert len(recorder.starts()) == 2
        presses = [press for press in person.presses if press.b_number != "0031300000003"]
        assert violations(read_journal(home / "journal.db"), recorder.arrivals, presses) == []


@pytest.mark.parametrize("at", ["sent", "ringing"])
async def test_a_disk_that_fills_up_during_a_call_hides_nothing_and_starts_nothing(disk, expected_log, at):
    expected_log("could not be kept")
    home = disk / "home"
    home.mkdir(mode=0o700)
    rooms = []

    def watched(arrival):
        if not rooms and arrival.action == (START if at == "sent" else "status"):
            rooms.append(fill(disk))

    async with Recorder(home / "journal.db", pace=SCALE, watched=watched) as recorder:
        program = await make_program(home, SCALE, recorder.simulator.base_url)
        async with program.engine() as engine:
            person, shown = Person(program, engine), []
            engine.log.subscribe(shown.append)
            call = await person.call(person.draft(*CALL))
            async with asyncio.timeout(20):
                await call.finished.wait()
            states = [event.state for event in shown]
            assert {"accepted", "connected"} < set(states), states
            assert states[-1] == "ended"
            assert len(recorder.starts()) == 1
            rooms[0]()
        assert await run(Job(home=home, scale=SCALE, does=child.recover)) == 0
        assert len(recorder.starts()) == 1
        assert violations(read_journal(home / "journal.db"), recorder.arrivals, person.presses) == []


async def test_on_a_read_only_disk_the_command_says_so_and_sends_nothing(disk):
    home = disk / "home"
    home.mkdir(mode=0o700)
    async with Recorder(home / "journal.db", pace=SCALE) as recorder:
        await make_program(home, SCALE, recorder.simulator.base_url)
        await asyncio.to_thread(subprocess.run, ["mount", "-o", "remount,ro", str(disk)], check=True)
        command = ["-m", "desktop_dialer", "call", somebody(1), "--account", "tel2", "--from", own_line(1)]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            *("--json", "--yes", "--secret", "password"),
            cwd=ROOT,
            env={**os.environ, "DESKTOP_DIALER_HOME": str(home)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(30):
            said, noted = await process.communicate(CANARY.encode() + b"\n")
        assert recorder.arrivals == []
    assert process.returncode == 5, noted.decode()
    (event,) = [json.loads(line) for line in said.splitlines()]
    assert (event["state"], event["reason"]) == ("not_sent", "journal")
    assert "cannot be written" in event["text"]


def truncated(path, chance):
    os.truncate(path, path.stat().st_size * 2 // 3)


def broken_header(path, chance):
    flip(path, chance, range(100), 30)


def broken_pages(path, chance):
    flip(path, chance, range(4096, path.stat().st_size), 200)


def emptied(path, chance):
    path.write_bytes(b"\0" * path.stat().st_size)


def flip(path, chance, places, times):
    content = bytearray(path.read_bytes())
    for place in chance.choices(places, k=times):
        content[place] ^= 1 + chance.randrange(255)
    path.write_bytes(content)


def rubbish_log(path, chance):
    path.with_name(f"{path.name}-wal").write_bytes(chance.randbytes(20000))


DAMAGE = [truncated, broken_header, broken_pages, emptied, rubbish_log]


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
async def test_a_damaged_journal_is_set_aside_and_calls_go_on(home, damage):
    """Twenty calls, then one that is live as its process dies; then the file breaks."""
    journal = home / "journal.db"
    async with Recorder(journal, pace=SCALE) as recorder:
        recorder.simulator.scenario = Scenario.TALK
        await make_program(home, SCALE, recorder.simulator.base_url)
        calls = [("tel2", somebody(n), own_line(2), {}) for n in range(20)]
        assert await run(Job(home=home, scale=SCALE, does=child.call, calls=tuple(calls))) == 0
        dying = Job(home=home, scale=SCALE, does=child.call, calls=(CALL,), death=Death(of="ask", nth=3))
        assert await run(dying) == -9
        with_log = {call.call for call in read_journal(journal)}
        program = await make_program(home, SCALE)
        async with program.engine():
            pass  # moves the log into the file, so that it is the file which breaks
        damage(journal, random.Random(9))
        async with program.engine() as engine:
            notice = engine.notice
            await engine.recovery.close_left_behind()
            person = Person(program, engine)
            made = await person.call(person.draft("tel2", somebody(99), own_line(3)))
            await made.finished.wait()
        kept = read_journal(journal)
        beside = list(home.glob("journal-damaged*.db"))
        if damage is rubbish_log:
            assert notice is None, "a log that fits no database is none"
        else:
            assert "was damaged and was set aside as" in notice
            assert len(beside) == 1
        expected = {truncated: 5, broken_header: 21, broken_pages: 1, emptied: 0, rubbish_log: 21}[damage]
        assert len(with_log & {call.call for call in kept}) >= expected
        assert kept[-1].b_number == "0031300000099"
        assert len(recorder.starts()) == 22
        assert len({start.b_number for start in recorder.starts()}) == 22
