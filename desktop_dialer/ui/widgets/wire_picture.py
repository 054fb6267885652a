"""What the wire shows of a call, as a value, and how it is painted: two parties, their legs, and what is between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop_dialer.core.call import Leg
from desktop_dialer.core.legs import LegState
from desktop_dialer.ui.icons import Sign, draw_sign
from desktop_dialer.ui.plain import plain
from desktop_dialer.ui.theme import Tone, scaled, sized
from desktop_dialer.ui.widgets.avatar import initials_of
from desktop_dialer.ui.widgets.wrapped_text import draw_wrapped
from desktop_dialer.ui.wording import leg_word

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from desktop_dialer.ui.models.call import CallModel
    from desktop_dialer.ui.theme import Tokens
    from desktop_dialer.ui.widgets.mirrored import Mirrored

_T = TypeVar("_T")

YOU = "You"
BRIDGED = "bridged"
# As at 100 %.
_NODE, _OUTLINE, _SIGN = 60, 2, 24
_BELOW_NODE, _NAME_LINE, _WORD_LINE = 8, 20, 17
_COLUMN, _WIDEST_SHARE = 104, 0.4
_CLEAR, _SLIM_CLEAR, _SLIM_BELOW = 22, 8, 320
"""Between a circle and its end of the wire; in a narrow picture there is less."""
_STROKE, _CROSS = 3, 4.5
_DASH, _GAP = 6, 6
_DOT, _DOT_GAP = 2, 7
PERIOD = _DOT + _DOT_GAP
"""After moving so far, a dotted line looks as before."""
_PILL_WIDTH, _PILL_HEIGHT = 60, 28
_LONGEST_NAME = 80
_TONES = {
    LegState.RINGING: Tone.ACCENT,
    LegState.ANSWERED: Tone.GO,
    LegState.MAY_RING: Tone.WARN,
    LegState.FAILED: Tone.STOP,
}
"""The colour of a party's circle; elsewhere it is grey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One of the two, and its leg."""

    leg: LegState
    name: str
    word: str
    tone: Tone
    letters: str
    """In its circle; empty: a handset."""
    under: str
    """Below the rest; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All that is shown."""

    a: Party
    b: Party
    is_bridged: bool

    @classmethod
    def of(cls, model: CallModel) -> Picture:
        """What is known of the call now."""
        return cls(a=_party(model, Leg.A), b=_party(model, Leg.B), is_bridged=model.legs.is_bridged)

    @property
    def is_ringing(self) -> bool:
        """Whether something in it moves."""
        return LegState.RINGING in {self.a.leg, self.b.leg}

    @property
    def in_words(self) -> str:
        """The legs for who cannot see them: `You: answered. Grace Hopper: ringing.`."""
        words = (f"{party.name}: {party.word.rstrip('…').lower()}." for party in (self.a, self.b))
        return f"{' '.join(words)}{' Bridged.' if self.is_bridged else ''}"


def _party(model: CallModel, leg: Leg) -> Party:
    word, tone = leg_word(model, leg)
    is_own = leg is Leg.A
    name = YOU if is_own else plain(model.b_title, _LONGEST_NAME)
    letters = "" if is_own else initials_of(name)
    return Party(
        leg=model.legs.of(leg),
        name=name,
        word=word,
        tone=tone,
        letters="?" if model.legs.of(leg) is LegState.MAY_RING else letters,
        under=plain(model.names.a_party, _LONGEST_NAME) if is_own else "",
    )


def height_of(picture: Picture | None) -> int:
    """How high it is."""
    lines = scaled(_NAME_LINE) + scaled(_WORD_LINE) * (2 if picture is not None and picture.a.under else 1)
    return scaled(_NODE) + scaled(_BELOW_NODE) + lines


