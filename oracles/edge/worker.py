"""Reads what is durable in the queue, derives notes from it, and brings them in signed by the gateway's own key. I/O.

Notes, how far the queue was read and what is remembered of each series are written in one transaction. So after a crash
each message has its part in the notes exactly once, and a second worker on the same queue does no harm.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from nacl.signing import SigningKey

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.batch_data import BatchEvent, EventItem
from quaychain.contracts.events.envelope import Counter, EventKind, SignedEvent, encode_message, envelope_bytes
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

from ..devices import Clock, DeviceDirectory
from ..examine import Arrival, ExaminationRules, Examined, examine
from ..queue.acceptance import Acceptance, Outcome, Refused
from ..queue.database import QueueConnection, streams_of
from ..queue.errors import QUEUE_ERRORS
from .engine import EdgeEngine
from .notes import MAX_NOTES, MEDIA_TYPE, document, read_document
from .rules import EdgeRules
from .series import MAX_STRETCHES, Series

_SOURCE = "edge rules"
#: Messages read at once.
_MESSAGES = 500
_LONGEST_PAUSE = 5.0
#: Bytes of the largest document that rules can give: each of its notes names MAX_STRETCHES stretches of counters,
#: `[boot, first seq, last seq]` with the most digits, and has less than 4 kB beside.
LARGEST_DOCUMENT = MAX_NOTES * (MAX_STRETCHES * 48 + 4_096)


@dataclass
class EdgeKeyRefusedError(QuaychainError):
    """What the gateway's own key signs is not taken: the key is not registered, say, or no longer valid."""

    reason: str
    detail: str

    def __str__(self) -> str:
        return f"the gateway's own key can't sign what is derived: {self.reason}: {self.detail}"


@dataclass
class EdgeRoomError(QuaychainError):
    """The gateway takes no bodies as large as what rules can derive: one day nothing would go on."""

    max_body_bytes: int

    def __str__(self) -> str:
        return (
            f"edge rules can derive documents of {LARGEST_DOCUMENT} bytes, and the gateway takes bodies of at most"
            f" {self.max_body_bytes}: raise max_body_bytes"
        )


@dataclass
class EdgePositionError(QuaychainError):
    """Another worker applies edge rules to the same queue and was quicker; what this one made is dropped."""

    stream: bytes

    def __str__(self) -> str:
        return f"another process applies edge rules to stream {self.stream.hex()}"


@dataclass
class _Stream:
    position: int
    engine: EdgeEngine


