"""Messages out of the quarantine, through the gateway's own checks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.events.refusal import RefusalReason
from quaychain.oracles.examine import ExaminationRules
from quaychain.oracles.queue.acceptance import Accepted, Outcome, Refused
from quaychain.oracles.queue.batches import Batches
from quaychain.oracles.queue.database import QueueConnection
from quaychain.oracles.queue.listing import Listing
from quaychain.oracles.rerun import rerun
from quaychain.oracles.topics import Acknowledgement, up_topic

from .signing import MEMBER, NOW, RULES, Directory, Signer, reading, registered
from .test_gateway import DEVICE, TOPIC, Bench

YEAR = 366 * 86_400
OLD = [reading(time="2024-03-02T00:00:00Z")]
AHEAD = [reading(time="2027-03-02T00:00:00.5Z")]


def again(connection: QueueConnection, rules: ExaminationRules = RULES, **device: object) -> list[Outcome]:
    directory = Directory({DEVICE.public: registered(**device)})
    entries = list(Listing(connection).quarantined())
    return [outcome for _, outcome in rerun(entries, connection, rules, directory, lambda: NOW, lambda *_: ())]


def reasons(bench: Bench) -> list[str]:
    return [entry.reason for entry in bench.listing.kept()]


def test_stale_and_future_readings_are_kept_and_taken_once_the_limits_allow(tmp_path: Path) -> None:
    bench = Bench(tmp_path, rules=replace(RULES, max_age=YEAR, max_ahead=3_600))
    bench.gateway.offer(TOPIC, DEVICE.message(0, 1))
    bench.gateway.offer(TOPIC, DEVICE.message(0, 2, readings=OLD))
    bench.gateway.offer(TOPIC, DEVICE.message(0, 3, readings=AHEAD))
    bench.work()
    assert (reasons(bench), bench.counts()) == (["stale"], {"stale": 1, "gap": 1})
    assert [told.reason for told in bench.told] == ["stale", ""]
    assert [getattr(one, "reason", None) for one in again(bench.connection, replace(RULES, max_age=YEAR))] == ["stale"]
    assert [type(one) for one in again(bench.connection)] == [Accepted]
    assert reasons(bench) == []
    bench.gateway.offer(TOPIC, DEVICE.message(0, 3, readings=AHEAD))
    bench.work()
    assert reasons(bench) == ["future"]
    again(bench.connection)
    assert bench.listing.streams()[0].durable == 3


def test_what_is_recorded_already_is_stale_no_more(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.gateway.offer(TOPIC, DEVICE.message(0, 1, readings=OLD))
    bench.work()
    later = Bench(tmp_path, rules=replace(RULES, max_age=YEAR))
    later.gateway.offer(TOPIC, DEVICE.message(0, 1, readings=OLD))
    later.work()
    assert later.counts() == {"replayed": 1}


def test_each_is_held_against_the_registry_again(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.directory.devices[DEVICE.public] = registered(revoked_from=NOW)
    bench.gateway.offer(TOPIC, DEVICE.message(0, 1))
    bench.gateway.offer(TOPIC, b'{"envelope":{"seq":1}}')
    bench.gateway.offer(up_topic(MEMBER, Signer(9).public), DEVICE.message(0, 1))
    bench.work()
    assert reasons(bench) == ["key_revoked", "unsigned", "wrong_topic"]
    outcomes = again(bench.connection, revoked_from=NOW)
    assert [one.reason for one in outcomes if isinstance(one, Refused)] == [
        RefusalReason.KEY_REVOKED,
        RefusalReason.UNSIGNED,
        RefusalReason.WRONG_TOPIC,
    ]
    assert [entry.times for entry in bench.listing.kept()] == [2, 2, 2]
    assert isinstance(again(bench.connection)[0], Accepted)
    assert reasons(bench) == ["unsigned", "wrong_topic"]


def test_a_repetition_leaves_the_quarantine(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    for _ in range(2):
        bench.gateway.offer(TOPIC, DEVICE.message(0, 1))
        bench.work()
    assert reasons(bench) == ["replayed"]
    again(bench.connection)
    assert reasons(bench) == []


def test_a_device_hears_of_what_was_taken_again_by_the_next_answer_or_the_anchor(tmp_path: Path) -> None:
    """`rerun` has no broker of its own; whoever runs the oracle tells the device."""
    bench = Bench(tmp_path, rules=replace(RULES, max_age=YEAR))
    bench.gateway.offer(TOPIC, DEVICE.message(0, 1, readings=OLD))
    bench.work()
    again(bench.connection)
    # The device was told that it is stale, and sends it again later.
    bench.gateway.offer(TOPIC, DEVICE.message(0, 1, readings=OLD))
    bench.work()
    assert bench.told[-1] == Acknowledgement(Counter(0, 1))
    # One that never does hears of it when its batch is anchored.
    batches = Batches(bench.connection)
    [stream] = batches.unbatched()
    row = batches.form(stream, 1, 1, b"r" * 32)
    assert batches.finalize([row], NOW) == {
        DEVICE.public: (MEMBER, Acknowledgement(Counter(0, 1), anchored=Counter(0, 1)))
    }
