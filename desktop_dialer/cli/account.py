"""`account`: adding, changing, listing, showing, removing and checking accounts; a secret is named, never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit
from desktop_dialer.cli.opened import opened
from desktop_dialer.cli.values import pairs
from desktop_dialer.core.call import REASONS, Reason, State
from desktop_dialer.core.reading import CheckResult
from desktop_dialer.dialing.checking import question_before_test
from desktop_dialer.dialing.drafting import track_plan

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.core.account import Account
    from desktop_dialer.core.reading import Check
    from desktop_dialer.core.secret import Secret
    from desktop_dialer.wiring import Program

_CHECK_WORDS = {
    CheckResult.OK: "ok",
    CheckResult.FAILED: "failed",
    CheckResult.NOT_CHECKED: "not checked",
}
_OTHER_SUBJECTS = {"settings": Exit.WRONG_WORDS, "secrets": Exit.NO_SECRET, "address": Exit.NOT_SENT}
"""The exit of a failed check that does not concern the login."""


async def add(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Check everything that can be checked without the secrets, read them, and store the account."""
    await program.accounts.refresh()
    given = pairs(args.set)
    program.accounts.check_new(args.name, args.provider, given, args.secret)
    account = await program.accounts.add(args.name, args.provider, given, _read(terminal, args.secret))
    return _done(program, terminal, account, "added", as_json=args.json)


async def change(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """The same for an account that is there."""
    await program.accounts.refresh()
    account = program.accounts.named(args.name)
    given = pairs(args.set)
    program.accounts.check_change(account, given, args.secret)
    account = await program.accounts.change(account, given, _read(terminal, args.secret))
    return _done(program, terminal, account, "changed", as_json=args.json)


async def show_all(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """The accounts, the default first: a table, or one JSON object a line."""
    await program.accounts.refresh()
    accounts = program.accounts.all()
    if args.json:
        for account in accounts:
            terminal.json(_object(program, account))
        return Exit.DONE
    rows = []
    for account in accounts:
        facts = program.accounts.provider(account).facts
        secrets = ", ".join(sorted(account.secrets)) or "none"
        default = "default" if account.id == accounts[0].id else ""
        rows.append((account.name, facts.name, f"stored: {secrets}", default))
    terminal.table(rows)
    if not accounts:
        terminal.note("There is no account yet: add one with desktop-dialer account add NAME --provider ID")
    return Exit.DONE


async def show(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """One account with everything but its secrets."""
    await program.accounts.refresh()
    account = program.accounts.named(args.name)
    if args.json:
        terminal.json(_object(program, account))
        return Exit.DONE
    provider = program.accounts.provider(account)
    rows = [("name", account.name), ("provider", f"{provider.facts.id} ({provider.facts.name})")]
    rows += [*account.values.items(), *account.settings.items()]
    rows += [(name, "(stored in the keyring)") for name in sorted(account.secrets)]
    rows += [("own number", f"{own.name}: {own.number}") for own in account.own_numbers]
    if account.track_refused is not None:
        rows.append(("followed", f"no: the provider refused ({account.track_refused})"))
    else:
        rows.append(("followed", "yes" if track_plan(account, provider).track else "no"))
    rows.append(("default", "yes" if _is_default(program, account) else "no"))
    terminal.table(rows)
    return Exit.DONE


async def remove(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Remove an account and its secrets, once a person said yes. The history keeps its calls."""
    await program.accounts.refresh()
    account = program.accounts.named(args.name)
    secrets = f" and its {', '.join(sorted(account.secrets))} in the keyring" if account.secrets else ""
    if not terminal.ask(f"Remove the account {account.name!r}{secrets}?", key="remove"):
        terminal.note("Not removed.")
        return Exit.WRONG_WORDS
    await program.accounts.remove(account)
    if args.json:
        terminal.json({"removed": account.name})
    else:
        terminal.line(f"The account {account.name!r} is removed.")
    return Exit.DONE


async def check(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Look at settings, secrets, address and login as far as that goes without dialling; a line for each."""
    await program.accounts.refresh()
    account = program.accounts.named(args.name)
    question = question_before_test(program.accounts.provider(account))
    may_test = question is not None and terminal.ask(question.sentence, key=question.key)
    async with opened(program, terminal) as engine:
        checks = await engine.checker.check(account, may_test=may_test)
    for one in checks:
        _show_check(terminal, one, as_json=args.json)
    return next((_exit_of(one) for one in checks if one.result is CheckResult.FAILED), Exit.DONE)


def _read(terminal: Terminal, keys: Sequence[str]) -> dict[str, Secret]:
    return {key: terminal.read_secret(key) for key in keys}


def _done(program: Program, terminal: Terminal, account: Account, what: str, *, as_json: bool) -> Exit:
    if as_json:
        terminal.json(_object(program, account))
        return Exit.DONE
    terminal.line(f"The account {account.name!r} is {what}.")
    missing = program.accounts.missing_secrets(account)
    if missing:
        options = " ".join(f"--secret {name}" for name in missing)
        terminal.note(f"Still missing: desktop-dialer account set {account.name} {options}")
    return Exit.DONE


def _object(program: Program, account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "provider": account.provider,
        "values": dict(account.values),
        "settings": dict(account.settings),
        "secrets": sorted(account.secrets),
        "own_numbers": [{"name": own.name, "number": own.number} for own in account.own_numbers],
        "track": track_plan(account, program.accounts.provider(account)).track,
        "track_refused": account.track_refused,
        "default": _is_default(program, account),
    }


def _is_default(program: Program, account: Account) -> bool:
    """Whether a call without `--account` takes this one."""
    return program.accounts.named(None).id == account.id


def _show_check(terminal: Terminal, one: Check, *, as_json: bool) -> None:
    if as_json:
        terminal.json({"subject": one.subject, "result": one.result, "text": one.text, "reason": one.reason})
    else:
        terminal.line(f"{one.subject:12}{_CHECK_WORDS[one.result]:13}{one.text}")


def _exit_of(failed: Check) -> Exit:
    """The exit of a failed check: by what was looked at, and for the login by the reason."""
    if failed.subject in _OTHER_SUBJECTS:
        return _OTHER_SUBJECTS[failed.subject]
    reason = failed.reason or ""
    if reason in REASONS[State.REJECTED] or (reason.startswith("http_4") and reason != "http_408"):
        return Exit.REJECTED
    if reason in {Reason.KEYRING, Reason.NO_SECRET}:
        return Exit.NO_SECRET
    return Exit.NOT_SENT if reason in REASONS[State.NOT_SENT] else Exit.UNKNOWN
