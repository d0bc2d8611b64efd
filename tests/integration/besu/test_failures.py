"""Nodes that are killed, wiped and restarted while transactions are sent: nothing that was sent is lost."""

from __future__ import annotations

import itertools
import shutil
import time
from pathlib import Path

import pytest

from quaychain.contracts.sender import TransactionPendingError
from quaychain.contracts.types import Call
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.state import current_state

from .network import START_SECONDS, BesuNetwork, Load, eventually, quaychain, stop_folder

pytestmark = pytest.mark.besu


def test_one_validator_less_and_it_goes_on(network: BesuNetwork, tmp_path: Path) -> None:
    with network.sender("manufacturer", "manufacturer", tmp_path) as sender, Load(sender) as load:
        network.kill("customs")
        took = network.wait_blocks("manufacturer", 6)
        network.figures["six blocks after one validator of four was killed"] = f"{took:.0f} s"
        network.start("customs")
        network.wait_even()
        assert load.keys
        assert all(receipt.succeeded for receipt in load.receipts())


def test_a_besu_that_dies_is_started_again_by_its_supervisor(network: BesuNetwork) -> None:
    before = current_state(network.folder("supplier-2"))
    assert before is not None
    network.kill_besu("supplier-2")
    took = eventually(
        lambda: (
            (state := current_state(network.folder("supplier-2"))) is not None
            and state.phase == "running"
            and state.starts > before.starts
        ),
        START_SECONDS,
        "supplier-2 runs again",
    )
    network.figures["a killed Besu answers again"] = f"{took:.0f} s"
    network.wait_even()


def test_two_validators_less_and_it_stops_and_nothing_is_lost(network: BesuNetwork, tmp_path: Path) -> None:
    with network.sender("manufacturer", "manufacturer", tmp_path) as sender, Load(sender) as load:
        network.wait_blocks("manufacturer", 2)
        network.kill("supplier-2", "customs")
        network.rpc("manufacturer").block_number()
        time.sleep(5)
        stopped_at = network.rpc("manufacturer").block_number()
        with pytest.raises(TransactionPendingError):
            sender.send(
                Call(sender.signer.address, b"late"), idempotency_key="late", simulate=False, gas=50_000, timeout=15
            )
        assert network.rpc("manufacturer").block_number() == stopped_at
        assert "lost-quorum" in quaychain("node", "doctor", str(network.local.root), status=1)
        network.start("supplier-2", "customs")
        took = network.wait_blocks("manufacturer", 1)
        network.figures["the next block after two of four were back"] = f"{took:.0f} s"
        network.wait_even()
        assert sender.resume("late") is not None
        assert all(receipt.succeeded for receipt in load.receipts())


def test_two_validators_cut_off_for_a_while_make_no_fork(network: BesuNetwork, besu: str) -> None:
    if besu.startswith("docker:"):
        pytest.skip("what is paused is a process of this machine, not a container")
    with network.paused("supplier-2", "customs"):
        time.sleep(3)
        stopped_at = network.rpc("manufacturer").block_number()
        time.sleep(15)
        assert network.rpc("manufacturer").block_number() == stopped_at
    took = network.wait_blocks("manufacturer", 1)
    network.figures["the next block after two of four were cut off for 18 s"] = f"{took:.0f} s"
    network.wait_even()
    following = {network.rpc(name).block(stopped_at + 1) for name in network.names}
    assert len(following) == 1


def test_a_wiped_node_comes_back_by_itself(network: BesuNetwork) -> None:
    network.stop("supplier-1")
    shutil.rmtree(network.folder("supplier-1").data)
    network.folder("supplier-1").data.mkdir()
    started = time.monotonic()
    network.start("supplier-1")
    network.wait_even()
    network.figures["a wiped validator answers and is in sync"] = f"{time.monotonic() - started:.0f} s"


def test_a_backup_takes_the_place_of_a_lost_machine(network: BesuNetwork, tmp_path: Path) -> None:
    lost = network.folder("supplier-2")
    settings = lost.read_settings()
    network.stop("supplier-2")
    quaychain("node", "backup", str(lost.root), str(tmp_path / "backup.tar"))
    quaychain("node", "restore", str(tmp_path / "backup.tar"), "--check")
    restored = NodeFolder(lost.root.with_name("supplier-2-restored"))
    quaychain(
        *("node", "restore", str(tmp_path / "backup.tar"), str(restored.root)),
        *("--genesis", str(network.local.genesis), "--old", str(lost.root)),
    )
    try:
        for fenced in (lost, restored):
            said = quaychain("node", "start", str(fenced.root), status=1)
            assert "fenced" in said
            assert len(said.strip().splitlines()) == 1, said
        url = network.local.rpc_urls[0]
        quaychain("node", "unfence", str(restored.root), "--rpc", url, "--wait", "200")
        quaychain("node", "start", str(restored.root), "--wait", str(START_SECONDS), timeout=START_SECONDS + 60)
        network.wait_even()
    finally:
        stop_folder(restored)
    quaychain(
        "node", "unfence", str(lost.root), "--confirm", f"the old node of {settings.address} will never start again"
    )
    shutil.rmtree(restored.root)


def test_all_nodes_restart_one_by_one_while_it_works(network: BesuNetwork, tmp_path: Path) -> None:
    with network.sender("manufacturer", "manufacturer", tmp_path) as sender, Load(sender) as load:
        quaychain("node", "upgrade", str(network.local.root), timeout=900)
        network.wait_even()
        receipts = load.receipts()
    assert receipts
    numbers = sorted({receipt.block_number for receipt in receipts})
    times = [network.rpc("manufacturer").block(number) for number in numbers]
    gaps = [after.timestamp - before.timestamp for before, after in itertools.pairwise(times) if before and after]
    network.figures["longest pause between blocks while all nodes restarted one by one"] = f"{max(gaps)} s"
