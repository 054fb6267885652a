"""The painted window served: Qt's loop is asyncio's, the engine is opened, the presenters work; closed in reverse."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.desktop.qt_loop import QtLoop
from desktop_dialer.dialing.task_scope import TaskScope
from desktop_dialer.net.log import start_log
from desktop_dialer.storage.contacts import SqliteContacts
from desktop_dialer.storage.settings import TomlSettings
from desktop_dialer.ui.dialogs.settings import Place
from desktop_dialer.ui.presenters.backend import Backend
from desktop_dialer.ui.presenters.window import WindowPresenter
from desktop_dialer.ui.theme import Tone
from desktop_dialer.wiring import Program, utc_now

if TYPE_CHECKING:
    from types import TracebackType

    from desktop_dialer.app.window import Started
    from desktop_dialer.core.ports import ContactBook
    from desktop_dialer.stage import Stage
    from desktop_dialer.storage.paths import Paths
    from desktop_dialer.wiring import Engine

CLOSE_SECONDS = 2.0
_log = logging.getLogger(__name__)


def serve(started: Started) -> int:
    """Serve until the window is closed or the system asks for the end; the exit code."""
    with asyncio.Runner(loop_factory=lambda: QtLoop(started.application)) as runner:
        return runner.run(_serve(started))


async def _serve(started: Started) -> int:
    leave = asyncio.Event()
    window = started.window
    window.closed.connect(leave.set)
    if window.is_closed:
        return 0
    loop = asyncio.get_running_loop()
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, leave.set)
    async with contextlib.AsyncExitStack() as stack:
        try:
            await _open(started, stack)
        except StorageFailed as fault:
            window.complete()
            window.calls.show_refused(str(fault))
            window.status.tell("No calls can be made.", Tone.STOP)
        await leave.wait()
        window.hide()
    return 0


async def _open(started: Started, stack: contextlib.AsyncExitStack) -> None:
    """Open what the window stands on. Raises `StorageFailed`."""
    stage = await _set_up(stack) if started.is_demo else None
    await open_window(started, stage.program if stage else Program(), stack, stage)


async def open_window(
    started: Started, program: Program, stack: contextlib.AsyncExitStack, stage: Stage | None = None
) -> WindowPresenter:
    """The presenters at work on this program; `stack` closes all of it in reverse. Raises `StorageFailed`."""
    start_log(program.paths.log, program.redactor, debug=started.debug)
    sys.excepthook = _log_fault
    book = SqliteContacts(program.paths.contacts, now=utc_now)
    notice = await book.open()
    stack.push_async_callback(book.aclose)
    if stage is not None:
        await stage.invite(book)
    await program.accounts.refresh()
    engine = await stack.enter_async_context(program.engine())
    started.window.complete()
    tasks = TaskScope()
    backend = _backend(program, engine, book, tasks, started)
    presenter = WindowPresenter(backend, started.window, started.appearance, started.settings)
    stack.push_async_callback(tasks.close, CLOSE_SECONDS)
    stack.push_async_callback(presenter.close)
    if stage is not None:
        presenter.offer_outcomes(stage.outcomes, stage.play_named)
    for sentence in (notice, engine.notice):
        if sentence:
            started.window.status.tell(sentence, Tone.WARN)
    await presenter.start(started.link)
    return presenter


def _backend(program: Program, engine: Engine, book: ContactBook, tasks: TaskScope, started: Started) -> Backend:
    return Backend(
        parts=engine.parts,
        dialer=engine.dialer,
        limits=engine.limits,
        watching=engine.watching,
        recovery=engine.recovery,
        checker=engine.checker,
        book=book,
        settings=TomlSettings(program.paths.settings),
        secrets=program.secrets,
        session_secrets=program.session_secrets,
        providers=program.providers,
        tasks=tasks,
        prepare=engine.http.prepare,
        places=_places(program.paths),
        try_simulator=_try_simulator,
        tell=started.window.status.tell,
    )


def _log_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """What a slot let through; the window goes on."""
    _log.critical("%s in the window", kind.__name__, exc_info=(kind, fault, trace))


def _places(paths: Paths) -> list[Place]:
    return [
        Place(name=name, path=str(path))
        for name, path in (
            ("Calls", paths.journal),
            ("Contacts", paths.contacts),
            ("Accounts", paths.accounts),
            ("Settings", paths.settings),
            ("Log", paths.log),
        )
    ]


def _try_simulator() -> None:
    """The window on the simulator, as a program of its own."""
    words = [] if getattr(sys, "frozen", False) else ["-m", "desktop_dialer"]
    QProcess.startDetached(sys.executable, [*words, "demo"])


async def _set_up(stack: contextlib.AsyncExitStack) -> Stage:
    """The simulator and all that plays on it."""
    from desktop_dialer.stage import Stage

    return await stack.enter_async_context(Stage())
