"""Anveo, by its manual "DIAL.CONNECT - API REQUEST" (Description, Arguments, Response, API Request Example).

The manual names neither the address nor `SIGNATURE`, `ERROR` and the action that reports progress. Those are
read on other public pages of Anveo: API Request Format, and DIAL.GETSTATUS, which an account can switch off with
`track`. By the same pages its XML is case sensitive, and an `ERROR` that is not empty means failure.
"""

from __future__ import annotations

import hmac
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from xml.etree.ElementTree import Element

from desktop_dialer.core.call import Reason, State, http_reason
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Ability, Capability, Code, Facts, Kind, Parameter, Role, Source
from desktop_dialer.core.numbers import NumberFormat
from desktop_dialer.core.plan import Plan
from desktop_dialer.core.reading import Handle, PollReading, Quiet, Reading, Unread
from desktop_dialer.core.replies import Unreadable, by_status, xml_of
from desktop_dialer.core.secret import MASK, Secret
from desktop_dialer.core.wire import Method, Reply, Request, WireText

_WITH_COUNTRY_CODE = r"[1-9]\d{6,14}"
_POLL_SECONDS = 3.0
_POLL_SECONDS_ANSWERED = 5.0

_PARAMETERS = (
    Parameter(name="USERKEY", label="user key", help="the API user key of the Anveo account",
              kind=Kind.SECRET, role=Role.CREDENTIAL, required=True),
    Parameter(name="TEST", label="test request", kind=Kind.CHOICE, choices=("TRUE",),
              help="TRUE submits a test request; no call is expected of it, though the manual does not promise that"),
    Parameter(name="PHONENUMBER", label="own telephone", help="the number that is called first, with country code",
              kind=Kind.NUMBER, role=Role.A_PARTY, required=True),
    Parameter(name="DESTPHONENUMBER", label="number to call", help="the number called second, with country code",
              kind=Kind.NUMBER, role=Role.B_PARTY, required=True),
    Parameter(name="MAXCALLDURATION", label="longest call", help="Anveo ends the call after this many minutes",
              kind=Kind.INTEGER, minimum=1),
    Parameter(name="CALLERID", label="caller ID", pattern=_WITH_COUNTRY_CODE,
              help="a number that Anveo verified, digits only, country code first; without it PHONENUMBER is shown"),
    Parameter(name="DELAY", label="delay", help="the call is placed after this many minutes, at most 60 days",
              kind=Kind.INTEGER, minimum=0, maximum=86400, default="0"),
    Parameter(name="MEMO", label="note", help="some notes of your own"),
    Parameter(name="BILLINGCODE", label="billing code",
              help="your own code, by which Anveo's fees for this request can be told apart"),
)  # fmt: skip
_SECURE_PHRASE = Parameter(
    name="secure_phrase",
    label="secure phrase",
    kind=Kind.SECRET,
    role=Role.CREDENTIAL,
    help="makes Anveo's SIGNATURE together with the setting email; give both, or neither",
)
_ABILITIES = (
    Ability(
        capability=Capability.STATUS, source=Source.PUBLIC, note="dialling, answered, ended; neither by whom nor why"
    ),
    Ability(capability=Capability.SCHEDULE, note="in minutes, up to 60 days ahead"),
    Ability(capability=Capability.CALLER_ID, note="towards the B-party alone, verified by Anveo"),
    Ability(capability=Capability.MAX_DURATION, note="in minutes"),
    Ability(capability=Capability.MEMO),
    Ability(capability=Capability.BILLING),
    Ability(capability=Capability.TEST, note="the manual does not say that a test places no call"),
)

