"""From raw logs to events: which contract stands at an address, what its log says, and what it is about. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, get_type_hints

import orjson

from quaychain.contracts.bindings.consortium_root import DirectoryEntrySet
from quaychain.contracts.contract import Contract
from quaychain.contracts.types import Address, Log

from .registry import CONTRACTS, ROOT
from .values import hexadecimal, jsonable, text

#: Names of event fields that identify what an event is about.
_SUBJECTS = frozenset(
    {
        "assignment", "attestation", "certificate", "change", "claim", "code", "contract_record",
        "data_record", "declaration", "delivery", "demand", "dispute", "guarantee", "holder", "invoice_record", "key",
        "machine", "member", "milestone", "new_part", "old_part", "order", "pack", "parent", "part", "recall",
        "receivable", "record", "snag", "stream", "sub_order", "subject", "successor", "work_order",
    }
)  # fmt: skip
_LENGTHS = (16, 32)
_PLAIN = (bytes, int, bool, str, Address)


class DecodedLog(NamedTuple):
    """A log of one of the consortium's contracts."""

    log: Log
    contract: str
    event: object


class AddressBook:
    """Which contract stands where, since which block. Entries are only added: old logs stay readable.

    A book never changes: what a range of the chain enters stands in the next one, and goes with it where the range
    doesn't come to be written.
    """

    def __init__(self, root: str) -> None:
        self._entries: dict[str, tuple[Contract, str, int]] = {}
        self._enter(ROOT, root, 0)

    def after(self, logs: Iterable[Log]) -> AddressBook:
        """The book with the Directory's entries in these logs, which are ConsortiumRoot's own."""
        book = self
        for log in logs:
            entry = book._entries.get(log.address)
            if entry is not None and entry[1] == ROOT:
                event = _decode(entry[0], log)
                if isinstance(event, DirectoryEntrySet):
                    if book is self:
                        book = copy(self)
                        book._entries = self._entries.copy()
                    book._enter(text(event.name) or "", event.location, log.block_number)
        return book

    def decode(self, logs: Iterable[Log]) -> Iterator[DecodedLog]:
        """The events in these logs; logs of other contracts, and from before a contract's entry, are passed over."""
        for log in logs:
            entry = self._entries.get(log.address)
            if entry is None or log.block_number < entry[2]:
                continue
            event = _decode(entry[0], log)
            if event is not None:
                yield DecodedLog(log, entry[1], event)

    def _enter(self, name: str, address: str, since: int) -> None:
        if name in CONTRACTS and address not in self._entries:
            self._entries[address] = (CONTRACTS[name].binding(address), name, since)


def described(event: Any) -> tuple[str, tuple[str, ...]]:
    """The event's values by name, as JSON, and the ids of the things that it is about.

    Those are the ids that it names, each once and in its order, also one level down (an order's in its terms), zeros
    left out.
    """
    shape, arguments = _shape(event.__class__), None
    if shape.plain:
        try:
            arguments = orjson.dumps(event, hexadecimal, orjson.OPT_STRICT_INTEGER)
        except orjson.JSONEncodeError:
            arguments = None  # an integer beyond 2**53
    if arguments is None:
        arguments = orjson.dumps(jsonable(event))
    return arguments.decode(), _ids(shape.subjects(event))


@lru_cache(maxsize=4_096)
def _ids(values: tuple[Any, ...]) -> tuple[str, ...]:
    """Those of the values that are ids. Neighbours are often about the same things."""
    ids = [value for value in values if isinstance(value, bytes) and len(value) in _LENGTHS and any(value)]
    return tuple(dict.fromkeys(map(hexadecimal, ids)))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is looked up once for each kind of event: how its subjects are had, and whether JSON has its values."""

    subjects: Callable[[Any], tuple[Any, ...]]
    #: All values are bytes, or what JSON has itself.
    plain: bool


@cache
def _shape(kind: type) -> _Shape:
    names = [field.name for field in dataclasses.fields(kind)]
    hints, paths = get_type_hints(kind), []
    for name in names:
        if name in _SUBJECTS:
            paths.append(name)
        inner = hints[name]
        if dataclasses.is_dataclass(inner):
            paths += [f"{name}.{field.name}" for field in dataclasses.fields(inner) if field.name in _SUBJECTS]
    plain = all(hints[name] in _PLAIN for name in names)
    return _Shape(_getter(paths), plain)


def _getter(paths: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """`attrgetter`, that gives a tuple of one or of none too."""
    if not paths:
        return lambda _: ()
    get = attrgetter(*paths)
    return get if len(paths) > 1 else lambda event: (get(event),)


def _decode(contract: Contract, log: Log) -> object | None:
    decoded: object | None = contract.decode(log)  # type: ignore[attr-defined]
    return decoded
