"""The unit, as systemd's own tool judges it."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.control import set_besu
from quaychain.node.process.systemd import UnitPlan, systemd_unit, unit_name

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def unit(node: NodeFolder, user: str = "quaychain") -> str:
    environment = {"JAVA_HOME": "/opt/java 25", "PATH": "/usr/bin:/bin", "SECRET": "x"}
    plan = UnitPlan((sys.executable, "-m", "quaychain.scripts.main"), user, "quaychain", environment, 120)
    return systemd_unit(node, node.read_settings(), Path("/etc/quaychain/pass word"), plan)


def settings_of(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))


def test_what_the_unit_says(node: NodeFolder) -> None:
    text = unit(node)
    assert unit_name(node.read_settings()) == "quaychain-manufacturer.service"
    said = settings_of(text)
    assert said["ExecStart"] == f"{sys.executable} -m quaychain.scripts.main node run {node.root} --stop-within 120"
    assert (said["TimeoutStopSec"], said["KillMode"], said["Restart"]) == ("150", "mixed", "always")
    assert said["ReadOnlyPaths"] == '"-/etc/quaychain/pass word"'
    assert 'Environment="JAVA_HOME=/opt/java 25"' in text
    assert "SECRET" not in text
    assert "docker" not in text
    set_besu(node, "docker:hyperledger/besu:26.8.0")
    assert settings_of(unit(node))["Requires"] == "docker.service"


def test_odd_paths_are_escaped(node: NodeFolder) -> None:
    odd = node.root.parent / 'a 100% "odd" $HOME'
    node.root.rename(odd)
    line = settings_of(unit(NodeFolder(odd)))["ExecStart"]
    assert 'a 100%% \\"odd\\" $$HOME"' in line


@needs_systemd
@pytest.mark.parametrize("name", ["manufacturer", "a 100% $odd"])
def test_systemd_takes_it(node: NodeFolder, tmp_path: Path, name: str) -> None:
    root = node.root.parent / name
    node.root.rename(root)
    path = tmp_path / "quaychain-test.service"
    path.write_text(unit(NodeFolder(root), getpass.getuser()))
    environment = {"PATH": os.environ["PATH"]}
    verified = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True, env=environment)
    # Verify follows the unit's requirements into the machine's own units; only what is said of ours counts.
    ours = [line for line in (verified.stdout + verified.stderr).splitlines() if path.name in line]
    assert ours == []
    assert verified.returncode == 0 or "Failed to" in verified.stderr


@needs_systemd
def test_it_has_few_rights(node: NodeFolder, tmp_path: Path) -> None:
    path = tmp_path / "quaychain-test.service"
    path.write_text(unit(node))
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", "--no-pager", path]
    judged = subprocess.run(command, capture_output=True, text=True)
    if "unrecognized option" in judged.stderr:
        pytest.skip("this systemd-analyze judges no files")
    assert judged.returncode == 0, judged.stdout
