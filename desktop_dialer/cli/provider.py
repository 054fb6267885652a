"""`provider`: what each provider takes, can do and cannot do, from what it declares about itself alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import Exit
from desktop_dialer.core.account import COMMON
from desktop_dialer.core.facts import Kind, Role
from desktop_dialer.core.setting_help import takes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.core.facts import Ability, Facts, Parameter
    from desktop_dialer.wiring import Program

_VALUES_OF_KIND = {
    Kind.TEXT: "text",
    Kind.NUMBER: "a telephone number",
    Kind.FLAG: "0 or 1",
    Kind.DATE: "YYYYMMDDhhmm",
    Kind.SECRET: "a secret",
}


async def show_all(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Each provider on a line: id, name, manual, capabilities; or as JSON, one object a line."""
    rows = []
    for provider in program.providers.values():
        facts = provider.facts
        names = [ability.capability.value for ability in facts.abilities]
        if args.json:
            terminal.json({"id": facts.id, "name": facts.name, "manual": _manual(facts), "capabilities": names})
        else:
            rows.append((facts.id, facts.name, ", ".join(names) or "no more than placing a call"))
    terminal.table(rows)
    return Exit.DONE


async def show(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """One provider whole, or, without an id, all of them."""
    if args.provider is None:
        chosen = [provider.facts for provider in program.providers.values()]
    else:
        chosen = [program.accounts.provider_of(args.provider).facts]
    for number, facts in enumerate(chosen):
        if args.json:
            terminal.json(_object(facts))
            continue
        if number:
            terminal.line()
        for line in _lines(facts):
            terminal.line(line)
    return Exit.DONE


def _lines(facts: Facts) -> Iterator[str]:
    yield f"{facts.id}: {facts.name}, by its manual “{facts.manual_title}” ({facts.manual_date})"
    yield f"  Who rings first: {facts.order}."
    yield f"  Address: {facts.base_url or 'your own, to be set as base_url'} ({facts.base_url_help})"
    yield "  Parameters, as the manual spells them:"
    for parameter in (*facts.parameters, *facts.secrets):
        yield from _parameter_lines(parameter)
    yield "  Settings of this program:"
    for name in (*COMMON, *facts.settings):
        yield f"    {name:16}{takes(facts, name)}"
    yield "  Can do:"
    for ability in facts.abilities:
        yield f"    {ability.capability:18}{_ability_text(ability)}"
    if not facts.abilities:
        yield "    placing a call, and no more"
    yield "  Cannot do:"
    for sentence in facts.cannot:
        yield f"    {sentence}"
    if facts.codes:
        yield "  Codes, and how they are read:"
        for code in facts.codes:
            yield f"    {code.context:16}{code.code:14}{code.text}: {code.reading}"


def _parameter_lines(parameter: Parameter) -> Iterator[str]:
    """The parameter's name, what it takes and when it is needed; below it what it is for."""
    marks = [_values(parameter)]
    if parameter.role is Role.PROTOCOL:
        marks.append("filled in by the program")
    elif parameter.required:
        marks.append("required")
    if parameter.default is not None:
        marks.append(f"default {parameter.default or 'empty'}")
    if parameter.needs:
        marks.append(f"only with {', '.join(parameter.needs)}")
    if parameter.is_secret:
        marks.append(f"given with --secret {parameter.name}")
    yield f"    {parameter.name:16}{parameter.label}: {'; '.join(marks)}"
    yield f"    {'':16}{parameter.help}"


def _values(parameter: Parameter) -> str:
    match parameter.kind:
        case Kind.INTEGER:
            return f"a whole number{parameter.range_text}"
        case Kind.CHOICE:
            return " or ".join(choice or "empty" for choice in parameter.choices)
        case kind:
            return _VALUES_OF_KIND[kind]


def _ability_text(ability: Ability) -> str:
    source = "by the manual" if ability.source == "manual" else "by another public page of the maker"
    return f"{source}; {ability.note}" if ability.note else source


def _manual(facts: Facts) -> dict[str, str]:
    return {"title": facts.manual_title, "date": facts.manual_date}


def _object(facts: Facts) -> dict[str, object]:
    return {
        "id": facts.id,
        "name": facts.name,
        "manual": _manual(facts),
        "order": facts.order,
        "base_url": facts.base_url,
        "base_url_help": facts.base_url_help,
        "parameters": [_parameter_object(parameter) for parameter in (*facts.parameters, *facts.secrets)],
        "settings": [{"name": name, "takes": takes(facts, name)} for name in (*COMMON, *facts.settings)],
        "capabilities": [
            {"capability": ability.capability, "source": ability.source, "note": ability.note}
            for ability in facts.abilities
        ],
        "number_formats": list(facts.number_formats),
        "home_country": facts.home_country,
        "poll_seconds": facts.poll_seconds,
        "tracks_by_default": facts.tracks_by_default,
        "codes": [
            {"code": code.code, "text": code.text, "context": code.context, "reading": code.reading}
            for code in facts.codes
        ],
        "cannot": list(facts.cannot),
    }


def _parameter_object(parameter: Parameter) -> dict[str, object]:
    return {
        "name": parameter.name,
        "label": parameter.label,
        "help": parameter.help,
        "type": parameter.kind,
        "role": parameter.role,
        "required": parameter.required,
        "minimum": parameter.minimum,
        "maximum": parameter.maximum,
        "choices": list(parameter.choices),
        "default": parameter.default,
        "needs": list(parameter.needs),
        "secret": parameter.is_secret,
    }
