"""The order and the stops of a rolling upgrade, with nodes that do as a test says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from quaychain.contracts.proofs.commit_seals import SealedBlock
from quaychain.contracts.types import Address, to_address
from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.control import NodeNotReadyError
from quaychain.node.process.guard import QuorumAtRiskError, Standing
from quaychain.node.process.observe import ChainView, NodeView, Pool
from quaychain.node.process.upgrade import HeadsDifferError, NotHealthyError, UpgradeStoppedError, roll

NEW = "/opt/besu-new/bin/besu"


@dataclass
class FakeMachine:
    """Nodes in memory. `down` don't run, `broken` don't come back with the new Besu, `ill` never get healthy."""

    network: LocalNetwork
    heads: Mapping[str, int] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    ill: set[str] = field(default_factory=set)
    forked: set[str] = field(default_factory=set)
    moving: bool = True
    done: list[str] = field(default_factory=list)
    besu: dict[str, str | None] = field(default_factory=dict)

    def view(self, node: NodeFolder) -> NodeView:
        settings = node.read_settings()
        runs = settings.name not in self.down
        head = SealedBlock(self.heads.get(settings.name, 7), b"\1" * 32, b"\2" * 32, 0, 0, to_address(b"\1" * 20), ())
        chain = ChainView(settings.chain_id, head, {}, Pool(0, 1), self._validators()) if runs else None
        return NodeView(node, settings, 1 if runs else None, None, chain, 0.0, 0, "")

    def standing_with_quorum(self, node: NodeFolder) -> Standing:
        return self.standing(node)

    def standing(self, node: NodeFolder) -> Standing:
        up = frozenset(
            to_address(other.read_settings().address)
            for other in self.network.nodes
            if other.root.name not in self.down
        )
        return Standing(self._validators(), up, up, self.moving)

    def names(self, node: NodeFolder) -> Mapping[Address, str]:
        return {}

    def set_besu(self, node: NodeFolder, besu: str | None) -> None:
        self.besu[node.root.name] = besu

    def restart(self, node: NodeFolder) -> None:
        name = node.root.name
        self.done.append(name)
        if name in self.broken and self.besu.get(name) == NEW:
            raise NodeNotReadyError(name, 1, "Besu ended with status 1: it can't")

    def wait_healthy(self, node: NodeFolder, before: Standing) -> None:
        if node.root.name in self.ill:
            raise NotHealthyError(node.root.name, 1, "no peers")
        if node.root.name in self.forked:
            raise HeadsDifferError(node.root.name, "other", 7, b"\1" * 32, b"\2" * 32)

    def _validators(self) -> tuple[Address, ...]:
        settings = [node.read_settings() for node in self.network.nodes]
        return tuple(to_address(item.address) for item in settings if item.role == "validator")


NAMES = ["manufacturer", "supplier-1", "supplier-2", "customs", "manufacturer-query-1"]


def rolled(machine: FakeMachine, besu: str | None = NEW, *, force: bool = False) -> list[str]:
    said: list[str] = []
    roll(machine.network.nodes, besu, machine, said.append, force=force)
    return said


def test_query_nodes_first_then_validators_one_by_one(network: LocalNetwork) -> None:
    assert [node.root.name for node in network.nodes] == NAMES
    machine = FakeMachine(network)
    rolled(machine)
    assert machine.done == ["manufacturer-query-1", *NAMES[:4]]
    assert machine.besu == dict.fromkeys(NAMES, NEW)


def test_without_another_besu_it_is_a_restart(network: LocalNetwork) -> None:
    machine = FakeMachine(network)
    rolled(machine, None)
    assert len(machine.done) == 5
    assert machine.besu == {}


def test_after_a_stall_from_the_highest_head_down(network: LocalNetwork) -> None:
    machine = FakeMachine(network, dict(zip(NAMES, (5, 9, 7, 8, 6), strict=True)), moving=False)
    assert "the chain stands still: from the highest head down" in rolled(machine)
    assert machine.done == ["supplier-1", "customs", "supplier-2", "manufacturer-query-1", "manufacturer"]


def test_with_one_validator_down_no_other_is_restarted(network: LocalNetwork) -> None:
    machine = FakeMachine(network, down={"customs"})
    with pytest.raises(QuorumAtRiskError):
        rolled(machine)
    assert machine.done == ["manufacturer-query-1"]
    # What doesn't run has the new one for its next start; what was refused keeps its own.
    assert machine.besu == {"customs": NEW, "manufacturer-query-1": NEW}
    rolled(machine, force=True)
    assert machine.done[1:] == ["manufacturer-query-1", "manufacturer", "supplier-1", "supplier-2"]


@pytest.mark.parametrize("trouble", ["broken", "ill"])
def test_one_that_fails_gets_its_besu_back_and_the_rest_is_left_alone(network: LocalNetwork, trouble: str) -> None:
    machine = FakeMachine(network, **{trouble: {"supplier-1"}})
    with pytest.raises(UpgradeStoppedError) as caught:
        rolled(machine)
    assert "stopped at node supplier-1" in str(caught.value)
    assert "it runs what it ran before; done: manufacturer-query-1, manufacturer" in str(caught.value)
    assert machine.done == ["manufacturer-query-1", "manufacturer", "supplier-1", "supplier-1"]
    assert machine.besu["supplier-1"] is None
    assert "customs" not in machine.besu


def test_at_a_fork_nothing_more_is_touched(network: LocalNetwork) -> None:
    machine = FakeMachine(network, forked={"manufacturer"})
    with pytest.raises(HeadsDifferError, match="restart nothing, and keep both nodes' data"):
        rolled(machine)
    assert machine.done == ["manufacturer-query-1", "manufacturer"]


def test_a_lone_folder_has_no_neighbours(network: LocalNetwork, tmp_path: Path) -> None:
    from quaychain.node.process.nodes import neighbours_of

    assert [node.root.name for node in neighbours_of(network.nodes[0])] == NAMES[1:]
    alone = tmp_path / "alone"
    network.nodes[0].root.rename(alone)
    assert neighbours_of(NodeFolder(alone)) == ()
