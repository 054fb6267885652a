"""`contact`: contacts taken in from a file and written to one, searched and listed."""

from __future__ import annotations

import asyncio
import errno
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit
from desktop_dialer.contacts.reading import read_contacts
from desktop_dialer.contacts.writing import check_suffix, content_of
from desktop_dialer.core.contact_import import Outcome
from desktop_dialer.core.errors import InvalidInput, StorageFailed
from desktop_dialer.core.numbers import grouped
from desktop_dialer.core.text import clean
from desktop_dialer.storage.contacts import SqliteContacts
from desktop_dialer.storage.files import write_file
from desktop_dialer.wiring import utc_now

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Iterable

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.core.contact import Contact, ContactNumber
    from desktop_dialer.core.contact_import import Remark, Report
    from desktop_dialer.wiring import Program

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG})
"""What the disk is to blame for, and not the name that was given."""
_TITLE = 60


async def import_file(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Take a file in, all of it or nothing, and say what became of its rows."""
    await program.accounts.refresh()
    rows = read_contacts(Path(args.file), _home(program))
    async with _opened(program, terminal) as contacts:
        report = await contacts.take_in(rows)
    for remark in report.remarks:
        terminal.line(_remark_line(remark))
    terminal.line(_summary(report))
    return Exit.DONE


async def export_file(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Write every contact to a file, at one stroke."""
    path = Path(args.file)
    check_suffix(path)
    if not _may_be_written(terminal, path):
        terminal.note("Nothing was written.")
        return Exit.WRONG_WORDS
    async with _opened(program, terminal) as contacts:
        found = await contacts.all()
    await asyncio.to_thread(_write, path, content_of(path, found))
    terminal.note(f"{_counted(len(found))} written to {path}.")
    return Exit.DONE


async def search(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Those whom a text finds, the likeliest first."""
    await program.accounts.refresh()
    async with _opened(program, terminal) as contacts:
        found = await contacts.search(args.text, country=_home(program))
    _show(program, terminal, found, as_json=args.json)
    if not found and not args.json:
        terminal.note("Nobody is found.")
    return Exit.DONE


async def show_all(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Every contact, by name."""
    await program.accounts.refresh()
    async with _opened(program, terminal) as contacts:
        found = await contacts.all()
    _show(program, terminal, found, as_json=args.json)
    if not found and not args.json:
        terminal.note("There is no contact yet: take some in with desktop-dialer contact import FILE")
    return Exit.DONE


@asynccontextmanager
async def _opened(program: Program, terminal: Terminal) -> AsyncIterator[SqliteContacts]:
    contacts = SqliteContacts(program.paths.contacts, now=utc_now)
    notice = await contacts.open()
    try:
        if notice:
            terminal.note(notice)
        yield contacts
    finally:
        await contacts.aclose()


def _home(program: Program) -> str | None:
    """The country of national numbers: the accounts', where they have one and the same."""
    countries = set()
    for account in program.accounts.all():
        provider = program.providers.get(account.provider)
        countries.add(account.country or (provider.facts.home_country if provider else None))
    countries.discard(None)
    return countries.pop() if len(countries) == 1 else None


def _may_be_written(terminal: Terminal, path: Path) -> bool:
    return not path.exists() or terminal.ask(f"{path} exists. Replace it?", key="overwrite")


def _write(path: Path, content: bytes) -> None:
    """Raises `InvalidInput` where no file can be made there, `StorageFailed` where the disk refuses."""
    if not path.parent.is_dir():
        raise InvalidInput(f"{path} cannot be written: {path.parent} is no folder.", name="FILE")
    if path.is_dir():
        raise InvalidInput(f"{path} cannot be written: it is a folder.", name="FILE")
    try:
        write_file(path, content)
    except OSError as fault:
        cause = (fault.strerror or type(fault).__name__).lower()
        if fault.errno in _NO_ROOM:
            raise StorageFailed(f"{path} could not be written: {cause}; it is as it was.") from None
        raise InvalidInput(f"{path} cannot be written: {cause}.", name="FILE") from None


def _show(program: Program, terminal: Terminal, contacts: Iterable[Contact], *, as_json: bool) -> None:
    if as_json:
        for contact in contacts:
            terminal.json(contact_object(contact))
        return
    home = _home(program)
    terminal.table(_row(contact, home) for contact in contacts)


def contact_object(contact: Contact) -> dict[str, object]:
    """A contact as `--json` prints it."""
    return {
        "id": contact.id,
        "name": contact.name,
        "company": contact.company,
        "favourite": contact.favourite,
        "numbers": [{"label": number.label, "number": number.text, "e164": number.key} for number in contact.numbers],
        "note": contact.note,
    }


def _row(contact: Contact, home: str | None) -> tuple[str, ...]:
    star = "*" if contact.favourite else " "
    numbers = ", ".join(_number_text(number, home) for number in contact.numbers)
    return star, contact.title, contact.company if contact.name else "", numbers or "(no number)"


def _number_text(number: ContactNumber, home: str | None) -> str:
    shown = grouped(number.key, home) if number.key else number.text
    return f"{number.label} {shown}".strip()


def _remark_line(remark: Remark) -> str:
    shown = clean(remark.title, _TITLE)
    title = f", {shown}" if shown else ""
    return f"line {remark.line}{title}: {remark.outcome}: {remark.text}"


def _summary(report: Report) -> str:
    counts = ", ".join(f"{report.counts[outcome]} {outcome}" for outcome in Outcome)
    total = _counted(report.counts.total())
    if not report.without_number:
        return f"{total} read: {counts}."
    are = "is" if report.without_number == 1 else "are"
    return f"{total} read: {counts}. {report.without_number} {are} without a number: kept, but not to be called."


def _counted(count: int) -> str:
    return "1 contact" if count == 1 else f"{count} contacts"
