"""The README's table of what each provider can do is made from the declared facts, and stays so."""

from pathlib import Path

from desktop_dialer.core.facts import Capability, Source
from desktop_dialer.providers import PROVIDERS

README = Path(__file__).parents[2] / "README.md"
WORDS = {
    Capability.STATUS: "live reports of the call",
    Capability.FIRST_LEG_RESULT: "result of the first leg",
    Capability.HANG_UP: "hang up",
    Capability.SESSION: "session for several calls",
    Capability.RING_BOTH: "ring both at once",
    Capability.SCHEDULE: "scheduled calls",
    Capability.CALLER_ID: "caller ID",
    Capability.RECORD: "recording",
    Capability.RING_TIMEOUT: "ring time-out",
    Capability.MAX_DURATION: "longest duration",
    Capability.AUTO_ANSWER: "auto-answer",
    Capability.MEMO: "note with the call",
    Capability.BILLING: "billing code or card",
    Capability.EXTENSION_STATE: "state of the own extension",
    Capability.TEST: "test request",
    Capability.CHECK: "login check without dialling",
}
SIGNS = {Source.MANUAL: "●", Source.PUBLIC: "○"}


def table() -> str:
    """The table, from the facts alone."""
    facts = [provider.facts for provider in PROVIDERS.values()]
    lines = ["| | " + " | ".join(one.name for one in facts) + " |", "|---" * (len(facts) + 1) + "|"]
    for capability, words in WORDS.items():
        abilities = [one.ability(capability) for one in facts]
        cells = [SIGNS[ability.source] if ability else "" for ability in abilities]
        lines.append(f"| {words} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def test_the_readme_shows_what_the_providers_declare():
    assert table() in README.read_text(encoding="utf-8")


def test_every_capability_has_its_row():
    assert set(WORDS) == set(Capability)


if __name__ == "__main__":
    print(table())
