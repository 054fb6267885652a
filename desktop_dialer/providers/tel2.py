"""Tel2: "Call Initiation Web Service" (manual of 2016-08-29: Usage, Parameters, Notes 1 to 3, Examples 1 and 2).

The manual documents the request and no reply at all, so success can hardly be told from failure. Two policies are
this program's own: a short plain answer counts as delivered, not as accepted; and the JSON of a sister service with
the same parameters (Tech Connections' call set-up) is understood where it turns up.
"""

from __future__ import annotations

import re

from desktop_dialer.core.call import MAX_TEXT, Reason, State
from desktop_dialer.core.facts import Facts, Kind, Parameter, Role
from desktop_dialer.core.numbers import NumberFormat, read_number
from desktop_dialer.core.plan import Plan
from desktop_dialer.core.reading import Reading
from desktop_dialer.core.replies import Unreadable, by_status, json_of, whole_text
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.wire import Reply, Request, get

_HOME = "GB"
_DEADLINE_SECONDS = 60.0
"""The manual does not say whether the reply waits for the A-party."""

FACTS = Facts(
    id="tel2",
    name="Tel2",
    manual_title="Call Initiation Web Service",
    manual_date="2016-08-29",
    base_url="https://now.tel2.co.uk/webservices/connectcall",
    base_url_help="Tel2's one address",
    parameters=(
        Parameter(
            name="user",
            label="Tel2 number",
            help="the line's number as you log in with it: country code and number, digits only, such as 442034567890; "
            "neither 02034567890 nor an account number",
            pattern=r"[1-9]\d{6,14}",
            role=Role.CREDENTIAL,
            required=True,
        ),
        Parameter(
            name="password",
            label="line password",
            help="the password of that telephone line; it is the account's only where the line has none of its own",
            kind=Kind.SECRET,
            role=Role.CREDENTIAL,
            required=True,
        ),
        Parameter(
            name="aparty",
            label="own telephone",
            help="the telephone that rings first, as you would dial it (02034567890, 0012345678910); "
            "without it the Tel2 number itself rings",
            kind=Kind.NUMBER,
            role=Role.A_PARTY,
        ),
        Parameter(
            name="bparty",
            label="number to call",
            help="the number that is called once the first has answered, as you would dial it",
            kind=Kind.NUMBER,
            role=Role.B_PARTY,
            required=True,
        ),
    ),
    number_formats=(NumberFormat.NATIONAL,),
    home_country=_HOME,
    a_party_default="user",
    cannot=(
        "No word of whether a call was accepted, nor of why it was not: the manual documents no reply.",
        "No report on a call after the request.",
        "No remote hang-up: hang up on your telephone.",
        "No scheduled calls, caller ID or recording.",
        "The password cannot be tried without dialling.",
    ),
    order="your own telephone rings first; when it answers, the other number is called",
)

_TROUBLE = re.compile(
    r"error|fail|invalid|incorrect|wrong|den(?:y|ied)|refused|reject|forbid|authori[sz]|not (?:allowed|found|"
    r"specified|permitted|valid)|missing|unknown|unable|cannot|could not|insufficient|expired|suspend|block|barred|"
    r"log ?in|exception|unavailable|too many",
    re.IGNORECASE,
)
"""Words that no answer to a call that was taken would hold."""
_DELIVERED = Reading(state=State.ACCEPTED_UNCONFIRMED)


class Tel2:
    """Tel2's one request: stateless, and the end of what is known."""

    facts = FACTS

    def check(self, plan: Plan) -> Plan:
        """The plan as it is: no rule of the manual couples parameters."""
        return plan

    def deadline(self, plan: Plan) -> float:  # noqa: ARG002 - the same for every plan
        return _DEADLINE_SECONDS

    def start(self, plan: Plan) -> Request:
        """GET, in the manual's order; `aparty` is left out where the user's own line rings."""
        pairs: list[tuple[str, str | Secret]] = [*plan.given("user"), ("password", plan.secret("password"))]
        if plan.a_number and not _is_own_line(plan):
            pairs.append(("aparty", plan.a_number))
        return get(plan.base_url, [*pairs, ("bparty", plan.b_number)])

    def read_start(self, plan: Plan, reply: Reply) -> Reading:  # noqa: ARG002 - the same for every plan
        try:
            body = _read_text(whole_text(reply))
        except Unreadable as fault:
            is_empty = fault.reason is Reason.EMPTY_BODY
            body = _DELIVERED if is_empty else Reading(state=State.UNKNOWN, reason=fault.reason)
        refusal = body if body.state is State.REJECTED else None
        return by_status(reply, own_refusal=refusal) or body


def _is_own_line(plan: Plan) -> bool:
    """Whether the A-party, in whatever spelling, is the number that `user` names."""
    a_party = read_number(plan.a_number, country=plan.settings.get("country", _HOME))
    return a_party.e164 == f"+{plan.values['user']}"


def _read_text(text: str) -> Reading:
    if text[0] in "{[":
        document = json_of(text)
        if isinstance(document, dict) and "Result" in document:
            return _read_result(document, text)
    is_plain = text[0] != "<" and len(text) <= MAX_TEXT and all(char.isprintable() or char.isspace() for char in text)
    if not is_plain or _TROUBLE.search(text):
        return Reading(state=State.UNKNOWN, reason=Reason.UNRECOGNISED, text=text)
    return Reading(state=State.ACCEPTED_UNCONFIRMED, text=text)


def _read_result(document: dict[str, object], text: str) -> Reading:
    """The sister service's `Result`, 1 or -1, which its `Status` may not contradict."""
    result, message = str(document["Result"]), str(document.get("Message", ""))
    match result, document.get("Status"):
        case "1", "Success" | None:
            return Reading(state=State.ACCEPTED, code=result, text=message)
        case "-1", "Error" | None:
            return Reading(state=State.REJECTED, reason=Reason.PROVIDER_MESSAGE, code=result, text=message)
        case _:
            return Reading(state=State.UNKNOWN, reason=Reason.UNRECOGNISED, code=result, text=text)
