"""The real window for the benches: in a home with many contacts and past calls, on a simulator in its own process."""

import asyncio
import contextlib
import multiprocessing
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget

from desktop_dialer.app.serving import open_window
from desktop_dialer.app.window import Started
from desktop_dialer.core.call import Evidence, Intent, Reason, Report, State
from desktop_dialer.core.contact import contact, contact_number
from desktop_dialer.core.contact_import import Row
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.settings import Settings
from desktop_dialer.desktop.qt_loop import QtLoop
from desktop_dialer.simulator import Simulator
from desktop_dialer.storage.contacts import SqliteContacts
from desktop_dialer.storage.journal import SqliteJournal
from desktop_dialer.storage.paths import find_paths
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.ui.appearance import Appearance
from desktop_dialer.ui.main_window import MainWindow
from desktop_dialer.wiring import Program

FIRST_NAMES = ("Ada", "Grace", "Alan", "Barbara", "Carl", "Dennis", "Edsger", "Hedy", "Katherine", "Margaret")
LAST_NAMES = ("Hopper", "Lovelace", "Turing", "Liskov", "Gauss", "Ritchie", "Dijkstra", "Lamarr", "Johnson", "Hamilton")
_ENDS = ((State.ENDED, None), (State.FAILED, Reason.NO_ANSWER), (State.FAILED, Reason.BUSY), (State.UNTRACKED, None))


def number_of(place):
    """The number of the contact in that place; no two are the same."""
    return f"+4420{30_000_000 + place}"


async def fill(home, *, contacts, past_calls):
    """A home with an account's worth of contacts, and calls of the last days."""
    paths = find_paths({"DESKTOP_DIALER_HOME": str(home)})
    book = SqliteContacts(paths.contacts, now=lambda: datetime.now(UTC))
    await book.open()
    await book.take_in(
        Row(
            line=place + 1,
            contact=contact(
                name=f"{FIRST_NAMES[place % 10]} {LAST_NAMES[place // 10 % 10]} {place}",
                company=f"Works {place % 977}",
                numbers=(contact_number("Work", number_of(place), country="GB"),),
                favourite=place % 5000 == 0,
            ),
        )
        for place in range(contacts)
    )
    await book.aclose()
    moment = datetime.now(UTC) - timedelta(minutes=20 * (past_calls + 1))
    journal = SqliteJournal(paths.journal, process=lambda: "past", now=lambda: moment, monotonic=lambda: 1.0)
    await journal.open()
    for place in range(past_calls):
        moment += timedelta(minutes=20)
        state, reason = _ENDS[place % len(_ENDS)]
        number = number_of(place * 7)
        intent = Intent(
            call=f"{place:016x}",
            account="Bench",
            provider="business_isp",
            a_number="442079460100",
            b_number=number[1:],
            line="442079460100",
            called=number,
            country="GB",
        )
        await journal.arm(
            intent,
            [
                Report(evidence=Evidence.LOCAL, state=State.ARMED),
                Report(evidence=Evidence.LOCAL, state=State.SENDING),
                Report(evidence=Evidence.POLL, state=state, reason=reason),
            ],
        )
    await journal.aclose()


def serve(pipe, polls, pace):
    """The simulator as a process: sends the address of its Business ISP, and counts the requests."""

    def count(_entry):
        polls.value += 1

    async def run():
        async with Simulator(pace=pace, on_request=count) as simulator:
            pipe.send(simulator.base_url("business_isp"))
            await asyncio.Event().wait()

    asyncio.run(run())


@contextlib.asynccontextmanager
async def window_at_work(home, base_url=""):
    """The shown window and its presenter, with all that is below; with an address also an account there."""
    program = Program({"DESKTOP_DIALER_HOME": str(home), "DESKTOP_DIALER_TIME_SCALE": "1"}, keyring=MemorySecrets())
    if base_url:
        given = {"login": "bench", "source": "+442079460100", "type": "1", "country": "GB"}
        given |= {"base_url": base_url, "allow_http": "yes"}
        await program.accounts.add("Bench", "business_isp", given, {"password": Secret("bench")})
    application, settings = QApplication.instance(), Settings()
    appearance = Appearance(application, settings)
    appearance.apply_first()
    window = MainWindow()
    window.show()
    started = Started(
        application=application,
        window=window,
        appearance=appearance,
        settings=settings,
        link=None,
        is_demo=False,
        debug=False,
    )
    async with contextlib.AsyncExitStack() as stack:
        yield window, await open_window(started, program, stack)
        window.hide()


def run_in_qt(work):
    """Run the coroutine in Qt's loop, as the program does."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(["bench", "-style", "fusion"])
    application.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: QtLoop(application)) as runner:
        return runner.run(work)


def bare_window():
    """The floor: a window of Qt's with a label, a line to type in and a button; the window and its line."""
    window, middle, line = QMainWindow(), QWidget(), QLineEdit()
    column = QVBoxLayout(middle)
    for widget in (QLabel("A label"), line, QPushButton("A button")):
        column.addWidget(widget)
    window.setCentralWidget(middle)
    window.resize(1240, 780)
    return window, line


def child(target, *values):
    """What a process of its own sends."""
    context = multiprocessing.get_context("spawn")
    pipe, theirs = context.Pipe()
    process = context.Process(target=target, args=(theirs, *values))
    process.start()
    theirs.close()  # and so the end of the process is the end of the pipe
    try:
        return pipe.recv()
    finally:
        process.join()


def home_in(folder, name="home"):
    """A home below that folder."""
    return Path(folder) / name
