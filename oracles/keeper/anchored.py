"""What is anchored, read from the chain and opened from the stores, by any member: no queue is asked. I/O."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quaychain.contracts.bindings.event_anchor import BatchAnchored, EventAnchor, GapDeclaredLost
from quaychain.contracts.cid import Cid
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.batch_data import (
    LOGISTICS_FILE,
    READINGS_FILE,
    BatchEvent,
    batch_record,
    decode_lines,
)
from quaychain.contracts.events.envelope import DocumentEnvelope, check_body
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.log_ranges import logs_between
from quaychain.contracts.proofs.anchored import event_tree
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sealing import DisclosureClass, EncryptionKey, ExpectedRecord, open_sealed, read_header
from quaychain.contracts.stores import ContentStore, WrapStore
from quaychain.contracts.types import Log

_VERSION = 1
_FILES = {DisclosureClass.TECHNICAL: READINGS_FILE, DisclosureClass.LOGISTICS: LOGISTICS_FILE}


@dataclass(frozen=True, slots=True)
class AnchoredBatch:
    """A batch as its log has it."""

    stream: bytes
    epoch: int
    first_sequence: int
    count: int
    root: bytes
    data_cid: bytes
    running_hash: bytes
    block_number: int
    block_hash: bytes
    log_index: int

    @property
    def cid(self) -> Cid:
        """Raises InvalidCidError: nobody checked it on the way into the chain."""
        return Cid.from_bytes(self.data_cid)

    @property
    def name(self) -> str:
        """Stream and first sequence, as they stand in names."""
        return f"{self.stream.hex()}/{self.first_sequence}"


@dataclass
class NotWhatWasAnchoredError(QuaychainError):
    """A batch's data was had, and is not what its root stands for."""

    reason: str

    def __str__(self) -> str:
        return self.reason


class AnchoredLogs:
    """The batches of all streams, in the order of the chain."""

    def __init__(self, reader: ChainReader, anchor: EventAnchor, *, from_block: int) -> None:
        self._reader = reader
        self._anchor = anchor
        self.from_block = from_block

    def batches(self, first_block: int, last_block: int) -> Iterator[AnchoredBatch]:
        """Those of a range of blocks, both ends included. Raises RpcError, RpcUnreachableError."""
        topics = (BatchAnchored.TOPIC,)
        first = max(first_block, self.from_block)
        for log in logs_between(self._reader.rpc, self._anchor.address, topics, first, last_block):
            event = self._anchor.decode(log)
            if isinstance(event, BatchAnchored):
                yield _batch(event, log)

    def links(self, stream: bytes) -> list[AnchoredBatch | GapDeclaredLost]:
        """All batches and gaps of a stream, in sequence: what its running hash is made of."""
        topics = ((BatchAnchored.TOPIC, GapDeclaredLost.TOPIC), stream)
        head = self._reader.rpc.block_number()
        found: list[AnchoredBatch | GapDeclaredLost] = []
        for log in logs_between(self._reader.rpc, self._anchor.address, topics, self.from_block, head):
            event = self._anchor.decode(log)
            if isinstance(event, BatchAnchored):
                found.append(_batch(event, log))
            elif isinstance(event, GapDeclaredLost):
                found.append(event)
        return found


class BatchReader:
    """Opens batches with the keys that are here."""

    def __init__(self, chain_id: int, content: ContentStore, wraps: WrapStore, keys: Sequence[EncryptionKey]) -> None:
        self._chain_id = chain_id
        self._content = content
        self._wraps = wraps
        self._keys = tuple(keys)

    def events(self, batch: AnchoredBatch, wanted: DisclosureClass | None = None) -> list[BatchEvent]:
        """The events of one class, or of all, that a key here opens, each with its signature in order, in sequence.

        Raises NotWhatWasAnchoredError, SealingError, EventRefusedError, InvalidCidError and the stores' errors.
        """
        record = batch_record(batch.stream, batch.first_sequence)
        wraps = self._wraps.list(record, _VERSION)
        mine = [
            key
            for key in self._keys
            if any(
                (wrap.member, wrap.key_version) == (key.member, key.key_version)
                and wanted in (None, wrap.disclosure_class)
                for wrap in wraps
            )
        ]
        if not mine:
            return []
        sealed = self._content.get(batch.cid)
        header = read_header(sealed)
        # The CID stands on chain, and names these very bytes; so the header's own root may be taken.
        expected = ExpectedRecord(self._chain_id, record, _VERSION, header.root, None)
        names = {name for to, name in _FILES.items() if wanted in (None, to)}
        files: dict[str, bytes] = {}
        for key in mine:
            opened = open_sealed(sealed, wraps, key, expected)
            files |= {item.name: item.data for item in opened.attachments if item.name in names}
        events = sorted((each for data in files.values() for each in decode_lines(data)), key=lambda each: each.seq)
        self._check(batch, events, whole=len(files) == len(header.sections))
        return events

    def _check(self, batch: AnchoredBatch, events: Sequence[BatchEvent], *, whole: bool) -> None:
        for entry in events:
            envelope = entry.event.envelope
            if not entry.event.signed_by(envelope.public_key):
                raise NotWhatWasAnchoredError(f"event {entry.seq} is not signed by its key")
            try:
                if isinstance(envelope, DocumentEnvelope):
                    check_body(envelope, entry.event.body)
            except EventRefusedError as error:
                raise NotWhatWasAnchoredError(f"event {entry.seq}: {error}") from None
        if whole and (len(events) != batch.count or event_tree(batch.stream, events).root != batch.root):
            raise NotWhatWasAnchoredError("its events don't give the anchored root")


def _batch(event: BatchAnchored, log: Log) -> AnchoredBatch:
    return AnchoredBatch(
        event.stream,
        event.epoch,
        event.first_sequence,
        event.count,
        event.root,
        event.data_cid,
        event.running_hash,
        log.block_number,
        log.block_hash,
        log.log_index,
    )
