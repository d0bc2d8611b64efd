"""Trie proofs agree with ethereum/py-trie's tries, whatever is in them, and hold for nothing else."""

from __future__ import annotations

import pytest
import rlp
from hypothesis import assume, given
from hypothesis import strategies as st
from trie.hexary import HexaryTrie

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.proofs.problem import ProofError
from quaychain.contracts.proofs.trie import EMPTY_ROOT, prove

# Short keys and values make branches with values, extensions, and nodes within their parents.
ENTRIES = st.dictionaries(
    st.binary(min_size=1, max_size=3), st.binary(min_size=1, max_size=40), min_size=1, max_size=30
)
HASHED = st.dictionaries(
    st.binary(min_size=32, max_size=32), st.binary(min_size=1, max_size=80), min_size=1, max_size=20
)


def built(entries: dict[bytes, bytes]) -> HexaryTrie:
    trie = HexaryTrie({})
    for key, value in entries.items():
        trie.set(key, value)
    return trie


def proof(trie: HexaryTrie, key: bytes) -> list[bytes]:
    nodes = [rlp.encode(node) for node in trie.get_proof(key)]
    return [node for place, node in enumerate(nodes) if place == 0 or len(node) >= 32]


@given(ENTRIES | HASHED)
def test_every_entry_is_proven(entries: dict[bytes, bytes]) -> None:
    trie = built(entries)
    for key, value in entries.items():
        assert prove(trie.root_hash, key, proof(trie, key)) == value


@given(ENTRIES, st.binary(min_size=1, max_size=3))
def test_absence_is_proven(entries: dict[bytes, bytes], key: bytes) -> None:
    assume(key not in entries)
    trie = built(entries)
    assert prove(trie.root_hash, key, proof(trie, key)) is None


@given(HASHED, st.data())
def test_a_changed_proof_fails(entries: dict[bytes, bytes], data: st.DataObject) -> None:
    trie = built(entries)
    key = data.draw(st.sampled_from(sorted(entries)))
    nodes = proof(trie, key)
    place = data.draw(st.integers(0, len(nodes) - 1))
    node = bytearray(nodes[place])
    node[data.draw(st.integers(0, len(node) - 1))] ^= data.draw(st.integers(1, 255))
    for damaged in ([*nodes[:place], bytes(node), *nodes[place + 1 :]], nodes[:place], [*nodes, nodes[place]]):
        with pytest.raises(ProofError):
            prove(trie.root_hash, key, damaged)


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=4), st.binary(min_size=1, max_size=4))
def test_any_nodes_give_an_answer_or_a_problem(nodes: list[bytes], key: bytes) -> None:
    try:
        prove(keccak256(nodes[0]), key, nodes)
    except ProofError as problem:
        assert str(problem)


def test_an_empty_trie_has_nothing() -> None:
    assert prove(EMPTY_ROOT, b"\1", []) is None
    assert prove(EMPTY_ROOT, b"\1", [b"\x80"]) is None
    with pytest.raises(ProofError):
        prove(EMPTY_ROOT, b"\1", [b"\x80", b"\x80"])
