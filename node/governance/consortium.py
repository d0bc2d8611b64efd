"""A consortium as its chain has it: from the root to each contract of the Directory (I/O: reads a node)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from quaychain.contracts.bindings.consortium_governor import ConsortiumGovernor
from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.member_registry import AccountAdded, MemberRegistry
from quaychain.contracts.bindings.types import Account, Member, ValidatorSet
from quaychain.contracts.contract import Contract
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.log_ranges import logs_between
from quaychain.contracts.reader import BlockReference, ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import Address, to_hex

from ..charter import Charter

C = TypeVar("C", bound=Contract)
_PAGE = 100


@dataclass
class OtherConsortiumError(QuaychainError):
    """The node's chain has another consortium, or none, at the place of this charter's root."""

    url: str
    reason: str

    def __str__(self) -> str:
        return f"the node at {self.url} is not one of this charter's chain: {self.reason}"


@dataclass
class NotInstalledYetError(QuaychainError):
    """The founders have not installed the contracts: there are no members and no votes."""

    root: str

    def __str__(self) -> str:
        return f"the founders' installation at {self.root} is still to come: nothing can be decided before it"


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A member with its id."""

    id: bytes
    member: Member


class Consortium:
    """What the members' contracts say. All of it is read when it is asked for."""

    def __init__(self, reader: ChainReader, charter: Charter) -> None:
        self.reader = reader
        self.charter = charter
        self.root = ConsortiumRoot(charter.root_address)

    @property
    def rpc(self) -> Rpc:
        """The node."""
        return self.reader.rpc

    def check(self) -> None:
        """Make sure that the node has this charter's chain. Raises OtherConsortiumError, RpcUnreachableError."""
        chain_id = self.rpc.chain_id()
        if chain_id != self.charter.chain_id:
            raise OtherConsortiumError(self.rpc.url, f"it has chain {chain_id}, not {self.charter.chain_id}")
        if not self.rpc.code(self.root.address):
            raise OtherConsortiumError(self.rpc.url, f"it has no contract at {self.root.address}")
        found = self.reader.read(self.root.consortium())
        if found != self.charter.id:
            raise OtherConsortiumError(
                self.rpc.url, f"it has consortium {to_hex(found)}, not {to_hex(self.charter.id)}"
            )

    def installed(self) -> bool:
        """Whether the founders' installation is done."""
        return self.reader.read(self.root.installed())

    def contract(self, binding: type[C]) -> C:
        """The contract that the Directory has under a binding's name now. Raises NotInstalledYetError."""
        entry = self.reader.read(self.root.entry_of(binding.NAME.encode().ljust(32, b"\0")))
        if not int(entry.location, 16):
            raise NotInstalledYetError(self.root.address)
        return binding(entry.location)

    def governor(self) -> ConsortiumGovernor:
        """The Governor in force. Raises NotInstalledYetError."""
        return self.contract(ConsortiumGovernor)

    def registry(self) -> MemberRegistry:
        """The MemberRegistry in force. Raises NotInstalledYetError."""
        return self.contract(MemberRegistry)

    def names(self) -> Mapping[Address, str]:
        """The name in the Directory of each address there, and the root's."""
        size = self.reader.read(self.root.directory_size())
        found = {self.root.address: ConsortiumRoot.NAME}
        for offset in range(0, size, _PAGE):
            for entry in self.reader.read(self.root.directory(offset, _PAGE)):
                found[entry.location] = entry.name.rstrip(b"\0").decode("ascii", "backslashreplace")
        return found

    def members(self, block: BlockReference = "latest") -> tuple[ListedMember, ...]:
        """All members, in the order of their admission."""
        return tuple(self._members(self.registry(), block))

    def member(self, member: bytes) -> Member:
        """A member; status NONE where there is none."""
        return self.reader.read(self.registry().member_of(member))

    def validator_set(self, block: BlockReference = "latest") -> ValidatorSet:
        """The set in force."""
        number = self.reader.read(self.root.current_validator_set(), block)
        return self.reader.read(self.root.validator_set(number), block)

    def validator_members(self, validators: Sequence[Address]) -> Mapping[Address, bytes]:
        """The member of each; zero bytes where it never was one."""
        found = self.reader.read_many([self.root.member_of_validator(one) for one in validators])
        return dict(zip(validators, found, strict=True))

    def accounts_of(self, member: bytes) -> Mapping[Address, Account]:
        """All accounts that a member has or had, as they stand now."""
        registry = self.registry()
        topics = [AccountAdded.TOPIC, member.ljust(32, b"\0")]
        addresses = []
        for log in logs_between(self.rpc, registry.address, topics, 0, self.rpc.block_number()):
            event = registry.decode(log)
            assert isinstance(event, AccountAdded)
            addresses.append(event.account)
        found = self.reader.read_many([registry.account_of(address) for address in addresses])
        return dict(zip(addresses, found, strict=True))

    def _members(self, registry: MemberRegistry, block: BlockReference) -> Iterator[ListedMember]:
        count = self.reader.read(registry.member_count(), block)
        for offset in range(0, count, _PAGE):
            ids = self.reader.read(registry.members(offset, _PAGE), block)
            members = self.reader.read_many([registry.member_of(one) for one in ids], block)
            yield from (ListedMember(*pair) for pair in zip(ids, members, strict=True))


def open_consortium(rpc: Rpc, charter: Charter) -> Consortium:
    """The consortium of a charter at a node that has its chain. Raises OtherConsortiumError, RpcUnreachableError."""
    consortium = Consortium(ChainReader(rpc), charter)
    consortium.check()
    return consortium
