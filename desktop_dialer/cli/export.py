"""Calls as rows for other programs: one JSON object a call, or CSV with the same names as columns."""

from __future__ import annotations

import csv
import json
import os
import secrets
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from desktop_dialer.cli.terminal import utc_text
from desktop_dialer.core.errors import InvalidInput, StorageFailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from desktop_dialer.core.call import CallRecord
    from desktop_dialer.core.ports import Journal

COLUMNS = (
    "call", "time", "account", "provider", "a_number", "b_number", "state", "reason", "leg", "verdict", "test", "note",
    "talk_seconds",
)  # fmt: skip
_FREE_TEXTS = ("account", "note")
"""What a person wrote. Numbers are left as they are sent, their + included: a spreadsheet makes no formula of digits
after a plus."""
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 500


class Form(StrEnum):
    """The forms of an export, named as the file's suffix."""

    CSV = ".csv"
    JSONL = ".jsonl"


async def calls_of(journal: Journal, *, limit: int | None = None) -> AsyncIterator[CallRecord]:
    """The calls, newest first, read in batches: a long history never lies in memory whole."""
    left, before = limit, None
    while left is None or left > 0:
        size = _BATCH if left is None else min(_BATCH, left)
        batch = await journal.calls(limit=size, before=before)
        for record in batch:
            yield record
        if len(batch) < size:
            return
        before = batch[-1].intent.call
        left = None if left is None else left - size


def call_object(record: CallRecord) -> dict[str, object]:
    """A call as `history --json` prints it."""
    intent, last = record.intent, record.last
    values = (
        intent.call, utc_text(record.time), intent.account, intent.provider, intent.a_number, intent.b_number,
        last.state, last.reason, last.leg, record.verdict, intent.test, record.note,
        None if record.talk_seconds is None else round(record.talk_seconds, 3),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def chosen_form(path: Path) -> Form:
    """The form that the file's name asks for. Raises `InvalidInput`."""
    try:
        return Form(path.suffix.lower())
    except ValueError:
        raise InvalidInput(f"{path}: end the name in .csv or .jsonl, which chooses the form.", name="FILE") from None


async def write_calls(path: Path, form: Form, calls: AsyncIterator[CallRecord]) -> int:
    """Write the calls in the file's place, at one stroke, readable for its owner alone; how many they were.

    Raises `InvalidInput` where no file can be made there, `StorageFailed` where the disk refuses later on.
    """
    with _replacing(path) as file:
        return await _write(file, form, calls)


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """A file that takes the place of `path` when the block ends well, and else leaves nothing behind."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as fault:
        raise InvalidInput(f"{path} cannot be written: {_cause(fault)}.", name="FILE") from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as fault:
        raise StorageFailed(f"{path} could not be written: {_cause(fault)}; it is as it was.") from None
    finally:
        draft.unlink(missing_ok=True)


async def _write(file: TextIO, form: Form, calls: AsyncIterator[CallRecord]) -> int:
    count = 0
    table = csv.writer(file) if form is Form.CSV else None
    if table is not None:
        table.writerow(COLUMNS)
    async for record in calls:
        count += 1
        values = call_object(record)
        if table is None:
            file.write(f"{json.dumps(values)}\n")
        else:
            table.writerow(_cell(name, value) for name, value in values.items())
    return count


def _cell(name: str, value: object) -> str:
    """A value as a CSV cell: nothing for none, `true` and `false` as in JSON, no free text that is a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if name in _FREE_TEXTS and text.startswith(_BEGINS_A_FORMULA) else text


def _cause(fault: OSError) -> str:
    return (fault.strerror or type(fault).__name__).lower()
