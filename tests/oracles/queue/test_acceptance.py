"""Bursts into the queue: each event once, in order, whatever the network and the processes do."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.oracles.examine import Arrival, Examined, examine
from quaychain.oracles.queue.acceptance import Acceptance, Accepted, Outcome, Refused, Rejected
from quaychain.oracles.queue.database import QueueConnection, ensure_streams, open_queue
from quaychain.oracles.queue.errors import QueueUnusableError, StreamsChangedError
from quaychain.oracles.queue.listing import Listing
from quaychain.oracles.quota import Quota

from ..signing import MEMBER, NOW, RULES, Directory, Signer, registered

STREAMS = 2
DEVICES = {seed: Signer(seed) for seed in range(1, 5)}
DIRECTORY = Directory({signer.public: registered() for signer in DEVICES.values()})


def item(message: bytes, source: str = "test") -> Examined | Rejected:
    arrival = Arrival(source, message)
    try:
        return examine(arrival, RULES, DIRECTORY, NOW, lambda *_: ())
    except EventRefusedError as error:
        return Rejected(arrival, error)


def recorded(connection: QueueConnection, key: bytes) -> list[tuple[int, int]]:
    rows = connection.execute("SELECT boot, seq FROM event WHERE key = ? ORDER BY stream, sequence", (key,))
    return [(boot, seq) for boot, seq in rows]


@pytest.fixture
def connection(tmp_path: Path) -> QueueConnection:
    connection = open_queue(tmp_path / "queue.sqlite")
    ensure_streams(connection, STREAMS)
    return connection


def take(connection: QueueConnection, *messages: bytes) -> list[Outcome]:
    return Acceptance(connection).take([item(message) for message in messages], NOW).outcomes


def test_a_burst_is_sequenced_in_the_order_it_came(connection: QueueConnection) -> None:
    one, two = DEVICES[1], DEVICES[2]
    outcomes = take(connection, one.message(0, 1), two.message(0, 1), one.message(0, 2), one.message(0, 3))
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    placed = [(outcome.stream, outcome.sequence) for outcome in outcomes if isinstance(outcome, Accepted)]
    assert len(set(placed)) == 4
    mine = [outcome.sequence for outcome in outcomes if isinstance(outcome, Accepted) and outcome.key == one.public]
    assert mine == sorted(mine)
    assert recorded(connection, one.public) == [(0, 1), (0, 2), (0, 3)]


def test_the_last_event_of_a_signer_is_found(connection: QueueConnection) -> None:
    one, two = DEVICES[1], DEVICES[2]
    assert Listing(connection).last_of(one.public) is None
    outcomes = take(connection, one.message(0, 1), one.message(0, 2), two.message(0, 1), one.message(1, 1))
    last = Listing(connection).last_of(one.public)
    assert last is not None
    assert last.counter == Counter(1, 1)
    assert isinstance(outcomes[3], Accepted)
    assert (last.stream, last.sequence) == (outcomes[3].stream, outcomes[3].sequence)


def test_the_answer_says_where_each_signer_stands(connection: QueueConnection) -> None:
    one = DEVICES[1]
    result = Acceptance(connection).take([item(one.message(0, 1)), item(one.message(0, 3))], NOW)
    assert isinstance(result.outcomes[1], Refused)
    assert result.outcomes[1].reason is RefusalReason.GAP
    member, acknowledgement = result.acknowledgements[one.public]
    assert member == MEMBER
    assert acknowledgement.durable == Counter(0, 1)
    assert acknowledgement.anchored is None


def test_refusals_are_counted_and_kept_unless_they_are_asked_for_again(connection: QueueConnection) -> None:
    one = DEVICES[1]
    good = one.message(0, 1)
    forged = good.replace(b"41.25", b"41.75")
    take(connection, good, good, forged, forged, b"rubbish", one.message(0, 1, value=7.0), one.message(0, 5))
    counts = {count.reason: count.times for count in Listing(connection).refusals()}
    assert counts == {"replayed": 1, "signature_forged": 2, "not_json": 1, "counter_reused": 1, "gap": 1}
    kept = {(entry.reason, entry.message, entry.times) for entry in Listing(connection).kept()}
    assert kept == {
        ("signature_forged", forged, 2),
        ("not_json", b"rubbish", 1),
        ("counter_reused", one.message(0, 1, value=7.0), 1),
        ("replayed", good, 1),
    }


def test_honest_repetitions_leave_room_for_the_rest(connection: QueueConnection) -> None:
    one = DEVICES[1]
    messages = [one.message(0, seq) for seq in range(1, 81)]
    take(connection, *messages)
    take(connection, *messages)
    assert sum(entry.reason == "replayed" for entry in Listing(connection).kept()) == 50


def test_what_is_over_a_quota_is_refused_in_its_turn_and_taken_later(connection: QueueConnection) -> None:
    one, moment = DEVICES[1], [0]
    acceptance = Acceptance(connection, quota=Quota(2, 60), milliseconds=lambda: moment[0])
    burst = [item(one.message(0, seq)) for seq in range(1, 5)]
    reasons = [getattr(outcome, "reason", None) for outcome in acceptance.take(burst, NOW).outcomes]
    assert reasons == [None, None, RefusalReason.OVER_QUOTA, RefusalReason.GAP]
    moment[0] = 60_000
    # Repetitions count for nothing.
    assert all(isinstance(outcome, Accepted) for outcome in acceptance.take(burst, NOW).outcomes[2:])
    assert recorded(connection, one.public) == [(0, 1), (0, 2), (0, 3), (0, 4)]


def test_the_quarantine_is_bounded_and_the_counts_go_on(connection: QueueConnection) -> None:
    acceptance = Acceptance(connection, quarantine_limit=3)
    acceptance.take([item(b"rubbish %d" % number) for number in range(10)], NOW)
    assert len(list(Listing(connection).kept())) == 3
    assert Listing(connection).refusals()[0].times == 10


def test_a_queue_keeps_its_streams(tmp_path: Path) -> None:
    connection = open_queue(tmp_path / "queue.sqlite")
    assert len(set(ensure_streams(connection, STREAMS))) == STREAMS
    assert ensure_streams(connection, STREAMS) == ensure_streams(connection, STREAMS)
    with pytest.raises(StreamsChangedError):
        ensure_streams(connection, 1)


def test_a_file_that_is_no_queue_is_named(tmp_path: Path) -> None:
    (tmp_path / "queue.sqlite").write_bytes(b"this is no database at all, but long enough to be looked at")
    with pytest.raises(QueueUnusableError, match=r"queue\.sqlite"):
        open_queue(tmp_path / "queue.sqlite")
    other = open_queue(tmp_path / "other.sqlite")
    other.execute("PRAGMA user_version=99")
    other.close()
    with pytest.raises(QueueUnusableError, match="version 99"):
        open_queue(tmp_path / "other.sqlite")


def test_an_older_queue_is_brought_up_to_date(tmp_path: Path) -> None:
    older = open_queue(tmp_path / "queue.sqlite")
    streams = ensure_streams(older, STREAMS)
    for statement in ("DROP TABLE purged_document", "DROP INDEX batch_kept", "PRAGMA user_version=2"):
        older.execute(statement)
    older.close()
    connection = open_queue(tmp_path / "queue.sqlite")
    assert ensure_streams(connection, STREAMS) == streams
    assert Listing(connection).standing(bytes(32)) is None


def test_a_failed_burst_leaves_nothing(connection: QueueConnection) -> None:
    class Broken(Exception):
        pass

    with pytest.raises(Broken), connection.transaction():
        connection.execute("UPDATE stream SET next_sequence = 77")
        raise Broken
    assert all(counts.durable == 0 for counts in Listing(connection).streams())
    assert isinstance(take(connection, DEVICES[1].message(0, 1))[0], Accepted)


class Delivery(RuleBasedStateMachine):
    """Devices sign in order; the network duplicates, delays, drops and mixes; gateway and devices restart."""

    sent = Bundle("sent")

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "queue.sqlite"
        self.connections = [open_queue(self.path), open_queue(self.path)]
        ensure_streams(self.connections[0], STREAMS)
        self.signed: dict[int, list[tuple[Counter, bytes]]] = {seed: [] for seed in DEVICES}
        self.boots = dict.fromkeys(DEVICES, 0)
        self.accepted: dict[int, int] = dict.fromkeys(DEVICES, 0)

    def teardown(self) -> None:
        if hasattr(self, "connections"):
            for connection in self.connections:
                connection.close()
            self.folder.cleanup()

    @rule(target=sent, seed=st.sampled_from(sorted(DEVICES)), value=st.integers(0, 50))
    def sign(self, seed: int, value: int) -> tuple[int, int]:
        log = self.signed[seed]
        boot = self.boots[seed]
        last = log[-1][0] if log else None
        same_boot = last is not None and last.boot == boot
        counter = Counter(boot, last.seq + 1 if last is not None and same_boot else 1)
        previous = None if same_boot else last
        log.append((counter, DEVICES[seed].message(*counter, previous=previous, value=float(value))))
        return seed, len(log) - 1

    @rule(seed=st.sampled_from(sorted(DEVICES)))
    def restart_device(self, seed: int) -> None:
        self.boots[seed] += 1

    @rule(which=st.integers(0, 1))
    def restart_gateway(self, which: int) -> None:
        self.connections[which].close()
        self.connections[which] = open_queue(self.path)

    @rule(burst=st.lists(sent, max_size=6), which=st.integers(0, 1))
    def deliver(self, burst: list[tuple[int, int]], which: int) -> None:
        items = [item(self.signed[seed][index][1]) for seed, index in burst]
        result = Acceptance(self.connections[which]).take(items, NOW)
        for (seed, index), outcome in zip(burst, result.outcomes, strict=True):
            if index == self.accepted[seed]:
                assert isinstance(outcome, Accepted)
                self.accepted[seed] += 1
            else:
                assert isinstance(outcome, Refused)
                expected = RefusalReason.REPLAYED if index < self.accepted[seed] else RefusalReason.GAP
                assert outcome.reason is expected

    @rule(seed=st.sampled_from(sorted(DEVICES)), which=st.integers(0, 1))
    def resend_all(self, seed: int, which: int) -> None:
        self.deliver([(seed, index) for index in range(len(self.signed[seed]))], which)
        assert self.accepted[seed] == len(self.signed[seed])

    @invariant()
    def each_once_in_order(self) -> None:
        if not hasattr(self, "connections"):
            return
        for seed, signer in DEVICES.items():
            expected = [tuple(counter) for counter, _ in self.signed[seed][: self.accepted[seed]]]
            assert recorded(self.connections[0], signer.public) == expected
        for (stream,) in self.connections[0].execute("SELECT id FROM stream").fetchall():
            rows = self.connections[0].execute("SELECT sequence FROM event WHERE stream = ? ORDER BY 1", (stream,))
            sequences = [row[0] for row in rows]
            assert sequences == list(range(1, len(sequences) + 1))


TestDelivery = Delivery.TestCase
TestDelivery.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
