"""Backup, restore and the fence as their users call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.node.artifacts import load_artifact
from quaychain.node.charter import draft_charter
from quaychain.node.local.create import Site, create_network
from quaychain.node.local.members import founders
from quaychain.node.local.network import LocalNetwork
from quaychain.scripts.main import main


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> LocalNetwork:
    return create_network(
        tmp_path_factory.mktemp("founded") / "network",
        draft_charter("lab", "Test network", 741_102, 1_772_409_600),
        founders(4),
        load_artifact("ConsortiumRoot"),
        None,
        lambda _, number: Site("127.0.0.1", 4 * number + 20_001, 4 * number + 20_002, 4 * number + 20_003),
    )


def run(*arguments: object) -> int:
    return main(["node", *(str(argument) for argument in arguments)])


def test_there_and_back(network: LocalNetwork, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    node, archive = network.nodes[0], tmp_path / "node.tar"
    settings = node.read_settings()
    keys = network.root / "members" / "manufacturer"
    assert run("backup", node.root, archive, "--keys", keys) == 0
    assert "passwords of its keystores are not in it" in capsys.readouterr().out
    assert run("restore", archive, "--check", "--genesis", node.genesis) == 0
    assert "whole" in capsys.readouterr().out
    assert run("restore", archive, tmp_path / "new", "--old", node.root) == 0
    said = capsys.readouterr().out
    assert "keys: left in the backup" in said
    assert "put the password" in said
    assert "quaychain node unfence" in said

    assert run("unfence", tmp_path / "new") == 1
    word = f"the old node of {settings.address} will never start again"
    assert f'--confirm "{word}"' in capsys.readouterr().err
    assert run("unfence", tmp_path / "new", "--confirm", "yes") == 1
    assert (tmp_path / "new" / "fence.json").exists()
    assert run("unfence", tmp_path / "new", "--confirm", word) == 0
    assert not (tmp_path / "new" / "fence.json").exists()
    assert run("unfence", tmp_path / "new") == 0
    assert "not fenced" in capsys.readouterr().out
    assert (node.root / "fence.json").exists()


def test_a_fence_by_hand(network: LocalNetwork, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    node = network.nodes[1]
    assert run("fence", node.root, "--reason", "moved to another machine") == 0
    assert run("backup", node.root, tmp_path / "node.tar") == 1
    assert "fenced" in capsys.readouterr().err
    assert run("fence", tmp_path) == 1
    assert "node.json" in capsys.readouterr().err


def test_wrong_use(network: LocalNetwork, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("restore", tmp_path / "node.tar") == 1
    assert "give a new FOLDER" in capsys.readouterr().err
    assert run("restore", tmp_path / "node.tar", tmp_path / "new", "--check") == 1
    assert run("restore", tmp_path / "node.tar", tmp_path / "new") == 1
    assert "No such file" in capsys.readouterr().err
    assert run("backup", tmp_path, tmp_path / "node.tar") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
