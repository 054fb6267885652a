"""The self-test: what has to work around this program, tried one by one, each with a line that says how it went."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import ssl
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from desktop_dialer.core.call import Evidence, Intent, Reason, Report, State
from desktop_dialer.core.errors import DialerError
from desktop_dialer.core.ports import SecretStore
from desktop_dialer.core.secret import Secret
from desktop_dialer.net.tls import context
from desktop_dialer.storage.faults import as_storage_failed
from desktop_dialer.storage.files import make_folder, write_draft
from desktop_dialer.storage.journal import SqliteJournal

LIMIT_SECONDS = 60.0
"""For each check. A keyring that waits for its owner has its own, shorter one."""
_CHECKOUT = Path(__file__).resolve().parents[2]
"""Whence this package is imported: another process finds it there too."""


class Outcome(StrEnum):
    """How a check went."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A check, how it went, and what there is to say of it."""

    check: str
    outcome: Outcome
    text: str


class CheckFailed(DialerError):
    """What was tried does not work; the sentence says what to do."""


class CheckSkipped(DialerError):
    """It cannot be tried here; the sentence says why."""


Check = Callable[[], Awaitable[str]]
"""Tries one thing; returns a word on how. Raises `CheckFailed`, `CheckSkipped` or any error of this program."""


async def findings(checks: Mapping[str, Check], *, limit: float = LIMIT_SECONDS) -> AsyncIterator[Finding]:
    """One after another, each as soon as it is known; what goes wrong in one is its finding, and the next follows."""
    for name, check in checks.items():
        outcome = Outcome.FAILED
        try:
            async with asyncio.timeout(limit):
                text = await check()
            outcome = Outcome.OK
        except CheckSkipped as reason:
            outcome, text = Outcome.SKIPPED, str(reason)
        except DialerError as fault:
            text = str(fault)
        except TimeoutError:
            text = f"It did not end within {limit:.0f} seconds."
        except Exception as fault:  # noqa: BLE001 - whatever is broken here is what the test is to find
            text = f"{type(fault).__name__}: {fault}"
        yield Finding(check=name, outcome=outcome, text=text)


async def check_qt() -> str:
    """Qt loads and draws, without a display."""
    if getattr(sys, "frozen", False):
        raise CheckSkipped("A bundle has no Python of its own to try it apart from this process.")
    folders = (str(_CHECKOUT), os.environ.get("PYTHONPATH", ""))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, folders))}
    probe = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "desktop_dialer.desktop.qt_probe",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    try:
        said, complaints = await probe.communicate()
    finally:
        with contextlib.suppress(ProcessLookupError):
            probe.kill()
    if probe.returncode:
        lines = complaints.decode("utf-8", "replace").strip().splitlines() or [f"it ended with {probe.returncode}"]
        raise CheckFailed(f"Qt does not work here: {lines[-1]}")
    return said.decode("utf-8", "replace").strip()


async def check_tls() -> str:
    """The system's certificates are there, and the program's connections insist on them."""
    made = await asyncio.to_thread(context)
    if made.verify_mode is not ssl.CERT_REQUIRED or not made.check_hostname:
        raise CheckFailed("Certificates are not checked: this copy of the program must not be used.")
    count = made.cert_store_stats()["x509_ca"]
    if sys.platform in ("win32", "darwin"):
        return f"{ssl.OPENSSL_VERSION}, the system's own store"
    if not count and not _has_certificate_folder():
        raise CheckFailed(
            "No certificate authority is known, so no provider can be trusted: install the package ca-certificates, "
            "or name a file of them in SSL_CERT_FILE."
        )
    return f"{ssl.OPENSSL_VERSION}, {count or 'a folder of'} certificate authorities"


async def check_keyring(store: SecretStore) -> str:
    """A secret is kept, given back and removed."""
    account, probe = f"self-test-{secrets.token_hex(4)}", Secret(secrets.token_hex(8))
    await store.put(account, "probe", probe)
    try:
        if await store.get(account, "probe") != probe:
            raise CheckFailed(f"{store.place} gave back another secret than was stored.")
    finally:
        await store.remove(account, "probe")
    if await store.get(account, "probe") is not None:
        raise CheckFailed(f"{store.place} did not remove what it was told to.")
    return store.place


async def check_journal(scratch: Path) -> str:
    """A call is written, and read back whole by somebody else; `scratch` is a folder to do that in."""
    path, call = scratch / "journal.db", secrets.token_hex(4)
    intent = Intent(
        call=call,
        account="self-test",
        provider="business_isp",
        a_number="100",
        b_number="200",
        line="self-test",
        called="200",
        country=None,
    )
    armed = Report(evidence=Evidence.LOCAL, state=State.ARMED)
    closed = Report(evidence=Evidence.LOCAL, state=State.NOT_SENT, reason=Reason.CANCELLED, text="a self-test: ☎")
    async with _journal(path) as journal:
        written = await journal.arm(intent, [armed])
        if event := await journal.append(call, closed):
            written.append(event)
    async with _journal(path) as journal:
        record, events = await journal.call(call), await journal.events(call)
    if record.intent != intent or events != written or len(events) != 2:
        raise CheckFailed("What was written to the journal was not read back as it was written.")
    return "written, read back, checksums right"


async def check_home(folder: Path) -> str:
    """Where this person's own journal lies, something can be written."""
    await asyncio.to_thread(_write_and_remove, folder)
    return str(folder)


@contextlib.asynccontextmanager
async def _journal(path: Path) -> AsyncIterator[SqliteJournal]:
    journal = SqliteJournal(path, process=lambda: "self-test", now=lambda: datetime.now(UTC), monotonic=time.monotonic)
    try:
        if notice := await journal.open():
            raise CheckFailed(notice)
        yield journal
    finally:
        await journal.aclose()


def _has_certificate_folder() -> bool:
    """Whether certificates lie in a folder, one by one: those are read when they are needed, and not counted."""
    folder = os.environ.get("SSL_CERT_DIR") or ssl.get_default_verify_paths().capath
    return bool(folder) and any(Path(folder).glob("*.0"))


def _write_and_remove(folder: Path) -> None:
    probe = folder / f"self-test-{secrets.token_hex(4)}"
    with as_storage_failed("program's own folder", folder):
        make_folder(folder)
        try:
            write_draft(probe, b"x" * 4096)
        finally:
            probe.unlink(missing_ok=True)
