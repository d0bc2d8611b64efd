"""What the artifacts say, sorted for writing: contracts with functions and events, errors, structs, enums. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256

from .naming import error_class, type_name
from .natspec import Doc, Entry, line, read_docs, signature


@dataclass
class BindingError(QuaychainError):
    """Artifacts for which no bindings can be made."""

    name: str
    reason: str


@dataclass(frozen=True)
class ContractModel:
    """One contract to bind."""

    name: str
    artifact: str
    doc: Doc
    constructor: Entry | None
    functions: tuple[Entry, ...]
    events: tuple[Entry, ...]


@dataclass(frozen=True)
class Model:
    """All that is bound. Structs come after those that they are made of."""

    contracts: tuple[ContractModel, ...]
    errors: tuple[Entry, ...]
    structs: Mapping[str, tuple[Entry, ...]]
    enums: Mapping[str, tuple[str, ...]]
    docs: Mapping[tuple[str, str], Doc]
    type_docs: Mapping[str, str]


def selector(entry: Entry) -> str:
    """The first four bytes of the signature's hash, in hexadecimal."""
    return keccak256(signature(entry).encode())[:4].hex()


def topic(entry: Entry) -> str:
    """The hash of an event's signature, in hexadecimal."""
    return keccak256(signature(entry).encode()).hex()


def read_model(files: Mapping[str, bytes]) -> Model:
    """The model of artifacts by file name. Raises BindingError where names clash."""
    artifacts = {name: json.loads(data) for name, data in sorted(files.items()) if name != "types.json"}
    types = json.loads(files["types.json"])
    docs: dict[tuple[str, str], Doc] = {}
    for artifact in artifacts.values():
        docs.update(read_docs(artifact))
    contracts = tuple(
        _contract(file, artifact) for file, artifact in artifacts.items() if artifact["kind"] == "contract"
    )
    errors = _errors(artifacts.values())
    structs: dict[str, tuple[Entry, ...]] = {}
    enums: dict[str, tuple[str, ...]] = {}
    for model in contracts:
        for entry in (*model.functions, *model.events, *([model.constructor] if model.constructor else [])):
            for item in (*entry["inputs"], *entry.get("outputs", ())):
                _collect(item, structs, enums, types["enums"])
    for entry in errors:
        for item in entry["inputs"]:
            _collect(item, structs, enums, types["enums"])
    type_docs = {name.rsplit(".", 1)[-1]: text for name, text in types.get("documentation", {}).items()}
    return Model(contracts, errors, structs, dict(sorted(enums.items())), docs, type_docs)


def _contract(file: str, artifact: Entry) -> ContractModel:
    entries = sorted(artifact["abi"], key=lambda entry: (entry.get("name", ""), len(entry.get("inputs", ()))))
    return ContractModel(
        artifact["contractName"],
        file,
        Doc(
            line(artifact["userdoc"].get("notice") or artifact["devdoc"].get("title", "")),
            line(artifact["devdoc"].get("details", "")),
        ),
        next((entry for entry in entries if entry["type"] == "constructor"), None),
        tuple(entry for entry in entries if entry["type"] == "function"),
        tuple(entry for entry in entries if entry["type"] == "event" and not entry["anonymous"]),
    )


def _errors(artifacts: Iterable[Entry]) -> tuple[Entry, ...]:
    errors: dict[str, Entry] = {}
    for artifact in artifacts:
        for entry in artifact["abi"]:
            if entry["type"] == "error":
                name = error_class(entry["name"])
                known = errors.setdefault(name, entry)
                if signature(known) != signature(entry) or _names(known) != _names(entry):
                    raise BindingError(
                        entry["name"], f"two errors of this name: {signature(known)}, {signature(entry)}"
                    )
    return tuple(errors[name] for name in sorted(errors))


def _names(entry: Entry) -> list[str]:
    return [item["name"] for item in entry["inputs"]]


def _collect(
    item: Entry,
    structs: dict[str, tuple[Entry, ...]],
    enums: dict[str, tuple[str, ...]],
    known: Mapping[str, list[str]],
) -> None:
    internal = item.get("internalType", "")
    if item["type"].startswith("tuple"):
        for part in item["components"]:
            _collect(part, structs, enums, known)
        _enter(structs, type_name(internal), tuple(item["components"]))
    elif internal.startswith("enum "):
        canonical = internal.split(" ", 1)[1].split("[", 1)[0]
        _enter(enums, type_name(internal), tuple(known[canonical]))


def _enter(table: dict[str, Any], name: str, value: Any) -> None:
    if table.setdefault(name, value) != value:
        raise BindingError(name, "two different types of this name")
