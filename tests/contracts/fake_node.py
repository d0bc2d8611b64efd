"""A node in memory: enough of one chain to lose answers, pools and blocks on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import rlp
from eth_account import Account

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import Call, to_address, to_hex

CHAIN_ID = 31337
GENESIS = keccak256(b"genesis")


@dataclass
class Transaction:
    """A signed transaction, taken apart."""

    raw: bytes
    hash: bytes
    sender: str
    nonce: int
    gas: int
    call: Call

    @classmethod
    def parse(cls, raw: bytes) -> Transaction:
        assert raw[0] == 2
        fields = rlp.decode(raw[1:])
        assert int.from_bytes(fields[0]) == CHAIN_ID
        to = to_address(fields[5]) if fields[5] else None
        return cls(
            raw, keccak256(raw), str(Account.recover_transaction(raw)), int.from_bytes(fields[1]),
            int.from_bytes(fields[4]), Call(to, fields[7], int.from_bytes(fields[6])),
        )  # fmt: skip


class FakeNode:
    """Mines one block a transaction as soon as its nonce is next, unless `mining` is off."""

    def __init__(self) -> None:
        self.blocks: list[list[Transaction]] = [[]]
        self.pool: list[Transaction] = []
        self.mining = True
        #: What a call reverts with at this moment; None: it passes.
        self.refuses: Callable[[Call], bytes | None] = lambda call: None
        #: Refused only when it is in a block.
        self.fails: Callable[[Call], bytes | None] = lambda call: None
        #: Error to answer the next eth_sendRawTransaction with, after or instead of taking it.
        self.send_errors: list[tuple[int, str]] = []
        self.lose_answers_to: list[str] = []
        self.down = False
        self.failed: set[bytes] = set()
        self.calls: list[str] = []
        #: Whether it tells its public key, as Besu does.
        self.key: bytes | None = None

    def rpc(self, url: str = "http://node.test", **options: Any) -> Rpc:
        """A client of this node."""
        options.setdefault("patience", 0.0)
        return Rpc(url, transport=httpx.MockTransport(self._answer), **options)

    def executed(self) -> list[Transaction]:
        """All that is in blocks, in order."""
        return [transaction for block in self.blocks for transaction in block]

    def count(self, sender: str, height: int | None = None) -> int:
        """The sender's nonce after a block."""
        blocks = self.blocks if height is None else self.blocks[: height + 1]
        return sum(transaction.sender == sender for block in blocks for transaction in block)

    def mine(self) -> None:
        """Put what is next into blocks."""
        moved = True
        while moved:
            moved = False
            for transaction in sorted(self.pool, key=lambda one: one.nonce):
                if transaction.nonce <= self.count(transaction.sender):
                    self.pool.remove(transaction)
                if transaction.nonce == self.count(transaction.sender):
                    self.blocks.append([transaction])
                    self.failed.discard(transaction.hash)
                    if (self.refuses(transaction.call), self.fails(transaction.call)) != (None, None):
                        self.failed.add(transaction.hash)
                    moved = True

    def roll_back(self, height: int) -> None:
        """Lose every block above a height, and the pool."""
        del self.blocks[height + 1 :]
        self.pool.clear()

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("refused")
        asked = json.loads(request.content)
        many = asked if isinstance(asked, list) else [asked]
        answers = []
        for one in many:
            self.calls.append(one["method"])
            try:
                answers.append(
                    {"jsonrpc": "2.0", "id": one["id"], "result": self._result(one["method"], one["params"])}
                )
            except _NodeError as error:
                answers.append({"jsonrpc": "2.0", "id": one["id"], "error": error.args[0]})
            if one["method"] in self.lose_answers_to:
                self.lose_answers_to.remove(one["method"])
                raise httpx.ReadError("connection reset")
        return httpx.Response(200, json=answers if isinstance(asked, list) else answers[0])

    def _result(self, method: str, parameters: list[Any]) -> Any:
        match method:
            case "eth_chainId":
                return hex(CHAIN_ID)
            case "net_enode" if self.key is not None:
                return f"enode://{self.key.hex()}@127.0.0.1:30303"
            case "eth_blockNumber":
                return hex(len(self.blocks) - 1)
            case "eth_getBlockByNumber":
                number = len(self.blocks) - 1 if parameters[0] == "latest" else int(parameters[0], 16)
                return self._block(number) if number < len(self.blocks) else None
            case "eth_getTransactionCount":
                height = None if parameters[1] == "latest" else int(parameters[1], 16)
                return hex(self.count(to_address(parameters[0]), height))
            case "eth_estimateGas" | "eth_call":
                request = parameters[0]
                call = Call(to_address(request["to"]) if "to" in request else None, bytes.fromhex(request["data"][2:]))
                revert = self.refuses(call)
                if revert is None and method == "eth_call":
                    revert = self.fails(call)
                if revert is not None:
                    raise _NodeError({"code": 3, "message": "execution reverted", "data": to_hex(revert)})
                return "0x5208" if method == "eth_estimateGas" else "0x"
            case "eth_sendRawTransaction":
                return self._send(Transaction.parse(bytes.fromhex(parameters[0][2:])))
            case "eth_getTransactionReceipt":
                return self._receipt(bytes.fromhex(parameters[0][2:]))
        raise _NodeError({"code": -32601, "message": f"{method} not found"})

    def _send(self, transaction: Transaction) -> str:
        if self.send_errors:
            code, message = self.send_errors.pop(0)
            raise _NodeError({"code": code, "message": message})
        if transaction.nonce < self.count(transaction.sender):
            raise _NodeError({"code": -32003, "message": "nonce too low"})
        if any(one.hash == transaction.hash for one in self.pool):
            raise _NodeError({"code": -32003, "message": "transaction already imported"})
        if any((one.sender, one.nonce) == (transaction.sender, transaction.nonce) for one in self.pool):
            raise _NodeError({"code": -32003, "message": "replacement transaction underpriced"})
        self.pool.append(transaction)
        if self.mining:
            self.mine()
        return to_hex(transaction.hash)

    def _receipt(self, digest: bytes) -> dict[str, Any] | None:
        for number, block in enumerate(self.blocks):
            for transaction in block:
                if transaction.hash == digest:
                    return {
                        "transactionHash": to_hex(digest), "transactionIndex": "0x0", "blockNumber": hex(number),
                        "blockHash": self._block(number)["hash"], "from": transaction.sender, "to": transaction.call.to,
                        "contractAddress": None, "status": "0x0" if digest in self.failed else "0x1",
                        "gasUsed": "0x5208", "logs": [],
                    }  # fmt: skip
        return None

    def _block(self, number: int) -> dict[str, str]:
        parent, digest = bytes(32), GENESIS
        for block in self.blocks[1 : number + 1]:
            parent, digest = digest, keccak256(digest + b"".join(one.hash for one in block))
        return {
            "number": hex(number),
            "hash": to_hex(digest),
            "parentHash": to_hex(parent),
            "timestamp": hex(1000 + number),
        }


class _NodeError(Exception):
    pass
