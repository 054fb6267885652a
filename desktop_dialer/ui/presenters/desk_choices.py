"""What the desk can be set to, for the pickers: which own telephone rings first, and through which account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.ui.presenters.desk import OWN
from desktop_dialer.ui.widgets.picker import Choice

if TYPE_CHECKING:
    from desktop_dialer.ui.presenters.desk import Desk


def ring_first_choices(desk: Desk) -> tuple[list[Choice], str]:
    """The telephones of the chosen account, and the key of the one that rings first."""
    choices = [
        Choice(key=one.key, text=one.name, detail=one.number if one.number != one.name else "")
        for one in desk.ring_first_choices()
    ]
    return choices, desk.ring_first or OWN


def account_choices(desk: Desk) -> tuple[list[Choice], str | None]:
    """The accounts by name, and the id of the one that is chosen."""
    return [Choice(key=one.id, text=one.name) for one in desk.accounts], desk.account.id if desk.account else None
