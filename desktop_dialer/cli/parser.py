"""The words of the command line, fixed: what is written here others rely on."""

from __future__ import annotations

import argparse
from typing import NoReturn

from desktop_dialer import __version__
from desktop_dialer.core.errors import InvalidInput

SCENARIOS = (
    "talk", "busy", "no_answer", "declined", "no_funds", "wrong_password", "wrong_number", "slow", "garbage",
    "lost_answer", "session_lost",
)  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of printing the usage."""

    def error(self, message: str) -> NoReturn:
        sentence = f"{message[:1].upper()}{message[1:]}. See: {self.prog} --help"
        raise InvalidInput(sentence, name="arguments")


def build_parser() -> argparse.ArgumentParser:
    """The parser; each command names the module of `desktop_dialer.cli` and the function that runs it."""
    parser = _Parser(
        prog="desktop-dialer",
        description="Click-to-dial: the provider rings your telephone, then the other one, and bridges the two legs.",
    )
    parser.add_argument("--version", action="version", version=f"desktop-dialer {__version__}")
    parser.add_argument("--debug", action="store_true", help="write a detailed log, without secrets")
    parser.add_argument("--untrusted-args", metavar="LINK", dest="link", help="one link to hand to the window")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _calls(commands)
    _accounts(commands)
    _history(commands)
    _contacts(commands)
    _system(commands)
    return parser


def _add(commands: argparse._SubParsersAction[_Parser], name: str, runs: str, text: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=f"{text[:1].upper()}{text[1:]}.")
    parser.set_defaults(runs=runs)
    return parser


def _set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a parameter or setting")


def _secret(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--secret", action="append", default=[], metavar="KEY", help=text)


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def _yes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="answer every question with yes")


def _calls(commands: argparse._SubParsersAction[_Parser]) -> None:
    call = _add(commands, "call", "call.call", "call one number after another")
    call.add_argument("number", nargs="+", metavar="NUMBER")
    call.add_argument("--account", metavar="NAME")
    call.add_argument("--from", dest="from_", metavar="NUMBER", help="the own telephone to ring first")
    _set(call)
    _secret(call, "read a secret from standard input, for this call only")
    _json(call)
    call.add_argument("--no-follow", action="store_true", help="end with the answer to the start request")
    call.add_argument("--dry-run", action="store_true", help="show the request, secrets masked, and send nothing")
    _yes(call)
    watch = _add(commands, "watch", "watch.watch", "take up watching a live call again")
    watch.add_argument("call", nargs="?", metavar="CALL")
    _json(watch)
    hangup = _add(commands, "hangup", "watch.hangup", "hang up the live call, or the one named")
    hangup.add_argument("call", nargs="?", metavar="CALL")


def _accounts(commands: argparse._SubParsersAction[_Parser]) -> None:
    account = commands.add_parser("account", help="accounts with providers", description="Accounts with providers.")
    verbs = account.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=_Parser)
    add = _add(verbs, "add", "account.add", "add an account")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--provider", required=True, metavar="ID")
    change = _add(verbs, "set", "account.change", "change an account; an empty value takes one away")
    change.add_argument("name", metavar="NAME")
    for parser in (add, change):
        _set(parser)
        _secret(parser, "read a secret from standard input, or ask for it, and store it in the keyring")
    listing = _add(verbs, "list", "account.show_all", "list the accounts; as JSON one object a line")
    show = _add(verbs, "show", "account.show", "show an account")
    remove = _add(verbs, "remove", "account.remove", "remove an account and its secrets")
    check = _add(verbs, "check", "account.check", "check what can be checked without dialling")
    for parser in (show, remove, check):
        parser.add_argument("name", metavar="NAME")
    for parser in (add, change, listing, show, remove, check):
        _json(parser)
    for parser in (remove, check):
        _yes(parser)
    provider = commands.add_parser("provider", help="the providers", description="The providers.")
    verbs = provider.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=_Parser)
    _json(_add(verbs, "list", "provider.show_all", "list the providers"))
    show = _add(verbs, "show", "provider.show", "show a provider's parameters, ranges and capabilities")
    show.add_argument("provider", nargs="?", metavar="ID")
    _json(show)


def _history(commands: argparse._SubParsersAction[_Parser]) -> None:
    history = _add(commands, "history", "history.show_all", "the calls made, newest first")
    history.add_argument("--limit", type=_positive, default=50, metavar="N")
    _json(history)
    verbs = history.add_subparsers(dest="verb", metavar="VERB", parser_class=_Parser)
    show = _add(verbs, "show", "history.show", "the timeline of a call")
    show.add_argument("call", metavar="CALL")
    _json(show)
    export = _add(verbs, "export", "history.export", "write the history to FILE.csv or FILE.jsonl")
    export.description = (
        "Write the whole history, newest call first, to FILE.csv or FILE.jsonl; an existing file is replaced after a "
        "question. In the CSV, names and notes that a spreadsheet would take for a formula begin with an apostrophe."
    )
    export.add_argument("file", metavar="FILE")
    _yes(export)
    note = _add(verbs, "note", "history.note", "keep a note on a call; an empty one removes it")
    note.add_argument("call", metavar="CALL")
    note.add_argument("text", metavar="TEXT")
    verdict = _add(verbs, "verdict", "history.verdict", "say what became of a call that is not known")
    verdict.add_argument("call", metavar="CALL")
    verdict.add_argument("verdict", choices=("rang", "did_not_ring"))


def _contacts(commands: argparse._SubParsersAction[_Parser]) -> None:
    contact = commands.add_parser("contact", help="contacts", description="Contacts.")
    verbs = contact.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=_Parser)
    for name, text in (("import", "take contacts in from a vCard or CSV file"), ("export", "write contacts to a file")):
        parser = _add(verbs, name, f"contact.{name}_file", text)
        parser.add_argument("file", metavar="FILE")
        _yes(parser)
    search = _add(verbs, "search", "contact.search", "find contacts by name, company or digits")
    search.add_argument("text", metavar="TEXT")
    for parser in (search, _add(verbs, "list", "contact.show_all", "list the contacts")):
        _json(parser)


def _system(commands: argparse._SubParsersAction[_Parser]) -> None:
    _add(commands, "demo", "demo.demo", "try it on the built-in simulator: no account, no money")
    simulate = _add(commands, "simulate", "simulate.simulate", "all five dialects on loopback, to test against")
    simulate.add_argument("--port", type=_port, default=0, metavar="N")
    simulate.add_argument("--scenario", choices=SCENARIOS, default="talk", metavar="NAME", help=", ".join(SCENARIOS))
    handler = commands.add_parser("handler", help="the system's handler for tel:, callto: and sip: links")
    verbs = handler.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=_Parser)
    for name in ("status", "install", "remove"):
        _add(verbs, name, f"handler.{name}", f"{name} the handler for tel:, callto: and sip: links")
    _add(commands, "self-test", "self_test.self_test", "try Qt, TLS, keyring, journal and one simulated call")


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is no positive number")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)
