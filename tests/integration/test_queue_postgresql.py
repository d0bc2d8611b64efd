"""The queue on a real PostgreSQL: the same rules as on SQLite, several writers at once, and a server that goes away."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import psycopg
import pytest

from quaychain.oracles.batch import BatchLimits
from quaychain.oracles.queue.acceptance import Acceptance, Accepted
from quaychain.oracles.queue.database import QueueConnection, ensure_streams, open_queue
from quaychain.oracles.queue.errors import QueueLeaseLostError, QueueUnavailableError, QueueUnusableError
from quaychain.oracles.queue.listing import Listing
from tests.oracles.fake_chain import FakeChain
from tests.oracles.queue.test_acceptance import DEVICES, STREAMS, item, recorded, take
from tests.oracles.signing import NOW
from tests.oracles.test_anchorer import Oracle

pytestmark = pytest.mark.integration


@pytest.fixture
def url(postgresql: str) -> str:
    """A database with no queue in it."""
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS quaychain_queue CASCADE")
    return postgresql


def fresh(url: str) -> QueueConnection:
    connection = open_queue(url)
    ensure_streams(connection, STREAMS)
    return connection


def end_sessions(url: str) -> None:
    """Every session of a queue ends, as when the server is started anew."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'quaychain oracle' AND pid <> pg_backend_pid()"
        ).fetchall()


def acquired(connection: QueueConnection) -> bool:
    """Whether it gets the lease soon: the server takes a moment to notice that a session ended."""
    deadline = time.monotonic() + 10
    while not connection.acquire_lease():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_events_are_placed_counted_and_refused_as_on_sqlite(url: str, tmp_path: Path) -> None:
    one, two = DEVICES[1], DEVICES[2]
    forged = one.message(0, 1).replace(b"41.25", b"41.75")
    messages = (
        *(one.message(0, 1), two.message(0, 1), one.message(0, 2), one.message(0, 2), forged, forged),
        *(b"rubbish \x00 \\", one.message(0, 1, value=7.0), one.message(0, 5), one.message(1, 1)),
        # A field's name that PostgreSQL takes in no text: the refusal tells of it.
        one.message(1, 2).replace(b'"unit"', b'"u\\u0000":1,"unit"'),
    )
    found = []
    for queue in (url, tmp_path / "queue.sqlite"):
        connection = fresh(str(queue))
        outcomes = take(connection, *messages)
        rows = connection.execute("SELECT signed, signature, body, items, size FROM event ORDER BY key, seq")
        listing = Listing(connection)
        last = listing.last_of(one.public)
        assert last is not None
        found.append(
            (
                [getattr(outcome, "sequence", None) or getattr(outcome, "reason", None) for outcome in outcomes],
                [(refusal.reason, refusal.times, refusal.last_detail) for refusal in listing.refusals()],
                [(kept.id, kept.reason, kept.message, kept.times) for kept in listing.kept()],
                [counts.durable for counts in listing.streams()],
                (last.counter, last.sequence, last.state),
                rows.fetchall(),
            )
        )
        connection.close()
    assert found[0] == found[1]


