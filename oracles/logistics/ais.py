"""AIS positions of vessels: as JSON, or as the NMEA 0183 sentences that a receiver gives.

JSON: `{"positions": [{"mmsi": …, "time": …, "latitude": …, "longitude": …, …}]}`. Sentences, as
`quaychain.contracts.events.sentences` reads them, have the media type text/plain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from quaychain.contracts.events.batch_data import EventItem
from quaychain.contracts.events.envelope import describe
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.sentences import positions_in, wrong_line
from quaychain.contracts.events.strict_json import canonical
from quaychain.contracts.keccak import keccak256

from .epcis.fields import Time, absent

MAX_DEPTH = 4
MAX_POSITIONS = 10_000

_Degrees = Annotated[float, Field(ge=0, lt=360, allow_inf_nan=False)]


class PositionReport(BaseModel):
    """Where a vessel was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Maritime Mobile Service Identity: nine digits.
    mmsi: Annotated[int, Field(strict=True, ge=1, le=999_999_999)]
    #: Number of the ship in IMO's scheme, seven digits.
    imo: Annotated[int, Field(strict=True, ge=1_000_000, le=9_999_999)] = absent()
    time: Time
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    #: Knots.
    speedOverGround: Annotated[float, Field(ge=0, le=102.3, allow_inf_nan=False)] = absent()
    #: Degrees.
    courseOverGround: _Degrees = absent()
    #: Degrees.
    heading: _Degrees = absent()
    #: ITU-R M.1371-5 table 45: 0 under way using engine, 1 at anchor, 5 moored…
    navigationStatus: Annotated[int, Field(strict=True, ge=0, le=15)] = absent()


class PositionReports(BaseModel):
    """The JSON body."""

    model_config = ConfigDict(extra="forbid")

    positions: Annotated[list[PositionReport], Field(min_length=1, max_length=MAX_POSITIONS)]


@dataclass(frozen=True, slots=True)
class Positions:
    """Valid positions and the digest of each as it came: of its canonical JSON, or of its sentences."""

    reports: tuple[PositionReport, ...]
    items: tuple[EventItem, ...]


def read_json(value: Any) -> Positions:
    """The positions of a parsed JSON body; raises EventRefusedError (BODY_INVALID)."""
    try:
        body = PositionReports.model_validate(value, strict=True)
    except ValidationError as error:
        raise EventRefusedError(RefusalReason.BODY_INVALID, describe(error)) from None
    items = tuple(EventItem("", keccak256(canonical(report))) for report in value["positions"])
    return Positions(tuple(body.positions), items)


def read_sentences(body: bytes) -> Positions:
    """The positions of NMEA lines; other AIS messages are passed over.

    Raises EventRefusedError (BODY_INVALID) for a line that is no sentence, with a wrong checksum, without a time, or
    when there is no position at all.
    """
    reports: list[PositionReport] = []
    items: list[EventItem] = []
    for found in positions_in(body):
        try:
            reports.append(PositionReport.model_validate(found.report))
        except ValidationError as error:
            raise wrong_line(found.number, describe(error)) from None
        items.append(EventItem("", keccak256(found.lines)))
        if len(reports) > MAX_POSITIONS:
            raise wrong_line(found.number, f"more than {MAX_POSITIONS} positions")
    if not reports:
        raise EventRefusedError(RefusalReason.BODY_INVALID, "no position in it")
    return Positions(tuple(reports), tuple(items))
