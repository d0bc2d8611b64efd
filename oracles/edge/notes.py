"""What is derived from readings, and the document in which the gateway signs it. Pure.

A note names the readings it comes of: the device, the counters of its messages, and one digest over them. It stands
beside the device's own signed bytes, which are anchored whether there are rules or not, and never in place of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from quaychain.contracts.events.batch_data import EventItem
from quaychain.contracts.events.envelope import Counter, describe
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import canonical, parse_strict_canonical
from quaychain.contracts.keccak import keccak256

DOCUMENT_TYPE = "quaychain.derived.1"
MEDIA_TYPE = "application/vnd.quaychain.derived+json"
#: Notes that one document has at most.
MAX_NOTES = 128
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_DEPTH = 7


class NoteKind(StrEnum):
    """What a note says."""

    #: Minimum, maximum, mean and count of a window.
    AGGREGATE = "aggregate"
    #: A value beyond the deadband.
    CHANGE = "change"
    #: Another unit than the rule has.
    UNIT = "unit"
    #: A value out of range.
    RANGE = "range"
    #: A value far from those before it.
    ANOMALY = "anomaly"
    #: A vibration that went into another zone.
    ZONE = "zone"


@dataclass
class Inputs:
    """The messages that something was derived from."""

    #: `[boot, first seq, last seq]`, in the order in which they were taken.
    counters: list[list[int]] = field(default_factory=list)
    #: 32 zero bytes at first, and with each message keccak256(digest so far ‖ its event digest).
    digest: bytes = bytes(32)

    def add(self, counter: Counter, event_digest: bytes) -> None:
        """Take a message in; the same one again changes nothing."""
        last = self.counters[-1] if self.counters else None
        if last is not None and last[0] == counter.boot and last[2] == counter.seq:
            return
        if last is not None and last[0] == counter.boot and last[2] + 1 == counter.seq:
            last[2] = counter.seq
        else:
            self.counters.append([counter.boot, counter.seq, counter.seq])
        self.digest = keccak256(self.digest + event_digest)

    def as_json(self) -> dict[str, Any]:
        """`{"counters": …, "digest": …}`."""
        return {"counters": [list(part) for part in self.counters], "digest": self.digest.hex()}


@dataclass(frozen=True)
class Note:
    """One thing derived. `facts` are the fields of its kind."""

    kind: NoteKind
    rule: str
    device: str
    asset: str
    quantity: str
    unit: str
    component: str | None
    #: Unix milliseconds: of the reading, or of the window's end.
    time: int
    inputs: Inputs
    facts: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """As it stands in the document."""
        fields = {
            "note": self.kind.value,
            "rule": self.rule,
            "device": self.device,
            "asset": self.asset,
            "quantity": self.quantity,
            "unit": self.unit,
            "time": show_time(self.time),
            "inputs": self.inputs.as_json(),
            **self.facts,
        }
        return fields if self.component is None else fields | {"component": self.component}


class _Inputs(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    counters: list[Annotated[list[int], Field(min_length=3, max_length=3)]] = Field(min_length=1)
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Note(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow", strict=True)

    note: Annotated[NoteKind, Field(strict=False)]
    rule: str
    device: str
    asset: str
    quantity: str
    unit: str
    time: str
    component: str | None = None
    inputs: _Inputs


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    type: Literal["quaychain.derived.1"]
    rules: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    notes: list[_Note] = Field(min_length=1, max_length=MAX_NOTES)


def document(notes: Sequence[Note], rules: str) -> bytes:
    """The canonical JSON of at most MAX_NOTES notes that come of the rules with this SHA-256."""
    return canonical({"type": DOCUMENT_TYPE, "rules": rules, "notes": [note.as_json() for note in notes]})


def read_document(body: bytes) -> tuple[EventItem, ...]:
    """The notes in a document, by their digests.

    Raises EventRefusedError: BODY_INVALID, or what is wrong with its JSON.
    """
    value = parse_strict_canonical(body, max_bytes=len(body), max_depth=_MAX_DEPTH)
    try:
        _Document.model_validate(value)
    except ValidationError as error:
        raise EventRefusedError(RefusalReason.BODY_INVALID, describe(error)) from None
    return tuple(EventItem("", keccak256(canonical(note))) for note in value["notes"])


def show_time(milliseconds: int) -> str:
    """RFC 3339 in UTC, to the millisecond."""
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
