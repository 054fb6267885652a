"""Anveo: DIAL.CONNECT (manuals/anveo.txt), and DIAL.GETSTATUS from its public pages (providers.md 4.4)."""

import secrets
from collections.abc import Mapping
from typing import Final

from desktop_dialer.simulator import anveo_xml
from desktop_dialer.simulator.call import SimulatedCall
from desktop_dialer.simulator.dialect import POST, Answer, Route
from desktop_dialer.simulator.exchange import Exchange
from desktop_dialer.simulator.log import Action
from desktop_dialer.simulator.message import Request, Response
from desktop_dialer.simulator.rules import Rules
from desktop_dialer.simulator.scenario import Scenario
from desktop_dialer.simulator.timeline import DialPlan, Phase

_NUMBER: Final = r"[1-9][0-9]{6,14}"
"""Country code and number, digits only."""
_MAX_DELAY: Final = 86400
"""Minutes, "( 60 days )"."""
_CONNECT: Final = Rules(
    {
        "SIGNATURE": r"[0-9a-f]{40}",  # of public pages: HMAC-SHA1; its value is not checked
        "TEST": r"TRUE",
        "PHONENUMBER": _NUMBER,
        "DESTPHONENUMBER": _NUMBER,
        "MAXCALLDURATION": r"[1-9][0-9]{0,4}",
        "CALLERID": _NUMBER,
        "DELAY": r"[0-9]{1,5}",
        "MEMO": r".*",
        "BILLINGCODE": r".*",
    },
    required=("PHONENUMBER", "DESTPHONENUMBER"),
)
_GETSTATUS: Final = Rules({"SIGNATURE": r"[0-9a-f]{40}", "REQUESTID": r".+"}, required=("REQUESTID",))


class Anveo:
    """The one address of Anveo."""

    name = "anveo"
    base_path = "/api/v3.asp"

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._calls: dict[str, SimulatedCall] = {}
        self.routes: Mapping[str, Route] = {self.base_path: Route(POST, self._obey)}

    def _obey(self, request: Request) -> Answer:
        try:
            command = anveo_xml.read_command(request.body)
        except anveo_xml.MalformedCommandError:
            return Answer(action=Action.UNKNOWN, response=anveo_xml.error("INVALID REQUEST"), parameters={})
        parameters = {"USERKEY": command.user_key, "ACTION": command.action, **command.parameters}
        match command.action:
            case "DIAL.CONNECT":
                return self._connect(command, parameters)
            case "DIAL.GETSTATUS":
                return self._get_status(command, parameters)
            case _:
                return Answer(action=Action.UNKNOWN, response=anveo_xml.error("UNKNOWN ACTION"), parameters=parameters)

    def _connect(self, command: anveo_xml.Command, log_parameters: Mapping[str, str]) -> Answer:
        """Call PHONENUMBER and then DESTPHONENUMBER; with TEST only say whether that would be accepted."""
        given = command.parameters
        is_test = given.get("TEST") == "TRUE"
        a_number, b_number = given.get("PHONENUMBER", ""), given.get("DESTPHONENUMBER", "")
        placed = None
        response: Response
        if refusal := self._refusal(command):
            response = anveo_xml.error(refusal)
        elif is_test:
            response = anveo_xml.result("SUCCESS")
        else:
            plan = DialPlan(delay=60.0 * int(given.get("DELAY", "0")))
            placed = self._exchange.place(self.name, a_number, b_number, plan)
            request_id = secrets.token_hex(20)
            self._calls[request_id] = placed
            response = anveo_xml.result("SUCCESS", request_id)
        return Answer(
            action=Action.CHECK if is_test else Action.START,
            response=response,
            parameters=log_parameters,
            a_number=a_number,
            b_number=b_number,
            placed=placed,
        )

    def _refusal(self, command: anveo_xml.Command) -> str | None:
        """The ERROR of a DIAL.CONNECT, or None. Which numbers and accounts are good, the scenario says."""
        if not self._exchange.accepts(command.user_key):
            return "INVALID USERKEY"
        if faults := _CONNECT.faults(command.parameters):
            return f"{faults[0].kind} {faults[0].name}".upper()
        if int(command.parameters.get("DELAY", "0")) > _MAX_DELAY:
            return "INVALID DELAY"
        match self._exchange.scenario:
            case Scenario.NO_FUNDS:
                return "INSUFFICIENT FUNDS"
            case Scenario.WRONG_NUMBER:
                return "INVALID DESTPHONENUMBER"
            case _:
                return None

    def _get_status(self, command: anveo_xml.Command, log_parameters: Mapping[str, str]) -> Answer:
        call = self._calls.get(command.parameters.get("REQUESTID", ""))
        now = self._exchange.now()
        if not command.user_key:
            response = anveo_xml.error("INVALID USERKEY")
        elif faults := _GETSTATUS.faults(command.parameters):
            response = anveo_xml.error(f"{faults[0].kind} {faults[0].name}".upper())
        elif call is None or call.is_forgotten(now):
            response = anveo_xml.error("UNKNOWN REQUESTID")
        else:
            response = anveo_xml.result(_status(call.phase(now)))
        return Answer(
            action=Action.STATUS,
            response=response,
            parameters=log_parameters,
            about=call,
        )


def _status(phase: Phase) -> str:
    """The word for a phase. "Called party(s) answered the call" is taken to mean both of them."""
    match phase:
        case Phase.PENDING:
            return "NONE"
        case Phase.A_RINGING | Phase.A_ANSWERED | Phase.B_RINGING:
            return "INIT"
        case Phase.B_ANSWERED | Phase.CONNECTED:
            return "START"
        case _:
            return "END"
