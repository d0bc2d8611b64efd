"""Places on the earth: circles, polygons and routes in WGS 84 degrees. Pure.

Polygons are GeoJSON's (RFC 7946): edges are straight in longitude and latitude, and what crosses the antimeridian is
split there. Distances are on a sphere of the earth's mean radius, right to half a percent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.affinity import affine_transform
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.ops import substring
from shapely.validation import explain_validity

#: Metres: IUGG's mean radius R1, and what a degree of a great circle is on it.
_RADIUS = 6_371_008.8
_DEGREE = radians(1) * _RADIUS

Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Place(BaseModel):
    """A point, WGS 84 degrees."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    latitude: Latitude
    longitude: Longitude


class Circle(BaseModel):
    """All within a radius, in metres."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    center: Place
    radius: Annotated[float, Field(gt=0, le=2_000_000, allow_inf_nan=False)]

    def depth(self, place: Place) -> float:
        """Metres from the edge to a place within; negative outside."""
        return self.radius - distance(self.center, place)


class Area(BaseModel):
    """A GeoJSON Polygon or MultiPolygon that is one: closed rings that don't cross, within the map."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["Polygon", "MultiPolygon"]
    coordinates: Any

    @model_validator(mode="after")
    def _is_one(self) -> Area:
        try:
            area = self._area
        except (ShapelyError, ValueError, TypeError, IndexError, AttributeError) as error:
            raise ValueError(f"no GeoJSON {self.type}: {error}") from None
        if area.is_empty:
            raise ValueError("there is nothing in it")
        west, south, east, north = area.bounds
        if west < -180 or east > 180 or south < -90 or north > 90:
            raise ValueError("it has a point that is not on the map: coordinates are longitude, latitude")
        if not area.is_valid:
            raise ValueError(f"no proper area: {explain_validity(area)}")
        return self

    @cached_property
    def _area(self) -> Polygon | MultiPolygon:
        found = shape({"type": self.type, "coordinates": self.coordinates})
        if not isinstance(found, Polygon | MultiPolygon):
            raise ValueError("no area")
        return found

    @cached_property
    def _metres(self) -> _Flat:
        return _Flat.around(self._area.centroid.y)

    @cached_property
    def _edge(self) -> Any:
        return self._metres.of(self._area.boundary)

    def depth(self, place: Place) -> float:
        """Metres from the edge to a place within; negative outside. Far from it metres are rough, sides are not."""
        point = Point(place.longitude, place.latitude)
        away = float(self._edge.distance(self._metres.of(point)))
        return away if self._area.covers(point) else -away


@dataclass(frozen=True, slots=True)
class _Flat:
    """Metres about a latitude. Affine, so what is straight stays straight, and what is within stays within."""

    scale: float

    @classmethod
    def around(cls, latitude: float) -> _Flat:
        return cls(max(cos(radians(latitude)), 0.01))

    def of(self, geometry: Any) -> Any:
        return affine_transform(geometry, [_DEGREE * self.scale, 0, 0, _DEGREE, 0, 0])


def distance(one: Place, other: Place) -> float:
    """Metres along the great circle (haversine formula)."""
    south, north = radians(one.latitude), radians(other.latitude)
    half = sin((north - south) / 2) ** 2
    half += cos(south) * cos(north) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _RADIUS * asin(min(1.0, sqrt(half)))


def remaining(place: Place, route: Sequence[Place]) -> float:
    """Metres still to go along a route to its last point: to the nearest point of it, and on from there."""
    if len(route) == 1:
        return distance(place, route[0])
    line = LineString([(each.longitude, each.latitude) for each in route])
    nearest = line.project(Point(place.longitude, place.latitude))
    rest = substring(line, nearest, line.length)
    ahead = [Place(longitude=x, latitude=y) for x, y in rest.coords]
    legs = sum(distance(one, other) for one, other in pairwise(ahead))
    return distance(place, ahead[0]) + legs
