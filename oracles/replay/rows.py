"""Rows of an archive that nobody signed, as CSV or JSON lines, and the EPCIS document that is signed of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from quaychain.contracts.events.envelope import describe
from quaychain.contracts.events.reading import Reading
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import canonical, parse_strict

FIELDS = ("asset", "quantity", "unit", "value", "time", "component")
_MAX_LINE = 16_384
_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


@dataclass(frozen=True, slots=True)
class RowForm:
    """How an archive's rows are read."""

    #: Names of a CSV's columns, in their order; None for JSON lines.
    header: tuple[str, ...] | None = None
    delimiter: str = ","
    #: A reading's field → the column or name that has it, where that has another name.
    columns: Mapping[str, str] = field(default_factory=dict)
    #: A reading's field → its value in all rows.
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A reading, and its row's number in the archive, from 1."""

    reading: dict[str, Any]
    number: int

    @property
    def digest(self) -> bytes:
        """Of the reading, 32 bytes: the same row in another export of the archive is known by it."""
        return sha256(canonical(self.reading)).digest()


def csv_header(line: bytes, delimiter: str) -> tuple[str, ...]:
    """The names in a CSV's first line; raises EventRefusedError."""
    names = tuple(name.strip() for name in _cells(line.removeprefix(b"\xef\xbb\xbf"), delimiter))
    if len(set(names)) < len(names):
        raise EventRefusedError(RefusalReason.BODY_INVALID, "two columns have the same name")
    return names


def parse_row(line: bytes, number: int, form: RowForm) -> Row:
    """The reading in a row; raises EventRefusedError where it is none."""
    given = _csv_row(line, form) if form.header is not None else _json_row(line)
    reading: dict[str, Any] = {}
    for name in FIELDS:
        value = form.constants.get(name, given.get(form.columns.get(name, name)))
        if value is not None and value != "":
            reading[name] = value
    if form.header is not None or isinstance(reading.get("value"), str):
        reading["value"] = _number(reading.get("value"))
    if "time" in reading:
        reading["time"] = _time(reading["time"])
    try:
        Reading.model_validate(reading)
    except ValidationError as error:
        raise EventRefusedError(RefusalReason.BODY_INVALID, describe(error)) from None
    return Row(reading, number)


def document(rows: list[Row], archive: str) -> bytes:
    """The EPCIS document of some rows, an event for each asset: canonical JSON.

    `quaychain:signedBy` says that the device didn't sign them.
    """
    by_asset: dict[str, list[Row]] = {}
    for row in rows:
        by_asset.setdefault(row.reading["asset"], []).append(row)
    events = [_event(asset, each, archive) for asset, each in by_asset.items()]
    return canonical(
        {
            "@context": [_CONTEXT, {"quaychain": "urn:quaychain:vocabulary:"}],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": max(event["eventTime"] for event in events),
            "epcisBody": {"eventList": events},
        }
    )


def _event(asset: str, rows: list[Row], archive: str) -> dict[str, Any]:
    times = [row.reading["time"] for row in rows]
    reports = []
    for row in rows:
        reading = row.reading
        report = {"type": reading["quantity"], "uom": reading["unit"]}
        reports.append(report | {name: reading[name] for name in ("value", "time", "component") if name in reading})
    return {
        "type": "ObjectEvent",
        "action": "OBSERVE",
        "bizStep": "sensor_reporting",
        "eventTime": max(times),
        "eventTimeZoneOffset": "+00:00",
        "epcList": [asset],
        "sensorElementList": [
            {"sensorMetadata": {"startTime": min(times), "endTime": max(times)}, "sensorReport": reports}
        ],
        "quaychain:signedBy": "replay",
        "quaychain:archive": archive,
        "quaychain:rows": f"{rows[0].number}-{rows[-1].number}",
    }


def _cells(line: bytes, delimiter: str) -> list[str]:
    if len(line) > _MAX_LINE:
        raise EventRefusedError(RefusalReason.TOO_LARGE, f"a row of {len(line)} bytes, at most {_MAX_LINE} are taken")
    try:
        text = line.decode("utf-8").rstrip("\r\n")
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except UnicodeDecodeError as error:
        raise EventRefusedError(RefusalReason.NOT_UTF8, f"byte {error.start} is not UTF-8") from None
    except csv.Error as error:
        raise EventRefusedError(RefusalReason.BODY_INVALID, f"no row of CSV: {error}") from None


def _csv_row(line: bytes, form: RowForm) -> dict[str, Any]:
    assert form.header is not None
    cells = _cells(line, form.delimiter)
    if len(cells) != len(form.header):
        raise EventRefusedError(RefusalReason.BODY_INVALID, f"{len(cells)} cells under {len(form.header)} columns")
    return {name: cell.strip() for name, cell in zip(form.header, cells, strict=True)}


def _json_row(line: bytes) -> dict[str, Any]:
    value = parse_strict(line, max_bytes=_MAX_LINE, max_depth=2)
    if not isinstance(value, dict):
        raise EventRefusedError(RefusalReason.BODY_INVALID, "not an object")
    return value


def _number(value: Any) -> Any:
    """A number of a text in JSON's own form, so that "1e400", "nan" and "0x10" are none."""
    if not isinstance(value, str):
        return value
    try:
        number = json.loads(value, parse_constant=lambda _: None)
    except ValueError:
        number = None
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise EventRefusedError(RefusalReason.BODY_INVALID, f"value: {value[:40]!r} is no number")
    return number


def _time(value: Any) -> str:
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise EventRefusedError(RefusalReason.BODY_INVALID, f"time: {value[:40]!r} doesn't say its time zone")
        return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, TypeError, OverflowError):
        raise EventRefusedError(RefusalReason.BODY_INVALID, "time: is no date-time of RFC 3339") from None
