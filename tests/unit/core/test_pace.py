"""Time as tests shorten it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.pace import Pace, read_pace


def test_time_is_real_unless_something_else_is_asked():
    for text in (None, ""):
        assert read_pace(text) == Pace(1.0)
    assert Pace().seconds(15) == 15


def test_every_span_is_multiplied():
    pace = read_pace("0.1")
    assert pace.seconds(60) == 6
    assert pace.span(60) == timedelta(seconds=6)


@pytest.mark.parametrize("text", ["0.001", " 1 ", "1e3", "1000"])
def test_a_number_above_nought_is_taken(text):
    assert read_pace(text).scale == float(text)


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "-inf", "fast", "1,5", "1001", "1e400", "0x1"])
def test_anything_else_is_refused_by_the_variables_name(text):
    with pytest.raises(InvalidInput, match="takes a number above 0") as refused:
        read_pace(text)
    assert refused.value.name == "DESKTOP_DIALER_TIME_SCALE"
