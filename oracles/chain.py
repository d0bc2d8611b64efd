"""The chain as the oracle sees it: its time, devices, readers of batches. I/O."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.member_registry import EncryptionKeySet, MemberRegistry
from quaychain.contracts.bindings.types import DeviceStatus, MemberStatus
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.log_ranges import logs_backwards
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import RpcAnswerError, RpcError, RpcUnreachableError
from quaychain.contracts.sealing.fields import DisclosureClass
from quaychain.contracts.sealing.keys import Reader
from quaychain.contracts.types import Log

from .devices import DirectoryUnavailableError, RegisteredDevice

T = TypeVar("T")

#: The node, not a contract: it is away, busy or refuses to talk.
_NODE_ERRORS = (RpcUnreachableError, RpcError, RpcAnswerError)
_MOST_DEVICES = 100_000
#: After a node that was waited for in vain it is left alone for so many times as long, and at most so many seconds:
#: one that takes connections and says nothing costs its timeout each time, and must not cost it at every message.
_REST, _LONGEST_REST = 3, 15.0
#: Seconds after which a key is asked for again though nothing was logged: a chain may have gone back unseen.
_LONGEST_KNOWN = 30.0


@dataclass
class ReaderWithoutKeyError(QuaychainError):
    """A member that is to read batches has published no encryption key."""

    member: bytes


@dataclass(frozen=True, slots=True)
class _Known(Generic[T]):
    value: T
    until: float


def _rested(began: float) -> float:
    """When to ask a node again that was asked at `began` and failed now."""
    now = time.monotonic()
    return now + min(_REST * (now - began), _LONGEST_REST)


class HeadClock:
    """The head's time, asked for at most every `max_age` seconds; while the node is away, the last one known."""

    def __init__(self, reader: ChainReader, max_age: float = 0.5) -> None:
        self._reader = reader
        self._max_age = max_age
        self._known: _Known[int] | None = None

    def now(self) -> int:
        """Unix seconds; raises DirectoryUnavailableError before the node has ever answered."""
        began = time.monotonic()
        if self._known is None or began > self._known.until:
            try:
                self._known = _Known(self._reader.now(), time.monotonic() + self._max_age)
            except _NODE_ERRORS as error:
                if self._known is None:
                    raise DirectoryUnavailableError(str(error)) from error
                self._known = _Known(self._known.value, _rested(began))
        return self._known.value


class ChainDeviceDirectory:
    """DeviceRegistry and MemberRegistry: a key is asked for once, and again when either registry has logged anything.

    Logs are looked for every `max_age` seconds, for all keys at once: a fleet costs no more than one device.

    A key that is known stays known while the node is away: nothing is anchored then either, and what counts in the end
    is whether the key was valid when its batch was anchored.
    """

    def __init__(
        self, reader: ChainReader, devices: DeviceRegistry, members: MemberRegistry, max_age: float = 1.0
    ) -> None:
        self._reader = reader
        self._devices = devices
        self._members = members
        self._max_age = max_age
        self._known: dict[bytes, _Known[RegisteredDevice | None]] = {}
        #: The block up to which the registries' logs were looked at, and when to look again.
        self._seen: int | None = None
        self._look_at = 0.0
        #: Until when the node is left alone, and why.
        self._away_until = 0.0
        self._away = ""
        self._lock = threading.Lock()

    def device(self, key: bytes) -> RegisteredDevice | None:
        """See DeviceDirectory."""
        with self._lock:
            known, began = self._known.get(key), time.monotonic()
            if began < self._away_until:
                if known is None:
                    raise DirectoryUnavailableError(self._away)
                return known.value
            try:
                self._look()
                known = self._known.get(key)
                if known is not None and time.monotonic() <= known.until:
                    return known.value
                found = self._ask(key)
            except _NODE_ERRORS as error:
                self._away_until, self._away = _rested(began), str(error)
                if known is None:
                    raise DirectoryUnavailableError(str(error)) from error
                return known.value
            if len(self._known) >= _MOST_DEVICES:
                self._known.clear()
            self._known[key] = _Known(found, time.monotonic() + _LONGEST_KNOWN)
            return found

    def _look(self) -> None:
        """Have every key asked for again where the registries may have changed, or the chain went back."""
        if time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + self._max_age
        head = self._reader.rpc.block_number()
        if self._seen is not None and head >= self._seen:
            if head == self._seen:
                return
            query = {
                "address": [self._devices.address, self._members.address],
                # The newest blocks once more: a node can show one before its logs.
                "fromBlock": hex(max(self._seen - 1, 0)),
                "toBlock": hex(head),
            }
            if not self._reader.rpc.logs(query):
                self._seen = head
                return
        # Not forgotten: while the node is away, what was known serves.
        self._known = {key: _Known(known.value, 0.0) for key, known in self._known.items()}
        self._seen = head

    def _ask(self, key: bytes) -> RegisteredDevice | None:
        device = self._reader.read(self._devices.device_of(key))
        if device.status is DeviceStatus.NONE:
            return None
        member = self._reader.read(self._members.member_of(device.member))
        closed = Counter(device.closed_boot, device.closed_sequence) if device.closed_at else None
        return RegisteredDevice(
            member=device.member,
            member_active=member.status is MemberStatus.ACTIVE,
            valid_from=device.valid_from,
            valid_until=device.valid_until,
            revoked_from=device.revoked_from,
            declared_boot=device.boot,
            closed=closed,
        )


class MemberReaders:
    """The encryption keys of the members that may read each class; asked anew every `max_age` seconds."""

    def __init__(
        self,
        reader: ChainReader,
        members: MemberRegistry,
        wanted: Mapping[DisclosureClass, Sequence[bytes]],
        *,
        from_block: int,
        max_age: float = 10.0,
    ) -> None:
        self._reader = reader
        self._members = members
        self._wanted = wanted
        self._from_block = from_block
        self._max_age = max_age
        self._keys: dict[tuple[bytes, int], Reader] = {}
        self._known: _Known[dict[DisclosureClass, list[Reader]]] | None = None

    def __call__(self) -> Mapping[DisclosureClass, Sequence[Reader]]:
        """Readers of each class; raises ReaderWithoutKeyError, and what the node raises."""
        if self._known is None or time.monotonic() > self._known.until:
            newest = {member: self._newest(member) for member in {m for some in self._wanted.values() for m in some}}
            readers = {to: [newest[member] for member in members] for to, members in self._wanted.items()}
            self._known = _Known(readers, time.monotonic() + self._max_age)
        return self._known.value

    def _newest(self, member: bytes) -> Reader:
        version = self._reader.read(self._members.encryption_key_version(member))
        if (member, version) not in self._keys:
            self._keys[member, version] = self._published(member, version)
        return self._keys[member, version]

    def _published(self, member: bytes, version: int) -> Reader:
        # Storage has the key's digest only; the key is in the event.
        for log in _logs(
            self._reader, self._members.address, EncryptionKeySet.TOPIC, member.ljust(32, b"\0"), self._from_block
        ):
            event = self._members.decode(log)
            if isinstance(event, EncryptionKeySet) and event.version == version:
                return Reader(member, version, event.kem, event.public_key)
        raise ReaderWithoutKeyError(member)


def _logs(reader: ChainReader, address: str, topic: bytes, indexed: bytes, from_block: int) -> Iterator[Log]:
    """Newest first: what is asked for came lately."""
    return logs_backwards(reader.rpc, address, (topic, indexed), from_block, reader.rpc.block_number())
