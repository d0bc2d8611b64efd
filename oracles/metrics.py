"""Prometheus metrics of the oracle's steps, for a registry that the command builds and passes down. I/O (the queue).

What is on the disk is asked there whenever Prometheus asks, so it is right after a restart too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from .queue.database import open_queue
from .queue.errors import QUEUE_ERRORS
from .queue.listing import Listing


class OracleMetrics:
    """The service's: its broker, its inbox, its queue, and how often anchoring had to wait."""

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

    def watch(self, queue: Path | str, online: Callable[[], bool], waiting: Callable[[], int]) -> None:
        """Tell of this queue, of the broker's link, and of the gateway's inbox."""
        self._online.set_function(lambda: float(online()))
        self._inbox.set_function(lambda: float(waiting()))
        self._registry.register(_QueueCollector(queue))

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
    def __init__(self, queue: Path | str) -> None:
        self._queue = queue

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering must not open the file."""
        return ()

    def collect(self) -> Iterable[Metric]:
        events = GaugeMetricFamily(
            "quaychain_oracle_events",
            "Events of a stream that are durable (on the disk), included (in a block), final (in a block that stays).",
            labels=("stream", "state"),
        )
        refusals = CounterMetricFamily("quaychain_oracle_refusals", "Messages refused, by reason.", labels=("reason",))
        try:
            connection = open_queue(self._queue)
            try:
                listing = Listing(connection)
                for stream in listing.streams():
                    for state in ("durable", "included", "final"):
                        events.add_metric((stream.stream.hex(), state), getattr(stream, state))
                for refusal in listing.refusals():
                    refusals.add_metric((refusal.reason,), refusal.times)
            finally:
                connection.close()
        except QUEUE_ERRORS:
            # Busy or gone: no value is told, rather than a wrong one.
            return ()
        return (events, refusals)
