"""Prometheus metrics of the oracle's steps, for a registry that the command builds and passes down. I/O (the queue).

What is on the disk is asked there whenever Prometheus asks, so it is right after a restart too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    """The keeper's: when it last looked at the chain, and what it did."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._looked = Gauge(
            "quaychain_keeper_looked_timestamp_seconds", "When the chain was last looked at.", registry=registry
        )
        self._done = Counter(
            "quaychain_keeper_deadlines_total", "Reminders and escalations sent.", ("kind",), registry=registry
        )
        self._waits = Counter(
            "quaychain_keeper_waits_total", "Looks that failed and are repeated.", ("error",), registry=registry
        )

    def looked(self) -> None:
        """A look has ended well."""
        self._looked.set_to_current_time()

    def did(self, kind: str) -> None:
        """A reminder or escalation is on chain."""
        self._done.labels(kind).inc()

    def waits(self, error: Exception) -> None:
        """A look failed."""
        self._waits.labels(type(error).__name__).inc()


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
