"""The messages that PartProvenance takes as signatures have the types that its source hashes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.abi import StructCodec
from quaychain.contracts.part_messages import HandOver, Replacement, WorkCompletion

SOURCES = Path(__file__).resolve().parents[2] / "contracts" / "provenance"


def _type_string(codec: StructCodec[Any]) -> str:
    """EIP-712, encodeType."""
    fields = ",".join(f"{field.abi_type} {name}" for _, name, field in codec.fields)
    return f"{codec.name}({fields})"


@pytest.mark.parametrize("message", [HandOver, Replacement, WorkCompletion])
def test_the_type_is_the_one_that_the_contract_hashes(message: Any) -> None:
    # Solidity joins neighbouring literals: "HandOver(bytes32 part," "bytes16 giver…".
    sources = "".join(path.read_text("utf-8") for path in sorted(SOURCES.glob("*.sol")))
    joined = re.sub(r'"\s*"', "", sources)
    assert f'"{_type_string(message.CODEC)}"' in joined
