"""The slots that proofs read are those of the committed storage layouts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.proofs.state import (
    DeviceValidity,
    DirectoryLine,
    device_slots,
    directory_name,
    directory_slots,
    namespace_slot,
)

ARTIFACTS = Path(__file__).parents[3] / "contracts/artifacts"


def layout(contract: str) -> dict[str, Any]:
    return json.loads((ARTIFACTS / f"{contract}.json").read_text())["storageLayout"]


def mapping(contract: str, variable: str) -> tuple[int, dict[str, tuple[int, int, int]]]:
    """Slot of a mapping, and for each member of its struct: slot within it, first and last byte in the slot's 32."""
    stored = layout(contract)
    entry = next(entry for entry in stored["storage"] if entry["label"] == variable)
    struct = stored["types"][stored["types"][entry["type"]]["value"]]
    members = {}
    for member in struct["members"]:
        end = 32 - member["offset"]
        size = int(stored["types"][member["type"]]["numberOfBytes"])
        members[member["label"]] = (int(member["slot"]), end - size, end)
    return int(entry["slot"]), members


@pytest.mark.parametrize(("contract", "variable"), [("ConsortiumRoot", "_lines"), ("DeviceRegistry", "_devices")])
def test_namespaces(contract: str, variable: str) -> None:
    assert mapping(contract, variable)[0] == namespace_slot(contract)


def test_directory_lines() -> None:
    base, members = mapping("ConsortiumRoot", "_lines")
    assert members == {"location": (0, 12, 32), "layoutVersion": (0, 8, 12), "codeHash": (1, 0, 32)}
    first, second = directory_slots("EventAnchor")
    assert first == keccak256(b"EventAnchor".ljust(32, b"\0") + base.to_bytes(32))
    assert int.from_bytes(second) == int.from_bytes(first) + 1
    slot = bytes(8) + (7).to_bytes(4) + b"\xab" * 20
    assert DirectoryLine.read(slot) == DirectoryLine(b"\xab" * 20, 7)
    assert directory_name("EventAnchor") == b"EventAnchor" + bytes(21)


@given(st.binary(min_size=16, max_size=16), st.lists(st.integers(0, 2**40 - 1), min_size=4, max_size=4))
def test_devices(member: bytes, times: list[int]) -> None:
    base, members = mapping("DeviceRegistry", "_devices")
    first, flags = device_slots(b"\x11" * 32)
    assert first == keccak256(b"\x11" * 32 + base.to_bytes(32))
    slots = [bytearray(32) for _ in range(3)]
    values = {
        "member": member, "validFrom": times[0].to_bytes(5), "validUntil": times[1].to_bytes(5),
        "revokedFrom": times[2].to_bytes(5), "compromisedSince": times[3].to_bytes(5),
    }  # fmt: skip
    for name, value in values.items():
        slot, start, end = members[name]
        slots[slot][start:end] = value
    assert int.from_bytes(flags) - int.from_bytes(first) in (2, 2 - 2**256)
    assert DeviceValidity.read(bytes(slots[0]), bytes(slots[2])) == DeviceValidity(member, *times)


@pytest.mark.parametrize(
    ("device", "time", "valid"),
    [
        (DeviceValidity(b"\1" * 16, 10, 0, 0, 0), 10, True),
        (DeviceValidity(b"\1" * 16, 10, 0, 0, 0), 9, False),
        (DeviceValidity(b"\1" * 16, 10, 20, 0, 0), 19, True),
        (DeviceValidity(b"\1" * 16, 10, 20, 0, 0), 20, False),
        (DeviceValidity(b"\1" * 16, 10, 0, 15, 0), 14, True),
        (DeviceValidity(b"\1" * 16, 10, 0, 15, 0), 15, False),
        (DeviceValidity(bytes(16), 0, 0, 0, 0), 15, False),
    ],
)
def test_when_a_key_is_valid(device: DeviceValidity, time: int, valid: bool) -> None:
    assert device.covers(time) is valid
