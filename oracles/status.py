"""What an operator sees of an oracle: each stream from durable to final, what was refused, what the sender meets.

The report is pure once its facts are read; it is the same for a person, for a program, and live.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from .queue.database import QueueConnection
from .queue.listing import Listing, RefusalCount
from .queue.progress import Progress, SenderState, StandingCondition, StreamProgress


@dataclass(frozen=True, slots=True)
class StreamOnChain:
    """A stream as EventAnchor has it at the head."""

    epoch: int
    holder: str
    #: Anchored at the head.
    anchored: int
    #: Ranges of sequences that were declared lost.
    gaps: int


#: Asks the chain for a stream; None where the node is away or the stream is not opened.
AskChain = Callable[[bytes], StreamOnChain | None]


@dataclass(frozen=True, slots=True)
class StreamStatus:
    """One line of the report: a stream's progress, its lag, and the chain's word on it."""

    progress: StreamProgress
    #: Seconds since the oldest event that isn't final was queued; 0 where all are.
    lag: float
    #: Events a second that became durable, and final, since the report before; None in the first.
    durable_rate: float | None = None
    final_rate: float | None = None
    on_chain: StreamOnChain | None = None


@dataclass(frozen=True, slots=True)
class OracleStatus:
    """The whole report."""

    #: Unix milliseconds, this machine's clock.
    at: int
    streams: tuple[StreamStatus, ...]
    refusals: tuple[RefusalCount, ...]
    quarantined: int
    conditions: tuple[StandingCondition, ...]
    sender: SenderState | None = None

    @property
    def refused(self) -> int:
        """Messages refused since the queue was made."""
        return sum(refusal.times for refusal in self.refusals)

    @property
    def durable(self) -> int:
        """Events on the disk, of all streams."""
        return sum(stream.progress.durable for stream in self.streams)

    @property
    def received(self) -> int:
        """Messages that were decided on: taken or refused."""
        return self.durable + self.refused

    def as_json(self) -> dict[str, Any]:
        """The report for a program; ids as hexadecimal digits."""
        return {
            "at": self.at,
            "received": self.received,
            "durable": self.durable,
            "refused": self.refused,
            "quarantined": self.quarantined,
            "streams": [_stream_json(stream) for stream in self.streams],
            "refusals": [asdict(refusal) for refusal in self.refusals],
            "conditions": [asdict(condition) for condition in self.conditions],
            "sender": None if self.sender is None else {**asdict(self.sender), "counts": dict(self.sender.counts)},
        }


def _stream_json(status: StreamStatus) -> dict[str, Any]:
    progress = status.progress
    shown: dict[str, Any] = {
        "stream": progress.stream.hex(),
        "durable": progress.durable,
        "batched": progress.batched,
        "stored": progress.stored,
        "included": progress.included,
        "final": progress.final,
        "waiting": progress.waiting,
        "openBatches": progress.open_batches,
        "lagSeconds": status.lag,
        "durableRate": status.durable_rate,
        "finalRate": status.final_rate,
    }
    if status.on_chain is not None:
        shown["onChain"] = asdict(status.on_chain)
    return shown


def progress_only(_stream: bytes) -> StreamOnChain | None:
    """Where no node is asked."""
    return None


@dataclass
class StatusReader:
    """Reads reports, one after the other. I/O."""

    connection: QueueConnection
    milliseconds: Callable[[], int]
    ask_chain: AskChain | None = None
    ask_sender: Callable[[], SenderState | None] = lambda: None
    _before: OracleStatus | None = field(default=None, init=False)

    def read(self) -> OracleStatus:
        """The present report. Raises QUEUE_ERRORS."""
        progress = Progress(self.connection)
        now, streams = self.milliseconds(), progress.streams()
        ask = progress_only if self.ask_chain is None else self.ask_chain
        report = OracleStatus(
            at=now,
            streams=tuple(stream_status(each, now, self._before, ask(each.stream)) for each in streams),
            refusals=tuple(Listing(self.connection).refusals()),
            quarantined=progress.quarantined(),
            conditions=tuple(progress.conditions()),
            sender=self.ask_sender(),
        )
        self._before = report
        return report


def stream_status(
    progress: StreamProgress, now: int, before: OracleStatus | None, on_chain: StreamOnChain | None
) -> StreamStatus:
    """A stream's line: its lag, and its pace since the report before. Pure."""
    lag = 0.0 if progress.oldest_queued_at is None else max(0.0, (now - progress.oldest_queued_at) / 1000)
    earlier = None if before is None else _progress_of(before.streams).get(progress.stream)
    if earlier is None or before is None or now <= before.at:
        return StreamStatus(progress, lag, on_chain=on_chain)
    seconds = (now - before.at) / 1000
    return StreamStatus(
        progress,
        lag,
        (progress.durable - earlier.durable) / seconds,
        (progress.final - earlier.final) / seconds,
        on_chain,
    )


def _progress_of(streams: Sequence[StreamStatus]) -> Mapping[bytes, StreamProgress]:
    return {status.progress.stream: status.progress for status in streams}
