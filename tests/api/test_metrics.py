"""The indexer's metrics."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import CollectorRegistry

from quaychain.api.database import migrate, open_database, sqlite_url
from quaychain.api.metrics import IndexerMetrics
from quaychain.contracts.errors import QuaychainError


class AwayError(QuaychainError):
    """Something is away."""


def test_steps_and_waits_are_counted_and_no_row_is_no_value(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path / "rows.sqlite"))
    migrate(engine)
    registry = CollectorRegistry()
    metrics = IndexerMetrics(registry, engine)
    metrics.step("advanced")
    metrics.step("advanced")
    metrics.waits(AwayError())
    assert registry.get_sample_value("quaychain_indexer_steps_total", {"outcome": "advanced"}) == 2
    assert registry.get_sample_value("quaychain_indexer_waits_total", {"error": "AwayError"}) == 1
    assert registry.get_sample_value("quaychain_index_block") is None


def test_a_database_that_is_away_tells_nothing(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path / "rows.sqlite"))
    registry = CollectorRegistry()
    IndexerMetrics(registry, engine)
    assert registry.get_sample_value("quaychain_index_block") is None
