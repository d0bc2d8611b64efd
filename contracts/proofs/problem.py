"""Why a proof doesn't hold."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import QuaychainError


@dataclass
class ProofError(QuaychainError):
    """A part of a proof is malformed, or is not what it should be."""

    reason: str

    def __str__(self) -> str:
        return self.reason
