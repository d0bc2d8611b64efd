"""Status as tables for people. Pure."""

from __future__ import annotations

from rich.console import Group
from rich.table import Table

from quaychain.contracts.proofs.commit_seals import quorum
from quaychain.contracts.types import to_hex

from .observe import NodeView
from .status import Status, state_of

_STATE_STYLES = {"running": "green", "starting": "yellow", "waiting": "red", "stopped": "red", "stopping": "yellow"}
_HASH_SHOWN = 10
#: Below so many bytes free a disk is shown in red, as doctor warns.
_LITTLE_SPACE = 5 * 2**30


def status_tables(status: Status) -> Group:
    """A table of the nodes, and one of the validators."""
    return Group(_nodes(status), _validators(status), *_problems(status))


def _nodes(status: Status) -> Table:
    names = ("node", "role", "state", "height", "head", "round", "peers", "pool", "clock", "disk free", "restarts")
    table = Table(*names, title="Nodes", title_justify="left")
    for column in table.columns[3:]:
        column.justify = "right"
    for view in status.nodes:
        state = state_of(view)
        restarts = "" if view.state is None else str(view.state.restarts)
        shown = f"[{_STATE_STYLES.get(state, 'yellow')}]{state}[/]"
        table.add_row(view.settings.name, view.settings.role, shown, *_chain_cells(view), _disk(view), restarts)
    return table


def _chain_cells(view: NodeView) -> tuple[str, ...]:
    chain = view.chain
    if chain is None or view.clock is None:
        return ("",) * 6
    return (
        str(chain.head.number),
        to_hex(chain.head.hash)[: _HASH_SHOWN + 2],
        str(chain.head.round),
        str(len(chain.peers)),
        f"{chain.pool.held}/{chain.pool.limit}",
        f"{view.clock:+.1f} s",
    )


def _disk(view: NodeView) -> str:
    if view.disk_free is None:
        return ""
    shown = f"{view.disk_free / 2**30:.1f} GiB"
    return f"[red]{shown}[/]" if view.disk_free < _LITTLE_SPACE else shown


def _validators(status: Status) -> Table | str:
    network = status.network
    if network is None:
        return "No node answers: nothing is known of the chain."
    needed = quorum(len(network.validators))
    title = f"Validators: {needed} of {len(network.validators)} must seal; the last {network.blocks} blocks"
    table = Table("validator", "member", "sealed", "proposed", "last block", title=title, title_justify="left")
    for column in table.columns[2:]:
        column.justify = "right"
    for share in network.validators:
        part = f"{share.sealed / network.blocks:.0%}" if network.blocks else ""
        style = None if share.last is not None else "red"
        last = "none" if share.last is None else str(share.last)
        name = status.names.get(share.validator, "")
        table.add_row(share.validator, name, part, str(share.proposed), last, style=style)
    return table


def _problems(status: Status) -> list[str]:
    found = []
    if status.network is not None and status.network.stalled:
        found.append("[red]The chain stands still.[/]")
    for view in status.nodes:
        problem = view.state.problem if view.state is not None and view.state.problem else view.problem
        if (
            view.state is not None
            and view.state.phase == "waiting"
            and view.state.last_exit is not None
            and not problem
        ):
            problem = view.state.last_exit.said
        if problem and view.pid is not None:
            found.append(f"{view.settings.name}: {problem}".replace("[", "\\["))
    return found
