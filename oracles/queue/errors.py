"""What can be wrong with a queue."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from quaychain.contracts.errors import QuaychainError


@dataclass
class QueueUnusableError(QuaychainError):
    """The queue can't be opened or is not one of ours."""

    path: str
    reason: str


@dataclass
class QueueUnavailableError(QuaychainError):
    """The database does not answer, or refuses; what was going on is undone, unless its very last word was lost."""

    path: str
    reason: str


@dataclass
class QueueLeaseLostError(QuaychainError):
    """The connection that held the queue's lease is gone: another anchorer may be at work by now."""

    path: str


@dataclass
class StreamsChangedError(QuaychainError):
    """The settings have another number of streams than the queue was made with; devices would change sequences."""

    recorded: int
    given: int


#: A queue that is busy, full, away or broken.
QUEUE_ERRORS = (sqlite3.Error, QueueUnusableError, QueueUnavailableError, QueueLeaseLostError)


@dataclass
class EventsMissingError(QuaychainError):
    """Events that were in the queue are not there: it was set back to an earlier state while it was used."""

    stream: bytes
    first_sequence: int
    expected: int
    found: int

    def __str__(self) -> str:
        return (
            f"of {self.expected} events from {self.first_sequence} on of stream {self.stream.hex()} "
            f"the queue has {self.found}"
        )
