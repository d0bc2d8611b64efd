"""Stop nodes (I/O): a whole network of one machine at once, single nodes one after the other and only with a quorum."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quaychain.contracts.types import to_address

from ..machine.folder import NodeFolder
from .control import ask_to_stop, wait_stopped
from .guard import StandingUnknownError, names_of, one_at_a_time, read_standing, require_quorum
from .state import current_state

#: What the supervisor itself needs around Besu's end.
_ALLOWANCE = 30.0


def stop_together(nodes: Sequence[NodeFolder], seconds: float, report: Callable[[NodeFolder, bool], None]) -> None:
    """Stop all at once. `report` is told of each node, and whether it ran. Raises NodeNotStoppedError."""
    asked = [(node, ask_to_stop(node)) for node in nodes]
    for node, pid in asked:
        if pid is not None:
            wait_stopped(node, pid, seconds + _ALLOWANCE)
        report(node, pid is not None)


def stop_singly(
    nodes: Sequence[NodeFolder], seconds: float, report: Callable[[NodeFolder, bool], None], *, force: bool
) -> None:
    """Stop one after the other, each only where the network keeps its quorum without it, or by `force`.

    Raises QuorumAtRiskError, StandingUnknownError, NodeNotStoppedError, DocumentError.
    """
    for node in nodes:
        settings = node.read_settings()
        with one_at_a_time(to_address(settings.root_address)):
            state = current_state(node)
            # One whose Besu doesn't run, or doesn't answer yet, takes no part: nothing is lost with it.
            if not force and state is not None and state.phase == "running":
                try:
                    standing = read_standing(node)
                except StandingUnknownError:
                    after = current_state(node)
                    if after is not None and after.phase == "running":
                        raise
                else:
                    require_quorum(standing, to_address(settings.address), settings.name, names_of(node))
            pid = ask_to_stop(node)
            if pid is not None:
                wait_stopped(node, pid, seconds + _ALLOWANCE)
            report(node, pid is not None)
