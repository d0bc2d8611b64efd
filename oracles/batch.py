"""When a batch closes, and how its data is sealed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.events.batch_data import (
    LOGISTICS_FILE,
    MEDIA_TYPE,
    READINGS_FILE,
    TECHNICAL_KINDS,
    BatchEvent,
    encode_lines,
)
from quaychain.contracts.sealing.fields import Attachment, DisclosureClass, RecordContent

from .queue.batches import Waiting


class BatchLimits(BaseModel):
    """A batch closes at whichever of these comes first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_count: Annotated[int, Field(ge=1, le=65_536)] = 1_000
    #: Of signed bytes and bodies together.
    max_bytes: Annotated[int, Field(ge=1, le=64 * 2**20)] = 8 * 2**20
    #: Of its oldest event, in seconds.
    max_age: Annotated[float, Field(gt=0, le=86_400)] = 2.0


def count_to_batch(waiting: Waiting, limits: BatchLimits, now: int) -> int:
    """How many of the waiting events make the next batch; 0 while it stays open. `now` in Unix milliseconds.

    A single event above `max_bytes` makes a batch of its own.
    """
    sizes = waiting.sizes[: limits.max_count]
    if sum(sizes) > limits.max_bytes:
        return max(sum(1 for total in accumulate(sizes) if total <= limits.max_bytes), 1)
    # Of either sign: after the clock was set back, events seem to come from the future, and nothing waits for that.
    if len(sizes) == limits.max_count or (sizes and abs(now - waiting.oldest_at) >= limits.max_age * 1000):
        return len(sizes)
    return 0


def batch_content(events: Sequence[BatchEvent]) -> RecordContent:
    """The files of a batch as they are sealed: readings for readers of `technical`, documents for `logistics`."""
    readings, logistics = list[BatchEvent](), list[BatchEvent]()
    for entry in events:
        (readings if entry.kind in TECHNICAL_KINDS else logistics).append(entry)
    attachments = [
        Attachment(name, MEDIA_TYPE, disclosure_class, encode_lines(entries))
        for name, disclosure_class, entries in (
            (READINGS_FILE, DisclosureClass.TECHNICAL, readings),
            (LOGISTICS_FILE, DisclosureClass.LOGISTICS, logistics),
        )
        if entries
    ]
    return RecordContent((), tuple(attachments))
