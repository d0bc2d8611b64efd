"""What the demo's devices measure: plausible series over the voyage and in service, the same in every run.

Times are unix seconds, places WGS 84 degrees. Units are UN/ECE Recommendation 20 codes, as EPCIS 2.0 sensorElement has
them (C16 mm/s, CEL °C, P1 %, DD degree, C30 V …).
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Shanghai, Taiwan Strait, South China Sea, Karimata, Sunda, Indian Ocean, off Madagascar, Cape of Good Hope, Atlantic,
#: off Cape Verde, Finisterre, Ushant, Dover, Rotterdam: (latitude, longitude). Erected cranes can't take the canals.
ROUTE: tuple[tuple[float, float], ...] = (
    (31.0, 122.6),
    (27.0, 121.3),
    (22.6, 117.6),
    (10.5, 110.6),
    (2.5, 105.9),
    (-2.8, 107.1),
    (-5.6, 105.9),
    (-6.8, 104.4),
    (-21.0, 78.0),
    (-30.0, 48.0),
    (-35.4, 24.0),
    (-35.2, 18.0),
    (-20.0, 4.5),
    (0.0, -11.5),
    (14.8, -18.6),
    (28.5, -16.0),
    (43.3, -10.4),
    (48.8, -5.9),
    (50.2, -1.2),
    (51.1, 1.6),
    (52.0, 3.7),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One measured value: a measurement type of the GS1 Web Vocabulary, its unit, and where it is part of a place or
    vector, which component (CBV 2.0)."""

    quantity: str
    unit: str
    value: float
    at: int
    component: str = ""


def times(start: int, end: int, count: int) -> list[int]:
    """`count` times spread evenly over [start, end]."""
    step = (end - start) / max(1, count - 1)
    return [int(start + index * step) for index in range(count)]


def vibration(start: int, end: int, count: int, seed: int) -> Iterator[Sample]:
    """Gearbox vibration in mm/s RMS: steady near 4.2, rising to 9.8 over the last nine of sixty days (INC-1)."""
    noise = random.Random(seed)  # noqa: S311  a series to look at, nothing secret
    rise_starts = end - (end - start) * 9 / 60
    for at in times(start, end, count):
        trend = 4.2 + 5.6 * max(0.0, (at - rise_starts) / (end - rise_starts)) ** 1.6
        yield Sample("Speed", "C16", round(trend + noise.gauss(0, 0.15), 3), at)


def temperature(start: int, end: int, count: int, seed: int) -> Iterator[Sample]:
    """Motor winding temperature in °C: the day's rhythm over the load's."""
    noise = random.Random(seed)  # noqa: S311
    for at in times(start, end, count):
        day = math.sin(2 * math.pi * (at % 86_400) / 86_400)
        yield Sample("Temperature", "CEL", round(68 + 11 * day + noise.gauss(0, 1.2), 2), at)


def strain(start: int, end: int, count: int, seed: int, storm: tuple[int, int]) -> Iterator[Sample]:
    """Lashing force in kN: swell, and a storm (FM-1) between two times."""
    noise = random.Random(seed)  # noqa: S311
    for at in times(start, end, count):
        rough = 3.2 if storm[0] <= at <= storm[1] else 1.0
        yield Sample("Force", "B47", round(180 + 22 * rough * abs(noise.gauss(0, 1)), 1), at)


def humidity(start: int, end: int, count: int, seed: int) -> Iterator[Sample]:
    """Relative humidity in the E-house in per cent: higher in the tropics."""
    noise = random.Random(seed)  # noqa: S311
    for at, (latitude, _) in zip(times(start, end, count), positions_along(ROUTE, count), strict=True):
        tropics = max(0.0, 1 - abs(latitude) / 35)
        yield Sample("RelativeHumidity", "P1", round(38 + 17 * tropics + noise.gauss(0, 1.5), 1), at)


def positions_along(route: Sequence[tuple[float, float]], count: int) -> list[tuple[float, float]]:
    """`count` places at even distances along a route of (latitude, longitude)."""
    lengths = [_distance(a, b) for a, b in itertools.pairwise(route)]
    total = sum(lengths)
    places = []
    for index in range(count):
        left = total * index / max(1, count - 1)
        leg = 0
        while leg < len(lengths) - 1 and left > lengths[leg]:
            left -= lengths[leg]
            leg += 1
        part = min(1.0, left / lengths[leg])
        (lat0, lon0), (lat1, lon1) = route[leg], route[leg + 1]
        places.append((round(lat0 + (lat1 - lat0) * part, 4), round(lon0 + (lon1 - lon0) * part, 4)))
    return places


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Nautical miles between two places on a sphere (haversine)."""
    lat0, lon0, lat1, lon1 = (math.radians(x) for x in (*a, *b))
    h = math.sin((lat1 - lat0) / 2) ** 2 + math.cos(lat0) * math.cos(lat1) * math.sin((lon1 - lon0) / 2) ** 2
    return 2 * 3440.065 * math.asin(math.sqrt(h))
