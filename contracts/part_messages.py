"""What the other side of a hand-over, a replacement or a work order signs for PartProvenance.

The contract takes these only as signatures, never as structs, so that its artifact has no binding for them; the types
are those of the EIP-712 strings in IPartProvenance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .abi import BOOL, EnumCodec, StructCodec, fixed_bytes, uint
from .bindings.types import HandOverPurpose


@dataclass(frozen=True, slots=True)
class HandOver:
    """The receiver signs that it takes a part. `custody_sequence` is the part's before; `deadline` in Unix seconds."""

    CODEC: ClassVar[StructCodec[HandOver]]

    part: bytes
    giver: bytes
    receiver: bytes
    purpose: HandOverPurpose
    with_ownership: bool
    evidence: bytes
    custody_sequence: int
    deadline: int


HandOver.CODEC = StructCodec(
    HandOver,
    ("part", "part", fixed_bytes(32)),
    ("giver", "giver", fixed_bytes(16)),
    ("receiver", "receiver", fixed_bytes(16)),
    ("purpose", "purpose", EnumCodec(HandOverPurpose)),
    ("with_ownership", "withOwnership", BOOL),
    ("evidence", "evidence", fixed_bytes(32)),
    ("custody_sequence", "custodySequence", uint(32)),
    ("deadline", "deadline", uint(48)),
)


@dataclass(frozen=True, slots=True)
class Replacement:
    """The machine's custodian signs that a part is replaced. `change` is the work order's number of changes before."""

    CODEC: ClassVar[StructCodec[Replacement]]

    work_order: bytes
    old_part: bytes
    new_part: bytes
    change: int
    deadline: int


Replacement.CODEC = StructCodec(
    Replacement,
    ("work_order", "workOrder", fixed_bytes(32)),
    ("old_part", "oldPart", fixed_bytes(32)),
    ("new_part", "newPart", fixed_bytes(32)),
    ("change", "change", uint(32)),
    ("deadline", "deadline", uint(48)),
)


@dataclass(frozen=True, slots=True)
class WorkCompletion:
    """The other side signs that a work order is done, with exactly the changes of this running hash."""

    CODEC: ClassVar[StructCodec[WorkCompletion]]

    work_order: bytes
    record: bytes
    changes: int
    changes_hash: bytes
    deadline: int


WorkCompletion.CODEC = StructCodec(
    WorkCompletion,
    ("work_order", "workOrder", fixed_bytes(32)),
    ("record", "record", fixed_bytes(32)),
    ("changes", "changes", uint(32)),
    ("changes_hash", "changesHash", fixed_bytes(32)),
    ("deadline", "deadline", uint(48)),
)