FACTS = Facts(
    id="anveo",
    name="Anveo",
    manual_title="DIAL.CONNECT - API REQUEST",
    manual_date="undated",
    base_url="https://www.anveo.com/api/v3.asp",
    base_url_help="the address that takes Anveo's XML requests, which a public page of Anveo names",
    parameters=_PARAMETERS,
    settings=("track", "email"),
    secrets=(_SECURE_PHRASE,),
    abilities=_ABILITIES,
    number_formats=(NumberFormat.E164_DIGITS,),
    test_parameter="TEST",
    poll_seconds=_POLL_SECONDS,
    tracks_by_default=True,
    codes=(
        Code(code="SUCCESS", text="no errors were found", context="DIAL.CONNECT", reading="accepted, or scheduled"),
        Code(code="ERROR", text="the error in words", context="DIAL.CONNECT", reading="rejected: provider_message"),
        Code(code="NONE", text="no dial attempt yet", context="DIAL.GETSTATUS", reading="no news"),
        Code(code="INIT", text="dialling", context="DIAL.GETSTATUS", reading="dialing"),
        Code(code="START", text="Called party(s) answered the call", context="DIAL.GETSTATUS", reading="answered"),
        Code(code="END", text="call ended", context="DIAL.GETSTATUS", reading="ended: not_reported"),
    ),
    cannot=(
        "No cancelling: Anveo's documentation does not name its command, and none is guessed; use the Anveo portal.",
        "No remote hang-up: hang up on your telephone.",
        "No word of which party answered, nor of why a call ended.",
        "No recording.",
    ),
    order="PHONENUMBER is called first, DESTPHONENUMBER second",
)

_HEADERS = tuple((name, "application/xml; charset=UTF-8") for name in ("Content-Type", "Accept"))
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STATUS: Mapping[str, PollReading] = MappingProxyType({
    "NONE": Quiet(),
    "INIT": Reading(state=State.DIALING, code="INIT"),
    "START": Reading(state=State.ANSWERED, code="START"),
    "END": Reading(state=State.ENDED, reason=Reason.NOT_REPORTED, code="END"),
})  # fmt: skip


class Anveo:
    """Anveo's XML interface: one address, the action in the body."""

    facts = FACTS

    def check(self, plan: Plan) -> Plan:
        """Both numbers with country code, a whole signature, and nothing that XML 1.0 cannot carry.

        What concerns secrets is checked where the plan has them.
        """
        for name, number in (("PHONENUMBER", plan.a_number), ("DESTPHONENUMBER", plan.b_number)):
            if not re.fullmatch(_WITH_COUNTRY_CODE, number, re.ASCII):
                sentence = f"{name} is {number!r}; it takes 7 to 15 digits that begin with the country code."
                raise InvalidInput(sentence, name=name)
        if plan.secrets:
            _check_signature(plan)
        hidden = {name: secret.reveal() for name, secret in plan.secrets.items()}
        for name, value in {**plan.values, **hidden}.items():
            if _NOT_IN_XML.search(value):
                raise InvalidInput(f"{name} holds a character that XML cannot carry.", name=name)
        return plan

    def deadline(self, plan: Plan) -> float:  # noqa: ARG002 - the same for each plan
        """Seconds: the request is taken at once, whatever `DELAY` says."""
        return 15.0

    def start(self, plan: Plan) -> Request:
        """`DIAL.CONNECT`, parameters in the manual's order."""
        return _command(plan, "DIAL.CONNECT", [
            *plan.given("TEST"),
            ("PHONENUMBER", plan.a_number),
            ("DESTPHONENUMBER", plan.b_number),
            *plan.given("MAXCALLDURATION", "CALLERID", "DELAY", "MEMO", "BILLINGCODE"),
        ])  # fmt: skip

    def read_start(self, plan: Plan, reply: Reply) -> Reading:
        """Section "Response". An `ERROR` decides against a `SUCCESS` beside it, as the public page has it."""
        try:
            answer = _answer(reply)
        except Unreadable as fault:
            return by_status(reply) or Reading(state=State.UNKNOWN, reason=fault.reason)
        refusal = None
        if answer.error:
            refusal = Reading(state=State.REJECTED, reason=Reason.PROVIDER_MESSAGE, text=answer.error)
        return by_status(reply, own_refusal=refusal) or refusal or _taken(plan, answer)

    def watch(self, plan: Plan, handle: Handle) -> _Watch:
        """`DIAL.GETSTATUS` by the REQUESTID."""
        return _Watch(plan, handle)


