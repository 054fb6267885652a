"""The four formats of a VoipTech reply (manuals/voiptech.txt "Response format"; shapes from providers.md 3.3)."""

import json
from collections.abc import Mapping
from html import escape

from desktop_dialer.simulator.message import Response, text_response


def rendered(report: Mapping[str, str], reply_format: str | None) -> Response:
    """The labels and values of a report in the format asked for, plain lines if none was."""
    match reply_format:
        case "json":
            return text_response(json.dumps({"data": report}), "application/json")
        case "xml":
            elements = "".join(f"<{label}>{escape(value)}</{label}>" for label, value in report.items())
            return text_response(f'<?xml version="1.0"?>\n<data>{elements}</data>', "text/xml")
        case "html":
            return text_response("<br>\n".join(_lines(report)), "text/html")
        case _:
            return text_response("\n".join(_lines(report)), "text/plain")


def _lines(report: Mapping[str, str]) -> list[str]:
    return [f"{label}: {escape(value)}" for label, value in report.items()]
