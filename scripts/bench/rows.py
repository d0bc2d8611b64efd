"""Rows for benches and tests of the API (I/O): as many signed events as one likes, as the indexer would have written
them, without a chain behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, insert, text

from quaychain.api.database import writing
from quaychain.api.indexer.bulk import insert_rows, insert_values
from quaychain.api.permissions import Capacity, Resource
from quaychain.api.tables.access import involvements
from quaychain.api.tables.chain import cursor, log_subjects, logs
from quaychain.api.tables.events import batch_readers, events, message_assets, messages, readings
from quaychain.api.tables.members import members
from quaychain.api.tables.streams import batches, devices, streams
from quaychain.contracts.keccak import keccak256

#: Events a batch, devices, and how many of the devices' streams `SOME` may read.
BATCH, DEVICES, READ_BY_SOME = 100, 50, 1
#: Of every so many events one is a logistics message, the others are readings.
_MESSAGE_EVERY = 20
_BEGAN = 1_772_409_600
#: Members: one to whom everything was sealed, one who reads one stream, and one who reads nothing.
ALL, SOME, NOBODY = ("0x" + f"{number:02x}" * 16 for number in (0xA1, 0xA2, 0xA3))


def identifier(name: str) -> str:
    """A 32-byte id of that name."""
    return "0x" + keccak256(name.encode()).hex()


def fill(engine: Engine, count: int) -> None:
    """`count` events of 50 devices, one stream each, in batches of 100, with everything that lists ask of them."""
    with writing(engine) as connection:
        _fill_consortium(connection)
        numbers = range(count)
        insert_rows(connection, involvements, list(_involvements()))
        insert_rows(connection, batches, [_batch(number) for number in range(0, count, BATCH)])
        insert_rows(connection, batch_readers, list(_readers(count)))
        insert_values(connection, events, _EVENTS, map(_event, numbers))
        insert_values(connection, readings, _READINGS, (_reading(each) for each in numbers if each % _MESSAGE_EVERY))
        told = range(0, count, _MESSAGE_EVERY)
        insert_values(connection, messages, _MESSAGES, map(_message, told))
        insert_values(connection, message_assets, _ASSETS, ((_asset(each), *place_of(each), 0) for each in told))
        anchored = range(0, count, BATCH)
        insert_values(connection, logs, _LOGS, (_log(each) for each in anchored))
        insert_values(connection, log_subjects, _SUBJECTS, ((_stream(each), each // BATCH + 1, 0) for each in anchored))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def device_key(number: int) -> str:
    """The key of the device that makes that event."""
    return identifier(f"device {number // BATCH % DEVICES}")


def asset_of(device: int) -> str:
    """The asset that a device measures."""
    return f"8004/9520001STS{device:04d}"


def place_of(number: int) -> tuple[int, str, int]:
    """By what lists of events are sorted: that event's time in Unix milliseconds, its stream and its sequence."""
    return (_BEGAN + number) * 1_000, *_place(number)


def _stream(number: int) -> str:
    return identifier(f"stream {number // BATCH % DEVICES}")


