"""`quaychain oracle`: bad options end in one line, and status shows what a queue holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.oracles.examine import Arrival
from quaychain.oracles.queue.acceptance import Acceptance, Rejected
from quaychain.oracles.queue.database import ensure_streams, open_queue
from quaychain.scripts.main import main


def failing(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 1) -> str:
    assert main(["oracle", *arguments]) == status
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    return shown


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text("secret\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def key(tmp_path: Path, password: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "device.key"
    arguments = ["oracle", "key", str(path), "--password-file", str(password), "--random-password"]
    assert main(arguments) == 0
    public = capsys.readouterr().out.strip()
    assert len(bytes.fromhex(public)) == 32
    assert main(arguments) == 0
    assert capsys.readouterr().out.strip() == public
    return path


def device(tmp_path: Path, key: Path, password: Path, *more: str, member: str = "00" * 16) -> list[str]:
    signing = ["--key", str(key), "--password-file", str(password), "--chain-id", "1337"]
    return ["device", *signing, "--member", member, "--outbox", str(tmp_path / "outbox.sqlite"), *more]


def test_bad_options_of_a_device_are_one_line(
    tmp_path: Path, key: Path, password: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "--member" in failing(capsys, *device(tmp_path, key, password, member="xyz"))
    assert "--broker" in failing(capsys, *device(tmp_path, key, password, "--broker", "nowhere"))
    assert "rate" in failing(capsys, *device(tmp_path, key, password, "--rate", "-1"))
    assert "readings_per_message" in failing(capsys, *device(tmp_path, key, password, "--readings-per-message", "0"))
    assert "protocol" in failing(capsys, *device(tmp_path, key, password, "--mqtt", "4"))
    assert "No such file" in failing(capsys, *device(tmp_path, key, password, str(tmp_path / "nothing.jsonl")))
    assert "key" in failing(capsys, *device(tmp_path, tmp_path / "no.key", password))
    failing(capsys, "device", status=2)
    password.write_text("wrong\n")
    assert "password is wrong" in failing(capsys, *device(tmp_path, key, password))


def test_bad_documents_of_a_carrier_are_one_line(
    tmp_path: Path, key: Path, password: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "document.json"
    document.write_text('{"type":"EPCISDocument"}')
    common = ["--key", str(key), "--password-file", str(password), "--chain-id", "1", "--url", "http://127.0.0.1:1"]
    common += ["--outbox", str(tmp_path / "carrier.sqlite")]
    assert "body_invalid" in failing(capsys, "capture", *common, "--kind", "epcis", str(document))
    assert "media type" in failing(capsys, "capture", *common, "--kind", "dcsa", "--media-type", "a/b", str(document))
    assert "--kind" in failing(capsys, "capture", *common, "--kind", "reading", str(document))
    assert "nothing.json" in failing(capsys, "capture", *common, "--kind", "ais", str(tmp_path / "nothing.json"))


def test_a_missing_deployment_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "missing")
    chain = ["--deployment", missing, "--rpc", "http://127.0.0.1:1", "--account", missing]
    chain += ["--password-file", missing, "--transactions", missing]
    assert "missing" in failing(capsys, "keeper", *chain)
    places = ["--queue", missing, "--readers", missing, "--wraps", missing, "--content", missing]
    assert "missing" in failing(capsys, "run", *chain, *places)


def test_status_shows_streams_refusals_and_quarantine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    queue = tmp_path / "queue.sqlite"
    assert "there is no such file" in failing(capsys, "status", "--queue", str(queue))
    connection = open_queue(queue)
    (stream,) = ensure_streams(connection, 1)
    forged = EventRefusedError(RefusalReason.SIGNATURE_FORGED, "not signed by it")
    Acceptance(connection).take([Rejected(Arrival("qc/x", b"\xff{"), forged)], 7)
    assert main(["oracle", "status", "--queue", str(queue), "--json", "--quarantine"]) == 0
    shown = json.loads(capsys.readouterr().out)
    (status,) = shown["streams"]
    assert status["stream"] == stream.hex() and (shown["received"], shown["durable"], shown["refused"]) == (1, 0, 1)
    assert (status["durable"], status["included"], status["final"], status["waiting"]) == (0, 0, 0, 0)
    assert shown["refusals"][0]["reason"] == shown["quarantine"][0]["reason"] == "signature_forged"
    assert main(["oracle", "status", "--queue", str(queue), "--quarantine"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"stream {stream.hex()}: 0 durable, 0 included, 0 final",
        "refused 1 times: signature_forged (last: not signed by it)",
        "kept #1, 1 times, from qc/x: signature_forged: not signed by it",
    ]


def test_edge_rules_are_checked_with_a_line_for_each_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rules.toml"
    rule = '[[rule]]\nname = "heat"\nquantity = "Temperature"\nunit = "CEL"\n'
    file.write_text(f"version = 1\n{rule}range = {{ max = 80 }}\n")
    assert main(["oracle", "check-rules", str(file)]) == 0
    assert capsys.readouterr().out.startswith("1 rules, ")
    file.write_text(f"version = 2\n{rule}range = {{ min = 80, max = 8 }}\n{rule}")
    lines = failing(capsys, "check-rules", str(file)).splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{file}: ") for line in lines)
    assert "rule 1 (heat), range: min 80 is not below max 8" in lines[1]
