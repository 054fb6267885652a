"""What the use cases of a call work with, wired once, and the call that they hand out."""

from __future__ import annotations

import asyncio
import secrets as random_source
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_dialer.core.pace import Pace
    from desktop_dialer.core.ports import Handles, Http, Journal
    from desktop_dialer.core.secret import Secret
    from desktop_dialer.dialing.accounts import Accounts
    from desktop_dialer.dialing.event_log import EventLog
    from desktop_dialer.dialing.following import Following
    from desktop_dialer.dialing.sessions import Sessions
    from desktop_dialer.dialing.task_scope import TaskScope
    from desktop_dialer.dialing.tracker import Tracker


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The rooms that a call passes through."""

    accounts: Accounts
    journal: Journal
    log: EventLog
    http: Http
    handles: Handles
    sessions: Sessions
    tracker: Tracker
    following: Following
    scope: TaskScope
    pace: Pace
    now: Callable[[], datetime]
    on_secret: Callable[[Secret], None]
    """Told of each secret that comes into use, so that the log can keep it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call under way. `answered` is set at the start request's outcome, `finished` when no more will be heard."""

    id: str = field(default_factory=lambda: random_source.token_hex(8))
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    finished: asyncio.Event = field(default_factory=asyncio.Event)

    def close(self) -> None:
        """Nothing more will be heard."""
        self.answered.set()
        self.finished.set()
