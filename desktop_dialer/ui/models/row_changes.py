"""From one order of rows to another by few removals and insertions: what a list needs to follow a change of it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_dialer.core.contact_list import POSITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_MOVED = 8
"""A contact that moves takes its heading with it, and may make another; more than that has changed as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`removed` rows go, or `rows` come, at `first`."""

    first: int
    removed: int = 0
    rows: array[int] = field(default_factory=lambda: array(POSITIONS))


def changes(old: array[int], new: array[int]) -> Iterator[Change]:
    """The changes, each at its place in what the ones before it left.

    One that was added, removed or moved is found as that; of more, the part between the first and the last of them is
    taken as new.
    """
    first = _alike(old, new)
    last = min(_alike_at_end(old, new), len(old) - first, len(new) - first)
    before, after = old[first : len(old) - last], new[first : len(new) - last]
    moved = _moved(before, after)
    if moved is None:
        yield from _change(first, removed=len(before))
        yield from _change(first, rows=after)
        return
    came, stayed, is_upwards = moved
    if is_upwards:  # what came stands before what stayed, what went behind it
        yield from _change(first + stayed, removed=len(before) - stayed)
        yield from _change(first, rows=after[:came])
    else:
        yield from _change(first + len(before), rows=after[stayed:])
        yield from _change(first, removed=len(before) - stayed)


def _change(first: int, *, removed: int = 0, rows: array[int] | None = None) -> Iterator[Change]:
    if removed:
        yield Change(first=first, removed=removed)
    elif rows:
        yield Change(first=first, rows=rows)


def _moved(before: array[int], after: array[int]) -> tuple[int, int, bool] | None:
    """How many came, how many stayed between, and whether they came above; None where it is not as simple as that."""
    for came in range(1, min(_MOST_MOVED, len(after) - 1) + 1):
        stayed = len(after) - came
        if not 0 < stayed < len(before) <= stayed + _MOST_MOVED:
            continue
        if after[came:] == before[:stayed]:
            return came, stayed, True
        if after[:stayed] == before[len(before) - stayed :]:
            return came, stayed, False
    return None


def _alike(old: array[int], new: array[int]) -> int:
    """How many rows are the same from the start on. Slices are compared as a whole: 100,000 rows take a millisecond."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _alike_at_end(old: array[int], new: array[int]) -> int:
    return _alike(old[::-1], new[::-1])
