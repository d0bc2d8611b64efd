"""Words equal those that a constructor wrote, for every kind of variable; what doesn't fit is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.keccak import keccak256
from quaychain.node.artifacts import load_artifact
from quaychain.node.storage_layout import StorageLayout, StorageValueError

VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "storage_layout.json").read_text())
REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "qbft" / "contract_genesis.json"


#: Variables whose own slot has a length.
LENGTHS = {item["label"] for item in VECTOR["storageLayout"]["storage"] if item["type"] == "t_bytes_storage"}


def value_of(value: Any) -> Any:
    """JSON has bytes as 0x…, large integers as #…, and mappings as lists of pairs."""
    if isinstance(value, str) and value.startswith("0x"):
        return bytes.fromhex(value[2:])
    if isinstance(value, str) and value.startswith("#"):
        return int(value[1:])
    if isinstance(value, list) and value and isinstance(value[0], list):
        return {value_of(key): value_of(item) for key, item in value}
    if isinstance(value, list):
        return [value_of(item) for item in value]
    return {name: value_of(item) for name, item in value.items()} if isinstance(value, dict) else value


def hexed(words: dict[bytes, bytes]) -> dict[str, str]:
    return {"0x" + slot.hex(): "0x" + word.hex() for slot, word in words.items()}


@pytest.fixture(scope="module")
def layout() -> StorageLayout:
    return StorageLayout(VECTOR["storageLayout"])


def test_equals_what_the_constructor_wrote(layout: StorageLayout) -> None:
    assert hexed(layout.words(value_of(VECTOR["values"]))) == VECTOR["words"]


@pytest.mark.parametrize("variable", sorted(VECTOR["values"]))
def test_each_variable_has_its_own_words(layout: StorageLayout, variable: str) -> None:
    words = layout.words({variable: value_of(VECTOR["values"][variable])})
    assert words
    for slot, word in words.items():
        known = int(VECTOR["words"]["0x" + slot.hex()], 16)
        assert int.from_bytes(word) & known == int.from_bytes(word)


def test_equals_the_storage_of_a_recorded_network() -> None:
    """The small validator contract of a real Besu network: address[] in slot 0."""
    if not REFERENCE.exists():
        pytest.skip(f"{REFERENCE} is not there")
    alloc = json.loads(REFERENCE.read_text())["alloc"]["0x0000000000000000000000000000000000007777"]
    layout = StorageLayout(
        {
            "storage": [{"label": "validators", "offset": 0, "slot": "0", "type": "t_array"}],
            "types": {
                "t_array": {
                    "base": "t_address",
                    "encoding": "dynamic_array",
                    "label": "address[]",
                    "numberOfBytes": "32",
                },
                "t_address": {"encoding": "inplace", "label": "address", "numberOfBytes": "20"},
            },
        }
    )
    validators = [bytes.fromhex(word[26:]) for word in list(alloc["storage"].values())[1:]]
    assert hexed(layout.words({"validators": validators})) == alloc["storage"]


def test_the_root_begins_at_its_erc_7201_slot() -> None:
    """ERC-7201: keccak256(abi.encode(uint256(keccak256(id)) - 1)) & ~0xff."""
    inner = int.from_bytes(keccak256(b"quaychain.ConsortiumRoot")) - 1
    slot = int.from_bytes(keccak256(inner.to_bytes(32))) & ~0xFF
    storage = load_artifact("ConsortiumRoot").storage_layout["storage"]
    assert min(int(variable["slot"]) for variable in storage) == slot


@pytest.mark.parametrize(
    "values",
    [
        {"nothing": 1},
        {"small": 256},
        {"small": -1},
        {"negative": 1 << 15},
        {"tag": b"123"},
        {"account": bytes(19)},
        {"flag": 2**8},
        {"small": "1"},
        {"fixedPacked": [bytes(16)]},
        {"structs": [{"unknown": 1}]},
        {"byAddress": {bytes(19): bytes(16)}},
    ],
)
def test_what_does_not_fit_is_refused(layout: StorageLayout, values: dict[str, Any]) -> None:
    with pytest.raises(StorageValueError) as caught:
        layout.words(values)
    assert next(iter(values)) in str(caught.value)


def test_zero_is_no_word(layout: StorageLayout) -> None:
    assert layout.words({"small": 0, "short": "", "packed": [], "pair": [0, 0], "byId": {}}) == {}


@pytest.mark.parametrize("variable", sorted(VECTOR["values"]))
def test_a_place_is_where_the_words_are(layout: StorageLayout, variable: str) -> None:
    """Down to each number, flag and address of the vector."""
    words = {int.from_bytes(slot): int.from_bytes(word) for slot, word in layout.words(all_values()).items()}

    def check(path: tuple[Any, ...], value: Any) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                check((*path, key), item)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                check((*path, index), item)
        elif not isinstance(value, str):
            place = layout.place(*path)
            if variable not in LENGTHS and place.size <= 32 and len(bytes_of(value)) in (0, place.size):
                found = words.get(place.slot, 0) >> 8 * place.offset & (1 << 8 * place.size) - 1
                expected = int.from_bytes(value) if isinstance(value, bytes) else value % (1 << 8 * place.size)
                assert found == expected, path

    check((variable,), all_values()[variable])


def bytes_of(value: Any) -> bytes:
    return value if isinstance(value, bytes) else b""


def all_values() -> dict[str, Any]:
    return {name: value_of(value) for name, value in VECTOR["values"].items()}


@pytest.mark.parametrize("path", [("_nothing",), ("_number", "member")])
def test_a_place_that_is_not_there_is_refused(path: tuple[str, ...]) -> None:
    layout = StorageLayout(
        {
            "storage": [{"label": "_number", "offset": 0, "slot": "0", "type": "t_uint256"}],
            "types": {"t_uint256": {"encoding": "inplace", "label": "uint256", "numberOfBytes": "32"}},
        }
    )
    with pytest.raises(StorageValueError):
        layout.place(*path)
