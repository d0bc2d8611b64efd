"""Artifacts change only when their contract does, and what can't be deployed isn't compiled."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quaychain.scripts.contracts.artifacts import artifacts, merge_types, warnings
from quaychain.scripts.contracts.compiler import MAX_RUNTIME_SIZE, CompilationError

UNIT = "contracts/ports/Quay.sol"


def output(
    *, number: int = 7, kind: str = "contract", abstract: bool = False, runtime: str = "00ff", methods: bool = True
) -> Any:
    """Solc's output for one contract with a struct in storage; `number` is where solc happened to count from."""
    struct = f"t_struct(Berth){number}_storage"
    return {
        "sources": {
            UNIT: {
                "ast": {
                    "nodes": [
                        {
                            "nodeType": "ContractDefinition",
                            "id": number + 2,
                            "name": "Quay",
                            "contractKind": kind,
                            "abstract": abstract,
                            "nodes": [
                                {
                                    "nodeType": "VariableDeclaration",
                                    "id": number,
                                    "name": "ROOT",
                                    "mutability": "immutable",
                                },
                                {
                                    "nodeType": "EnumDefinition",
                                    "id": number + 1,
                                    "canonicalName": "Quay.State",
                                    "members": [{"name": "None"}, {"name": "Free"}],
                                    "documentation": {"text": "@notice Whether a ship is there."},
                                },
                            ],
                        }
                    ]
                }
            }
        },
        "contracts": {
            UNIT: {
                "Quay": {
                    "abi": [{"type": "function", "name": "moor"}] if methods else [],
                    "devdoc": {},
                    "userdoc": {},
                    "storageLayout": {
                        "storage": [
                            {"astId": number, "label": "berths", "slot": "0", "type": struct},
                            {"astId": number, "label": "gap", "slot": "1", "type": "t_array(t_uint256)50_storage"},
                        ],
                        "types": {struct: {"label": "struct Quay.Berth"}},
                    },
                    "evm": {
                        "bytecode": {"object": runtime, "linkReferences": {}},
                        "deployedBytecode": {
                            "object": runtime,
                            "immutableReferences": {str(number): [{"start": 1, "length": 32}]},
                        },
                        "methodIdentifiers": {"moor()": "12345678"} if methods else {},
                    },
                }
            }
        },
    }


def test_artifact_is_the_same_wherever_solc_counts_from() -> None:
    assert artifacts(output(number=7), {UNIT}, "0.8.37") == artifacts(output(number=4711), {UNIT}, "0.8.37")


def test_layout_keeps_array_lengths_and_immutables_have_names() -> None:
    artifact = json.loads(artifacts(output(), {UNIT}, "0.8.37")["Quay.json"])
    assert [item["type"] for item in artifact["storageLayout"]["storage"]] == [
        "t_struct(Berth)1_storage",
        "t_array(t_uint256)50_storage",
    ]
    assert artifact["immutableReferences"] == {"ROOT": [{"start": 1, "length": 32}]}
    assert artifact["deployedBytecode"] == "0x00ff"


def test_enums_are_listed_with_their_members_and_documentation() -> None:
    types = json.loads(artifacts(output(), {UNIT}, "0.8.37")["types.json"])
    assert types == {
        "enums": {"Quay.State": ["None", "Free"]},
        "documentation": {"Quay.State": "@notice Whether a ship is there."},
    }


def test_merged_types_keep_what_was_not_compiled() -> None:
    merged = merge_types(b'{"enums": {"A": ["x"], "B": ["y"]}}', b'{"enums": {"B": ["z"]}}')
    assert json.loads(merged) == {"enums": {"A": ["x"], "B": ["z"]}}


def test_no_artifact_without_anything_to_call() -> None:
    assert list(artifacts(output(abstract=True), {UNIT}, "0.8.37")) == ["types.json"]
    assert list(artifacts(output(kind="library", methods=False), {UNIT}, "0.8.37")) == ["types.json"]


def test_library_with_external_functions_has_code() -> None:
    artifact = json.loads(artifacts(output(kind="library"), {UNIT}, "0.8.37")["Quay.json"])
    assert artifact["deployedBytecode"] == "0x00ff"


@pytest.mark.parametrize("size", [MAX_RUNTIME_SIZE, MAX_RUNTIME_SIZE + 1])
def test_code_over_the_limit_fails(size: int) -> None:
    if size == MAX_RUNTIME_SIZE:
        assert "Quay.json" in artifacts(output(runtime="00" * size), {UNIT}, "0.8.37")
        return
    with pytest.raises(CompilationError, match=r"Quay: runtime code has 24577 bytes, 1 more than allowed"):
        artifacts(output(runtime="00" * size), {UNIT}, "0.8.37")


def test_two_contracts_of_one_name_fail() -> None:
    twice = output()
    for table in ("sources", "contracts"):
        twice[table]["contracts/other/Quay.sol"] = twice[table][UNIT]
    with pytest.raises(CompilationError, match="two contracts are named Quay"):
        artifacts(twice, {UNIT, "contracts/other/Quay.sol"}, "0.8.37")


def test_only_warnings_about_our_own_sources_are_told() -> None:
    errors = [
        {"sourceLocation": {"file": UNIT}, "message": "Unused local variable.\nmore"},
        {"sourceLocation": {"file": "@openzeppelin/contracts/x.sol"}, "message": "theirs"},
        {"message": "about nothing"},
    ]
    assert warnings({"errors": errors}) == [f"{UNIT}: Unused local variable."]
