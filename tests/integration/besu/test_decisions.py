"""Members decide on a real Besu: a validator enters and leaves, and allowlists follow the registry."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from quaychain.contracts.deployment import Deployment
from quaychain.contracts.types import to_address
from quaychain.node.card import MemberCard
from quaychain.node.documents import read_document
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.logs import supervisor_log

from .consortium import Newcomer, admit, decide, enter, member_options, newcomer, start_in_sync
from .network import BesuNetwork, Load, eventually, quaychain, stop_folder

pytestmark = pytest.mark.besu


def validators_at(network: BesuNetwork, name: str, block: str = "latest") -> set[str]:
    """The set that Besu asks of its peers' seals after a block."""
    return {to_address(one) for one in network.rpc(name).call("qbft_getValidatorsByBlockNumber", block)}


def test_a_validator_enters_and_leaves_by_decision_under_load(
    network: BesuNetwork, deployment: Deployment, besu: str, tmp_path: Path
) -> None:
    new = newcomer(tmp_path, besu)
    new.make_card(network)
    four = network.carded_validators()
    try:
        with network.sender("supplier-1", "supplier-1", tmp_path) as sender, Load(sender) as load:
            _admit(network, new)
            _enter(network, new, four)
            started = time.monotonic()
            decide(network, "validators", "propose-remove", new.validator)
            network.figures["a removal from proposal to a sealed block"] = f"{time.monotonic() - started:.0f} s"
            eventually(
                lambda: all(validators_at(network, name) == four for name in network.names), 60, "the four again"
            )
            network.wait_even()
            receipts = load.receipts()
        assert all(receipt.succeeded for receipt in receipts)
        network.figures["transactions sent meanwhile, all in blocks"] = str(len(receipts))
    finally:
        if new.node.exists():
            stop_folder(NodeFolder(new.node))


def _admit(network: BesuNetwork, new: Newcomer) -> None:
    """Every node's allowlist of accounts follows within two blocks."""
    admit(network, new)
    admitted = _admission_block(network, new)
    behind = []
    for name in network.names:
        log = supervisor_log(network.folder(name)).read_text()
        blocks = [int(one) for one in re.findall(r"block (\d+): ", log)]
        behind.append(min(block for block in blocks if block >= admitted) - admitted)
        assert behind[-1] <= 2, f"{name} followed after {behind[-1]} blocks"
    network.figures["blocks until all allowlists had followed an admission"] = str(max(behind))


def _admission_block(network: BesuNetwork, new: Newcomer) -> int:
    """The first block after which the newcomer is a member, found in the registry's events."""
    member = read_document(new.card, MemberCard).card.member
    rpc = network.rpc("manufacturer")
    logs = rpc.logs({"fromBlock": "0x0", "toBlock": "latest"})
    return min(log.block_number for log in logs if any(member in topic for topic in log.topics[1:]))


def _enter(network: BesuNetwork, new: Newcomer, four: set[str]) -> None:
    """The newcomer's node is refused before it is in sync; then it enters."""
    new.make_node(network)
    early = quaychain(
        *("node", "validators", "propose-add", str(new.card), "--candidate-rpc", new.rpc_url),
        *member_options(network, "manufacturer"),
        status=1,
    )
    assert len(early.strip().splitlines()) == 1, early
    start_in_sync(network, new)
    started = time.monotonic()
    enter(network, new)
    network.figures["an entry from proposal to a block of its own"] = f"{time.monotonic() - started:.0f} s"
    assert all(validators_at(network, name) == four | {new.validator} for name in network.names)
