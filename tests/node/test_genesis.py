"""The genesis is the same bytes for everybody, names the root in contract mode, and counts its validators."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
import rlp

from quaychain.contracts.keccak import keccak256
from quaychain.node.artifacts import load_artifact
from quaychain.node.charter import draft_charter
from quaychain.node.genesis import ValidatorCountError, build_genesis, validator_set_digest

from .conftest import PASSWORD, Founding

ROOT = load_artifact("ConsortiumRoot")
REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "qbft"


def test_the_order_of_cards_does_not_matter(founding: Founding) -> None:
    files = {build_genesis(founding.charter, cards, ROOT).data for cards in permutations(founding.cards)}
    assert len(files) == 1


def test_members_without_a_vote_change_nothing(founding: Founding) -> None:
    assert (
        build_genesis(founding.charter, founding.cards[:4], ROOT).data
        == build_genesis(founding.charter, founding.cards, ROOT).data
    )


def test_says_what_a_qbft_node_in_contract_mode_wants(founding: Founding) -> None:
    genesis = json.loads(build_genesis(founding.charter, founding.cards, ROOT).data)
    config = genesis["config"]
    assert config["chainId"] == founding.charter.chain_id
    assert config["zeroBaseFee"] is True
    assert config["qbft"]["validatorcontractaddress"] == founding.charter.root_address.lower()
    assert "contractSizeLimit" not in config
    assert int(genesis["gasLimit"], 16) == 30_000_000
    assert int(genesis["timestamp"], 16) == founding.charter.timestamp
    vanity, validators, vote, round_number, seals = rlp.decode(bytes.fromhex(genesis["extraData"][2:]))
    assert (vanity, validators, vote, round_number, seals) == (bytes(32), [], [], b"", [])


def test_has_the_keys_of_a_network_that_ran(founding: Founding) -> None:
    """Besu ignores keys it doesn't know, so ours are compared with those of a recorded network in contract mode."""
    path = REFERENCE / "contract_genesis.json"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    recorded = json.loads(path.read_text())
    ours = json.loads(build_genesis(founding.charter, founding.cards, ROOT).data)
    assert ours.keys() == recorded.keys()
    assert ours["config"].keys() == recorded["config"].keys()
    assert ours["config"]["qbft"].keys() == recorded["config"]["qbft"].keys()
    for name in ("extraData", "mixHash", "difficulty", "nonce", "coinbase", "gasLimit"):
        assert ours[name] == recorded[name]


def test_the_root_is_all_that_is_allocated(founding: Founding) -> None:
    alloc = json.loads(build_genesis(founding.charter, founding.cards, ROOT).data)["alloc"]
    ((address, account),) = alloc.items()
    assert "0x" + address == founding.charter.root_address.lower()
    assert bytes.fromhex(account["code"][2:]) == ROOT.runtime_code({})
    assert account["balance"] == "0x0"
    # id, 4 founders and their count, set 0 (digest, since, 4 validators and their count), 4 members of validators
    assert len(account["storage"]) == 1 + 5 + 7 + 4
    assert "0x" + founding.charter.id.hex() in account["storage"].values()


def test_founders_and_validators_ascend(founding: Founding) -> None:
    genesis = build_genesis(founding.charter, founding.cards, ROOT)
    assert [address.lower() for address in genesis.founders] == sorted(address.lower() for address in genesis.founders)
    assert set(genesis.founders) == {card.card.founder for card in founding.cards if card.card.founder}
    assert [v.lower() for v in genesis.validators] == sorted(v.lower() for v in genesis.validators)
    assert genesis.file_hash == keccak256(genesis.data)


def test_too_few_validators_need_a_pilot(founding: Founding) -> None:
    for count in (0, 1, 3):
        with pytest.raises(ValidatorCountError):
            build_genesis(founding.charter, founding.cards[:count], ROOT)
    pilot = draft_charter("embedded", "Pilot", 4711, 0, pilot=True)
    keys = founding.keys[0]
    card = keys.make_card(pilot, "Alone", founding.cards[0].card.kind, PASSWORD, keys.loopback_places(30_303))
    assert len(build_genesis(pilot, [card], ROOT).validators) == 1
    with pytest.raises(ValidatorCountError, match="pilot"):
        build_genesis(pilot, [], ROOT)


def test_the_digest_of_a_set_is_its_abi_encoding() -> None:
    """By hand: number, offset, length, and the addresses, each a word."""
    one, two = "0x" + "11" * 20, "0x" + "22" * 20
    encoded = b"".join(
        word.rjust(32, b"\0") for word in (b"\x05", b"\x40", b"\x02", bytes.fromhex(one[2:]), bytes.fromhex(two[2:]))
    )
    assert validator_set_digest(5, [one, two]) == keccak256(encoded)  # type: ignore[list-item]
