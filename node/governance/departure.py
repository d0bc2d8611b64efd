"""What a member still has in the consortium, by the chain (I/O: reads a node)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quaychain.contracts.bindings.access_manager import AccessManager, RoleGranted
from quaychain.contracts.bindings.device_registry import DeviceRegistered, DeviceRegistry
from quaychain.contracts.bindings.event_anchor import EventAnchor, StandbySet, StreamOpened, StreamTakenOver
from quaychain.contracts.bindings.record_registry import GrantsCommitted, RecordPublished, RecordRegistry
from quaychain.contracts.bindings.types import Account, DeviceStatus, GrantStatus, Member, ProposalState, Stream
from quaychain.contracts.contract import Contract
from quaychain.contracts.log_ranges import Topic, logs_between
from quaychain.contracts.types import Address, Call, address_bytes

from .consortium import Consortium
from .proposals import Proposals

#: Nodes take some hundred alternatives for a topic, no thousands.
_ALTERNATIVES = 200


@dataclass(frozen=True, slots=True)
class StreamHeld:
    """A stream that the member owns or holds. `standbys` are other members that may take an own stream over."""

    stream: bytes
    state: Stream
    holder_member: bytes
    standbys: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class GrantMade:
    """A commitment of a grant of the member's that has not ended."""

    record: bytes
    version: int
    commitment: bytes


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role of the AccessManager that an account of the member's has."""

    role: int
    account: Address


@dataclass(frozen=True, slots=True)
class Departure:
    """All of it at one time, `now`. `proposals` are open ones by their calls; `set_size` counts all validators."""

    id: bytes
    member: Member
    now: int
    accounts: Mapping[Address, Account]
    validators: tuple[Address, ...]
    set_size: int
    streams: tuple[StreamHeld, ...]
    grants: tuple[GrantMade, ...]
    devices: tuple[bytes, ...]
    roles: tuple[RoleHeld, ...]
    proposals: Mapping[tuple[Call, ...], tuple[str, ProposalState]]

    def proposal(self, call: Call) -> tuple[str, ProposalState] | None:
        """The open proposal of this call alone: its id and where it stands."""
        return self.proposals.get((call,))


def read_departure(consortium: Consortium, member: bytes) -> Departure:
    """Everything of a member that is not closed yet. Raises NotInstalledYetError, RpcError, RpcUnreachableError."""
    current = consortium.validator_set()
    owners = consortium.validator_members(current.validators)
    accounts = consortium.accounts_of(member)
    return Departure(
        member,
        consortium.member(member),
        consortium.reader.now(),
        accounts,
        tuple(one for one in current.validators if owners[one] == member),
        len(current.validators),
        tuple(_streams(consortium, member)),
        tuple(_grants(consortium, member)),
        tuple(_devices(consortium, member)),
        tuple(_roles(consortium, tuple(accounts))),
        {proposal.calls: (proposal.name, state) for proposal, state in Proposals(consortium).open()},
    )


def records_of(consortium: Consortium, issuer: bytes) -> tuple[bytes, ...]:
    """The records that a member has published, in the order of their first versions."""
    registry = consortium.contract(RecordRegistry)
    logs = _events(consortium, registry, [RecordPublished.TOPIC, None, _topic(issuer)])
    return tuple(dict.fromkeys(event.record for event in logs))


def _streams(consortium: Consortium, member: bytes) -> Iterator[StreamHeld]:
    anchor, registry, reader = consortium.contract(EventAnchor), consortium.registry(), consortium.reader
    opened = _events(consortium, anchor, [StreamOpened.TOPIC, None, _topic(member)])
    taken = _events(consortium, anchor, [StreamTakenOver.TOPIC, None, None, _topic(member)])
    for stream in dict.fromkeys(event.stream for event in (*opened, *taken)):
        state = reader.read(anchor.stream_of(stream))
        holder = reader.read(registry.account_of(state.holder)).member
        standbys: list[bytes] = []
        if state.owner == member:
            named = _events(consortium, anchor, [StandbySet.TOPIC, stream])
            others = list(dict.fromkeys(event.member for event in named))
            allowed = reader.read_many([anchor.is_standby(stream, other) for other in others])
            standbys = [other for other, is_allowed in zip(others, allowed, strict=True) if is_allowed]
        if state.owner == member or holder == member:
            yield StreamHeld(stream, state, holder, tuple(standbys))


def _grants(consortium: Consortium, member: bytes) -> Iterator[GrantMade]:
    registry = consortium.contract(RecordRegistry)
    records = records_of(consortium, member)
    made: list[GrantMade] = []
    for start in range(0, len(records), _ALTERNATIVES):
        part = records[start : start + _ALTERNATIVES]
        for event in _events(consortium, registry, [GrantsCommitted.TOPIC, part]):
            made.append(GrantMade(event.record, event.version, event.commitment))
    views = [registry.grant_of(one.record, one.version, one.commitment) for one in made]
    for grant, known in zip(made, consortium.reader.read_many(views), strict=True):
        if known.status is GrantStatus.COMMITTED:
            yield grant


def _devices(consortium: Consortium, member: bytes) -> Iterator[bytes]:
    registry = consortium.contract(DeviceRegistry)
    registered = _events(consortium, registry, [DeviceRegistered.TOPIC, None, _topic(member)])
    keys = list(dict.fromkeys(event.key for event in registered))
    known = consortium.reader.read_many([registry.device_of(key) for key in keys])
    return (key for key, device in zip(keys, known, strict=True) if device.status is DeviceStatus.REGISTERED)


def _roles(consortium: Consortium, accounts: Sequence[Address]) -> Iterator[RoleHeld]:
    manager = consortium.contract(AccessManager)
    if not accounts:
        return
    topics = [RoleGranted.TOPIC, None, [address_bytes(account).rjust(32, b"\0") for account in accounts]]
    granted = _events(consortium, manager, topics)
    held = list(dict.fromkeys((event.role_id, event.account) for event in granted))
    known = consortium.reader.read_many([manager.has_role(*one) for one in held])
    for one, answer in zip(held, known, strict=True):
        if answer.is_member:
            yield RoleHeld(*one)


def _events(consortium: Consortium, contract: Contract, topics: Sequence[Topic]) -> list[Any]:
    logs = logs_between(consortium.rpc, contract.address, topics, 0, consortium.rpc.block_number())
    return [contract._decode(log) for log in logs]


def _topic(member: bytes) -> bytes:
    return member.ljust(32, b"\0")
