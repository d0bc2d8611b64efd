"""Mutants are embedded in place, numbered in order, and found again by where the compiler points."""

from __future__ import annotations

from quaychain.scripts.contracts.mutation.mutants import Site, embed, mutants_at, number_mutants
from quaychain.scripts.contracts.mutation.rewriting import Place

SOURCE = b"f() { a < b + 1; } // \xe2\x82\xac\ng() { }"
FILE = "contracts/ports/Quay.sol"


def test_nested_places_and_statements() -> None:
    statement = Site(6, 16, True, "f", [("statement removed", "")])
    outer = Site(6, 15, False, "f", [("relational boundary", "a <= b + 1")])
    inner = Site(10, 15, False, "f", [("arithmetic", "b - 1")])
    mutants = number_mutants({FILE: [inner, outer, statement]}, {FILE: SOURCE})
    assert [(mutant.number, mutant.text, mutant.line) for mutant, _ in mutants] == [
        (1, "", 1),
        (2, "a <= b + 1", 1),
        (3, "b - 1", 1),
    ]
    assert embed(SOURCE, mutants, []).decode() == (
        "f() { { /*1*/if (block.prevrandao == 1) {  } else /*~1*/{ "
        "(/*2*/block.prevrandao == 2 ? a <= b + 1 : /*~2*/a < "
        "(/*3*/block.prevrandao == 3 ? b - 1 : /*~3*/b + 1)); } } } // €\ng() { }"
    )


def test_without_mutants_a_source_stays_as_it_is_but_for_the_edits() -> None:
    assert embed(SOURCE, [], []) == SOURCE
    assert embed(SOURCE, [], [Place(0, 1, lambda _: b"h")]) == b"h" + SOURCE[1:]


def test_what_changes_nothing_or_the_same_is_no_mutant() -> None:
    site = Site(6, 11, False, "f", [("constant", "a  < b"), ("constant", "c"), ("enum member", "c")])
    assert [mutant.text for mutant, _ in number_mutants({FILE: [site]}, {FILE: SOURCE})] == ["c"]


def test_the_compiler_points_at_a_mutant() -> None:
    site = Site(6, 11, False, "f", [("relational boundary", "a <= b"), ("relational negation", "a >= b")])
    embedded = embed(SOURCE, number_mutants({FILE: [site]}, {FILE: SOURCE}), [])
    place = embedded.index(b"a >= b")
    assert mutants_at(embedded, place, place + 6) == {2}
    assert mutants_at(embedded, 0, len(embedded)) == {1, 2}
    assert mutants_at(embedded, 0, 3) == set()
