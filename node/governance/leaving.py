"""A member's way out as a checklist: what is closed, what is left, and who can close it. Pure.

The contracts let nobody close what is another's. So before a member goes by its own will it closes what is its own;
where it is put out by vote, its accounts can do nothing any more, and some of that stays open for good. Then it
is said so, with what it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from quaychain.contracts.bindings.access_manager import AccessManager
from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import MemberStatus, ProposalState, Seat
from quaychain.contracts.types import Address, Call, to_hex

from ..machine.allowlists import Allowlists
from .departure import Departure, StreamHeld

#: A set is never smaller (ConsortiumRoot, TooFewValidators).
SMALLEST_SET = 4


class Progress(StrEnum):
    """Where one thing stands. STUCK: nobody can close it any more."""

    DONE = "done"
    LEFT = "left"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing. `by` says who closes it where it is left, `note` what else there is to know."""

    kind: str
    what: str
    progress: Progress
    by: str = ""
    note: str = ""

    def line(self) -> str:
        """For people."""
        by = f"  by {self.by}" if self.by and self.progress is Progress.LEFT else ""
        note = f" ({self.note})" if self.note else ""
        return f"{self.progress.value:5}  {self.kind:10}  {self.what}{by}{note}"

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "kind": self.kind,
            "what": self.what,
            "progress": self.progress.value,
            "by": self.by,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Contracts:
    """The contracts whose calls a vote makes."""

    root: ConsortiumRoot
    registry: MemberRegistry
    access_manager: AccessManager


VOTE = "a vote"
ITSELF = "the member itself"


def checklist(
    departure: Departure, contracts: Contracts, permitted: Allowlists | None, nodes: frozenset[Address]
) -> tuple[Item, ...]:
    """Everything, in the order in which it is closed.

    `permitted` is what the node asked permits now, None where it keeps no allowlists; `nodes` are the keys of the
    member's nodes, by its cards.
    """
    return (
        *_validators(departure, contracts),
        *_streams(departure),
        *_grants(departure),
        *_devices(departure),
        *_roles(departure, contracts),
        _membership(departure, contracts),
        *_allowlist(departure, permitted, nodes),
        Item(
            "readers",
            "keys that other issuers wrapped for it",
            Progress.LEFT,
            "each issuer, in its own wrap store (--wraps)",
            "the chain does not say whom a grant is for",
        ),
    )


def is_closed(items: tuple[Item, ...]) -> bool:
    """Whether nothing is left that can be seen."""
    return all(item.progress is not Progress.LEFT for item in items if item.kind != "readers")


def acts(departure: Departure) -> bool:
    """Whether the member's own accounts can still do something."""
    return departure.member.status is MemberStatus.ACTIVE and departure.member.seat in (Seat.ACCOUNTING, Seat.QUERY)


def is_out(departure: Departure) -> bool:
    """Whether the member has left for good."""
    return departure.member.status is MemberStatus.LEFT


def _validators(departure: Departure, contracts: Contracts) -> Iterator[Item]:
    if not departure.validators:
        yield Item("validator", "it has none in force", Progress.DONE)
        return
    missing = SMALLEST_SET + len(departure.validators) - departure.set_size
    if missing > 0:
        # Others have to enter first, or the root refuses the removal.
        yield Item(
            "validator",
            f"{missing} of another member to enter first: {departure.set_size} are in force",
            Progress.LEFT,
            VOTE,
            "--replacement",
        )
    for validator in departure.validators:
        call = contracts.root.remove_validator(validator)
        yield Item("validator", validator, Progress.LEFT, VOTE, _proposed(departure, call))


def _streams(departure: Departure) -> Iterator[Item]:
    if not departure.streams:
        yield Item("lease", "it has no stream", Progress.DONE)
    for held in departure.streams:
        yield _lease(departure, held)
        for standby in held.standbys:
            what = f"{to_hex(standby)} may take over its stream {to_hex(held.stream)}"
            if acts(departure):
                yield Item("lease", what, Progress.LEFT, ITSELF)
            else:
                yield Item("lease", what, Progress.STUCK, note="only its own Operations account could withdraw that")


