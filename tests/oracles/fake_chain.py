"""An EventAnchor in memory whose chain can fall back to its persisted head, as anvil does after a kill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.batch_data import BatchEvent, encode_lines
from quaychain.oracles.anchorer import ChainStream, Inclusion
from quaychain.oracles.queue.batches import BatchRow


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

    def fall_back(self) -> None:
        del self.blocks[self.persisted :]

    def next_sequence(self, stream: bytes) -> int:
        return 1 + sum(block.count for block in self.blocks if block.stream == stream)


@dataclass
class FakePort:
    """What the anchorer sees of it. `crash_after` plays a death just after the transaction got its block."""

    chain: FakeChain
    held_by_us: bool = True
    crash_after: bool = False
    sent: int = 0

    def _ask(self) -> None:
        if not self.chain.reachable:
            raise QuaychainError("no chain")

    def final_block(self) -> int:
        self._ask()
        return self.chain.persisted

    def head_block(self) -> int:
        self._ask()
        return len(self.chain.blocks)

    def stream(self, stream: bytes) -> ChainStream:
        self._ask()
        return ChainStream(1, self.chain.next_sequence(stream), self.held_by_us)

    def anchor(self, row: BatchRow, epoch: int) -> Inclusion:
        self._ask()
        for number, block in enumerate(self.chain.blocks, start=1):
            if (block.stream, block.first_sequence) == (row.stream, row.first_sequence):
                assert block.root == row.root
                return Inclusion(block.transaction_hash, number)
        assert row.cid is not None
        assert self.chain.next_sequence(row.stream) == row.first_sequence, "SequenceMismatch"
        self.sent += 1
        name = sha256(row.stream + row.first_sequence.to_bytes(8, "big") + bytes([row.attempt])).digest()
        self.chain.blocks.append(Block(name, row.stream, row.first_sequence, row.count, row.root, row.cid))
        if self.crash_after:
            self.crash_after = False
            raise Crash
        return Inclusion(name, len(self.chain.blocks))

    def block_of(self, transaction_hash: bytes) -> int | None:
        self._ask()
        for number, block in enumerate(self.chain.blocks, start=1):
            if block.transaction_hash == transaction_hash:
                return number
        return None


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
