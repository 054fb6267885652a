"""Patterns of the exchange's numbers: ordinary ones work as ever, and none takes long."""

from __future__ import annotations

import contextlib
import time

import pytest

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.pattern import MAX_PATTERN, compiled


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        (r"2\d\d", "203", "2034"),
        (r"[1-7]\d{2,3}|\*9\d", "*91", "91"),
        ("^(?:1|2)[0-9]{2}$", "199", "300"),
        ("(1|2)?[^0]", "21", "20"),
        (r"\+31201234\d*", "+31201234567", "+3120123"),
        ("200|201|202", "201", "203"),
        ("#..", "#21", "021"),
        (r"0?\d{3}", "0112", "01123"),
        (r"[\d*#]{1,3}", "*1#", "*1##"),
    ],
)
def test_an_ordinary_pattern_matches_the_whole_number(pattern, matching, other):
    assert compiled(pattern).fullmatch(matching)
    assert not compiled(pattern).fullmatch(other)


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("(", "no regular expression"),
        (")", "no regular expression"),
        ("*", "no regular expression"),
        ("[7-1]", "no regular expression"),
        ("1{3,2}", "no regular expression"),
        ("(1+)+", "repeats a group"),
        (r"(\d\d){2}", "repeats a group"),
        (r"\d*\d*\d*\d*\d*#", "too many repeats"),
        ("(1|2|3)" * 5, "too many repeats or branches"),
        (r"(1)\1", r"holds '\\\\'"),
        ("(?=1)", "holds '='"),
        ("(?i)1", "holds"),
        ("abc", "holds 'a'"),
        ("1" * (MAX_PATTERN + 1), "is longer than"),
    ],
)
def test_any_other_is_refused_with_an_example_of_a_good_one(pattern, fault):
    with pytest.raises(InvalidInput, match=fault) as refused:
        compiled(pattern)
    assert refused.value.name == "internal"
    assert r"write it like 2\d\d" in str(refused.value)


@pytest.mark.parametrize(
    "pattern",
    [r"\d*\d*\d*\d*x", "(.+)+#", "(.|.)" * 30, r"(\d|\d\d)*#", "(.|..|1|2)" * 3 + ".*.*.*.*[*#]"],
)
def test_no_pattern_takes_long(pattern):
    start = time.process_time()
    with contextlib.suppress(InvalidInput):
        compiled(pattern).fullmatch("1" * 32)
    assert time.process_time() - start < 1
