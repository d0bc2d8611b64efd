"""Promised milestones that the latest estimated arrival misses. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from .geography import Place, remaining
from .notice import Notice, NoticeKind
from .sightings import Call, Certainty, Position, Retraction, Sighting

_DAY = 86_400
#: Metres a second below which a vessel isn't on its way, and nothing is computed from its speed.
_UNDER_WAY = 1.0
#: Seconds that an estimate must be before the promised time to be called in time again.
_SLACK = _DAY // 4

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Arrival(BaseModel):
    """An arrival that a milestone waits for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,62}$")]
    #: Order and milestone on chain, 64 hexadecimal digits each.
    order: Digest
    milestone: Digest
    #: References of what arrives, one of which a message must have: `imo:…`, `mmsi:…`, voyage, container, bill, EPC.
    things: Annotated[frozenset[str], Field(min_length=1)]
    #: Names of the place: UN/LOCODE for DCSA, read point or business location for EPCIS.
    places: Annotated[frozenset[str], Field(min_length=1)]
    #: What counts as arriving: DCSA's event codes, EPCIS' business steps.
    codes: frozenset[str] = frozenset({"ARRI", "arriving"})
    #: Hours from the arrival to the milestone, for unloading, customs, transport.
    lead_hours: Annotated[float, Field(ge=0, le=8_760, alias="leadHours")] = 0
    #: The way of the vessel to its end, for an estimate from its positions; none is made without it.
    route: tuple[Place, ...] = ()


#: The latest of each certainty: {"at": …, "saidAt": …, "message": …, "late": …}, times in Unix seconds.
Estimates = MutableMapping[str, Mapping[str, Any] | None]


def estimate_name(arrival: Arrival, certainty: Certainty) -> str:
    """Under which name the latest estimate is noted."""
    return f"estimate/{arrival.name}/{certainty.value}"


def learn(arrivals: Sequence[Arrival], sighting: Sighting, estimates: Estimates) -> None:
    """Bring the estimates up to a sighting; one that was said earlier than what is known changes nothing."""
    for arrival in arrivals:
        match sighting:
            case Retraction(message):
                for certainty in (Certainty.ACTUAL, Certainty.ESTIMATED):
                    known = estimates.get(estimate_name(arrival, certainty))
                    if known is not None and known.get("message") == message:
                        estimates[estimate_name(arrival, certainty)] = None
            case Call():
                if sighting.code in arrival.codes and sighting.places & arrival.places:
                    _learn_call(arrival, sighting, estimates)
            case Position():
                _learn_position(arrival, sighting, estimates)


def _learn_call(arrival: Arrival, call: Call, estimates: Estimates) -> None:
    if call.things & arrival.things:
        _note(arrival, call.certainty, call.at, call.said_at, call.message, estimates)


def _learn_position(arrival: Arrival, position: Position, estimates: Estimates) -> None:
    if not arrival.route or not position.things & arrival.things or (position.speed or 0) < _UNDER_WAY:
        return
    assert position.speed is not None
    seconds = remaining(position.place, arrival.route) / position.speed
    _note(arrival, Certainty.COMPUTED, position.at + int(seconds), position.at, None, estimates)


def _note(
    arrival: Arrival, certainty: Certainty, at: int, said_at: int, message: str | None, estimates: Estimates
) -> None:
    name = estimate_name(arrival, certainty)
    known = estimates.get(name)
    if known is None or said_at >= known["saidAt"]:
        late = known.get("late", 0) if known is not None else 0
        estimates[name] = {"at": at, "saidAt": said_at, "message": message, "late": late}


def lateness(arrival: Arrival, promised: int, estimates: Estimates, now: int) -> Iterator[Notice]:
    """The notices that the estimates lead to, against the promised time of the milestone in Unix seconds.

    One for each further day that an estimate is late, and one when it is in time again. What has arrived counts in
    place of what was estimated; the carrier's estimate stands beside the computed one.
    """
    actual = estimates.get(estimate_name(arrival, Certainty.ACTUAL))
    for certainty in (Certainty.ACTUAL,) if actual else (Certainty.ESTIMATED, Certainty.COMPUTED):
        name = estimate_name(arrival, certainty)
        known = estimates.get(name)
        if known is None:
            continue
        ready = known["at"] + int(arrival.lead_hours * 3_600)
        # Days begun: an hour late is one.
        late = max(0, -((promised - ready) // _DAY))
        told = known.get("late", 0)
        # What wavers about a limit is told once: only a further day counts, and only what is well in time again.
        if late <= told and not (told and ready + _SLACK <= promised):
            continue
        estimates[name] = {**known, "late": late}
        verb = "has arrived on" if certainty is Certainty.ACTUAL else "is expected on"
        facts = {
            "arrival": arrival.name,
            "order": arrival.order,
            "milestone": arrival.milestone,
            "certainty": certainty.value,
            "arrivesAt": known["at"],
            "saidAt": known["saidAt"],
            "readyAt": ready,
            "promised": promised,
            "daysLate": late,
        }
        what = f"{arrival.name} {verb} {_day(known['at'])} ({certainty.value})"
        key = (arrival.name, certainty.value, str(promised), str(late), str(known["saidAt"]))
        if late:
            text = f"{what}: {late} day{'s' if late > 1 else ''} too late for what was promised for {_day(promised)}."
            yield Notice(NoticeKind.ARRIVAL_LATE, key, now, text, facts)
        else:
            text = f"{what}: in time again for what was promised for {_day(promised)}."
            yield Notice(NoticeKind.ARRIVAL_IN_TIME, key, now, text, facts)


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
