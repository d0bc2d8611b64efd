"""Merkle trees as OpenZeppelin's StandardMerkleTree (merkle-tree 1.x) and MerkleProof (Contracts 5.x) have them.

A leaf is the double keccak256 of the ABI encoding of its values; a node is keccak256 of its two children in ascending
order, so a proof needs no left or right; leaves are sorted by hash, so a root doesn't depend on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .abi import encode
from .errors import QuaychainError
from .keccak import keccak256

HASH_LENGTH = 32


@dataclass
class EmptyMerkleTreeError(QuaychainError):
    """A tree needs at least one leaf: there is no root of nothing."""


@dataclass
class MerkleNodeLengthError(QuaychainError):
    """A leaf or node that isn't 32 bytes long."""

    length: int


def leaf_hash(types: Sequence[str], values: Sequence[Any]) -> bytes:
    """keccak256(keccak256(abi.encode(values))): StandardMerkleTree's leaf. `types` are Solidity's, e.g. `uint64`.

    Raises AbiValueError.
    """
    return hash_encoded_leaf(encode(types, values))


def hash_encoded_leaf(encoded: bytes) -> bytes:
    """The leaf of values that are ABI-encoded already. Hashed twice, so that no node can pass for a leaf."""
    return keccak256(keccak256(encoded))


def hash_pair(a: bytes, b: bytes) -> bytes:
    """A node of two 32-byte children, the same whichever comes first."""
    return keccak256(a + b if a < b else b + a)


def process_proof(leaf: bytes, proof: Iterable[bytes]) -> bytes:
    """The root that a leaf leads to by its siblings from the bottom up. Raises MerkleNodeLengthError."""
    node = _checked(leaf)
    for sibling in proof:
        node = hash_pair(node, _checked(sibling))
    return node


def verify_proof(root: bytes, leaf: bytes, proof: Iterable[bytes]) -> bool:
    """Whether the leaf is in the tree of this root."""
    return process_proof(leaf, proof) == root


class MerkleTree:
    """The tree over leaves (32 bytes each, as `leaf_hash` makes them), in any order; proofs go by the given order.

    Raises EmptyMerkleTreeError and MerkleNodeLengthError.
    """

    def __init__(self, leaves: Sequence[bytes]) -> None:
        count = len(leaves)
        if count == 0:
            raise EmptyMerkleTreeError
        # A heap: the root at 0, the children of i at 2i + 1 and 2i + 2, the sorted leaves from the end backwards.
        nodes = [b""] * (2 * count - 1)
        places = [0] * count
        for rank, index in enumerate(sorted(range(count), key=lambda index: leaves[index])):
            places[index] = 2 * count - 2 - rank
            nodes[places[index]] = _checked(leaves[index])
        for node in range(count - 2, -1, -1):
            nodes[node] = hash_pair(nodes[2 * node + 1], nodes[2 * node + 2])
        self._nodes = nodes
        self._places = places

    @property
    def root(self) -> bytes:
        """32 bytes."""
        return self._nodes[0]

    def __len__(self) -> int:
        return len(self._places)

    def proof(self, index: int) -> tuple[bytes, ...]:
        """The siblings of the leaf that was given at `index`, from the bottom up. Raises IndexError."""
        if not 0 <= index < len(self._places):
            raise IndexError(index)
        place = self._places[index]
        siblings = []
        while place > 0:
            siblings.append(self._nodes[place + 1 if place % 2 else place - 1])
            place = (place - 1) // 2
        return tuple(siblings)


def _checked(node: bytes) -> bytes:
    if len(node) != HASH_LENGTH:
        raise MerkleNodeLengthError(len(node))
    return bytes(node)
