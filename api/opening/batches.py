"""Opens the data of an anchored batch and turns it into rows (the opening is I/O, the rows are pure)."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Row

from quaychain.contracts.cid import Cid
from quaychain.contracts.events.batch_data import (
    LOGISTICS_FILE,
    READINGS_FILE,
    TECHNICAL_KINDS,
    BatchEvent,
    batch_record,
    decode_lines,
)
from quaychain.contracts.events.envelope import Envelope, EventKind, ReadingEnvelope
from quaychain.contracts.events.plain import PlainReading
from quaychain.contracts.events.reading import milliseconds
from quaychain.contracts.proofs.anchored import event_tree
from quaychain.contracts.sealing import DisclosureClass, ExpectedRecord, open_sealed, read_header
from quaychain.contracts.sealing.wraps import Wrap
from quaychain.contracts.types import from_hex

from ..indexer.operations import Insert, InsertMany, Put, RowOperation
from ..tables import events as table
from .gs1 import gs1_key
from .messages import split_body
from .opener import Stores

_FILES = {READINGS_FILE: DisclosureClass.TECHNICAL, LOGISTICS_FILE: DisclosureClass.LOGISTICS}
_VERSION = 1
_EVENT_COLUMNS = (
    "stream_id", "sequence", "event_id", "first_sequence", "disclosure_class", "kind", "device_key", "member_id",
    "boot", "device_sequence", "occurred_at", "received_at", "anchored_at", "signature_valid", "root_checked",
)  # fmt: skip
_READING_COLUMNS = (
    "stream_id", "sequence", "item", "first_sequence", "asset", "quantity", "component", "unit", "value",
    "measured_at", "relayed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnchoredBatch:
    """What the chain says of a batch."""

    stream: bytes
    first_sequence: int
    count: int
    root: bytes
    data_cid: bytes
    anchored_at: int

    @classmethod
    def of(cls, row: Row[Any]) -> AnchoredBatch:
        """The batch of a row of `batches`."""
        return cls(
            from_hex(row.stream_id, 32),
            row.first_sequence,
            row.event_count,
            from_hex(row.root, 32),
            bytes(row.data_cid),
            row.anchored_at,
        )


@dataclass(frozen=True, slots=True)
class OpenedBatch:
    """A batch's data: who may read which class, and the events of those classes that a key here opens.

    `root_checked`: all events were opened, and their leaves give the anchored root.
    """

    readers: frozenset[tuple[DisclosureClass, bytes]]
    events: tuple[BatchEvent, ...]
    root_checked: bool


@dataclass(frozen=True, slots=True)
class BatchRefused:
    """A batch whose data is not what was anchored."""

    reason: str


def open_batch(batch: AnchoredBatch, stores: Stores) -> OpenedBatch | BatchRefused:
    """Open what the keys here open. Raises SealingError, EventRefusedError, InvalidCidError and the stores' errors."""
    record = batch_record(batch.stream, batch.first_sequence)
    wraps = stores.wraps.list(record, _VERSION)
    readers = frozenset((wrap.disclosure_class, wrap.member) for wrap in wraps)
    sealed = stores.content.get(Cid.from_bytes(batch.data_cid))
    header = read_header(sealed)
    # The CID stands on chain, and names these very bytes; so the header's own root may be taken.
    expected = ExpectedRecord(stores.chain_id, record, _VERSION, header.root, None)
    files: dict[str, bytes] = {}
    for member in sorted({wrap.member for wrap in wraps}):
        for key in stores.keyring.keys_of("0x" + member.hex()):
            if not any(_is_for(wrap, member, key.key_version) for wrap in wraps):
                continue
            opened = open_sealed(sealed, wraps, key, expected)
            files |= {item.name: item.data for item in opened.attachments if item.name in _FILES}
            break
    events = tuple(sorted((each for data in files.values() for each in decode_lines(data)), key=lambda each: each.seq))
    return _checked(batch, events, readers, complete=len(files) == len(header.sections))


