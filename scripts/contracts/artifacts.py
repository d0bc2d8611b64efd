"""Turns solc's output into the committed artifacts (pure).

Solc numbers every declaration of a compilation, so these numbers move when any file changes. They are left out or
counted anew for each artifact: an artifact changes only when its contract does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .compiler import MAX_INITCODE_SIZE, MAX_RUNTIME_SIZE, SETTINGS, CompilationError

TYPES = "types.json"

# An array's length stands in the same place, and stays: t_array(t_uint256)50_storage.
_DECLARATION_NUMBER = re.compile(r"(t_(?:struct|enum|contract|userDefinedValueType)\([^()]*\))(\d+)")


def artifacts(output: Mapping[str, Any], units: set[str], solc_version: str) -> dict[str, bytes]:
    """File name → bytes: one for each contract of `units`, and `types.json` with what ABIs leave out.

    Raises `CompilationError` when two contracts share a name or one is too large to be deployed.
    """
    definitions = dict(_definitions(output))
    immutables = {node["id"]: node["name"] for _, node in _nodes(output) if node.get("mutability") == "immutable"}
    files: dict[str, bytes] = {}
    for unit in sorted(units):
        for name, compiled in sorted(output["contracts"].get(unit, {}).items()):
            if definitions[unit, name]["abstract"]:
                continue  # a part of the contracts that inherit it, whose artifacts have all of it
            artifact = _artifact(name, unit, compiled, definitions[unit, name], immutables, solc_version)
            if not artifact["abi"] and not artifact["deployedBytecode"]:
                continue  # a library of internal functions: nothing to call
            if f"{name}.json" in files:
                raise CompilationError(f"two contracts are named {name}; one of them is in {unit}")
            files[f"{name}.json"] = _encode(artifact)
    files[TYPES] = _encode(_types(output))
    return files


def merge_types(known: bytes, made: bytes) -> bytes:
    """`types.json` after a compilation of some contracts only: what it knew, with what was made put over it."""
    before, after = json.loads(known), json.loads(made)
    return _encode({kind: {**before.get(kind, {}), **after[kind]} for kind in after})


def warnings(output: Mapping[str, Any]) -> list[str]:
    """The compiler's warnings about our own sources, one line each."""
    return [
        f"{entry['sourceLocation']['file']}: {entry['message'].splitlines()[0]}"
        for entry in output.get("errors", [])
        if entry.get("sourceLocation", {}).get("file", "").startswith("contracts/")
    ]


def _artifact(
    name: str,
    unit: str,
    compiled: Mapping[str, Any],
    definition: Mapping[str, Any],
    immutables: Mapping[int, str],
    solc_version: str,
) -> dict[str, Any]:
    evm = compiled["evm"]
    kind = definition["contractKind"]
    # A library without external functions has code, but nobody deploys it.
    deployable = kind == "contract" or (kind == "library" and bool(evm["methodIdentifiers"]))
    bytecode = evm["bytecode"]["object"] if deployable else ""
    deployed = evm["deployedBytecode"]["object"] if deployable else ""
    for what, code, limit in (("runtime", deployed, MAX_RUNTIME_SIZE), ("init", bytecode, MAX_INITCODE_SIZE)):
        size = len(code) // 2
        if size > limit:
            raise CompilationError(f"{name}: {what} code has {size} bytes, {size - limit} more than allowed")
    return {
        "contractName": name,
        "sourceUnit": unit,
        "kind": kind,
        "abi": compiled["abi"],
        "methodIdentifiers": evm["methodIdentifiers"],
        "bytecode": bytecode and "0x" + bytecode,
        "deployedBytecode": deployed and "0x" + deployed,
        "immutableReferences": {
            immutables[int(number)]: places
            for number, places in evm["deployedBytecode"].get("immutableReferences", {}).items()
            if deployable
        },
        "linkReferences": evm["bytecode"].get("linkReferences", {}) if deployable else {},
        "storageLayout": _storage_layout(compiled.get("storageLayout", {})) if deployable else {},
        "compiler": {"version": solc_version, "settings": SETTINGS},
        "devdoc": compiled["devdoc"],
        "userdoc": compiled["userdoc"],
    }


def _storage_layout(layout: Any) -> Any:
    """The layout with declaration numbers counted from 1 within it, and without AST ids."""
    numbers: dict[str, str] = {}

    def renumber(match: re.Match[str]) -> str:
        return match[1] + numbers.setdefault(match[2], str(len(numbers) + 1))

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                _DECLARATION_NUMBER.sub(renumber, key): clean(item) for key, item in value.items() if key != "astId"
            }
        if isinstance(value, list):
            return [clean(item) for item in value]
        return _DECLARATION_NUMBER.sub(renumber, value) if isinstance(value, str) else value

    return clean(layout)


def _types(output: Mapping[str, Any]) -> dict[str, Any]:
    """What an ABI leaves out: the members of enums, and the NatSpec of our enums and structs.

    They stand under the canonical name that an `internalType` has: `Contract.Name`, or `Name` at file level.
    """
    used = json.dumps([compiled["abi"] for unit in output["contracts"].values() for compiled in unit.values()])
    enums: dict[str, list[str]] = {}
    documentation: dict[str, str] = {}
    for unit, node in _nodes(output):
        if unit.startswith("contracts/") and node["nodeType"] in ("EnumDefinition", "StructDefinition"):
            text = (node.get("documentation") or {}).get("text")
            if text:
                documentation[node["canonicalName"]] = text
        if node["nodeType"] == "EnumDefinition":
            name, members = node["canonicalName"], [member["name"] for member in node["members"]]
            if not unit.startswith("contracts/") and f'"enum {name}"' not in used:
                continue
            if enums.setdefault(name, members) != members:
                raise CompilationError(f"two different enums are named {name}; one of them is in {unit}")
    return {"enums": enums, "documentation": documentation}


def _definitions(output: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    for unit, source in output["sources"].items():
        for node in source["ast"]["nodes"]:
            if node["nodeType"] == "ContractDefinition":
                yield (unit, node["name"]), node


def _nodes(output: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(source unit, declaration) for each declaration at file level and directly inside a contract."""
    for unit, source in sorted(output["sources"].items()):
        for node in source["ast"]["nodes"]:
            yield unit, node
            for inner in node.get("nodes", []):
                yield unit, inner


def _encode(value: Any) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
