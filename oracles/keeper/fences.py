"""Geofences: who went into an area or left it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .geography import Area, Circle
from .notice import Notice, NoticeKind
from .sightings import Position


class Fence(BaseModel):
    """An area that is watched. Either a circle or a GeoJSON area."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,62}$")]
    circle: Circle | None = None
    area: Area | None = None
    #: Whose positions count: `imo:…`, `mmsi:…`, EPCs; everybody's where none is named.
    things: frozenset[str] = frozenset()
    when: frozenset[Literal["enters", "leaves"]] = frozenset({"enters", "leaves"})
    #: Metres that something must be beyond the edge to count as across: positions waver.
    margin: Annotated[float, Field(ge=0, le=50_000, allow_inf_nan=False)] = 50.0

    @model_validator(mode="after")
    def _one_shape(self) -> Fence:
        if (self.circle is None) == (self.area is None):
            raise ValueError("name either a circle or an area")
        return self

    def depth(self, position: Position) -> float:
        """Metres from the edge to the position; negative outside."""
        shape = self.circle or self.area
        assert shape is not None
        return shape.depth(position.place)


#: On which side of a fence something was last, and when: {"inside": …, "at": Unix seconds}.
Sides = MutableMapping[str, Mapping[str, int | bool]]


def side_name(fence: Fence, thing: str) -> str:
    """Under which name a side is noted."""
    return f"side/{fence.name}/{thing}"


def crossings(fences: Sequence[Fence], position: Position, sides: Sides, now: int) -> Iterator[Notice]:
    """The notices that a position leads to; `sides` is brought up to it.

    A thing seen for the first time inside has entered. A position older than the last one changes nothing. Several
    names of one thing (imo, mmsi) count as one, by the first in order that the fence names.
    """
    for fence in fences:
        wanted = position.things & fence.things if fence.things else position.things
        if not wanted:
            continue
        thing = min(wanted)
        name = side_name(fence, thing)
        last = sides.get(name)
        if last is not None and position.at <= last["at"]:
            continue
        depth = fence.depth(position)
        was_inside = bool(last["inside"]) if last is not None else False
        inside = was_inside if abs(depth) < fence.margin else depth >= 0
        if last is None:
            inside = depth >= 0
        sides[name] = {"inside": inside, "at": position.at}
        if inside == was_inside or ("enters" if inside else "leaves") not in fence.when:
            continue
        kind = NoticeKind.FENCE_ENTERED if inside else NoticeKind.FENCE_LEFT
        moment = datetime.fromtimestamp(position.at, UTC).isoformat().replace("+00:00", "Z")
        text = f"{thing} {'is in' if inside else 'has left'} {fence.name}, at {moment}."
        facts = {
            "fence": fence.name,
            "thing": thing,
            "time": position.at,
            "latitude": position.place.latitude,
            "longitude": position.place.longitude,
        }
        yield Notice(kind, (fence.name, thing, str(position.at)), now, text, facts)
