"""VProvider, by its manual "Make a Call" (Input parameters, Responses, Data returned, Examples).

The product behind it is Integrics Enswitch. Listing and ending calls stand on other public pages of its JSON API
(calls/active/list, calls/hangup): they are used only where the account's `track` says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from desktop_dialer.core.call import Reason, State
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Ability, Capability, Code, Facts, Kind, Parameter, Role, Source
from desktop_dialer.core.numbers import NumberFormat
from desktop_dialer.core.plan import Plan
from desktop_dialer.core.reading import Check, CheckResult, Handle, HangUp, HangUpReading, Reading
from desktop_dialer.core.replies import Unreadable, by_status
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.wire import Reply, Request, get
from desktop_dialer.providers._vprovider_reply import Envelope, read_envelope
from desktop_dialer.providers._vprovider_watch import POLL_SECONDS, ActiveListWatch


def _whole(name: str, label: str, text: str, default: str | None = "0") -> Parameter:
    return Parameter(name=name, label=label, help=text, kind=Kind.INTEGER, minimum=0, default=default)


def _flag(name: str, label: str, text: str, default: str = "0") -> Parameter:
    return Parameter(name=name, label=label, help=f"1 {text}, 0 not to", kind=Kind.FLAG, default=default)


def _text(name: str, label: str, text: str) -> Parameter:
    return Parameter(name=name, label=label, help=text, default="", empty_is_sent=True)


_PARAMETERS = (
    Parameter(name="auth_username", label="user name", help="the user name that signs in",
              role=Role.CREDENTIAL, required=True),
    Parameter(name="auth_password", label="password", help="the password of that user",
              kind=Kind.SECRET, role=Role.CREDENTIAL, required=True),
    Parameter(name="stype", label="own telephone is", help="phone for a telephone line, empty for a number",
              kind=Kind.CHOICE, choices=("", "phone"), default="", empty_is_sent=True),
    Parameter(name="snumber", label="own telephone", help="the telephone line or number that is called first",
              kind=Kind.NUMBER, role=Role.A_PARTY, required=True),
    _text("ctype", "destination type", "the type of destination that the first call is forwarded to"),
    Parameter(name="cnumber", label="number to call", help="the number, line or feature code called second",
              kind=Kind.NUMBER, role=Role.B_PARTY, required=True),
    Parameter(name="cdialplan", label="dialplan", help="auto converts the number to call to snumber's dialplan",
              kind=Kind.CHOICE, choices=("auto",)),
    _text("card", "card", "the card that the call is billed to; one of another customer needs customer too"),
    _whole("customer", "customer", "the number of the customer to call as; without it, the user's own", None),
    _flag("answer1", "auto-answer, first call", "to ask that the first call answers itself"),
    _flag("answer2", "auto-answer, second call", "to ask that the second call answers itself"),
    _text("callerid1", "caller ID, first call", "what the first call shows"),
    _text("callerid2", "caller ID, second call", "what the second call shows"),
    _whole("recordgroup", "record group", "the id of the group that records the call; 0 for none"),
    _flag("screen1", "screening, first call", "to screen the first call"),
    _flag("screen2", "screening, second call", "to screen the second call"),
    _flag("warn1", "cut-off warning, first call", "to play a warning before the first call is cut off", "1"),
    _flag("warn2", "cut-off warning, second call", "to play a warning before the second call is cut off", "1"),
    _whole("delay", "delay", "the call is made after this many seconds"),
    _whole("wait", "wait", "for how many seconds the reply may wait for the call's id; 0 for none; more than delay"),
    _flag("noforwards", "no forwards", "to keep a call that is not answered from being forwarded, to voicemail say"),
)  # fmt: skip

FACTS = Facts(
    id="vprovider",
    name="VProvider",
    manual_title="Make a Call",
    manual_date="undated",
    base_url=None,
    base_url_help="the address of calls/make at your provider, such as https://host/api/json/calls/make/",
    parameters=_PARAMETERS,
    settings=("separator", "track"),
    abilities=(
        Ability(
            capability=Capability.STATUS,
            source=Source.PUBLIC,
            note="dialling, answered, gone, as the switch lists it; needs track=yes, wait and a role that may list",
        ),
        Ability(
            capability=Capability.HANG_UP,
            source=Source.PUBLIC,
            note="needs track=yes, wait and a role that may hang up",
        ),
        Ability(capability=Capability.SCHEDULE, note="in seconds"),
        Ability(capability=Capability.CALLER_ID, note="one for each of the two calls"),
        Ability(capability=Capability.RECORD, note="by a record group"),
        Ability(capability=Capability.AUTO_ANSWER),
        Ability(capability=Capability.BILLING, note="to a card or as another customer"),
        Ability(
            capability=Capability.CHECK, source=Source.PUBLIC, note="by listing the running calls; needs track=yes"
        ),
    ),
    number_formats=tuple(NumberFormat),
    internal_digits=5,
    poll_seconds=POLL_SECONDS,
    codes=tuple(
        Code(code=code, text=text, context=context, reading=reading)
        for code, text, context, reading in (
            ("200", "requested; machine, server and callid follow", "calls/make", "accepted, or scheduled"),
            ("204", "requested; no machine, server and callid", "calls/make", "accepted, or scheduled"),
            ("400", "Invalid input parameters specified", "calls/make", "rejected: parameters"),
            ("401", "The authentication details provided are invalid", "calls/make", "rejected: credentials"),
            ("402", "Your role does not allow this", "calls/make", "rejected: permission"),
            ("403", "Your rate plan does not allow this", "calls/make", "rejected: rate_plan"),
            ("404", "not found", "other functions", "rejected: parameters; hang-up: nothing to end"),
            ("500", "a fault of the server", "other functions", "unknown: unrecognised"),
        )
    ),
    cannot=(
        "No cancelling of a delayed call by the manual.",
        "No word of which party answered, nor of why a call ended.",
        "The login cannot be tried by the manual without dialling.",
    ),
    order="snumber is called first; when it answers, cnumber",
)

_MAKE = re.compile(r"/calls/make/?\Z")
_REASONS: Mapping[str, Reason] = MappingProxyType({
    "400": Reason.PARAMETERS,
    "401": Reason.CREDENTIALS,
    "402": Reason.PERMISSION,
    "403": Reason.RATE_PLAN,
    "404": Reason.PARAMETERS,
})  # fmt: skip


class VProvider:
    """Enswitch's JSON interface: one address for each function."""

    facts = FACTS

    def check(self, plan: Plan) -> Plan:
        """`wait` exceeds `delay` where both are used (0 is: not used), and `track` finds its addresses."""
        for name, number in (("snumber", plan.a_number), ("cnumber", plan.b_number)):
            if not number:
                raise InvalidInput(f"{name} is missing: both numbers are needed.", name=name)
        delay, wait = _seconds(plan, "delay"), _seconds(plan, "wait")
        if 0 < wait <= delay:
            raise InvalidInput(f"wait is {wait}; it takes more than delay, which is {delay}, or 0.", name="wait")
        if plan.track:
            _address(plan, "active/list")
        return plan

    def deadline(self, plan: Plan) -> float:
        """Seconds: the reply may take `wait`, and 20 more."""
        return _seconds(plan, "wait") + 20.0

    def start(self, plan: Plan) -> Request:
        """`calls/make`, parameters in the manual's order; `stype` is sent even where nobody gave it (example 3)."""
        sent: dict[str, str | Secret] = {
            "stype": "",
            **plan.values,
            "auth_password": plan.secret("auth_password"),
            "snumber": plan.a_number,
            "cnumber": plan.b_number,
        }
        pairs = [(parameter.name, sent[parameter.name]) for parameter in _PARAMETERS if parameter.name in sent]
        return get(plan.base_url, pairs, _separator(plan))

    def read_start(self, plan: Plan, reply: Reply) -> Reading:
        """Section "Responses". The envelope is read first, whatever the HTTP status; a redirect is never believed."""
        try:
            reading = _outcome(plan, read_envelope(reply))
        except Unreadable as fault:
            reading = Reading(state=State.UNKNOWN, reason=fault.reason)
        status = by_status(reply)
        if status is None or (reading.state is not State.UNKNOWN and status.reason != Reason.REDIRECT):
            return reading
        return replace(status, text=reading.text)

    def watch(self, plan: Plan, handle: Handle) -> ActiveListWatch:
        """`calls/active/list` by the callid. Raises `InvalidInput` where `base_url` does not tell its address."""
        return ActiveListWatch(_follow_up(plan, "active/list", ("callid", handle.value)), handle.value.reveal())

    def hang_up(self, plan: Plan, handle: Handle) -> Request:
        """`calls/hangup` by the callid. Raises as `watch`."""
        return _follow_up(plan, "hangup", ("callid", handle.value))

    def read_hang_up(self, reply: Reply) -> HangUpReading:
        """204 is accepted: the end itself comes a second or two later. 404 knows no such call."""
        try:
            said = read_envelope(reply)
        except Unreadable:
            return HangUpReading(result=HangUp.UNREAD, code=str(reply.status))
        result = HangUp.UNREAD
        if said.is_success:
            result = HangUp.ACCEPTED
        elif said.is_refusal:
            result = HangUp.NOTHING_TO_END if said.code == "404" else HangUp.REFUSED
        return HangUpReading(result=result, code=said.code, text=said.text, permission=said.code != "402")

    def check_request(self, plan: Plan) -> Request | None:
        """`calls/active/list`, where the account follows calls. Raises as `watch`."""
        return _follow_up(plan, "active/list") if plan.track else None

    def read_check(self, plan: Plan, reply: Reply) -> Check:  # noqa: ARG002 - the answer says it all
        """Failed where the login was refused, or may not do what `track` needs."""
        try:
            said = read_envelope(reply)
        except Unreadable as fault:
            unread = "The answer is not usable."
            return Check(subject="credentials", result=CheckResult.NOT_CHECKED, text=unread, reason=fault.reason)
        words = f": “{said.text}”." if said.text else "."
        reason: Reason | None = None
        if said.is_success:
            result, text = CheckResult.OK, "The login is right and may list the running calls."
        elif said.code in {"401", "402"}:
            result, reason = CheckResult.FAILED, _REASONS[said.code]
            text = f"The login {'was refused' if said.code == '401' else 'may not list the running calls'}{words}"
        else:
            result, reason, text = CheckResult.NOT_CHECKED, Reason.UNRECOGNISED, f"The answer is not usable{words}"
        return Check(subject="credentials", result=result, text=text, reason=reason)


