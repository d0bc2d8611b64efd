# Written by `./qc contracts bindings` from contracts/artifacts/ConsortiumRoot.json. Do not edit.
"""The root of a consortium's trust"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeAlias

from ..abi import ADDRESS, BOOL, BYTES, STRING, ArrayCodec, TupleCodec, fixed_bytes, single, uint
from ..contract import Contract, Event, View, Write, event_values
from ..types import Address, Call, Log, ViewCall
from .types import DirectoryEntry, Installation, ValidatorSet


@event_values
class ConsortiumInstalled:
    """All founders' one installation took effect."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("4a8f68b812c7e7b315f8a6298762d5ca50b654aa3bbfb72630e807be362732ee")

    consortium: bytes
    digest: bytes


@event_values
class DirectoryEntrySet:
    """`name` now stands for `location`; `predecessor` (0: none) is frozen."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("c8de73a16d439c8aa347c1167ae8613aef59a4273ebd1319ebea0aed7bb8002f")

    name: bytes
    location: Address
    layout_version: int
    code_hash: bytes
    predecessor: Address


@event_values
class ValidatorAdded:
    """Set `number` has one validator more; it seals from the next block on."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("9d58e9f153e66032595a9f1f838e71dd364e6c2b1bd5c5a6f2436172f5c48d9e")

    number: int
    validator: Address
    member: bytes
    digest: bytes


