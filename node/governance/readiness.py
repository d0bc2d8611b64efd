"""Whether a candidate's node is in sync, before anybody is asked to make it a validator (I/O: asks nodes).

A validator that is not in sync can't seal: the set would be larger by one that is down. Nodes answer RPC on their own
machine only, so there are two ways: to ask the candidate's node, through a tunnel or on one machine; or a statement
that the candidate's node key has signed over a block that only a node in sync knows yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from quaychain.contracts.canonical import canonical_json
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc, RpcError
from quaychain.contracts.signatures import recover_address
from quaychain.contracts.signers import Signer
from quaychain.contracts.types import Address, to_hex

from ..documents import Document
from ..fields import AddressField, Bytes32, Bytes65

FORMAT: Literal["quaychain-readiness-1"] = "quaychain-readiness-1"
_TAG = b"quaychain readiness 1\0"
#: Blocks that a node in sync may be behind another.
_BEHIND = 3
#: Age of a statement, in seconds of the chain's time: it goes by mail.
_LONGEST_AGE = 3600
#: A statement is made on a block this far below the head, so that who checks it has that block.
_DEPTH = 2


@dataclass
class CandidateNotReadyError(QuaychainError):
    """A validator that must not be proposed yet: its node is not in sync, or is not the one that the card names."""

    validator: str
    problems: tuple[str, ...]

    def __str__(self) -> str:
        return f"validator {self.validator} is not proposed before its node is ready: {'; '.join(self.problems)}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A validator key as the member's card names it; `public_key` is 64 bytes."""

    validator: Address
    public_key: bytes


class ReadinessContent(Document):
    """What a candidate's node says of itself."""

    format: Literal["quaychain-readiness-1"]
    consortium: Bytes32
    chain_id: Annotated[int, Field(ge=1)]
    genesis: Bytes32
    validator: AddressField
    block: Annotated[int, Field(ge=0)]
    block_hash: Bytes32

    def signing_payload(self) -> bytes:
        """The bytes whose keccak256 the node's key signs."""
        return _TAG + canonical_json(self.as_json())


class ReadinessStatement(Document):
    """What a candidate's node says of itself, signed by its key."""

    statement: ReadinessContent
    signature: Bytes65


def check_candidate(own: Rpc, other: Rpc, candidate: Candidate) -> None:
    """Ask the candidate's node at `other`; `own` is a node to compare with.

    Raises CandidateNotReadyError, RpcUnreachableError.
    """
    problems = tuple(_problems(own, other, candidate))
    if problems:
        raise CandidateNotReadyError(candidate.validator, problems)


def state_readiness(node: Rpc, consortium: bytes, key: Signer) -> ReadinessStatement:
    """The statement of the node whose key this is. Raises CandidateNotReadyError, RpcError, RpcUnreachableError."""
    problems = tuple(_own_problems(node))
    head = node.block_number()
    block = node.block(max(head - _DEPTH, 0))
    if block is None or head == 0:
        problems = (*problems, "it has no block but the genesis")
    if problems or block is None:
        raise CandidateNotReadyError(key.address, problems)
    content = ReadinessContent(
        format=FORMAT,
        consortium=consortium,
        chain_id=node.chain_id(),
        genesis=node.genesis_hash(),
        validator=key.address,
        block=block.number,
        block_hash=block.hash,
    )
    return ReadinessStatement(statement=content, signature=key.sign_payload(content.signing_payload()))


def check_statement(own: Rpc, consortium: bytes, statement: ReadinessStatement, candidate: Candidate) -> None:
    """Check a candidate's statement against a node of ours. Raises CandidateNotReadyError, RpcUnreachableError."""
    problems = tuple(_statement_problems(own, consortium, statement, candidate))
    if problems:
        raise CandidateNotReadyError(candidate.validator, problems)


def _statement_problems(
    own: Rpc, consortium: bytes, statement: ReadinessStatement, candidate: Candidate
) -> Iterator[str]:
    content = statement.statement
    if recover_address(content.signing_payload(), statement.signature) != candidate.validator:
        yield "the statement is not signed by the card's validator key"
        return
    if content.validator != candidate.validator:
        yield f"the statement is about {content.validator}"
    if content.consortium != consortium:
        yield "the statement is for another consortium"
    yield from _another_chain(own, content.chain_id, content.genesis)
    block = own.block(content.block)
    if block is None:
        yield f"its block {content.block} is beyond our node's head"
    elif block.hash != content.block_hash:
        yield f"its block {content.block} is {to_hex(content.block_hash)}, ours {to_hex(block.hash)}"
    else:
        age = own.head().timestamp - block.timestamp
        if age > _LONGEST_AGE:
            yield f"the statement is {age} s old: ask for a new one"


def _problems(own: Rpc, other: Rpc, candidate: Candidate) -> Iterator[str]:
    strange = tuple(_another_chain(own, other.chain_id(), other.genesis_hash()))
    if strange:
        yield from strange
        return  # all else is of another chain
    yield from _own_problems(other)
    ours, theirs = own.block_number(), other.block_number()
    if theirs < ours - _BEHIND:
        yield f"its head is block {theirs}, ours block {ours}"
    common = min(ours, theirs)
    mine, its = own.block(common), other.block(common)
    if mine is None or its is None or mine.hash != its.hash:
        yield f"its block {common} is not ours"
    identity = _identity(other)
    if identity is None:
        yield "it does not tell its node id (admin_nodeInfo)"
    elif identity != candidate.public_key:
        yield f"its node id is {identity.hex()[:16]}…, the card's {candidate.public_key.hex()[:16]}…"


def _own_problems(node: Rpc) -> Iterator[str]:
    try:
        syncing, peers = node.call("eth_syncing"), int(node.call("net_peerCount"), 16)
    except (RpcError, TypeError, ValueError) as error:
        yield f"it does not tell whether it is in sync ({error})"
        return
    if syncing is not False:
        yield "it is still syncing"
    if peers == 0:
        yield "it has no peers"


def _another_chain(own: Rpc, chain_id: int, genesis: bytes) -> Iterator[str]:
    if chain_id != own.chain_id():
        yield f"its chain is {chain_id}, ours {own.chain_id()}"
    elif genesis != own.genesis_hash():
        yield f"its genesis block is {to_hex(genesis)}, ours {to_hex(own.genesis_hash())}"


def _identity(node: Rpc) -> bytes | None:
    try:
        info: Any = node.call("admin_nodeInfo")
        return bytes.fromhex(info["id"].removeprefix("0x"))
    except (RpcError, KeyError, TypeError, ValueError, AttributeError):
        return None
