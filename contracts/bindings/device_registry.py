# Written by `./qc contracts bindings` from contracts/artifacts/DeviceRegistry.json. Do not edit.
"""Device keys"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeAlias

from ..abi import ADDRESS, BOOL, ArrayCodec, TupleCodec, fixed_bytes, single, uint
from ..contract import Contract, Event, View, Write, event_values
from ..types import Address, Call, Log, ViewCall
from .types import Device


@event_values
class DeviceBootDeclared:
    """The device started anew: its sequence begins again in this boot."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("cf3d61e9459bef88627586b54a64e9e6822232283f0338bf40da58c8e216a888")

    key: bytes
    boot: int


@event_values
class DeviceClosed:
    """Nothing after this counter counts any more."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("260c515bfd59dfffc4144652efd65941a19b4433d9410bafaa6dee8952b518f2")

    key: bytes
    boot: int
    sequence: int


@event_values
class DeviceFlaggedCompromised:
    """Others could sign with the key since then, its member says."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("eebfda5bff4ff3a8420bd78688c86e5bc7bc67d6fe86be7ea37d3d4bfc5f5dd5")

    key: bytes
    since: int


@event_values
class DeviceRegistered:
    """A key was registered."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("dac91da9c61aa3b8052ee4bf5eea685c33fc947f56228548b5419b5901e16900")

    key: bytes
    member: bytes
    asset: bytes
    valid_from: int
    valid_until: int


@event_values
class DeviceReplaced:
    """Another key took the place of this one on the same asset."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("7f935d05c20aaee884ee42443cf57ecd9e96f4ca212fec39538f722d91fe7163")

    key: bytes
    successor: bytes


@event_values
class DeviceRevoked:
    """The key counts for nothing from this block on."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("9307ef3d6bae0b31d773ac9288ce5009fe0d7df417997993f4132ebff0c26561")

    key: bytes


DeviceRegistryEvent: TypeAlias = (
    DeviceBootDeclared | DeviceClosed | DeviceFlaggedCompromised | DeviceRegistered | DeviceReplaced | DeviceRevoked
)


class WasValidResult(NamedTuple):
    """What `was_valid` answers."""

    valid: bool
    member: bytes


_CLOSE = Write("73d23051", fixed_bytes(32), uint(32), uint(64))
_CONTRACT_NAME = View[bytes]("75d0c0dc", (), single(fixed_bytes(32)))
_DECLARE_BOOT = Write("31b486d9", fixed_bytes(32), uint(32))
_DEVICE_OF = View[Device]("9c927a42", (fixed_bytes(32),), single(Device.CODEC))
_FLAG_COMPROMISED = Write("2c82826c", fixed_bytes(32), uint(48))
_REGISTER = Write("4cfc8b94", fixed_bytes(32), fixed_bytes(32), uint(48), uint(48))
_REPLACE = Write("149ac4b8", fixed_bytes(32), uint(32), uint(64), fixed_bytes(32), uint(48))
_REVOKE = Write("b75c7dc6", fixed_bytes(32))
_ROOT = View[Address]("ebf0c717", (), single(ADDRESS))
_SLOTS_OF = View[tuple[bytes, ...]]("95dec7ff", (ArrayCodec(fixed_bytes(32)),), single(ArrayCodec(fixed_bytes(32))))
_WAS_VALID = View[WasValidResult](
    "c7ad6c91", (fixed_bytes(32), uint(48)), TupleCodec(WasValidResult, BOOL, fixed_bytes(16)).decode_values
)


_EVENTS: tuple[Event[Any], ...] = (
    Event("DeviceBootDeclared", DeviceBootDeclared.TOPIC, DeviceBootDeclared, (fixed_bytes(32),), (uint(32),), (0, -1)),
    Event("DeviceClosed", DeviceClosed.TOPIC, DeviceClosed, (fixed_bytes(32),), (uint(32), uint(64)), (0, -1, -2)),
    Event(
        "DeviceFlaggedCompromised",
        DeviceFlaggedCompromised.TOPIC,
        DeviceFlaggedCompromised,
        (fixed_bytes(32),),
        (uint(48),),
        (0, -1),
    ),
    Event(
        "DeviceRegistered",
        DeviceRegistered.TOPIC,
        DeviceRegistered,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(32)),
        (uint(48), uint(48)),
        (0, 1, 2, -1, -2),
    ),
    Event("DeviceReplaced", DeviceReplaced.TOPIC, DeviceReplaced, (fixed_bytes(32), fixed_bytes(32)), (), (0, 1)),
    Event("DeviceRevoked", DeviceRevoked.TOPIC, DeviceRevoked, (fixed_bytes(32),), (), (0,)),
)


class DeviceRegistry(Contract):
    """Device keys"""

    NAME = "DeviceRegistry"
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}

    __slots__ = ()

    @staticmethod
    def creation(bytecode: bytes, root: Address) -> Call:
        """What creates the contract; `bytecode` is the artifact's, with its libraries linked."""
        return Call(None, bytecode + TupleCodec(tuple, ADDRESS).encode_values((root,)))

    def close(self, key: bytes, boot: int, sequence: int) -> Call:
        """Ends a key with its last counter."""
        return _CLOSE.call(self.address, key, boot, sequence)

    def contract_name(self) -> ViewCall[bytes]:
        """The name under which the Directory has this contract."""
        return _CONTRACT_NAME.call(self.address)

    def declare_boot(self, key: bytes, boot: int) -> Call:
        """Says that the device starts anew in `boot`, greater than any before (the first boot is 0 and needs no
        declaration).
        """
        return _DECLARE_BOOT.call(self.address, key, boot)

    def device_of(self, key: bytes) -> ViewCall[Device]:
        """A device; status None where there is none."""
        return _DEVICE_OF.call(self.address, key)

    def flag_compromised(self, key: bytes, since: int) -> Call:
        """Flags a key as compromised since a time not in the future; may be repeated with an earlier time."""
        return _FLAG_COMPROMISED.call(self.address, key, since)

    def register(self, key: bytes, asset: bytes, valid_from: int, valid_until: int) -> Call:
        """Registers a key.

        valid_from: Unix seconds, not in the past; 0: from now
        valid_until: Unix seconds, exclusive; 0: no end
        """
        return _REGISTER.call(self.address, key, asset, valid_from, valid_until)

    def replace(self, key: bytes, boot: int, sequence: int, successor: bytes, valid_until: int) -> Call:
        """Ends a key with its last counter and registers its successor for the same asset, valid from now."""
        return _REPLACE.call(self.address, key, boot, sequence, successor, valid_until)

    def revoke(self, key: bytes) -> Call:
        """Revokes a key from this block on. Also a closed key may be revoked."""
        return _REVOKE.call(self.address, key)

    def root(self) -> ViewCall[Address]:
        """The consortium's root."""
        return _ROOT.call(self.address)

    def slots_of(self, slots: Sequence[bytes]) -> ViewCall[tuple[bytes, ...]]:
        """What stands in slots of this contract's storage, in the order asked for.

        Storage is no secret, and its layout is committed. A successor reads its predecessor by this.
        """
        return _SLOTS_OF.call(self.address, slots)

    def was_valid(self, key: bytes, time: int) -> ViewCall[WasValidResult]:
        """Whether the key was its member's and not revoked at `time` (the block time of its batch's anchor), and
        whose it is. Closing and flags are in `deviceOf`.

        time: Unix seconds
        """
        return _WAS_VALID.call(self.address, key, time)

    def decode(self, log: Log) -> DeviceRegistryEvent | None:
        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""
        event: DeviceRegistryEvent | None = self._decode(log)
        return event
