"""Sampling by seed, and what is reported."""

from __future__ import annotations

import pytest

from quaychain.scripts.contracts.mutate import Result, choose, lines, main, report
from quaychain.scripts.contracts.mutation.mutants import Mutant


def mutant(number: int) -> Mutant:
    return Mutant(number, "contracts/orders/Quay.sol", number, "Quay.f", "constant", "1", "2", number)


GROUPS = [[mutant(number) for number in range(1, 41)], [mutant(number) for number in range(1, 11)]]


def test_a_seed_chooses_the_same_mutants_in_their_order() -> None:
    chosen = choose(GROUPS, 12, "a")
    assert chosen == choose(GROUPS, 12, "a") != choose(GROUPS, 12, "b")
    assert sum(map(len, chosen)) == 12
    assert all(group == sorted(group, key=lambda each: each.number) for group in chosen)


def test_a_sample_larger_than_all_is_all() -> None:
    assert choose(GROUPS, 1000, "a") == GROUPS


def test_report() -> None:
    result = Result("orders", 3, 2, killed=17, timed_out=[mutant(1)], survivors=[mutant(2), mutant(3)], seconds=90.4)
    assert result.tried == 20
    assert report([result])["orders"] | {"timedOut": None, "survivors": None} == {
        "tried": 20,
        "killed": 18,
        "share": 0.9,
        "equivalent": 2,
        "stillborn": 3,
        "seconds": 90,
        "timedOut": None,
        "survivors": None,
    }
    assert report([result])["orders"]["survivors"][0]["line"] == 2
    printed = list(lines([result]))
    assert printed[0] == "survived: contracts/orders/Quay.sol:2 Quay.f (constant): 1 → 2"
    assert "18 of 20 mutants killed (90.0%), 2 survived; 1 timed out" in printed[-1]


def test_wrong_usage() -> None:
    for arguments in (["--sample", "0"], ["--contract", "finance"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
