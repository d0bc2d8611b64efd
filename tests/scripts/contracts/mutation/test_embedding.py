"""The generator on small contracts, through the compiler: which mutants there are, and that their copy compiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.scripts.contracts.compiler import CompilationError, Toolchain
from quaychain.scripts.contracts.mutation.embedding import Embedded, embed_mutants

TOOLCHAIN = Toolchain.of_checkout(Path(__file__).resolve().parents[4])

pytestmark = pytest.mark.skipif(not TOOLCHAIN.solc.exists(), reason="the Solidity compiler isn't installed: run ./qc")

UNIT = "contracts/ports/Quay.sol"
OTHER = "contracts/ships/Ship.sol"
SOURCES = {
    OTHER: b"pragma solidity 0.8.37; contract Ship { uint256 x; function f() external { ++x; } }",
    UNIT: b"""// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;
enum Berth { Free, Taken, Closed }
contract Quay {
    error Refused();
    event Moored(uint48 at);
    struct Ship { uint48 length; Berth berth; }
    uint256 private constant MOST = 8;
    mapping(bytes32 => Ship) internal ships;
    uint256 internal count;

    function guard(uint256 a) external pure { if (a < 3) revert Refused(); }
    function logic(bool a, bool b, uint256 c) external pure returns (bool) { return a && !b || c == 2; }
    function moor(bytes32 id) external {
        Ship storage ship = ships[id];
        ship.berth = Berth.Taken;
        ship.length += 2 * 1 days;
        ++count;
        delete ships[id];
        emit Moored(ship.length);
        check(id);
        if (count > MOST) return;
        ship.berth = Berth.Closed;
    }
    function check(bytes32 id) private view { if (ships[id].berth != Berth.Free) revert Refused(); }
    function pair(bytes32 id) external view returns (uint48, bytes32) { return (ships[id].length, id); }
    function whole(bytes32 id) external view returns (Ship memory) { return ships[id]; }
    function zero(bytes32 id) external { if (id == 0) revert Refused(); ++count; }
    function bare(bool a) external { if (a) ++count; else --count; if (a) return; count = 5; }
    function power(uint256 a) external pure returns (uint256) { return 10 ** a; }
    function twice() external { ++count; ++count; }
}
""",
}


@pytest.fixture(scope="module")
def made() -> Embedded:
    return embed_mutants(SOURCES, "contracts/ports/", TOOLCHAIN)


def changes(made: Embedded, function: str) -> set[tuple[str, str, str]]:
    return {
        (mutant.operator, mutant.original, mutant.text)
        for mutant in made.mutants
        if mutant.function == f"Quay.{function}"
    }


def test_guard_is_removed_and_forced_and_its_boundary_moved(made: Embedded) -> None:
    assert changes(made, "guard") == {
        ("relational boundary", "a < 3", "a <= 3"),
        ("condition true", "a < 3", "true"),
        ("guard removed", "a < 3", "false"),
        ("constant", "3", "4"),
        ("constant", "3", "2"),
    }


def test_logic_within_an_expression(made: Embedded) -> None:
    assert changes(made, "logic") >= {
        ("logical", "a && !b || c == 2", "a && !b && c == 2"),
        ("logical", "a && !b", "a || !b"),
        ("relational negation", "!b", "b"),
        ("relational negation", "c == 2", "c != 2"),
        ("return value", "a && !b || c == 2", "!(a && !b || c == 2)"),
    }


def test_statements_enums_and_steps(made: Embedded) -> None:
    assert changes(made, "moor") >= {
        ("statement removed", "ship.berth = Berth.Taken;", ""),
        ("statement removed", "ship.length += 2 * 1 days;", ""),
        ("statement removed", "++count;", ""),
        ("statement removed", "delete ships[id];", ""),
        ("statement removed", "emit Moored(ship.length);", ""),
        ("statement removed", "check(id);", ""),
        ("statement removed", "return;", ""),
        ("arithmetic", "ship.length += 2 * 1 days;", "ship.length -= 2 * 1 days;"),
        ("arithmetic", "++count;", "--count;"),
        ("constant", "2 * 1 days", "(2 * 1 days) + 1"),
        ("constant", "MOST", "MOST - 1"),
        ("enum member", "Berth.Taken", "Berth.Closed"),
        ("enum member", "Berth.Closed", "Berth.Taken"),  # the last has only the one before
    }


def test_values_that_are_returned(made: Embedded) -> None:
    assert changes(made, "pair") == {
        ("return value", "ships[id].length", "(ships[id].length) + 1"),
        ("return value", "id", "bytes32(0)"),
    }
    assert changes(made, "whole") == {("statement removed", "return ships[id];", "")}


def test_a_power_is_computed_in_256_bits_as_without_mutants(made: Embedded) -> None:
    assert {("constant", "10", "uint256(11)"), ("constant", "10", "uint256(9)")} <= changes(made, "power")


def test_what_does_not_compile_is_counted_and_left_out(made: Embedded) -> None:
    assert made.stillborn == 1  # id == 1: a bytes32 is compared with 0 only
    assert ("constant", "0", "1") not in changes(made, "zero")
    assert ("guard removed", "id == 0", "false") in changes(made, "zero")


def test_a_statement_without_braces_keeps_its_else(made: Embedded) -> None:
    removed = [original for operator, original, _ in changes(made, "bare") if operator == "statement removed"]
    assert sorted(removed) == ["++count;", "--count;", "count = 5;", "return;"]


def test_pure_functions_may_read_what_selects_a_mutant(made: Embedded) -> None:
    assert b"function guard(uint256 a) external view {" in made.sources[UNIT]


def test_alike_changes_within_a_function_are_told_apart(made: Embedded) -> None:
    assert len({mutant.identity for mutant in made.mutants}) == len(made.mutants)
    twice = [mutant for mutant in made.mutants if mutant.function == "Quay.twice"]
    assert [mutant.occurrence for mutant in twice if not mutant.text] == [1, 2]
    assert [mutant.number for mutant in twice] == sorted(mutant.number for mutant in twice)


def test_only_the_files_asked_for(made: Embedded) -> None:
    assert set(made.sources) == {UNIT} == {mutant.file for mutant in made.mutants}


def test_a_source_that_does_not_compile_is_said_so() -> None:
    with pytest.raises(CompilationError, match="Undeclared identifier"):
        embed_mutants({UNIT: b"contract Quay { function f() external { ++nothing; } }"}, "contracts/", TOOLCHAIN)
