"""What the next call is made with, shown where it is chosen: the pickers on top, and large in the empty call column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.ui.presenters.desk_choices import account_choices, ring_first_choices

if TYPE_CHECKING:
    from desktop_dialer.ui.presenters.desk import Desk
    from desktop_dialer.ui.widgets.call_column import CallColumn
    from desktop_dialer.ui.widgets.top_bar import TopBar


class TopBarPresenter(QObject):
    """Keeps pickers and ready state as the desk is."""

    def __init__(self, desk: Desk, bar: TopBar, column: CallColumn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bar, self._column = desk, bar, column
        self._number = ""
        desk.changed.connect(self._show)
        bar.via.chosen.connect(desk.choose_account)
        bar.ring_first.chosen.connect(desk.choose_ring_first)
        self._show()

    def select(self, number: str) -> None:
        """The number that a press of Call would call now; empty for none."""
        self._number = number
        self._show_ready()

    def _show(self) -> None:
        telephones, first = ring_first_choices(self._desk)
        self._bar.ring_first.set_choices(telephones, first)
        self._bar.via.set_choices(*account_choices(self._desk))
        has_account = self._desk.account is not None
        for part in (self._bar.ring_first, self._bar.via, self._bar.options):
            part.setVisible(has_account)
        self._bar.options.setAccessibleDescription("Set" if self._desk.options else "None set")
        self._show_ready()

    def _show_ready(self) -> None:
        telephones, first = ring_first_choices(self._desk)
        chosen = next((one for one in telephones if one.key == first), None)
        rings = " ".join(filter(None, (chosen.text, chosen.detail))) if chosen else ""
        account = self._desk.account
        self._column.set_ready(rings, account.name if account else "", self._sends())

    def _sends(self) -> str:
        """The very string that would be sent; empty where there is none."""
        try:
            draft = self._desk.draft(self._number) if self._number else None
        except InvalidInput:
            return ""
        return draft.plan.b_number if draft else ""
