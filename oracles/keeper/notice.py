"""What a keeper tells people. Pure.

A notice's id follows from what it is about, so that every keeper that sees the same thing makes the same notice, and
whoever receives one twice knows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from quaychain.contracts.canonical import canonical_json


class NoticeKind(StrEnum):
    """What a notice is about."""

    CERTIFICATE_EXPIRES = "certificate.expires"
    CERTIFICATE_EXPIRED = "certificate.expired"
    #: The latest estimate misses what was promised.
    ARRIVAL_LATE = "arrival.late"
    #: It is in time again.
    ARRIVAL_IN_TIME = "arrival.in-time"
    FENCE_ENTERED = "fence.entered"
    FENCE_LEFT = "fence.left"
    #: A batch's data is not to be had, or is not what was anchored.
    BATCH_WITHHELD = "batch.withheld"
    BATCH_AVAILABLE = "batch.available"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell, once."""

    kind: NoticeKind
    #: What makes it this very notice: parts that no other notice of the kind has together.
    key: tuple[str, ...]
    #: Unix seconds, the head's time.
    at: int
    #: One sentence for a person.
    text: str
    #: What a program reads.
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """`notice_` and 32 hexadecimal digits, the same for the same thing."""
        named = canonical_json([self.kind.value, *self.key])
        return f"notice_{sha256(named).hexdigest()[:32]}"

    def body(self) -> bytes:
        """The notice as it is delivered: canonical JSON (RFC 8785)."""
        return canonical_json(
            {"id": self.id, "type": self.kind.value, "at": self.at, "text": self.text, "data": dict(self.facts)}
        )
