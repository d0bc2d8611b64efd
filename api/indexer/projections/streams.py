"""DeviceRegistry and EventAnchor: devices, streams, batches, gaps, challenges."""

from __future__ import annotations

from collections.abc import Iterator

from quaychain.contracts.bindings import device_registry as registry
from quaychain.contracts.bindings import event_anchor as anchor

from ...permissions.capacities import Capacity, Resource
from ...tables import streams as table
from ..involvement import involve
from ..operations import Delete, Insert, InsertMany, LogPosition, Put, RowOperation, Update
from ..values import after, hexadecimal, present

_BATCH_COLUMNS = (
    "stream_id",
    "first_sequence",
    "epoch",
    "event_count",
    "root",
    "data_cid",
    "running_hash",
    "anchored_at",
    "block_number",
    "log_index",
    "block_hash",
    "transaction_hash",
    "opening",
)


def project_devices(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one DeviceRegistry event."""
    match event:
        case registry.DeviceRegistered():
            yield Put(
                table.devices,
                {
                    "device_key": hexadecimal(event.key),
                    "member_id": hexadecimal(event.member),
                    "asset": hexadecimal(event.asset),
                    "status": "registered",
                    "valid_from": after(event.valid_from),
                    "valid_until": after(event.valid_until),
                    "registered_at": at.time,
                    "boot": 0,
                },
            )
            yield involve(Resource.DEVICES, hexadecimal(event.key), hexadecimal(event.member), Capacity.OWNER)
        case registry.DeviceBootDeclared():
            yield _device(event.key, boot=event.boot)
        case registry.DeviceClosed():
            yield _device(
                event.key,
                status="closed",
                closed_boot=event.boot,
                closed_sequence=event.sequence,
                closed_at=at.time,
            )
        case registry.DeviceReplaced():
            yield _device(event.key, successor=hexadecimal(event.successor))
        case registry.DeviceFlaggedCompromised():
            yield _device(event.key, compromised_since=event.since)
        case registry.DeviceRevoked():
            yield _device(event.key, status="revoked", revoked_at=at.time)


def project_anchor(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one EventAnchor event."""
    match event:
        case anchor.BatchAnchored():  # first, for it is by far the commonest
            stream_id, running_hash = hexadecimal(event.stream), hexadecimal(event.running_hash)
            batch = (
                stream_id,
                event.first_sequence,
                event.epoch,
                event.count,
                hexadecimal(event.root),
                event.data_cid,
                running_hash,
                at.time,
                at.block_number,
                at.log_index,
                at.block_hash,
                at.transaction_hash,
                "waiting",
            )
            yield InsertMany(table.batches, _BATCH_COLUMNS, (batch,))
            yield Update(
                table.streams,
                {"stream_id": stream_id},
                {
                    "next_sequence": event.first_sequence + event.count,
                    "running_hash": running_hash,
                    "anchored_at": at.time,
                },
            )
        case anchor.StreamOpened():
            stream_id, owner = hexadecimal(event.stream), hexadecimal(event.owner)
            yield Put(
                table.streams,
                {
                    "stream_id": stream_id,
                    "owner": owner,
                    "partition_key": hexadecimal(event.partition),
                    "holder": event.holder,
                    "epoch": 1,
                    "next_sequence": 0,
                    "opened_at": at.time,
                },
            )
            yield involve(Resource.STREAMS, stream_id, owner, Capacity.OWNER)
        case anchor.StreamTakenOver():
            yield _stream(
                event.stream,
                epoch=event.epoch,
                holder=event.holder,
                next_sequence=event.next_sequence,
            )
        case anchor.StandbySet():
            row = {"stream_id": hexadecimal(event.stream), "member_id": hexadecimal(event.member)}
            yield Put(table.standbys, row, keep=True) if event.allowed else Delete(table.standbys, row)
        case anchor.GapDeclaredLost():
            yield Insert(
                table.gaps,
                {
                    "stream_id": hexadecimal(event.stream),
                    "first_sequence": event.first_sequence,
                    "epoch": event.epoch,
                    "event_count": event.count,
                    "reason_code": event.reason_code,
                    "declared_at": at.time,
                },
            )
            yield _stream(
                event.stream,
                next_sequence=event.first_sequence + event.count,
                running_hash=hexadecimal(event.running_hash),
            )
        case anchor.DataChallenged():
            yield Put(
                table.data_challenges,
                {
                    "stream_id": hexadecimal(event.stream),
                    "sequence": event.sequence,
                    "challenger": hexadecimal(event.challenger),
                    "status": "open",
                    "root": hexadecimal(event.root),
                    "opened_at": at.time,
                    "answer_until": event.answer_until,
                },
            )
        case anchor.DataChallengeAnswered():
            yield _challenge(
                event.stream, event.sequence, status="answered", answer=present(event.leaf), answered_at=at.time
            )
        case anchor.DataFlaggedWithheld():
            yield _challenge(event.stream, event.sequence, status="flagged", flagged_at=at.time)


def _device(key: bytes, **values: object) -> Update:
    return Update(table.devices, {"device_key": hexadecimal(key)}, values)


def _stream(stream: bytes, **values: object) -> Update:
    return Update(table.streams, {"stream_id": hexadecimal(stream)}, values)


def _challenge(stream: bytes, sequence: int, **values: object) -> Update:
    where = {"stream_id": hexadecimal(stream), "sequence": sequence}
    return Update(table.data_challenges, where, values)
