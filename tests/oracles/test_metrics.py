"""The oracle's and the keeper's metrics."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import CollectorRegistry

from quaychain.contracts.errors import QuaychainError
from quaychain.oracles.metrics import KeeperMetrics, OracleMetrics
from quaychain.oracles.queue.database import ensure_streams, open_queue


class AwayError(QuaychainError):
    """Something is away."""


def test_the_queue_is_told_as_it_stands_on_the_disk(tmp_path: Path) -> None:
    queue = tmp_path / "queue.sqlite"
    connection = open_queue(queue)
    (stream,) = ensure_streams(connection, 1)
    registry = CollectorRegistry()
    online, waiting = True, 3
    OracleMetrics(registry).watch(queue, lambda: online, lambda: waiting)

    def events(state: str) -> float | None:
        return registry.get_sample_value("quaychain_oracle_events", {"stream": stream.hex(), "state": state})

    assert [events(state) for state in ("durable", "included", "final")] == [0, 0, 0]
    name = {"stream": stream.hex()}
    assert registry.get_sample_value("quaychain_oracle_oldest_waiting_seconds", name) == 0
    connection.execute("UPDATE stream SET next_sequence = 8")
    assert registry.get_sample_value("quaychain_oracle_queue_depth_events", name) == 7
    condition = ("pool_full", "http://node", "too many", 1, 2, 3)
    connection.execute("INSERT INTO condition VALUES (?, ?, ?, ?, ?, ?, NULL)", condition)
    connection.execute("INSERT INTO condition VALUES ('old_head', 'x', 'y', 1, 2, 3, 4)")
    standing = {"name": "pool_full", "about": "http://node"}
    assert registry.get_sample_value("quaychain_oracle_condition", standing) == 1
    over = {"name": "old_head", "about": "x"}
    assert registry.get_sample_value("quaychain_oracle_condition", over) is None
    connection.execute("INSERT INTO refusal VALUES ('counter-reused', 5, 1, 'x', 'y')")
    assert events("durable") == 7
    assert registry.get_sample_value("quaychain_oracle_refusals_total", {"reason": "counter-reused"}) == 5
    assert registry.get_sample_value("quaychain_oracle_broker_online") == 1
    assert registry.get_sample_value("quaychain_oracle_inbox_messages") == 3
    online, waiting = False, 0
    assert registry.get_sample_value("quaychain_oracle_broker_online") == 0


def test_a_queue_that_cant_be_read_is_left_out(tmp_path: Path) -> None:
    queue = tmp_path / "queue.sqlite"
    queue.write_bytes(b"no database at all" * 100)
    registry = CollectorRegistry()
    metrics = OracleMetrics(registry)
    metrics.watch(queue, lambda: True, lambda: 0)
    metrics.anchoring_waits(AwayError())
    assert [metric.name for metric in registry.collect() if metric.name == "quaychain_oracle_events"] == []
    assert registry.get_sample_value("quaychain_oracle_anchoring_waits_total", {"error": "AwayError"}) == 1


def test_the_keeper_tells_what_it_did() -> None:
    registry = CollectorRegistry()
    metrics = KeeperMetrics(registry)
    metrics.expects(["deadlines"])
    assert registry.get_sample_value("quaychain_keeper_looked_timestamp_seconds", {"duty": "deadlines"}) == 0
    metrics.did("deadlines", "remind")
    metrics.looked("deadlines")
    metrics.waits("deadlines", AwayError())
    done = {"duty": "deadlines", "what": "remind"}
    assert registry.get_sample_value("quaychain_keeper_done_total", done) == 1
    waits = {"duty": "deadlines", "error": "AwayError"}
    assert registry.get_sample_value("quaychain_keeper_waits_total", waits) == 1
    looked = registry.get_sample_value("quaychain_keeper_looked_timestamp_seconds", {"duty": "deadlines"})
    assert looked is not None and looked > 1_700_000_000
