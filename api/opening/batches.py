"""Opens the data of an anchored batch and turns it into rows (the opening is I/O, the rows are pure)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
from quaychain.contracts.events.envelope import Envelope, ReadingEnvelope
from quaychain.contracts.events.plain import PlainReading
from quaychain.contracts.events.reading import milliseconds
from quaychain.contracts.proofs.anchored import event_tree
from quaychain.contracts.sealing import DisclosureClass, ExpectedRecord, open_sealed, read_header
from quaychain.contracts.sealing.wraps import Wrap
from quaychain.contracts.types import from_hex

from ..indexer.operations import Insert, Put, RowOperation
from ..tables import events as table
from .gs1 import gs1_key
from .messages import split_body
from .opener import Stores

_FILES = {READINGS_FILE: DisclosureClass.TECHNICAL, LOGISTICS_FILE: DisclosureClass.LOGISTICS}
_VERSION = 1


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
    for entry, signature_valid in zip(opened.events, valid, strict=True):
        yield from _event_rows(batch, entry, owners, (signature_valid, opened.root_checked))


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


def _event_rows(
    batch: AnchoredBatch, entry: BatchEvent, owners: dict[str, str], checks: tuple[bool, bool]
) -> Iterator[RowOperation]:
    signature_valid, root_checked = checks
    key = {"stream_id": "0x" + batch.stream.hex(), "sequence": entry.seq}
    first = {"first_sequence": batch.first_sequence}
    head: PlainReading | Envelope
    if entry.event.plain is not None:
        head = entry.event.plain
        occurred_at = milliseconds(head.time)
        disclosure_class, items = DisclosureClass.TECHNICAL, [_plain_row(key, first, head, occurred_at)]
    else:
        head = entry.event.envelope
        if isinstance(head, ReadingEnvelope):
            disclosure_class, items = DisclosureClass.TECHNICAL, list(_reading_rows(key, first, head))
            times = [reading.milliseconds for reading in head.readings]
        else:
            technical = entry.kind in TECHNICAL_KINDS
            disclosure_class = DisclosureClass.TECHNICAL if technical else DisclosureClass.LOGISTICS
            items, times = _message_rows(key, first, entry)
        occurred_at = min(times, default=entry.received_at * 1000)
    device_key = "0x" + head.public_key.hex()
    yield Insert(
        table.events,
        {
            **key,
            "event_id": "0x" + entry.event.digest.hex(),
            **first,
            "disclosure_class": disclosure_class.value,
            "kind": entry.kind.value,
            "device_key": device_key,
            "member_id": owners.get(device_key),
            "boot": head.boot,
            "device_sequence": head.seq,
            "occurred_at": occurred_at,
            "received_at": entry.received_at,
            "anchored_at": batch.anchored_at,
            "signature_valid": signature_valid,
            "root_checked": root_checked,
        },
    )
    yield from items


def _plain_row(key: dict[str, object], first: dict[str, int], plain: PlainReading, measured_at: int) -> RowOperation:
    """As `_reading_rows` has it, of an envelope that needed no parsing."""
    return Insert(
        table.readings,
        {
            **key,
            "item": 0,
            **first,
            "asset": _known_key(plain.asset),
            "quantity": plain.quantity.decode(),
            "component": None,
            "unit": plain.unit.decode(),
            "value": float(plain.value),
            "measured_at": measured_at,
            "relayed": False,
        },
    )


@lru_cache(maxsize=4_096)
def _known_key(asset: bytes) -> str:
    return gs1_key(asset.decode())


def _reading_rows(key: dict[str, object], first: dict[str, int], envelope: ReadingEnvelope) -> Iterator[RowOperation]:
    for item, reading in enumerate(envelope.readings):
        yield Insert(
            table.readings,
            {
                **key,
                "item": item,
                **first,
                "asset": gs1_key(reading.asset),
                "quantity": reading.quantity,
                "component": reading.component,
                "unit": reading.unit,
                "value": float(reading.value),
                "measured_at": reading.milliseconds,
                "relayed": envelope.frame is not None,
            },
        )


def _message_rows(
    key: dict[str, object], first: dict[str, int], entry: BatchEvent
) -> tuple[list[RowOperation], list[int]]:
    rows: list[RowOperation] = []
    times: list[int] = []
    digests = dict(enumerate(entry.items))
    for item, message in enumerate(split_body(entry.kind, entry.event.body)):
        known = digests.get(item)
        occurred_at = message.occurred_at if message.occurred_at is not None else entry.received_at * 1000
        times.append(occurred_at)
        rows.append(
            Insert(
                table.messages,
                {
                    **key,
                    "item": item,
                    **first,
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
        )
        rows += [
            Put(table.message_assets, {"asset": asset, **key, "item": item}, keep=True)
            for asset in dict.fromkeys(gs1_key(asset) for asset in message.assets)
        ]
    return rows, times
