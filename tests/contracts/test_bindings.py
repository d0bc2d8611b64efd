"""The bindings say what solc and web3.py say: selectors, calldata, events, answers, errors, of every contract."""

from __future__ import annotations

import dataclasses
import importlib
import json
from enum import IntEnum
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web3 import Web3
from web3.types import LogReceipt

from quaychain.contracts import abi
from quaychain.contracts.bindings import errors as bound_errors
from quaychain.contracts.bindings import types as bound_types
from quaychain.contracts.contract import Contract, NoContractError, View, Write
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.revert import decode_revert
from quaychain.contracts.types import Call, Log, ViewCall, to_address
from quaychain.scripts.contracts.bindings.model import selector
from quaychain.scripts.contracts.bindings.naming import error_class, snake_case
from quaychain.scripts.contracts.bindings.natspec import abi_type, signature

ARTIFACTS = Path(__file__).parents[2] / "contracts/artifacts"
LOADED = {path.stem: json.loads(path.read_text()) for path in sorted(ARTIFACTS.glob("*.json")) if path.stem != "types"}
BOUND = {name: artifact for name, artifact in LOADED.items() if artifact["kind"] == "contract"}
ADDRESS = to_address("0x" + "ab" * 20)
WEB3 = Web3()


def module_of(name: str) -> Any:
    return importlib.import_module(f"quaychain.contracts.bindings.{snake_case(name)}")


def binding(name: str) -> Contract:
    made: Contract = getattr(module_of(name), name)(ADDRESS)
    return made


def values_of(codec: abi.Codec[Any]) -> st.SearchStrategy[Any]:
    """Values of whatever a codec takes."""
    match codec:
        case abi.EnumCodec():
            return st.sampled_from(list(codec._type))
        case abi.UintCodec():
            return st.integers(0, codec._limit - 1)
        case abi.BoolCodec():
            return st.booleans()
        case abi.AddressCodec():
            return st.binary(min_size=20, max_size=20).map(to_address)
        case abi.FixedBytesCodec():
            return st.binary(min_size=codec._length, max_size=codec._length)
        case abi.ArrayCodec():
            size = {"min_size": codec.length or 0, "max_size": codec.length or 3}
            return st.lists(values_of(codec.item), **size).map(tuple)
        case abi.TupleCodec():
            return st.tuples(*(values_of(part) for part in codec.codecs)).map(lambda values: codec._make(*values))
    return (
        st.binary(max_size=40)
        if codec is abi.BYTES
        else st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
    )


