"""The keeper does all duties, each thing once however many keepers run, and none holds up another."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from prometheus_client import CollectorRegistry

from quaychain.contracts.errors import QuaychainError
from quaychain.oracles.keeper.duty import Done, Keeper, KeeperSettings
from quaychain.oracles.metrics import KeeperMetrics


@dataclass
class Ledger:
    """Things that are due from a time on; does each once."""

    due: dict[str, int]
    name: str = "things"
    done: list[str] = field(default_factory=list)
    fails: int = 0

    def look(self, now: int) -> Iterator[Done]:
        if self.fails:
            self.fails -= 1
            raise QuaychainError("the node is away")
        for thing, at in self.due.items():
            if at <= now and thing not in self.done:
                self.done.append(thing)
                yield Done("do", thing)


def test_several_keepers_do_each_thing_once() -> None:
    ledger, time = Ledger({"a": 10, "b": 5, "c": 90}), 10
    keepers = [Keeper(KeeperSettings(), lambda: time, [ledger]) for _ in range(3)]
    assert [done.about for keeper in keepers for done in keeper.look()] == ["a", "b"]
    time = 90
    assert [done.about for keeper in keepers for done in keeper.look()] == ["c"]


def test_a_duty_that_fails_holds_up_no_other_and_is_told() -> None:
    failing, other = Ledger({}, "failing", fails=1), Ledger({"a": 1})
    registry = CollectorRegistry()
    keeper = Keeper(KeeperSettings(), lambda: 1, [failing, other], KeeperMetrics(registry))
    never = {"duty": "failing"}
    assert registry.get_sample_value("quaychain_keeper_looked_timestamp_seconds", never) == 0
    with pytest.raises(QuaychainError, match="away"):
        keeper.look()
    assert other.done == ["a"]
    waits = {"duty": "failing", "error": "QuaychainError"}
    assert registry.get_sample_value("quaychain_keeper_waits_total", waits) == 1
    assert registry.get_sample_value("quaychain_keeper_done_total", {"duty": "things", "what": "do"}) == 1
    assert registry.get_sample_value("quaychain_keeper_looked_timestamp_seconds", never) == 0
    assert keeper.look() == []


def test_a_keeper_goes_on_when_the_node_was_away() -> None:
    ledger, away = Ledger({"a": 1}, fails=2), [1]

    def now() -> int:
        if away.pop() if away else 0:
            raise QuaychainError("no head")
        return 1

    stopping = threading.Event()
    thread = threading.Thread(target=Keeper(KeeperSettings(interval=0.01), now, [ledger]).run, args=(stopping,))
    thread.start()
    for _ in range(500):
        if ledger.done:
            break
        stopping.wait(0.01)
    stopping.set()
    thread.join()
    assert ledger.done == ["a"]
