"""What the window asks of the program below it, handed over once by whoever starts both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from typing import Any

    from desktop_dialer.core.ports import ContactBook, Provider, SecretStore, SettingsStore
    from desktop_dialer.dialing.checking import Checker
    from desktop_dialer.dialing.dialer import Dialer
    from desktop_dialer.dialing.limits import Limits
    from desktop_dialer.dialing.parts import Parts
    from desktop_dialer.dialing.recovery import Recovery
    from desktop_dialer.dialing.task_scope import TaskScope
    from desktop_dialer.dialing.watching import Watching
    from desktop_dialer.ui.dialogs.settings import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """Use cases and ports. `tasks` owns what the window starts; it is closed before the engine is."""

    parts: Parts
    dialer: Dialer
    limits: Limits
    watching: Watching
    recovery: Recovery
    checker: Checker
    book: ContactBook
    settings: SettingsStore
    secrets: SecretStore
    session_secrets: SecretStore
    """For a secret that a person wants kept for this session only."""
    providers: Mapping[str, Provider]
    tasks: TaskScope
    prepare: Callable[[], Coroutine[Any, Any, None]] | None = None
    """Loads what the first request would wait for; asked for when a person begins to look for somebody to call."""
    places: Sequence[Place] = ()
    """Where what the program keeps lies, for a person who looks for it."""
    try_simulator: Callable[[], None] | None = None
    """Opens the window on the simulator beside this one."""
    tell: Callable[[str], None]
    """Shows a sentence where nothing else in the window is the place for it."""
