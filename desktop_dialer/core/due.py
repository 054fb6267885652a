"""When a scheduled call is due: how its entry in the journal says so, and how that is read again."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop_dialer.core.call import State

if TYPE_CHECKING:
    from desktop_dialer.core.call import Event

_FORM = "%Y-%m-%d %H:%M"
_WORDS = re.compile(r"Due at (\d{4}-\d{2}-\d{2} \d{2}:\d{2}) UTC\.", re.ASCII)


def with_due(due: datetime, text: str) -> str:
    """The text of an entry `scheduled`: the due time first, then what the provider said."""
    return f"Due at {due.astimezone(UTC):{_FORM}} UTC. {text}".strip()


def due_of(event: Event) -> datetime | None:
    """When the call is due, to the minute; None where the entry does not say."""
    found = _WORDS.match(event.text) if event.state is State.SCHEDULED else None
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _FORM).replace(tzinfo=UTC)
    except ValueError:  # the provider's own words, which happen to begin so
        return None
