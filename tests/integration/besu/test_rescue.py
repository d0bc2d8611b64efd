"""A quorum that is lost for good, as docs/runbooks/lost-quorum.md has it. Last: the network keeps its new genesis."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from quaychain.contracts.proofs.commit_seals import SealedBlock, sealed_block
from quaychain.contracts.types import Address

from .network import START_SECONDS, BesuNetwork, eventually, quaychain

pytestmark = pytest.mark.besu

#: Blocks until the contract counts again: more than there are while two nodes start.
MARGIN = 200


def block(network: BesuNetwork, name: str, number: int) -> SealedBlock:
    return sealed_block(network.rpc(name).call("eth_getBlockByNumber", hex(number), False))


def address(network: BesuNetwork, name: str) -> Address:
    return network.folder(name).read_settings().address


def agreed_head(network: BesuNetwork, names: tuple[str, ...]) -> int:
    """The height at which these stand still, all with the same block."""
    eventually(lambda: len({network.head(name) for name in names}) == 1, START_SECONDS, "one head")
    time.sleep(8)
    (head,) = {network.head(name) for name in names}
    return head.number


def give(network: BesuNetwork, names: tuple[str, ...], genesis: Path) -> None:
    for name in names:
        shutil.copy(genesis, network.folder(name).genesis)


def test_two_validators_go_on_alone_until_the_contract_counts_again(network: BesuNetwork, tmp_path: Path) -> None:
    left, lost = network.validators[:2], network.validators[2:]
    others = tuple(name for name in network.names if name not in network.validators)
    network.stop(*lost)
    first = agreed_head(network, left + others) + 1
    network.stop(*left, *others)

    named = [part for name in left for part in ("--validator", address(network, name))]
    genesis, rescue, back = network.folder(left[0]).genesis, tmp_path / "rescue.json", tmp_path / "back.json"
    quaychain("node", "transition", str(genesis), "--block", str(first), *named, "-o", str(rescue))
    give(network, left + others, rescue)
    started = time.monotonic()
    network.start(*left, *others)
    eventually(lambda: network.head(others[0] if others else left[0]).number >= first + 3, START_SECONDS, "they go on")
    network.figures["two of four seal alone after a transition"] = f"{time.monotonic() - started:.0f} s"
    two = {address(network, name) for name in left}
    assert all(set(block(network, left[0], first + number).sealers) == two for number in range(3))

    # The others are mended: here their keys come back, without data. They sync from block 0, and seal nothing yet.
    for name in lost:
        shutil.rmtree(network.folder(name).data)
        network.folder(name).data.mkdir()
    again = network.head(left[0]).number + MARGIN
    quaychain("node", "transition", str(rescue), "--block", str(again), "--contract", "-o", str(back))
    give(network, network.names, back)
    network.stop(*others)
    network.start(*lost, *others)
    # Two of two: each restart holds the chain up, and so nobody gets past the block without the file.
    for name in left:
        network.stop(name)
        network.start(name)
    assert network.head(left[1]).number < again
    eventually(lambda: network.head(lost[0]).number >= again + 3, START_SECONDS, "the contract counts again")
    network.wait_even()
    four = {address(network, name) for name in network.validators}
    seals = [set(block(network, lost[0], again + number).sealers) for number in range(3)]
    assert all(len(sealers) >= 3 and sealers <= four for sealers in seals)
    steps = json.loads(genesis.read_bytes())["config"]["transitions"]["qbft"]
    assert [step["block"] for step in steps] == [first, again]
