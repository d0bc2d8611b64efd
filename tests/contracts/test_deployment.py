"""The deployment file is read as it was written, and refused in one line where it is not one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.trade_finance import TradeFinance
from quaychain.contracts.deployment import ContractNotDeployedError, DeployedContract, Deployment, DeploymentFileError
from quaychain.contracts.types import to_address

ANCHOR = to_address("0x" + "22" * 20)
DEPLOYMENT = Deployment(
    1,
    b"\1" * 32,
    b"\2" * 32,
    to_address("0x" + "11" * 20),
    3,
    {"EventAnchor": DeployedContract(ANCHOR, b"\3" * 32, 1)},
)


def test_there_and_back(tmp_path: Path) -> None:
    DEPLOYMENT.save(tmp_path / "deployment.json")
    assert Deployment.load(tmp_path / "deployment.json") == DEPLOYMENT
    assert [path.name for path in tmp_path.iterdir()] == ["deployment.json"]


def test_contracts_by_their_binding() -> None:
    assert DEPLOYMENT.contract(EventAnchor).address == ANCHOR
    assert DEPLOYMENT.contract(ConsortiumRoot).address == DEPLOYMENT.root
    with pytest.raises(ContractNotDeployedError, match="TradeFinance"):
        DEPLOYMENT.contract(TradeFinance)


@pytest.mark.parametrize(
    "change",
    [
        {"chainId": "x"}, {"genesis": "0x12"}, {"root": "0x12"}, {"contracts": []}, {"block": None},
        {"contracts": {"EventAnchor": None}}, {"codeHashes": {}}, {"layoutVersions": {"EventAnchor": "x"}},
    ],
)  # fmt: skip
def test_wrong_values(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "deployment.json"
    path.write_text(json.dumps(DEPLOYMENT.to_json() | change))
    with pytest.raises(DeploymentFileError, match="is no deployment file"):
        Deployment.load(path)


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", "\udcff"])
def test_files_that_are_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "deployment.json"
    path.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(DeploymentFileError) as caught:
        Deployment.load(path)
    assert "\n" not in str(caught.value)
    with pytest.raises(DeploymentFileError):
        Deployment.load(tmp_path / "absent.json")
