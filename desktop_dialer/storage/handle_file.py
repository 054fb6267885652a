"""One kept handle as a file: read with distrust, and overwritten before it is removed."""

import json
import os
from datetime import datetime
from pathlib import Path

from desktop_dialer.core.reading import Handle, Kept
from desktop_dialer.core.secret import Secret


def kept_as_bytes(kept: Kept) -> bytes:
    """The entry as the content of a file."""
    fields = {
        "key": kept.key,
        "call": kept.call,
        "account": kept.account,
        "values": dict(kept.values),
        "settings": dict(kept.settings),
        "value": kept.handle.value.reveal(),
        "is_key": kept.handle.is_key,
        "last_code": kept.handle.last_code,
        "is_session": kept.is_session,
        "since": kept.since.isoformat(),
    }
    return json.dumps(fields).encode()


def read_kept(path: Path) -> Kept | None:
    """The entry in a file; None where it is gone or damaged. Raises `OSError`."""
    try:
        fields = json.loads(path.read_bytes())
        last_code = fields["last_code"]
        return Kept(
            key=_text(fields["key"]),
            call=_text(fields["call"]),
            account=_text(fields["account"]),
            values=_texts(fields["values"]),
            settings=_texts(fields["settings"]),
            handle=Handle(
                value=Secret(_text(fields["value"])),
                is_key=fields["is_key"] is not False,
                last_code=None if last_code is None else _text(last_code),
            ),
            is_session=fields["is_session"] is True,
            since=datetime.fromisoformat(_text(fields["since"])),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
        return None


def wipe(path: Path) -> None:
    """Overwrite the content on the disk, then remove the file; no fault where it is gone. Raises `OSError`."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(os.fstat(file.fileno()).st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError
    return {_text(name): _text(text) for name, text in value.items()}
