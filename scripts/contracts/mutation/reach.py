"""Which statements ran and which way each condition went, from copies of the contracts that say so (pure).

The copy writes numbers to forge's console, which is a call that views may make and that a revert doesn't undo; forge
gives each test's console in its answer. A condition is each operand of `&&` and `||`, or what decides an `if`, a loop
or `? :` without one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .rewriting import Place, rewritten
from .syntax import LOOPS, Node, functions, place_of, readable, walk

TRUE, FALSE = "true", "false"

#: What the numbers on the console begin with, so that a test's own output is told from them.
_MARK = 0x9EAC << 32

#: log(uint256) of forge's and hardhat's console; a name no contract has.
_REPORT = b"""
function reached__(uint256 number) view returns (bool reached) {
    (reached,) = address(0x000000000000000000636F6e736F6c652e6c6f67).staticcall(
        abi.encodeWithSelector(0xf82c50f1, %d + number)
    );
}
""" % (_MARK,)


@dataclass(frozen=True)
class Spot:
    """A statement (side ""), or one side of a condition. `occurrence` tells alike ones of a function apart."""

    number: int
    file: str
    line: int
    function: str
    source: str
    side: str
    occurrence: int

    @property
    def identity(self) -> tuple[str, str, str, str, int]:
        """What stays when lines above it, or other functions, change."""
        return self.file, self.function, self.source, self.side, self.occurrence

    def __str__(self) -> str:
        side = f" — never {self.side}" if self.side else ""
        return f"{self.file}:{self.line} {self.function}: {self.source}{side}"


def mark(asts: dict[str, Node], sources: dict[str, bytes]) -> tuple[dict[str, bytes], list[Spot]]:
    """The files of `sources` with marks, and what the marks' numbers stand for."""
    spots: list[Spot] = []
    marked = {}
    for file, source in sorted(sources.items()):
        marker = _Marker(file, source, spots)
        marked[file] = rewritten(source, [*marker.places(asts[file]), *readable(asts[file], source)]) + _REPORT
    return marked, spots


def reached(answer: dict[str, Any]) -> set[int]:
    """Numbers that tests wrote to the console, from forge's JSON answer."""
    return {
        int(line) - _MARK
        for suite in answer.values()
        for result in suite["test_results"].values()
        for line in result["decoded_logs"]
        if line.isdecimal() and _MARK <= int(line) < _MARK + (1 << 32)
    }


class _Marker:
    def __init__(self, file: str, source: bytes, spots: list[Spot]) -> None:
        self._file = file
        self._source = source
        self._spots = spots
        self._seen: dict[tuple[str, str, str], int] = {}
        self._function = ""

    def places(self, ast: Node) -> Iterator[Place]:
        """Of each statement and condition."""
        for contract, function in functions(ast):
            name = function.get("name") or function["kind"]
            self._function = f"{contract}.{name}" if contract else name
            yield from self._statements(function["body"])
            yield from self._conditions(function["body"])

    def _statements(self, body: Node) -> Iterator[Place]:
        for node in walk(body):
            kind = node["nodeType"]
            if kind in ("Block", "UncheckedBlock"):
                for statement in node["statements"] or []:
                    yield self._statement(statement, braces=False)
            elif kind == "IfStatement":
                yield from self._bare(node["trueBody"])
                yield from self._bare(node.get("falseBody"))
            elif kind in LOOPS:
                yield from self._bare(node["body"])

    def _bare(self, node: Node | None) -> Iterator[Place]:
        """A statement without braces around it; another `if` or loop is told by its condition."""
        if node and node["nodeType"] not in ("Block", "IfStatement", *LOOPS):
            yield self._statement(node, braces=True)

    def _statement(self, node: Node, *, braces: bool) -> Place:
        start, length = place_of(node)
        text = b"reached__(%d); " % self._spot(node, "")
        if not braces:
            return Place(start, start, lambda _: text)
        end = start + length
        if not self._source[start:end].endswith(b";"):
            end = self._source.index(b";", end) + 1
        return Place(start, end, lambda inner: b"{ " + text + inner + b" }")

    def _conditions(self, body: Node) -> Iterator[Place]:
        taken: set[int] = set()
        for node in walk(body):
            if node["nodeType"] in ("IfStatement", "Conditional", *LOOPS) and node.get("condition"):
                deciding = node["condition"]
            elif _is_logical(node):
                deciding = node
            else:
                continue
            for condition in _operands(deciding):
                if condition["id"] not in taken:
                    taken.add(condition["id"])
                    yield self._condition(condition)

    def _condition(self, node: Node) -> Place:
        start, length = place_of(node)
        end = start + len(self._source[start : start + length].rstrip())
        true, false = self._spot(node, TRUE), self._spot(node, FALSE)
        return Place(start, end, lambda inner: b"((%b) ? reached__(%d) : !reached__(%d))" % (inner, true, false), 1)

    def _spot(self, node: Node, side: str) -> int:
        start, length = place_of(node)
        text = self._source[start : start + length].decode()
        source = " ".join(text.split()) if side else text.splitlines()[0].strip()
        alike = (self._function, source, side)
        self._seen[alike] = self._seen.get(alike, 0) + 1
        line = self._source.count(b"\n", 0, start) + 1
        number = len(self._spots)
        self._spots.append(Spot(number, self._file, line, self._function, source, side, self._seen[alike]))
        return number


def _is_logical(node: Node) -> bool:
    return node["nodeType"] == "BinaryOperation" and node["operator"] in ("&&", "||")


def _operands(node: Node) -> Iterator[Node]:
    """What a condition is made of by `&&`, `||`, `!` and brackets."""
    if _is_logical(node):
        yield from _operands(node["leftExpression"])
        yield from _operands(node["rightExpression"])
    elif node["nodeType"] == "UnaryOperation" and node["operator"] == "!":
        yield from _operands(node["subExpression"])
    elif node["nodeType"] == "TupleExpression" and len(node["components"]) == 1:
        yield from _operands(node["components"][0])
    else:
        yield node
