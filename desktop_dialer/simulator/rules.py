"""The parameters that a dialect knows, as a table, and the faults of a request measured against it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What is wrong with a parameter. The value completes the sentence "… is"."""

    MISSING = "missing"
    INVALID = "invalid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fault:
    """A parameter and what is wrong with it; never its value, which may be a secret."""

    name: str
    kind: FaultKind


class Rules:
    """Each parameter's name with the regular expression that its whole value has to match.

    A name outside the table is a fault: a simulator that overlooked a misspelt parameter would hide the mistake.
    """

    def __init__(self, patterns: Mapping[str, str], *, required: tuple[str, ...]) -> None:
        self._patterns = {name: re.compile(pattern, re.DOTALL) for name, pattern in patterns.items()}
        self._required = required

    def faults(self, parameters: Mapping[str, str]) -> list[Fault]:
        """Every fault, missing parameters first."""
        faults = [Fault(name, FaultKind.MISSING) for name in self._required if name not in parameters]
        for name, value in parameters.items():
            pattern = self._patterns.get(name)
            if pattern is None:
                faults.append(Fault(name, FaultKind.UNKNOWN))
            elif not pattern.fullmatch(value):
                faults.append(Fault(name, FaultKind.INVALID))
        return faults
