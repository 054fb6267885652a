"""A Business ISP session: one call at a time, and the status code that `getStatus` tells of it."""

import secrets
import string
from collections.abc import Mapping
from typing import Final, NamedTuple

from desktop_dialer.simulator.call import SimulatedCall
from desktop_dialer.simulator.timeline import Phase

_GUID_LENGTH: Final = 11
_STALE_POLLS: Final = 2
"""How often the first polls after `connect` still tell the end of the session's previous call (providers.md 6.3)."""


class Status(NamedTuple):
    """A line of the manual's table "Status codes"."""

    code: int
    text: str


_STATUS: Final[Mapping[Phase, Status | None]] = {
    Phase.PENDING: None,
    Phase.A_RINGING: Status(27, "Source is alerting"),
    Phase.A_ANSWERED: Status(28, "Source number connected"),
    Phase.B_RINGING: Status(26, "Destination is alerting"),
    Phase.B_ANSWERED: Status(29, "Destination number connected"),
    Phase.CONNECTED: Status(9, "Clients connected"),
    Phase.B_ENDED: Status(30, "Destination number ended the call"),
    Phase.HUNG_UP: Status(4, "Hang Up"),
    Phase.BUSY: Status(10, "Busy"),
    Phase.NO_ANSWER: Status(11, "No answer"),
    Phase.DECLINED: Status(12, "Call has been rejected"),
    Phase.NO_FUNDS: Status(16, "Insufficient funds"),
    Phase.WRONG_NUMBER: Status(25, "Wrong destination number"),
}


class Session:
    """A logged-in client with its present or last call."""

    def __init__(self, guid: str, call: SimulatedCall) -> None:
        self.guid = guid
        self.call = call
        self._previous_end: Status | None = None
        self._stale_polls_left = 0

    def is_idle(self, now: float) -> bool:
        """Whether another call may be placed: the last one is over, or its end was asked for and granted."""
        return self.call.is_hanging_up or self.call.phase(now).is_over

    def replace_call(self, call: SimulatedCall, now: float) -> None:
        """Take up a new call; the session must be idle."""
        previous = self.call.phase(now)
        self._previous_end = _STATUS[previous if previous.is_over else Phase.HUNG_UP]
        self._stale_polls_left = _STALE_POLLS
        self.call = call

    def status(self, now: float) -> Status | None:
        """What a poll at `now` is told, or None while there is nothing to tell.

        The code of an ended call is told again on every poll.
        """
        if self._stale_polls_left:
            self._stale_polls_left -= 1
            return self._previous_end
        return _STATUS[self.call.phase(now)]


def new_guid() -> str:
    """A session id in the look of the manual's `5ae2a5rw47w`: 11 lower-case letters and digits."""
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(_GUID_LENGTH))
