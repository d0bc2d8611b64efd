"""What other processes do with the embedded chain (I/O): move its time, and wait until it is on disk."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import BlockHead

from .state import ChainFolder


@dataclass
class ChainNotPersistedError(QuaychainError):
    """The chain's newest blocks did not come to disk in time."""

    block: int
    seconds: float

    def __str__(self) -> str:
        return f"block {self.block} of the embedded chain was not on disk after {self.seconds:.0f} s"


class EmbeddedChain:
    """A running embedded chain, by its folder and its RPC."""

    def __init__(self, folder: Path, rpc: Rpc) -> None:
        self._folder = ChainFolder(folder)
        self._rpc = rpc

    def persisted_head(self) -> BlockHead | None:
        """The newest block that a crash can't take back; None before the first. Its parent hash is not known (zero).

        Raises ChainStateError.
        """
        return self._folder.persisted_head()

    def persist(self, timeout: float = 30.0) -> None:
        """Wait until all that the chain has now is on disk.

        Raises ChainNotPersistedError after `timeout` seconds, ChainStateError, RpcUnreachableError.
        """
        wanted = self._rpc.block_number()
        deadline = time.monotonic() + timeout
        while True:
            persisted = self._folder.persisted_head()
            # After a crash the chain is shorter than it was, and then what it has is what is wanted.
            if persisted is not None and persisted.number >= min(wanted, self._rpc.block_number()):
                return
            if time.monotonic() > deadline:
                raise ChainNotPersistedError(wanted, timeout)
            time.sleep(0.05)

    def advance_to(self, timestamp: int) -> None:
        """Move the chain's time forward by an empty block at `timestamp` (Unix seconds); never back.

        Time goes on from there at its usual pace. Raises RpcError, RpcUnreachableError.
        """
        if self._rpc.head().timestamp >= timestamp:
            return
        self._rpc.call("evm_setNextBlockTimestamp", timestamp)
        self._rpc.call("evm_mine")
