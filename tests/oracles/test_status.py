"""An operator sees how far each stream has got, and what stands in the way."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from rich.console import Console

from quaychain.contracts.outbox import Outbox
from quaychain.oracles.queue.batches import Batches, Inclusion
from quaychain.oracles.queue.database import QueueConnection, ensure_streams, open_queue
from quaychain.oracles.queue.progress import Progress, SenderState, sender_state
from quaychain.oracles.status import StatusReader, StreamOnChain
from quaychain.scripts.wiring.status_view import follow, status_lines, status_table


def queued(connection: QueueConnection, stream: bytes, count: int, at: int) -> None:
    """So many events, one a millisecond from `at` on."""
    connection.executemany(
        "INSERT INTO event VALUES (?, ?, ?, 0, ?, 'reading', 7, ?, 1, ?, x'', x'', x'', '[]')",
        [(stream, number, stream, number, at + number, number.to_bytes(32, "big")) for number in range(1, count + 1)],
    )
    connection.execute("UPDATE stream SET next_sequence = ? WHERE id = ?", (count + 1, stream))


def a_queue(folder: Path) -> tuple[QueueConnection, bytes]:
    """Ten events: two final, two anchored, two stored, two in a batch, two in none."""
    connection = open_queue(folder / "queue.sqlite")
    (stream,) = ensure_streams(connection, 1)
    queued(connection, stream, 10, 1_000)
    batches = Batches(connection)
    connection.execute("INSERT INTO device VALUES (?, ?, ?, 0, 10, NULL, NULL)", (stream, bytes(16), stream))
    final, anchored, stored, _ = (batches.form(stream, first, 2, bytes(32)) for first in (1, 3, 5, 7))
    first, second, _ = batches.stored({final: bytes(36), anchored: bytes(36), stored: bytes(36)})
    included = batches.included({first: Inclusion(bytes(32), 1), second: Inclusion(bytes(32), 2)})
    batches.finalize(included[:1], 5_000)
    return connection, stream


def test_each_step_of_a_stream_is_counted(tmp_path: Path) -> None:
    connection, stream = a_queue(tmp_path)
    (found,) = Progress(connection).streams()
    assert (found.durable, found.batched, found.stored, found.included, found.final) == (10, 8, 6, 4, 2)
    assert (found.stream, found.open_batches, found.waiting, found.oldest_queued_at) == (stream, 3, 8, 1_003)
    assert Progress(connection).quarantined() == 0


def test_the_report_is_the_same_for_people_and_programs(tmp_path: Path) -> None:
    connection, stream = a_queue(tmp_path)
    connection.execute("INSERT INTO condition VALUES ('chain_stalled', '', 'no block', 3, 4, 1, NULL)")
    connection.execute("INSERT INTO refusal VALUES ('replayed', 5, 1, 'qc/x', 'again')")
    times = [61_003, 63_003]
    chain = StreamOnChain(epoch=2, holder="0xab", anchored=4, gaps=1)
    sender = SenderState("0xab", {"succeeded": 3, "pending": 1}, 17)
    reader = StatusReader(connection, lambda: times.pop(0), lambda _: chain, lambda: sender)
    first = reader.read().as_json()
    assert (first["received"], first["durable"], first["refused"]) == (15, 10, 5)
    (shown,) = first["streams"]
    assert (shown["lagSeconds"], shown["waiting"], shown["openBatches"], shown["durableRate"]) == (60.0, 8, 3, None)
    assert shown["onChain"]["gaps"] == 1 and first["sender"]["first_pending_nonce"] == 17
    assert json.loads(json.dumps(first)) == first
    queued_more = "INSERT INTO event VALUES (?, 11, ?, 0, 11, 'reading', 7, 1, 1, ?, x'', x'', x'', '[]')"
    connection.execute(queued_more, (stream, stream, bytes(32)))
    connection.execute("UPDATE stream SET next_sequence = 12")
    second = reader.read()
    assert second.streams[0].durable_rate == 0.5 and second.streams[0].final_rate == 0
    lines = list(status_lines(second))
    assert lines[0].startswith(
        f"stream {stream.hex()}: 11 durable, 4 included, 2 final; 9 wait, the oldest for 1 min 2 s"
    )
    assert lines[0].endswith("epoch 2, 1 gap on chain")
    assert lines[1:] == [
        "refused 5 times: replayed (last: again)",
        "chain_stalled  for 1 min 0 s: no block",
        "sender 0xab: 1 pending, 3 succeeded; waits from nonce 17",
    ]
    console = Console(width=140, record=True, file=(tmp_path / "screen").open("w"))
    console.print(status_table(second))
    screen = console.export_text()
    for part in (stream.hex()[:12], "16 received", "replayed", "chain_stalled", "nonce 17", "1 min 2 s"):
        assert part in screen


def test_following_says_when_the_queue_is_away_and_goes_on(tmp_path: Path) -> None:
    connection, _ = a_queue(tmp_path)
    stopping, reports = threading.Event(), 0

    def milliseconds() -> int:
        nonlocal reports
        reports += 1
        if reports == 1:
            connection.close()
        else:
            stopping.set()
        return 1

    reader = StatusReader(connection, milliseconds)
    console = Console(width=140, record=True, file=(tmp_path / "screen").open("w"), force_terminal=True)
    follow(reader, console, stopping, 0.001)
    assert reports == 2 and "the queue does not answer" in console.export_text()


def test_the_senders_outbox_is_read_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    assert sender_state(path) is None and not path.exists()
    Outbox(path, "0x" + "ab" * 20, 7, bytes(32)).close()
    found = sender_state(path)
    assert found is not None and (dict(found.counts), found.first_pending_nonce) == ({}, None)
