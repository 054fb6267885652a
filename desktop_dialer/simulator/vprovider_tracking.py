"""VProvider on calls under way: calls/active/list and calls/hangup, from public pages (providers.md 5.3)."""

import time
from collections.abc import Mapping
from typing import Final

from desktop_dialer.simulator.call import Leg, LegState, SimulatedCall
from desktop_dialer.simulator.dialect import Answer
from desktop_dialer.simulator.exchange import Exchange
from desktop_dialer.simulator.log import Action
from desktop_dialer.simulator.message import Request, Response, read_parameters
from desktop_dialer.simulator.rules import Rules
from desktop_dialer.simulator.timeline import Phase
from desktop_dialer.simulator.vprovider_reply import refused_login, refused_request, reply

SEPARATORS: Final = ";&"
"""The manual writes `;`; the product takes `&` as well."""
AUTHENTICATION: Final = {"auth_username": r".*", "auth_password": r".*"}
_FILTERS: Final = ("callid", "customer", "direction", "sort", "descending", "names")
_LIST: Final = Rules({**AUTHENTICATION, **dict.fromkeys(_FILTERS, r".*")}, required=())
_HANG_UP: Final = Rules({**AUTHENTICATION, "callid": r".+", "uniqueid": r".+"}, required=())


class CallTracking:
    """Keeps the calls by their `callid`. A leg's `uniqueid` is the callid with `.a` or `.b`."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._calls: dict[str, SimulatedCall] = {}

    def add(self, call: SimulatedCall) -> str:
        """Take up a new call and return its callid, in the look of Asterisk's: 1234567890.123456."""
        call_id = f"{int(time.time())}.{len(self._calls) + 1:06d}"
        self._calls[call_id] = call
        return call_id

    def list_active(self, request: Request) -> Answer:
        """List one row for each leg that rings or talks; of the filters, `callid` alone has an effect."""
        parameters = read_parameters(request, SEPARATORS)
        call_id = parameters.get("callid")
        call = self._calls.get(call_id) if call_id else None
        response = _refusal(parameters, _LIST)
        if response is None:
            now = self._exchange.now()
            listed = [call_id] if call_id else list(self._calls)
            known = [(name, self._calls[name]) for name in listed if name in self._calls]
            response = reply("200", data=[row for name, listed_call in known for row in _rows(name, listed_call, now)])
        return Answer(action=Action.STATUS, response=response, parameters=parameters, about=call)

    def hang_up(self, request: Request) -> Answer:
        """End a call, named by exactly one of `callid` and the `uniqueid` of a leg; the end comes a second later."""
        parameters = read_parameters(request, SEPARATORS)
        call_id, unique_id = parameters.get("callid"), parameters.get("uniqueid")
        call = self._calls.get(call_id or (unique_id or "").rpartition(".")[0])
        now = self._exchange.now()
        response = _refusal(parameters, _HANG_UP)
        if response is None:
            if (call_id is None) == (unique_id is None):
                response = reply("400", "callid", "Exactly one of callid and uniqueid is needed")
            elif call is None or call.is_forgotten(now) or call.phase(now).is_over:
                response = reply("404", "callid" if call_id else "uniqueid", "Not found")
            else:
                call.hang_up(now)
                response = reply("204")
        return Answer(action=Action.HANG_UP, response=response, parameters=parameters, about=call)


def _refusal(parameters: Mapping[str, str], rules: Rules) -> Response | None:
    """Why a command is refused. A scenario decides over calls from their start on, hence not over this login."""
    if not parameters.get("auth_username") or not parameters.get("auth_password"):
        return refused_login()
    return refused_request(parameters, rules)


def _rows(call_id: str, call: SimulatedCall, now: float) -> list[dict[str, str | int]]:
    """The rows of a call's legs. Times are Unix time in seconds, `answered` is 0 before the answer."""
    if call.is_forgotten(now):
        return []
    legs = (
        (Leg.A, call.a_number, Phase.A_RINGING, Phase.A_ANSWERED),
        (Leg.B, call.b_number, Phase.B_RINGING, Phase.B_ANSWERED),
    )
    return [
        {
            "callid": call_id,
            "uniqueid": f"{call_id}.{leg}",
            "number": number,
            "start": _unix_time(call.begins(rings), now),
            "answered": _unix_time(call.begins(answers), now) if state is LegState.ANSWERED else 0,
        }
        for leg, number, rings, answers in legs
        if (state := call.leg(leg, now)) is not LegState.IDLE
    ]


def _unix_time(monotonic: float | None, now: float) -> int:
    return 0 if monotonic is None else int(time.time() - now + monotonic)
