"""Intents and events as rows of the journal: each with a checksum over all that it says."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop_dialer.core.call import Event, Evidence, Intent, Leg, State, Verdict

INTENT_COLUMNS = (
    "call, time, monotonic, boot, process, account, provider, a_number, b_number, line, called, country, test, checksum"
)
EVENT_COLUMNS = "call, seq, time, monotonic, elapsed, state, leg, reason, evidence, code, text, verdict, checksum"
ADD_INTENT = f"INSERT INTO intent ({INTENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
ADD_EVENT = f"INSERT INTO event ({EVENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608

Row = tuple[Any, ...]
_CHECKSUM_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in time by both clocks; `monotonic`, in seconds, is comparable within one `boot`."""

    time: datetime
    monotonic: float
    boot: str

    def seconds_since(self, earlier: "Moment") -> float:
        """By the monotonic clock; by the wall's where the machine was restarted between the two."""
        one_clock = self.boot == earlier.boot and self.monotonic >= earlier.monotonic
        seconds = self.monotonic - earlier.monotonic if one_clock else (self.time - earlier.time).total_seconds()
        return round(max(seconds, 0.0), 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """An intent, when it was entered, and the process that pressed it."""

    intent: Intent
    moment: Moment
    process: str


def intent_row(press: Press) -> Row:
    """The values for `ADD_INTENT`."""
    intent, moment = press.intent, press.moment
    return _with_checksum(
        intent.call,
        time_text(moment.time),
        float(moment.monotonic),
        moment.boot,
        press.process,
        intent.account,
        intent.provider,
        intent.a_number,
        intent.b_number,
        intent.line,
        intent.called,
        intent.country,
        int(intent.test),
    )


def event_row(event: Event, monotonic: float) -> Row:
    """The values for `ADD_EVENT`."""
    return _with_checksum(
        event.call,
        event.seq,
        time_text(event.time),
        float(monotonic),
        float(event.elapsed),
        event.state.value,
        event.leg and event.leg.value,
        event.reason and str(event.reason),
        event.evidence.value,
        event.code,
        event.text,
        event.verdict and event.verdict.value,
    )


def read_press(row: Row) -> Press | None:
    """The press in a row of `INTENT_COLUMNS`; None where the row is not what was written."""
    if not is_sound(row):
        return None
    call, time, monotonic, boot, process, account, provider, a_number, b_number, line, called, country, test, _ = row
    intent = Intent(
        call=call,
        account=account,
        provider=provider,
        a_number=a_number,
        b_number=b_number,
        line=line,
        called=called,
        country=country,
        test=bool(test),
    )
    moment = Moment(time=datetime.fromisoformat(time), monotonic=monotonic, boot=boot)
    return Press(intent=intent, moment=moment, process=process)


def read_event(row: Row) -> Event | None:
    """The event in a row of `EVENT_COLUMNS`; None where the row is not what was written."""
    if not is_sound(row):
        return None
    call, seq, time, _, elapsed, state, leg, reason, evidence, code, text, verdict, _ = row
    return Event(
        call=call,
        seq=seq,
        time=datetime.fromisoformat(time),
        elapsed=elapsed,
        state=State(state),
        leg=leg and Leg(leg),
        reason=reason,
        evidence=Evidence(evidence),
        code=code,
        text=text,
        verdict=verdict and Verdict(verdict),
    )


def is_sound(row: Row) -> bool:
    """Whether the row's checksum, its last value, fits the others."""
    checksum: object = row[-1]
    return checksum == _checksum(row[:-1])


def time_text(time: datetime) -> str:
    """UTC to the microsecond, in a form that sorts as the times do."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def storable(text: str) -> str:
    """The text without halves of characters, which no file can hold; `?` stands in for them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _with_checksum(*values: object) -> Row:
    return (*values, _checksum(values))


def _checksum(values: Sequence[object]) -> bytes:
    # Only a damaged row holds what JSON cannot say, and then any text will do: the sum does not fit.
    said = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=repr)
    return hashlib.blake2b(said.encode(), digest_size=_CHECKSUM_BYTES).digest()
