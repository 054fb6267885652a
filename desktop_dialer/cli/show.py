"""Showing a call: as JSON lines, as a timeline for people, or, before it is made, as the request it would send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.cli.terminal import event_line
from desktop_dialer.cli.timeline import Timeline
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.core.numbers import grouped
from desktop_dialer.core.wording import Names

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.core.call import Event
    from desktop_dialer.core.wire import Request
    from desktop_dialer.dialing.event_log import EventLog


class Shown:
    """Prints the events of one call as they come, and remembers the last."""

    def __init__(self, terminal: Terminal, call: str, names: Names, *, as_json: bool) -> None:
        self._terminal = terminal
        self._call = call
        self._timeline = None if as_json else Timeline(names, unicode=terminal.takes_unicode)
        self._is_heard = True
        self.last: Event | None = None

    def attach(self, log: EventLog) -> Callable[[], None]:
        """Show what the log publishes of the call; what is returned ends that."""
        return log.subscribe(self.take)

    def take(self, event: Event) -> None:
        """Show an event, if it is one of this call's. A reader that went away stops the output, not the call."""
        if event.call != self._call:
            return
        self.last = event
        if self._is_heard:
            try:
                self._print(event)
            except BrokenPipeError:
                self._is_heard = False
            except StorageFailed as fault:
                self._is_heard = False
                self._terminal.note(f"{fault} The call goes on.")

    def _print(self, event: Event) -> None:
        if self._timeline is None:
            self._terminal.json(event_line(event))
            return
        for line in self._timeline.lines(event):
            self._terminal.line(line)


def names_of(provider: str, a_number: str, b_number: str, country: str | None) -> Names:
    """The parties as sentences name them, numbers grouped for reading."""
    return Names(provider=provider, a_party=grouped(a_number, country), b_party=grouped(b_number, country))


def request_object(request: Request) -> dict[str, object]:
    """The same as JSON."""
    return {
        "method": request.method,
        "url": str(request.url),
        "headers": dict(request.headers),
        "body": str(request.body),
    }
