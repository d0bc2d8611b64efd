"""Bring nodes one by one to another Besu, or restart them so (a rolling upgrade). What is decided, without I/O.

After a stall the node with the highest head comes first: what was agreed last is in as few memories as can be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Address, to_address, to_hex

from ..machine.folder import NodeFolder
from .control import NodeNotReadyError
from .guard import Standing, require_quorum
from .observe import NodeView


@dataclass
class NotHealthyError(QuaychainError):
    """A node that runs again but doesn't take part as it should."""

    node: str
    seconds: float
    reason: str

    def __str__(self) -> str:
        return f"node {self.node} is not healthy after {self.seconds:.0f} s: {self.reason}"


@dataclass
class HeadsDifferError(QuaychainError):
    """Two nodes with different blocks of the same number: nothing may be restarted until that is understood."""

    node: str
    other: str
    number: int
    hash: bytes
    other_hash: bytes

    def __str__(self) -> str:
        return (
            f"block {self.number} is {to_hex(self.hash)} at {self.node} and {to_hex(self.other_hash)} at {self.other}: "
            "stop here, restart nothing, and keep both nodes' data"
        )


@dataclass
class UpgradeStoppedError(QuaychainError):
    """One node failed, and the nodes after it were left alone. `back` says that it runs what it ran before."""

    node: str
    reason: str
    done: tuple[str, ...]
    back: bool

    def __str__(self) -> str:
        back = ", and it runs what it ran before" if self.back else ""
        done = f"; done: {', '.join(self.done)}" if self.done else "; nothing else was changed"
        return f"stopped at node {self.node}: {self.reason}{back}{done}"


class NodeMachine(Protocol):
    """What rolling does to nodes and asks of them."""

    def view(self, node: NodeFolder) -> NodeView:
        """How it stands."""

    def standing(self, node: NodeFolder) -> Standing:
        """The network as this node sees it."""

    def standing_with_quorum(self, node: NodeFolder) -> Standing:
        """The same, once the network keeps its quorum without the node; after a while as it is then."""

    def names(self, node: NodeFolder) -> Mapping[Address, str]:
        """Members' names by their validators."""

    def set_besu(self, node: NodeFolder, besu: str | None) -> None:
        """Name another Besu in node.json."""

    def restart(self, node: NodeFolder) -> None:
        """Have it start Besu anew, and wait until that answers. Raises NodeNotReadyError."""

    def wait_healthy(self, node: NodeFolder, before: Standing) -> None:
        """Wait until it takes part again. Raises NotHealthyError, HeadsDifferError."""


def rolling_order(views: Sequence[NodeView], *, moving: bool) -> list[NodeView]:
    """Query nodes first, then validators, each in the order given; in a stall all from the highest head down."""
    if moving:
        return sorted(views, key=lambda view: view.settings.role == "validator")
    return sorted(views, key=lambda view: -1 if view.chain is None else view.chain.head.number, reverse=True)


def roll(
    nodes: Sequence[NodeFolder],
    besu: str | None,
    machine: NodeMachine,
    report: Callable[[str], None],
    *,
    force: bool = False,
) -> None:
    """Restart nodes one by one, with `besu` (as in node.json) from now on where it is given.

    A node that doesn't run only gets its new node.json. Raises QuorumAtRiskError and StandingUnknownError before a node
    is touched, UpgradeStoppedError where one doesn't come back, HeadsDifferError.
    """
    views = [machine.view(node) for node in nodes]
    running = [view for view in views if view.pid is not None]
    for view in views:
        if view.pid is None:
            if besu is not None:
                machine.set_besu(view.folder, besu)
            report(f"{view.settings.name} does not run" + (": it takes the new Besu when it starts" if besu else ""))
    answering = [view for view in running if view.chain is not None]
    moving = machine.standing(answering[0].folder).moving if answering else False
    if answering and not moving:
        report("the chain stands still: from the highest head down")
    done: list[str] = []
    for view in rolling_order(running, moving=moving):
        _roll_one(view, besu, machine, report, tuple(done), force=force)
        done.append(view.settings.name)


def _roll_one(
    view: NodeView,
    besu: str | None,
    machine: NodeMachine,
    report: Callable[[str], None],
    done: tuple[str, ...],
    *,
    force: bool,
) -> None:
    node, name = view.folder, view.settings.name
    own = to_address(view.settings.address)
    before: Standing | None = None
    # One whose Besu doesn't answer takes no part: it can only get better.
    if view.chain is not None:
        before = machine.standing(node) if force else machine.standing_with_quorum(node)
        if not force:
            require_quorum(before, own, name, machine.names(node))
    report(f"{name}: restarting")
    if besu is not None:
        machine.set_besu(node, besu)
    try:
        machine.restart(node)
        machine.wait_healthy(node, before or Standing((), frozenset(), frozenset(), moving=False))
    except (NodeNotReadyError, NotHealthyError) as error:
        back = besu is not None and besu != view.settings.besu and _put_back(view, machine)
        raise UpgradeStoppedError(name, str(error), done, back) from error
    after = machine.view(node)
    head = "" if after.chain is None else f", head {after.chain.head.number} {to_hex(after.chain.head.hash)[:18]}…"
    version = "" if after.state is None else after.state.version
    report(f"{name}: runs {version}{head}")


def _put_back(view: NodeView, machine: NodeMachine) -> bool:
    machine.set_besu(view.folder, view.settings.besu)
    try:
        machine.restart(view.folder)
    except NodeNotReadyError:
        return False
    return True
