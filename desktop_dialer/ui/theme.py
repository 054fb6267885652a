"""Colours and type: the two themes as tables, the palettes made of them, and the sizes that the text size scales.

What paints asks `tokens(widget.palette())`: the palette alone says which theme is on, so that a switch repaints all
and nothing has to be told.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette

BASE_PIXELS = 14
"""The size of running text at 100 %; every other size is given as on a window of that size."""
_DARK_BELOW = 128
_FAMILIES = ["Inter", "Inter Variable", "Segoe UI Variable", "SF Pro Text", "Noto Sans", "DejaVu Sans"]
_fonts: dict[tuple[float, int, bool, int], QFont] = {}
"""Those that `sized` made, by what they were made for and the size of running text."""


class Tone(StrEnum):
    """A colour by its one meaning: green answered or go, blue in progress, amber not known, red stop or failed."""

    TEXT = "text"
    DIM = "dim"
    GO = "go"
    ACCENT = "accent"
    WARN = "warn"
    STOP = "stop"


class Tokens(NamedTuple):
    """A theme's colours. The `soft` ones lie under text of their own tone; `on_…` is the text on the full tone."""

    bg: QColor
    panel: QColor
    line: QColor
    edge: QColor
    """The outline of what can be typed in or pressed: 3:1 against what is round it where it stands alone."""
    text: QColor
    dim: QColor
    accent: QColor
    accent_soft: QColor
    on_accent: QColor
    go: QColor
    go_soft: QColor
    on_go: QColor
    stop: QColor
    stop_soft: QColor
    on_stop: QColor
    warn: QColor
    warn_soft: QColor
    selection: QColor
    star: QColor
    is_dark: bool

    def of(self, tone: Tone) -> QColor:
        """The colour of text in that tone."""
        return {
            Tone.TEXT: self.text,
            Tone.DIM: self.dim,
            Tone.GO: self.go,
            Tone.ACCENT: self.accent,
            Tone.WARN: self.warn,
            Tone.STOP: self.stop,
        }[tone]

    def soft(self, tone: Tone) -> QColor:
        """What lies under text of that tone."""
        return {
            Tone.TEXT: self.bg,
            Tone.DIM: self.bg,
            Tone.GO: self.go_soft,
            Tone.ACCENT: self.accent_soft,
            Tone.WARN: self.warn_soft,
            Tone.STOP: self.stop_soft,
        }[tone]


LIGHT = Tokens(
    bg=QColor("#f6f7f9"),
    panel=QColor("#ffffff"),
    line=QColor("#e3e6eb"),
    edge=QColor("#d0d5dd"),
    text=QColor("#1b1f27"),
    dim=QColor("#5f6979"),
    accent=QColor("#1b64d8"),
    accent_soft=QColor("#e8f0fe"),
    on_accent=QColor("#ffffff"),
    go=QColor("#107a3b"),
    go_soft=QColor("#e3f5ea"),
    on_go=QColor("#ffffff"),
    stop=QColor("#c62828"),
    stop_soft=QColor("#fdeaea"),
    on_stop=QColor("#ffffff"),
    warn=QColor("#8a5c00"),
    warn_soft=QColor("#fff4d6"),
    selection=QColor("#e8f0fe"),
    star=QColor("#eaaa08"),
    is_dark=False,
)
DARK = Tokens(
    bg=QColor("#15181e"),
    panel=QColor("#1c2027"),
    line=QColor("#2c313b"),
    edge=QColor("#3d4452"),
    text=QColor("#e9ecf1"),
    dim=QColor("#98a2b3"),
    accent=QColor("#6ea8fe"),
    accent_soft=QColor("#1d2b44"),
    on_accent=QColor("#0b1a33"),
    go=QColor("#4cc38a"),
    go_soft=QColor("#17352a"),
    on_go=QColor("#0d1b13"),
    stop=QColor("#ff6b6b"),
    stop_soft=QColor("#3a1f22"),
    on_stop=QColor("#2a0d0d"),
    warn=QColor("#e3b341"),
    warn_soft=QColor("#372d12"),
    selection=QColor("#22304a"),
    star=QColor("#eaaa08"),
    is_dark=True,
)


def tokens(palette: QPalette) -> Tokens:
    """The colours of the theme that this palette belongs to."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < _DARK_BELOW else LIGHT


def palette_of(theme: Tokens) -> QPalette:
    """What Qt's own widgets paint with."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for which, colour in (
        (role.Window, theme.bg),
        (role.WindowText, theme.text),
        (role.Base, theme.panel),
        (role.AlternateBase, theme.bg),
        (role.Text, theme.text),
        (role.PlaceholderText, theme.dim),
        (role.Button, theme.panel),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.stop),
        (role.Light, theme.line),
        (role.Midlight, theme.line),
        (role.Mid, theme.line),
        (role.Dark, theme.edge),
        (role.Shadow, theme.edge),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.ToolTipBase, theme.panel),
        (role.ToolTipText, theme.text),
    ):
        palette.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, which, theme.dim)
    return palette


def base_font(percent: int = 100) -> QFont:
    """Running text at that size."""
    font = QFont()
    system = font.family()
    font.setPixelSize(round(BASE_PIXELS * percent / 100))
    font.setFamilies(_FAMILIES[:1])  # alone, where it is installed: of several, Qt works out at once who fills in
    if QFontInfo(font).family() != _FAMILIES[0]:
        font.setFamilies([*_FAMILIES, system])
    return font


def scaled(pixels: float) -> int:
    """A length that goes with the text, given as at 100 %."""
    return max(1, round(pixels * QGuiApplication.font().pixelSize() / BASE_PIXELS))


def sized(pixels: float, weight: int = 400, *, figures: bool = False) -> QFont:
    """The program's type at a size given as at 100 %; `figures` have one width each, so that a clock stands still."""
    font = QGuiApplication.font()
    key = (pixels, weight, figures, font.pixelSize())
    if (known := _fonts.get(key)) is None:
        font.setPixelSize(scaled(pixels))
        font.setWeight(QFont.Weight(weight))
        if figures:
            font.setFeature(QFont.Tag("tnum"), 1)
        known = _fonts[key] = font
    return QFont(known)
