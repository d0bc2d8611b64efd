"""What is found after a run in chain, sealed batches, rows and API: the input of the audit. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from quaychain.contracts.events.envelope import Counter

#: A log by what keys its row: block hash, transaction hash, index.
LogKey = tuple[bytes, bytes, int]


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event in its place."""

    stream: bytes
    sequence: int
    key: bytes
    counter: Counter
    digest: bytes


@dataclass(frozen=True, slots=True)
class FoundBatch:
    """An anchored batch: what the chain says, and what its opened data gives."""

    stream: bytes
    first_sequence: int
    count: int
    root: bytes
    #: In the order of their sequences, as the data has them.
    events: tuple[FoundEvent, ...] = ()
    #: The root over these events; None where the data could not be opened.
    computed_root: bytes | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SentTransaction:
    """A transaction of an oracle's account on the chain."""

    nonce: int
    hash: bytes
    succeeded: bool
    account: str = ""
    call: bytes = b""


@dataclass(frozen=True, slots=True)
class StoredTransaction:
    """One that its account's outbox has. `live`: neither displaced nor refused."""

    purpose: str
    nonce: int
    hash: bytes
    call: bytes
    live: bool
    account: str = ""


@dataclass(frozen=True, slots=True)
class IndexedEvent:
    """A row of an event; `checked`: its signature holds and its leaf is under the anchored root."""

    event: FoundEvent
    checked: bool


#: A device, by its key in hexadecimal, and a value that it measured.
Measured = tuple[str, float]


@dataclass(slots=True)
class Facts:
    """All of a run."""

    #: By key: digests by counters, as noted when they were signed.
    signed: dict[bytes, dict[Counter, bytes]] = field(default_factory=dict)
    #: By key: the furthest that was acknowledged.
    durable: dict[bytes, Counter] = field(default_factory=dict)
    anchored: dict[bytes, Counter] = field(default_factory=dict)
    batches: list[FoundBatch] = field(default_factory=list)
    sent: list[SentTransaction] = field(default_factory=list)
    stored: list[StoredTransaction] = field(default_factory=list)
    #: How often another oracle took a stream.
    takeovers: int = 0
    #: The key that signs what is derived, where edge rules are at work: it may sign what no producer noted.
    deriving: bytes = b""
    #: All anchored readings, and those that notes were made of.
    readings: list[Measured] = field(default_factory=list)
    derived: list[Measured] = field(default_factory=list)
    #: Calls of an epoch that another oracle ended: they may revert, and need not come to the chain any more.
    lapsed: set[bytes] = field(default_factory=set)
    chain_logs: set[LogKey] = field(default_factory=set)
    row_logs: list[LogKey] = field(default_factory=list)
    #: Rows of batches: (stream, first sequence, count, root).
    row_batches: list[tuple[bytes, int, int, bytes]] = field(default_factory=list)
    row_events: list[IndexedEvent] = field(default_factory=list)
    #: Digests of the events that the API lists to a reader of all of them.
    answered: list[bytes] = field(default_factory=list)
    #: What was not settled when the time was up, or can't go on.
    waiting: list[str] = field(default_factory=list)
    #: Acknowledgements that were found to be untrue when they were given.
    untrue: list[str] = field(default_factory=list)