def _asset(number: int) -> str:
    return asset_of(number // BATCH % DEVICES)


def _place(number: int) -> tuple[str, int]:
    """Stream and sequence: batches go round the streams."""
    return _stream(number), number // (BATCH * DEVICES) * BATCH + number % BATCH


def _first(number: int) -> int:
    return number // (BATCH * DEVICES) * BATCH


def _fill_consortium(connection: Connection) -> None:
    connection.execute(
        insert(cursor).values(
            id=1,
            chain_id=1,
            genesis_hash=identifier("genesis"),
            block_number=1,
            block_hash=identifier("block 1"),
            block_time=_BEGAN,
            head_number=1,
            seen_at=0.0,
            chain_kind="consortium",
        )
    )
    kept: dict[str, Any] = {"seat": "accounting", "status": "active", "recovery": "0x" + "33" * 20}
    kept |= {"status_since": _BEGAN, "admitted_at": _BEGAN}
    connection.execute(
        insert(members),
        [{"member_id": each, "kind": "manufacturer", **kept} for each in (ALL, SOME, NOBODY)],
    )
    connection.execute(
        insert(devices),
        [
            {
                "device_key": identifier(f"device {number}"),
                "member_id": ALL,
                "asset": identifier(f"asset {number}"),
                "status": "registered",
                "registered_at": _BEGAN,
                "boot": 0,
            }
            for number in range(DEVICES)
        ],
    )
    connection.execute(
        insert(streams),
        [
            {
                "stream_id": identifier(f"stream {number}"),
                "owner": ALL,
                "partition_key": identifier(f"partition {number}"),
                "holder": "0x" + "11" * 20,
                "epoch": 1,
                "next_sequence": 0,
                "opened_at": _BEGAN,
            }
            for number in range(DEVICES)
        ],
    )


def _involvements() -> Iterator[dict[str, Any]]:
    for number in range(DEVICES):
        for member, capacity in ((ALL, Capacity.OWNER), (SOME, Capacity.READER)):
            if member == ALL or number < READ_BY_SOME:
                yield {
                    "resource": Resource.STREAMS.value,
                    "object_id": identifier(f"stream {number}"),
                    "member_id": member,
                    "capacity": capacity.value,
                }


def _readers(count: int) -> Iterator[dict[str, Any]]:
    for number in range(0, count, BATCH):
        some = number // BATCH % DEVICES < READ_BY_SOME
        for member in (ALL, SOME) if some else (ALL,):
            for disclosure_class in ("technical", "logistics"):
                yield {
                    "stream_id": _stream(number),
                    "first_sequence": _first(number),
                    "disclosure_class": disclosure_class,
                    "member_id": member,
                }


def _batch(number: int) -> dict[str, Any]:
    block = number // BATCH + 1
    return {
        "stream_id": _stream(number),
        "first_sequence": _first(number),
        "epoch": 1,
        "event_count": BATCH,
        "root": identifier(f"root {number}"),
        "data_cid": b"\1" * 36,
        "running_hash": identifier(f"running {number}"),
        "anchored_at": _BEGAN + block,
        "block_number": block,
        "log_index": 0,
        "block_hash": identifier(f"block {block}"),
        "transaction_hash": identifier(f"transaction {block}"),
        "opening": "opened",
    }


_EVENTS = (
    *("stream_id", "sequence", "event_id", "first_sequence", "disclosure_class", "kind", "device_key", "member_id"),
    *("boot", "device_sequence", "occurred_at", "received_at", "anchored_at", "signature_valid", "root_checked"),
)


def _event(number: int) -> tuple[Any, ...]:
    stream, sequence = _place(number)
    is_message = number % _MESSAGE_EVERY == 0
    return (
        stream,
        sequence,
        identifier(f"event {number}"),
        _first(number),
        "logistics" if is_message else "technical",
        "epcis" if is_message else "reading",
        device_key(number),
        ALL,
        1,
        sequence,
        (_BEGAN + number) * 1_000,
        _BEGAN + number,
        _BEGAN + number,
        True,
        True,
    )


_READINGS = (
    *("stream_id", "sequence", "item", "first_sequence", "asset", "quantity", "component", "unit", "value"),
    "measured_at",
)


def _reading(number: int) -> tuple[Any, ...]:
    at = (_BEGAN + number) * 1_000
    return (*_place(number), 0, _first(number), _asset(number), "Speed", None, "C16", number % 977 / 7, at)


_MESSAGES = (
    *("stream_id", "sequence", "item", "first_sequence", "kind", "what", "place", "latitude", "longitude"),
    *("occurred_at", "hash_id", "digest", "document"),
)


def _message(number: int) -> tuple[Any, ...]:
    at = (_BEGAN + number) * 1_000
    return (*_place(number), 0, _first(number), "epcis", "departing", None, None, None, at, None, None, "{}")


_ASSETS = ("asset", "occurred_at", "stream_id", "sequence", "item")

_LOGS = (
    *("block_hash", "transaction_hash", "log_index", "transaction_index", "block_number", "block_time", "address"),
    *("contract", "topics", "data", "event", "arguments"),
)
_SUBJECTS = ("subject", "block_number", "log_index")


def _log(number: int) -> tuple[Any, ...]:
    block = number // BATCH + 1
    at = (identifier(f"block {block}"), identifier(f"transaction {block}"), 0, 0, block, _BEGAN + block)
    return (*at, "0x" + "22" * 20, "EventAnchor", identifier("topic"), b"", "BatchAnchored", "{}")
