"""Bring a burst of arrivals into the queue: one transaction, in the order in which they came. I/O."""

from __future__ import annotations

import json
import time
from collections import Counter as Tally
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

from ..counters import CounterState, next_state
from ..examine import Arrival, Examined
from ..quota import Quota
from ..topics import Acknowledgement
from .database import QueueConnection, streams_of
from .schema import PLACED_KINDS

#: What comes after a gap is asked for again: counted, not kept.
_NOT_KEPT = frozenset({RefusalReason.GAP})
#: Honest devices repeat messages, too: of repetitions so many are kept, and no more of one burst.
_KEPT_REPLAYS = 1_000
_KEPT_REPLAYS_A_BURST = 50
#: Of what is too large anyway.
_KEPT_BYTES = 65_536
#: Messages and bodies together.
_KEPT_TOGETHER = 256 * 2**20
_EVENT = (
    *("stream", "sequence", "key", "boot", "seq", "kind", "received_at", "queued_at", "size", "digest"),
    *("signed", "signature", "body", "items"),
)


@dataclass(frozen=True, slots=True)
class Rejected:
    """An arrival that the examination refused."""

    arrival: Arrival
    error: EventRefusedError


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event that is on the disk now."""

    key: bytes
    counter: Counter
    digest: bytes
    stream: bytes
    sequence: int


@dataclass(frozen=True, slots=True)
class Refused:
    """An arrival that was refused; counted and, unless it was only a repetition, kept in the quarantine."""

    reason: RefusalReason
    detail: str
    #: Signer, counter and digest, where the signature was in order.
    key: bytes | None = None
    counter: Counter | None = None
    digest: bytes | None = None


Outcome = Accepted | Refused


@dataclass(frozen=True, slots=True)
class BurstResult:
    """One outcome for each arrival, and where each signer in the burst now stands: key → (member, acknowledgement)."""

    outcomes: list[Outcome]
    acknowledgements: dict[bytes, tuple[bytes, Acknowledgement]]


@dataclass
class _Signer:
    member: bytes
    stream: bytes
    state: CounterState
    anchored: Counter | None
    changed: bool = False


@dataclass
class _Burst:
    now: int
    #: This machine's clock, Unix milliseconds.
    milliseconds: int
    signers: dict[bytes, _Signer] = field(default_factory=dict)
    next_sequence: dict[bytes, int] = field(default_factory=dict)
    digests: dict[tuple[bytes, Counter], bytes] = field(default_factory=dict)
    events: list[tuple[object, ...]] = field(default_factory=list)


class Acceptance:
    """The way into the queue. Several may work on one queue: counters are read inside of each transaction, after its
    streams were locked, and a signer's stream is always the same.
    """

    def __init__(
        self,
        connection: QueueConnection,
        *,
        quarantine_limit: int = 10_000,
        quota: Quota | None = None,
        milliseconds: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._connection = connection
        self._quarantine_limit = quarantine_limit
        self._quota = quota
        self._milliseconds = milliseconds
        self._streams: tuple[bytes, ...] = ()

    def take(
        self,
        burst: Sequence[Examined | Rejected],
        now: int,
        also: Callable[[Sequence[Outcome]], None] | None = None,
    ) -> BurstResult:
        """Accept or refuse each; durable when this returns. `now` is the head's time in Unix seconds.

        What `also` writes to the same connection is in the same transaction; where it raises, nothing was taken.
        """
        work = _Burst(now, self._milliseconds())
        refusals: list[tuple[Arrival, Refused]] = []
        outcomes: list[Outcome] = []
        with self._connection.transaction():
            self._load(burst, work)
            for item in burst:
                outcome = self._judge(item, work)
                outcomes.append(outcome)
                if isinstance(outcome, Refused):
                    refusals.append((item.arrival, outcome))
            self._write_events(work)
            self._write_refusals(refusals, now)
            if also is not None:
                also(outcomes)
        acknowledgements = {
            key: (signer.member, Acknowledgement(signer.state.last, signer.anchored))
            for key, signer in work.signers.items()
        }
        return BurstResult(outcomes, acknowledgements)

    def last_counters(self, keys: Sequence[bytes]) -> dict[bytes, Counter]:
        """The last counter accepted of each signer; signers that have none are left out."""
        rows = self._connection.select_in("SELECT key, boot, seq FROM device WHERE key IN {}", keys)
        return {bytes(key): Counter(boot, seq) for key, boot, seq in rows}

    def _judge(self, item: Examined | Rejected, work: _Burst) -> Outcome:
        if isinstance(item, Rejected):
            return Refused(item.error.reason, item.error.detail)
        signer = self._signer(item, work)
        counter = item.head.counter
        try:
            state = next_state(
                signer.state,
                counter,
                previous=item.head.previous,
                device=item.device,
                same_as_recorded=self._same(item, signer, work),
            )
            if item.objection is not None:
                raise item.objection
            if self._quota is not None and not self._quota.take(item.key, work.milliseconds / 1_000):
                raise EventRefusedError(
                    RefusalReason.OVER_QUOTA, f"more than {self._quota.events} events in {self._quota.seconds:g} s"
                )
        except EventRefusedError as error:
            return Refused(error.reason, error.detail, item.key, counter, item.head.digest)
        signer.state = state
        signer.changed = True
        return self._accept(item, signer, work)

    def _accept(self, item: Examined, signer: _Signer, work: _Burst) -> Accepted:
        event, head = item.event, item.head
        counter = head.counter
        sequence = work.next_sequence[signer.stream]
        work.next_sequence[signer.stream] = sequence + 1
        work.digests[(head.key, counter)] = head.digest
        items = json.dumps([[entry.hash_id, entry.digest.hex()] for entry in item.items]) if item.items else "[]"
        work.events.append(
            (
                signer.stream,
                sequence,
                head.key,
                counter.boot,
                counter.seq,
                head.kind,
                work.now,
                work.milliseconds,
                len(event.signed) + len(event.body),
                head.digest,
                event.signed,
                event.signature,
                event.body,
                items,
            )
        )
        return Accepted(head.key, counter, head.digest, signer.stream, sequence)

    def _load(self, burst: Sequence[Examined | Rejected], work: _Burst) -> None:
        """Lock the burst's streams, and read where they and its signers stand."""
        keys = list(dict.fromkeys(item.key for item in burst if isinstance(item, Examined)))
        if not keys:
            return
        streams = {key: self._stream_for(key) for key in keys}
        rows = self._connection.select_in(
            f"SELECT id, next_sequence FROM stream WHERE id IN {{}} ORDER BY id{self._connection.row_lock}",  # noqa: S608
            sorted(set(streams.values())),
        )
        work.next_sequence.update(rows)
        known = self._connection.select_in(
            "SELECT key, member, boot, seq, anchored_boot, anchored_seq FROM device WHERE key IN {}", keys
        )
        for key, member, boot, seq, anchored_boot, anchored_seq in known:
            anchored = None if anchored_boot is None else Counter(anchored_boot, anchored_seq)
            work.signers[key] = _Signer(member, streams[key], CounterState(Counter(boot, seq)), anchored)
        for key in keys:
            work.signers.setdefault(key, _Signer(b"", streams[key], CounterState(), None))

    def _signer(self, item: Examined, work: _Burst) -> _Signer:
        signer = work.signers[item.key]
        signer.member = signer.member or item.device.member
        return signer

    def _stream_for(self, key: bytes) -> bytes:
        self._streams = self._streams or streams_of(self._connection)
        return self._streams[int.from_bytes(key[:8], "big") % len(self._streams)]

    def _same(self, item: Examined, signer: _Signer, work: _Burst) -> bool | None:
        counter, last = item.head.counter, signer.state.last
        if last is None or counter > last:
            return None
        recorded = work.digests.get((item.key, counter))
        if recorded is None:
            row = self._connection.execute(
                "SELECT digest FROM event WHERE key = ? AND boot = ? AND seq = ?", (item.key, *counter)
            ).fetchone()
            if row is None:
                return self._was_document(item, last)
            recorded = row[0]
        return bool(recorded == item.head.digest)

    def _was_document(self, item: Examined, last: Counter) -> bool | None:
        """Whether an event that isn't here any more was this document; None where that can't be told.

        Of a document its digest stays, so another one under a counter that was used is told from it. Of readings, of
        which there are a thousand times as many, nothing stays but how far their signer got.
        """
        if item.head.kind not in PLACED_KINDS:
            return None
        found = self._connection.execute(
            "SELECT 1 FROM purged_document WHERE digest = ?", (item.head.digest,)
        ).fetchone()
        # Of a boot that is over it isn't known how far it got: nothing need be recorded under the counter.
        return True if found is not None else False if item.counter.boot == last.boot else None

    def _write_events(self, work: _Burst) -> None:
        if not work.events:
            return
        self._connection.insert("event", _EVENT, work.events)
        self._connection.executemany(
            "INSERT INTO device (key, member, stream, boot, seq) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET boot = excluded.boot, seq = excluded.seq",
            [
                (key, signer.member, signer.stream, *signer.state.last)
                for key, signer in work.signers.items()
                if signer.changed and signer.state.last is not None
            ],
        )
        self._connection.executemany(
            "UPDATE stream SET next_sequence = ? WHERE id = ?",
            [(sequence, stream) for stream, sequence in work.next_sequence.items()],
        )

    def _write_refusals(self, refusals: Sequence[tuple[Arrival, Refused]], now: int) -> None:
        if not refusals:
            return
        times = Tally(refused.reason.value for _, refused in refusals)
        last = {refused.reason.value: (arrival.source, refused.detail) for arrival, refused in refusals}
        # In one order, so that two gateways never wait for each other.
        self._connection.executemany(
            "INSERT INTO refusal (reason, times, last_at, last_source, last_detail) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (reason) DO UPDATE SET times = refusal.times + excluded.times, last_at = excluded.last_at,"
            " last_source = excluded.last_source, last_detail = excluded.last_detail",
            [(reason, times[reason], now, *last[reason]) for reason in sorted(times)],
        )
        self._keep([(arrival, refused) for arrival, refused in refusals if refused.reason not in _NOT_KEPT], now)

    def _keep(self, refusals: Sequence[tuple[Arrival, Refused]], now: int) -> None:
        """Put messages into the quarantine, whole, as long as there is room for them."""
        if not refusals:
            return
        count, size, replays = self._connection.execute(
            "SELECT count(*), coalesce(sum(length(message) + length(body)), 0),"
            " coalesce(sum(CASE WHEN reason = ? THEN 1 ELSE 0 END), 0) FROM quarantine",
            (RefusalReason.REPLAYED.value,),
        ).fetchone()
        room, bytes_left = self._quarantine_limit - int(count), _KEPT_TOGETHER - int(size)
        room_for_replays = min(_KEPT_REPLAYS - int(replays), _KEPT_REPLAYS_A_BURST)
        for arrival, refused in refusals:
            replay = refused.reason is RefusalReason.REPLAYED
            if replay and room_for_replays <= 0:
                continue
            message, body = arrival.message, arrival.body
            if refused.reason is RefusalReason.TOO_LARGE:
                message, body = message[:_KEPT_BYTES], body[:_KEPT_BYTES]
            digest = sha256(arrival.message + b"\n" + arrival.body).digest()
            again = self._connection.execute(
                "UPDATE quarantine SET times = times + 1 WHERE reason = ? AND digest = ?",
                (refused.reason.value, digest),
            )
            needed = len(message) + len(body)
            if again.rowcount or room <= 0 or needed > bytes_left:
                continue
            room, bytes_left, room_for_replays = room - 1, bytes_left - needed, room_for_replays - int(replay)
            self._connection.execute(
                "INSERT INTO quarantine (reason, detail, source, digest, message, body, received_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (refused.reason.value, refused.detail, arrival.source, digest, message, body, now),
            )