@event_values
class ValidatorRemoved:
    """Set `number` has one validator less; it seals from the next block on."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("698800cf4d413e4f141b4a443dc5c017c3fcea4461b68349d857519f566214b8")

    number: int
    validator: Address
    member: bytes
    digest: bytes


ConsortiumRootEvent: TypeAlias = ConsortiumInstalled | DirectoryEntrySet | ValidatorAdded | ValidatorRemoved


class Eip712DomainResult(NamedTuple):
    """What `eip712_domain` answers."""

    fields: bytes
    name: str
    version: str
    chain_id: int
    verifying_contract: Address
    salt: bytes
    extensions: tuple[int, ...]


class ResolveResult(NamedTuple):
    """What `resolve` answers."""

    location: Address
    member_registry: Address


_ADD_VALIDATOR = Write("1598cb60", ADDRESS, fixed_bytes(16))
_CONSORTIUM = View[bytes]("9ad18765", (), single(fixed_bytes(32)))
_CURRENT_VALIDATOR_SET = View[int]("2cdea717", (), single(uint(32)))
_DIRECTORY = View[tuple[DirectoryEntry, ...]](
    "70f0fa04", (uint(256), uint(256)), single(ArrayCodec(DirectoryEntry.CODEC))
)
_DIRECTORY_SIZE = View[int]("069d3f43", (), single(uint(256)))
_EIP712_DOMAIN = View[Eip712DomainResult](
    "84b0196e",
    (),
    TupleCodec(
        Eip712DomainResult, fixed_bytes(1), STRING, STRING, uint(256), ADDRESS, fixed_bytes(32), ArrayCodec(uint(256))
    ).decode_values,
)
_ENTRY_OF = View[DirectoryEntry]("82fb8643", (fixed_bytes(32),), single(DirectoryEntry.CODEC))
_FOUNDERS = View[tuple[Address, ...]]("411b007e", (), single(ArrayCodec(ADDRESS)))
_GET_VALIDATORS = View[tuple[Address, ...]]("b7ab4db5", (), single(ArrayCodec(ADDRESS)))
_INSTALL = Write("70a84d49", Installation.CODEC, ArrayCodec(BYTES))
_INSTALLATION_DIGEST = View[bytes]("b091ff82", (Installation.CODEC,), single(fixed_bytes(32)))
_INSTALLED = View[bool]("00bdfbcd", (), single(BOOL))
_MEMBER_OF_VALIDATOR = View[bytes]("fb7cbe4e", (ADDRESS,), single(fixed_bytes(16)))
_REMOVE_VALIDATOR = Write("40a141ff", ADDRESS)
_RESOLVE = View[ResolveResult](
    "5c23bdf5", (fixed_bytes(32),), TupleCodec(ResolveResult, ADDRESS, ADDRESS).decode_values
)
_SET_ENTRY = Write("1a76590e", DirectoryEntry.CODEC)
_VALIDATOR_COUNT_OF = View[int]("ba7cc2ff", (fixed_bytes(16),), single(uint(256)))
_VALIDATOR_SET = View[ValidatorSet]("57fa0de7", (uint(32),), single(ValidatorSet.CODEC))


_EVENTS: tuple[Event[Any], ...] = (
    Event(
        "ConsortiumInstalled",
        ConsortiumInstalled.TOPIC,
        ConsortiumInstalled,
        (fixed_bytes(32),),
        (fixed_bytes(32),),
        (0, -1),
    ),
    Event(
        "DirectoryEntrySet",
        DirectoryEntrySet.TOPIC,
        DirectoryEntrySet,
        (fixed_bytes(32), ADDRESS),
        (uint(32), fixed_bytes(32), ADDRESS),
        (0, 1, -1, -2, -3),
    ),
    Event(
        "ValidatorAdded",
        ValidatorAdded.TOPIC,
        ValidatorAdded,
        (uint(32), ADDRESS, fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
    Event(
        "ValidatorRemoved",
        ValidatorRemoved.TOPIC,
        ValidatorRemoved,
        (uint(32), ADDRESS, fixed_bytes(16)),
        (fixed_bytes(32),),
        (0, 1, 2, -1),
    ),
)


class ConsortiumRoot(Contract):
    """The root of a consortium's trust

    Its code and storage are put into the genesis: there is no constructor and no immutable. Genesis fills
    `_consortium`, `_founders`, set 0 with its digest, and the member of each of its validators.
    """

    NAME = "ConsortiumRoot"
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}

    __slots__ = ()

    @staticmethod
    def creation(bytecode: bytes) -> Call:
        """What creates the contract; `bytecode` is the artifact's, with its libraries linked."""
        return Call(None, bytecode)

    def add_validator(self, validator: Address, member: bytes) -> Call:
        """Makes the next validator set, with `validator` of `member` added. Only the ConsortiumGovernor."""
        return _ADD_VALIDATOR.call(self.address, validator, member)

    def consortium(self) -> ViewCall[bytes]:
        """The consortium's id: keccak256 of its charter's canonical JSON."""
        return _CONSORTIUM.call(self.address)

    def current_validator_set(self) -> ViewCall[int]:
        """Number of the set in force."""
        return _CURRENT_VALIDATOR_SET.call(self.address)

    def directory(self, offset: int, limit: int) -> ViewCall[tuple[DirectoryEntry, ...]]:
        """A page of the Directory, in the order in which names were first entered."""
        return _DIRECTORY.call(self.address, offset, limit)

    def directory_size(self) -> ViewCall[int]:
        """How many names the Directory has."""
        return _DIRECTORY_SIZE.call(self.address)

    def eip712_domain(self) -> ViewCall[Eip712DomainResult]:
        """Solidity: `eip712Domain()`.

        returns the fields and values that describe the domain separator used by this contract for EIP-712
        signature.
        """
        return _EIP712_DOMAIN.call(self.address)

    def entry_of(self, name: bytes) -> ViewCall[DirectoryEntry]:
        """The Directory's line for `name`; all zero but the name where there is none."""
        return _ENTRY_OF.call(self.address, name)

    def founders(self) -> ViewCall[tuple[Address, ...]]:
        """The founders, in the order in which they sign."""
        return _FOUNDERS.call(self.address)

    def get_validators(self) -> ViewCall[tuple[Address, ...]]:
        """The validators in force, ascending: what QBFT calls. Never reverts."""
        return _GET_VALIDATORS.call(self.address)

    def install(self, installation: Installation, signatures: Sequence[bytes]) -> Call:
        """Installs the consortium. Anyone may send it; what counts are the signatures.

        installation: What the founders agreed on
        signatures: One EIP-712 signature of `installation` per founder, in the founders' order
        """
        return _INSTALL.call(self.address, installation, signatures)

    def installation_digest(self, installation: Installation) -> ViewCall[bytes]:
        """The EIP-712 digest that founders sign."""
        return _INSTALLATION_DIGEST.call(self.address, installation)

    def installed(self) -> ViewCall[bool]:
        """Whether the founders' installation is done."""
        return _INSTALLED.call(self.address)

    def member_of_validator(self, validator: Address) -> ViewCall[bytes]:
        """Member whose validator this is or was; 0 where never."""
        return _MEMBER_OF_VALIDATOR.call(self.address, validator)

    def remove_validator(self, validator: Address) -> Call:
        """Makes the next validator set, without `validator`. Only the ConsortiumGovernor."""
        return _REMOVE_VALIDATOR.call(self.address, validator)

    def resolve(self, name: bytes) -> ViewCall[ResolveResult]:
        """Where `name` is now (0: nowhere), and where the MemberRegistry is: the one question that every write of
        the consortium's contracts begins with.
        """
        return _RESOLVE.call(self.address, name)

    def set_entry(self, entry: DirectoryEntry) -> Call:
        """Enters a contract, new or as the successor of the one that has its name. Only the ConsortiumGovernor."""
        return _SET_ENTRY.call(self.address, entry)

    def validator_count_of(self, member: bytes) -> ViewCall[int]:
        """How many validators of the set in force are `member`'s."""
        return _VALIDATOR_COUNT_OF.call(self.address, member)

    def validator_set(self, number: int) -> ViewCall[ValidatorSet]:
        """Set `number`; past sets stay. All zero where there is none."""
        return _VALIDATOR_SET.call(self.address, number)

    def decode(self, log: Log) -> ConsortiumRootEvent | None:
        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""
        event: ConsortiumRootEvent | None = self._decode(log)
        return event
