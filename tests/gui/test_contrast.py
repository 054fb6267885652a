"""Both themes: every text can be read on every ground, and a number keeps its direction in any sentence."""

import itertools

import pytest

from desktop_dialer.ui.plain import isolated, number, plain, plain_lines
from desktop_dialer.ui.theme import DARK, LIGHT, Tone, palette_of, tokens
from desktop_dialer.ui.widgets.avatar import colour_of

THEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
GROUNDS = ("bg", "panel", "selection", "accent_soft", "go_soft", "warn_soft", "stop_soft")
ENOUGH = 4.5
HOT, PRESSED = 106, 115
"""How much darker a full button is painted under the pointer."""


def luminance(colour):
    parts = [part / 255 for part in (colour.red(), colour.green(), colour.blue())]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2's contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("tone", "ground"), list(itertools.product(Tone, GROUNDS)))
def test_text_of_each_tone_can_be_read_on_each_ground(theme, tone, ground):
    assert contrast(theme.of(tone), getattr(theme, ground)) >= ENOUGH


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("tone", ["accent", "go", "stop"])
@pytest.mark.parametrize("darker", [100, HOT, PRESSED])
def test_what_is_written_on_a_full_button_can_be_read(theme, tone, darker):
    assert contrast(getattr(theme, f"on_{tone}"), getattr(theme, tone).darker(darker)) >= ENOUGH


@pytest.mark.parametrize("theme", THEMES)
def test_what_qt_paints_itself_can_be_read_too(theme):
    palette = palette_of(theme)
    role = palette.ColorRole
    for text, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.PlaceholderText, role.Base),
        (role.PlaceholderText, role.Window),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
    ):
        assert contrast(palette.color(text), palette.color(ground)) >= ENOUGH, (text, ground)
    assert tokens(palette) is theme


def test_every_disc_carries_white_letters():
    white = palette_of(LIGHT).color(palette_of(LIGHT).ColorRole.Base)
    for name in map(str, range(200)):
        assert contrast(colour_of(name), white) >= ENOUGH


def test_a_number_keeps_its_direction_through_a_label():
    sentence = f"Sends {number('+31 20')} · via {isolated('Tel2')}"
    assert plain(sentence) == sentence
    assert plain_lines(f"{sentence}\n{sentence}") == f"{sentence}\n{sentence}"


@pytest.mark.parametrize(
    "text",
    ["a\u2066b", "a\u2069b", "\u2069\u2066", "a\u2067b\u2069", "a\u202eb\u202c", "a\u200fb", "\u2068\u2068a\u2069"],
)
def test_marks_that_would_turn_what_stands_round_them_are_gone(text):
    assert plain(text).isprintable()


def test_a_text_that_is_cut_leaves_no_mark_open():
    assert plain(number("1" * 100), 50) == f"{'1' * 48}…"
