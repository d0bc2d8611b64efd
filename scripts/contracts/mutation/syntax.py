"""Reads solc's syntax trees (compact JSON; pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .rewriting import Place

Node = Mapping[str, Any]

LOOPS = ("ForStatement", "WhileStatement", "DoWhileStatement")


def declarations_of(asts: Mapping[str, Node]) -> dict[int, Node]:
    """Variables, enums and members of enums of all files, by id; a member of an enum has its enum under `enum`."""
    found: dict[int, Node] = {}
    for ast in asts.values():
        for node in walk(ast):
            if node["nodeType"] == "VariableDeclaration":
                found[node["id"]] = node
            elif node["nodeType"] == "EnumDefinition":
                found |= {member["id"]: {**member, "enum": node} for member in node["members"]}
    return found


def readable(ast: Node, source: bytes) -> list[Place]:
    """Edits that make this file's pure functions view functions, so that they may read a block and call."""
    edits = []
    for _, function in functions(ast, bodies=False):
        if function["stateMutability"] == "pure":
            start, length = place_of(function)
            end = place_of(function["body"])[0] if function.get("body") else start + length
            found = re.search(rb"\bpure\b", source[start:end])
            if found:
                edits.append(Place(start + found.start(), start + found.end(), lambda _: b"view"))
    return edits


def functions(ast: Node, *, bodies: bool = True) -> Iterator[tuple[str, Node]]:
    """(contract or "", function or modifier), without constructors: they run before a test can select anything."""
    for node in ast["nodes"]:
        for inner in node.get("nodes", []) if node["nodeType"] == "ContractDefinition" else [node]:
            if inner["nodeType"] not in ("FunctionDefinition", "ModifierDefinition"):
                continue
            if bodies and (not inner.get("body") or inner.get("kind") == "constructor"):
                continue
            yield (node["name"] if inner is not node else ""), inner


def walk(node: Any) -> Iterator[Node]:
    if isinstance(node, dict):
        if "nodeType" in node:
            yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def place_of(node: Node) -> tuple[int, int]:
    start, length, _ = node["src"].split(":")
    return int(start), int(length)


def type_of(node: Node) -> str:
    return node.get("typeDescriptions", {}).get("typeString") or ""


def only_statement(node: Node) -> Node:
    statements = node.get("statements")
    return statements[0] if statements is not None and len(statements) == 1 else node
