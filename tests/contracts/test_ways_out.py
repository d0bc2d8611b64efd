"""The ways out of contracts/access/README.md are walked by tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_way_out_names_its_test() -> None:
    text = (ROOT / "contracts/access/README.md").read_text("utf-8")
    section = text.split("## Ways out\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 10
    for row in rows:
        source = ""
        for name in re.findall(r"`(\w+)`", row[2]):
            if name.startswith("test_"):
                assert f"function {name}(" in source, f"{name} is not there"
            else:
                [path] = (ROOT / "tests/contracts/forge").rglob(f"{name}.t.sol")
                source = path.read_text("utf-8")
        assert source, f"no test for: {row[0]}"
