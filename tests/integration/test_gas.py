"""Gas is measured on a real anvil; what is off the table is named, and nothing else is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from quaychain.scripts.contracts.gas import run

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("anvil") is None, reason="anvil is not installed: start through ./qc"),
]


def test_what_is_off_the_table_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = json.loads(run.TABLE.read_text())
    table["calls"]["DeviceRegistry.declareBoot"]["million"] *= 2
    del table["calls"]["DeviceRegistry.revoke"]
    off = tmp_path / "gas.json"
    off.write_text(json.dumps(table))
    monkeypatch.setattr(run, "TABLE", off)

    assert run.main(["--only", "DeviceRegistry", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {problem.partition(":")[0] for problem in told["problems"]} == {
        "DeviceRegistry.declareBoot (a million behind)",
        "DeviceRegistry.revoke (empty)",
        "DeviceRegistry.revoke (a million behind)",
    }
    assert {call["function"] for call in told["calls"]} >= {"register", "declareBoot", "close", "replace", "revoke"}
    assert all(call["empty"] > 21_000 and call["behind"] for call in told["calls"])
    sizes = {creation["name"]: creation for creation in told["creations"]}
    assert sizes["OrderFulfilment"]["runtime"] > 20_000
    assert sizes["ConsortiumRoot"]["initcode"] == 0  # it stands in the genesis
