"""Commit seals, against blocks that a real Besu sealed."""

from __future__ import annotations

from typing import Any

import pytest
import rlp

from quaychain.contracts.proofs.commit_seals import quorum, sealed_block
from quaychain.contracts.proofs.problem import ProofError
from quaychain.contracts.types import to_address
from tests.reference import recorded


def blocks_with_validators() -> list[tuple[dict[str, Any], set[str]]]:
    return [
        (entry["block"], {to_address(validator) for validator in entry["validators"]})
        for name in ("vote_add_blocks", "vote_remove_blocks")
        for entry in recorded(name)
        if int(entry["block"]["number"], 16)
    ]


def test_a_quorum_of_the_validators_sealed_each_block_and_nobody_else() -> None:
    checked = blocks_with_validators()
    assert checked
    for block, validators in checked:
        sealed = sealed_block(block)
        assert set(sealed.sealers) <= validators
        assert len(set(sealed.sealers)) == len(sealed.sealers) >= -(-2 * len(validators) // 3)
        assert sealed.proposer in validators


def test_the_round_is_part_of_what_is_sealed() -> None:
    for entry in recorded("nonzero_round_blocks"):
        sealed = sealed_block(entry["block"])
        assert sealed.round == entry["round"] > 0
        assert sealed.proposer in sealed.sealers or len(sealed.sealers) >= 3


def test_the_first_block_has_no_seals() -> None:
    first = sealed_block(recorded("blocks")[0])
    assert (first.number, first.round, first.sealers) == (0, 0, ())


@pytest.mark.parametrize(
    "extra",
    [
        b"",
        b"\x80",
        rlp.encode([b"", [], [], b""]),
        rlp.encode([bytes(32), [], [], b"", [b"short"]]),
        rlp.encode([bytes(32), [], [], b"", [bytes(65)]]),
        rlp.encode([bytes(32), [], [], [], []]),
        rlp.encode([bytes(32), [], [], b"", b"seals"]),
        rlp.encode([bytes(32), [], [], bytes([1] * 9), []]),
        rlp.encode([bytes(32), [], [], b"", [bytes([255] * 65)]]),
    ],
)
def test_extra_data_of_another_form_is_refused(extra: bytes) -> None:
    block = {**recorded("blocks")[1], "extraData": "0x" + extra.hex()}
    with pytest.raises(ProofError):
        sealed_block(block)


def test_a_quorum_is_two_thirds_rounded_up() -> None:
    assert [quorum(count) for count in range(1, 11)] == [1, 2, 2, 3, 4, 4, 5, 6, 6, 7]
