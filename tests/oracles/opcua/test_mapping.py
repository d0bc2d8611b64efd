"""The mapping is checked on loading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quaychain.oracles.intake.settings_file import SourceFileError
from quaychain.oracles.opcua.mapping import Trigger, load_mapping

from .mappings import MILESTONE, ORDER, mapping, step

SECURITY = {
    "certificate": "us.pem",
    "privateKey": "us.key",
    "serverCertificate": "mes.pem",
    "applicationUri": "urn:factory:quaychain",
}


def write(folder: Path, content: Any) -> Path:
    path = folder / "mapping.json"
    path.write_text(json.dumps(content))
    return path


def test_a_mapping_is_loaded(tmp_path: Path) -> None:
    record = {"record": "0x" + "03" * 32, "version": 2}
    other = step("painted", milestone="0x" + "04" * 32, evidence=record, readPoint="urn:epc:id:sgln:9520001.00001.1")
    loaded = load_mapping(write(tmp_path, mapping(step(), other, security=SECURITY, user="u", passwordFile="p")))
    assert [each.name for each in loaded.steps] == ["welded", "painted"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (mapping(step(), step()), "two steps are named welded"),
        (mapping(step(), step("b", node=step()["node"])), "mapped to this milestone already"),
        (mapping(step(), step("b", evidence={"record": ORDER})), "other evidence"),
        (mapping(step(order="0x00")), "order"),
        (mapping(step(order="0x" + "00" * 32)), "is zero"),
        (mapping(step(milestone=MILESTONE.upper())), "milestone"),
        (mapping(step(node="Portal.Welded")), "node"),
        (mapping(step(when={})), "one of equals and atLeast"),
        (mapping(step(when={"equals": [1], "atLeast": 1})), "one of equals and atLeast"),
        (mapping(step(when={"equals": [None]})), "equals"),
        (mapping(step(evidence="photograph")), "evidence"),
        (mapping(step(objects=["no uri"])), "objects"),
        (mapping(step(businessStep="welding")), "businessStep"),
        (mapping(step(colour="red")), "colour"),
        (mapping(url="http://127.0.0.1"), "url"),
        (mapping(url="opc.tcp://user:secret@127.0.0.1"), "url"),
        (mapping(user="u"), "go together"),
        (mapping(user="u", passwordFile="p"), "read by anyone"),
        (mapping(security=SECURITY | {"policy": "Basic128Rsa15"}), "policy"),
        ({"server": mapping()["server"], "steps": []}, "steps"),
        ([], "mapping.json"),
    ],
)
def test_what_is_wrong_with_it_is_said(tmp_path: Path, content: Any, reason: str) -> None:
    with pytest.raises(SourceFileError, match=reason):
        load_mapping(write(tmp_path, content))


@pytest.mark.parametrize(
    ("trigger", "holds", "fails"),
    [
        ({"equals": [True]}, [True], [1, 1.0, "true", False, None]),
        ({"equals": ["Completed", 7]}, ["Completed", 7], ["completed", True, None, [7]]),
        ({"equals": [1]}, [1], [True, 0]),
        ({"atLeast": 4}, [4, 5.5], [3, True, "9", float("nan"), None]),
    ],
)
def test_a_trigger_holds_for_values_of_its_own_kind(
    trigger: dict[str, Any], holds: list[Any], fails: list[Any]
) -> None:
    known = Trigger.model_validate(trigger)
    assert [value for value in [*holds, *fails] if known.holds(value)] == holds
