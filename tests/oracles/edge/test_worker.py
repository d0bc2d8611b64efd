"""Notes come into the queue exactly once, signed by the gateway's own key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.events.envelope import EventKind
from quaychain.oracles.devices import RegisteredDevice
from quaychain.oracles.edge.notes import MAX_NOTES, Inputs, Note, NoteKind, document
from quaychain.oracles.edge.rules import EdgeRules, parse_rules
from quaychain.oracles.edge.series import MAX_STRETCHES
from quaychain.oracles.edge.worker import LARGEST_DOCUMENT, EdgeKeyRefusedError, EdgePositionError, EdgeWorker
from quaychain.oracles.examine import Arrival, examine
from quaychain.oracles.gateway import GatewaySettings
from quaychain.oracles.queue.acceptance import Acceptance
from quaychain.oracles.queue.batches import Batches
from quaychain.oracles.queue.database import ensure_streams, open_queue

from ..signing import NOW, RULES, Directory, Signer, reading, registered

DEVICE, GATEWAY = Signer(1), Signer(9)


def rules(**parts: object) -> EdgeRules:
    rule = {"name": "heat", "quantity": "Temperature", "unit": "CEL", **parts}
    return parse_rules(json.dumps({"version": 1, "rule": [rule]}).encode(), "rules.json")


class Oracle:
    """A queue with a worker on it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "queue.sqlite"
        self.connection = open_queue(self.path)
        [self.stream] = ensure_streams(self.connection, 1)
        self.devices: dict[bytes, RegisteredDevice] = {DEVICE.public: registered(), GATEWAY.public: registered()}
        self.time = NOW
        self.seq = 0

    def now(self) -> int:
        return self.time

    def worker(self, given: EdgeRules) -> EdgeWorker:
        return EdgeWorker(open_queue(self.path), GATEWAY.key, given, RULES, Directory(self.devices), self)

    def receive(self, *values: float, small: bool = False) -> None:
        self.seq += 1
        sign = DEVICE.small if small else DEVICE.message
        message = sign(0, self.seq, readings=[reading(value) for value in values])
        found = examine(Arrival("up", message), RULES, Directory(self.devices), NOW, lambda *_: ())
        Acceptance(self.connection).take([found], NOW)

    def derived(self) -> list[BatchEvent]:
        entries = Batches(self.connection).events(self.stream, 1, 1000)
        return [entry for entry in entries if entry.kind is EventKind.DERIVED]

    def notes(self) -> list[tuple[str, object]]:
        return [
            (note["note"], note.get("value"))
            for entry in self.derived()
            for note in json.loads(entry.event.body)["notes"]
        ]


@pytest.fixture
def oracle(tmp_path: Path) -> Oracle:
    return Oracle(tmp_path)


def drain(worker: EdgeWorker) -> None:
    while worker.step():
        pass


def test_what_is_derived_is_signed_by_the_gateway_and_the_readings_stay_as_they_were(oracle: Oracle) -> None:
    worker = oracle.worker(rules(range={"max": 50}))
    assert not worker.step()
    oracle.receive(60.0)
    oracle.receive(20.0, 70.0, small=True)
    before = Batches(oracle.connection).events(oracle.stream, 1, 2)
    drain(worker)
    assert oracle.notes() == [("range", 60), ("range", 70)]
    [entry] = oracle.derived()
    assert entry.event.envelope.public_key == GATEWAY.public
    assert len(entry.items) == 2
    GATEWAY.key.verify_key.verify(entry.event.signed, entry.event.signature)
    assert Batches(oracle.connection).events(oracle.stream, 1, 2) == before
    oracle.receive(80.0)
    drain(worker)
    assert [each.event.envelope.counter for each in oracle.derived()] == [(0, 1), (0, 2)]


def test_a_worker_that_comes_after_another_goes_on_where_it_was(oracle: Oracle) -> None:
    given = rules(deadband=1, window={"seconds": 60})
    drain(oracle.worker(given))
    for value in (1.0, 1.5, 3.0):
        oracle.receive(value)
        drain(oracle.worker(given))
    oracle.time = NOW + 1000
    drain(oracle.worker(given))
    assert oracle.notes() == [("change", 1), ("change", 3), ("aggregate", None)]
    aggregate = json.loads(oracle.derived()[-1].event.body)["notes"][0]
    assert (aggregate["count"], aggregate["inputs"]["counters"]) == (3, [[0, 1, 3]])


def test_two_workers_on_one_queue_make_nothing_twice(oracle: Oracle) -> None:
    given = rules(range={"max": 50})
    one, other = oracle.worker(given), oracle.worker(given)
    one.step(), other.step()
    for number in range(6):
        oracle.receive(60.0 + number)
        for worker in (one, other) if number % 2 else (other, one):
            try:
                drain(worker)
            except EdgePositionError:
                drain(worker)
    assert oracle.notes() == [("range", 60.0 + number) for number in range(6)]


def test_without_a_registered_key_nothing_is_derived_and_nothing_is_missed(oracle: Oracle) -> None:
    worker = oracle.worker(rules(range={"max": 50}))
    worker.step()
    del oracle.devices[GATEWAY.public]
    oracle.receive(60.0)
    for _ in range(2):
        with pytest.raises(EdgeKeyRefusedError, match="key_unregistered"):
            worker.step()
    oracle.devices[GATEWAY.public] = registered()
    drain(worker)
    assert oracle.notes() == [("range", 60)]


def test_other_rules_begin_anew_from_where_the_old_ones_were(oracle: Oracle) -> None:
    drain(oracle.worker(rules(deadband=1)))
    oracle.receive(5.0)
    drain(oracle.worker(rules(deadband=1)))
    oracle.receive(5.5)
    drain(oracle.worker(rules(deadband=2)))
    assert oracle.notes() == [("change", 5), ("change", 5.5)]
    assert len({json.loads(entry.event.body)["rules"] for entry in oracle.derived()}) == 2


def test_many_notes_go_into_several_documents(oracle: Oracle) -> None:
    worker = oracle.worker(rules(range={"max": 50}))
    worker.step()
    oracle.receive(*[60.0] * 150)
    drain(worker)
    assert [len(entry.items) for entry in oracle.derived()] == [128, 22]


def test_no_document_is_larger_than_the_gateway_is_held_to() -> None:
    most = [2**32 - 1, 2**53 - 1, 2**53 - 1]
    longest = "x" * 120
    value = -1.7976931348623157e308
    note = Note(
        NoteKind.AGGREGATE, longest, longest, longest, longest, longest, longest, 253_402_300_799_999,
        Inputs([most] * MAX_STRETCHES, bytes(32)),
        {"seconds": 86_400, "min": value, "max": value, "mean": value, "count": 10_000},
    )  # fmt: skip
    size = len(document([note] * MAX_NOTES, "cd" * 32))
    assert LARGEST_DOCUMENT * 0.8 < size <= LARGEST_DOCUMENT <= GatewaySettings().max_body_bytes
