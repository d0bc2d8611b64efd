"""Batches get anchored exactly once and acknowledged only when their block stays."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.batch_data import decode_lines
from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.merkle import verify_proof
from quaychain.contracts.proofs.anchored import event_tree, leaf_of
from quaychain.oracles.anchorer import Anchorer
from quaychain.oracles.batch import BatchLimits, count_to_batch
from quaychain.oracles.examine import Arrival, Examined, examine
from quaychain.oracles.ports import AnchorRefusedError
from quaychain.oracles.queue.acceptance import Acceptance, Accepted
from quaychain.oracles.queue.batches import Batches, BatchRow, Waiting
from quaychain.oracles.queue.database import ensure_streams, open_queue
from quaychain.oracles.queue.errors import EventsMissingError
from quaychain.oracles.queue.listing import Listing
from quaychain.oracles.takeover import (
    FinalAnchorLostError,
    QueueAtWorkError,
    StreamAheadError,
    StreamHeldByOtherError,
    take_over,
)
from quaychain.oracles.topics import Acknowledgement

from .fake_chain import Block, Crash, FakeChain, FakePort, MemoryVault
from .signing import NOW, RULES, Directory, Signer, registered

STREAMS = 2
DEVICES = [Signer(seed) for seed in range(1, 6)]
DIRECTORY = Directory({signer.public: registered() for signer in DEVICES})


class Oracle:
    """A queue, its anchorer, and what was acknowledged."""

    def __init__(self, path: Path | str, chain: FakeChain, limits: BatchLimits, name: str = "us") -> None:
        self.path = path
        self.port = FakePort(chain, name)
        self.take_over = False
        self.vault = MemoryVault()
        self.limits = limits
        self.clock = 0
        self.acknowledged: dict[bytes, Acknowledgement] = {}
        self.start()

    def start(self) -> None:
        self.connection = open_queue(self.path)
        streams = ensure_streams(self.connection, STREAMS)
        self.acceptance = Acceptance(self.connection, milliseconds=lambda: self.clock)
        self.anchorer = Anchorer(
            Batches(self.connection), streams, self.limits, self.vault, self.port, self._acknowledge,
            lambda: self.clock, take_over=self.take_over, keep=0,
        )  # fmt: skip

    def restart(self) -> None:
        self.connection.close()
        self.start()

    def _acknowledge(self, member: bytes, key: bytes, acknowledgement: Acknowledgement) -> None:
        self.acknowledged[key] = acknowledgement

    def accept(self, *messages: bytes) -> None:
        burst = [examine(Arrival("test", message), RULES, DIRECTORY, NOW, lambda *_: ()) for message in messages]
        assert all(isinstance(item, Examined) for item in burst)
        assert all(isinstance(outcome, Accepted) for outcome in self.acceptance.take(burst, NOW).outcomes)

    def settle(self) -> None:
        for _ in range(50):
            if not self.anchorer.step():
                return
        raise AssertionError("never settles")


@pytest.fixture
def chain() -> FakeChain:
    return FakeChain()


@pytest.fixture
def oracle(tmp_path: Path, chain: FakeChain) -> Oracle:
    return Oracle(tmp_path / "queue.sqlite", chain, BatchLimits(max_count=3, max_age=10))


def test_a_batch_closes_by_count_bytes_or_age() -> None:
    limits = BatchLimits(max_count=3, max_bytes=100, max_age=2)
    assert count_to_batch(Waiting(1, (), 0), limits, 10**9) == 0
    assert count_to_batch(Waiting(1, (10, 10), 1000), limits, 2999) == 0
    assert count_to_batch(Waiting(1, (10, 10), 1000), limits, 3000) == 2
    # The clock was set back since.
    assert count_to_batch(Waiting(1, (10, 10), 3_600_000), limits, 1000) == 2
    assert count_to_batch(Waiting(1, (10, 10, 10), 1000), limits, 1000) == 3
    assert count_to_batch(Waiting(1, (60, 60, 10), 1000), limits, 1000) == 1
    assert count_to_batch(Waiting(1, (500, 10), 1000), limits, 1000) == 1
    assert count_to_batch(Waiting(1, (50, 50), 1000), limits, 1000) == 0


def test_what_waits_is_the_same_however_often_it_was_looked_at(oracle: Oracle) -> None:
    looking = Batches(oracle.connection)
    stream = None
    for seq in range(1, 7):
        oracle.clock = 1_000 * seq
        oracle.accept(DEVICES[0].message(0, seq))
        stream = stream or next(counts.stream for counts in Listing(oracle.connection).streams() if counts.durable)
        if seq == 5:
            looking.form(stream, 1, 3, bytes(32))
        for limit in (4, 2, 4):
            assert looking.waiting(stream, limit) == Batches(oracle.connection).waiting(stream, limit)
    assert looking.waiting(stream, 4).oldest_at == 4_000
    assert len(looking.waiting(stream, 4).sizes) == 3


def test_each_leaf_proves_its_event(oracle: Oracle) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 4)))
    stream = next(counts.stream for counts in Listing(oracle.connection).streams() if counts.durable)
    events = Batches(oracle.connection).events(stream, 1, 3)
    tree = event_tree(stream, events)
    for index, entry in enumerate(events):
        leaf = leaf_of(stream, entry)
        assert leaf.device_key == DEVICES[0].public
        assert leaf.sequence == index + 1 == leaf.device_sequence
        assert verify_proof(tree.root, leaf.hash(), tree.proof(index))


def test_acknowledged_only_once_the_block_stays(oracle: Oracle, chain: FakeChain) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 5)))
    oracle.settle()
    assert chain.next_sequence(_stream_of(oracle)) == 4
    assert oracle.acknowledged == {}
    chain.persisted = 1
    oracle.settle()
    assert oracle.acknowledged == {DEVICES[0].public: Acknowledgement(Counter(0, 4), Counter(0, 3))}
    oracle.clock = 10_000
    oracle.settle()
    chain.persisted = 2
    oracle.settle()
    assert oracle.acknowledged[DEVICES[0].public].anchored == Counter(0, 4)
    assert not oracle.anchorer.step()


def test_the_data_is_stored_before_its_root_is_anchored(oracle: Oracle, chain: FakeChain) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 4)))
    oracle.settle()
    (block,) = chain.blocks
    lines = list(decode_lines(oracle.vault.stored[block.cid]))
    assert event_tree(block.stream, lines).root == block.root


def test_what_the_chain_lost_is_anchored_again_once(oracle: Oracle, chain: FakeChain) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 10)))
    oracle.settle()
    chain.persisted = 1
    oracle.settle()
    before = list(chain.blocks)
    chain.fall_back()
    oracle.restart()
    oracle.settle()
    assert [_place(block) for block in chain.blocks] == [_place(block) for block in before]
    assert oracle.acknowledged[DEVICES[0].public].anchored == Counter(0, 3)
    chain.persisted = 3
    oracle.settle()
    assert oracle.acknowledged[DEVICES[0].public].anchored == Counter(0, 9)


def test_a_resent_transaction_counts_by_its_new_block(oracle: Oracle, chain: FakeChain) -> None:
    """After the chain went back, the outbox may bring the same bytes into a later block, unseen by the anchorer."""
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 4)))
    oracle.settle()
    (block,) = chain.blocks
    filler = Block(b"f" * 32, b"\x09" * 32, 1, 1, b"", b"")
    chain.blocks = [filler, filler, block]
    chain.persisted = 2
    oracle.settle()
    assert oracle.acknowledged == {}
    chain.persisted = 3
    oracle.settle()
    assert oracle.acknowledged[DEVICES[0].public].anchored == Counter(0, 3)


def test_a_receipt_that_the_node_forgot_is_not_missed(oracle: Oracle, chain: FakeChain) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 4)))
    oracle.settle()
    (block,) = chain.blocks
    chain.blocks = [Block(b"g" * 32, block.stream, 1, 3, block.root, block.cid)]
    oracle.settle()
    assert oracle.acknowledged == {}
    chain.persisted = 1
    oracle.settle()
    assert oracle.acknowledged[DEVICES[0].public].anchored == Counter(0, 3)


@pytest.mark.parametrize("place", ["vault", "port"])
def test_a_crash_between_two_steps_doubles_nothing(oracle: Oracle, chain: FakeChain, place: str) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 4)))
    (oracle.vault if place == "vault" else oracle.port).crash_after = True
    with pytest.raises(Crash):
        oracle.settle()
    oracle.restart()
    oracle.settle()
    assert len(chain.blocks) == 1
    assert oracle.port.sent == 1
    chain.persisted = 1
    oracle.settle()
    assert oracle.acknowledged[DEVICES[0].public].anchored == Counter(0, 3)


def test_other_hands_on_the_stream_are_noticed(oracle: Oracle, chain: FakeChain) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 4)))
    stream = _stream_of(oracle)
    chain.holders[stream] = ("them", 2)
    with pytest.raises(StreamHeldByOtherError):
        oracle.settle()
    chain.holders[stream] = ("us", 3)
    chain.blocks = [Block(b"x" * 32, stream, 1, 9, b"", b"")]
    with pytest.raises(StreamAheadError):
        oracle.settle()


def test_a_chain_without_what_was_final_is_another_chain(oracle: Oracle, chain: FakeChain) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 4)))
    oracle.settle()
    chain.persisted = 1
    oracle.settle()
    chain.persisted = 0
    chain.fall_back()
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(4, 7)))
    with pytest.raises(FinalAnchorLostError):
        oracle.settle()


def test_one_stream_that_waits_keeps_no_other(oracle: Oracle, chain: FakeChain) -> None:
    for device in DEVICES:
        oracle.accept(*(device.message(0, seq) for seq in range(1, 4)))
    counts = Listing(oracle.connection).streams()
    assert all(stream.durable for stream in counts)
    oracle.port.paused = {counts[0].stream}
    with pytest.raises(AnchorRefusedError, match="paused"):
        oracle.settle()
    assert chain.next_sequence(counts[1].stream) == counts[1].durable + 1
    oracle.port.paused = set()
    oracle.settle()
    assert chain.next_sequence(counts[0].stream) == counts[0].durable + 1


def test_events_go_when_their_blocks_cant_be_lost_and_the_last_of_each_signer_stays(
    oracle: Oracle, chain: FakeChain
) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 10)))
    oracle.settle()
    chain.persisted = 2
    oracle.settle()
    assert oracle.anchorer.purge() == 2
    assert (oracle.anchorer.purge(), oracle.port.forgotten) == (0, 2)
    events = oracle.connection.execute("SELECT seq FROM event ORDER BY seq").fetchall()
    assert [row[0] for row in events] == [7, 8, 9]
    chain.persisted = 3
    oracle.settle()
    assert oracle.anchorer.purge() == 1
    last = Listing(oracle.connection).last_of(DEVICES[0].public)
    assert last is not None and last.counter == Counter(0, 9)
    assert oracle.connection.execute("SELECT count(*) FROM event").fetchone()[0] == 1
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(10, 13)))
    oracle.settle()
    assert sum(block.count for block in chain.blocks) == 12
    # What was the last one then goes with what came after it: a seldom sender leaves no trail here.
    chain.persisted = 4
    oracle.settle()
    assert oracle.anchorer.purge() == 1
    assert [row[0] for row in oracle.connection.execute("SELECT seq FROM event")] == [12]


def test_what_goes_behind_a_batch_that_stays_goes_alone(oracle: Oracle, chain: FakeChain) -> None:
    for first in (1, 4, 7):
        oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(first, first + 3)))
        oracle.settle()
    chain.persisted = 3
    oracle.settle()
    batches = Batches(oracle.connection)
    first, second, third = batches.purgeable(10**15, 10, deriving=False)

    def purge(*rows: BatchRow) -> list[int]:
        batches.purge(rows)
        return [row[0] for row in oracle.connection.execute("SELECT seq FROM event ORDER BY seq")]

    assert purge(second) == [1, 2, 3, 7, 8, 9]
    assert purge(first) == [7, 8, 9]
    assert purge(third) == [9]


def test_batches_that_no_node_holds_keep_no_later_ones_from_going(oracle: Oracle, chain: FakeChain) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 13)))
    oracle.settle()
    chain.persisted = 4
    oracle.settle()
    held = oracle.port.held
    oracle.port.held = lambda rows: [row for row in held(rows) if row.first_sequence > 6]  # type: ignore[method-assign]
    assert [oracle.anchorer.purge(most=2) for _ in range(3)] == [0, 2, 0]
    oracle.port.held = held  # type: ignore[method-assign]
    assert [oracle.anchorer.purge(most=2) for _ in range(2)] == [2, 0]


def test_a_batch_is_not_made_of_events_that_the_queue_has_lost(oracle: Oracle) -> None:
    oracle.accept(DEVICES[0].message(0, 1))
    oracle.settle()
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in (2, 3)))
    [stream] = [each.stream for each in Listing(oracle.connection).streams() if each.durable]
    batches = Batches(oracle.connection)
    waiting = batches.waiting(stream, 10)
    oracle.connection.execute("DELETE FROM event WHERE seq = 3")
    with pytest.raises(EventsMissingError):
        batches.leaves(stream, waiting.first_sequence, len(waiting.sizes))
    assert len(batches.waiting(stream, 10).sizes) == len(waiting.sizes) - 1


def test_events_wait_for_edge_rules_only_while_there_are_any(oracle: Oracle, chain: FakeChain) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 4)))
    oracle.settle()
    chain.persisted = 1
    oracle.settle()
    batches = Batches(oracle.connection)
    [row] = batches.purgeable(0, 10, deriving=True)
    oracle.connection.execute("INSERT INTO edge_position VALUES (?, 2, 'rules')", (row.stream,))
    assert batches.purgeable(0, 10, deriving=True) == []
    assert oracle.anchorer.purge() == 1  # this one derives nothing: the rules were switched off


@pytest.mark.parametrize("automatic", [False, True])
def test_a_dead_oracles_streams_go_on_at_the_next_epoch(
    oracle: Oracle, chain: FakeChain, tmp_path: Path, automatic: bool
) -> None:
    """It dies with batches in each state: one final, one in a block, one stored, and events in none."""
    messages = [DEVICES[0].message(0, seq) for seq in range(1, 13)]
    oracle.accept(*messages[:3])
    oracle.settle()
    chain.persisted = 1
    oracle.accept(*messages[3:6])
    oracle.settle()
    oracle.accept(*messages[6:9])
    stream = _stream_of(oracle)
    oracle.port.paused = {stream}
    with pytest.raises(AnchorRefusedError):
        oracle.settle()
    oracle.accept(*messages[9:11])
    heir = Oracle(oracle.path, chain, oracle.limits, "heir")
    with pytest.raises(StreamHeldByOtherError):
        heir.settle()
    if automatic:
        heir.take_over = True
        heir.restart()
    else:
        streams = [counts.stream for counts in Listing(oracle.connection).streams()]
        assert oracle.connection.acquire_lease()
        with pytest.raises(QueueAtWorkError):
            take_over(heir.connection, streams, heir.port)
        oracle.connection.close()
        assert take_over(heir.connection, streams, heir.port) == streams
        assert take_over(heir.connection, streams, heir.port) == []
    heir.accept(*messages[11:])
    heir.settle()
    heir.settle()
    chain.persisted = len(chain.blocks)
    heir.settle()
    assert chain.holders[stream] == ("heir", 2)
    assert [(block.first_sequence, block.count) for block in chain.blocks] == [(1, 3), (4, 3), (7, 3), (10, 3)]
    assert heir.acknowledged[DEVICES[0].public].anchored == Counter(0, 12)
    # What only the dead one's store had was sealed and stored again.
    assert set(heir.vault.stored) == {block.cid for block in chain.blocks[2:]}


def test_what_the_dead_one_anchored_and_didnt_note_is_taken_as_it_is(oracle: Oracle, chain: FakeChain) -> None:
    oracle.accept(*(DEVICES[0].message(0, seq) for seq in range(1, 6)))
    stream = _stream_of(oracle)
    events = Batches(oracle.connection).events(stream, 1, 2)
    chain.blocks = [Block(b"d" * 32, stream, 1, 2, event_tree(stream, events).root, b"cid")]
    chain.persisted = 1
    oracle.settle()
    oracle.clock = 60_000
    oracle.settle()
    assert [(block.first_sequence, block.count) for block in chain.blocks] == [(1, 2), (3, 3)]
    assert oracle.acknowledged[DEVICES[0].public].anchored == Counter(0, 2)


def _stream_of(oracle: Oracle) -> bytes:
    return next(counts.stream for counts in Listing(oracle.connection).streams() if counts.durable)


def _place(block: Block) -> tuple[bytes, int, int, bytes]:
    return block.stream, block.first_sequence, block.count, block.root


class Anchoring(RuleBasedStateMachine):
    """Readings come, the chain persists now and then, falls back, is away; the anchorer crashes anywhere."""

    @initialize(count=st.integers(1, 4))
    def begin(self, count: int) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.chain = FakeChain()
        self.oracle = Oracle(
            Path(self.folder.name) / "queue.sqlite", self.chain, BatchLimits(max_count=count, max_age=1)
        )
        self.signed = [0] * len(DEVICES)

    def teardown(self) -> None:
        if hasattr(self, "oracle"):
            self.oracle.connection.close()
            self.folder.cleanup()

    @rule(which=st.integers(0, len(DEVICES) - 1), count=st.integers(1, 4))
    def readings(self, which: int, count: int) -> None:
        self.oracle.accept(*(DEVICES[which].message(0, self.signed[which] + number + 1) for number in range(count)))
        self.signed[which] += count

    @rule(seconds=st.integers(0, 2), crash=st.sampled_from(["", "vault", "port"]))
    def work(self, seconds: int, crash: str) -> None:
        self.oracle.clock += seconds * 1000
        self.oracle.vault.crash_after = crash == "vault"
        self.oracle.port.crash_after = crash == "port"
        try:
            self.oracle.anchorer.step()
        except Crash:
            self.oracle.restart()
        except QuaychainError:
            assert not self.chain.reachable
        self.oracle.vault.crash_after = self.oracle.port.crash_after = False

    @rule(data=st.data())
    def persist(self, data: st.DataObject) -> None:
        self.chain.persisted = data.draw(st.integers(self.chain.persisted, len(self.chain.blocks)))

    @rule()
    def fall_back(self) -> None:
        self.chain.fall_back()

    @rule(reachable=st.booleans())
    def link(self, reachable: bool) -> None:
        self.chain.reachable = reachable

    @invariant()
    def what_is_acknowledged_stays(self) -> None:
        if not hasattr(self, "oracle"):
            return
        persisted = self.chain.blocks[: self.chain.persisted]
        safe: dict[bytes, int] = {}
        for block in persisted:
            entries = Batches(self.oracle.connection).events(block.stream, block.first_sequence, block.count)
            assert event_tree(block.stream, entries).root == block.root
            for entry in entries:
                safe[entry.event.envelope.public_key] = entry.event.envelope.seq
        for key, acknowledgement in self.oracle.acknowledged.items():
            assert acknowledgement.anchored is not None
            assert acknowledgement.anchored.seq <= safe.get(key, 0)

    @rule()
    def in_the_end_all_is_anchored_once(self) -> None:
        self.chain.reachable = True
        for _ in range(30):
            self.oracle.clock += 2000
            self.oracle.settle()
            self.chain.persisted = len(self.chain.blocks)
            self.oracle.settle()
        for signer, count in zip(DEVICES, self.signed, strict=True):
            if count:
                assert self.oracle.acknowledged[signer.public].anchored == Counter(0, count)
        assert sum(block.count for block in self.chain.blocks) == sum(self.signed)


TestAnchoring = Anchoring.TestCase
TestAnchoring.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
