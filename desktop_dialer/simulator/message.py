"""An HTTP request and its response as values, and the reading of parameters from a query or a form."""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

_BROKEN_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


class MalformedParametersError(ValueError):
    """A query or form that cannot be read in one way only; the text names the fault and repeats no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that was read to its end."""

    method: str
    path: str
    query: str = field(repr=False)
    content_type: str
    """Without parameters and in lower case; empty if not given."""
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What goes back to the client."""

    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    body: bytes = b""


def text_response(text: str, content_type: str = "text/plain; charset=utf-8", *, status: int = 200) -> Response:
    """A response that carries `text` as UTF-8."""
    return Response(status=status, content_type=content_type, body=text.encode())


def read_parameters(request: Request, separators: str = "&") -> dict[str, str]:
    """Read the parameters from the query, or with POST from the form.

    A body of another type holds no parameters. Values are percent-decoded UTF-8; a `+` stays a `+`, so that a client
    which writes it for a space is found out. Raises `MalformedParametersError` for broken escapes and encodings, and
    for a name that comes twice.
    """
    if request.method != "POST":
        return _split(request.query, separators)
    if request.content_type != "application/x-www-form-urlencoded":
        return {}
    try:
        return _split(request.body.decode("ascii"), separators)
    except UnicodeDecodeError:
        raise MalformedParametersError("the form is not percent-encoded") from None


def _split(text: str, separators: str) -> dict[str, str]:
    if _BROKEN_ESCAPE.search(text):
        raise MalformedParametersError("a % is not followed by two hexadecimal digits")
    for separator in separators[1:]:
        text = text.replace(separator, separators[0])
    parameters: dict[str, str] = {}
    for field_text in filter(None, text.split(separators[0])):
        name, _, value = field_text.partition("=")
        try:
            name, value = unquote(name, errors="strict"), unquote(value, errors="strict")
        except UnicodeDecodeError:
            raise MalformedParametersError("a parameter is not UTF-8") from None
        if name in parameters:
            raise MalformedParametersError("a parameter comes twice")
        parameters[name] = value
    return parameters
