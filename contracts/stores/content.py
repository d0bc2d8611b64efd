"""What a content store does, and how it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..cid import Cid
from ..errors import QuaychainError


@dataclass
class CidMismatchError(QuaychainError):
    """What a store gave back, or says it stored, is not what the CID names."""

    store: str
    expected: str
    given: str

    def __str__(self) -> str:
        return f"{self.store} has other content under {self.expected}: its CID is {self.given}"


@dataclass
class ContentNotFoundError(QuaychainError):
    """The store has nothing under this CID."""

    store: str
    cid: str

    def __str__(self) -> str:
        return f"{self.store} has no content {self.cid}"


@dataclass
class ContentStoreUnreachableError(QuaychainError):
    """The store doesn't answer: not running, wrong address, disk gone, or too slow."""

    store: str
    reason: str

    def __str__(self) -> str:
        return f"{self.store} can't be reached: {self.reason}"


@dataclass
class ContentStoreRefusedError(QuaychainError):
    """The store answers, but refuses or fails the request."""

    store: str
    status: int
    reason: str

    def __str__(self) -> str:
        return f"{self.store} refused ({self.status}): {self.reason}"


class ContentStore(Protocol):
    """Keeps bytes under their CID, and recomputes the CID whenever it takes or gives any.

    All methods raise ContentStoreUnreachableError and ContentStoreRefusedError.
    """

    def put(self, data: bytes) -> Cid:
        """Store and keep (pin) the bytes durably; raises CidMismatchError where the store computes another CID."""

    def get(self, cid: Cid) -> bytes:
        """The bytes; raises ContentNotFoundError, and CidMismatchError where they have another CID."""

    def has(self, cid: Cid) -> bool:
        """Whether the store itself keeps the content, without asking others."""

    def pin(self, cid: Cid) -> None:
        """Keep content that the store has or can get from its peers; raises ContentNotFoundError."""
