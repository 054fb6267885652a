"""The simulator's log: one entry for each request, against which a client's own journal can be checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Action(StrEnum):
    """What a request asks for."""

    START = "start"
    """Place a call. On Business ISP that is the login as well as `connect`."""
    STATUS = "status"
    HANG_UP = "hang_up"
    END = "end"
    """Close a Business ISP session."""
    CHECK = "check"
    """Try a start request without placing the call (Anveo's TEST)."""
    UNKNOWN = "unknown"
    """No known address, or a request from which the command cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One request as it was understood. A request that is no HTTP, or is never read to its end, makes no entry."""

    time: float
    """When the request had been read, in seconds of the simulator's clock: `time.monotonic()` unless told otherwise."""
    provider: str
    """Empty for an address that no provider has."""
    action: Action
    a_number: str
    """As sent; on a request about an earlier call, as sent when that was placed."""
    b_number: str
    dialled: bool
    """Whether this very request placed a call. It is true as well where the call is scheduled, or fails at once."""
    call: str | None
    """The `id` of the simulated call that the request placed or was about."""
    parameters: Mapping[str, str] = field(repr=False)
    """What came in, secrets included: a copied entry must not show them, hence no repr. Empty if unreadable."""
