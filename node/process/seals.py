"""Who takes part in making blocks, judged by the newest ones. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quaychain.contracts.proofs.commit_seals import SealedBlock
from quaychain.contracts.types import Address


@dataclass(frozen=True, slots=True)
class ValidatorShare:
    """A validator's part in some blocks: how many it sealed and proposed, and the last that it sealed or proposed.

    A header carries only a quorum of seals, the first that came in: a slow or far validator is in few of them, but
    proposes in its turn.
    """

    validator: Address
    sealed: int
    proposed: int
    last: int | None


def shares(blocks: Sequence[SealedBlock], validators: Iterable[Address]) -> tuple[ValidatorShare, ...]:
    """Each validator's part in the blocks, in the order given."""
    found = []
    for validator in validators:
        sealed = [block.number for block in blocks if validator in block.sealers]
        proposed = [block.number for block in blocks if validator == block.proposer]
        found.append(ValidatorShare(validator, len(sealed), len(proposed), max((*sealed, *proposed), default=None)))
    return tuple(found)


def taking_part(blocks: Iterable[SealedBlock]) -> frozenset[Address]:
    """Who sealed or proposed one of the blocks."""
    return frozenset(address for block in blocks for address in (*block.sealers, block.proposer))