def rows_of(
    batch: AnchoredBatch, opened: OpenedBatch, owners: dict[str, str], valid: Sequence[bool]
) -> Iterator[RowOperation]:
    """Rows of an opened batch; `owners` are devices' members by device key, `valid` is each event's signature."""
    stream_id = "0x" + batch.stream.hex()
    where = {"stream_id": stream_id, "first_sequence": batch.first_sequence}
    for disclosure_class, member in sorted(opened.readers):
        row = where | {"disclosure_class": disclosure_class.value, "member_id": "0x" + member.hex()}
        yield Put(table.batch_readers, row, keep=True)
    # Most are readings: their rows are plain tuples from the start.
    events: list[tuple[Any, ...]] = []
    readings: list[tuple[Any, ...]] = []
    for entry, signature_valid in zip(opened.events, valid, strict=True):
        head: PlainReading | Envelope
        if entry.event.plain is not None:
            head, kind = entry.event.plain, EventKind.READING
            disclosure_class, occurred_at = DisclosureClass.TECHNICAL, milliseconds(head.time)
            readings.append(_plain_row((stream_id, entry.seq, 0, batch.first_sequence), head, occurred_at))
        else:
            head, kind = entry.event.envelope, entry.kind
            technical = kind in TECHNICAL_KINDS
            disclosure_class = DisclosureClass.TECHNICAL if technical else DisclosureClass.LOGISTICS
            if isinstance(head, ReadingEnvelope):
                readings += _reading_rows((stream_id, entry.seq), batch.first_sequence, head)
                times = [reading.milliseconds for reading in head.readings]
            else:
                times = yield from _message_rows(where | {"sequence": entry.seq}, entry)
            occurred_at = min(times, default=entry.received_at * 1000)
        device_key = "0x" + head.public_key.hex()
        events.append(
            (
                stream_id,
                entry.seq,
                "0x" + entry.event.digest.hex(),
                batch.first_sequence,
                disclosure_class.value,
                kind.value,
                device_key,
                owners.get(device_key),
                head.boot,
                head.seq,
                occurred_at,
                entry.received_at,
                batch.anchored_at,
                signature_valid,
                opened.root_checked,
            )
        )
    # A device's together: then the index by device is written to in a few places, not all over.
    events.sort(key=_by_device)
    yield InsertMany(table.events, _EVENT_COLUMNS, events)
    yield InsertMany(table.readings, _READING_COLUMNS, readings)


#: Device key, boot and sequence.
_by_device = itemgetter(*(_EVENT_COLUMNS.index(name) for name in ("device_key", "boot", "device_sequence")))


def _is_for(wrap: Wrap, member: bytes, key_version: int) -> bool:
    return wrap.member == member and wrap.key_version == key_version


def _checked(
    batch: AnchoredBatch,
    events: tuple[BatchEvent, ...],
    readers: frozenset[tuple[DisclosureClass, bytes]],
    *,
    complete: bool,
) -> OpenedBatch | BatchRefused:
    sequences = [entry.seq for entry in events]
    within = range(batch.first_sequence, batch.first_sequence + batch.count)
    if len(set(sequences)) != len(sequences) or any(number not in within for number in sequences):
        return BatchRefused("an event stands twice, or outside of the batch")
    if not complete:
        return OpenedBatch(readers, events, False)
    if sequences != list(within):
        return BatchRefused(f"{len(sequences)} events instead of {batch.count}")
    if event_tree(batch.stream, events).root != batch.root:
        return BatchRefused("its events don't give the anchored root")
    return OpenedBatch(readers, events, True)


def _plain_row(key: tuple[str, int, int, int], plain: PlainReading, measured_at: int) -> tuple[Any, ...]:
    """As `_reading_rows` has it, of an envelope that needed no parsing."""
    return (
        *key,
        _known_key(plain.asset),
        plain.quantity.decode(),
        None,
        plain.unit.decode(),
        float(plain.value),
        measured_at,
        False,
    )


@lru_cache(maxsize=4_096)
def _known_key(asset: bytes) -> str:
    return gs1_key(asset.decode())


def _reading_rows(key: tuple[str, int], first: int, envelope: ReadingEnvelope) -> Iterator[tuple[Any, ...]]:
    """In the order of `_READING_COLUMNS`."""
    for item, reading in enumerate(envelope.readings):
        yield (
            *key,
            item,
            first,
            gs1_key(reading.asset),
            reading.quantity,
            reading.component,
            reading.unit,
            float(reading.value),
            reading.milliseconds,
            envelope.frame is not None,
        )


def _message_rows(key: dict[str, object], entry: BatchEvent) -> Generator[RowOperation, None, list[int]]:
    """The messages' rows; returns when each occurred, in Unix milliseconds."""
    times: list[int] = []
    digests = dict(enumerate(entry.items))
    for item, message in enumerate(split_body(entry.kind, entry.event.body)):
        known = digests.get(item)
        occurred_at = message.occurred_at if message.occurred_at is not None else entry.received_at * 1000
        times.append(occurred_at)
        yield Insert(
            table.messages,
            {
                **key,
                "item": item,
                "kind": entry.kind.value,
                "what": message.what[:120],
                "place": message.place[:120] if message.place else None,
                "latitude": message.latitude,
                "longitude": message.longitude,
                "occurred_at": occurred_at,
                "hash_id": known.hash_id[:160] or None if known else None,
                "digest": "0x" + known.digest.hex() if known else None,
                "document": orjson.dumps(message.document).decode(),
            },
        )
        for asset in dict.fromkeys(gs1_key(asset) for asset in message.assets):
            place = {"stream_id": key["stream_id"], "sequence": key["sequence"], "item": item}
            yield Put(table.message_assets, {"asset": asset, "occurred_at": occurred_at, **place}, keep=True)
    return times
