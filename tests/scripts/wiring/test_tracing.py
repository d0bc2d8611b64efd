"""Traces of gateway, anchorer and indexer join by names that each works out by itself, and hold no content."""

from __future__ import annotations

from typing import Any

import pytest

from quaychain.contracts.bindings.event_anchor import BatchAnchored
from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.trace_ids import SAMPLED, batch_span, message_span, sampled
from quaychain.contracts.types import Log
from quaychain.oracles.queue.acceptance import Accepted
from quaychain.oracles.steps import BatchStep, BurstStep
from quaychain.scripts.wiring.tracing import Tracing, tracing

STREAM = bytes([3]) + bytes(31)
DIGEST = b"\xee" * 32


def log(first: int) -> Log:
    data = (1).to_bytes(32, "big") + first.to_bytes(32, "big") + bytes(160)
    return Log("0x" + "00" * 20, (BatchAnchored.TOPIC, STREAM), data, 9, bytes(32), bytes(32), 0, 0)


def test_a_message_is_followed_over_three_processes() -> None:
    memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter")
    exporters = [memory.InMemorySpanExporter() for _ in range(3)]
    gateway, anchorer, indexer = (Tracing(f"part {n}", each, at_once=True) for n, each in enumerate(exporters))
    accepted = [Accepted(b"k" * 32, Counter(0, seq), DIGEST, STREAM, seq) for seq in range(1, 2 * SAMPLED + 1)]
    gateway.burst(BurstStep(len(accepted), len(accepted), accepted, {}, 0.01))
    for step in ("closed", "sealed", "stored", "anchored", "refused", "final"):
        anchorer.batch(BatchStep(step, STREAM, 1, 2 * SAMPLED, 0.5, 2.0, "count" if step == "closed" else ""))
    indexer.indexed([log(1), Log("0x" + "00" * 20, (bytes(32),), b"", 9, bytes(32), bytes(32), 0, 1)], 0.2)

    messages, steps, rows = (exporter.get_finished_spans() for exporter in exporters)
    assert [span.name for span in messages] == ["durable"] * 2
    root, *children = steps
    assert (root.name, [span.name for span in children]) == ("batch", ["sealed", "stored", "anchored", "final"])
    assert [(link.context.trace_id, link.context.span_id) for link in root.links] == [
        (span.context.trace_id, span.context.span_id) for span in messages
    ]
    (indexed,) = rows
    name = batch_span(STREAM, 1)
    assert (root.context.trace_id, root.context.span_id) == (name.trace, name.span) and root.parent is None
    for span in (*children, indexed):
        assert (span.context.trace_id, span.parent.span_id) == (name.trace, name.span)
    assert root.end_time - root.start_time == 2_000_000_000
    allowed = {"stream", "sequence", "first_sequence", "count", "closed_by", "block"}
    shown: list[Any] = []
    for span in (*messages, *steps, *rows):
        assert {key.removeprefix("quaychain.") for key in span.attributes} <= allowed
        shown += span.attributes.values()
    assert DIGEST.hex() not in map(str, shown)


def test_sampling_is_by_place_and_the_same_for_a_message_and_its_batch() -> None:
    alone = [sequence for sequence in range(1, 2_000) if sequence in sampled(STREAM, sequence, 1)]
    assert alone == list(sampled(STREAM, 1, 1_999)) and len(alone) == 4
    assert len(sampled(STREAM, 1, 65_536)) == 128
    names = {message_span(STREAM, 1), message_span(STREAM, 2), batch_span(STREAM, 1), message_span(bytes(32), 1)}
    assert len(names) == 4


def test_without_an_endpoint_there_is_nothing() -> None:
    with tracing("quaychain-oracle", {"OTEL_EXPORTER_OTLP_ENDPOINT": ""}) as made:
        assert made is None
