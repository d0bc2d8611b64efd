"""Bytes an event on chain, in SQL and in the stores, by how many share a batch.

No chain is asked: what is on one is the signed transaction and its log.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from nacl.signing import SigningKey

from quaychain.api.database import migrate, open_database, sqlite_url, writing
from quaychain.api.indexer.ledger import Cursor, Ledger
from quaychain.api.indexer.source import ChainRange
from quaychain.api.indexer.writer import apply
from quaychain.api.opening.batches import AnchoredBatch, OpenedBatch, rows_of
from quaychain.contracts.abi import encode
from quaychain.contracts.bindings.consortium_root import DirectoryEntrySet
from quaychain.contracts.bindings.event_anchor import BatchAnchored, EventAnchor
from quaychain.contracts.cid import Cid
from quaychain.contracts.events.batch_data import BATCH_DOCUMENT_CODE, BatchEvent, batch_record
from quaychain.contracts.events.envelope import Counter, EventKind, SignedEvent, envelope_bytes
from quaychain.contracts.proofs.anchored import event_tree
from quaychain.contracts.sealing import DisclosureClass, DocumentType, EncryptionKey, RecordHeader, seal
from quaychain.contracts.signers import LocalSigner, sign_transaction
from quaychain.contracts.stores import DirectoryContentStore, DirectoryWrapStore
from quaychain.contracts.types import BlockHead, Log, address_bytes, to_address
from quaychain.oracles.batch import batch_content

from .frame import Must, Result, Setting

_EVENTS, _BATCHES = 4_000, (10, 100, 1_000)
_CHAIN_ID, _BEGAN, _GAS = 741_200, 1_772_409_600, 150_000
_ROOT, _ANCHOR = to_address("0x" + "10" * 20), to_address("0x" + "20" * 20)
_STREAM, _MEMBER = os.urandom(32), os.urandom(16)
_READERS = 3
_PLACES = ("on chain", "in SQL", "sealed")


def run(setting: Setting) -> Result:
    """Anchor, seal and index the same signed readings in batches of each length."""
    setting.say(f"signing {_EVENTS} readings")
    signed = list(_signed(_EVENTS))
    figures: dict[str, float] = {}
    for length in _BATCHES:
        setting.say(f"batches of {length}")
        folder = setting.folder / str(length)
        count = setting.scaled(_EVENTS, max(_BATCHES)) // length * length
        batches = [signed[start : start + length] for start in range(0, count, length)]
        sizes = _measured(folder, batches)
        for place, size in zip(_PLACES, sizes, strict=True):
            figures[f"bytes an event {place}, {length} a batch"] = size / count
    ratios = {
        f"{place}, {larger} a batch against {smaller}": figures[f"bytes an event {place}, {larger} a batch"]
        / figures[f"bytes an event {place}, {smaller} a batch"]
        for place in _PLACES
        for smaller, larger in pairwise(_BATCHES)
    }
    return Result("size", figures, ratios, tuple(Must(name, 1.0, at_most=True) for name in ratios))


def _signed(count: int) -> Iterator[BatchEvent]:
    """Readings as a device signs them, one each."""
    device = SigningKey.generate()
    for number in range(count):
        reading = {
            "asset": "urn:epc:id:giai:9520001.STS0417",
            "quantity": "Speed",
            "unit": "C16",
            "value": number % 977 / 8,
            "time": f"2027-01-{number // 1_440 % 28 + 1:02d}T{number // 60 % 24:02d}:{number % 60:02d}:00Z",
        }
        envelope = envelope_bytes(
            kind=EventKind.READING,
            chain_id=_CHAIN_ID,
            key=bytes(device.verify_key),
            counter=Counter(1, number + 1),
            readings=[reading],
        )
        yield BatchEvent(number, _BEGAN + number, SignedEvent(envelope, device.sign(envelope).signature, b""))


def _measured(folder: Path, batches: Sequence[Sequence[BatchEvent]]) -> tuple[int, int, int]:
    """Bytes on chain, in SQL and in the stores, of batches one after the other."""
    content, wraps = DirectoryContentStore(folder / "content"), DirectoryWrapStore(folder / "wraps")
    account = LocalSigner(os.urandom(32))
    keys = [EncryptionKey.generate(os.urandom(16), 1) for _ in range(_READERS)]
    readers = frozenset((DisclosureClass.TECHNICAL, key.member) for key in keys)
    index = _Index(folder / "index.sqlite")
    empty, on_chain = index.size(), 0
    for number, events in enumerate(batches):
        header = RecordHeader(
            _CHAIN_ID, batch_record(_STREAM, events[0].seq), 1, DocumentType(2, BATCH_DOCUMENT_CODE), _MEMBER
        )
        to = {DisclosureClass.TECHNICAL: [key.reader() for key in keys]}
        sealed = seal(batch_content(events), header, to, account)
        cid = content.put(sealed.ciphertext)
        wraps.put(sealed.wraps)
        root = event_tree(_STREAM, events).root
        call = EventAnchor(_ANCHOR).anchor(_STREAM, 1, events[0].seq, len(events), root, bytes(cid))
        raw = sign_transaction(account, call, chain_id=_CHAIN_ID, nonce=number, gas=_GAS).raw
        log = index.add(events, root, cid, readers)
        on_chain += len(raw) + len(log.data) + 32 * len(log.topics) + len(address_bytes(log.address))
    files = [file for place in ("content", "wraps") for file in (folder / place).rglob("*") if file.is_file()]
    stored = sum(file.stat().st_size for file in files)
    return on_chain, index.size() - empty, stored


class _Index:
    """A SQLite file as indexer and opener would write it, a block for each batch."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._engine = open_database(sqlite_url(file))
        migrate(self._engine)
        self._ledger = Ledger(self._engine, _CHAIN_ID, bytes(32), _ROOT, embedded=False)
        self._block = BlockHead(0, os.urandom(32), bytes(32), _BEGAN)
        self._cursor: Cursor = self._ledger.begin(self._block, 0.0)
        name, address = b"EventAnchor".ljust(32, b"\0"), bytes(12) + address_bytes(_ANCHOR)
        entry = encode(("uint32", "bytes32", "address"), (1, bytes(32), to_address(bytes(20))))
        self._append(_ROOT, (DirectoryEntrySet.TOPIC, name, address), entry)

    def add(
        self,
        events: Sequence[BatchEvent],
        root: bytes,
        cid: Cid,
        readers: frozenset[tuple[DisclosureClass, bytes]],
    ) -> Log:
        """A batch, anchored and opened; answers its log."""
        anchored = (1, events[0].seq, len(events), root, bytes(cid), os.urandom(32))
        data = encode(("uint32", "uint64", "uint32", "bytes32", "bytes", "bytes32"), anchored)
        log = self._append(_ANCHOR, (BatchAnchored.TOPIC, _STREAM), data)
        batch = AnchoredBatch(_STREAM, events[0].seq, len(events), root, bytes(cid), self._block.timestamp)
        opened = OpenedBatch(readers, tuple(events), True)
        with writing(self._engine) as connection:
            apply(connection, rows_of(batch, opened, {}, [True] * len(events)))
        return log

    def size(self) -> int:
        """Bytes of the file, with nothing left over in it."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        return self._file.stat().st_size

    def _append(self, address: str, topics: tuple[bytes, ...], data: bytes) -> Log:
        number = self._block.number + 1
        self._block = BlockHead(number, os.urandom(32), self._block.hash, _BEGAN + number)
        log = Log(to_address(address), topics, data, number, self._block.hash, os.urandom(32), 0, 0)
        read = ChainRange((self._block,), (log,))
        self._cursor = self._ledger.append(self._cursor, self._ledger.prepare(read), number, 0.0)
        return log
