"""VProvider's replies: the envelope of "Responses" and "Data returned", read to the one code that decides.

The manual's examples are not quite JSON (curly quotes, a double prime, a comma before the last brace). What the JSON
parser refuses is repaired in just that and read once more; what it takes is never touched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_dialer.core.replies import Unreadable, json_of, whole_text
from desktop_dialer.core.wire import Reply

_QUOTES = "“”″"
_COMMA_BEFORE_THE_END = re.compile(r",(?=\s*[}\]])")
_REFUSAL = re.compile("4[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A reply's entries: the code that decides (None without one), the key and message of each, and the data."""

    code: str | None
    text: str
    data: object

    @property
    def is_success(self) -> bool:
        """Whether every entry says that the request was taken."""
        return self.code in {"200", "204"}

    @property
    def is_refusal(self) -> bool:
        """Whether any entry refuses."""
        return self.code is not None and _REFUSAL.fullmatch(self.code) is not None

    @property
    def ids(self) -> dict[str, str]:
        """Machine, server and callid, as far as code 200 brought them."""
        if self.code != "200" or not isinstance(self.data, dict):
            return {}
        words = {name: word_of(self.data.get(name)) for name in ("machine", "server", "callid")}
        return {name: word for name, word in words.items() if word}


def read_envelope(reply: Reply) -> Envelope:
    """The reply's envelope; without a code where its form is not the documented one. Raises `Unreadable`."""
    text = whole_text(reply)
    try:
        document = json_of(text)
    except Unreadable:
        document = json_of(_repaired(text))
    envelope = document if isinstance(document, dict) else {}
    responses = envelope.get("responses", [])
    entries = [
        entry if isinstance(entry, dict) else {}
        for entry in (responses if isinstance(responses, list) else [responses])
    ]
    codes = [word_of(entry.get("code")) for entry in entries]
    lines = [": ".join(filter(None, (word_of(e.get("key")), word_of(e.get("message"))))) for e in entries]
    return Envelope(
        code=min(codes, key=_weight, default="") or None, text="; ".join(filter(None, lines)), data=envelope.get("data")
    )


def _repaired(text: str) -> str:
    for quote in _QUOTES:  # one by one: `translate` takes fifty times as long over a large body
        text = text.replace(quote, '"')
    return _COMMA_BEFORE_THE_END.sub("", text)


def _weight(code: str) -> int:
    """One refusal decides for all entries, then one code that is not documented; 200 tells more than 204."""
    if _REFUSAL.fullmatch(code):
        return 0
    return {"200": 2, "204": 3}.get(code, 1)


def word_of(value: object) -> str:
    """A string, or a number as text; empty for anything else."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