class WirePainter:
    """Paints pictures into a place, in a theme; `phase` is how far the dots have moved."""

    def __init__(self, painter: QPainter, place: Mirrored, theme: Tokens, phase: float) -> None:
        self._painter, self._place, self._theme, self._phase = painter, place, theme, phase
        self._column = 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def paint(self, now: Picture, before: Picture, share: float) -> None:
        """Paint `now`; where it differs from `before`, that fades away until `share` is 1."""
        self._column = self._column_for(now, before)
        for leg in Leg:
            for party, opacity in _fading(_side(before, leg), _side(now, leg), share):
                self._painter.setOpacity(opacity)
                self._paint_party(party, leg)
                self._paint_leg(party.leg, leg)
        for is_bridged, opacity in _fading(before.is_bridged, now.is_bridged, share):
            if is_bridged:
                self._painter.setOpacity(opacity)
                self._paint_bridge()
        self._painter.setOpacity(1)

    def _column_for(self, *pictures: Picture) -> float:
        """How wide a party is: as its name needs, within limits."""
        name = QFontMetricsF(sized(14))
        widest = max(name.horizontalAdvance(party.name) for picture in pictures for party in (picture.a, picture.b))
        return min(max(scaled(_COLUMN), widest + 2), self._place.box.width() * _WIDEST_SHARE)

    def _start(self, leg: Leg, width: float) -> float:
        """Where a part of a party, so wide, begins."""
        middle = (self._column - width) / 2
        return middle if leg is Leg.A else self._place.box.width() - self._column + middle

    def _paint_party(self, party: Party, leg: Leg) -> None:
        painter, node = self._painter, scaled(_NODE)
        outline, fill, ink = self._colours(party.leg)
        circle = self._place.rect(self._start(leg, node), 0, node, node)
        painter.setPen(QPen(outline, scaled(_OUTLINE)))
        painter.setBrush(fill)
        half = scaled(_OUTLINE) / 2
        painter.drawEllipse(circle.adjusted(half, half, -half, -half))
        if party.letters:
            painter.setPen(ink)
            painter.setFont(sized(14, 500))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, party.letters)
        else:
            side = scaled(_SIGN)
            sign = QRectF(0, 0, side, side)
            sign.moveCenter(circle.center())
            draw_sign(painter, Sign.HANDSET, sign, ink)
        top: float = node + scaled(_BELOW_NODE)
        self._paint_text(party.name, leg, top, _NAME_LINE, 14, 400, self._theme.text)
        self._paint_text(party.word, leg, top + scaled(_NAME_LINE), _WORD_LINE, 12, 600, self._theme.of(party.tone))
        top += scaled(_NAME_LINE) + scaled(_WORD_LINE)
        self._paint_text(party.under, leg, top, _WORD_LINE, 12, 400, self._theme.dim)

    def _paint_text(
        self, text: str, leg: Leg, top: float, line: float, size: float, weight: int, colour: QColor
    ) -> None:
        painter = self._painter
        painter.setFont(sized(size, weight))
        painter.setPen(colour)
        rect = self._place.rect(self._start(leg, self._column), top, self._column, scaled(line))
        draw_wrapped(painter, rect, text, line=scaled(line), most=1, align=Qt.AlignmentFlag.AlignHCenter)

    def _paint_leg(self, state: LegState, leg: Leg) -> None:
        """A leg's half of the wire, from its party to the middle."""
        painter, theme = self._painter, self._theme
        end, middle = self._ends(leg)
        match state:
            case LegState.NOT_REPORTED | LegState.MAY_RING:
                painter.setPen(_pen(theme.edge, (_DASH, _GAP)))
            case LegState.RINGING:
                pen = _pen(theme.accent, (_DOT, _DOT_GAP))
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                # The pattern begins in the middle and moves to whom is called.
                pen.setDashOffset(-self._phase / _STROKE)
                painter.setPen(pen)
            case LegState.ANSWERED:
                painter.setPen(_pen(theme.go))
            case LegState.FAILED:
                self._paint_cross((end + middle) / 2)
                painter.setPen(_pen(theme.stop))
                gap = scaled(2 * _CROSS) * (1 if middle.x() > end.x() else -1)
                centre = (end + middle) / 2
                painter.drawLine(centre + QPointF(gap, 0), middle)
                middle = centre - QPointF(gap, 0)
            case LegState.OVER:
                painter.setPen(_pen(theme.edge))
        painter.drawLine(middle, end)

    def _paint_cross(self, centre: QPointF) -> None:
        arm = scaled(_CROSS)
        pen = _pen(self._theme.stop)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._painter.setPen(pen)
        for slope in (1, -1):
            self._painter.drawLine(centre - QPointF(arm, slope * arm), centre + QPointF(arm, slope * arm))

    def _paint_bridge(self) -> None:
        """The circuit is closed: the word for it, in the middle of the wire."""
        painter = self._painter
        wire = abs(self._ends(Leg.A)[0].x() - self._ends(Leg.B)[0].x())
        pill = QRectF(0, 0, min(scaled(_PILL_WIDTH), wire), scaled(_PILL_HEIGHT))
        pill.moveCenter(self._ends(Leg.A)[1])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.go)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(self._theme.on_go)
        painter.setFont(sized(12, 700))
        shown = QFontMetricsF(painter.font()).elidedText(BRIDGED, Qt.TextElideMode.ElideRight, pill.width())
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)

    def _ends(self, leg: Leg) -> tuple[QPointF, QPointF]:
        """Where the leg's half of the wire begins, at its party, and where it meets the other one."""
        width, height = self._place.box.width(), scaled(_NODE) / 2
        clear = _SLIM_CLEAR if width < scaled(_SLIM_BELOW) else _CLEAR
        reach = min((self._column + scaled(_NODE)) / 2 + scaled(clear), width / 2)
        start = reach if leg is Leg.A else width - reach
        return self._place.point(start, height), self._place.point(width / 2, height)

    def _colours(self, state: LegState) -> tuple[QColor, QColor, QColor]:
        """A circle's outline, its ground, and what is in it."""
        theme = self._theme
        tone = _TONES.get(state)
        if tone is None:
            return theme.line, theme.bg, theme.dim
        return theme.of(tone), theme.soft(tone), theme.of(tone)


def _side(picture: Picture, leg: Leg) -> Party:
    return picture.a if leg is Leg.A else picture.b


def _fading(before: _T, now: _T, share: float) -> tuple[tuple[_T, float], ...]:
    """What is painted, and how opaque."""
    return ((now, 1.0),) if before == now else ((before, 1 - share), (now, share))


def _pen(colour: QColor, dashes: tuple[float, ...] = ()) -> QPen:
    pen = QPen(colour, scaled(_STROKE), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if dashes:
        pen.setDashPattern([length / _STROKE for length in dashes])
    return pen
