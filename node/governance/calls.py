"""A proposal's calls in words. Pure, but for reading the package's own artifacts.

What a voter reads is decoded from the calls themselves, by the ABI in contracts/artifacts; a description that somebody
wrote is never taken for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from quaychain.contracts.abi import AbiDecodingError, decode, encode
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Address, Call, to_address, to_hex

#: Longer byte strings are shown by their hash.
_LONGEST_BYTES = 64

#: (contract, function) -> what the call does, with its arguments by name. What is not here is shown as a call.
_SENTENCES: Mapping[tuple[str, str], str] = {
    ("ConsortiumRoot", "addValidator"): "add validator {validator} of member {member}",
    ("ConsortiumRoot", "removeValidator"): "remove validator {validator}",
    ("MemberRegistry", "suspend"): "suspend member {member} (reason {reasonCode})",
    ("MemberRegistry", "reinstate"): "end the suspension of member {member}",
    ("MemberRegistry", "remove"): "put member {member} out for good (reason {reasonCode})",
    ("MemberRegistry", "changeSeat"): "give member {member} the seat {seat}",
    ("MemberRegistry", "replaceRecovery"): "give member {member} the recovery account {recovery}",
    ("MemberRegistry", "liftPause"): "end the pause of writes",
    ("MemberRegistry", "renewPause"): "pause writes for 72 h",
    ("ConsortiumGovernor", "setVotingDelay"): "let votes begin {newVotingDelay} s after a proposal",
    ("ConsortiumGovernor", "setVotingPeriod"): "take votes for {newVotingPeriod} s",
    ("ConsortiumGovernor", "setTimeLock"): "let what passed wait {seconds_} s for its execution",
    ("AccessManager", "grantRole"): "give role {roleId} to {account}, with a delay of {executionDelay} s",
    ("AccessManager", "revokeRole"): "take role {roleId} from {account}",
}


@dataclass(frozen=True, slots=True)
class DecodedCall:
    """A call and what it is. `contract` is None where the Directory doesn't have the target, `function` also where the
    contract has no such function, or its arguments don't decode; then only the bytes are known."""

    target: Address
    contract: str | None
    function: str | None
    arguments: Mapping[str, Any]
    data: bytes
    value: int

    @property
    def is_known(self) -> bool:
        """Whether it could be decoded, and carries no money, which nothing here has a use for."""
        return self.function is not None and self.value == 0

    def text(self) -> str:
        """The call in one line: the same for everybody."""
        if self.contract is None or self.function is None:
            place = self.target if self.contract is None else f"{_shown(self.contract)} at {self.target}"
            line = f"UNKNOWN CALL of {place}: {_shown(self.data)}"
        else:
            sentence = _SENTENCES.get((self.contract, self.function))
            if (self.contract, self.function) == ("MemberRegistry", "admit"):
                line = _admission(self.arguments["admission"])
            elif (self.contract, self.function) == ("ConsortiumRoot", "setEntry"):
                line = _entry(self.arguments["entry"])
            elif sentence is not None:
                line = sentence.format(**{name: _shown(value) for name, value in self.arguments.items()})
            else:
                line = self.signature_line()
        return line if self.value == 0 else f"{line}, WITH {self.value} wei"

    def signature_line(self) -> str:
        """The call as Solidity writes it, with names: `ConsortiumRoot.addValidator(validator 0x…, member 0x…)`."""
        arguments = ", ".join(f"{name} {_shown(value)}" for name, value in self.arguments.items())
        return f"{self.contract}.{self.function}({arguments})"

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "target": self.target,
            "contract": self.contract,
            "function": self.function,
            "arguments": _jsonable(self.arguments),
            "data": to_hex(self.data),
            "value": self.value,
            "text": self.text(),
        }


def decode_call(call: Call, contract_of: Mapping[Address, str]) -> DecodedCall:
    """What a call does; `contract_of` says which contract of the Directory stands at an address."""
    assert call.to is not None  # the Governor creates nothing
    contract = contract_of.get(call.to)
    unknown = DecodedCall(call.to, contract, None, {}, call.data, call.value)
    function = None if contract is None else _functions(contract).get(call.data[:4])
    if function is None:
        return unknown
    types = [_abi_type(item) for item in function["inputs"]]
    try:
        values = decode(types, call.data[4:])
        # Bytes behind or between the arguments would be seen by nobody.
        if encode(types, values) != call.data[4:]:
            return unknown
        arguments = {
            item["name"] or f"argument {place}": _named(item, value)
            for place, (item, value) in enumerate(zip(function["inputs"], values, strict=True))
        }
    except (AbiDecodingError, IndexError):
        return unknown
    return DecodedCall(call.to, contract, function["name"], arguments, call.data, call.value)