def plain(value: Any) -> Any:
    """A value as web3.py gives it: structs by their Solidity names, enums as numbers, lists."""
    if isinstance(value, IntEnum):
        return int(value)
    if hasattr(value, "CODEC"):
        return {name: plain(getattr(value, field)) for field, name, _ in value.CODEC.fields}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def from_web3(value: Any) -> Any:
    if isinstance(value, dict) or hasattr(value, "items"):
        return {name: from_web3(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [from_web3(item) for item in value]
    return bytes(value) if isinstance(value, bytes) else value


@pytest.mark.parametrize("name", BOUND)
def test_every_function_has_its_selector(name: str) -> None:
    module, artifact = module_of(name), BOUND[name]
    bound = {value.selector.hex() for value in vars(module).values() if isinstance(value, Write | View)}
    assert bound == set(artifact["methodIdentifiers"].values())
    for entry in artifact["abi"]:
        if entry["type"] == "function":
            assert selector(entry) == artifact["methodIdentifiers"][signature(entry)]
            assert callable(getattr(getattr(module, name), snake_case(entry["name"]), None)), entry["name"]


@pytest.mark.parametrize("name", BOUND)
@settings(max_examples=15, deadline=None)
@given(st.data())
def test_calls_are_encoded_as_web3_does(name: str, data: st.DataObject) -> None:
    module, contract = module_of(name), WEB3.eth.contract(abi=BOUND[name]["abi"])
    functions = [entry for entry in BOUND[name]["abi"] if entry["type"] == "function"]
    entry = data.draw(st.sampled_from(functions))
    constant = next(
        value
        for value in vars(module).values()
        if isinstance(value, Write | View) and value.selector.hex() == selector(entry)
    )
    values = [data.draw(values_of(codec)) for codec in constant._inputs.codecs]
    call = getattr(binding(name), snake_case(entry["name"]))(*values)
    assert isinstance(call, ViewCall if entry["stateMutability"] in ("view", "pure") else Call)
    assert call.to == ADDRESS
    if not any(abi_type(item) != item["type"] for item in entry["inputs"]):  # web3 wants structs as mappings
        assert "0x" + call.data.hex() == contract.encode_abi(signature(entry), [plain(value) for value in values])
    assert call.data[4:] == abi.encode(
        [abi_type(item) for item in entry["inputs"]],
        [codec.to_abi(value) for codec, value in zip(constant._inputs.codecs, values, strict=True)],
    )


@pytest.mark.parametrize("name", [name for name in BOUND if binding(name).EVENTS])
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_events_are_decoded_as_web3_does(name: str, data: st.DataObject) -> None:
    contract = binding(name)
    event = data.draw(st.sampled_from(list(contract.EVENTS.values())))
    indexed = [data.draw(values_of(codec)) for codec in event._topics]
    values = [data.draw(values_of(codec)) for codec in event._data.codecs]
    topics = [
        abi.encode((codec.abi_type,), (codec.to_abi(v),)) for codec, v in zip(event._topics, indexed, strict=True)
    ]
    log = Log(
        contract.address, (event.topic, *topics), event._data.encode_values(values), 1, bytes(32), bytes(32), 0, 0
    )
    decoded = contract.decode(log)  # type: ignore[attr-defined]

    raw: LogReceipt = {
        "address": log.address, "topics": list(log.topics), "data": log.data, "blockNumber": 1, "blockHash": bytes(32),
        "transactionHash": bytes(32), "transactionIndex": 0, "logIndex": 0, "removed": False,
    }  # type: ignore[typeddict-item]  # fmt: skip
    read = WEB3.eth.contract(address=ADDRESS, abi=BOUND[name]["abi"]).events[event.name]().process_log(raw)
    ours = {field.name: plain(getattr(decoded, field.name)) for field in dataclasses.fields(decoded)}
    entry = next(one for one in BOUND[name]["abi"] if one["type"] == "event" and one["name"] == event.name)
    theirs = {snake_case(item["name"]): from_web3(read["args"][item["name"]]) for item in entry["inputs"]}
    assert ours == theirs


def test_other_logs_are_none_of_its_events() -> None:
    contract = binding("EventAnchor")
    topic = next(iter(contract.EVENTS))
    for log in (
        Log(to_address("0x" + "cd" * 20), (topic,), b"", 1, bytes(32), bytes(32), 0, 0),
        Log(ADDRESS, (bytes(32),), b"", 1, bytes(32), bytes(32), 0, 0),
        Log(ADDRESS, (), b"", 1, bytes(32), bytes(32), 0, 0),
    ):
        assert contract.decode(log) is None  # type: ignore[attr-defined]
    with pytest.raises(abi.AbiDecodingError):
        contract.decode(Log(ADDRESS, (topic,), b"", 1, bytes(32), bytes(32), 0, 0))  # type: ignore[attr-defined]


def test_every_solidity_error_has_its_class() -> None:
    declared = {
        entry["name"]: entry for artifact in LOADED.values() for entry in artifact["abi"] if entry["type"] == "error"
    }
    assert len(declared) > 100
    assert len(bound_errors.ERRORS) == len(declared)
    for name, entry in declared.items():
        bound = getattr(bound_errors, error_class(name))
        assert issubclass(bound, QuaychainError)
        assert [field.name.rstrip("_") for field in dataclasses.fields(bound)] == [
            snake_case(item["name"]) for item in entry["inputs"]
        ]


@settings(max_examples=200)
@given(st.data())
def test_errors_are_decoded_with_their_fields(data: st.DataObject) -> None:
    key, codec = data.draw(st.sampled_from(list(bound_errors.ERRORS.items())))
    values = [data.draw(values_of(part)) for part in codec.codecs]
    error = decode_revert(key + codec.encode_values(values))
    assert list(error.fields().values()) == values
    assert str(error)
    assert "\n" not in str(error)


@given(st.binary(max_size=100))
def test_any_revert_data_give_an_error(data: bytes) -> None:
    for revert in (data, data[:4], *(key + data for key in list(bound_errors.ERRORS)[::40])):
        assert isinstance(decode_revert(revert), QuaychainError)


def test_an_answer_without_bytes_means_no_contract() -> None:
    call = binding("EventAnchor").root()  # type: ignore[attr-defined]
    with pytest.raises(NoContractError):
        call.decode(b"")
    assert call.decode(bytes(12) + b"\xab" * 20) == ADDRESS


def test_enums_are_those_of_the_compiler() -> None:
    enums = json.loads((ARTIFACTS / "types.json").read_text())["enums"]
    compiled = {name.rsplit(".", 1)[-1]: members for name, members in enums.items()}
    bound = {
        name: value
        for name, value in vars(bound_types).items()
        if isinstance(value, type) and issubclass(value, IntEnum)
    }
    assert {"MemberKind", "Seat", "OrderStatus", "DeviceStatus"} <= set(bound)
    for name, members in bound.items():
        if name != "IntEnum":
            assert [member.name.replace("_", "").lower() for member in members] == [
                text.lower() for text in compiled[name]
            ]
            assert [int(member) for member in members] == list(range(len(members)))


def test_structs_are_typed() -> None:
    hints = get_type_hints(bound_types.OrderTerms, vars(bound_types))
    assert (hints["order"], hints["effective_at"], hints["milestones"]) == (
        bytes,
        int,
        tuple[bound_types.MilestoneTerms, ...],
    )
