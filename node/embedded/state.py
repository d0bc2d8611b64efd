"""The embedded chain's state on disk (I/O): written whole or not at all, with a note of how far it goes."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic
from quaychain.contracts.types import BlockHead, InvalidHexError, from_hex, to_hex


@dataclass
class ChainStateError(QuaychainError):
    """A file of the embedded chain that is missing, damaged or can't be written."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"the embedded chain's file {self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ChainFolder:
    """Where one embedded chain keeps its files."""

    folder: Path

    @property
    def genesis(self) -> Path:
        """The consortium's genesis, put there before the first start."""
        return self.folder / "genesis.json"

    @property
    def state(self) -> Path:
        """Anvil's own dump, compressed."""
        return self.folder / "state.json.gz"

    @property
    def loading(self) -> Path:
        """The dump as anvil loads it; only there while it starts."""
        return self.folder / "loading.json"

    @property
    def persisted(self) -> Path:
        """The newest block that the dump has, for other processes to read."""
        return self.folder / "persisted.json"

    def genesis_facts(self) -> tuple[int, int]:
        """Chain id and timestamp of the genesis. Raises ChainStateError."""
        try:
            genesis = json.loads(self.genesis.read_bytes())
            return int(genesis["config"]["chainId"]), int(genesis["timestamp"], 16)
        except OSError as error:
            raise ChainStateError(str(self.genesis), error.strerror or str(error)) from error
        except (ValueError, KeyError, TypeError) as error:
            raise ChainStateError(str(self.genesis), f"no genesis: {error}") from error

    def write(self, dump: bytes, head: BlockHead) -> None:
        """Keep anvil's dump (gzip), which has at least `head`. Raises ChainStateError."""
        note = {"hash": to_hex(head.hash), "number": head.number, "timestamp": head.timestamp}
        try:
            write_atomic(self.state, dump)
            # After the state: between the two writes the note claims too little, never too much.
            write_atomic(self.persisted, json.dumps(note).encode())
        except OSError as error:
            raise ChainStateError(error.filename or str(self.folder), error.strerror or str(error)) from error

    def unpack(self, genesis_time: int) -> int | None:
        """Unpack the dump for anvil to load; the newest block's time, or None where there is no dump yet.

        `genesis_time` is that of the true block 0, Unix seconds.
        Raises ChainStateError.
        """
        try:
            state = json.loads(gzip.decompress(self.state.read_bytes()))
            timestamp = int(state["block"]["timestamp"], 16)
            # At each start anvil makes a block 0 of its own and dumps it beside the true one; with both it may answer
            # either, and be taken for another chain.
            state["blocks"] = [
                block for block in state["blocks"] if _number(block) or _timestamp(block) == genesis_time
            ]
            self.loading.write_text(json.dumps(state))
        except FileNotFoundError:
            return None
        except (OSError, EOFError, zlib.error) as error:
            raise ChainStateError(str(self.state), f"damaged: {error}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ChainStateError(str(self.state), f"not anvil's state: {error}") from error
        return timestamp

    def persisted_head(self) -> BlockHead | None:
        """The newest block that is on disk; None before the first. Raises ChainStateError."""
        try:
            note = json.loads(self.persisted.read_bytes())
            return BlockHead(int(note["number"]), from_hex(note["hash"], 32), bytes(32), int(note["timestamp"]))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ChainStateError(str(self.persisted), error.strerror or str(error)) from error
        except (ValueError, KeyError, TypeError, InvalidHexError) as error:
            raise ChainStateError(str(self.persisted), f"damaged: {error}") from error


def _number(block: Any) -> int:
    return int(block["header"]["number"], 16)


def _timestamp(block: Any) -> int:
    return int(block["header"]["timestamp"], 16)
