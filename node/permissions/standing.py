"""What permissions follow from, read from the chain and kept up to date block by block (I/O: reads a node)."""

from __future__ import annotations

from quaychain.contracts.bindings.member_registry import AccountAdded, MemberRegistry
from quaychain.contracts.log_ranges import logs_between
from quaychain.contracts.types import Address, BlockHead

from ..governance.consortium import Consortium
from .wanted import Standing, next_change


class StandingReader:
    """Reads the standing anew when something may have changed: a log of root or registry, or a time that came."""

    def __init__(self, consortium: Consortium) -> None:
        self._consortium = consortium
        self._registry: MemberRegistry | None = None
        self._addresses: dict[Address, None] = {}
        #: All AccountAdded up to here are in `_addresses`.
        self._looked = -1
        self._standing: Standing | None = None
        self._next_change: int | None = None

    def read(self, head: BlockHead) -> Standing:
        """The standing after the block `head`. Raises RpcError, RpcUnreachableError."""
        if self._standing is None or self._has_changed(head):
            self._standing = self._read(head)
            self._next_change = next_change(self._standing)
        self._looked = head.number
        return self._standing

    def forget(self) -> None:
        """Read everything at the next question, whatever happened: it may be another node, or another state of it."""
        self._standing = None

    def _has_changed(self, head: BlockHead) -> bool:
        if self._next_change is not None and self._next_change <= head.timestamp:
            return True
        if head.number <= self._looked:
            return head.number < self._looked
        root = self._consortium.root.address
        places = [root] if self._registry is None else [root, self._registry.address]
        first = self._overlap()
        return any(any(logs_between(self._consortium.rpc, one, [], first, head.number)) for one in places)

    def _overlap(self) -> int:
        # Besu may show a head before the logs of its block.
        return max(0, self._looked - 1)

    def _read(self, head: BlockHead) -> Standing:
        consortium, reader, block = self._consortium, self._consortium.reader, head.number
        current = consortium.validator_set(block)
        owners = reader.read_many([consortium.root.member_of_validator(one) for one in current.validators], block)
        validators = dict(zip(current.validators, owners, strict=True))
        if not reader.read(consortium.root.installed(), block):
            return Standing(False, head.timestamp, {}, {}, validators)
        members = {listed.id: listed.member for listed in consortium.members(block)}
        registry = consortium.registry()
        if self._registry is None or registry.address != self._registry.address:
            self._registry, self._addresses, self._looked = registry, {}, -1
        for log in logs_between(reader.rpc, registry.address, [AccountAdded.TOPIC], self._overlap(), block):
            event = registry.decode(log)
            assert isinstance(event, AccountAdded)
            self._addresses[event.account] = None
        entries = reader.read_many([registry.account_of(address) for address in self._addresses], block)
        accounts = dict(zip(self._addresses, entries, strict=True))
        return Standing(True, head.timestamp, members, accounts, validators)
