"""An lcov tracefile as forge writes it: lines, and both sides of each condition."""

from __future__ import annotations

from quaychain.scripts.contracts.mutation.tracefile import spots

FILE = "contracts/ports/Quay.sol"
SOURCES = {FILE: b"contract Quay {\n  function f() {\n    if (a) b;\n    if (c) d;\n    else e;\n  }\n}\n"}
TRACE = f"""TN:
SF:contracts/other/Crane.sol
DA:1,0
end_of_record
TN:
SF:{FILE}
DA:2,7
FN:2,Quay.f
FNDA:7,Quay.f
DA:3,7
BRDA:3,0,0,2
DA:4,7
BRDA:4,1,0,7
BRDA:4,1,1,-
DA:5,0
LF:4
end_of_record
"""


def test_lines_and_sides() -> None:
    found = spots(TRACE, SOURCES)
    assert [(spot.line, spot.side, spot.hits) for spot in found] == [
        (2, "", 7),
        (3, "", 7),
        (4, "", 7),
        (5, "", 0),
        (3, "true", 2),
        (3, "false", 5),  # without an else: what is left of the line's count
        (4, "true", 7),
        (4, "false", 0),
    ]
    assert found[4].identity == (FILE, "Quay.f", "if (a) b;", "true", 1)
    assert str(found[-1]) == f"{FILE}:4 Quay.f: if (c) d; — never false"


def test_alike_lines_are_told_apart() -> None:
    sources = {FILE: b"function f() {\n++a;\n++a;\n}"}
    trace = f"SF:{FILE}\nFN:1,f\nDA:2,1\nDA:3,0\nend_of_record\n"
    assert [spot.occurrence for spot in spots(trace, sources)] == [1, 2]
