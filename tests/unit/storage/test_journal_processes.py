"""Several processes on one journal: begun at once, on one line at once, killed at any moment."""

import asyncio
import random

import pytest

from desktop_dialer.core.call import State
from tests.unit.storage.material import start_python

PRESS = """
import asyncio, sys, time
from datetime import UTC, datetime
from pathlib import Path
from desktop_dialer.core.errors import LineBusy
from desktop_dialer.storage.journal import SqliteJournal
from tests.unit.storage.material import ARMED, intent, said
path, name, presses, line = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
async def main():
    journal = SqliteJournal(path, process=lambda: name, now=lambda: datetime.now(UTC), monotonic=time.monotonic)
    await journal.open()
    for number in range(presses):
        call = f"{name}{number:05}"
        try:
            await journal.arm(intent(call, line=line or call), [ARMED, said("sending")])
        except LineBusy:
            print("busy", flush=True)
        else:
            print(call, flush=True)
    await journal.aclose()
asyncio.run(main())
"""


async def test_of_processes_that_begin_a_journal_and_want_one_line_one_has_it(tmp_path, open_journal):
    processes = [start_python(PRESS, tmp_path / "journal.db", name, 1, "desk") for name in "abcde"]
    said = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * 5
    [winner] = [word for word in said if word != "busy"]
    [record] = await (await open_journal()).unfinished()
    assert record.intent.call == winner


@pytest.mark.parametrize("seed", range(4))
async def test_what_was_reported_as_written_is_there_after_a_kill(tmp_path, open_journal, seed):
    process = start_python(PRESS, tmp_path / "journal.db", "p", 5000, "")
    with process:
        first = process.stdout.readline()
        await asyncio.sleep(random.Random(seed).uniform(0, 0.15))
        process.kill()
        reported = [first.strip(), *process.stdout.read().split()]
    journal = await open_journal()
    assert journal.notice is None
    records = {record.intent.call: record for record in await journal.calls()}
    assert set(reported) <= set(records)
    assert len(records) <= len(reported) + 1
    assert {record.last.state for record in records.values()} == {State.SENDING}
