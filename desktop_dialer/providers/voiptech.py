"""VoipTech: "Click2Call – URL dialing", dialup.php (manual, undated: Optional Parameters, Dialing options and results).

The manual's table runs demand, description, parameter: each name stands after its description. CHstatus.php, which
tells what an extension is doing, is known from public pages alone and used where the account's `track` allows it.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from desktop_dialer.core.call import Leg, Reason, State
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Ability, Capability, Code, Facts, Kind, Parameter, Role, Source
from desktop_dialer.core.numbers import NumberFormat, is_internal
from desktop_dialer.core.plan import Plan
from desktop_dialer.core.reading import Check, Reading
from desktop_dialer.core.replies import Unreadable, by_status, text_of
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.wire import Method, Reply, Request, WireText, form, get
from desktop_dialer.providers._voiptech_extension import STATES, ExtensionWatch, read_check
from desktop_dialer.providers._voiptech_reply import Answer, read_answer

_FUTURE = ("Date", "Maxretry", "Retrytime", "ident")
_OPTIONS = ("Response", "showUID", "RFormat", "SetCID", "Timeout", *_FUTURE)
_MEANINGS = {"ok": True, "success": True, "fail": False, "failed": False, "error": False}
"""Whether the first telephone answered, by the word of the reply."""
_DEFAULT_RING_SECONDS = "20"
_REPLY_SECONDS = 15.0
_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
_YES = ("yes",)
# fmt: off
_PARAMETERS = (
    Parameter(name="user", label="user name", role=Role.CREDENTIAL, required=True,
              help="your user name in the exchange"),
    Parameter(name="pass", label="password", kind=Kind.SECRET, role=Role.CREDENTIAL, required=True,
              help="the password of that user"),
    Parameter(name="org", label="organization", role=Role.CREDENTIAL, required=True,
              help="your organization's name in the exchange"),
    Parameter(name="dial1", label="own telephone", kind=Kind.NUMBER, role=Role.A_PARTY, required=True,
              help="what rings first: your extension, an external number, or another target of the exchange"),
    Parameter(name="dial2", label="number to call", kind=Kind.NUMBER, role=Role.B_PARTY, required=True,
              help="what is called once the first has answered"),
    Parameter(name="Response", label="ask for the result", kind=Kind.CHOICE, choices=_YES,
              help="yes: the reply waits until the first telephone answers, or does not"),
    Parameter(name="showUID", label="ask for call ids", kind=Kind.CHOICE, choices=_YES,
              help="yes: the reply names the unique ids of both legs; asks for the result too"),
    Parameter(name="RFormat", label="reply format", kind=Kind.CHOICE, choices=("text", "html", "xml", "json"),
              help="the format of the reply; asks for the result too"),
    Parameter(name="SetCID", label="caller ID", kind=Kind.NUMBER, pattern=r"\+?\d{1,15}",
              help="the number that both telephones show: E.164, national or an extension, digits only with at most "
              "a + in front; whether the call is recorded depends on it"),
    Parameter(name="Timeout", label="ring time", kind=Kind.INTEGER, minimum=1, maximum=300,
              default=_DEFAULT_RING_SECONDS, help="how long the first telephone rings, in seconds"),
    Parameter(name="Date", label="call later, at", kind=Kind.DATE, needs=("Maxretry", "Retrytime", "ident"),
              help="when to place the call, as YYYYMMDDhhmm in the exchange's time zone, which it does not name"),
    Parameter(name="Maxretry", label="retries", kind=Kind.INTEGER, minimum=0, needs=("Date", "Retrytime", "ident"),
              help="of a later call: how often to try again until it is answered"),
    Parameter(name="Retrytime", label="time between retries", kind=Kind.INTEGER, minimum=0,
              needs=("Date", "Maxretry", "ident"),
              help="of a later call: the time between two tries, in a unit that the manual does not name"),
    Parameter(name="ident", label="organization's id", needs=("Date", "Maxretry", "Retrytime"),
              help="of a later call: the unique identification of the organization"),
)
_ABILITIES = (
    Ability(capability=Capability.FIRST_LEG_RESULT,
            note="with Response; documented for an extension that rings first and an external number after it"),
    Ability(capability=Capability.SCHEDULE, note="Date, Maxretry, Retrytime and ident together"),
    Ability(capability=Capability.CALLER_ID, note="SetCID, one value for both telephones"),
    Ability(capability=Capability.RECORD,
            note="a side effect of SetCID, the exchange decides: with an extension in the call SetCID must be absent, "
            "between two external numbers it must be the agent's extension"),
    Ability(capability=Capability.RING_TIMEOUT, note="Timeout, of the first telephone"),
    Ability(capability=Capability.EXTENSION_STATE, source=Source.PUBLIC,
            note="what the extension does while the request is open; nothing of the call"),
    Ability(capability=Capability.CHECK, source=Source.PUBLIC,
            note="by asking for the extension's state, so only where the own telephone is an extension"),
)
_CODES = (
    Code(code="ok", text="the extension will answer the call", context="Response",
         reading="a_answered; scheduled with Date"),
    Code(code="Fail", text="no answer (No answer/Busy/Not connected/Unreachable)", context="Response",
         reading="failed: first_leg"),
    *(Code(code=state, text="state of the extension", context="CHstatus.php", reading="shown, changes nothing")
      for state in STATES),
)
# fmt: on

FACTS = Facts(
    id="voiptech",
    name="VoipTech",
    manual_title="Click2Call – URL dialing",
    manual_date="undated",
    base_url=None,
    base_url_help="the address of dialup.php on your own exchange, such as https://pbx.example.com/API/dialup.php",
    parameters=_PARAMETERS,
    settings=("method", "record", "track"),
    abilities=_ABILITIES,
    number_formats=(
        NumberFormat.AS_TYPED,
        NumberFormat.E164_PLUS,
        NumberFormat.E164_DIGITS,
        NumberFormat.INTERNATIONAL_00,
        NumberFormat.NATIONAL,
    ),
    internal_digits=5,
    codes=_CODES,
    cannot=(
        "No report on a call after the first telephone has answered.",
        "No remote hang-up: hang up on your telephone.",
        "No cancelling of a scheduled call.",
        "No calls to several numbers at once: the manual names them, but not how to write them.",
    ),
    order="dial1 rings first; when it answers, dial2 is called",
)


class VoipTech:
    """dialup.php and its neighbour CHstatus.php; stateless."""

    facts = FACTS

    def check(self, plan: Plan) -> Plan:
        """The recording table and the future call's four parameters; `Response=yes` is added where it is needed."""
        self.facts.check_values(plan.values)
        if plan.settings.get("record") == "yes":
            _check_recording(plan)
        if "showUID" in plan.values or "RFormat" in plan.values:
            return replace(plan, values={**plan.values, "Response": "yes"})
        return plan

    def deadline(self, plan: Plan) -> float:
        """With `Response` the reply comes when the first telephone answers or its ring time is over."""
        if "Response" not in plan.values:
            return _REPLY_SECONDS
        return int(plan.values.get("Timeout", _DEFAULT_RING_SECONDS)) + _REPLY_SECONDS

    def start(self, plan: Plan) -> Request:
        pairs = [("dial1", plan.a_number), ("dial2", plan.b_number), *plan.given(*_OPTIONS)]
        return _request(plan, plan.base_url, pairs)

    def read_start(self, plan: Plan, reply: Reply) -> Reading:
        """With `Response` the first leg's result is read; without it only a refusal says anything."""
        is_asked = "Response" in plan.values
        try:
            answer = read_answer(reply, with_pages=plan.values.get("RFormat") == "html")
        except Unreadable as fault:
            return by_status(reply) or _read_nothing(fault.reason, text_of(reply), is_asked=is_asked)
        refusal = None
        if answer.refuses:
            refusal = Reading(state=State.REJECTED, reason=Reason.PROVIDER_MESSAGE, text=answer.text)
        by_http = by_status(reply, own_refusal=refusal)
        result = _read_result(answer, is_later="Date" in plan.values) if is_asked else None
        return by_http or result or refusal or _read_words(answer, is_asked=is_asked)

    def observe(self, plan: Plan) -> ExtensionWatch | None:
        request = self.check_request(plan)
        return ExtensionWatch(request, plan.a_number) if request else None

    def check_request(self, plan: Plan) -> Request | None:
        """CHstatus.php, which stands beside dialup.php, rings nothing and takes the same credentials."""
        if not (plan.track and plan.a_internal):
            return None
        pairs = [("exten", plan.a_number), ("Response", "yes"), ("RFormat", "json")]
        return _request(plan, urljoin(plan.base_url, "CHstatus.php"), pairs)

    def read_check(self, plan: Plan, reply: Reply) -> Check:
        return read_check(plan.a_number, reply)


