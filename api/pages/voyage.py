"""Where an order's goods were: the track for the map, and what the carrier said on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from ..permissions import Resource
from ..queries.messages import MessageView, Position, list_messages, list_positions
from ..queries.view import View
from .asked import MANY, may_see

#: Points of a track on the map, and rows of it in the table beside.
_POINTS = 400
_ROWS = 12
#: Fewer places than this are places, not a track.
_LEAST = 10
#: Nautical miles between two places beyond which nothing is said of the way between them.
_GAP = 600.0
#: Mean radius of the Earth in nautical miles.
_RADIUS = 3_440.065


@dataclass(frozen=True, slots=True)
class Track:
    """The places of one asset, in the order of time."""

    asset: str
    positions: list[Position]

    @property
    def first(self) -> Position:
        """Where it began."""
        return self.positions[0]

    @property
    def last(self) -> Position:
        """Where it was last."""
        return self.positions[-1]

    @property
    def stretches(self) -> list[list[Position]]:
        """The track cut where too little is known of it."""
        found = [[self.first]]
        for one, other in pairwise(self.positions):
            if _distance(one, other) > _GAP:
                found.append([])
            found[-1].append(other)
        return found

    @property
    def miles(self) -> int:
        """The length of what is known of the track, in nautical miles."""
        return round(sum(_distance(*pair) for stretch in self.stretches for pair in pairwise(stretch)))

    @property
    def rows(self) -> list[Position]:
        """A few places of the track, for those who don't see the map."""
        step = max(1, len(self.positions) // _ROWS)
        return [*self.positions[:-1:step], self.last]


@dataclass(frozen=True, slots=True)
class Voyage:
    """All tracks, and the logistics messages."""

    tracks: list[Track]
    messages: Sequence[MessageView]


def voyage_of(view: View, assets: Sequence[str]) -> Voyage | None:
    """The voyage of some assets; None for who may see no events, and where nothing is known of one."""
    if not may_see(view.asker, Resource.EVENTS):
        return None
    tracks = [Track(asset, found) for asset in assets if len(found := list_positions(view, asset, _POINTS)) >= _LEAST]
    messages: dict[tuple[str, int], MessageView] = {}
    for asset in assets:
        for message in list_messages(view, MANY, asset=asset).items:
            messages.setdefault((message.event_id, message.item), message)
    if not tracks and not messages:
        return None
    return Voyage(tracks, sorted(messages.values(), key=lambda message: message.occurred_at))


def _distance(one: Position, other: Position) -> float:
    """Nautical miles on a sphere (haversine)."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    half = sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return 2 * _RADIUS * asin(sqrt(half))
