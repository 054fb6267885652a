"""The XML of Anveo's interface, strictly as the manual has it: upper case throughout (manuals/anveo.txt)."""

from dataclasses import dataclass, field
from html import escape

# The document type is refused before parsing, which leaves expat nothing to expand.
from xml.etree import ElementTree as ET

from desktop_dialer.simulator.message import Response, text_response


class MalformedCommandError(ValueError):
    """A body that is no REQUEST as the manual shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A request: who asks, for which action, with which parameters."""

    user_key: str = field(repr=False)
    action: str
    parameters: dict[str, str] = field(repr=False)


def read_command(body: bytes) -> Command:
    """Read `REQUEST` with `USERTOKEN/USERKEY` and one `ACTION`; anything else in it is an error."""
    try:
        text = body.decode()
        if "<!DOCTYPE" in text:
            raise MalformedCommandError
        root = ET.fromstring(text)  # noqa: S314 - see the import
    except (UnicodeDecodeError, ET.ParseError):
        raise MalformedCommandError from None
    if root.tag != "REQUEST" or [child.tag for child in root] != ["USERTOKEN", "ACTION"]:
        raise MalformedCommandError
    token, action = root
    if [child.tag for child in token] != ["USERKEY"]:
        raise MalformedCommandError
    parameters: dict[str, str] = {}
    for parameter in action:
        name = parameter.get("NAME", "")
        if parameter.tag != "PARAMETER" or name in parameters or len(parameter):
            raise MalformedCommandError
        parameters[name] = parameter.text or ""
    return Command(user_key=token[0].text or "", action=action.get("NAME", ""), parameters=parameters)


def result(text: str, request_id: str | None = None) -> Response:
    """A RESPONSE with its RESULT, and the REQUESTID where there is one."""
    value = "" if request_id is None else f'<VALUE NAME="REQUESTID">{request_id}</VALUE>\n'
    return _response(f"<RESULT>{text}</RESULT>\n{value}")


def error(text: str) -> Response:
    """A RESPONSE that reports an error; the manual lists no texts."""
    return _response(f"<RESULT></RESULT>\n<ERROR>{escape(text)}</ERROR>\n")


def _response(content: str) -> Response:
    return text_response(f'<?xml version="1.0" standalone="no" ?>\n<RESPONSE>\n{content}</RESPONSE>', "text/xml")
