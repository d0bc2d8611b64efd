"""A quorum that is lost for good, as docs/runbooks/lost-quorum.md has it. Last: nobody can sync this network then."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from quaychain.contracts.proofs.commit_seals import SealedBlock, sealed_block
from quaychain.contracts.types import Address

from .network import START_SECONDS, BesuNetwork, eventually, quaychain

pytestmark = pytest.mark.besu


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
    genesis, rescue, founding = network.folder(left[0]).genesis, tmp_path / "rescue.json", tmp_path / "founding.json"
    shutil.copy(genesis, founding)
    quaychain("node", "transition", str(genesis), "--block", str(first), *named, "-o", str(rescue))
    give(network, left + others, rescue)
    started = time.monotonic()
    network.start(*left, *others)
    eventually(lambda: network.head(others[0] if others else left[0]).number >= first + 3, START_SECONDS, "they go on")
    network.figures["two of four seal alone after a transition"] = f"{time.monotonic() - started:.0f} s"
    two = {address(network, name) for name in left}
    assert all(set(block(network, left[0], first + number).sealers) == two for number in range(3))

    # The others are mended: here their keys come back, with another's data, for nobody can sync the blocks of the two.
    network.stop(left[1])
    last = agreed_head(network, (left[0], *others))
    network.stop(left[0], *others)
    for name in lost:
        shutil.rmtree(network.folder(name).data)
        shutil.copytree(network.folder(others[0]).data, network.folder(name).data)
    give(network, network.names, founding)
    network.start(*network.names)
    eventually(lambda: network.head(lost[0]).number >= last + 3, START_SECONDS, "the contract counts again")
    network.wait_even()
    four = {address(network, name) for name in network.validators}
    for name in network.names:
        seals = [set(block(network, name, last + number).sealers) for number in (1, 2, 3)]
        assert all(len(sealers) >= 3 and sealers <= four for sealers in seals)
    assert set(block(network, lost[0], first).sealers) == two
