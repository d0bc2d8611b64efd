"""What coverage reports, and how forge's parser is helped."""

from __future__ import annotations

from quaychain.scripts.contracts.coverage import lines, report, spelled_out
from quaychain.scripts.contracts.mutation.listed import Unreached
from quaychain.scripts.contracts.mutation.tracefile import Spot

FILE = "contracts/orders/Quay.sol"


def test_the_slot_of_a_namespace_is_written_out() -> None:
    # The example of ERC-7201.
    source = b'contract Quay layout at erc7201("example.main") { }'
    slot = b"0x183a6125c38840424c4a85fa12bab2ab606c4b6d0e7cc73c0c06ba5300eab500"
    assert spelled_out(source) == b"contract Quay layout at " + slot + b" { }"
    assert spelled_out(b"contract Quay { }") == b"contract Quay { }"


def test_report() -> None:
    spots = [
        Spot(FILE, 2, "Quay.f", "if (a) b;", "", 1, 4),
        Spot(FILE, 2, "Quay.f", "if (a) b;", "true", 1, 0),
        Spot(FILE, 2, "Quay.f", "if (a) b;", "false", 1, 4),
        Spot(FILE, 3, "Quay.f", "c;", "", 1, 0),
    ]
    known = {spots[1]: Unreached(FILE, "Quay.f", "if (a) b;", "true", "why")}
    result = report(spots, known, ["orders"])
    assert result == {
        "orders": {
            "lines": 2,
            "linesReached": 1,
            "branches": 2,
            "branchesReached": 1,
            "leftOut": [{"spot": f"{FILE}:2 Quay.f: if (a) b; — never true", "reason": "why"}],
            "missing": [f"{FILE}:3 Quay.f: c;"],
        }
    }
    assert next(iter(lines(result))) == f"never reached: {FILE}:3 Quay.f: c;"
