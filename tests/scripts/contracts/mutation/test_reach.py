"""Copies that say which statements ran and which way conditions went."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.scripts.contracts.compiler import Toolchain
from quaychain.scripts.contracts.mutation.embedding import syntax_trees
from quaychain.scripts.contracts.mutation.reach import mark, reached

TOOLCHAIN = Toolchain.of_checkout(Path(__file__).resolve().parents[4])
UNIT = "contracts/ports/Quay.sol"
SOURCE = b"""pragma solidity 0.8.37;
contract Quay {
    uint256 count;
    function f(bool a, bool b) external returns (uint256 c) {
        if (a && !b) ++count;
        else if (b) {
            count = a ? 1 : 2;
        }
        for (uint256 i = 0; i < count; ++i) if (a) return i;
        c = count;
    }
    function g(bool a, bool b) external pure returns (bool) {
        return (a || b) && a != b;
    }
}
"""


@pytest.mark.skipif(not TOOLCHAIN.solc.exists(), reason="the Solidity compiler isn't installed: run ./qc")
def test_statements_and_both_sides_of_each_condition() -> None:
    marked, spots = mark(syntax_trees({UNIT: SOURCE}, TOOLCHAIN), {UNIT: SOURCE})
    syntax_trees(marked, TOOLCHAIN)  # it compiles
    assert {(spot.line, spot.source) for spot in spots if not spot.side} == {
        (5, "if (a && !b) ++count;"),
        (5, "++count"),
        (7, "count = a ? 1 : 2"),
        (9, "for (uint256 i = 0; i < count; ++i) if (a) return i"),
        (9, "return i"),
        (10, "c = count"),
        (13, "return (a || b) && a != b"),
    }
    sides = [(spot.line, spot.source, spot.side) for spot in spots if spot.side]
    conditions = [
        (5, "a"),
        (5, "b"),
        (6, "b"),
        (7, "a"),
        (9, "i < count"),
        (9, "a"),
        (13, "a"),
        (13, "b"),
        (13, "a != b"),
    ]
    assert sorted(sides) == sorted((*place, side) for place in conditions for side in ("true", "false"))
    assert [spot.number for spot in spots] == list(range(len(spots)))
    assert len({spot.identity for spot in spots}) == len(spots)


def test_only_marks_are_read_from_the_console() -> None:
    mark_of = 0x9EAC << 32
    logs = [str(mark_of + 3), "balance 7", "12", str(mark_of), str(mark_of + (1 << 32))]
    assert reached({"a:A": {"test_results": {"test_one()": {"decoded_logs": logs}}}}) == {0, 3}
