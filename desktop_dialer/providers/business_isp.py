"""Business ISP, "Connect Call API" (FAQ #1281, 2016-05-10): a session whose login is the first call.

Sections: the login session and first call; hang up; a further call in the session; end of the session; status;
the tables of status codes, commands, parameters and response codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_dialer.core.call import Reason, State
from desktop_dialer.core.facts import Ability, Capability, Code, Facts, Kind, Parameter, Role
from desktop_dialer.core.numbers import NumberFormat
from desktop_dialer.core.reading import Handle, HangUp, HangUpReading, PollReading, Quiet, Reading, Unread
from desktop_dialer.core.replies import Unreadable, by_status, xml_of
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.wire import Reply, Request, get
from desktop_dialer.providers._business_isp_codes import RESPONSES, STATUS

if TYPE_CHECKING:
    from desktop_dialer.core.plan import Plan

_GUID = re.compile(r"[\x21-\x7e]{1,128}")
_STALE_POLLS = 10
"""For how many polls the code with which the session's last call ended may still be answered for the new one."""

_PARAMETERS = (
    Parameter(name="login", label="user name", help="the account's user name", role=Role.CREDENTIAL, required=True),
    Parameter(
        name="password",
        label="password",
        help="the account's password",
        kind=Kind.SECRET,
        role=Role.CREDENTIAL,
        required=True,
    ),
    Parameter(
        name="source",
        label="own telephone",
        help="the number that rings first",
        kind=Kind.NUMBER,
        role=Role.A_PARTY,
        required=True,
    ),
    Parameter(
        name="dest",
        label="number to call",
        help="the number that is called",
        kind=Kind.NUMBER,
        role=Role.B_PARTY,
        required=True,
    ),
    Parameter(
        name="type",
        label="connection type",
        help="1: the source first; 2: both simultaneously",
        kind=Kind.CHOICE,
        choices=("1", "2"),
        required=True,
    ),
    Parameter(name="guid", label="session", help="the session's id, from the login", role=Role.PROTOCOL),
    Parameter(name="cmd", label="command", help="getStatus, hangUp, connect or end", role=Role.PROTOCOL),
)  # fmt: skip

FACTS = Facts(
    id="business_isp",
    name="Business ISP",
    manual_title="Connect Call API (FAQ #1281)",
    manual_date="2016-05-10",
    base_url="https://portal.business-isp.nl/api/",
    base_url_help="the folder that holds connectcall.aspx; change it if a custom API was made for you",
    parameters=_PARAMETERS,
    abilities=(
        Ability(capability=Capability.STATUS, note="each second, both legs, the reason of the end"),
        Ability(capability=Capability.HANG_UP),
        Ability(capability=Capability.SESSION, note="further calls without logging in again, one at a time"),
        Ability(capability=Capability.RING_BOTH, note="type 2"),
    ),
    number_formats=tuple(NumberFormat),
    poll_seconds=1.0,
    tracks_by_default=True,
    codes=(
        *(Code(code=code, text=text, context="response", reading=reads) for code, (text, reads) in RESPONSES.items()),
        *(
            Code(
                code=code,
                text=text,
                context="status",
                reading=" ".join(filter(None, (reads.state, reads.reason))) if reads else "shown, changes nothing",
            )
            for code, (text, reads) in STATUS.items()
        ),
    ),
    cannot=(
        "The login cannot be tried without dialling: logging in is a call.",
        "No scheduled calls, caller ID or recording.",
    ),
    order="source rings first (type 1), or both at once (type 2)",
)


class BusinessIsp:
    """The Connect Call API."""

    facts = FACTS

    def check(self, plan: Plan) -> Plan:
        """Nothing beyond the parameters' own checks."""
        return plan

    def deadline(self, plan: Plan) -> float:  # noqa: ARG002 - the same for every plan
        """15 s: the login answers at once, the call's progress comes by getStatus."""
        return 15.0

    def start(self, plan: Plan) -> Request:
        """Login and first call: login, password, dest, source, type."""
        return get(
            _address(plan.base_url),
            [
                *plan.given("login"),
                ("password", plan.secret("password")),
                ("dest", plan.b_number),
                ("source", plan.a_number),
                *plan.given("type"),
            ],
        )

    def read_start(self, plan: Plan, reply: Reply) -> Reading:  # noqa: ARG002
        """103 with a GUID opens the session; 100, a success that names no session, cannot be followed."""
        reading = _read(reply)
        if not isinstance(reading, _Answer):
            return reading
        match reading.code:
            case "103" if _GUID.fullmatch(reading.message):
                handle = Handle(value=Secret(reading.message))
                return Reading(state=State.ACCEPTED, code="103", text=RESPONSES["103"][0], handle=handle)
            case "100":
                return Reading(state=State.ACCEPTED_UNCONFIRMED, code="100", text=reading.message)
            case "102":
                return _rejected(reading, Reason.CREDENTIALS)
            case _:
                return _refused_or_unknown(reading)

    def connect(self, plan: Plan, handle: Handle) -> Request:
        """A further call in the session: guid, cmd, source, dest, type."""
        parties = [("source", plan.a_number), ("dest", plan.b_number), *plan.given("type")]
        return _command(plan.base_url, handle, "connect", parties)

    def read_connect(self, plan: Plan, handle: Handle, reply: Reply) -> Reading:  # noqa: ARG002
        """100 is a call; 102 says that the session is gone, so nothing was placed."""
        reading = _read(reply)
        if not isinstance(reading, _Answer):
            return reading
        match reading.code:
            case "100":
                return Reading(state=State.ACCEPTED, code="100", text=reading.message, handle=handle)
            case "102":
                return replace(_rejected(reading, Reason.CREDENTIALS), session_gone=True)
            case _:
                return _refused_or_unknown(reading)

    def is_free(self, reply: Reply) -> bool:
        """Done (100), refused (101) and nothing to hang up (105) leave the way free for `connect`."""
        answer = _read(reply)
        return isinstance(answer, _Answer) and answer.code in {"100", "101", "105"}

    def watch(self, plan: Plan, handle: Handle) -> BusinessIspWatch:
        """getStatus, each second."""
        return BusinessIspWatch(_command(plan.base_url, handle, "getStatus"), handle.last_code)

    def hang_up(self, plan: Plan, handle: Handle) -> Request:
        """hangUp: the call ends, the session stays."""
        return _command(plan.base_url, handle, "hangUp")

    def read_hang_up(self, reply: Reply) -> HangUpReading:
        """100 is accepted, not yet the end: that comes by getStatus."""
        answer = _read(reply)
        if not isinstance(answer, _Answer):
            return HangUpReading(result=HangUp.UNREAD, code=answer.code, text=answer.text)
        result = {
            "100": HangUp.ACCEPTED,
            "101": HangUp.REFUSED,
            "102": HangUp.SESSION_LOST,
            "104": HangUp.REFUSED,
            "105": HangUp.NOTHING_TO_END,
        }.get(answer.code, HangUp.UNREAD)
        return HangUpReading(result=result, code=answer.code, text=answer.message)

    def end(self, base_url: str, handle: Handle) -> Request:
        """end: the session is removed from the server."""
        return _command(base_url, handle, "end")


