"""Merkle trees equal OpenZeppelin's; no proof but the right one holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.merkle import (
    EmptyMerkleTreeError,
    MerkleNodeLengthError,
    MerkleTree,
    leaf_hash,
    process_proof,
    verify_proof,
)

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "merkle.json").read_text())["trees"]
LEAVES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


def value_of(kind: str, text: str) -> Any:
    if kind.startswith("bytes"):
        return bytes.fromhex(text[2:])
    return int(text) if kind.startswith("uint") else text


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["title"])
def test_openzeppelin_vectors(vector: dict[str, Any]) -> None:
    rows = vector["leaves"]
    leaves = [
        leaf_hash(vector["types"], [value_of(*pair) for pair in zip(vector["types"], row["values"], strict=True)])
        for row in rows
    ]
    assert ["0x" + leaf.hex() for leaf in leaves] == [row["leaf"] for row in rows]
    tree = MerkleTree(leaves)
    assert "0x" + tree.root.hex() == vector["root"]
    for index, row in enumerate(rows):
        proof = [bytes.fromhex(node[2:]) for node in row["proof"]]
        assert verify_proof(tree.root, leaves[index], proof)
        if leaves.count(leaves[index]) == 1:
            assert list(tree.proof(index)) == proof


@given(LEAVES)
def test_every_leaf_is_proven(leaves: list[bytes]) -> None:
    tree = MerkleTree(leaves)
    assert len(tree) == len(leaves)
    assert all(verify_proof(tree.root, leaf, tree.proof(index)) for index, leaf in enumerate(leaves))


@given(LEAVES, st.randoms())
def test_root_does_not_depend_on_the_order(leaves: list[bytes], random: Any) -> None:
    shuffled = list(leaves)
    random.shuffle(shuffled)
    assert MerkleTree(shuffled).root == MerkleTree(leaves).root


@given(LEAVES, st.data())
def test_one_flipped_bit_breaks_a_proof(leaves: list[bytes], data: st.DataObject) -> None:
    tree = MerkleTree(leaves)
    index = data.draw(st.integers(0, len(leaves) - 1))
    parts = [leaves[index], *tree.proof(index)]
    part = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, 255))
    parts[part] = (int.from_bytes(parts[part]) ^ (1 << bit)).to_bytes(32)
    assert not verify_proof(tree.root, parts[0], parts[1:])


@given(LEAVES, st.binary(min_size=32, max_size=32))
def test_a_leaf_that_is_not_there_is_not_proven(leaves: list[bytes], stranger: bytes) -> None:
    tree = MerkleTree(leaves)
    if stranger not in leaves:
        assert not any(verify_proof(tree.root, stranger, tree.proof(index)) for index in range(len(leaves)))


def test_nothing_has_no_root() -> None:
    with pytest.raises(EmptyMerkleTreeError):
        MerkleTree([])


def test_only_32_byte_nodes() -> None:
    with pytest.raises(MerkleNodeLengthError):
        MerkleTree([b"\0" * 31])
    with pytest.raises(MerkleNodeLengthError):
        process_proof(b"\0" * 32, [b"\0" * 33])


@pytest.mark.parametrize("index", [-1, 2])
def test_no_proof_beyond_the_leaves(index: int) -> None:
    with pytest.raises(IndexError):
        MerkleTree([b"\0" * 32, b"\1" * 32]).proof(index)
