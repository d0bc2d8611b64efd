"""Dockerfile, start script and Prometheus' files by their own tools; those that aren't installed are skipped."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from quaychain.node.compose.folder import ComposeFolder
from quaychain.scripts.checks.compose_file import FILE

ROOT = FILE.parent


def tool(name: str, where: str) -> str:
    found = shutil.which(name, path=f"{Path(sys.executable).parent}") or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed ({where})")
    return found


def run(*arguments: object, cwd: Path | None = None) -> str:
    done = subprocess.run([str(item) for item in arguments], cwd=cwd, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_hadolint_has_nothing_to_say_of_the_dockerfile() -> None:
    assert run(tool("hadolint", "no wheel for this platform"), ROOT / "Dockerfile") == ""


def test_shellcheck_has_nothing_to_say_of_the_content_nodes_script() -> None:
    run(tool("shellcheck", "no wheel for this platform"), ROOT / "chain-config/compose/content/private.sh")


def test_prometheus_takes_its_configuration(folder: ComposeFolder) -> None:
    promtool = tool("promtool", "Debian: apt-get install prometheus")
    config = folder.config / "prometheus/prometheus.yml"
    run(promtool, "check", "config", "--syntax-only", config)
    run(promtool, "check", "rules", folder.config / "prometheus/rules.yml")


def series(name: str, values: str) -> dict[str, str]:
    return {"series": name, "values": values}


NODES = [f'{{job="besu",node="node-{name}",role="validator"}}' for name in "abcd"]
ORACLE = '{instance="oracle:9600",job="oracle"}'
STREAM = '{instance="oracle:9600",job="oracle",stream="ab"}'
FORGED = '{instance="oracle:9600",job="oracle",reason="signature_forged"}'
KEEPER = '{duty="deadlines",instance="keeper:9600",job="keeper"}'
DEAD = '{instance="keeper:9600",job="keeper",state="dead",target="ops"}'
MONITOR = '{instance="monitor:9600",job="monitor"}'


def healthy(minutes: int = 40) -> dict[str, str]:
    """What the metrics of a network of four are while all is well, every 15 s: seven blocks in that time."""
    count = minutes * 4
    shown = {f"ethereum_blockchain_height{node}": f"100+7x{count}" for node in NODES}
    shown |= {f"ethereum_peer_count{node}": f"3x{count}" for node in NODES}
    shown |= {f"besu_blockchain_chain_head_timestamp{node}": f"0+15x{count}" for node in NODES}
    shown |= {f"up{node}": f"1x{count}" for node in NODES}
    shown |= {
        f"quaychain_chain_blocks_total{MONITOR}": f"0+7x{count}",
        f"quaychain_chain_rounds_total{MONITOR}": f"0x{count}",
        f"quaychain_chain_validators{MONITOR}": f"4x{count}",
        f"quaychain_chain_quorum{MONITOR}": f"3x{count}",
        f"quaychain_node_answers{MONITOR}": f"1x{count}",
        f'quaychain_disk_free_bytes{{folder="/disk",{MONITOR[1:]}': f"50x{count}",
        f'quaychain_disk_size_bytes{{folder="/disk",{MONITOR[1:]}': f"100x{count}",
        f"quaychain_oracle_received_total{ORACLE}": f"0+1500x{count}",
        f"quaychain_oracle_refused_total{FORGED}": f"0+1x{count}",
        f"quaychain_oracle_oldest_waiting_seconds{STREAM}": f"2x{count}",
        f"quaychain_keeper_looked_timestamp_seconds{KEEPER}": f"0+15x{count}",
        f"quaychain_keeper_batches_missing{KEEPER}": f"0x{count}",
        f"quaychain_keeper_deliveries{DEAD}": f"0x{count}",
    }
    return shown | {
        f'quaychain_validator_proposed_blocks_total{{validator="{name}",{MONITOR[1:]}': f"0+2x{count}"
        for name in "abcd"
    }


#: Fault → what differs from a healthy network, and the alerts that fire then, with no others.
FAULTS: dict[str, tuple[dict[str, str], set[str]]] = {
    "none": ({}, set()),
    "no blocks": ({f"besu_blockchain_chain_head_timestamp{node}": "0+15x100 1500x60" for node in NODES}, {"NoBlocks"}),
    "second rounds": ({f"quaychain_chain_rounds_total{MONITOR}": "0x60 0+2x100"}, {"RoundsRise"}),
    "a silent validator": (
        {f'quaychain_validator_proposed_blocks_total{{validator="d",{MONITOR[1:]}': "0+2x40 80x120"},
        {"ValidatorSilent"},
    ),
    "a lonely node": ({f"ethereum_peer_count{NODES[3]}": "3x100 1x60"}, {"TooFewPeers"}),
    "a node behind": ({f"ethereum_blockchain_height{NODES[3]}": "100+7x100 800x60"}, {"NodeBehind"}),
    "a node down": ({f"up{NODES[3]}": "1x100 0x60"}, {"Down"}),
    "no answer": ({f"quaychain_node_answers{MONITOR}": "1x100 0x60"}, {"NodeUnanswered"}),
    "a full disk": (
        {f'quaychain_disk_free_bytes{{folder="/disk",{MONITOR[1:]}': "50x60 9x100"},
        {"DiskNearlyFull"},
    ),
    "a slow way": ({f"quaychain_oracle_oldest_waiting_seconds{STREAM}": "2x60 600x100"}, {"EventsWaitLong"}),
    "no node in sync": (
        {'quaychain_oracle_condition{about="http://node",instance="oracle:9600",name="not_in_sync"}': "_x100 1x60"},
        {"InTheWayOfAnchoring"},
    ),
    "forgeries": ({f"quaychain_oracle_refused_total{FORGED}": "0x60 0+150x100"}, {"ManyRefused"}),
    "a keeper that hangs": (
        {f"quaychain_keeper_looked_timestamp_seconds{KEEPER}": "0+15x100 1500x60"},
        {"KeeperSilent"},
    ),
    "withheld data": ({f"quaychain_keeper_batches_missing{KEEPER}": "0x60 1x100"}, {"BatchDataMissing"}),
    "a target that is gone": ({f"quaychain_keeper_deliveries{DEAD}": "0x100 1x60"}, {"NoticesDead"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_alert_fires_for_its_fault_and_for_nothing_else(fault: str, tmp_path: Path) -> None:
    promtool = tool("promtool", "Debian: apt-get install prometheus")
    shutil.copy(ROOT / "chain-config/compose/rules.yml", tmp_path)
    changes, expected = FAULTS[fault]
    rules = yaml.safe_load((tmp_path / "rules.yml").read_text())
    alerts = [rule["alert"] for group in rules["groups"] for rule in group["rules"]]
    inputs = [series(name, values) for name, values in (healthy() | changes).items()]
    # promtool compares labels too, so what is asked is only how many alerts of a name fire.
    asked = [
        {
            "expr": f'count(ALERTS{{alertname="{alert}",alertstate="firing"}}) > 0',
            "eval_time": "38m",
            "exp_samples": [{"labels": "{}", "value": 1}] if alert in expected else [],
        }
        for alert in alerts
    ]
    test = {
        "rule_files": ["rules.yml"],
        "evaluation_interval": "15s",
        "tests": [{"interval": "15s", "input_series": inputs, "promql_expr_test": asked}],
    }
    (tmp_path / "test.yml").write_text(yaml.safe_dump(test))
    run(promtool, "test", "rules", "test.yml", cwd=tmp_path)
