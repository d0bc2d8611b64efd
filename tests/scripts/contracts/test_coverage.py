"""What coverage reports."""

from __future__ import annotations

from quaychain.scripts.contracts.coverage import lines, report
from quaychain.scripts.contracts.mutation.listed import Unreached
from quaychain.scripts.contracts.mutation.reach import Spot

FILE = "contracts/orders/Quay.sol"


def test_report() -> None:
    spots = [
        Spot(0, FILE, 2, "Quay.f", "if (a) b;", "", 1),
        Spot(1, FILE, 3, "Quay.f", "c;", "", 1),
        Spot(2, FILE, 2, "Quay.f", "a", "true", 1),
        Spot(3, FILE, 2, "Quay.f", "a", "false", 1),
    ]
    known = {spots[2]: Unreached(FILE, "Quay.f", "a", "true", "why")}
    result = report(spots, {0, 3}, known, ["orders"])
    assert result == {
        "orders": {
            "statements": 2,
            "statementsReached": 1,
            "branches": 2,
            "branchesReached": 1,
            "leftOut": [{"spot": f"{FILE}:2 Quay.f: a — never true", "reason": "why"}],
            "missing": [f"{FILE}:3 Quay.f: c;"],
        }
    }
    assert list(lines(result)) == [
        f"never reached: {FILE}:3 Quay.f: c;",
        "orders: 1 of 2 branches and 1 of 2 statements reached; 1 left out with a reason, 1 missing",
    ]
