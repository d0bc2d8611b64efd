"""How times, shares, numbers and ids are written for a reader. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.numbers import format_decimal, format_percent

from ..queries.view import WHOLE

#: UN/ECE Recommendation 20 codes that our devices send, with the symbol that people write.
_UNITS = {
    "2N": "dB",
    "A24": "cd/m²",
    "A97": "hPa",
    "B47": "kN",
    "BAR": "bar",
    "C16": "mm/s",
    "C30": "V",
    "CEL": "°C",
    "CMT": "cm",
    "DD": "°",
    "G66": "m/s²",
    "KGM": "kg",
    "KMH": "km/h",
    "KNT": "kn",
    "KWH": "kWh",
    "LUX": "lx",
    "MMT": "mm",
    "MSK": "m/s²",
    "MTR": "m",
    "MTS": "m/s",
    "NEW": "N",
    "P1": "%",
    "RPM": "1/min",
    "TNE": "t",
}

#: No calendar has it: what the query layer gives where a time is beyond the end.
_END_OF_TIME = datetime.max.replace(tzinfo=UTC).date()


def day(value: datetime | date, locale: Locale) -> str:
    """14 Jan 2027; 2027年1月14日."""
    return format_date(value, "medium", locale)


def minute(value: datetime, locale: Locale) -> str:
    """14 Jan 2027, 08:30 UTC. Every reader gets the same clock, and is told which."""
    clock = value.astimezone(UTC).strftime("%H:%M")
    return f"{day(value.astimezone(UTC), locale)}{' ' if locale.language == 'zh' else ', '}{clock} UTC"


def month(value: datetime | date, locale: Locale) -> str:
    """Jan 2027; 2027年1月."""
    return format_skeleton("yMMM", value, locale=locale)


def short_month(value: datetime | date, locale: Locale) -> str:
    """Jan; 1月."""
    return format_skeleton("MMM", value, locale=locale)


def endless(value: datetime) -> bool:
    """Whether this stands for "no end"."""
    return value.date() == _END_OF_TIME


def span(seconds: float, locale: Locale) -> str:
    """3 months; 12 days."""
    return format_timedelta(timedelta(seconds=seconds), threshold=1.6, locale=locale)


def share(ppm: int, locale: Locale) -> str:
    """80 %; a single ppm doesn't round away."""
    if 0 < ppm < 100:
        return f"{ppm} ppm"
    return format_percent(ppm / WHOLE, "#,##0.####%", locale=locale)


def number(value: float, locale: Locale, digits: int = 2) -> str:
    """1,234.5."""
    return format_decimal(round(value, digits), locale=locale)


def unit(code: str) -> str:
    """The symbol of a unit; its code where we know none."""
    return _UNITS.get(code, code)


def short(identifier: str) -> str:
    """0x5e5e5e5e…5e5e: enough to tell one from another; the whole stands in the title."""
    return identifier if len(identifier) <= 16 else f"{identifier[:10]}…{identifier[-4:]}"
