"""The notes on calls on their way to the journal: written soon after the typing stops, and never lost on the way."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_dialer.core.errors import DialerError
from desktop_dialer.dialing.verdicts import check_note

if TYPE_CHECKING:
    from desktop_dialer.core.ports import Journal
    from desktop_dialer.dialing.task_scope import TaskScope

PAUSE_MILLISECONDS = 600


class NoteKeeper(QObject):
    """Keeps what was typed until it is written; a note that the journal refuses stays, and is tried again."""

    kept = Signal(str, str)
    """A call's id and its note, which is in the journal now."""
    refused = Signal(str, str)
    """A call's id and the sentence that says why its note is not in the journal."""

    def __init__(
        self, journal: Journal, tasks: TaskScope, parent: QObject | None = None, *, pause: int = PAUSE_MILLISECONDS
    ) -> None:
        super().__init__(parent)
        self._journal, self._tasks = journal, tasks
        self._open: dict[str, str] = {}
        self._writing = asyncio.Lock()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause)
        self._pause.timeout.connect(self.write)

    def type(self, call: str, note: str) -> None:
        """The note reads like this now; it is written once the typing stops."""
        self._open[call] = note
        self._pause.start()

    def write(self) -> None:
        """Write now what is not written yet."""
        self._pause.stop()
        if self._open:
            self._tasks.spawn(self.flush(), "notes")

    async def flush(self) -> None:
        """The same, and wait for it."""
        async with self._writing:
            for call, note in list(self._open.items()):
                try:
                    await self._journal.set_note(call, check_note(note))
                except DialerError as fault:
                    self.refused.emit(call, f"The note is not saved. {fault}")
                    continue
                if self._open.get(call) == note:
                    del self._open[call]
                self.kept.emit(call, note)
