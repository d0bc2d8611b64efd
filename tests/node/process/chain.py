"""A made-up QBFT chain whose blocks are truly sealed, and a node that answers about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import rlp
from eth_abi.abi import encode
from eth_keys.datatypes import PrivateKey

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.proofs.header import EXTRA_DATA, QBFT_MIX_HASH, header_preimage, header_values
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import Address, to_address, to_hex

VALIDATORS = tuple(PrivateKey(bytes([number]) * 32) for number in range(1, 5))


def address(key: PrivateKey) -> Address:
    return to_address(key.public_key.to_canonical_address())


ADDRESSES = tuple(address(key) for key in VALIDATORS)


def block(
    number: int, parent: str, timestamp: int, proposer: PrivateKey, sealers: Sequence[PrivateKey]
) -> dict[str, Any]:
    """As eth_getBlockByNumber answers it, sealed in round 0."""
    parts: list[Any] = [bytes(32), [], [], b"", []]
    made: dict[str, Any] = {
        **dict.fromkeys(("sha3Uncles", "stateRoot", "transactionsRoot", "receiptsRoot"), "0x" + "11" * 32),
        **dict.fromkeys(("gasLimit", "gasUsed", "baseFeePerGas"), "0x0"),
        "parentHash": parent,
        "miner": address(proposer),
        "logsBloom": "0x" + "00" * 256,
        "difficulty": "0x1",
        "number": hex(number),
        "timestamp": hex(timestamp),
        "extraData": to_hex(rlp.encode(parts)),
        "mixHash": to_hex(QBFT_MIX_HASH),
        "nonce": "0x" + "00" * 8,
    }
    values = header_values(made)
    made["hash"] = to_hex(keccak256(rlp.encode(values)))
    digest = keccak256(rlp.encode(values))
    assert values[EXTRA_DATA] == rlp.encode(parts)
    signatures = [key.sign_msg_hash(digest) for key in sealers]
    seals = [item.r.to_bytes(32) + item.s.to_bytes(32) + bytes([item.v]) for item in signatures]
    sealed = {**made, "extraData": to_hex(rlp.encode([*parts[:4], seals]))}
    header_preimage(sealed)  # which checks the hash
    return sealed


@dataclass
class FakeChain:
    """Blocks one second apart; `live` are the validators that propose and seal."""

    live: Sequence[PrivateKey] = VALIDATORS
    start: int = 1_000
    blocks: list[dict[str, Any]] = field(default_factory=list)

    def grow(self, count: int) -> FakeChain:
        for _ in range(count):
            number = len(self.blocks)
            parent = self.blocks[-1]["hash"] if self.blocks else "0x" + "00" * 32
            proposer = self.live[number % len(self.live)]
            sealers = self.live if number else ()
            self.blocks.append(block(number, parent, self.start + number, proposer, sealers))
        return self


@dataclass
class FakeNode:
    """A node's answers. `peers` are keys of nodes it is connected to."""

    chain: FakeChain
    chain_id: int
    peers: Sequence[PrivateKey] = VALIDATORS[1:]
    validators: Sequence[Address] = ADDRESSES
    asked: list[str] = field(default_factory=list)

    def rpc(self) -> Rpc:
        return Rpc("http://node.test", transport=httpx.MockTransport(self._answer), patience=0.0)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        calls = json.loads(request.content)
        answers = [self._call(call) for call in (calls if isinstance(calls, list) else [calls])]
        return httpx.Response(200, json=answers if isinstance(calls, list) else answers[0])

    def _call(self, call: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(call["method"])
        return {"jsonrpc": "2.0", "id": call["id"], "result": self._result(call["method"], call["params"])}

    def _result(self, method: str, params: list[Any]) -> Any:
        head = self.chain.blocks[-1]
        if method == "eth_chainId":
            return hex(self.chain_id)
        if method == "eth_blockNumber":
            return head["number"]
        if method == "eth_getBlockByNumber":
            number = len(self.chain.blocks) - 1 if params[0] == "latest" else int(params[0], 16)
            return self.chain.blocks[number] if number < len(self.chain.blocks) else None
        if method == "eth_getBlockByHash":
            return next((block for block in self.chain.blocks if block["hash"] == params[0]), None)
        if method == "eth_call":
            return to_hex(encode(["address[]"], [list(self.validators)]))
        if method == "txpool_besuStatistics":
            return {"maxSize": 4096, "localCount": 2, "remoteCount": 3}
        assert method == "admin_peers", method
        eth = {"head": head["hash"], "latestBlock": len(self.chain.blocks) - 1, "version": 71}
        return [{"id": to_hex(key.public_key.to_bytes()), "protocols": {"eth": eth}} for key in self.peers]
