"""RecordRegistry: sealed records and their versions, revocations, grants."""

from __future__ import annotations

from collections.abc import Iterator

from quaychain.contracts.bindings import record_registry as registry

from ...permissions.capacities import Capacity, Resource
from ...tables import records as table
from ..involvement import inherit, involve
from ..operations import Insert, LogPosition, Put, RowOperation, Update
from ..values import after, hexadecimal, named, present


def project(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one RecordRegistry event."""
    match event:
        case registry.RecordPublished():
            yield from _published(event, at)
        case registry.RecordRevoked():
            yield Update(
                table.records,
                {"record_id": hexadecimal(event.record)},
                {"status": "revoked", "revoked_at": at.time, "reason_code": event.reason_code},
            )
        case registry.GrantsCommitted():
            yield Put(
                table.grants,
                {
                    "record_id": hexadecimal(event.record),
                    "version": event.version,
                    "commitment": hexadecimal(event.commitment),
                    "status": "committed",
                    "committed_at": at.time,
                },
            )
            # A new grant means new wraps: who may read has to be read again.
            yield Update(
                table.record_versions,
                {"record_id": hexadecimal(event.record), "version": event.version},
                {"readers_state": "waiting"},
            )
        case registry.GrantEnded():
            yield Update(
                table.grants,
                {
                    "record_id": hexadecimal(event.record),
                    "version": event.version,
                    "commitment": hexadecimal(event.commitment),
                },
                {"status": "ended", "ended_at": at.time},
            )
            yield Update(
                table.record_versions,
                {"record_id": hexadecimal(event.record), "version": event.version},
                {"readers_state": "waiting"},
            )


def _published(event: registry.RecordPublished, at: LogPosition) -> Iterator[RowOperation]:
    record_id, issuer, subject = hexadecimal(event.record), hexadecimal(event.issuer), present(event.subject)
    changing = {
        "version": event.version,
        "subtype": event.document_type.subtype,
        "versioned_at": at.time,
        "valid_from": after(event.valid_from),
        "valid_until": after(event.valid_until),
    }
    if event.version == 1:
        yield Insert(
            table.records,
            {
                "record_id": record_id,
                "issuer": issuer,
                "subject": subject,
                "code_list": named(event.document_type.code_list),
                "document_code": event.document_type.code,
                "status": "published",
                "published_at": at.time,
                **at.as_columns(),
                **changing,
            },
        )
        yield involve(Resource.RECORDS, record_id, issuer, Capacity.ISSUER)
        if subject is not None:
            # The subject may be an order, a declaration or a part; the rows of the other two are simply not there.
            yield inherit(
                Resource.RECORDS,
                record_id,
                Capacity.PARTY,
                (Resource.ORDERS, subject),
                (Capacity.SELLER, Capacity.BUYER),
            )
            yield inherit(
                Resource.RECORDS,
                record_id,
                Capacity.AUTHORITY,
                (Resource.DECLARATIONS, subject),
                (Capacity.AUTHORITY,),
            )
    else:
        yield Update(table.records, {"record_id": record_id}, changing)
    yield Insert(
        table.record_versions,
        {
            "record_id": record_id,
            "version": event.version,
            "root": hexadecimal(event.root),
            "cid_digest": hexadecimal(event.cid_digest),
            "cid_codec": event.cid_codec,
            "subtype": event.document_type.subtype,
            "published_at": at.time,
            "valid_from": after(event.valid_from),
            "valid_until": after(event.valid_until),
            **at.as_columns(),
            "transaction_hash": at.transaction_hash,
            "readers_state": "waiting",
        },
    )
