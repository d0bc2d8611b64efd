"""An EventAnchor in memory whose chain can fall back to its persisted head, as anvil does after a kill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.batch_data import BatchEvent, encode_lines
from quaychain.oracles.ports import AnchoredRange, AnchorRefusedError, ChainStream
from quaychain.oracles.queue.batches import BatchRow, Inclusion


class Crash(Exception):
    """The process died here."""


@dataclass(frozen=True)
class Block:
    transaction_hash: bytes
    stream: bytes
    first_sequence: int
    count: int
    root: bytes
    cid: bytes


@dataclass
class FakeChain:
    """The chain itself: block number n is blocks[n - 1]."""

    blocks: list[Block] = field(default_factory=list)
    persisted: int = 0
    reachable: bool = True
    #: Who holds each stream, and in which epoch; absent: "us", 1.
    holders: dict[bytes, tuple[str, int]] = field(default_factory=dict)

    def fall_back(self) -> None:
        del self.blocks[self.persisted :]

    def next_sequence(self, stream: bytes) -> int:
        return 1 + sum(block.count for block in self.blocks if block.stream == stream)


@dataclass
class FakePort:
    """What the anchorer sees of it. `crash_after` plays a death just after the transaction got its block."""

    chain: FakeChain
    name: str = "us"
    crash_after: bool = False
    #: Streams whose anchors are refused at present.
    paused: set[bytes] = field(default_factory=set)
    sent: int = 0
    forgotten: int = 0

    def _ask(self) -> None:
        if not self.chain.reachable:
            raise QuaychainError("no chain")

    def final_block(self) -> int:
        self._ask()
        return self.chain.persisted

    def head_block(self) -> int:
        self._ask()
        return len(self.chain.blocks)

    def streams(self, streams: Sequence[bytes]) -> dict[bytes, ChainStream]:
        self._ask()
        found = {stream: self.chain.holders.get(stream, ("us", 1)) for stream in streams}
        return {
            stream: ChainStream(epoch, self.chain.next_sequence(stream), holder == self.name)
            for stream, (holder, epoch) in found.items()
        }

    def advance(
        self, rows: Sequence[BatchRow], on_chain: Mapping[bytes, ChainStream]
    ) -> dict[BatchRow, Inclusion | AnchorRefusedError]:
        return {row: self._anchor(row) for row in rows}

    def _anchor(self, row: BatchRow) -> Inclusion | AnchorRefusedError:
        self._ask()
        for number, block in enumerate(self.chain.blocks, start=1):
            if (block.stream, block.first_sequence) == (row.stream, row.first_sequence):
                assert block.root == row.root
                return Inclusion(block.transaction_hash, number)
        if row.stream in self.paused:
            return AnchorRefusedError("paused")
        assert row.cid is not None
        assert self.chain.next_sequence(row.stream) == row.first_sequence, "SequenceMismatch"
        assert self.chain.holders.get(row.stream, ("us", 1))[0] == self.name
        self.sent += 1
        name = sha256(row.stream + row.first_sequence.to_bytes(8, "big") + bytes([row.attempt])).digest()
        self.chain.blocks.append(Block(name, row.stream, row.first_sequence, row.count, row.root, row.cid))
        if self.crash_after:
            self.crash_after = False
            raise Crash
        return Inclusion(name, len(self.chain.blocks))

    def blocks_of(self, transaction_hashes: Sequence[bytes]) -> dict[bytes, int]:
        self._ask()
        numbers = {block.transaction_hash: number for number, block in enumerate(self.chain.blocks, start=1)}
        return {name: numbers[name] for name in transaction_hashes if name in numbers}

    def anchored_from(self, stream: bytes, sequence: int) -> list[AnchoredRange]:
        return [
            AnchoredRange(one.first_sequence, one.count, one.root, one.cid, Inclusion(one.transaction_hash, number))
            for number, one in enumerate(self.chain.blocks, start=1)
            if one.stream == stream and one.first_sequence >= sequence
        ]

    def take_over(self, stream: bytes, epoch: int) -> None:
        self._ask()
        assert epoch == self.chain.holders.get(stream, ("us", 1))[1] + 1
        self.chain.holders[stream] = (self.name, epoch)

    def held(self, rows: Sequence[BatchRow]) -> list[BatchRow]:
        return [row for row in rows if row.block_number is not None and row.block_number <= self.chain.persisted]

    def forget(self, rows: Sequence[BatchRow]) -> None:
        self.forgotten += len(rows)


@dataclass
class MemoryVault:
    """Keeps the lines unsealed. `crash_after` plays a death just after storing."""

    stored: dict[bytes, bytes] = field(default_factory=dict)
    crash_after: bool = False

    def store(self, stream: bytes, first_sequence: int, events: Sequence[BatchEvent]) -> bytes:
        data = encode_lines(events)
        cid = sha256(stream + data + len(self.stored).to_bytes(4, "big")).digest()
        self.stored[cid] = data
        if self.crash_after:
            self.crash_after = False
            raise Crash
        return cid

    def holds(self, cid: bytes) -> bool:
        return cid in self.stored
