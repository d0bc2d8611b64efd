"""A genesis with transitions is the same for everybody, and block 0 stays what it is."""

from __future__ import annotations

import json

import pytest

from quaychain.contracts.types import to_address
from quaychain.node.artifacts import load_artifact
from quaychain.node.genesis import build_genesis
from quaychain.node.genesis_block import genesis_block_hash
from quaychain.node.transitions import TransitionError, with_contract, with_validators

from .conftest import Founding

A, B = (to_address(bytes([digit]) * 20) for digit in (0xBB, 0xAA))


@pytest.fixture
def genesis(founding: Founding) -> bytes:
    return build_genesis(founding.charter, founding.cards, load_artifact("ConsortiumRoot")).data


def test_validators_and_then_the_contract_again(genesis: bytes, founding: Founding) -> None:
    rescued = with_validators(genesis, 100, [A, B])
    assert rescued == with_validators(genesis, 100, [B, A])
    back = with_contract(rescued, 200)
    root = founding.charter.root_address.lower()
    assert json.loads(back)["config"]["transitions"] == {
        "qbft": [
            {"block": 100, "validatorselectionmode": "blockheader", "validators": [B.lower(), A.lower()]},
            {"block": 200, "validatorselectionmode": "contract", "validatorcontractaddress": root},
        ]
    }
    for changed in (rescued, back):
        assert genesis_block_hash(json.loads(changed)) == genesis_block_hash(json.loads(genesis))
        content = json.loads(changed)
        del content["config"]["transitions"]
        assert content == json.loads(genesis)
    assert len(json.loads(with_validators(back, 300, [A]))["config"]["transitions"]["qbft"]) == 3


def test_what_is_no_transition(genesis: bytes) -> None:
    rescued = with_validators(genesis, 100, [A])
    for made, words in (
        (lambda: with_validators(genesis, 0, [A]), "block 0"),
        (lambda: with_validators(genesis, 9, []), "one at least"),
        (lambda: with_validators(genesis, 9, [A, A]), "once"),
        (lambda: with_contract(genesis, 9), "in contract mode already"),
        (lambda: with_contract(rescued, 100), "not after"),
        (lambda: with_validators(rescued, 99, [B]), "not after"),
        (lambda: with_validators(b"{}", 9, [A]), "no genesis"),
        (lambda: with_validators(b"\xff", 9, [A]), "no genesis"),
        (lambda: with_contract(with_contract(rescued, 200), 300), "in contract mode already"),
    ):
        with pytest.raises(TransitionError, match=words):
            made()
