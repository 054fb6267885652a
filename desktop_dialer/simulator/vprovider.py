"""VProvider: "Make a Call", calls/make (manuals/vprovider.txt). The product is Integrics Enswitch (providers.md 5).

What the manual prints as a reply is not quite JSON (curly quotes, a trailing comma); what is sent here is.
"""

from collections.abc import Mapping
from typing import Final

from desktop_dialer.simulator.call import SimulatedCall
from desktop_dialer.simulator.dialect import GET_OR_POST, Answer, Route
from desktop_dialer.simulator.exchange import Exchange
from desktop_dialer.simulator.log import Action
from desktop_dialer.simulator.message import Request, Response, read_parameters
from desktop_dialer.simulator.rules import Rules
from desktop_dialer.simulator.scenario import Scenario
from desktop_dialer.simulator.timeline import DialPlan
from desktop_dialer.simulator.vprovider_reply import refused_login, refused_request, reply
from desktop_dialer.simulator.vprovider_tracking import AUTHENTICATION, SEPARATORS, CallTracking

_FLAG: Final = r"[01]"
_NUMBER: Final = r"[0-9A-Za-z+*#._-]{1,64}"
_WHOLE: Final = r"[0-9]{1,9}"
_MAKE: Final = Rules(
    {
        **AUTHENTICATION,
        "stype": r"(phone)?",
        "snumber": _NUMBER,
        "ctype": r"[a-z]*",
        "cnumber": _NUMBER,
        "cdialplan": r"(auto)?",
        "card": r".*",
        "customer": _WHOLE,
        "answer1": _FLAG,
        "answer2": _FLAG,
        "callerid1": r".*",
        "callerid2": r".*",
        "recordgroup": _WHOLE,
        "screen1": _FLAG,
        "screen2": _FLAG,
        "warn1": _FLAG,
        "warn2": _FLAG,
        "delay": _WHOLE,
        "wait": _WHOLE,
        "noforwards": _FLAG,
    },
    required=("snumber", "cnumber"),
)


class VProvider:
    """The three addresses of VProvider."""

    name = "vprovider"
    base_path = "/api/json/calls/make/"

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._tracking = CallTracking(exchange)
        self.routes: Mapping[str, Route] = {
            self.base_path: Route(GET_OR_POST, self._make),
            "/api/json/calls/active/list/": Route(GET_OR_POST, self._tracking.list_active),
            "/api/json/calls/hangup/": Route(GET_OR_POST, self._tracking.hang_up),
        }

    def _make(self, request: Request) -> Answer:
        """Call `snumber` and then `cnumber`.

        Without `wait` the reply is 204 at once. With it, the reply is 200 with the call's ids as soon as the first leg
        is dialled, or 204 after `wait` seconds if that has not come about by then.
        """
        parameters = read_parameters(request, SEPARATORS)
        a_number, b_number = parameters.get("snumber", ""), parameters.get("cnumber", "")
        placed, delay = None, 0.0
        response = self._refusal(parameters)
        if response is None:
            plan = DialPlan(delay=float(parameters.get("delay", "0")))
            placed = self._exchange.place(self.name, a_number, b_number, plan)
            call_id = self._tracking.add(placed)
            response, delay = _accepted(placed, call_id, wait=float(parameters.get("wait", "0")))
        return Answer(
            action=Action.START,
            response=response,
            parameters=parameters,
            a_number=a_number,
            b_number=b_number,
            placed=placed,
            delay=delay,
        )

    def _refusal(self, parameters: Mapping[str, str]) -> Response | None:
        if not parameters.get("auth_username") or not self._exchange.accepts(parameters.get("auth_password", "")):
            return refused_login()
        if refusal := refused_request(parameters, _MAKE):
            return refusal
        delay, wait = int(parameters.get("delay", "0")), int(parameters.get("wait", "0"))
        if delay and wait and wait <= delay:
            return reply("400", "wait", "wait should be greater than the delay")
        match self._exchange.scenario:
            case Scenario.WRONG_NUMBER:
                return reply("400", "cnumber", "Invalid number")
            case Scenario.NO_FUNDS:
                return reply("403", "", "Your rate plan does not allow this")
            case _:
                return None


def _accepted(call: SimulatedCall, call_id: str, *, wait: float) -> tuple[Response, float]:
    """The reply to a good request, and after how many real seconds it goes out."""
    dialled_after = call.steps[0].at
    if wait >= dialled_after:
        data = {"machine": 1, "server": "asterisk01", "callid": call_id}
        return reply("200", data=data), dialled_after * call.pace
    return reply("204"), wait * call.pace