def describe(calls: Sequence[DecodedCall], proposer: Address, attempt: int = 1, reference: bytes | None = None) -> str:
    """The description to propose these calls with: the same for everybody who decodes them.

    `attempt` tells one proposal of the same calls from the next; `reference` is the id of a sealed record with the
    reasons. The end keeps others from proposing the same first, and cancelling it (OpenZeppelin, GovernorUpgradeable's
    `_isValidDescriptionForProposer`).
    """
    lines = [f"{number}. {call.text()}" for number, call in enumerate(calls, start=1)]
    if reference is not None:
        lines.append(f"record {to_hex(reference)}")
    if attempt != 1:
        lines.append(f"attempt {attempt}")
    return "\n".join([*lines, f"#proposer={proposer.lower()}"])


def is_derived(description: str, calls: Sequence[DecodedCall]) -> bool:
    """Whether a description says what the calls do, and nothing else but a record, an attempt and a proposer."""
    lines = description.split("\n")
    expected = [f"{number}. {call.text()}" for number, call in enumerate(calls, start=1)]
    if lines[: len(expected)] != expected:
        return False
    rest = lines[len(expected) :]
    forms: tuple[Callable[[str], bool], ...] = (
        lambda line: line.startswith("record 0x") and len(line) == 73 and _is_hex(line[9:]),
        lambda line: line.startswith("attempt ") and line[8:].isascii() and line[8:].isdigit(),
        lambda line: line.startswith("#proposer=0x") and len(line) == 52 and _is_hex(line[12:]),
    )
    place = 0
    for line in rest:
        while place < len(forms) and not forms[place](line):
            place += 1
        if place == len(forms):
            return False
        place += 1
    return True


def _admission(admission: Mapping[str, Any]) -> str:
    accounts = ", ".join(
        f"{item['purpose']} {item['account']}"
        + (f" from {item['validFrom']}" if item["validFrom"] else "")
        + (f" until {item['validUntil']}" if item["validUntil"] else "")
        for item in admission["accounts"]
    )
    key = admission["encryptionKey"]
    return (
        f"admit member {to_hex(admission['member'])} as {admission['kind']} with the seat {admission['seat']}, "
        f"recovery account {admission['recovery']}, accounts [{accounts}], encryption key "
        + (f"of KEM {admission['kem']}, keccak256 {to_hex(keccak256(key))}" if key else "none")
    )


def _entry(entry: Mapping[str, Any]) -> str:
    name = entry["name"].rstrip(b"\0").decode("ascii", "backslashreplace")
    return (
        f"enter {_shown(name)} at {entry['location']}, layout version {entry['layoutVersion']}, "
        f"code hash {to_hex(entry['codeHash'])}"
    )


def _is_hex(text: str) -> bool:
    return all(char in "0123456789abcdef" for char in text)


def _shown(value: Any) -> str:
    if isinstance(value, bytes):
        if len(value) > _LONGEST_BYTES:
            return f"{len(value)} bytes with keccak256 {to_hex(keccak256(value))}"
        return to_hex(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} {_shown(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if isinstance(value, str):
        # One printable line, whatever somebody put into it.
        return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _jsonable(value: Any) -> Any:
    if isinstance(value, bytes):
        return to_hex(value)
    if isinstance(value, Mapping):
        return {name: _jsonable(item) for name, item in value.items()}
    return [_jsonable(item) for item in value] if isinstance(value, list) else value


@cache
def _functions(contract: str) -> Mapping[bytes, Mapping[str, Any]]:
    """Selector -> ABI of the functions that a contract of the Directory has; none for one that we don't know."""
    file = resources.files("quaychain.contracts") / "artifacts" / f"{contract}.json"
    if not contract.isidentifier() or not file.is_file():
        return {}
    artifact = json.loads(file.read_text(encoding="utf-8"))
    by_signature = {
        f"{item['name']}({','.join(_abi_type(one) for one in item['inputs'])})": item
        for item in artifact["abi"]
        if item["type"] == "function"
    }
    return {
        bytes.fromhex(selector): by_signature[signature]
        for signature, selector in artifact["methodIdentifiers"].items()
        if signature in by_signature
    }


@cache
def _enums() -> Mapping[str, Sequence[str]]:
    file = resources.files("quaychain.contracts") / "artifacts" / "types.json"
    enums: Mapping[str, Sequence[str]] = json.loads(file.read_text(encoding="utf-8"))["enums"]
    return enums


def _abi_type(item: Mapping[str, Any]) -> str:
    kind: str = item["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(_abi_type(part) for part in item['components'])}){kind.removeprefix('tuple')}"


def _named(item: Mapping[str, Any], value: Any) -> Any:
    """A decoded value with names: structs as mappings, enums by name. IndexError where a number is no enum's member."""
    kind: str = item["type"]
    if kind.endswith("]"):
        one = {**item, "type": kind[: kind.rindex("[")]}
        return [_named(one, part) for part in value]
    if kind == "tuple":
        return {part["name"]: _named(part, field) for part, field in zip(item["components"], value, strict=True)}
    if kind == "address":
        return to_address(value)
    internal = item.get("internalType", "").partition("[")[0]
    if internal.startswith("enum "):
        return _enums()[internal.removeprefix("enum ").rpartition(".")[2]][value]
    return value