def _lease(departure: Departure, held: StreamHeld) -> Item:
    what = f"stream {to_hex(held.stream)}"
    runs = held.state.lease_until > departure.now
    if held.state.owner != departure.id:
        owner = f"its owner {to_hex(held.state.owner)}, by taking it over"
        return Item("lease", f"{what} of another, held by it", Progress.LEFT, owner)
    if held.holder_member != departure.id:
        return Item("lease", f"{what}, held by {to_hex(held.holder_member)}", Progress.DONE)
    if not runs:
        return Item("lease", f"{what}: its lease has run out", Progress.DONE)
    by = f"{ITSELF}, whose oracle is to stop" if acts(departure) else "nobody: it can't be renewed, and runs out"
    return Item("lease", f"{what}: its lease runs for {held.state.lease_until - departure.now} s", Progress.LEFT, by)


def _grants(departure: Departure) -> Iterator[Item]:
    if not departure.grants:
        yield Item("grant", "it has made none that stands", Progress.DONE)
    for grant in departure.grants:
        what = f"record {to_hex(grant.record)} version {grant.version}, {to_hex(grant.commitment)}"
        if acts(departure):
            yield Item("grant", what, Progress.LEFT, ITSELF)
        else:
            yield Item("grant", what, Progress.STUCK, note="only its own Operations account could end it")


def _devices(departure: Departure) -> Iterator[Item]:
    if not departure.devices:
        yield Item("device", "it has no key that stands", Progress.DONE)
    for key in departure.devices:
        if acts(departure):
            yield Item("device", to_hex(key), Progress.LEFT, ITSELF)
        else:
            note = "only its own Operations account could revoke it; its oracles anchor nothing any more"
            yield Item("device", to_hex(key), Progress.STUCK, note=note)


def _roles(departure: Departure, contracts: Contracts) -> Iterator[Item]:
    for held in departure.roles:
        call = contracts.access_manager.revoke_role(held.role, held.account)
        what = f"role {held.role} of {held.account}"
        yield Item("role", what, Progress.LEFT, VOTE, _proposed(departure, call))
    if is_out(departure):
        yield Item("role", "its accounts can do nothing any more", Progress.DONE)
    elif not departure.roles:
        yield Item("role", "none but its accounts' purposes, which end with its membership", Progress.DONE)


def _membership(departure: Departure, contracts: Contracts) -> Item:
    if is_out(departure):
        return Item("membership", "it is out for good", Progress.DONE)
    status = departure.member.status.name.lower()
    found = removal_of(departure, contracts.registry)
    by = f"{ITSELF} (--final), or a vote" if acts(departure) else VOTE
    return Item(
        "membership", f"it is {status}", Progress.LEFT, by, "" if found is None else _proposed(departure, found)
    )


def removal_of(departure: Departure, registry: MemberRegistry) -> Call | None:
    """The call of the open proposal that puts the member out, for whatever reason code."""
    some = registry.remove(departure.id, 0)
    for calls in departure.proposals:
        if len(calls) == 1 and calls[0].to == some.to and calls[0].data[:36] == some.data[:36]:
            return calls[0]
    return None


def _allowlist(departure: Departure, permitted: Allowlists | None, nodes: frozenset[Address]) -> Iterator[Item]:
    if permitted is None:
        yield Item("allowlist", "the node asked keeps none", Progress.DONE)
        return
    its_own = {*departure.accounts, departure.member.recovery}
    accounts = sum(account in its_own for account in permitted.accounts)
    connected = sum(node.address in nodes for node in permitted.nodes)
    what = f"{accounts} of its accounts and {connected} of its nodes are permitted at the node asked"
    if accounts or connected:
        by = "`permissions sync`, once it is out" if not is_out(departure) else "`permissions sync` at each node"
        yield Item("allowlist", what, Progress.LEFT, by)
    else:
        yield Item("allowlist", what, Progress.DONE)


def _proposed(departure: Departure, call: Call) -> str:
    found = departure.proposal(call)
    if found is None:
        return ""
    name, state = found
    done = "to be executed" if state in (ProposalState.SUCCEEDED, ProposalState.QUEUED) else state.name.lower()
    return f"proposal {name[:12]}, {done}"
