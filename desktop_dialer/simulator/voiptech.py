"""VoipTech: "Click2Call", URL dialing, dialup.php (manuals/voiptech.txt), and its public neighbour CHstatus.php.

The manual promises a result of the first leg and the formats text, html, xml and json, yet shows no reply. The shapes
here are those met in the field (providers.md 3.3). All errors come with HTTP 200, as they do there.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from desktop_dialer.simulator.call import Leg, SimulatedCall
from desktop_dialer.simulator.dialect import GET_OR_POST, Answer, Route
from desktop_dialer.simulator.exchange import Exchange
from desktop_dialer.simulator.log import Action
from desktop_dialer.simulator.message import Request, Response, read_parameters, text_response
from desktop_dialer.simulator.rules import Rules
from desktop_dialer.simulator.timeline import DialPlan
from desktop_dialer.simulator.voiptech_extension import extension_report, unique_id
from desktop_dialer.simulator.voiptech_formats import rendered

_DESTINATION: Final = r"[0-9A-Za-z+*#._-]{1,64}"
"""Extension, external number, or one of the named targets, of which the manual gives no syntax."""
_YES: Final = r"[Yy]es"
_FORMATS: Final = r"text|html|xml|json"
_FUTURE_CALL: Final = ("Date", "Maxretry", "Retrytime", "ident")
"""Mandatory together."""
_DIALUP: Final = Rules(
    {
        "user": r".*",
        "pass": r".*",
        "org": r".+",
        "dial1": _DESTINATION,
        "dial2": _DESTINATION,
        "Response": _YES,
        "showUID": _YES,
        "RFormat": _FORMATS,
        "SetCID": r"\+?[0-9]{1,15}",
        "Timeout": r"[1-9][0-9]?|[12][0-9]{2}|300",
        "Date": r"[0-9]{12}",
        "Maxretry": r"[0-9]{1,3}",
        "Retrytime": r"[0-9]{1,5}",
        "ident": r".+",
    },
    required=("user", "pass", "org", "dial1", "dial2"),
)
_CHSTATUS: Final = Rules(
    {"user": r".*", "pass": r".*", "org": r".+", "exten": _DESTINATION, "Response": _YES, "RFormat": _FORMATS},
    required=("user", "pass", "org", "exten"),
)
_DEFAULT_TIMEOUT: Final = "20"
"""Seconds."""
_NOT_LOGGED_IN: Final = "You need to login first!"
_REFUSED: Final = "bad event"


class VoipTech:
    """The two addresses of VoipTech."""

    name = "voiptech"
    base_path = "/API/dialup.php"

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._call_of_extension: dict[str, SimulatedCall] = {}
        self.routes: Mapping[str, Route] = {
            self.base_path: Route(GET_OR_POST, self._dialup),
            "/API/CHstatus.php": Route(GET_OR_POST, self._channel_status),
        }

    def _dialup(self, request: Request) -> Answer:
        """Call `dial1`, and `dial2` once that has answered.

        With `Response=yes` the reply waits for the first leg: OK when it answers, fail when it does not. As nothing
        else is ever reported, a failing scenario fails there.
        """
        parameters = read_parameters(request)
        placed, delay = None, 0.0
        if not parameters.get("user") or not self._exchange.accepts(parameters.get("pass", "")):
            response = text_response(_NOT_LOGGED_IN, "text/html")
        elif _DIALUP.faults(parameters) or not _are_consistent(parameters):
            response = text_response(_REFUSED, "text/html")
        else:
            placed = self._place(parameters)
            response = Response(content_type="text/html")
            if "Response" in parameters:
                response, delay = self._first_leg_report(parameters, placed)
        return Answer(
            action=Action.START,
            response=response,
            parameters=parameters,
            a_number=parameters.get("dial1", ""),
            b_number=parameters.get("dial2", ""),
            placed=placed,
            delay=delay,
        )

    def _place(self, parameters: Mapping[str, str]) -> SimulatedCall:
        plan = DialPlan(
            delay=_seconds_until(parameters["Date"]) if "Date" in parameters else 0.0,
            first_leg_fails=True,
            ring_limit=float(parameters.get("Timeout", _DEFAULT_TIMEOUT)),
        )
        call = self._exchange.place(self.name, parameters["dial1"], parameters["dial2"], plan)
        self._call_of_extension[call.a_number] = self._call_of_extension[call.b_number] = call
        return call

    def _first_leg_report(self, parameters: Mapping[str, str], call: SimulatedCall) -> tuple[Response, float]:
        """The report and the real seconds until it can be made; a future call is confirmed at once."""
        is_future = "Date" in parameters
        answers, settled_after = (True, 0.0) if is_future else call.first_leg_result()
        report = {"dial1": call.a_number, "dial2": call.b_number, "Response": "OK" if answers else "fail"}
        if "showUID" in parameters and answers and not is_future:
            report |= {"Uniqueid1": unique_id(call, Leg.A), "Uniqueid2": unique_id(call, Leg.B)}
        return rendered(report, parameters.get("RFormat")), settled_after

    def _channel_status(self, request: Request) -> Answer:
        """Report the telephone at `exten`; a wrong login and an unreadable request are both called a failure."""
        parameters = read_parameters(request)
        extension, now = parameters.get("exten", ""), self._exchange.now()
        call = self._call_of_extension.get(extension)
        is_refused = not parameters.get("user") or not parameters.get("pass")
        if is_refused or _CHSTATUS.faults(parameters) or (call is not None and call.is_forgotten(now)):
            report = {"status": "fail"}
        elif call is None:
            report = {"status": "Idle" if self._exchange.accepts(parameters["pass"]) else "fail"}
        else:
            report = extension_report(call, extension, now, with_channel="Response" in parameters)
        return Answer(
            action=Action.STATUS,
            response=rendered(report, parameters.get("RFormat")),
            parameters=parameters,
            about=call,
        )


def _are_consistent(parameters: Mapping[str, str]) -> bool:
    """Whether what the manual couples is together: UIDs and format with Response, the four of a future call."""
    if ("showUID" in parameters or "RFormat" in parameters) and "Response" not in parameters:
        return False
    given = [name for name in _FUTURE_CALL if name in parameters]
    return not given or (len(given) == len(_FUTURE_CALL) and _is_date(parameters["Date"]))


def _is_date(text: str) -> bool:
    try:
        _parsed_date(text)
    except (ValueError, OverflowError):  # the latter at the end of the year 9999
        return False
    return True


def _parsed_date(text: str) -> datetime:
    """Read YYYYMMDDhhmm. The manual names no time zone, so that it is the server's: here the local one."""
    return datetime.strptime(text, "%Y%m%d%H%M").astimezone()


def _seconds_until(date: str) -> float:
    """The seconds from now to `date`; 0 for a date that has passed."""
    return max(0.0, (_parsed_date(date) - datetime.now().astimezone()).total_seconds())
