"""Which nodes and accounts a node is to permit, from what the chain and the members' cards say. Pure.

Accounts: those of active members with a seat that are valid now, whatever their purpose: each kind sends transactions
(business, anchors, votes, a guardian's pause). Recovery accounts too, also of suspended members, who have nothing else
left. Nodes: those of active members, and each validator in force, whosever it is: it seals until it is voted out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quaychain.contracts.bindings.types import Account, Member, MemberStatus, Seat
from quaychain.contracts.types import Address, to_address

from ..enode import Enode
from ..governance.cards import KnownCards
from ..machine.allowlists import Allowlists


@dataclass(frozen=True, slots=True)
class Standing:
    """What the chain says. `installed` is whether there is a registry at all; `validators` has the member of each
    validator in force; `now` is the head's time."""

    installed: bool
    now: int
    members: Mapping[bytes, Member]
    accounts: Mapping[Address, Account]
    validators: Mapping[Address, bytes]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The lists, and the validators in force (with their members) that no card or present entry says how to reach."""

    lists: Allowlists
    unreachable: Mapping[Address, bytes]


def wanted_permissions(standing: Standing, cards: KnownCards, own: Enode, present: Allowlists | None) -> Wanted:
    """What a node, whose own enode is `own`, is to permit; `present` is what its file permits until now.

    Before the founders' installation there is no registry, and the cards alone count.
    """
    if not standing.installed:
        newest = [contents[-1] for contents in cards.by_member.values()]
        lists = Allowlists.of_cards(newest)
        return Wanted(Allowlists.of((*lists.nodes, own), lists.accounts), {})
    nodes = {own, *_nodes(standing, cards)}
    found = {node.address for node in nodes}
    missing = {one: member for one, member in standing.validators.items() if one not in found}
    if present is not None:
        # Without its card a validator that is permitted stays so: else the set would lose it.
        kept = [node for node in present.nodes if node.address in missing]
        nodes.update(kept)
        missing = {one: member for one, member in missing.items() if one not in {node.address for node in kept}}
    return Wanted(Allowlists.of(nodes, _accounts(standing)), missing)


def next_change(standing: Standing) -> int | None:
    """When an account begins or ends to be valid without anybody doing anything: the next such time, Unix seconds."""
    times = [
        time
        for account in standing.accounts.values()
        for time in (account.valid_from, account.valid_until)
        if time > standing.now
    ]
    return min(times, default=None)


def is_valid(account: Account, now: int) -> bool:
    """Whether an account is valid by its own entry (MemberRegistry, `_isValid`)."""
    return (
        account.valid_from <= now
        and (account.valid_until == 0 or now < account.valid_until)
        and (account.revoked_from == 0 or now < account.revoked_from)
    )


def _accounts(standing: Standing) -> Iterator[Address]:
    for member in standing.members.values():
        if _takes_part(member) and member.status in (MemberStatus.ACTIVE, MemberStatus.SUSPENDED):
            yield to_address(member.recovery)
    for address, account in standing.accounts.items():
        holder = standing.members.get(account.member)
        if (
            holder is not None
            and _takes_part(holder)
            and holder.status is MemberStatus.ACTIVE
            and is_valid(account, standing.now)
        ):
            yield address


def _takes_part(member: Member) -> bool:
    return member.seat in (Seat.ACCOUNTING, Seat.QUERY)


def _nodes(standing: Standing, cards: KnownCards) -> Iterator[Enode]:
    for member, contents in cards.by_member.items():
        holder = standing.members.get(member)
        active = holder is not None and _takes_part(holder) and holder.status is MemberStatus.ACTIVE
        newest = {enode.address: enode for enode in contents[-1].enodes}
        for address, enode in newest.items():
            in_force = standing.validators.get(address) == member
            # Also one that was voted out: its member goes on with it, if only to close what it has before it leaves.
            if in_force or active:
                yield enode
        for content in reversed(contents[:-1]):
            for enode in content.enodes:
                # A validator whose member has a card without it seals until it is voted out.
                if enode.address not in newest and standing.validators.get(enode.address) == member:
                    newest[enode.address] = enode
                    yield enode
