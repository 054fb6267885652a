"""Business ISP: "Connect Call API", sessions and status codes (manuals/business_isp.txt, FAQ 1281, 2016-05-10).

The manual gives the codes, not which command answers which in a case of trouble. Chosen here: 102 for a wrong password
and an unknown GUID, 104 for faulty parameters, 101 for `connect` while a call runs whose end nobody asked for, 105 for
`hangUp` without a running call and for `getStatus` while nothing rings yet. `end` forgets the session and leaves the
telephones alone.
"""

from collections.abc import Mapping
from typing import Final

from desktop_dialer.simulator.business_isp_session import Session, new_guid
from desktop_dialer.simulator.call import SimulatedCall
from desktop_dialer.simulator.dialect import GET, Answer, Route
from desktop_dialer.simulator.exchange import Exchange
from desktop_dialer.simulator.log import Action
from desktop_dialer.simulator.message import Request, Response, read_parameters, text_response
from desktop_dialer.simulator.rules import Rules
from desktop_dialer.simulator.timeline import DialPlan

_NUMBER: Final = r"\+?[0-9*#]{2,24}"
"""The manual states no format."""
_TYPE: Final = r"[12]"
"""1: source first, 2: both simultaneously."""
_LOGIN: Final = Rules(
    {"login": r".+", "password": r".*", "dest": _NUMBER, "source": _NUMBER, "type": _TYPE},
    required=("login", "password", "dest", "source", "type"),
)
_CONNECT: Final = Rules(
    {"guid": r".+", "cmd": r".+", "source": _NUMBER, "dest": _NUMBER, "type": _TYPE},
    required=("guid", "cmd", "source", "dest", "type"),
)
_COMMAND: Final = Rules({"guid": r".+", "cmd": r".+"}, required=("guid", "cmd"))
_ACTIONS: Final = {
    "connect": Action.START,
    "hangUp": Action.HANG_UP,
    "end": Action.END,
    "getStatus": Action.STATUS,
}
"""The commands, in the manual's upper and lower case."""


def _response(code: int, message: str) -> Response:
    text = f"<response>\n<code>{code}</code>\n<message>{message}</message>\n</response>"
    return text_response(text, "text/xml")


# The misspelt words are the manual's.
_OK: Final = _response(100, "OK")
_FAILED: Final = _response(101, "Failed")
_AUTHORISATION_FAILED: Final = _response(102, "AutorizationFailed")
_WRONG_PARAMETERS: Final = _response(104, "WrongParameters")
_NO_CHANGES: Final = _response(105, "NoChanges")


class BusinessIsp:
    """The one address of Business ISP, and the sessions that are open there."""

    name = "business_isp"
    base_path = "/api/"

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._sessions: dict[str, Session] = {}
        self.routes: Mapping[str, Route] = {"/api/connectcall.aspx": Route(GET, self._handle)}

    def _handle(self, request: Request) -> Answer:
        parameters = read_parameters(request)
        if "cmd" not in parameters and "guid" not in parameters:
            return self._log_in(parameters)
        action = _ACTIONS.get(parameters.get("cmd", ""), Action.UNKNOWN)
        session = self._session(parameters.get("guid", ""))
        if action is Action.START:
            return self._connect(parameters, session)
        response = self._command(action, parameters, session)
        return Answer(action=action, response=response, parameters=parameters, about=session.call if session else None)

    def _log_in(self, parameters: Mapping[str, str]) -> Answer:
        """Open a session and place its first call."""
        if _LOGIN.faults(parameters):
            return _start_answer(parameters, _WRONG_PARAMETERS)
        if not self._exchange.accepts(parameters["password"]):
            return _start_answer(parameters, _AUTHORISATION_FAILED)
        call = self._place(parameters)
        guid = new_guid()
        self._sessions[guid] = Session(guid, call)
        return _start_answer(parameters, _response(103, guid), call)

    def _connect(self, parameters: Mapping[str, str], session: Session | None) -> Answer:
        """Place another call in a session: "Beëindigd altijd het gesprek voor er een nieuw gesprek opgezet wordt"."""
        now = self._exchange.now()
        if _CONNECT.faults(parameters):
            return _start_answer(parameters, _WRONG_PARAMETERS)
        if session is None:
            return _start_answer(parameters, _AUTHORISATION_FAILED)
        if not session.is_idle(now):
            return _start_answer(parameters, _FAILED)
        call = self._place(parameters)
        session.replace_call(call, now)
        return _start_answer(parameters, _OK, call)

    def _command(self, action: Action, parameters: Mapping[str, str], session: Session | None) -> Response:
        """Carry out `hangUp`, `end` or `getStatus`."""
        if action is Action.UNKNOWN or _COMMAND.faults(parameters):
            return _WRONG_PARAMETERS
        if session is None:
            return _AUTHORISATION_FAILED
        now = self._exchange.now()
        match action:
            case Action.HANG_UP:
                if session.call.phase(now).is_over:
                    return _NO_CHANGES
                session.call.hang_up(now)
                return _OK
            case Action.END:
                del self._sessions[session.guid]
                return _OK
            case _:
                status = session.status(now)
                return _NO_CHANGES if status is None else _response(status.code, status.text)

    def _session(self, guid: str) -> Session | None:
        """An open session; one whose call the provider forgets is closed by that."""
        session = self._sessions.get(guid)
        if session is not None and session.call.is_forgotten(self._exchange.now()):
            del self._sessions[guid]
            return None
        return session

    def _place(self, parameters: Mapping[str, str]) -> SimulatedCall:
        plan = DialPlan(both_at_once=parameters["type"] == "2")
        return self._exchange.place(self.name, parameters["source"], parameters["dest"], plan)


def _start_answer(parameters: Mapping[str, str], response: Response, placed: SimulatedCall | None = None) -> Answer:
    return Answer(
        action=Action.START,
        response=response,
        parameters=parameters,
        a_number=parameters.get("source", ""),
        b_number=parameters.get("dest", ""),
        placed=placed,
    )
