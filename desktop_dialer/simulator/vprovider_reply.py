"""The JSON envelope of VProvider (manuals/vprovider.txt "Responses"), and the refusals that all its functions share."""

import json
from collections.abc import Mapping
from typing import Final

from desktop_dialer.simulator.message import Response, text_response
from desktop_dialer.simulator.rules import FaultKind, Rules

USER_WITHOUT_ROLE: Final = "norole"
"""A user name whose role allows nothing: the only way to meet code 402."""
_MESSAGES: Final = {
    FaultKind.MISSING: "Required parameter is missing",
    FaultKind.INVALID: "Invalid value",
    FaultKind.UNKNOWN: "Unknown parameter",
}


def reply(code: str, key: str = "", message: str = "OK", data: object = None) -> Response:
    """An envelope with one entry. The code stands in the JSON, as a string; the HTTP status is always 200."""
    return _envelope([{"code": code, "key": key, "message": message}], data)


def refused_login() -> Response:
    """The refusal of a user name or password."""
    return reply("401", "", "Invalid authentication details")


def refused_request(parameters: Mapping[str, str], rules: Rules) -> Response | None:
    """The refusal of a role, or of parameters with an entry for each fault; None for a good request."""
    if parameters.get("auth_username") == USER_WITHOUT_ROLE:
        return reply("402", "", "Your role does not allow this")
    faults = rules.faults(parameters)
    entries = [{"code": "400", "key": fault.name, "message": _MESSAGES[fault.kind]} for fault in faults]
    return _envelope(entries, None) if entries else None


def _envelope(entries: list[dict[str, str]], data: object) -> Response:
    content = {"responses": entries} if data is None else {"responses": entries, "data": data}
    return text_response(json.dumps(content), "application/json")
