"""A genesis with a transition is the same for everybody, and block 0 stays what it is."""

from __future__ import annotations

import json

import pytest

from quaychain.contracts.types import to_address
from quaychain.node.artifacts import load_artifact
from quaychain.node.genesis import build_genesis
from quaychain.node.genesis_block import genesis_block_hash
from quaychain.node.transitions import TransitionError, with_validators

from .conftest import Founding

A, B = (to_address(bytes([digit]) * 20) for digit in (0xBB, 0xAA))


@pytest.fixture
def genesis(founding: Founding) -> bytes:
    return build_genesis(founding.charter, founding.cards, load_artifact("ConsortiumRoot")).data


def test_these_validators_from_a_block_on(genesis: bytes) -> None:
    rescued = with_validators(genesis, 100, [A, B])
    assert rescued == with_validators(genesis, 100, [B, A])
    content = json.loads(rescued)
    assert content["config"].pop("transitions") == {
        "qbft": [{"block": 100, "validatorselectionmode": "blockheader", "validators": [B.lower(), A.lower()]}]
    }
    assert content == json.loads(genesis)
    assert genesis_block_hash(json.loads(rescued)) == genesis_block_hash(json.loads(genesis))
    again = json.loads(with_validators(rescued, 300, [A]))["config"]["transitions"]["qbft"]
    assert [step["block"] for step in again] == [100, 300]


def test_what_is_no_transition(genesis: bytes) -> None:
    rescued = with_validators(genesis, 100, [A])
    for made, words in (
        (lambda: with_validators(genesis, 0, [A]), "block 0"),
        (lambda: with_validators(genesis, 9, []), "one at least"),
        (lambda: with_validators(genesis, 9, [A, A]), "once"),
        (lambda: with_validators(rescued, 99, [B]), "not after"),
        (lambda: with_validators(b"{}", 9, [A]), "no genesis"),
        (lambda: with_validators(b"\xff", 9, [A]), "no genesis"),
    ):
        with pytest.raises(TransitionError, match=words):
            made()
