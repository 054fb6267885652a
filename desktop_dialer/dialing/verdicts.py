"""What a person says of a call: what became of an `unknown`, and a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.core.call import Evidence, Report, Verdict
from desktop_dialer.core.errors import InvalidInput

if TYPE_CHECKING:
    from desktop_dialer.core.call import CallRecord
    from desktop_dialer.dialing.event_log import EventLog

_WORDS = {Verdict.RANG: "My phone rang.", Verdict.DID_NOT_RING: "My phone did not ring."}
MAX_NOTE = 2000


async def close_unknown(log: EventLog, record: CallRecord, verdict: Verdict) -> None:
    """Close an open `unknown` with what the person saw. Raises `InvalidInput` where nothing stands open."""
    if not record.is_open_unknown:
        sentence = f"Nothing stands open on this call: its state is {record.last.state}."
        raise InvalidInput(sentence, name="call")
    await log.enter(record.intent.call, Report(evidence=Evidence.PERSON, verdict=verdict, text=_WORDS[verdict]))


def check_note(note: str) -> str:
    """A note of at most 2,000 characters. Raises `InvalidInput`."""
    if len(note) > MAX_NOTE:
        raise InvalidInput(f"The note has {len(note)} characters; it takes {MAX_NOTE}.", name="note")
    return note
