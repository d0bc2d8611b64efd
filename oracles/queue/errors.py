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
