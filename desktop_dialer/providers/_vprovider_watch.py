"""VProvider's calls/active/list: what the switch lists of one call.

A public page of the maker, not the manual, has it: one row for each leg, without saying whose it is; `answered` is a
Unix time, 0 before the answer. A call that is over is listed no longer.
"""

from __future__ import annotations

from desktop_dialer.core.call import Reason, State
from desktop_dialer.core.reading import PollReading, Quiet, Reading, Refused, Unread
from desktop_dialer.core.replies import Unreadable
from desktop_dialer.core.wire import Reply, Request
from desktop_dialer.providers._vprovider_reply import read_envelope, word_of

POLL_SECONDS = 2.0
"""The pages do not say how often may be asked; a hang-up, they say, takes 1 to 2 s to show."""
_MISSES_OF_A_LISTED_CALL = 2
_MISSES_OF_A_NEW_CALL = 5
"""A call may be listed some seconds after it was taken; only after these is one that never was taken for over."""


class ActiveListWatch:
    """Polls one call."""

    interval = POLL_SECONDS

    def __init__(self, poll: Request, callid: str) -> None:
        self._poll = poll
        self._callid = callid
        self._missed = 0
        self._misses_at_the_end = _MISSES_OF_A_NEW_CALL

    def request(self) -> Request:
        return self._poll

    def read(self, reply: Reply) -> PollReading:
        """A listed call that is missing twice running is over."""
        try:
            said = read_envelope(reply)
        except Unreadable as fault:
            return Unread(reason=fault.reason, code=str(reply.status))
        if said.code == "402":
            return Refused(code=said.code, text=said.text)
        if not (said.is_success and isinstance(said.data, list)):
            return Unread(reason=Reason.UNRECOGNISED, code=said.code, text=said.text)
        rows = [row for row in said.data if isinstance(row, dict) and word_of(row.get("callid")) in {self._callid, ""}]
        if rows:
            self._missed = 0
            self._misses_at_the_end = _MISSES_OF_A_LISTED_CALL
            answered = sum(_is_positive(word_of(row.get("answered"))) for row in rows)
            state = State.ANSWERED if answered else State.DIALING
            return Reading(state=state, code=said.code, text=f"legs listed: {len(rows)}, answered: {answered}")
        self._missed += 1
        if self._missed < self._misses_at_the_end:
            return Quiet()
        return Reading(state=State.ENDED, reason=Reason.NOT_REPORTED, code=said.code, text="no longer listed")


def _is_positive(number: str) -> bool:
    return number.replace(".", "", 1).isdecimal() and float(number) > 0
