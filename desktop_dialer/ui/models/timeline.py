"""A call's timeline as a model: one row an entry, its texts made once when it comes and only looked up afterwards."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_dialer.core.call import STANDING, State
from desktop_dialer.ui.entries import detail, dot, entry, evidence, tag
from desktop_dialer.ui.plain import plain, tip_text
from desktop_dialer.ui.times import since_press

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from desktop_dialer.core.call import Event
    from desktop_dialer.core.wording import Names

NOW = "now"
_LONGEST, _LONGEST_CODE = 400, 40


class Role(IntEnum):
    """What a row tells besides its sentence (`DisplayRole`) and its evidence (`ToolTipRole`, escaped)."""

    TIME = Qt.ItemDataRole.UserRole + 1
    """`14:03:14` in the first row, then `+0.2 s`; `now` in the last of a live call."""
    CODE = Qt.ItemDataRole.UserRole + 2
    """The provider's raw code, or a technical word; may be empty."""
    TONE = Qt.ItemDataRole.UserRole + 3
    """A `Tone`: the colour of the dot."""
    DETAIL = Qt.ItemDataRole.UserRole + 4
    """The provider's own words; may be empty."""
    NOTE = Qt.ItemDataRole.UserRole + 5
    """What stands behind the last entry of a live call: `checked 0.4 s ago`; elsewhere None."""
    LIVE = Qt.ItemDataRole.UserRole + 6
    """True in the last row of a live call; elsewhere None."""


class TimelineModel(QAbstractListModel):
    """Rows are added at the end. Only a call's `armed` gives way to its `sending`: to a reader they are one step."""

    def __init__(self, names: Names, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._rows: list[dict[int, Any]] = []
        self._overlay: dict[int, Any] = {}
        """What the last row of a live call shows beyond, or in place of, its own."""
        self._last: Event | None = None

    def append(self, events: Sequence[Event]) -> None:
        """Add further events, in their order."""
        fresh = list(events)
        if fresh and self._rows and self._goes_on(fresh[0]):
            self._rows[-1] = self._row(fresh.pop(0), is_first=len(self._rows) == 1)
            self._refresh_last()
        rows: list[dict[int, Any]] = []
        for event in fresh:
            if rows and self._goes_on(event):
                rows.pop()
            rows.append(self._row(event, is_first=not self._rows and not rows))
        if not rows:
            return
        before = len(self._rows)
        self.beginInsertRows(QModelIndex(), before, before + len(rows) - 1)
        self._rows += rows
        self._overlay = self._live("")
        self.endInsertRows()
        if before:
            self._tell_changed(before - 1)

    def set_live_note(self, note: str) -> None:
        """Show this behind the last entry of a live call: `checked 0.4 s ago`."""
        overlay = self._live(plain(note, _LONGEST_CODE))
        if overlay != self._overlay:
            self._overlay = overlay
            self._tell_changed(len(self._rows) - 1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's form
        """One row an entry."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's form
        """A look-up."""
        row = index.row()
        if not 0 <= row < len(self._rows):
            return None
        if self._overlay and row == len(self._rows) - 1 and role in self._overlay:
            return self._overlay[role]
        return self._rows[row].get(role)

    def _goes_on(self, event: Event) -> bool:
        return event.state is State.SENDING and self._last is not None and self._last.state is State.ARMED

    def _live(self, note: str) -> dict[int, Any]:
        """The overlay of the last row, with that note; empty where the call is not live."""
        if self._last is None or self._last.state in STANDING:
            return {}
        overlay: dict[int, Any] = {Role.LIVE: True, Role.NOTE: note}
        return overlay if len(self._rows) == 1 else {**overlay, Role.TIME: NOW}

    def _refresh_last(self) -> None:
        self._overlay = self._live("")
        self._tell_changed(len(self._rows) - 1)

    def _tell_changed(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def _row(self, event: Event, *, is_first: bool) -> dict[int, Any]:
        """The entry, ready to be shown; it is the last from now on."""
        last, self._last = self._last, event
        changed = last is None or (last.state, last.reason) != (event.state, event.reason)
        time = f"{event.time.astimezone():%H:%M:%S}" if is_first else since_press(event.elapsed)
        sentence = plain(entry(event, self._names, changed=changed), _LONGEST)
        code = plain(tag(event), _LONGEST_CODE)
        more = plain(detail(event, self._names, changed=changed), _LONGEST)
        return {
            Qt.ItemDataRole.DisplayRole: sentence,
            Qt.ItemDataRole.ToolTipRole: tip_text("\n".join(filter(None, (evidence(event), more)))),
            Qt.ItemDataRole.AccessibleTextRole: ", ".join(
                filter(None, (sentence, time, more, f"code {code}" if code else ""))
            ),
            Role.TIME: time,
            Role.CODE: code,
            Role.TONE: dot(event, changed=changed),
            Role.DETAIL: more,
        }
