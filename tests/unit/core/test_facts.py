"""What a provider declares: each kind of parameter takes its range and refuses the rest by name."""

from __future__ import annotations

import pytest

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Ability, Capability, Facts, Kind, Parameter, Role, Source
from desktop_dialer.core.numbers import NumberFormat


def parameter(**more):
    return Parameter(**{"name": "Timeout", "label": "ring time", "help": "it takes what the manual says", **more})


@pytest.mark.parametrize(
    ("declared", "value", "checked"),
    [
        ({}, "any text, 'quoted' & more", "any text, 'quoted' & more"),
        ({}, " spaced ", " spaced "),
        ({}, "x" * 1000, "x" * 1000),
        ({"empty_is_sent": True}, "", ""),
        ({"kind": Kind.INTEGER, "minimum": 1, "maximum": 300}, "1", "1"),
        ({"kind": Kind.INTEGER, "minimum": 1, "maximum": 300}, "0300", "300"),
        ({"kind": Kind.INTEGER}, "0", "0"),
        ({"kind": Kind.INTEGER}, "99999999999", "99999999999"),
        ({"kind": Kind.FLAG}, "1", "1"),
        ({"kind": Kind.FLAG}, "0", "0"),
        ({"kind": Kind.CHOICE, "choices": ("yes", "")}, "yes", "yes"),
        ({"kind": Kind.DATE}, "202602281530", "202602281530"),
        ({"kind": Kind.SECRET}, "p&ss wörd", "p&ss wörd"),
        ({"kind": Kind.NUMBER}, "+31 20", "+31 20"),
        ({"pattern": r"[1-9]\d{6,14}"}, "442034567890", "442034567890"),
    ],
)
def test_a_value_in_its_range_is_taken(declared, value, checked):
    assert parameter(**declared).check(value) == checked


@pytest.mark.parametrize(
    ("declared", "value", "fault"),
    [
        ({}, "a\nb", "line break"),
        ({}, "a\rb", "line break"),
        ({}, "a\0b", "NUL"),
        ({}, "a\udce9", "broken character"),
        ({}, "x" * 1001, "longer than 1000"),
        ({}, "", "is empty"),
        ({}, " \t", "is empty"),
        ({"empty_is_sent": True}, " ", "is empty"),
        ({"kind": Kind.INTEGER, "minimum": 1, "maximum": 300}, "0", "is 0; it takes a whole number from 1 to 300"),
        ({"kind": Kind.INTEGER, "minimum": 1, "maximum": 300}, "301", "from 1 to 300"),
        ({"kind": Kind.INTEGER, "maximum": 9}, "10", "from 0 to 9"),
        ({"kind": Kind.INTEGER, "minimum": 1}, "0", "from 1 up"),
        ({"kind": Kind.INTEGER}, "-1", "it takes a whole number"),
        ({"kind": Kind.INTEGER}, "1.5", "it takes a whole number"),
        ({"kind": Kind.INTEGER}, "1e2", "it takes a whole number"),
        ({"kind": Kind.INTEGER}, "٣", "it takes a whole number"),
        ({"kind": Kind.INTEGER}, " 5", "it takes a whole number"),
        ({"kind": Kind.INTEGER}, "9" * 12, "it takes a whole number"),
        ({"kind": Kind.FLAG}, "yes", "it takes 1 or 0"),
        ({"kind": Kind.CHOICE, "choices": ("text", "xml")}, "TEXT", "it takes text or xml"),
        ({"kind": Kind.CHOICE, "choices": ("phone", "")}, "fax", "it takes phone or an empty text"),
        ({"kind": Kind.DATE}, "20260228153", "YYYYMMDDhhmm"),
        ({"kind": Kind.DATE}, "202602291530", "YYYYMMDDhhmm"),
        ({"kind": Kind.DATE}, "202602282460", "YYYYMMDDhhmm"),
        ({"kind": Kind.DATE}, "2026-02-28 1", "YYYYMMDDhhmm"),
        ({"kind": Kind.DATE}, "٢٠٢٦٠٢٢٨١٥٣٠", "YYYYMMDDhhmm"),
        ({"pattern": r"[1-9]\d{6,14}"}, "0203", "it takes what the manual says"),
        ({"pattern": r"\d+"}, "٣", "it takes what the manual says"),
    ],
)
def test_any_other_value_is_refused_by_name(declared, value, fault):
    with pytest.raises(InvalidInput, match=fault) as refused:
        parameter(**declared).check(value)
    assert refused.value.name == "Timeout"
    assert str(refused.value).startswith("Timeout (ring time) ")


def test_a_secret_that_breaks_its_pattern_is_not_shown():
    with pytest.raises(InvalidInput) as refused:
        parameter(kind=Kind.SECRET, pattern="[0-9a-f]+").check("s3cret!")
    assert "s3cret" not in str(refused.value)
    assert parameter(kind=Kind.SECRET).is_secret
    assert not parameter().is_secret


A = parameter(name="aparty", role=Role.A_PARTY)
B = parameter(name="bparty", role=Role.B_PARTY)
DATE = parameter(name="Date", needs=("ident", "Retrytime"))
PHRASE = parameter(name="secure_phrase", kind=Kind.SECRET)
FACTS = Facts(
    id="x", name="X", manual_title="t", manual_date="d", base_url=None, base_url_help="h",
    parameters=(A, B, DATE), secrets=(PHRASE,), number_formats=(NumberFormat.AS_TYPED,), order="o",
    abilities=(Ability(capability=Capability.STATUS, source=Source.PUBLIC),),
)  # fmt: skip


def test_a_capability_is_there_where_it_is_declared():
    assert FACTS.can(Capability.STATUS)
    assert FACTS.ability(Capability.STATUS).source is Source.PUBLIC
    assert not FACTS.can(Capability.HANG_UP)
    assert FACTS.ability(Capability.HANG_UP) is None


def test_a_parameter_is_found_by_its_exact_name():
    assert FACTS.parameter("aparty") is A
    assert FACTS.parameter("secure_phrase") is PHRASE
    assert FACTS.parameter("Aparty") is None


def test_each_party_has_its_parameter():
    assert FACTS.of_role(Role.A_PARTY) is A
    assert FACTS.of_role(Role.B_PARTY) is B


def test_what_belongs_together_is_given_together():
    FACTS.check_values({})
    FACTS.check_values({"Date": "1", "ident": "1", "Retrytime": "1"})
    with pytest.raises(InvalidInput, match="Date needs ident and Retrytime with it") as refused:
        FACTS.check_values({"Date": "1"})
    assert refused.value.name == "ident"
    with pytest.raises(InvalidInput, match="Date needs Retrytime with it"):
        FACTS.check_values({"Date": "1", "ident": "1"})
