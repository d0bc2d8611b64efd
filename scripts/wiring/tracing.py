"""Traces by OpenTelemetry, sent to the OTLP endpoint that its own variables name; none without one.

A message's trace has the step to the disk; a batch's links to the messages in it and has the steps to the block that
stays, and, from the indexer's process, to the rows. Attributes are places in streams and numbers, never content.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quaychain.contracts.bindings.event_anchor import BatchAnchored
from quaychain.contracts.trace_ids import SpanName, batch_span, message_span, sampled
from quaychain.contracts.types import Log
from quaychain.oracles.steps import BatchStep, BurstStep

from .options import OptionError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import SpanContext

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
#: Steps that have a span; those that only say that one is repeated have none.
_STEPS = frozenset({"sealed", "stored", "anchored", "final"})


class Tracing:
    """Makes spans of steps. A `Steps`; what is indexed is told by `indexed`."""

    def __init__(self, service: str, exporter: SpanExporter, *, at_once: bool = False) -> None:
        """`at_once` exports each span when it ends, otherwise a thread of its own does so in batches."""
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
        from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

        named = self._named = threading.local()

        class Ids(RandomIdGenerator):
            """Random, but for spans that have a name of their own."""

            def generate_trace_id(self) -> int:
                name: SpanName | None = getattr(named, "name", None)
                return super().generate_trace_id() if name is None else name.trace

            def generate_span_id(self) -> int:
                name: SpanName | None = getattr(named, "name", None)
                return super().generate_span_id() if name is None else name.span

        self._provider = TracerProvider(
            resource=Resource.create({"service.name": service}), id_generator=Ids(), shutdown_on_exit=False
        )
        self._provider.add_span_processor(SimpleSpanProcessor(exporter) if at_once else BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("quaychain")

    def burst(self, step: BurstStep) -> None:
        """See Steps."""
        for accepted in step.accepted:
            if accepted.sequence in sampled(accepted.stream, accepted.sequence, 1):
                self._root(
                    "durable",
                    message_span(accepted.stream, accepted.sequence),
                    step.seconds,
                    {"stream": accepted.stream.hex(), "sequence": accepted.sequence},
                )

    def batch(self, step: BatchStep) -> None:
        """See Steps."""
        name = batch_span(step.stream, step.first_sequence)
        facts: dict[str, str | int] = {
            "stream": step.stream.hex(),
            "first_sequence": step.first_sequence,
            "count": step.count,
        }
        if step.step == "closed":
            messages = sampled(step.stream, step.first_sequence, step.count)
            links = [message_span(step.stream, sequence) for sequence in messages]
            self._root("batch", name, step.age or 0.0, facts | {"closed_by": step.cause}, links)
        elif step.step in _STEPS:
            self._child(step.step, name, step.seconds or 0.0, facts)

    def indexed(self, logs: Iterable[Log], seconds: float) -> None:
        """The rows of these logs are written, in so many seconds."""
        for log in logs:
            if log.topics and log.topics[0] == BatchAnchored.TOPIC:
                # The second word of the data, after the epoch.
                first = int.from_bytes(log.data[32:64], "big")
                facts: dict[str, str | int] = {"stream": log.topics[1].hex(), "first_sequence": first}
                name = batch_span(log.topics[1], first)
                self._child("indexed", name, seconds, facts | {"block": log.block_number})

    def close(self) -> None:
        """Send what waits, for a few seconds at most."""
        self._provider.force_flush(5_000)
        self._provider.shutdown()

    def _root(
        self,
        what: str,
        name: SpanName,
        seconds: float,
        facts: Mapping[str, str | int],
        links: Iterable[SpanName] = (),
    ) -> None:
        from opentelemetry.context import Context
        from opentelemetry.trace import Link

        now = time.time_ns()
        self._named.name = name
        try:
            span = self._tracer.start_span(
                what,
                Context(),
                attributes=_attributes(facts),
                links=[Link(_context(link)) for link in links],
                start_time=now - int(seconds * 1e9),
            )
        finally:
            self._named.name = None
        span.end(now)

    def _child(self, what: str, parent: SpanName, seconds: float, facts: Mapping[str, str | int]) -> None:
        from opentelemetry.context import Context
        from opentelemetry.trace import NonRecordingSpan, set_span_in_context

        now = time.time_ns()
        above = set_span_in_context(NonRecordingSpan(_context(parent)), Context())
        start = now - int(seconds * 1e9)
        self._tracer.start_span(what, above, attributes=_attributes(facts), start_time=start).end(now)


def _context(name: SpanName) -> SpanContext:
    from opentelemetry.trace import SpanContext, TraceFlags

    return SpanContext(name.trace, name.span, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))


def _attributes(facts: Mapping[str, str | int]) -> dict[str, str | int]:
    return {f"quaychain.{name}": value for name, value in facts.items()}


@contextmanager
def tracing(service: str, environment: Mapping[str, str] | None = None) -> Iterator[Tracing | None]:
    """Traces where an endpoint is named, None otherwise. Raises OptionError where the extra is not installed."""
    named = os.environ if environment is None else environment
    if not any(named.get(variable) for variable in _ENDPOINTS):
        yield None
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        raise OptionError(_ENDPOINTS[0], "traces need the extra: pip install 'quaychain[tracing]'") from None
    made = Tracing(service, OTLPSpanExporter())
    try:
        yield made
    finally:
        made.close()