class EdgeWorker:
    """Applies the rules to one queue. Use it in one thread."""

    def __init__(
        self,
        connection: QueueConnection,
        key: SigningKey,
        rules: EdgeRules,
        examination: ExaminationRules,
        devices: DeviceDirectory,
        clock: Clock,
    ) -> None:
        self._connection = connection
        self._acceptance = Acceptance(connection)
        self._key = key
        self._rules = rules
        self._examination = examination
        self._devices = devices
        self._clock = clock
        self._streams: dict[bytes, _Stream] = {}
        self._log = structlog.get_logger("edge rules")

    def step(self) -> bool:
        """Apply the rules to what came in since; true when there was something.

        Raises EdgeKeyRefusedError, EdgePositionError, DirectoryUnavailableError and the queue's errors; nothing was
        written then, and a later call begins where the last one that was written ended.
        """
        now = self._clock.now()
        try:
            moved = [self._step_stream(stream, now) for stream in streams_of(self._connection)]
        except BaseException:
            # What is remembered here went on; what is on the disk counts.
            self._streams.clear()
            raise
        return any(moved)

    def run(self, stopping: threading.Event, tick: float) -> None:
        """Work until `stopping` is set, looking every `tick` seconds when there was nothing to do."""
        pause = tick
        while not stopping.is_set():
            try:
                pause = 0.0 if self.step() else tick
            except (QuaychainError, *QUEUE_ERRORS) as error:
                # A chain or database that is away, or refuses: nothing is lost, so try again, ever more slowly.
                pause = min(max(pause, tick) * 2, _LONGEST_PAUSE)
                self._log.warning("edge rules wait", error=type(error).__name__, reason=str(error), seconds=pause)
            stopping.wait(pause)

    def _step_stream(self, stream: bytes, now: int) -> bool:
        state = self._streams.get(stream)
        if state is None:
            state = self._streams[stream] = self._load(stream)
        entries = self._events(stream, state.position)
        notes = [note for entry in entries for note in state.engine.take(entry)]
        notes += state.engine.flush(now * 1000)
        if not entries and not notes:
            return False
        position = entries[-1].seq + 1 if entries else state.position
        documents = [
            document(notes[start : start + MAX_NOTES], self._rules.digest) for start in range(0, len(notes), MAX_NOTES)
        ]

        def also(outcomes: Sequence[Outcome]) -> None:
            for outcome in outcomes:
                if isinstance(outcome, Refused):
                    raise EdgeKeyRefusedError(outcome.reason.value, outcome.detail)
            self._save(stream, state, position)

        self._acceptance.take(self._signed(documents, now), now, also)
        state.position = position
        state.engine.changed.clear()
        state.engine.gone.clear()
        return True

    def _signed(self, documents: Sequence[bytes], now: int) -> list[Examined]:
        last = self._connection.execute(
            "SELECT boot, seq FROM device WHERE key = ?", (bytes(self._key.verify_key),)
        ).fetchone()
        boot, seq = (0, 0) if last is None else last
        arrivals = []
        for number, body in enumerate(documents, start=1):
            data = envelope_bytes(
                chain_id=self._examination.chain_id,
                key=bytes(self._key.verify_key),
                counter=Counter(boot, seq + number),
                kind=EventKind.DERIVED,
                body=body,
                media_type=MEDIA_TYPE,
            )
            arrivals.append(Arrival(_SOURCE, encode_message(data, self._key.sign(data).signature), body))
        try:
            return [examine(arrival, self._examination, self._devices, now, _read_body) for arrival in arrivals]
        except EventRefusedError as error:
            raise EdgeKeyRefusedError(error.reason.value, error.detail) from None

    def _events(self, stream: bytes, position: int) -> list[BatchEvent]:
        rows = self._connection.execute(
            "SELECT sequence, received_at, signed, signature FROM event WHERE stream = ? AND sequence >= ?"
            " ORDER BY sequence LIMIT ?",
            (stream, position, _MESSAGES),
        )
        return [
            BatchEvent(sequence, received_at, SignedEvent(signed, signature))
            for sequence, received_at, signed, signature in rows
        ]

    def _load(self, stream: bytes) -> _Stream:
        with self._connection.transaction():
            row = self._connection.execute(
                "SELECT position, rules FROM edge_position WHERE stream = ?", (stream,)
            ).fetchone()
            if row is None:
                # From the oldest message that is still in the queue on.
                row = (1, self._rules.digest)
                self._connection.execute(
                    "INSERT INTO edge_position (stream, position, rules) VALUES (?, ?, ?)", (stream, *row)
                )
            position, rules = row
            if rules != self._rules.digest:
                self._connection.execute("DELETE FROM edge_series WHERE stream = ?", (stream,))
                self._connection.execute(
                    "UPDATE edge_position SET rules = ? WHERE stream = ?", (self._rules.digest, stream)
                )
            states = self._connection.execute("SELECT state FROM edge_series WHERE stream = ?", (stream,)).fetchall()
        series = [Series.from_json(json.loads(state)) for (state,) in states]
        return _Stream(position, EdgeEngine(self._rules, series))

    def _save(self, stream: bytes, state: _Stream, position: int) -> None:
        moved = self._connection.execute(
            "UPDATE edge_position SET position = ? WHERE stream = ? AND position = ? AND rules = ?",
            (position, stream, state.position, self._rules.digest),
        )
        if moved.rowcount != 1:
            raise EdgePositionError(stream)
        self._connection.executemany(
            "DELETE FROM edge_series WHERE stream = ? AND name = ?", [(stream, name) for name in state.engine.gone]
        )
        self._connection.executemany(
            "INSERT INTO edge_series (stream, name, state) VALUES (?, ?, ?)"
            " ON CONFLICT (stream, name) DO UPDATE SET state = excluded.state",
            [(stream, name, json.dumps(series.as_json())) for name, series in state.engine.changed.items()],
        )


def _read_body(kind: EventKind, media_type: str, body: bytes) -> tuple[EventItem, ...]:
    if kind is not EventKind.DERIVED or media_type != MEDIA_TYPE:
        raise EventRefusedError(RefusalReason.BODY_INVALID, f"{media_type} is no media type of {kind.value}")
    return read_document(body)
