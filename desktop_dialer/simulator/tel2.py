"""Tel2: "Call Initiation Web Service" (manuals/tel2.txt, 2016-08-29).

The manual documents the request and no reply at all. This side therefore answers any request in plain text and says
nothing more of the call: busy, declined and the rest all look like success.
"""

from collections.abc import Mapping
from typing import Final

from desktop_dialer.simulator.dialect import GET, Answer, Route
from desktop_dialer.simulator.exchange import Exchange
from desktop_dialer.simulator.log import Action
from desktop_dialer.simulator.message import Request, read_parameters, text_response
from desktop_dialer.simulator.rules import Rules

_AS_DIALLED: Final = r"[0-9*#]{2,24}"
"""Note 3: "the normal format you would use to dial a phone number from your handset", thus without a plus."""
_RULES: Final = Rules(
    {
        "user": r"[1-9][0-9]{6,14}",  # note 1: 442034567890, neither 02034567890 nor an account number
        "password": r".*",
        "aparty": _AS_DIALLED,
        "bparty": _AS_DIALLED,
    },
    required=("user", "password", "bparty"),
)


class Tel2:
    """The one address of Tel2."""

    name = "tel2"
    base_path = "/webservices/connectcall"

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.routes: Mapping[str, Route] = {self.base_path: Route(GET, self._connect_call)}

    def _connect_call(self, request: Request) -> Answer:
        """Call `aparty`, by default the user's own line, and then `bparty`."""
        parameters = read_parameters(request)
        a_number = parameters.get("aparty") or parameters.get("user", "")
        b_number = parameters.get("bparty", "")
        placed = None
        if faults := _RULES.faults(parameters):
            text = f"ERROR: {faults[0].name} is {faults[0].kind}"
        elif not self._exchange.accepts(parameters["password"]):
            text = "ERROR: invalid password"
        else:
            placed = self._exchange.place(self.name, a_number, b_number)
            text = "OK"
        return Answer(
            action=Action.START,
            response=text_response(text),
            parameters=parameters,
            a_number=a_number,
            b_number=b_number,
            placed=placed,
        )
