"""The chain that the scenario runs on: the embedded one, whose time can be moved, or a network's (I/O)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc
from quaychain.node.embedded.chain import EmbeddedChain

_POLL = 0.2


@dataclass
class ChainStoppedError(QuaychainError):
    """A network made no block for too long."""

    url: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.url} made no block for {self.seconds:.0f} s: `quaychain node doctor` says why"


class StoryChain(Protocol):
    """What the scenario does with its chain beside sending and reading."""

    def advance_to(self, timestamp: int) -> None:
        """Go on when the chain's time is not before `timestamp`, Unix seconds."""
        ...

    def persist(self) -> None:
        """Go on when what the chain has now stays."""
        ...

    def final_block(self) -> int:
        """The newest block that stays."""
        ...


class EmbeddedStoryChain:
    """The embedded chain: its time is moved, and only what is on disk stays."""

    def __init__(self, chain: EmbeddedChain) -> None:
        self._chain = chain

    def advance_to(self, timestamp: int) -> None:
        """Move the time."""
        self._chain.advance_to(timestamp)

    def persist(self) -> None:
        """Wait for the dump."""
        self._chain.persist()

    def final_block(self) -> int:
        """The newest block on disk."""
        head = self._chain.persisted_head()
        return 0 if head is None else head.number


class NetworkStoryChain:
    """A network's chain: its time passes, and a block that a node has stays."""

    def __init__(self, rpc: Rpc, patience: float = 180.0) -> None:
        self._rpc = rpc
        self._patience = patience

    def advance_to(self, timestamp: int) -> None:
        """Wait. Raises ChainStoppedError."""
        head, moved = self._rpc.head(), time.monotonic()
        while head.timestamp < timestamp:
            time.sleep(_POLL)
            newer = self._rpc.head()
            if newer.number > head.number:
                head, moved = newer, time.monotonic()
            elif time.monotonic() - moved > self._patience:
                raise ChainStoppedError(self._rpc.url, self._patience)

    def persist(self) -> None:
        """Nothing to wait for."""

    def final_block(self) -> int:
        """The head."""
        return self._rpc.block_number()
