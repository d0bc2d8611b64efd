"""The contracts' functions as their ABI has them, called with any arguments from anywhere (I/O)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from quaychain.contracts.abi import encode
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.rpc import Rpc, RpcError
from quaychain.contracts.types import to_hex
from tests.contracts.models.chain import TRANSACTION_GAS

ARTIFACTS = Path(__file__).resolve().parents[3] / "contracts/artifacts"

#: What a consortium has on chain.
CONTRACTS = (
    "ConsortiumRoot",
    "AccessManager",
    "ConsortiumGovernor",
    "MemberRegistry",
    "DeviceRegistry",
    "EventAnchor",
    "RecordRegistry",
    "OrderFulfilment",
    "CustomsCompliance",
    "PartProvenance",
    "TradeFinance",
)

#: The compiler's own reverts: a check that the source did not make.
BARE = {bytes.fromhex("08c379a0"): "Error(string)", bytes.fromhex("4e487b71"): "Panic(uint256)"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function, or a field of a struct. `enum` is the number of an enum's members, `array` how an
    array is written: "[]" any length, "[4]" four, "" none."""

    name: str
    type: str
    enum: int | None
    array: str
    fields: tuple[Parameter, ...]

    def signature(self) -> str:
        """The type as signatures and encoders write it."""
        base = f"({','.join(field.signature() for field in self.fields)})" if self.fields else self.type
        return base + self.array


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a contract."""

    contract: str
    name: str
    parameters: tuple[Parameter, ...]
    writes: bool

    def __str__(self) -> str:
        return f"{self.contract}.{self.name}"

    def calldata(self, value: Callable[[Parameter], Any]) -> bytes:
        """The call with arguments that `value` gives for each parameter, or field of one, that is no struct."""
        types = [parameter.signature() for parameter in self.parameters]
        selector = keccak256(f"{self.name}({','.join(types)})".encode())[:4]
        return selector + encode(types, [build(parameter, value) for parameter in self.parameters])


def build(parameter: Parameter, value: Callable[[Parameter], Any], length: int | None = None) -> Any:
    """A value of a parameter; an array of any length takes it from `value`, asked for the length itself."""
    if parameter.array and length is None:
        size = int(parameter.array[1:-1] or value(Parameter("length", "length", None, "", ())))
        return tuple(build(parameter, value, size) for _ in range(size))
    if parameter.fields:
        return tuple(build(field, value) for field in parameter.fields)
    return value(parameter)


def zero(parameter: Parameter) -> Any:
    """The arguments that are nothing."""
    if parameter.type == "address":
        return "0x" + "00" * 20
    if parameter.type == "string":
        return ""
    if parameter.type == "bytes":
        return b""
    if parameter.type.startswith("bytes"):
        return bytes(int(parameter.type[5:]))
    return False if parameter.type == "bool" else 0


@cache
def functions(contract: str) -> tuple[Function, ...]:
    """All functions of a contract, views too."""
    return tuple(_functions(contract))


@cache
def error_names() -> Mapping[bytes, str]:
    """Selector → name of every error that some contract declares."""
    return {
        keccak256(f"{entry['name']}({','.join(_parameter(item).signature() for item in entry['inputs'])})".encode())[
            :4
        ]: entry["name"]
        for path in ARTIFACTS.glob("*.json")
        for entry in json.loads(path.read_text("utf-8")).get("abi", ())
        if entry["type"] == "error"
    }


def refusal(rpc: Rpc, sender: str, location: str, data: bytes) -> str | None:
    """The name of the error that a call ends in, nothing being changed; None where it would be done.

    A revert that is no declared error is "Panic(uint256)", "Error(string)", "empty" or "unknown".
    """
    call = {"from": sender, "to": location, "data": to_hex(data), "gas": hex(TRANSACTION_GAS), "gasPrice": "0x0"}
    try:
        rpc.call("eth_call", call, "latest")
    except RpcError as error:
        if not error.data:
            return f"empty: {error.message}"
        selector = error.data[:4]
        return error_names().get(selector) or BARE.get(selector, f"unknown: {error.data.hex()}")
    return None


def _functions(contract: str) -> Iterator[Function]:
    content = json.loads((ARTIFACTS / f"{contract}.json").read_text("utf-8"))
    for entry in content["abi"]:
        if entry["type"] == "function":
            parameters = tuple(_parameter(item) for item in entry["inputs"])
            yield Function(contract, entry["name"], parameters, entry["stateMutability"] not in ("view", "pure"))


def _parameter(item: Mapping[str, Any]) -> Parameter:
    base, bracket, rest = item["type"].partition("[")
    internal = str(item.get("internalType", ""))
    enum = None
    if internal.startswith("enum "):
        name = internal.removeprefix("enum ").partition("[")[0].rpartition(".")[2]
        # Enums of libraries are not among ours.
        enum = len(_enums()[name])
    fields = tuple(_parameter(field) for field in item.get("components", ()))
    return Parameter(item["name"], base, enum, bracket + rest, fields)


@cache
def _enums() -> dict[str, list[str]]:
    enums: dict[str, list[str]] = json.loads((ARTIFACTS / "types.json").read_text("utf-8"))["enums"]
    # OpenZeppelin's, of which only views speak.
    return {**enums, "ProposalState": [""] * 8}
