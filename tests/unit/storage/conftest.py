"""A journal in a folder of the test's own, under clocks that stand still until the test moves them."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop_dialer.storage.journal import SqliteJournal


class Clock:
    """The wall's clock and the monotonic one; both move together unless a test moves one alone."""

    def __init__(self):
        self.time = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
        self.ticks = 5000.0

    def now(self):
        return self.time

    def monotonic(self):
        return self.ticks

    def move(self, seconds):
        self.time += timedelta(seconds=seconds)
        self.ticks += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def open_journal(tmp_path, clock):
    """Opens journals on one file, each as a process of its own would; closes them."""
    opened = []

    async def open_one(path=tmp_path / "journal.db", *, process="p1", boot="boot 1"):
        journal = SqliteJournal(path, process=lambda: process, now=clock.now, monotonic=clock.monotonic, boot=boot)
        opened.append(journal)
        journal.notice = await journal.open()
        return journal

    yield open_one
    for journal in opened:
        await journal.aclose()


@pytest.fixture
async def journal(open_journal):
    return await open_journal()
