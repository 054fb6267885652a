"""What VoipTech's CHstatus.php says of an extension; known from public pages, not from the manual.

It speaks of a telephone, never of a call: a state is told and changes nothing. The pages name the four states and
no field, so the state is looked for in every value, and in the bare words.
"""

from __future__ import annotations

from desktop_dialer.core.call import Reason, http_reason
from desktop_dialer.core.reading import Check, CheckResult, PollReading, Quiet, Reading, Unread
from desktop_dialer.core.replies import Unreadable
from desktop_dialer.core.wire import Reply, Request
from desktop_dialer.providers._voiptech_reply import read_answer

WATCH_SECONDS = 2.0
STATES = ("Idle", "Ringing", "InUse", "Disconnected")

_SPELLINGS = {state.lower(): state for state in STATES}
_SUBJECT = "credentials"


class ExtensionWatch:
    """Asks for the extension's state every two seconds and tells each change once."""

    def __init__(self, request: Request, extension: str) -> None:
        self._request = request
        self._extension = extension
        self._last: str | None = None

    @property
    def interval(self) -> float:
        return WATCH_SECONDS

    def request(self) -> Request:
        return self._request

    def read(self, reply: Reply) -> PollReading:
        found = _read(reply)
        if isinstance(found, Unread):
            return found
        if found == self._last:
            return Quiet()
        self._last = found
        return Reading(code=found, text=f"Extension {self._extension}: {found}")


def read_check(extension: str, reply: Reply) -> Check:
    """What the answer says of the credentials: an exchange that tells the extension's state has taken them."""
    found = _read(reply)
    if isinstance(found, str):
        sentence = f"The exchange took them; extension {extension} is {found}."
        return Check(subject=_SUBJECT, result=CheckResult.OK, text=sentence)
    refusals: dict[str, Reason] = {
        http_reason(401): Reason.CREDENTIALS,
        http_reason(403): Reason.PERMISSION,
        Reason.PROVIDER_MESSAGE: Reason.PROVIDER_MESSAGE,
    }
    if found.reason in refusals:
        sentence = "The exchange refused: user, pass, org or the extension is wrong, or may not be asked about."
        return Check(subject=_SUBJECT, result=CheckResult.FAILED, text=sentence, reason=refusals[found.reason])
    sentence = "The answer of CHstatus.php could not be read, so the credentials were not checked."
    return Check(subject=_SUBJECT, result=CheckResult.NOT_CHECKED, text=sentence, reason=found.reason)


def _read(reply: Reply) -> str | Unread:
    """The extension's state in its one spelling, or why there is none (`provider_message`: a refusal)."""
    if 300 <= reply.status < 400:
        return Unread(reason=Reason.REDIRECT, code=str(reply.status))
    if not 200 <= reply.status < 300:
        return Unread(reason=http_reason(reply.status), code=str(reply.status))
    try:
        answer = read_answer(reply, with_pages=False)
    except Unreadable as fault:
        return Unread(reason=fault.reason)
    values = [value.lower() for _, value in answer.pairs] or [answer.text.lower()]
    states = {_SPELLINGS[value] for value in values if value in _SPELLINGS}
    if len(states) == 1:
        return states.pop()
    if answer.refuses or "fail" in values:
        return Unread(reason=Reason.PROVIDER_MESSAGE, text=answer.text)
    return Unread(reason=Reason.UNRECOGNISED, text=answer.text)
