"""One read of a tag, from a line of JSON as readers and their clients write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, Strict, ValidationError

from quaychain.contracts.events.envelope import describe
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import parse_strict

from .tags import decode_tag

_MAX_DEPTH = 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Line(BaseModel):
    """Plain names, or those of LLRP's TagReportData (LLRP 1.1 section 17.2.3); what else there is doesn't matter."""

    model_config = ConfigDict(extra="ignore")

    epc: Annotated[str, Strict()] = Field(validation_alias=AliasChoices("epc", "EPC", "EPC-96", "EPCData", "epcHex"))
    reader: Annotated[str, Strict(), Field(min_length=1, max_length=64)] = Field(
        default="reader", validation_alias=AliasChoices("reader", "hostname", "readerName")
    )
    antenna: Annotated[int, Field(ge=0, le=255)] = Field(
        default=1, validation_alias=AliasChoices("antenna", "AntennaID", "antennaPort")
    )
    #: RFC 3339, or LLRP's microseconds since 1970.
    time: Annotated[str, Strict()] | Annotated[int, Strict(), Field(ge=0, le=2**53)] = Field(
        validation_alias=AliasChoices("time", "timestamp", "LastSeenTimestampUTC", "FirstSeenTimestampUTC")
    )
    #: dBm.
    rssi: Annotated[float, Field(ge=-200, le=50, allow_inf_nan=False)] | None = Field(
        default=None, validation_alias=AliasChoices("rssi", "PeakRSSI", "peakRssi")
    )
    count: Annotated[int, Field(ge=1, le=10**9)] = Field(
        default=1, validation_alias=AliasChoices("count", "TagSeenCount")
    )


@dataclass(frozen=True, slots=True)
class TagRead:
    """A tag, seen by an antenna."""

    #: EPC as pure identity URI.
    epc: str
    reader: str
    antenna: int
    time: datetime
    rssi: float | None = None
    #: How often it was seen, where the reader sums up.
    count: int = 1


def parse_read(line: bytes, *, raw: bool = False) -> TagRead:
    """The read in a line; raises EventRefusedError where it is none, TagUndecodableError for a tag without an EPC."""
    value: Any = parse_strict(line, max_bytes=16_384, max_depth=_MAX_DEPTH)
    try:
        fields = _Line.model_validate(value)
        time = _time(fields.time)
    except ValidationError as error:
        raise EventRefusedError(RefusalReason.BODY_INVALID, describe(error)) from None
    except (ValueError, OverflowError):
        raise EventRefusedError(RefusalReason.BODY_INVALID, "time: is no date-time of RFC 3339") from None
    return TagRead(decode_tag(fields.epc, raw=raw), fields.reader, fields.antenna, time, fields.rssi, fields.count)


def _time(value: str | int) -> datetime:
    if isinstance(value, int):
        return _EPOCH + timedelta(microseconds=value)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)
