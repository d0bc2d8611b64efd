"""`quaychain verify` prints each step, and says by its exit status whether all hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.contracts.deployment import Deployment
from quaychain.contracts.types import to_address
from quaychain.scripts.main import main
from tests.contracts.proofs.made_chain import CHAIN_ID, GENESIS, ROOT, MadeChain


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "event.json"
    path.write_bytes(MadeChain().bundle().encode())
    return path


def test_a_bundle_that_holds(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(bundle)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        ["ok", name] for name in ("form", "header", "receipt", "batch", "signature", "inclusion", "state", "file")
    ]
    assert lines[-1].startswith("included, not final")


def test_one_flipped_byte(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray(bundle.read_bytes())
    data[data.index(b'"signature":"') + 20] ^= 1
    bundle.write_bytes(data)
    assert main(["verify", str(bundle)]) == 1
    output = capsys.readouterr()
    assert "failed      signature" in output.out
    assert output.out.splitlines()[-1] == "not proven: signature failed"
    assert output.err == ""


def test_against_a_deployment(bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deployment.json"
    Deployment(CHAIN_ID, GENESIS, bytes(32), to_address(ROOT), 0, {}).save(path)
    assert main(["verify", str(bundle), "--deployment", str(path)]) == 0
    assert "ok          chain" in capsys.readouterr().out
    Deployment(CHAIN_ID, bytes(32), bytes(32), to_address(ROOT), 0, {}).save(path)
    assert main(["verify", str(bundle), "--deployment", str(path)]) == 1
    assert "failed      chain" in capsys.readouterr().out


def test_files_that_cannot_be_read(tmp_path: Path, bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([str(tmp_path / "absent")], [str(tmp_path)], [str(bundle), "--deployment", str(bundle)]):
        assert main(["verify", *arguments]) == 1
        output = capsys.readouterr()
        assert len(output.err.splitlines()) == 1
        assert "Traceback" not in output.err + output.out
    assert main(["verify"]) == 2


def test_an_empty_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").touch()
    assert main(["verify", str(tmp_path / "empty")]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "not proven: form failed"
