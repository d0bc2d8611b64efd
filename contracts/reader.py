"""Reads from contracts at a node (I/O)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from .revert import decode_revert
from .rpc import Rpc, RpcError
from .types import BlockHead, ViewCall, to_hex

T = TypeVar("T")

#: A block by number, by hash, or by one of the tags `latest`, `earliest`, `pending`.
BlockReference = int | bytes | str


class ChainReader:
    """Answers of contracts, and where the chain stands: the one clock that everything waits by."""

    def __init__(self, rpc: Rpc) -> None:
        self.rpc = rpc

    def read(self, call: ViewCall[T], block: BlockReference = "latest") -> T:
        """The answer after `block`. Raises the contract's error where it refuses, NoContractError, RpcError."""
        try:
            answer = self.rpc.call("eth_call", *_parameters(call, block))
        except RpcError as error:
            raise revert_of(error) from error
        return call.decode(bytes.fromhex(answer[2:]))

    def read_many(self, calls: Sequence[ViewCall[Any]], block: BlockReference = "latest") -> list[Any]:
        """The answers of several calls together. Raises as `read`, for the first that fails."""
        try:
            answers = self.rpc.batch([("eth_call", _parameters(call, block)) for call in calls])
        except RpcError as error:
            raise revert_of(error) from error
        return [call.decode(bytes.fromhex(answer[2:])) for call, answer in zip(calls, answers, strict=True)]

    def head(self) -> BlockHead:
        """The newest block."""
        return self.rpc.head()

    def now(self) -> int:
        """The head's time, in Unix seconds."""
        return self.rpc.head().timestamp


def revert_of(error: RpcError) -> Exception:
    """The contract's own error where the node answered with one, else the node's."""
    if error.data is not None:
        return decode_revert(error.data)
    if error.code == 3 or "revert" in error.message.lower():
        return decode_revert(b"")
    return error


def _parameters(call: ViewCall[Any], block: BlockReference) -> list[Any]:
    return [{"to": call.to, "data": to_hex(call.data)}, block_parameter(block)]


def block_parameter(block: BlockReference) -> Any:
    """A block as JSON-RPC names it; by hash as EIP-1898 has it."""
    if isinstance(block, int):
        return hex(block)
    return {"blockHash": to_hex(block), "requireCanonical": True} if isinstance(block, bytes) else block
