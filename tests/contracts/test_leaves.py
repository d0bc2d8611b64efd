"""The event leaf equals OpenZeppelin's for the same values, and stands for nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from quaychain.contracts.abi import AbiValueError
from quaychain.contracts.leaves import EventLeaf

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "merkle.json").read_text())["trees"]
LEAF = EventLeaf(b"\1" * 32, 2, b"\3" * 32, 4, 5, b"\6" * 32)


def test_openzeppelin_vectors() -> None:
    rows = [row for tree in VECTORS if tuple(tree["types"]) == EventLeaf.TYPES for row in tree["leaves"]]
    assert len(rows) > 20
    for row in rows:
        stream, sequence, key, boot, device_sequence, digest = row["values"]
        leaf = EventLeaf(
            bytes.fromhex(stream[2:]), int(sequence), bytes.fromhex(key[2:]), int(boot), int(device_sequence),
            bytes.fromhex(digest[2:]),
        )  # fmt: skip
        assert "0x" + leaf.hash().hex() == row["leaf"]


@pytest.mark.parametrize(
    "change",
    [
        {"stream": b"\2" * 32}, {"sequence": 3}, {"device_key": b"\4" * 32}, {"boot": 5}, {"device_sequence": 6},
        {"event_digest": b"\7" * 32}, {"boot": 5, "device_sequence": 4},
    ],
)  # fmt: skip
def test_each_value_counts(change: dict[str, object]) -> None:
    assert replace(LEAF, **change).hash() != LEAF.hash()


@pytest.mark.parametrize(
    "change",
    [{"stream": b"\2" * 31}, {"event_digest": b"\7" * 33}, {"sequence": 2**64}, {"boot": 2**32}, {"boot": -1}],
)
def test_what_is_too_wide_has_no_leaf(change: dict[str, object]) -> None:
    with pytest.raises(AbiValueError):
        replace(LEAF, **change).hash()
