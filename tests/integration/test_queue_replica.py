"""The queue's server dies with its machine, and another oracle goes on from the synchronous replica."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from quaychain.contracts.child_processes import end_with_parent
from quaychain.contracts.ports import free_ports
from quaychain.oracles.batch import BatchLimits
from quaychain.oracles.queue.database import open_queue, streams_of
from quaychain.oracles.queue.errors import QUEUE_ERRORS
from quaychain.oracles.queue.listing import Listing
from quaychain.oracles.takeover import take_over
from quaychain.scripts.chaos.postgres import PostgresFiles, find_postgres
from tests.oracles.fake_chain import FakeChain
from tests.oracles.queue.test_acceptance import recorded
from tests.oracles.test_anchorer import DEVICES, Oracle

pytestmark = [pytest.mark.integration, pytest.mark.slow]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def serving(files: PostgresFiles, port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        files.server_command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=end_with_parent()
    )
    try:
        wait_until(lambda: files.answers(port))
        yield process
    finally:
        process.kill()
        process.wait()


def test_nothing_that_was_accepted_is_lost_with_the_server(tmp_path: Path) -> None:
    primary = find_postgres(tmp_path / "primary")
    if isinstance(primary, str):
        pytest.skip(primary)
    primary.initialise()
    ports = free_ports(2)
    chain, limits = FakeChain(), BatchLimits(max_count=5, max_age=10)
    with ExitStack() as stack:
        server = stack.enter_context(serving(primary, ports[0]))
        standby = primary.replicate(tmp_path / "standby", ports[0])
        stack.enter_context(serving(standby, ports[1]))
        with psycopg.connect(primary.url(ports[0]), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            connection.execute("SELECT pg_reload_conf()")
            query = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
            wait_until(lambda: connection.execute(query).fetchone() == (1,))
        dead = Oracle(primary.url(ports[0]), chain, limits)
        accepted = 0
        timer = threading.Timer(1.5, server.kill)
        timer.start()
        with pytest.raises(QUEUE_ERRORS):
            while True:
                dead.accept(*(device.message(0, accepted + 1) for device in DEVICES))
                accepted += 1
                dead.anchorer.step()
                chain.persisted = max(len(chain.blocks) - 2, 0)
        timer.join()
        assert accepted > 5
        assert chain.blocks
        with psycopg.connect(standby.url(ports[1]), autocommit=True) as connection:
            connection.execute("SELECT pg_promote()")
            connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
            connection.execute("SELECT pg_reload_conf()")
        queue = open_queue(standby.url(ports[1]), make=False)
        for device in DEVICES:
            kept = recorded(queue, device.public)
            # One more may have come to the disk without its answer.
            assert kept in ([(0, seq) for seq in range(1, last + 1)] for last in (accepted, accepted + 1))
        heir = Oracle(standby.url(ports[1]), chain, limits, "heir")
        take_over(heir.connection, streams_of(heir.connection), heir.port)
        heir.clock = 100_000
        heir.settle()
        chain.persisted = len(chain.blocks)
        heir.settle()
        following = {counts.stream: 1 for counts in Listing(queue).streams()}
        for block in chain.blocks:
            assert block.first_sequence == following[block.stream]
            following[block.stream] += block.count
        assert [(each.durable, each.final) for each in Listing(queue).streams()] == [
            (following[each.stream] - 1, following[each.stream] - 1) for each in Listing(queue).streams()
        ]
        queue.close()
        heir.connection.close()
