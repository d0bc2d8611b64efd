"""The first block's hash equals what real Besu nodes made of their genesis files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quaychain.node.artifacts import load_artifact
from quaychain.node.genesis import build_genesis
from quaychain.node.genesis_block import genesis_block_hash

from .conftest import Founding

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "qbft"


def recorded(name: str) -> Any:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return json.loads(path.read_text())


def test_equals_besus_in_contract_mode() -> None:
    """An account with code and storage, and two with balances."""
    block = recorded("contract_validators.json")["blocks"][0]["block"]
    assert "0x" + genesis_block_hash(recorded("contract_genesis.json")).hex() == block["hash"]


def test_equals_besus_in_header_mode() -> None:
    assert "0x" + genesis_block_hash(recorded("genesis.json")).hex() == recorded("blocks.json")[0]["hash"]


def test_every_part_of_the_genesis_changes_it(founding: Founding) -> None:
    genesis = json.loads(build_genesis(founding.charter, founding.cards, load_artifact("ConsortiumRoot")).data)
    (address,) = genesis["alloc"]
    account = genesis["alloc"][address]
    changed = [
        {**genesis, "timestamp": "0x1"},
        {**genesis, "alloc": {"00" * 20: account}},
        {**genesis, "alloc": {address: {**account, "code": account["code"][:-2] + "00"}}},
        {**genesis, "alloc": {address: {**account, "storage": {}}}},
    ]
    hashes = {genesis_block_hash(item) for item in (genesis, *changed)}
    assert len(hashes) == 5
    assert build_genesis(founding.charter, founding.cards, load_artifact("ConsortiumRoot")).block_hash in hashes
