"""How calls are spread over the campaigns, what forge says is read, and what makes a run fail."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from eth_abi.abi import encode

from quaychain.scripts.contracts import fuzz
from quaychain.scripts.contracts.fuzz import (
    LINE,
    ROOT,
    Campaign,
    Move,
    add_line,
    campaign_names,
    campaign_of,
    document,
    main,
    never_taken,
    plan_of,
    problems_of,
    seconds_of,
    table,
)

ASSIGN, WAIT = b"\x01\x02\x03\x04", b"\x05\x06\x07\x08"
MOVES = {ASSIGN.hex(): "assign", WAIT.hex(): "wait"}


def result(**more: Any) -> dict[str, Any]:
    return {
        "status": "Success",
        "reason": None,
        "counterexample": None,
        "kind": {"Invariant": {"runs": 2, "calls": 800, "reverts": 0}},
        "duration": "1m 2s 500ms 3µs 7ns",
        **more,
    }


def line(name: str, taken: int, refused: int, digest: bytes = b"\x11" * 32) -> bytes:
    return encode(LINE, [name, ["FinanceHandler"], [[(ASSIGN, taken, refused)]], [digest]])


@pytest.mark.parametrize("calls", [1, 7, 900, 50_000, 1_000_000])
def test_a_plan_makes_at_least_the_calls_asked_for(calls: int) -> None:
    plan = plan_of(calls, 8)
    assert calls <= plan.calls < calls + 8 * (1 + plan.sequences)
    assert plan.depth <= fuzz.DEPTH


def test_every_campaign_in_the_folder_is_counted() -> None:
    sources = {path.stem: path.read_text("utf-8") for path in (ROOT / fuzz.CAMPAIGNS).glob("*.t.sol")}
    assert campaign_names(sources.values()) == [f"{stem.removesuffix('.t')}Campaign" for stem in sources]
    for source in sources.values():
        # One invariant each: forge would run all calls for every further one.
        assert len(re.findall(r"function invariant_\w+\(", source)) == 1


def test_forges_durations() -> None:
    assert seconds_of("1m 2s 500ms 3µs 7ns") == pytest.approx(62.500003007)


def test_a_campaign_that_held() -> None:
    campaign = campaign_of("tests/x/Finance.t.sol:FinanceCampaign", result())
    assert (campaign.name, campaign.calls, campaign.broken) == ("Finance", 800, None)


def test_a_campaign_that_failed_shows_its_calls() -> None:
    call = {"contract_name": "tests/x/FinanceHandler.sol:FinanceHandler", "func_name": "assign", "args": "7"}
    failed = result(status="Failure", reason="35: shares", counterexample={"Sequence": [200, [call]]})
    campaign = campaign_of("tests/x/Finance.t.sol:FinanceCampaign", failed)
    assert problems_of([campaign], 1) == ["Finance: 35: shares\n    FinanceHandler.assign(7)"]


def test_lines_add_up_by_move() -> None:
    campaign = Campaign("Finance")
    for taken, refused in ((3, 1), (0, 2)):
        add_line({"Finance": campaign}, line("Finance", taken, refused), lambda _: MOVES)
    assert campaign.moves == [Move("FinanceHandler", "assign", 3, 3), Move("FinanceHandler", "wait")]
    assert (campaign.refused, campaign.reached) == (3, 1)


def test_a_move_never_taken_anywhere_fails_once_tried_often() -> None:
    often, seldom = Move("H", "often", 0, 1_000), Move("H", "seldom", 0, 999)
    elsewhere = Move("H", "elsewhere", 0, 5_000)
    campaigns = [
        Campaign("A", 1, moves=[often, seldom, elsewhere]),
        Campaign("B", 1, moves=[Move("H", "elsewhere", 1)]),
    ]
    assert never_taken(campaigns) == ["H.often"]
    assert problems_of(campaigns, 2) == ["H.often was never taken"]


def test_too_few_calls_fail() -> None:
    assert problems_of([Campaign("A", 999)], 1_000) == ["999 calls were made of 1,000"]


def test_table_and_document_tell_the_same() -> None:
    campaign = Campaign("Finance", 800, 2.5, [Move("FinanceHandler", "assign", 5, 7)])
    row = table([campaign]).splitlines()[1].split()
    assert row == ["Finance", "800", "7", "1", "of", "1", "held", "2.5"]
    told = document([campaign], 5, [])
    assert (told["calls"], told["held"], told["campaigns"][0]["refused"]) == (800, True, 7)


def test_main_reads_what_forge_and_the_campaigns_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / fuzz.CAMPAIGNS
    folder.mkdir(parents=True)
    (folder / "Finance.t.sol").write_text("contract FinanceCampaign is Campaign {\n")
    artifact = tmp_path / fuzz.OUT / "FinanceHandler.sol"
    artifact.mkdir(parents=True)
    entries = [
        {"type": "function", "name": name, "stateMutability": kind}
        for name, kind in (("assign", "nonpayable"), ("wait", "nonpayable"), ("counted", "view"))
    ]
    selectors = {"assign(uint256)": ASSIGN.hex(), "wait(uint256)": WAIT.hex(), "counted()": "0a0b0c0d"}
    (artifact / "FinanceHandler.json").write_text(json.dumps({"abi": entries, "methodIdentifiers": selectors}))

    def forge(root: Path, plan: fuzz.Plan, seed: int, log: Path) -> dict[str, Any]:
        assert (root, plan.calls, seed) == (tmp_path, 500, 7)
        same, other = line("Finance", 30, 12), line("Finance", 1, 1, b"\x22" * 32)
        log.write_text("".join(f"0x{entry.hex()}\n" for entry in (same, same, other)))
        kind = {"Invariant": {"calls": plan.calls}}
        return {"x:FinanceCampaign": {"test_results": {"invariant_finance()": result(kind=kind)}}}

    monkeypatch.setattr(fuzz, "ROOT", tmp_path)
    monkeypatch.setattr(fuzz, "_forge", forge)
    assert main(["--calls", "500", "--seed", "7", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["campaigns"][0]["moves"] == [
        {"handler": "FinanceHandler", "name": "assign", "taken": 31, "refused": 13},
        {"handler": "FinanceHandler", "name": "wait", "taken": 0, "refused": 0},
    ]


def test_calls_must_be_positive() -> None:
    with pytest.raises(SystemExit):
        main(["--calls", "0"])
