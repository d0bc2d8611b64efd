"""AIS positions of vessels: as JSON, or as the NMEA 0183 sentences that a receiver gives.

JSON: `{"positions": [{"mmsi": …, "time": …, "latitude": …, "longitude": …, …}]}`. Sentences: `!AIVDM` or `!AIVDO` lines
(ITU-R M.1371-5, IEC 61162-1), each behind a tag block with the receiver's time (`\\c:1772409600*hh\\`), because a
position report itself says only the second; media type text/plain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pyais.exceptions import AISBaseException
from pyais.messages import AISSentence, NMEASentenceFactory
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from quaychain.contracts.events.batch_data import EventItem
from quaychain.contracts.events.envelope import describe
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import canonical
from quaychain.contracts.keccak import keccak256

from .epcis.fields import Time, absent

MAX_DEPTH = 4
MAX_POSITIONS = 10_000
#: Message types with a vessel's position: class A, class B, and long range (ITU-R M.1371-5 annex 8).
_POSITION_TYPES = frozenset({1, 2, 3, 18, 19, 27})
_LONG_RANGE = 27
#: Latitude and longitude of a vessel that doesn't know where it is.
_NO_POSITION = (91.0, 181.0)

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
    items = tuple(EventItem("", bytes(keccak256(canonical(report)))) for report in value["positions"])
    return Positions(tuple(body.positions), items)


def read_sentences(body: bytes) -> Positions:
    """The positions of NMEA lines; other AIS messages are passed over.

    Raises EventRefusedError (BODY_INVALID) for a line that is no sentence, with a wrong checksum, without a time, or
    when there is no position at all.
    """
    reports: list[PositionReport] = []
    items: list[EventItem] = []
    waiting: list[tuple[AISSentence, bytes]] = []
    for number, line in enumerate(body.splitlines(), start=1):
        if not line.strip():
            continue
        sentence = _sentence(line.strip(), number)
        waiting.append((sentence, line.strip()))
        if sentence.frag_cnt != len(waiting):
            if sentence.frag_num != len(waiting):
                raise _wrong(number, f"part {sentence.frag_num} of {sentence.frag_cnt} where {len(waiting)} is next")
            continue
        report = _position([part for part, _ in waiting], number)
        if report is not None:
            reports.append(report)
            items.append(EventItem("", bytes(keccak256(b"\n".join(raw for _, raw in waiting)))))
        waiting.clear()
        if len(reports) > MAX_POSITIONS:
            raise _wrong(number, f"more than {MAX_POSITIONS} positions")
    if waiting:
        raise _wrong(len(body.splitlines()), "the last message lacks a part")
    if not reports:
        raise EventRefusedError(RefusalReason.BODY_INVALID, "no position in it")
    return Positions(tuple(reports), tuple(items))


def _sentence(line: bytes, number: int) -> AISSentence:
    try:
        sentence = NMEASentenceFactory.produce(line)
    except (AISBaseException, ValueError, IndexError, TypeError) as error:
        raise _wrong(number, f"no NMEA sentence ({type(error).__name__})") from None
    if not isinstance(sentence, AISSentence):
        raise _wrong(number, "no AIS sentence")
    if not sentence.is_valid:
        raise _wrong(number, "its checksum is wrong")
    return sentence


def _position(parts: list[AISSentence], number: int) -> PositionReport | None:
    try:
        message = parts[0] if len(parts) == 1 else AISSentence.assemble_from_iterable(parts)
        fields: dict[str, Any] = message.decode().asdict()
    except (AISBaseException, ValueError, IndexError, TypeError) as error:
        raise _wrong(number, f"can't be decoded ({type(error).__name__})") from None
    if fields.get("msg_type") not in _POSITION_TYPES or (fields["lat"], fields["lon"]) == _NO_POSITION:
        return None
    known: dict[str, Any] = {
        "mmsi": fields["mmsi"],
        "time": _receiver_time(parts[0], number),
        "latitude": fields["lat"],
        "longitude": fields["lon"],
    }
    # "Not available" has a value of its own in each field (ITU-R M.1371-5 tables 45 and 68).
    speed, course, heading, status = (fields.get(name) for name in ("speed", "course", "heading", "status"))
    if speed is not None and speed <= (62 if fields["msg_type"] == _LONG_RANGE else 102.2):
        known["speedOverGround"] = speed
    if course is not None and course < 360:
        known["courseOverGround"] = course
    if heading is not None and heading < 360:
        known["heading"] = float(heading)
    if status is not None and int(status) < 15:
        known["navigationStatus"] = int(status)
    try:
        return PositionReport.model_validate(known)
    except ValidationError as error:
        raise _wrong(number, describe(error)) from None


def _receiver_time(sentence: AISSentence, number: int) -> str:
    block = sentence.tag_block
    if block is None:
        raise _wrong(number, "no tag block with the receiver's time")
    try:
        block.init()
        if not block.is_valid:
            raise _wrong(number, "the tag block's checksum is wrong")
        moment = datetime.fromtimestamp(int(block.receiver_timestamp or ""), UTC)
    except (AISBaseException, ValueError, TypeError, OverflowError, OSError):
        raise _wrong(number, "no tag block with the receiver's time") from None
    return moment.isoformat().replace("+00:00", "Z")


def _wrong(number: int, reason: str) -> EventRefusedError:
    return EventRefusedError(RefusalReason.BODY_INVALID, f"line {number}: {reason}")
