"""A past call as a list shows it: finished texts, and what is needed to make the call again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_dialer.ui.plain import plain

if TYPE_CHECKING:
    from datetime import date, datetime

    from desktop_dialer.ui.theme import Tone

_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """Texts from outside may hold anything until `fit` was asked for."""

    call: str
    moment: datetime
    """When it was pressed, in local time."""
    title: str
    """The contact's name, or the number grouped where it is nobody's."""
    contact: str
    """The contact's id; empty where it is nobody's."""
    number: str
    """Grouped for reading."""
    dial: str
    """What a press of Call takes, to send the same number again."""
    clean: str
    """What a copy gives."""
    called: str
    """The number as it is compared."""
    outcome: str
    tone: Tone
    account: str
    note: str

    @property
    def day(self) -> date:
        """The day of the press."""
        return self.moment.date()

    @property
    def time(self) -> str:
        """`16:48`."""
        return f"{self.moment:%H:%M}"

    @property
    def name(self) -> str:
        """The contact's name; empty where the number is nobody's."""
        return self.title if self.contact else ""


def fit(row: HistoryRow) -> HistoryRow:
    """The row with texts that can be painted."""
    return replace(
        row,
        title=plain(row.title, _LONGEST),
        number=plain(row.number, _LONGEST),
        outcome=plain(row.outcome, _LONGEST),
        account=plain(row.account, _LONGEST),
    )
