"""The runbooks on a real Besu network of four: a wiped node, a backup restored behind its fence, a lost quorum."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.proofs.commit_seals import SealedBlock, sealed_block
from quaychain.contracts.rpc import Rpc
from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.folder import NodeFolder
from tests.conftest import besu_setting

pytestmark = pytest.mark.besu

PROGRAM = Path(sys.executable).with_name("quaychain")
#: A machine of two cores that does other things as well.
PATIENCE = 300.0


def run(*arguments: object, status: int = 0) -> str:
    """A verb of `quaychain node`, as one types it; what it said."""
    done = subprocess.run([PROGRAM, "node", *map(str, arguments)], capture_output=True, text=True, timeout=600)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def head(node: NodeFolder) -> int | None:
    """None where the node doesn't answer."""
    try:
        with Rpc(node.read_settings().rpc.url, timeout=5.0, patience=0.0) as rpc:
            return rpc.block_number()
    except QuaychainError:
        return None


def block(node: NodeFolder, number: int) -> SealedBlock:
    with Rpc(node.read_settings().rpc.url) as rpc:
        return sealed_block(rpc.call("eth_getBlockByNumber", hex(number), False))


def validators(node: NodeFolder) -> set[str]:
    with Rpc(node.read_settings().rpc.url) as rpc:
        return set(rpc.call("qbft_getValidatorsByBlockNumber", "latest"))


def wait(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(1)


def wait_for_head(nodes: Sequence[NodeFolder], number: int) -> None:
    """Until all of them have this block."""
    wait(lambda: all((head(node) or 0) >= number for node in nodes))


def address(node: NodeFolder) -> str:
    return node.read_settings().address


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[LocalNetwork]:
    root = tmp_path_factory.mktemp("recovery") / "network"
    besu = besu_setting(request.config)
    assert besu is not None
    run("local", root, "--besu", besu)
    network = LocalNetwork.open(root)
    try:
        run("start", root, "--wait", PATIENCE)
        wait_for_head(network.nodes, 5)
        yield network
    finally:
        folders = [path for path in (root / "nodes").iterdir() if (path / "node.json").exists()]
        subprocess.run([PROGRAM, "node", "stop", "--force", *folders], timeout=300, check=False)


def test_a_wiped_node_comes_back_by_itself(network: LocalNetwork) -> None:
    *others, node = network.nodes
    run("stop", node.root)
    shutil.rmtree(node.data)
    node.data.mkdir()
    run("start", node.root, "--wait", PATIENCE)
    now = head(others[0])
    assert now is not None
    wait_for_head([node], now)
    wait(lambda: address(node) in {block(others[0], number).proposer for number in range(now, head(others[0]) or 0)})


def test_a_backup_is_restored_behind_its_fence(network: LocalNetwork, tmp_path: Path) -> None:
    *others, node = network.nodes
    urls = [part for other in others for part in ("--rpc", other.read_settings().rpc.url)]
    archive = tmp_path / "node.tar"
    assert "its node is running: stop it first" in run("backup", node.root, archive, status=1)
    run("backup", node.root, tmp_path / "small.tar", "--without-chain")
    run("stop", node.root)
    run("backup", node.root, archive)
    backed_up = head(others[0])
    run("restore", archive, "--check")

    new = NodeFolder(node.root.with_name("customs-restored"))
    run("restore", archive, new.root, "--genesis", network.genesis)
    assert "is fenced" in run("start", new.root, status=1)
    # The old one runs, and is seen.
    run("start", node.root, "--wait", PATIENCE)
    wait(lambda: address(node) in block(others[0], head(others[0]) or 0).sealers)
    assert "still runs" in run("unfence", new.root, *urls, "--blocks", 8, "--wait", 5, status=1)
    # It is gone, and the chain goes on without it.
    run("stop", node.root)
    run("fence", node.root)
    assert "nothing of" in run("unfence", new.root, *urls, "--blocks", 8, "--wait", PATIENCE)
    assert "is fenced" in run("start", node.root, status=1)
    run("start", new.root, "--wait", PATIENCE)
    now = head(others[0])
    assert backed_up is not None
    assert now is not None
    assert now > backed_up
    wait_for_head([new], now)
    wait(lambda: address(new) in block(others[0], head(others[0]) or 0).sealers)
    # As it was, for the next test.
    run("stop", new.root)
    run("unfence", node.root, "--confirm", f"the old node of {address(node)} will never start again")
    shutil.rmtree(new.root)
    run("start", node.root, "--wait", PATIENCE)
    wait_for_head([node], now)


def test_a_quorum_that_is_lost_and_the_way_back(network: LocalNetwork, tmp_path: Path) -> None:
    nodes = network.nodes
    left, lost = nodes[:2], nodes[2:]
    run("stop", "--force", *(node.root for node in lost))
    time.sleep(5)
    agreed = max(head(node) or 0 for node in left)
    wait_for_head(left, agreed)
    time.sleep(10)
    assert {head(node) for node in left} == {agreed}
    assert len({block(node, agreed).hash for node in left}) == 1
    run("stop", "--force", *(node.root for node in left))

    named = [part for node in left for part in ("--validator", address(node))]
    run("transition", nodes[0].genesis, "--block", agreed + 1, *named, "-o", tmp_path / "rescue.json")
    for node in left:
        shutil.copy(tmp_path / "rescue.json", node.genesis)
    run("start", *(node.root for node in left), "--wait", PATIENCE)
    wait_for_head(left, agreed + 5)
    assert validators(left[0]) == {address(node).lower() for node in left}
    assert set(block(left[0], agreed + 1).sealers) == {address(node) for node in left}

    # The others' validators are there again; the contract takes over at an agreed block.
    back = (head(left[0]) or 0) + 150
    run("transition", tmp_path / "rescue.json", "--block", back, "--contract", "-o", tmp_path / "back.json")
    for node in nodes:
        shutil.copy(tmp_path / "back.json", node.genesis)
    run("start", *(node.root for node in lost), "--wait", PATIENCE)
    wait_for_head(lost, agreed + 5)
    for node in left:
        run("stop", "--force", node.root)
        run("start", node.root, "--wait", PATIENCE)
    wait_for_head(nodes, back + 5)
    assert validators(nodes[3]) == {address(node).lower() for node in nodes}
    assert len({block(node, back + 3).hash for node in nodes}) == 1
    assert len(block(nodes[0], back + 3).sealers) >= 3
    assert json.loads(nodes[0].genesis.read_bytes())["config"]["transitions"]["qbft"][1]["block"] == back
