"""The steps of a member's way out, each safe to repeat (I/O through TransactionSenders)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quaychain.contracts.bindings.access_manager import AccessManager
from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.errors import (
    MemberHoldsValidatorsError,
    TooFewValidatorsError,
    ValidatorSetChangedInBlockError,
)
from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.record_registry import RecordRegistry
from quaychain.contracts.bindings.types import MemberStatus, ProposalState
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.stores.wraps import WrapStore
from quaychain.contracts.types import Call, to_hex

from .consortium import Consortium
from .decisions import Decisions
from .departure import Departure, read_departure, records_of
from .follow import check_before_execution
from .leaving import SMALLEST_SET, Contracts, Progress, acts, checklist, is_out, removal_of
from .validators import QuorumEndangeredError

#: What a proposal may be refused with now, as others that are voted on beside it come first.
_LATER: tuple[type[QuaychainError], ...] = (TooFewValidatorsError, MemberHoldsValidatorsError)


@dataclass
class NotClosedError(QuaychainError):
    """A member that would leave, with things that only it can close."""

    open: int

    def __str__(self) -> str:
        return (
            f"{self.open} things are left that nobody can close after the member has left: see the checklist, "
            "and run this again"
        )


@dataclass(frozen=True, slots=True)
class Expulsion:
    """How others put a member out: the reason code, whether it is suspended first, and the entry of a validator in
    the place of its own, if there is to be one."""

    reason: int
    suspend: bool
    replacement: Call | None


def contracts_of(consortium: Consortium) -> Contracts:
    """The contracts whose calls a vote makes."""
    return Contracts(consortium.root, consortium.registry(), consortium.contract(AccessManager))


def close_own(consortium: Consortium, departure: Departure, operations: TransactionSender) -> Iterator[str]:
    """Close what only the leaving member can, by its Operations account; a line for each.

    Raises the contracts' errors, the sender's errors.
    """
    anchor, devices = consortium.contract(EventAnchor), consortium.contract(DeviceRegistry)
    records = consortium.contract(RecordRegistry)
    for held in departure.streams:
        for standby in held.standbys:
            operations.send(anchor.set_standby(held.stream, standby, False))
            yield f"{to_hex(standby)} may no longer take over stream {to_hex(held.stream)}"
    for grant in departure.grants:
        operations.send(records.end_grant(grant.record, grant.version, grant.commitment))
        yield f"grant {to_hex(grant.commitment)} of record {to_hex(grant.record)} has ended"
    for key in departure.devices:
        operations.send(devices.revoke(key))
        yield f"device key {to_hex(key)} is revoked"


def go(
    consortium: Consortium, decisions: Decisions, departure: Departure, *, final: bool, replacement: Call | None = None
) -> Iterator[str]:
    """By its own will: propose to remove the member's validators (after `replacement` has entered, where four are
    left), carry out what has passed, and with `final` leave.

    Raises NotClosedError, the contracts' errors, the sender's errors.
    """
    if departure.validators:
        calls = [replacement] if replacement is not None and _needs_another(departure) else []
        calls += [consortium.root.remove_validator(one) for one in departure.validators]
        yield from _advance(consortium, decisions, departure, calls)
        departure = read_departure(consortium, departure.id)
    if final and not departure.validators and not is_out(departure):
        items = checklist(departure, contracts_of(consortium), None, frozenset())
        own = [item for item in items if item.progress is Progress.LEFT and item.kind in ("grant", "device")]
        own += [item for item in items if item.kind == "lease" and "may take over" in item.what]
        if own:
            raise NotClosedError(len(own))
        decisions.send(consortium.registry().leave_consortium())
        yield "the member has left for good"


def put_out(consortium: Consortium, decisions: Decisions, departure: Departure, expulsion: Expulsion) -> Iterator[str]:
    """By vote: propose all that puts a member out, side by side, and carry out in order what has passed.

    Raises the contracts' errors, the sender's errors.
    """
    registry = consortium.registry()
    calls: list[Call] = []
    if expulsion.suspend and departure.member.status is MemberStatus.ACTIVE:
        calls.append(registry.suspend(departure.id, expulsion.reason))
    if expulsion.replacement is not None and _needs_another(departure):
        calls.append(expulsion.replacement)
    calls += [consortium.root.remove_validator(one) for one in departure.validators]
    calls += [consortium.contract(AccessManager).revoke_role(held.role, held.account) for held in departure.roles]
    if not is_out(departure):
        calls.append(removal_of(departure, registry) or registry.remove(departure.id, expulsion.reason))
    yield from _advance(consortium, decisions, departure, calls)


def erase_wraps(consortium: Consortium, issuer: bytes, reader: bytes, store: WrapStore) -> int:
    """Erase the keys that an issuer's store has wrapped for a member that leaves; how many there were.

    Raises WrapStoreError.
    """
    return sum(store.erase(record, member=reader) for record in records_of(consortium, issuer))


def may_close_own(decisions: Decisions, departure: Departure) -> bool:
    """Whether whoever acts is the member itself, and still can."""
    return decisions.member == departure.id and acts(departure)


def _needs_another(departure: Departure) -> bool:
    return bool(departure.validators) and departure.set_size - len(departure.validators) < SMALLEST_SET


def _advance(
    consortium: Consortium, decisions: Decisions, departure: Departure, calls: Sequence[Call]
) -> Iterator[str]:
    """Propose each call that is not, and carry out each that has passed, in order."""
    for call in calls:
        found = departure.proposal(call)
        if found is None:
            proposal = decisions.propose([call], only_later=_LATER)
            yield f"proposed: {proposal.description.splitlines()[0].partition(' ')[2]} ({proposal.name[:12]})"
            continue
        name, state = found
        if state not in (ProposalState.SUCCEEDED, ProposalState.QUEUED):
            yield f"proposal {name[:12]} is {state.name.lower()}"
            continue
        proposal = decisions.proposals.find(name)
        try:
            check_before_execution(consortium, proposal)
            yield f"proposal {name[:12]} is {decisions.carry_out(proposal).name.lower()}"
        except (
            TooFewValidatorsError,
            MemberHoldsValidatorsError,
            ValidatorSetChangedInBlockError,
            QuorumEndangeredError,
        ) as error:
            yield f"proposal {name[:12]} waits: {error}"
