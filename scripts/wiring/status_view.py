"""Shows an oracle's status: lines for a pipe, a table that follows for a terminal."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from quaychain.contracts.errors import QuaychainError
from quaychain.oracles.queue.errors import QUEUE_ERRORS
from quaychain.oracles.status import OracleStatus, StatusReader, StreamStatus

#: Seconds of lag from which it is shown as slow, and as standing.
_SLOW, _STANDING = 10.0, 60.0


def status_lines(status: OracleStatus) -> Iterator[str]:
    """The report as lines."""
    for stream in status.streams:
        progress = stream.progress
        line = (
            f"stream {progress.stream.hex()}: {progress.durable} durable, {progress.included} included,"
            f" {progress.final} final"
        )
        if progress.waiting:
            line += f"; {progress.waiting} wait, the oldest for {_span(stream.lag)}"
        if stream.on_chain is not None:
            line += f"; epoch {stream.on_chain.epoch}, {_many(stream.on_chain.gaps, 'gap')} on chain"
        yield line
    for refusal in status.refusals:
        yield f"refused {refusal.times} times: {refusal.reason} (last: {refusal.last_detail})"
    for condition in status.conditions:
        yield f"{condition.name} {condition.about} for {_span(status.at / 1000 - condition.since)}: {condition.detail}"
    if status.sender is not None:
        yield f"sender {status.sender.account}: {_sender(status)}"


def status_table(status: OracleStatus) -> RenderableType:
    """The report for a terminal."""
    head = Text.assemble(
        (f"{status.received:,}", "bold"), " received = ", (f"{status.durable:,}", "bold"), " durable + ",
        (f"{status.refused:,}", "bold"), f" refused ({status.quarantined:,} kept)   ",
        (datetime.fromtimestamp(status.at / 1000, UTC).strftime("%H:%M:%S"), "dim"),
    )  # fmt: skip
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("stream", no_wrap=True)
    for name in ("durable", "batched", "stored", "anchored", "final", "lag", "in/s", "out/s", "epoch", "gaps"):
        table.add_column(name, justify="right", no_wrap=True)
    for stream in status.streams:
        table.add_row(*_row(stream))
    parts: list[RenderableType] = [head, Text(), table]
    if status.refusals:
        refused = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        refused.add_column("refused", justify="right")
        refused.add_column("reason", no_wrap=True)
        refused.add_column("last", overflow="ellipsis", no_wrap=True)
        for refusal in status.refusals:
            refused.add_row(f"{refusal.times:,}", refusal.reason, Text(refusal.last_detail, style="dim"))
        parts += [Text(), refused]
    if status.sender is not None:
        parts += [Text(), Text(f"sender {status.sender.account}  {_sender(status)}")]
    for condition in status.conditions:
        span = _span(status.at / 1000 - condition.since)
        parts.append(Text(f"{condition.name} {condition.about} for {span}: {condition.detail}", style="bold red"))
    return Group(*parts)


def follow(reader: StatusReader, console: Console, stopping: threading.Event, interval: float) -> None:
    """Show the report and keep it up to date until `stopping` is set. A queue that is busy or away is said and
    waited for."""
    with Live(console=console, auto_refresh=False, screen=False, vertical_overflow="crop") as live:
        while not stopping.is_set():
            live.update(_shown(reader.read), refresh=True)
            stopping.wait(interval)


def _shown(read: Callable[[], OracleStatus]) -> RenderableType:
    try:
        return status_table(read())
    except (QuaychainError, *QUEUE_ERRORS) as error:
        return Text(f"the queue does not answer: {error}", style="bold red")


def _row(stream: StreamStatus) -> tuple[RenderableType, ...]:
    progress, chain = stream.progress, stream.on_chain
    style = "green" if stream.lag < _SLOW else "yellow" if stream.lag < _STANDING else "bold red"
    return (
        progress.stream.hex()[:12],
        *(f"{count:,}" for count in (progress.durable, progress.batched, progress.stored, progress.included)),
        f"{progress.final:,}",
        Text(_span(stream.lag) if progress.waiting else "–", style=style),
        _rate(stream.durable_rate),
        _rate(stream.final_rate),
        "–" if chain is None else str(chain.epoch),
        "–" if chain is None else Text(str(chain.gaps), style="bold red" if chain.gaps else ""),
    )


def _sender(status: OracleStatus) -> str:
    assert status.sender is not None
    counts = status.sender.counts
    shown = ", ".join(f"{counts[name]:,} {name}" for name in sorted(counts)) or "nothing sent yet"
    first = status.sender.first_pending_nonce
    return shown if first is None else f"{shown}; waits from nonce {first}"


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:,.0f}"


def _span(seconds: float) -> str:
    whole = int(seconds)
    if whole < 60:
        return f"{seconds:.1f} s"
    if whole < 3_600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3_600} h {whole % 3_600 // 60} min"


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
