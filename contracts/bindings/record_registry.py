# Written by `./qc contracts bindings` from contracts/artifacts/RecordRegistry.json. Do not edit.
"""Sealed records"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeAlias

from ..abi import ADDRESS, ArrayCodec, TupleCodec, fixed_bytes, single, uint
from ..contract import Contract, Event, View, Write, event_values
from ..types import Address, Call, Log, ViewCall
from .types import DocumentType, Grant, Publication, Record, RecordVersion, Revision


@event_values
class GrantEnded:
    """A grant ended: its wraps are erased, or will be."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("4b23eaacb876544f32c3af10efb27890685a316eff46a9db9c17d03635b50e3f")

    record: bytes
    version: int
    commitment: bytes


@event_values
class GrantsCommitted:
    """A grant was committed to."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("94008c7c8e2dc557eb179acc3621f0346c58ad1ab27b6fab277f53a2310a6537")

    record: bytes
    version: int
    commitment: bytes


@event_values
class RecordPublished:
    """A version of a record was published; version 1 is a new record."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("70f9e76661c0fd5dfb2ddf4c51c5a826c8d65df0f07d6acf62a16a4e3d927bd6")

    record: bytes
    issuer: bytes
    subject: bytes
    version: int
    document_type: DocumentType
    root: bytes
    cid_digest: bytes
    cid_codec: int
    valid_from: int
    valid_until: int


@event_values
class RecordRevoked:
    """The issuer took its record back."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("27170698969f91170ca7d289559d6dd128af4332c9efe5608b90ee33016ac104")

    record: bytes
    issuer: bytes
    version: int
    reason_code: int


RecordRegistryEvent: TypeAlias = GrantEnded | GrantsCommitted | RecordPublished | RecordRevoked


_COMMIT_GRANTS = Write("a8e1df78", fixed_bytes(32), uint(32), fixed_bytes(32))
_CONTRACT_NAME = View[bytes]("75d0c0dc", (), single(fixed_bytes(32)))
_END_GRANT = Write("1c8433c9", fixed_bytes(32), uint(32), fixed_bytes(32))
_GRANT_OF = View[Grant]("8d3ab701", (fixed_bytes(32), uint(32), fixed_bytes(32)), single(Grant.CODEC))
_PUBLISH = Write("90df143e", Publication.CODEC)
_PUBLISH_VERSION = Write("9e4a2755", fixed_bytes(32), uint(32), Revision.CODEC)
_RECORD_OF = View[Record]("d1c60a3a", (fixed_bytes(32),), single(Record.CODEC))
_REVOKE = Write("bf861d27", fixed_bytes(32), uint(32))
_ROOT = View[Address]("ebf0c717", (), single(ADDRESS))
_SLOTS_OF = View[tuple[bytes, ...]]("95dec7ff", (ArrayCodec(fixed_bytes(32)),), single(ArrayCodec(fixed_bytes(32))))
_VERSION_OF = View[RecordVersion]("d37e791e", (fixed_bytes(32), uint(32)), single(RecordVersion.CODEC))


_EVENTS: tuple[Event[Any], ...] = (
    Event("GrantEnded", GrantEnded.TOPIC, GrantEnded, (fixed_bytes(32), uint(32), fixed_bytes(32)), (), (0, 1, 2)),
    Event(
        "GrantsCommitted",
        GrantsCommitted.TOPIC,
        GrantsCommitted,
        (fixed_bytes(32), uint(32), fixed_bytes(32)),
        (),
        (0, 1, 2),
    ),
    Event(
        "RecordPublished",
        RecordPublished.TOPIC,
        RecordPublished,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(32)),
        (uint(32), DocumentType.CODEC, fixed_bytes(32), fixed_bytes(32), uint(8), uint(48), uint(48)),
        (0, 1, 2, -1, -2, -3, -4, -5, -6, -7),
    ),
    Event(
        "RecordRevoked",
        RecordRevoked.TOPIC,
        RecordRevoked,
        (fixed_bytes(32), fixed_bytes(16)),
        (uint(32), uint(32)),
        (0, 1, -1, -2),
    ),
)


class RecordRegistry(Contract):
    """Sealed records"""

    NAME = "RecordRegistry"
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}

    __slots__ = ()

    @staticmethod
    def creation(bytecode: bytes, root: Address) -> Call:
        """What creates the contract; `bytecode` is the artifact's, with its libraries linked."""
        return Call(None, bytecode + TupleCodec(tuple, ADDRESS).encode_values((root,)))

    def commit_grants(self, record: bytes, version: int, commitment: bytes) -> Call:
        """Commits to a further grant of keys to a version."""
        return _COMMIT_GRANTS.call(self.address, record, version, commitment)

    def contract_name(self) -> ViewCall[bytes]:
        """The name under which the Directory has this contract."""
        return _CONTRACT_NAME.call(self.address)

    def end_grant(self, record: bytes, version: int, commitment: bytes) -> Call:
        """Says that a grant has ended."""
        return _END_GRANT.call(self.address, record, version, commitment)

    def grant_of(self, record: bytes, version: int, commitment: bytes) -> ViewCall[Grant]:
        """A grant's commitment; status None where there is none."""
        return _GRANT_OF.call(self.address, record, version, commitment)

    def publish(self, publication: Publication) -> Call:
        """Publishes a new record, in its version 1; its issuer is the caller's member."""
        return _PUBLISH.call(self.address, publication)

    def publish_version(self, record: bytes, version: int, revision: Revision) -> Call:
        """Publishes the next version.

        version: The present version plus 1
        """
        return _PUBLISH_VERSION.call(self.address, record, version, revision)

    def record_of(self, record: bytes) -> ViewCall[Record]:
        """A record; status None where there is none."""
        return _RECORD_OF.call(self.address, record)

    def revoke(self, record: bytes, reason_code: int) -> Call:
        """Takes a record back, in all of its versions, for good."""
        return _REVOKE.call(self.address, record, reason_code)

    def root(self) -> ViewCall[Address]:
        """The consortium's root."""
        return _ROOT.call(self.address)

    def slots_of(self, slots: Sequence[bytes]) -> ViewCall[tuple[bytes, ...]]:
        """What stands in slots of this contract's storage, in the order asked for.

        Storage is no secret, and its layout is committed. A successor reads its predecessor by this.
        """
        return _SLOTS_OF.call(self.address, slots)

    def version_of(self, record: bytes, version: int) -> ViewCall[RecordVersion]:
        """A version; publishedAt 0 where there is none."""
        return _VERSION_OF.call(self.address, record, version)

    def decode(self, log: Log) -> RecordRegistryEvent | None:
        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""
        event: RecordRegistryEvent | None = self._decode(log)
        return event
