"""Geofences: who crosses one is told once, whatever positions waver or come late."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quaychain.oracles.keeper.fences import Fence, crossings
from quaychain.oracles.keeper.geography import Area, Circle, Place, distance, remaining
from quaychain.oracles.keeper.notice import NoticeKind
from quaychain.oracles.keeper.sightings import Position

#: Maasvlakte, Rotterdam: a ring with a hole in it.
RING = [[3.99, 51.93], [4.06, 51.93], [4.06, 51.97], [3.99, 51.97], [3.99, 51.93]]
HOLE = [[4.02, 51.94], [4.03, 51.94], [4.03, 51.95], [4.02, 51.95], [4.02, 51.94]]
SHIP = frozenset({"imo:9321483", "mmsi:244660000"})


def at(latitude: float, longitude: float, time: int = 1, things: frozenset[str] = SHIP) -> Position:
    return Position(things, Place(latitude=latitude, longitude=longitude), time)


def area(*rings: Any) -> Area:
    return Area(type="Polygon", coordinates=list(rings))


def fence(**changes: Any) -> Fence:
    return Fence.model_validate({"name": "maasvlakte", "area": area(RING, HOLE), "margin": 100.0} | changes)


def told(watched: Fence, *positions: Position) -> list[tuple[NoticeKind, int]]:
    sides: dict[str, Any] = {}
    return [(each.kind, each.facts["time"]) for one in positions for each in crossings([watched], one, sides, 99)]


IN, OUT, EDGE, POOL = (51.935, 4.0), (51.90, 4.0), (51.9305, 4.0), (51.945, 4.025)


def test_entering_and_leaving_are_told_once_each() -> None:
    way = [at(*OUT, 1), at(*IN, 2), at(*IN, 3), at(*OUT, 4), at(*OUT, 5)]
    assert told(fence(), *way) == [(NoticeKind.FENCE_ENTERED, 2), (NoticeKind.FENCE_LEFT, 4)]
    assert told(fence(when=["leaves"]), *way) == [(NoticeKind.FENCE_LEFT, 4)]
    assert told(fence(), at(*IN, 2)) == [(NoticeKind.FENCE_ENTERED, 2)]
    assert told(fence(), at(*POOL, 2)) == []


def test_what_wavers_about_the_edge_or_comes_late_changes_nothing() -> None:
    # 55 m within the edge, and a margin of 100 m.
    assert told(fence(), at(*OUT, 1), at(*EDGE, 2)) == []
    assert told(fence(), at(*IN, 1), at(*EDGE, 2), at(51.9295, 4.0, 3)) == [(NoticeKind.FENCE_ENTERED, 1)]
    assert told(fence(), at(*IN, 5), at(*OUT, 4), at(*OUT, 5)) == [(NoticeKind.FENCE_ENTERED, 5)]


def test_only_the_things_named_count() -> None:
    assert told(fence(things=["imo:1"]), at(*IN)) == []
    assert told(fence(things=["imo:9321483"]), at(*IN)) != []


@given(st.lists(st.tuples(st.floats(51.9, 52.0), st.floats(3.9, 4.1)), max_size=30))
def test_a_thing_enters_and_leaves_in_turns(places: list[tuple[float, float]]) -> None:
    kinds = [kind for kind, _ in told(fence(), *(at(*place, time) for time, place in enumerate(places)))]
    assert all(one is not other for one, other in pairwise(kinds))
    assert not kinds or kinds[0] is NoticeKind.FENCE_ENTERED


def test_metres_are_metres() -> None:
    rotterdam, shanghai = Place(latitude=51.95, longitude=4.02), Place(latitude=30.62, longitude=122.06)
    # 9,040 km by the WGS 84 geodesic.
    assert distance(rotterdam, shanghai) == pytest.approx(9_040_000, rel=0.01)
    circle = Circle(center=rotterdam, radius=1_000)
    assert circle.depth(rotterdam) == 1_000
    assert circle.depth(Place(latitude=51.96, longitude=4.02)) == pytest.approx(-112, abs=3)
    assert area(RING).depth(Place(latitude=51.935, longitude=4.02)) == pytest.approx(556, rel=0.01)


def test_a_route_is_gone_from_its_nearest_point() -> None:
    route = [Place(latitude=0, longitude=0), Place(latitude=0, longitude=10), Place(latitude=10, longitude=10)]
    degree = distance(route[0], Place(latitude=0, longitude=1))
    assert remaining(Place(latitude=0, longitude=4), route) == pytest.approx(16 * degree, rel=0.001)
    assert remaining(Place(latitude=1, longitude=4), route) == pytest.approx(17 * degree, rel=0.001)
    assert remaining(route[-1], route) == pytest.approx(0, abs=1)
    assert remaining(Place(latitude=9, longitude=10), route[-1:]) == pytest.approx(degree, rel=0.001)


@pytest.mark.parametrize(
    "changes",
    [
        {"area": None},
        {"circle": {"center": {"latitude": 1, "longitude": 2}, "radius": 3}},
        {"area": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}},
        {"area": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}},
        {"area": {"type": "Polygon", "coordinates": []}},
        {"area": {"type": "Polygon", "coordinates": [[[51.9, 181], [4, 52], [5, 52], [51.9, 181]]]}},
        {"area": {"type": "Point", "coordinates": [1, 2]}},
        {"area": {"type": "Polygon", "coordinates": "here"}},
        {"name": "Ä"},
        {"margin": -1},
        {"colour": "red"},
    ],
)
def test_what_is_no_fence_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        fence(**changes)
