"""`quaychain node compose` and `monitor` as their users call them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import yaml

from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.state import folder_lock
from quaychain.scripts.main import main

KEY, MEMBER = "ab" * 32, "11" * 16


def run(*arguments: object) -> int:
    return main(["node", *(str(argument) for argument in arguments)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compose") / "home"
    assert run("compose", "consortium", folder) == 0
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


def test_a_consortium_is_made_once_and_taken_further(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    network = LocalNetwork.open(home / "network")
    genesis, secrets = network.genesis.read_bytes(), (home / "secrets/database-password").read_bytes()
    assert [node.role for node in network.file.nodes] == ["validator"] * 4 + ["query"]
    network.deployment.write_text('{"chainId": 842621}')
    assert run("compose", "consortium", home) == 0
    assert "--profile product up" in capsys.readouterr().out
    assert network.genesis.read_bytes() == genesis
    assert (home / "secrets/database-password").read_bytes() == secrets
    assert (home / "public/deployment.json").read_bytes() == network.deployment.read_bytes()


def test_before_the_contracts_are_deployed_it_says_so(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compose", "consortium", made) == 0
    said = capsys.readouterr().out
    assert "no deployment.json yet" in said and "--profile" not in said
    assert "query node-manufacturer-query-1: http://127.0.0.1:8549" in said


def test_other_members_have_their_own_services(tmp_path: Path) -> None:
    named = (
        "mfr:manufacturer:accounting:Huahai",
        "a:supplier:accounting",
        "b:supplier:accounting",
        "c:customs:accounting",
    )
    members = [part for text in (*named, "bank:bank:query") for part in ("--member", text)]
    assert run("compose", "consortium", tmp_path / "home", *members) == 0
    content = yaml.safe_load((tmp_path / "home/docker-compose.yml").read_text())
    nodes = [name for name in content["services"] if name.startswith("node-")]
    assert nodes == ["node-mfr", "node-a", "node-b", "node-c", "node-mfr-query-1"]


def test_a_device_is_admitted_and_dismissed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compose", "device", home, KEY, "--member", MEMBER) == 0
    assert (home / f"secrets/devices/{KEY}").exists()
    assert "kill --signal HUP broker" in capsys.readouterr().out
    assert run("compose", "device", home, KEY, "--remove") == 0
    assert run("compose", "device", home, KEY, "--remove") == 0
    assert "was not admitted" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((KEY[2:], "--member", MEMBER), "KEY: "),
        ((KEY, "--member", "xx"), "--member: "),
        ((KEY,), "--member: "),
    ],
)
def test_a_device_that_is_none_is_one_line(
    home: Path, arguments: tuple[str, ...], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("compose", "device", home, *arguments) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"quaychain: {problem}") and said.count("\n") == 1


def test_a_folder_that_isnt_one_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compose", "device", tmp_path, KEY, "--member", MEMBER) == 1
    assert capsys.readouterr().err == f"quaychain: {tmp_path}: quaychain node compose has not made this folder\n"


@pytest.fixture
def machine(home: Path) -> tuple[object, ...]:
    """The arguments for customs' own machine."""
    network = home / "network"
    own = ("--node", network / "nodes/customs", "--keys", network / "members/customs")
    return (*own, "--password-file", network / "passwords/customs")


def test_a_members_node_goes_into_a_container(home: Path, tmp_path: Path, machine: tuple[object, ...]) -> None:
    node = NodeFolder(home / "network/nodes/customs")
    before = node.read_settings()
    for _ in range(2):
        assert run("compose", "member", tmp_path / "own", *machine, "--device-host", "broker.customs.example") == 0
        settings = node.read_settings()
        assert settings.p2p.interface == settings.rpc.host == settings.metrics.host == "0.0.0.0"
        assert settings.enode == before.enode and settings.public_key == before.public_key
    content = yaml.safe_load((tmp_path / "own/docker-compose.yml").read_text())
    assert content["services"]["node"]["volumes"][0]["source"] == str(node.root.resolve())
    assert f"127.0.0.1:{before.rpc.port}:{before.rpc.port}" in content["services"]["node"]["ports"]
    assert (tmp_path / "own/secrets/node-password").read_bytes() == (home / "network/passwords/customs").read_bytes()
    user = 1000 if os.geteuid() == 0 else os.geteuid()
    assert f"QUAYCHAIN_UID={user}\n" in (tmp_path / "own/.env").read_text()
    assert (tmp_path / "own/secrets/node-password").stat().st_uid == node.key.stat().st_uid == user


def test_a_node_that_runs_stays_where_it_is(
    home: Path,
    tmp_path: Path,
    machine: tuple[object, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = (home / "network/nodes/customs/node.json").read_bytes()
    with folder_lock(NodeFolder(home / "network/nodes/customs")):
        assert run("compose", "member", tmp_path / "own", *machine) == 1
    assert "runs already" in capsys.readouterr().err
    assert (home / "network/nodes/customs/node.json").read_bytes() == before
    assert not (tmp_path / "own").exists()


def test_keys_of_another_member_are_refused(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    network = home / "network"
    shutil.rmtree(network / "nodes/customs/cards")
    arguments = ("--node", network / "nodes/customs", "--keys", network / "members/customs")
    status = run("compose", "member", tmp_path / "own", *arguments, "--password-file", network / "passwords/customs")
    assert status == 1 and capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "own").exists()


def test_the_monitor_needs_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("monitor", "--rpc", "http://127.0.0.1:1", "--listen", "nowhere") == 1
    assert capsys.readouterr().err == "quaychain: --listen: 'nowhere' is not HOST:PORT\n"
