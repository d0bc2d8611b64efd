"""Prometheus metrics of the oracle's steps, for a registry that the command builds and passes down. I/O (the queue).

What is on the disk is asked there whenever Prometheus asks, so it is right after a restart too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from .queue.database import open_queue
from .queue.errors import QUEUE_ERRORS
from .queue.listing import Listing
from .queue.progress import Progress, sender_state
from .steps import BatchStep, BurstStep

#: Seconds between steps: from a transaction on a good disk to a chain that has stalled.
_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 30.0, 120.0, 600.0)
_EVENTS = (1, 10, 30, 100, 300, 1_000, 3_000, 10_000, 65_536)


class OracleMetrics:
    """The service's: its broker, its inbox, its queue, each step on the way, and how often anchoring had to wait.

    What a queue holds is told by every process on it; what a process did, by that one. A `Steps`.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._online = Gauge("quaychain_oracle_broker_online", "Whether the broker answers.", registry=registry)
        self._inbox = Gauge(
            "quaychain_oracle_inbox_messages", "Messages that wait in memory, not yet on the disk.", registry=registry
        )
        self._waits = Counter(
            "quaychain_oracle_anchoring_waits_total",
            "Times that chain or store was away, or refused; anchoring is tried again.",
            ("error",),
            registry=registry,
        )

        self._received = Counter(
            "quaychain_oracle_received_total", "Messages that the gateway has decided on.", registry=registry
        )
        self._verified = Counter(
            "quaychain_oracle_verified_total",
            "Messages with form, signature and body in order.",
            registry=registry,
        )
        self._accepted = Counter("quaychain_oracle_accepted_total", "Messages that are durable.", registry=registry)
        self._refused = Counter(
            "quaychain_oracle_refused_total", "Messages refused by this process.", ("reason",), registry=registry
        )
        self._batches = Counter(
            "quaychain_oracle_batch_steps_total",
            "Steps of batches: closed, sealed, stored, anchored, final; lost and refused.",
            ("step",),
            registry=registry,
        )
        self._causes = Counter(
            "quaychain_oracle_batches_closed_total",
            "Batches, by what closed them.",
            ("cause",),
            registry=registry,
        )
        self._seconds = Histogram(
            "quaychain_oracle_step_seconds",
            "Seconds from the step before: durable is the transaction alone, closed is from the oldest event queued.",
            ("step",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._whole = Histogram(
            "quaychain_oracle_event_seconds",
            "Seconds from a batch's oldest event being durable to its anchor in a block that stays.",
            buckets=_SECONDS,
            registry=registry,
        )
        self._sizes = Histogram(
            "quaychain_oracle_batch_events", "Events in a batch.", buckets=_EVENTS, registry=registry
        )

    def watch(
        self,
        queue: Path | str,
        online: Callable[[], bool],
        waiting: Callable[[], int],
        transactions: Path | None = None,
    ) -> None:
        """Tell of this queue, of the broker's link, of the gateway's inbox, and of the account's transactions."""
        self._online.set_function(lambda: float(online()))
        self._inbox.set_function(lambda: float(waiting()))
        self._registry.register(_QueueCollector(queue, transactions))

    def burst(self, step: BurstStep) -> None:
        """See Steps."""
        self._received.inc(step.messages)
        self._verified.inc(step.verified)
        self._accepted.inc(len(step.accepted))
        for reason, count in step.refused.items():
            self._refused.labels(reason).inc(count)
        self._seconds.labels("durable").observe(step.seconds)

    def batch(self, step: BatchStep) -> None:
        """See Steps."""
        self._batches.labels(step.step).inc()
        if step.seconds is not None:
            self._seconds.labels(step.step).observe(step.seconds)
        if step.step == "closed":
            self._causes.labels(step.cause).inc()
            self._sizes.observe(step.count)
        elif step.step == "final" and step.age is not None:
            self._whole.observe(step.age)

    def anchoring_waits(self, error: Exception) -> None:
        """Anchoring could not go on."""
        self._waits.labels(type(error).__name__).inc()


class KeeperMetrics:
    """The keeper's: when each duty last looked, what it did, and what of it waits."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._looked = Gauge(
            "quaychain_keeper_looked_timestamp_seconds", "When a duty last looked.", ("duty",), registry=registry
        )
        self._done = Counter(
            "quaychain_keeper_done_total",
            "What the keeper did: reminders, escalations, notices, challenges, deliveries.",
            ("duty", "what"),
            registry=registry,
        )
        self._waits = Counter(
            "quaychain_keeper_waits_total", "Looks that failed and are repeated.", ("duty", "error"), registry=registry
        )
        self._delivery = Counter(
            "quaychain_keeper_delivery_tries_total",
            "Tries to deliver a notice, by what came of them.",
            ("target", "outcome"),
            registry=registry,
        )
        self._deliveries = Gauge(
            "quaychain_keeper_deliveries",
            "Deliveries of notices in the keepers' database, by state.",
            ("target", "state"),
            registry=registry,
        )
        self._fetched = Counter(
            "quaychain_keeper_batches_fetched_total",
            "Batches whose data was asked for, by what came of it.",
            ("outcome",),
            registry=registry,
        )
        self._missing = Gauge(
            "quaychain_keeper_batches_missing", "Batches whose data can't be had now.", registry=registry
        )

    def expects(self, duties: Iterable[str], targets: Iterable[str] = ()) -> None:
        """Show these from the start, so that one that never looks can be told."""
        for duty in duties:
            self._looked.labels(duty)
        for target in targets:
            for state in ("waiting", "delivered", "dead"):
                self._deliveries.labels(target, state)

    def looked(self, duty: str) -> None:
        """A look has ended well."""
        self._looked.labels(duty).set_to_current_time()

    def did(self, duty: str, what: str) -> None:
        """Something is done."""
        self._done.labels(duty, what).inc()

    def waits(self, duty: str, error: Exception) -> None:
        """A look failed."""
        self._waits.labels(duty, type(error).__name__).inc()

    def delivery(self, target: str, outcome: str) -> None:
        """A try to deliver was `accepted` or `failed`."""
        self._delivery.labels(target, outcome).inc()

    def deliveries(self, counts: Mapping[tuple[str, str], int]) -> None:
        """How many deliveries are in which state: (target, state) → number."""
        for target in {target for target, _ in counts}:
            for each in ("waiting", "delivered", "dead"):
                self._deliveries.labels(target, each).set(counts.get((target, each), 0))

    def fetched(self, outcome: str) -> None:
        """A batch's data was `available` or `missing`."""
        self._fetched.labels(outcome).inc()

    def missing(self, count: int) -> None:
        """So many batches can't be had."""
        self._missing.set(count)


class _QueueCollector(Collector):
    def __init__(self, queue: Path | str, transactions: Path | None) -> None:
        self._queue = queue
        self._transactions = transactions

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering must not open the file."""
        return ()

    def collect(self) -> Iterable[Metric]:
        try:
            connection = open_queue(self._queue)
            try:
                return [*_of_queue(Progress(connection), Listing(connection)), *self._of_sender()]
            finally:
                connection.close()
        except QUEUE_ERRORS:
            # Busy or gone: no value is told, rather than a wrong one.
            return ()

    def _of_sender(self) -> Iterable[Metric]:
        found = None if self._transactions is None else sender_state(self._transactions)
        if found is not None:
            entries = GaugeMetricFamily(
                "quaychain_oracle_transactions",
                "The account's transactions in its outbox, by status.",
                labels=("status",),
            )
            for status in ("pending", "succeeded", "failed", "displaced", "refused"):
                entries.add_metric((status,), found.counts.get(status, 0))
            yield entries


def _of_queue(progress: Progress, listing: Listing) -> Iterable[Metric]:
    events = GaugeMetricFamily(
        "quaychain_oracle_events",
        "Events of a stream: durable (on the disk), batched, stored (sealed data), included (in a block), final (in a"
        " block that stays).",
        labels=("stream", "state"),
    )
    depth = GaugeMetricFamily(
        "quaychain_oracle_queue_depth_events", "Durable events that aren't final.", labels=("stream",)
    )
    batches = GaugeMetricFamily("quaychain_oracle_open_batches", "Batches that aren't final.", labels=("stream",))
    oldest = GaugeMetricFamily(
        "quaychain_oracle_oldest_waiting_seconds",
        "Seconds since the oldest event that isn't final was queued; 0 where none waits.",
        labels=("stream",),
    )
    now = time.time()
    for stream in progress.streams():
        name = stream.stream.hex()
        for state in ("durable", "batched", "stored", "included", "final"):
            events.add_metric((name, state), getattr(stream, state))
        depth.add_metric((name,), stream.waiting)
        batches.add_metric((name,), stream.open_batches)
        queued = stream.oldest_queued_at
        oldest.add_metric((name,), 0.0 if queued is None else max(0.0, now - queued / 1000))
    refusals = CounterMetricFamily("quaychain_oracle_refusals", "Messages refused, by reason.", labels=("reason",))
    for refusal in listing.refusals():
        refusals.add_metric((refusal.reason,), refusal.times)
    kept = GaugeMetricFamily("quaychain_oracle_quarantined_messages", "Messages refused and kept.")
    kept.add_metric((), progress.quarantined())
    standing = GaugeMetricFamily(
        "quaychain_oracle_condition", "What stands in the way of anchoring now.", labels=("name", "about")
    )
    for condition in progress.conditions():
        standing.add_metric((condition.name, condition.about), 1)
    return (events, depth, batches, oldest, refusals, kept, standing)