def _request(plan: Plan, url: str, pairs: list[tuple[str, str]]) -> Request:
    """The credentials and `pairs`, as the account's `method` has it: in the query, or as a form with the same bytes."""
    fields: list[tuple[str, str | Secret]] = [*plan.given("user"), ("pass", plan.secret("pass")), *plan.given("org")]
    fields += pairs
    if plan.settings.get("method") == Method.POST:
        return Request(method=Method.POST, url=WireText(url), headers=_FORM, body=form(fields))
    return get(url, fields)


def _check_recording(plan: Plan) -> None:
    """The table "Dialing options and results", by who is internal. Raises `InvalidInput`."""
    caller_id = plan.values.get("SetCID")
    if plan.a_internal or plan.b_internal:
        if caller_id is not None:
            sentence = (
                "SetCID must be left out where a call with an extension in it is to be recorded: "
                "the exchange records only what shows the agent's own number. Leave SetCID out, or set record=no."
            )
            raise InvalidInput(sentence, name="SetCID")
        return
    pattern, digits = plan.settings.get("internal"), FACTS.internal_digits
    if caller_id is None or not is_internal(caller_id, internal=pattern, internal_digits=digits):
        sentence = (
            "SetCID must be the agent's extension where a call between two external numbers is to be recorded. "
            "Give the extension as SetCID, or set record=no."
        )
        raise InvalidInput(sentence, name="SetCID")