def test_writers_at_once_leave_one_sequence(url: str) -> None:
    """Two gateways get the same bursts, from every device, in two orders."""
    fresh(url).close()
    bursts = [[item(device.message(0, seq)) for seq in range(1, 41)] for device in DEVICES.values()]
    taken: list[Accepted] = []

    def deliver(order: int) -> None:
        connection = open_queue(url)
        for start in range(0, 40, 10):
            burst = [entry for entries in bursts[::order] for entry in entries[start : start + 10]]
            result = Acceptance(connection).take(burst, NOW)
            taken.extend(outcome for outcome in result.outcomes if isinstance(outcome, Accepted))
        connection.close()

    threads = [threading.Thread(target=deliver, args=(order,)) for order in (1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection = open_queue(url)
    assert len(taken) == 40 * len(DEVICES)
    for device in DEVICES.values():
        assert recorded(connection, device.public) == [(0, seq) for seq in range(1, 41)]
    for counts in Listing(connection).streams():
        rows = connection.execute("SELECT sequence FROM event WHERE stream = ? ORDER BY 1", (counts.stream,)).fetchall()
        assert [row[0] for row in rows] == list(range(1, counts.durable + 1))
    connection.close()


def test_batches_go_their_way(url: str) -> None:
    chain = FakeChain()
    oracle = Oracle(url, chain, BatchLimits(max_count=3, max_age=10))
    oracle.accept(*(DEVICES[1].message(0, seq) for seq in range(1, 8)), DEVICES[2].message(0, 1))
    oracle.settle()
    oracle.restart()
    oracle.clock = 10_000
    oracle.settle()
    chain.persisted = len(chain.blocks)
    oracle.settle()
    assert {key: acknowledgement.anchored for key, acknowledgement in oracle.acknowledged.items()} == {
        DEVICES[1].public: (0, 7),
        DEVICES[2].public: (0, 1),
    }
    counts = Listing(oracle.connection).streams()
    assert sum(stream.final for stream in counts) == sum(stream.durable for stream in counts) == 8
    while oracle.anchorer.purge():
        pass
    left = oracle.connection.execute("SELECT key, seq FROM event").fetchall()
    assert sorted(left) == sorted([(DEVICES[1].public, 7), (DEVICES[2].public, 1)])
    assert Listing(oracle.connection).standing(bytes(32)) is None
    oracle.connection.close()


def test_a_server_that_went_away_is_found_again(url: str) -> None:
    connection = fresh(url)
    assert isinstance(take(connection, DEVICES[1].message(0, 1))[0], Accepted)
    end_sessions(url)
    with pytest.raises(QueueUnavailableError):
        take(connection, DEVICES[1].message(0, 2))
    assert isinstance(take(connection, DEVICES[1].message(0, 2))[0], Accepted)
    # Within a transaction nothing goes on over a new connection: half of it would be missing.
    with pytest.raises(QueueUnavailableError), connection.transaction():
        connection.execute("UPDATE stream SET next_sequence = 77")
        end_sessions(url)
        connection.execute("UPDATE stream SET next_sequence = 78")
    assert recorded(connection, DEVICES[1].public) == [(0, 1), (0, 2)]
    assert all(counts.durable < 70 for counts in Listing(connection).streams())
    connection.close()


def test_one_anchorer_at_a_time(url: str, tmp_path: Path) -> None:
    for queue in (url, str(tmp_path / "queue.sqlite")):
        first, second = fresh(queue), fresh(queue)
        assert first.acquire_lease()
        assert first.acquire_lease()
        assert not second.acquire_lease()
        first.close()
        assert acquired(second)
        second.close()
    holder, heir = fresh(url), fresh(url)
    assert holder.acquire_lease()
    end_sessions(url)
    with pytest.raises(QueueUnavailableError):
        heir.execute("SELECT 1")
    assert acquired(heir)
    with pytest.raises(QueueUnavailableError):
        holder.execute("UPDATE stream SET next_sequence = 5")
    with pytest.raises(QueueLeaseLostError):
        holder.execute("UPDATE stream SET next_sequence = 5")
    assert not holder.acquire_lease()
    for connection in (holder, heir):
        connection.close()


def test_a_server_that_would_lose_events_is_refused(url: str) -> None:
    with pytest.raises(QueueUnusableError, match="nobody"):
        open_queue(url.replace("postgres:", "nobody:", 1).replace("postgres@", "nobody@", 1))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")
    try:
        for _ in range(100):
            with psycopg.connect(url) as connection:
                if connection.execute("SHOW full_page_writes").fetchone() == ("off",):
                    break
        with pytest.raises(QueueUnusableError, match="full_page_writes off"):
            open_queue(url)
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM RESET full_page_writes")
            connection.execute("SELECT pg_reload_conf()")
