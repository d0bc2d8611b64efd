"""Each step of a burst and of a batch is told, with the time since the step before."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from prometheus_client import CollectorRegistry

from quaychain.contracts.cid import Cid
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.stores import DirectoryContentStore
from quaychain.oracles.anchorer import Anchorer
from quaychain.oracles.batch import BatchLimits
from quaychain.oracles.examine import Arrival, examine
from quaychain.oracles.metrics import OracleMetrics
from quaychain.oracles.queue.acceptance import Rejected
from quaychain.oracles.queue.database import ensure_streams, open_queue
from quaychain.oracles.steps import (
    BatchStep,
    BurstStep,
    ManySteps,
    ObservedAcceptance,
    ObservedBatches,
    ObservedVault,
    TimedStore,
)

from .fake_chain import FakeChain, FakePort, MemoryVault
from .signing import MEMBER, NOW, RULES, Directory, Signer, registered


@dataclass
class Told:
    bursts: list[BurstStep] = field(default_factory=list)
    batches: list[BatchStep] = field(default_factory=list)

    def burst(self, step: BurstStep) -> None:
        self.bursts.append(step)

    def batch(self, step: BatchStep) -> None:
        self.batches.append(step)


def test_a_message_is_followed_to_the_block_that_stays(tmp_path: Path) -> None:
    registry, told = CollectorRegistry(), Told()
    steps = ManySteps(told, OracleMetrics(registry))
    queue = tmp_path / "queue.sqlite"
    connection = open_queue(queue)
    (stream,) = ensure_streams(connection, 1)
    signer = Signer(1)
    directory = Directory({signer.public: registered()})
    messages = [signer.message(0, seq) for seq in (1, 2, 2)]
    burst = [
        examine(Arrival("qc/x", message, topic=(MEMBER, signer.public)), RULES, directory, NOW, lambda *_: ())
        for message in messages
    ]
    forged = Rejected(Arrival("qc/x", b"{"), EventRefusedError(RefusalReason.MALFORMED, "no"))
    ObservedAcceptance(connection, steps).take([*burst, forged], NOW)
    (step,) = told.bursts
    assert (step.messages, step.verified, len(step.accepted)) == (4, 3, 2)
    assert step.refused == {"replayed": 1, "malformed": 1}

    chain = FakeChain()
    limits = BatchLimits(max_count=2)
    batches = ObservedBatches(connection, steps, limits)
    vault = ObservedVault(MemoryVault(), steps)
    anchorer = Anchorer(batches, [stream], limits, vault, FakePort(chain), lambda *_: None)
    while anchorer.step():
        pass
    chain.persisted = 1
    anchorer.step()
    assert [each.step for each in told.batches] == ["closed", "sealed", "stored", "anchored", "final"]
    assert {(each.stream, each.first_sequence, each.count) for each in told.batches} == {(stream, 1, 2)}
    closed, *later = told.batches
    assert closed.cause == "count" and closed.age is not None and 0 <= closed.age < 60
    assert all(each.seconds is not None and 0 <= each.seconds < 60 for each in later)
    final = later[-1]
    assert final.age is not None and final.age >= closed.age

    def sample(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"quaychain_oracle_{name}", labels)

    assert [sample(f"{name}_total") for name in ("received", "verified", "accepted")] == [4, 3, 2]
    assert sample("refused_total", reason="replayed") == 1
    assert sample("batches_closed_total", cause="count") == 1
    for name in ("durable", "closed", "sealed", "stored", "anchored", "final"):
        assert sample("step_seconds_count", step=name) == 1
    assert sample("event_seconds_count") == 1 and sample("batch_events_sum") == 2


def test_a_step_of_a_batch_from_before_a_restart_has_no_time(tmp_path: Path) -> None:
    connection = open_queue(tmp_path / "queue.sqlite")
    (stream,) = ensure_streams(connection, 1)
    row = ObservedBatches(connection, Told(), BatchLimits()).form(stream, 1, 3, bytes(32))
    told = Told()
    again = ObservedBatches(connection, told, BatchLimits())
    (row,) = again.refused(again.stored({row: bytes(36)}))
    again.lost(row)
    assert [(each.step, each.seconds is None) for each in told.batches] == [
        ("stored", True),
        ("refused", False),
        ("lost", False),
    ]


def test_the_stores_time_is_not_counted_as_sealing(tmp_path: Path) -> None:
    store = TimedStore(DirectoryContentStore(tmp_path))
    cid = store.put(b"sealed")
    store.pin(cid)
    assert store.seconds > 0 and isinstance(cid, Cid)
    assert store.get(cid) == b"sealed" and store.has(cid)
