"""That the canary sweep works: a planted canary is found in every spelling, and in every place that is searched."""

import logging
import sqlite3

import pytest

from tests.faults import canary
from tests.faults.canary import SPELLINGS, Sweep, found_in
from tests.faults.canary_program import Program


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("value", canary.ALL)
def test_a_planted_canary_is_found_in_every_spelling(value, spelling):
    planted = f"before {SPELLINGS[spelling](value)} after"
    for content in (planted.encode(), b"\0" * 5000 + planted.encode() + b"\xff" * 20_000):
        assert value in {found for found, _ in found_in(content)}


def test_a_canary_cut_in_two_is_found():
    for value in canary.ALL:
        assert found_in(value[: len(value) - 2].encode() if len(value) > 18 else value.encode())
        assert found_in(b"x" + value[4:].encode())


def test_a_canary_is_found_in_no_other_text():
    assert found_in(b"cAn4ry password userkey secure phrase 102.212 " * 100) == []


def _plant_in_a_database(file, *, deleted):
    """In a free page, or in a write-ahead log that was not moved into the database."""
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA secure_delete = OFF")
    if not deleted:
        database.execute("PRAGMA journal_mode = WAL").fetchall()
        database.execute("PRAGMA wal_autocheckpoint = 0").fetchall()
    database.execute("CREATE TABLE t (text)")
    database.execute("INSERT INTO t VALUES (?)", (canary.GUID + "x" * 9000,))
    if deleted:
        database.execute("DROP TABLE t")
        database.close()
    return database


def test_a_planted_canary_is_found_in_every_kind_of_file(tmp_path):
    open_database = _plant_in_a_database(tmp_path / "wal.db", deleted=False)
    _plant_in_a_database(tmp_path / "free.db", deleted=True)
    (tmp_path / "live").mkdir()
    for name in ("live/entry.json", "desktop-dialer.log", "x.db-shm", canary.REQUESTID):
        (tmp_path / name).write_text("" if name == canary.REQUESTID else f"… {canary.PASSWORD} …")
    sweep = Sweep()
    sweep.add_files(tmp_path)
    found = {leak.rpartition("/")[2] for leak in sweep.leaks()}
    open_database.close()
    names = {"wal.db-wal", "free.db", "entry.json", "desktop-dialer.log", "x.db-shm", canary.REQUESTID}
    assert found == names


@pytest.mark.parametrize(
    ("place", "code", "words", "variables"),
    [
        ("standard output", "print({!r})", (), {}),
        ("standard error", "import sys; sys.stderr.write({!r})", (), {}),
        ("/proc cmdline", "import time; time.sleep(0.3)", ("{}",), {}),
        ("/proc environ", "import time; time.sleep(0.3)", (), {"SECRET": "{}"}),
    ],
)
def test_a_planted_canary_is_found_in_a_process(tmp_path, place, code, words, variables):
    program = Program(tmp_path)
    program._environment |= {name: value.format(canary.PASSWORD) for name, value in variables.items()}
    planted = [word.format(canary.PASSWORD) for word in words]
    # What the child says is read from a file: its command line would hold it otherwise.
    script = tmp_path / "child.py"
    script.write_text(code.format(canary.PASSWORD))
    program.run(*planted, code=f"exec(open({str(script)!r}).read())")
    assert any(leak.endswith(place) for leak in program.sweep.leaks())
    assert {leak.partition(" in ")[2] for leak in program.sweep.leaks()} == {place}


def test_a_planted_canary_is_found_in_a_traceback(tmp_path):
    file = tmp_path / "desktop-dialer.log"
    log = logging.getLogger("planted")
    handler = logging.FileHandler(file)
    log.propagate = False
    log.addHandler(handler)
    try:
        raise ValueError(canary.PASSWORD)
    except ValueError:
        log.exception("a traceback")
    handler.close()
    sweep = Sweep()
    sweep.add_files(tmp_path)
    assert sweep.leaks()
