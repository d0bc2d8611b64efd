"""What a running node says of itself and of its chain. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from quaychain.contracts.proofs.commit_seals import SealedBlock
from quaychain.contracts.types import Address


@dataclass(frozen=True, slots=True)
class Pool:
    """A node's transaction pool: how many wait in it, and how many fit; 0 where the node doesn't say."""

    waiting: int
    capacity: int


@dataclass(frozen=True, slots=True)
class RunningNode:
    """A node's answers at `asked_at` (Unix seconds by this machine's clock).

    `recent` are its newest blocks, the head last; `moved` says whether a block came while it was looked at, None where
    there was no reason to wait for one. `public_key` is the node's own (64 bytes), `peers` are those of its peers.
    `validators` are the root's at the head. Allowlists are None where the node has none in force. `root_code` is the
    code at the root's address.
    """

    name: str
    asked_at: float
    chain_id: int
    genesis: bytes
    client: str
    public_key: bytes
    recent: tuple[SealedBlock, ...]
    moved: bool | None
    validators: tuple[Address, ...]
    peers: tuple[bytes, ...]
    gas_price: int
    pool: Pool
    allowed_nodes: frozenset[bytes] | None
    allowed_accounts: frozenset[Address] | None
    root_code: bytes

    @property
    def head(self) -> SealedBlock:
        """The newest block."""
        return self.recent[-1]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a node's answers are held against. Times are in seconds."""

    chain_id: int
    genesis: bytes
    block_period: int
    request_timeout: int
    root_code: bytes