def _read_nothing(reason: Reason, text: str, *, is_asked: bool) -> Reading:
    """A reply without a readable answer: a web page is nobody's word, and what was not asked for may be missing."""
    if is_asked or reason is Reason.HTML_PAGE:
        return Reading(state=State.UNKNOWN, reason=reason)
    return Reading(state=State.ACCEPTED_UNCONFIRMED, text=text)


def _read_result(answer: Answer, *, is_later: bool) -> Reading | None:
    """The `Response` of the first leg, with the legs' unique ids; None where none is known, or two disagree."""
    words = answer.values("response")
    meanings = {_MEANINGS.get(word.lower()) for word in words}
    ids = ", ".join(f"{name} {value}" for name in ("Uniqueid1", "Uniqueid2") for value in answer.values(name.lower()))
    if meanings == {True}:
        if is_later:
            return Reading(state=State.SCHEDULED, code=words[0], text=ids)
        return Reading(state=State.A_ANSWERED, leg=Leg.A, code=words[0], text=ids)
    if meanings == {False}:
        return Reading(state=State.FAILED, leg=Leg.A, reason=Reason.FIRST_LEG, code=words[0], text=ids)
    return None


def _read_words(answer: Answer, *, is_asked: bool) -> Reading:
    if is_asked:
        code = next(iter(answer.values("response")), None)
        return Reading(state=State.UNKNOWN, reason=Reason.UNRECOGNISED, code=code, text=answer.text)
    return Reading(state=State.ACCEPTED_UNCONFIRMED, text=answer.text)
