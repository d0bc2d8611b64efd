"""The committed lists: entries need a reason, and what they name must exist."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quaychain.scripts.contracts.coverage import UNREACHED
from quaychain.scripts.contracts.mutate import EQUIVALENTS
from quaychain.scripts.contracts.mutation.listed import (
    ListError,
    Unreached,
    left_out,
    read_equivalents,
    read_unreached,
    without_equivalents,
)
from quaychain.scripts.contracts.mutation.mutants import Mutant
from quaychain.scripts.contracts.mutation.reach import Spot

ROOT = Path(__file__).resolve().parents[4]
FILE = "contracts/orders/Quay.sol"


def mutant(number: int, occurrence: int = 1) -> Mutant:
    return Mutant(number, FILE, 10 + number, "Quay.f", "constant", "1", "2", occurrence)


def entry(**changed: object) -> str:
    known = {"file": FILE, "function": "Quay.f", "original": "1", "mutant": "2", "reason": "why"}
    return json.dumps([{**known, **changed}])


def test_listed_mutants_are_left_out() -> None:
    listed = read_equivalents(entry(occurrence=2))
    assert without_equivalents([mutant(1), mutant(2, 2)], listed, "contracts/orders/") == [mutant(1)]


def test_entries_of_other_contracts_are_not_looked_at() -> None:
    listed = read_equivalents(entry(original="gone"))
    assert without_equivalents([mutant(1)], listed, "contracts/customs/") == [mutant(1)]


def test_an_entry_for_what_no_longer_exists_is_refused() -> None:
    with pytest.raises(ListError, match=r"no such mutant any more.*'gone'"):
        without_equivalents([mutant(1)], read_equivalents(entry(original="gone")), "contracts/orders/")


@pytest.mark.parametrize("text", [entry(reason=" "), entry(other=1), "{", "[1]", '[{"file": "x"}]'])
def test_malformed(text: str) -> None:
    with pytest.raises(ListError):
        read_equivalents(text)


def test_unreached_places() -> None:
    spot = Spot(7, FILE, 3, "Quay.f", "a", "true", 1)
    listed = Unreached(FILE, "Quay.f", "a", "true", "why")
    assert left_out([spot], [listed], ["contracts/orders/"]) == {spot: listed}
    with pytest.raises(ListError, match="no such unreached place"):  # it was reached, or is gone
        left_out([spot], [Unreached(FILE, "Quay.f", "a", "false", "why")], ["contracts/orders/"])


def test_the_committed_lists_can_be_read() -> None:
    for listed in (
        read_equivalents((ROOT / EQUIVALENTS).read_text("utf-8")),
        read_unreached((ROOT / UNREACHED).read_text("utf-8")),
    ):
        assert len({item.identity for item in listed}) == len(listed)
        assert all((ROOT / item.file).is_file() for item in listed)
