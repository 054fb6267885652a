"""`mimeapps.list`: who opens what, as text to read and to change; all else in it stays as it is.

Association between MIME types and applications, 1.0.1. An entry is a list: the first program that is installed counts,
so that whoever was the default before stays behind us in it, and is the default again once we are gone.
"""

from collections.abc import Iterable, Sequence

DEFAULTS = "Default Applications"
ADDED = "Added Associations"
_REMOVED = "Removed Associations"


def programs_for(text: str, section: str, mime: str) -> list[str]:
    """The desktop files that a section names for a type, the first choice first."""
    lines = _lines(text)
    place = _key(lines, section, mime)
    return _names(lines[place]) if place is not None else []


def with_default(text: str, program: str, mimes: Iterable[str]) -> str:
    """The text with the program as first choice for each type."""
    lines = _lines(text)
    for mime in mimes:
        for section in (DEFAULTS, ADDED):
            _put_first(lines, section, mime, program)
        _take_out(lines, _REMOVED, mime, program)
    return _joined(lines)


def without(text: str, program: str, mimes: Iterable[str]) -> str:
    """The text without the program in any list of these types, and without what is empty then."""
    lines = _lines(text)
    for mime in mimes:
        for section in (DEFAULTS, ADDED, _REMOVED):
            _take_out(lines, section, mime, program)
    return _joined(lines)


def _put_first(lines: list[str], section: str, mime: str, program: str) -> None:
    place = _key(lines, section, mime)
    if place is not None:
        others = [name for name in _names(lines[place]) if name != program]
        wanted = _line(mime, [program, *others])
        if _names(lines[place])[:1] != [program]:
            lines[place] = wanted
        return
    bounds = _section(lines, section)
    if bounds is None:
        if lines and lines[-1].strip():
            lines.append("")
        lines.append(f"[{section}]")
        bounds = len(lines) - 1, len(lines)
    end = bounds[1]
    while end > bounds[0] + 1 and not lines[end - 1].strip():
        end -= 1
    lines.insert(end, _line(mime, [program]))


def _take_out(lines: list[str], section: str, mime: str, program: str) -> None:
    place = _key(lines, section, mime)
    if place is None or program not in _names(lines[place]):
        return
    if others := [name for name in _names(lines[place]) if name != program]:
        lines[place] = _line(mime, others)
        return
    del lines[place]
    start, end = _section(lines, section) or (place, place)
    if not any(line.strip() for line in lines[start + 1 : end]):
        del lines[start:end]


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _section(lines: Sequence[str], section: str) -> tuple[int, int] | None:
    """Where the section's head is, and where the next one's or the end."""
    heads = [place for place, line in enumerate(lines) if line.startswith("[")]
    for head, following in zip(heads, [*heads[1:], len(lines)], strict=False):
        if lines[head].strip() == f"[{section}]":
            return head, following
    return None


def _key(lines: Sequence[str], section: str, mime: str) -> int | None:
    start, end = _section(lines, section) or (0, 0)
    for place in range(start + 1, end):
        if lines[place].partition("=")[0].strip() == mime:
            return place
    return None


def _names(line: str) -> list[str]:
    return [name.strip() for name in line.partition("=")[2].split(";") if name.strip()]


def _line(mime: str, names: Iterable[str]) -> str:
    return f"{mime}={';'.join(names)};"


def _joined(lines: Sequence[str]) -> str:
    text = "\n".join(lines).rstrip("\n")
    return f"{text}\n" if text else ""