class _Watch:
    """Polls one call, less often once it was answered."""

    def __init__(self, plan: Plan, handle: Handle) -> None:
        self._poll = _command(plan, "DIAL.GETSTATUS", [("REQUESTID", handle.value)])
        self.interval = _POLL_SECONDS

    def request(self) -> Request:
        return self._poll

    def read(self, reply: Reply) -> PollReading:
        """The status is the text of `RESULT`; one that is not listed is passed on and changes nothing."""
        if not 200 <= reply.status < 300:
            return Unread(reason=http_reason(reply.status), code=str(reply.status))
        try:
            answer = _answer(reply)
        except Unreadable as fault:
            return Unread(reason=fault.reason)
        if answer.error or not answer.result:
            return Unread(reason=Reason.UNRECOGNISED, text=answer.error)
        self.interval = _POLL_SECONDS_ANSWERED if answer.result == "START" else _POLL_SECONDS
        return _STATUS.get(answer.result) or Reading(code=answer.result, text=answer.result)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """The documented fields of a `RESPONSE`; each is empty where it is missing."""

    result: str = ""
    error: str = ""
    request_id: str = ""


def _answer(reply: Reply) -> _Answer:
    """The reply's fields; none is found under a wrong root or in lower case. Raises `Unreadable`."""
    root = xml_of(reply)
    if root.tag != "RESPONSE":
        return _Answer()
    request_id = _text(root.iterfind("VALUE[@NAME='REQUESTID']"))
    error = _text(root.iterfind("ERROR"))
    if request_id:  # an id is kept with a live call alone, not in the words of a refusal
        error = error.replace(request_id, MASK)
    return _Answer(result=_text(root.iterfind("RESULT")), error=error, request_id=request_id)


def _text(elements: Iterable[Element]) -> str:
    return " ".join("".join(element.itertext()) for element in elements).strip()


def _taken(plan: Plan, answer: _Answer) -> Reading:
    """The reading of a reply that reports no error."""
    if answer.result != "SUCCESS":
        return Reading(state=State.UNKNOWN, reason=Reason.UNRECOGNISED, text=answer.result)
    if plan.values.get("TEST") == "TRUE":
        return Reading(state=State.ACCEPTED, code="SUCCESS", text="Test request accepted: no call should follow.")
    if not answer.request_id:
        return Reading(state=State.ACCEPTED_UNCONFIRMED, code="SUCCESS")
    handle = Handle(value=Secret(answer.request_id))
    minutes = int(plan.values.get("DELAY", "0"))
    if minutes:
        return Reading(state=State.SCHEDULED, code="SUCCESS", handle=handle, due_in=timedelta(minutes=minutes))
    return Reading(state=State.ACCEPTED, code="SUCCESS", handle=handle)


def _command(plan: Plan, action: str, parameters: Sequence[tuple[str, str | Secret]]) -> Request:
    """The request in the shape of the manual's example, byte for byte, signed where the account can sign."""
    body = WireText(
        '<?xml version="1.0" standalone="no" ?>\n<REQUEST>\n<USERTOKEN>\n<USERKEY>',
        _escaped(plan.secret("USERKEY")),
        f'</USERKEY>\n</USERTOKEN>\n<ACTION NAME="{action}">\n',
    )
    for name, value in (*_signature(plan), *parameters):
        body += WireText(f'<PARAMETER NAME="{name}">', _escaped(value), "</PARAMETER>\n")
    return Request(
        method=Method.POST, url=WireText(plan.base_url), headers=_HEADERS, body=body + "</ACTION>\n</REQUEST>"
    )


def _escaped(value: str | Secret) -> str | Secret:
    if isinstance(value, Secret):
        return Secret(html.escape(value.reveal(), quote=False))
    return html.escape(value, quote=False)


def _check_signature(plan: Plan) -> None:
    """Raises `InvalidInput` that names the missing half of the signature, where one half alone is given."""
    email, phrase = bool(plan.settings.get("email")), bool(plan.secrets.get("secure_phrase"))
    if email != phrase:
        missing = "secure_phrase" if email else "email"
        raise InvalidInput(f"{missing} is missing: Anveo's SIGNATURE takes email and secure_phrase.", name=missing)


def _signature(plan: Plan) -> list[tuple[str, Secret]]:
    """`SIGNATURE`, where the account has what it takes: HMAC-SHA1 of the e-mail address under the secure phrase."""
    email, phrase = plan.settings.get("email"), plan.secrets.get("secure_phrase")
    if not (email and phrase):
        return []
    return [("SIGNATURE", Secret(hmac.new(phrase.reveal().encode(), email.encode(), "sha1").hexdigest()))]