class BusinessIspWatch:
    """getStatus once a second; passes over what the session still says of its call before."""

    interval = 1.0

    def __init__(self, request: Request, last_code: str | None) -> None:
        self._request = request
        self._stale_code = last_code
        self._stale_polls = 0

    def request(self) -> Request:
        """The same each time."""
        return self._request

    def read(self, reply: Reply) -> PollReading:
        """One status; 102 loses the session, 101 and 104 are failed polls, 105 is no news."""
        answer = _read(reply)
        if not isinstance(answer, _Answer):
            return Unread(reason=answer.reason or Reason.UNRECOGNISED, code=answer.code)
        code, text = answer.code, answer.message
        match code:
            case "105":
                return Quiet()
            case "102":
                return Reading(state=State.UNTRACKED, reason=Reason.SESSION_LOST, code=code, text=text)
            case "101" | "104":
                return Unread(reason=Reason.UNRECOGNISED, code=code, text=text)
            case "100" | "103":
                return Reading(code=code, text=RESPONSES[code][0])
            case _:
                return self._status(code, text)

    def _status(self, code: str, text: str) -> PollReading:
        if code == self._stale_code and self._stale_polls < _STALE_POLLS:
            self._stale_polls += 1
            return Quiet()
        self._stale_code = None
        known = STATUS.get(code)
        if known is None:
            return Reading(code=code, text=f"unrecognised status {code}: {text}".removesuffix(": "))
        reads = known[1] or Reading()
        return Reading(state=reads.state, leg=reads.leg, reason=reads.reason, code=code, text=text or known[0])


@dataclass(frozen=True, slots=True)
class _Answer:
    """`<response>` as the manual shows it: a number, and a message that may be a session's GUID."""

    code: str
    message: str


def _read(reply: Reply) -> _Answer | Reading:
    """The answer, or, where the reply is none, what a start request would make of it."""
    try:
        root = xml_of(reply)
    except Unreadable as fault:
        answer, fallback = None, Reading(state=State.UNKNOWN, reason=fault.reason)
    else:
        code, message = (root.findtext("code") or "").strip(), (root.findtext("message") or "").strip()
        is_answer = (
            root.tag == "response"
            and len(root.findall("code")) == 1
            and code.isascii()
            and code.isdigit()
            and len(code) <= 3
        )
        answer = _Answer(str(int(code)), message) if is_answer else None
        fallback = Reading(state=State.UNKNOWN, reason=Reason.UNRECOGNISED, code=code or None, text=message)
    own = Reading(text=answer.message) if answer and answer.code in {"101", "102", "104"} else None
    return by_status(reply, own_refusal=own) or answer or fallback


def _refused_or_unknown(answer: _Answer) -> Reading:
    match answer.code:
        case "101":
            return _rejected(answer, Reason.PROVIDER_MESSAGE)
        case "104":
            return _rejected(answer, Reason.PARAMETERS)
        case _:
            text = RESPONSES["103"][0] if answer.code == "103" else answer.message
            return Reading(state=State.UNKNOWN, reason=Reason.UNRECOGNISED, code=answer.code, text=text)


def _rejected(answer: _Answer, reason: Reason) -> Reading:
    return Reading(state=State.REJECTED, reason=reason, code=answer.code, text=answer.message)


def _address(base_url: str) -> str:
    folder = base_url.removesuffix("connectcall.aspx")
    return f"{folder}{'' if folder.endswith('/') else '/'}connectcall.aspx"


def _command(base_url: str, handle: Handle, command: str, more: list[tuple[str, str]] | None = None) -> Request:
    return get(_address(base_url), [("guid", handle.value), ("cmd", command), *(more or [])])
