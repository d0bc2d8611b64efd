"""Prometheus metrics of API and indexer, each for a registry of its process: nothing global."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from .queries.members import index_state


class Metrics:
    """Requests by route, and how far the rows are. Labels are routes, never ids or members."""

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "quaychain_api_requests_total", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "quaychain_api_request_seconds", "Seconds until the answer began.", ("route",), registry=self.registry
        )
        self.registry.register(_IndexCollector(engine))
        #: prometheus_client looks for a series by its labels under a lock each time.
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """An answer has begun, so many seconds after its request."""
        found = self._series.get((method, route, status))
        if found is None:
            found = self._requests.labels(method, route, str(status)), self._seconds.labels(route)
            self._series[method, route, status] = found
        found[0].inc()
        found[1].observe(seconds)


class IndexerMetrics:
    """Steps by what came of them, what they waited for, and how far the rows are."""

    def __init__(self, registry: CollectorRegistry, engine: Engine) -> None:
        self._steps = Counter(
            "quaychain_indexer_steps_total",
            "Looks at the chain, by what came of them.",
            ("outcome",),
            registry=registry,
        )
        self._waits = Counter(
            "quaychain_indexer_waits_total", "Steps that failed and are repeated.", ("error",), registry=registry
        )
        self._logs = Counter("quaychain_indexer_logs_total", "Logs of the chain that became rows.", registry=registry)
        self._seconds = Histogram(
            "quaychain_indexer_block_seconds",
            "Seconds from a block's own time to its rows, for blocks read near the head.",
            buckets=(0.1, 0.3, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 120.0, 600.0),
            registry=registry,
        )
        registry.register(_IndexCollector(engine))

    def indexed(self, logs: int, seconds: float | None) -> None:
        """Rows of so many logs are written; `seconds` since the newest block, where that is near the head."""
        self._logs.inc(logs)
        # The embedded chain's own time may be any.
        if seconds is not None and seconds >= 0:
            self._seconds.observe(seconds)

    def step(self, outcome: str) -> None:
        """A step has ended well."""
        self._steps.labels(outcome).inc()

    def waits(self, error: Exception) -> None:
        """A step failed, and will be tried again."""
        self._waits.labels(type(error).__name__).inc()


class _IndexCollector(Collector):
    """Reads the cursor whenever metrics are asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering must not ask the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        return list(self._gauges())

    def _gauges(self) -> Iterator[Metric]:
        try:
            with self._engine.connect() as connection:
                state = index_state(connection)
        except SQLAlchemyError:
            return
        if state is None:
            return
        for name, text, value in (
            ("block", "Number of the block that the rows go up to.", float(state.block_number)),
            ("head", "Number of the newest block that the indexer saw.", float(state.head_number)),
            ("lag_blocks", "Blocks that the rows are behind.", float(state.lag_blocks)),
            ("seen_timestamp_seconds", "When the indexer last looked at the chain.", state.seen_at.timestamp()),
        ):
            yield GaugeMetricFamily(f"quaychain_index_{name}", text, value=value)
