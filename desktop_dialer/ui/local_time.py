"""A country in words, and the time there: told only of a country whose clocks all show the same."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QDateTime, QLocale, QTimeZone

_DAYS_LOOKED_AT = range(-364, 365, 14)
"""A year to either side, in steps that no summer time slips through."""


def country_name(code: str) -> str:
    """The country of these two letters, in English; empty where nobody knows it."""
    territory = QLocale.codeToTerritory(code)
    return "" if territory is QLocale.Country.AnyCountry else QLocale.territoryToString(territory)


def time_in(code: str, now: QDateTime) -> str:
    """`14:03` in the country; empty where its zones differ, or are not known.

    A country of several zones counts as one where they agree throughout a year before and after: Germany's two do,
    China's and Ukraine's do not, for not everybody there keeps the capital's time. Where a person is, a number never
    tells: this is the time where the number belongs.
    """
    zone = _only_zone(code, now.date().year())
    return now.toTimeZone(zone).toString("HH:mm") if zone is not None else ""


@lru_cache(maxsize=256)
def _only_zone(code: str, year: int) -> QTimeZone | None:
    zones = [QTimeZone(one) for one in QTimeZone.availableTimeZoneIds(QLocale.codeToTerritory(code))]
    middle = QDateTime.fromString(f"{year}-07-01T00:00:00Z", "yyyy-MM-dd'T'HH:mm:sst")
    moments = [middle.addDays(days) for days in _DAYS_LOOKED_AT]
    agree = all(len({zone.offsetFromUtc(moment) for zone in zones}) == 1 for moment in moments)
    return zones[0] if agree else None
