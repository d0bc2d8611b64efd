"""A chain in memory: events become logs by the artifacts' own ABI, as a node would give them."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from eth_abi.abi import encode

from quaychain.api.indexer.source import ChainRange
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Address, BlockHead, Log, to_address

ARTIFACTS = Path(__file__).resolve().parents[2] / "contracts" / "artifacts"
ROOT = to_address("0x" + "10" * 20)
CHAIN_ID = 741_200
START = 1_772_409_600
DAY = 86_400


def address_of(contract: str) -> Address:
    """Where a contract stands in tests."""
    return ROOT if contract == "ConsortiumRoot" else to_address(keccak256(contract.encode())[:20])


def topic(text: str) -> bytes:
    """A name as 32 bytes, as the Directory has it."""
    return text.encode().ljust(32, b"\0")


def block_hash(number: int, branch: str = "") -> bytes:
    """The hash of a block on one branch of history."""
    return keccak256(f"block {number} {branch}".encode())


@dataclass
class FakeChain:
    """Blocks with events in them; `branch` names the history, `fork` starts another one."""

    branch: str = ""
    _blocks: list[tuple[BlockHead, list[Log]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self._blocks:
            self._blocks = [(BlockHead(0, block_hash(0), bytes(32), START), [])]

    @property
    def head(self) -> BlockHead:
        return self._blocks[-1][0]

    def mine(self, *events: tuple[str, object], at: int | None = None) -> BlockHead:
        """A block with these events, each (contract, event), in one transaction.

        "OrderFulfilment 2" is another contract of OrderFulfilment's kind.
        """
        parent = self.head
        number = parent.number + 1
        head = BlockHead(number, block_hash(number, self.branch), parent.hash, at or parent.timestamp + 1)
        transaction = keccak256(head.hash + b"transaction")
        logs = [_log(contract, event, head, transaction, index) for index, (contract, event) in enumerate(events)]
        self._blocks.append((head, logs))
        return head

    def fork(self, at: int, branch: str) -> FakeChain:
        """Another history that shares the blocks up to `at`."""
        return FakeChain(branch, self._blocks[: at + 1])

    def blocks(self, numbers: Any) -> dict[int, BlockHead]:
        return {number: self._blocks[number][0] for number in numbers if number < len(self._blocks)}

    def check(self, chain_id: int, genesis: bytes) -> None:
        assert (chain_id, genesis) == (CHAIN_ID, block_hash(0))

    def read(self, first: int, head: BlockHead, longest: int = 1_000) -> ChainRange | None:
        chosen = self._blocks[first : min(head.number, first + longest - 1) + 1]
        if not chosen:
            return None
        return ChainRange(tuple(block for block, _ in chosen), tuple(log for _, logs in chosen for log in logs))


class FakeSource:
    """What the follower asks; `chain` may be exchanged, as if the node had another history."""

    def __init__(self, chain: FakeChain, longest: int = 1_000) -> None:
        self.chain = chain
        self._longest = longest

    def check(self, chain_id: int, genesis: bytes) -> None:
        self.chain.check(chain_id, genesis)

    def forget(self) -> None:
        """Nothing is read ahead here."""

    def head(self) -> BlockHead:
        return self.chain.head

    def blocks(self, numbers: Any) -> dict[int, BlockHead]:
        return self.chain.blocks(numbers)

    def read(self, first: int, head: BlockHead) -> ChainRange | None:
        return self.chain.read(first, head, self._longest)


@cache
def _events(contract: str) -> dict[str, dict[str, Any]]:
    artifact = json.loads((ARTIFACTS / f"{contract}.json").read_text("utf-8"))
    return {entry["name"]: entry for entry in artifact["abi"] if entry["type"] == "event"}


def _log(contract: str, event: object, head: BlockHead, transaction: bytes, index: int) -> Log:
    entry = _events(contract.partition(" ")[0])[type(event).__name__]
    types = [_type(each) for each in entry["inputs"]]
    values = [_value(each, getattr(event, _snake(each["name"]))) for each in entry["inputs"]]
    signature = keccak256(f"{entry['name']}({','.join(types)})".encode())
    topics = [bytes(signature)]
    data_types, data_values = [], []
    for each, kind, value in zip(entry["inputs"], types, values, strict=True):
        if each["indexed"]:
            topics.append(encode([kind], [value]))
        else:
            data_types.append(kind)
            data_values.append(value)
    return Log(
        address_of(contract),
        tuple(topics),
        encode(data_types, data_values),
        head.number,
        head.hash,
        transaction,
        0,
        index,
    )


def _type(entry: dict[str, Any]) -> str:
    if not entry["type"].startswith("tuple"):
        return str(entry["type"])
    return f"({','.join(_type(each) for each in entry['components'])}){entry['type'][5:]}"


def _value(entry: dict[str, Any], value: Any) -> Any:
    if entry["type"] == "tuple[]":
        return [_struct(entry, each) for each in value]
    return _struct(entry, value) if entry["type"] == "tuple" else value


def _struct(entry: dict[str, Any], value: Any) -> tuple[Any, ...]:
    assert dataclasses.is_dataclass(value)
    return tuple(_value(each, getattr(value, _snake(each["name"]))) for each in entry["components"])


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