def _outcome(plan: Plan, said: Envelope) -> Reading:
    """What the envelope says of a start request."""
    if said.is_refusal:
        reason = _REASONS.get(said.code or "", Reason.PROVIDER_MESSAGE)
        return Reading(state=State.REJECTED, reason=reason, code=said.code, text=said.text)
    if not said.is_success:
        return Reading(state=State.UNKNOWN, reason=Reason.UNRECOGNISED, code=said.code, text=said.text)
    ids = said.ids
    text = "; ".join([said.text, *(f"{name} {value}" for name, value in ids.items())])
    handle = Handle(value=Secret(ids["callid"]), is_key=False) if "callid" in ids else None
    taken = Reading(state=State.ACCEPTED, code=said.code, text=text, handle=handle)
    delay = _seconds(plan, "delay")
    if not delay:
        return taken
    # A reply that names the call comes when the call was made: the delay is over by then.
    return replace(taken, state=State.SCHEDULED, due_in=timedelta(seconds=0 if handle else delay))


def _follow_up(plan: Plan, function: str, *more: tuple[str, Secret]) -> Request:
    login: list[tuple[str, str | Secret]] = [
        *plan.given("auth_username"),
        ("auth_password", plan.secret("auth_password")),
    ]
    return get(_address(plan, function), [*login, *more], _separator(plan))


def _address(plan: Plan, function: str) -> str:
    """The address of another function beside calls/make. Raises `InvalidInput`."""
    address, found = _MAKE.subn(f"/calls/{function}/", plan.base_url)
    if not found:
        sentence = f"track needs a base_url that ends in /calls/make/; {plan.base_url} does not."
        raise InvalidInput(sentence, name="base_url")
    return address


def _separator(plan: Plan) -> str:
    return plan.settings.get("separator", ";")


def _seconds(plan: Plan, name: str) -> int:
    return int(plan.values.get(name, "0"))
